package portal

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"termijn/internal/i18n"

	"termijn/internal/identity"
	"termijn/internal/ledger"
)

// visit is one request for a page: who asks, in which language, and when.
type visit struct {
	portal *portal
	w      http.ResponseWriter
	r      *http.Request
	// who is the zero principal when nobody signed in.
	who  identity.Principal
	text *i18n.Printer
	// tag stands for the content of a fragment; empty when its bytes are to tell.
	tag string
	// process is that of the case that was read; empty before one was.
	process string
	// now is product time.
	now time.Time
	// release frees what the visit holds.
	release context.CancelFunc
}

// answering is how long there is to tell the reader that time ran out.
const answering = 5 * time.Second

// moreTime gives a visit whose time ran out a little more, for its answer.
func (v *visit) moreTime() {
	if v.r.Context().Err() == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(v.r.Context()), answering)
	v.release()
	v.r, v.release = v.r.WithContext(ctx), cancel
}

// handler answers a visit. What it returns as an error becomes an error page.
type handler func(v *visit) error

// public wraps a page that nobody needs to sign in for.
func (p *portal) public(h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v, err := p.visit(w, r)
		defer func() { v.release() }()
		defer v.rescue()
		if err == nil {
			err = h(v)
		}
		if err != nil {
			v.fail(err)
		}
	}
}

// rescue turns a fault of ours into the page that says so. Pages go out whole, so
// nothing was sent yet.
func (v *visit) rescue() {
	switch fault := recover(); fault {
	case nil:
	case http.ErrAbortHandler:
		panic(fault)
	default:
		slog.ErrorContext(v.r.Context(), "portal fault", "method", v.r.Method, "path", v.r.URL.Path, "fault", fault, "stack", string(debug.Stack()))
		v.fail(errFault)
	}
}

// errFault is a fault of the program.
var errFault = errors.New("fault")

// signedIn wraps a page for those who signed in; others sign in first and come
// back to it.
func (p *portal) signedIn(h handler) http.HandlerFunc {
	return p.public(func(v *visit) error {
		if v.who.Person != "" {
			return h(v)
		}
		if v.fragment() {
			v.w.WriteHeader(http.StatusUnauthorized) // what stands there stays; the next click asks to sign in
			return nil
		}
		to := "/sign-in"
		if v.r.Method == http.MethodGet && v.r.URL.Path != "/" {
			to += "?next=" + url.QueryEscape(v.r.URL.RequestURI())
		}
		v.redirect(to)
		return nil
	})
}

func (p *portal) visit(w http.ResponseWriter, r *http.Request) (*visit, error) {
	v := &visit{portal: p, w: w, r: r, now: p.service.Now(), release: func() {}}
	ctx := r.Context()
	lang := p.sessions.GetString(ctx, sessionLanguage)
	if lang == "" {
		lang = i18n.Match(r.Header.Get("Accept-Language"))
	}
	v.text = i18n.For(lang)
	id := p.sessions.GetString(ctx, sessionPerson)
	if id == "" {
		return v, nil
	}
	person, err := p.service.Store.Person(ctx, id)
	if errors.Is(err, ledger.ErrNotFound) || err == nil && !person.Active {
		p.sessions.Remove(ctx, sessionPerson) // left since
		return v, nil
	}
	if err != nil {
		return v, err
	}
	v.who = identity.Of(person)
	v.text = i18n.For(person.Language)
	v.r = r.WithContext(identity.With(ctx, v.who))
	return v, nil
}

// redirect sends the reader on after a form was done (POST, redirect, GET).
func (v *visit) redirect(to string) {
	http.Redirect(v.w, v.r, to, http.StatusSeeOther)
}

// done keeps a message that what was asked is done, for the next page.
func (v *visit) done(id string, pairs ...any) {
	v.portal.flash(v.r.Context(), Flash{Kind: "done", Text: v.text.T(id, pairs...)})
}

// note keeps a remark for the next page.
func (v *visit) note(id string, pairs ...any) {
	v.portal.flash(v.r.Context(), Flash{Kind: "note", Text: v.text.T(id, pairs...)})
}

// problem keeps a message that something was not done, for the next page.
func (v *visit) problem(text string) {
	v.portal.flash(v.r.Context(), Flash{Kind: "problem", Text: text})
}

// query is a parameter of the address, without spaces around it.
func (v *visit) query(name string) string { return strings.TrimSpace(v.r.URL.Query().Get(name)) }

// param is a part of the address, for example "ref".
func (v *visit) param(name string) string { return chi.URLParam(v.r, name) }

// local reports whether an address stays on this site.
func local(to string) bool {
	u, err := url.Parse(to)
	return err == nil && u.Scheme == "" && u.Host == "" && strings.HasPrefix(to, "/") &&
		!strings.HasPrefix(to, "//") && !strings.ContainsAny(to, "\\\r\n\t")
}

// logError notes what went wrong once, without personal texts.
func (v *visit) logError(err error) {
	slog.ErrorContext(v.r.Context(), "portal", "method", v.r.Method, "path", v.r.URL.Path, "error", err)
}
