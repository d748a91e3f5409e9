package portal

import (
	"context"
	"errors"
	"maps"
	"net/http"

	"termijn/internal/app"
	"termijn/internal/i18n"
	"termijn/internal/ledger"
	"termijn/workflows/casework"
)

// errorPage says what went wrong and what to do about it.
type errorPage struct {
	Page
	Lead, Advice string
	// Retry is true when trying again can help.
	Retry bool
}

var errorShape = newShape("error", &errorPage{})

// statusOf is the HTTP status of an error and the name of its page's texts.
func statusOf(err error) (int, string) {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.Is(err, app.ErrNotFound), errors.Is(err, ledger.ErrCursor):
		return http.StatusNotFound, "notfound"
	case errors.Is(err, app.ErrForbidden):
		return http.StatusForbidden, "forbidden"
	case errors.Is(err, app.ErrBusy), ledger.Away(err), errors.Is(err, context.DeadlineExceeded):
		return http.StatusServiceUnavailable, "busy"
	case errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge, "toolarge"
	case errors.Is(err, errForm):
		return http.StatusBadRequest, "badform"
	}
	return http.StatusInternalServerError, "internal"
}

// fail shows the page of an error.
func (v *visit) fail(err error) {
	v.moreTime()
	status, name := statusOf(err)
	if refusal, ok := casework.RefusalOf(err); ok {
		// A refusal that no form shows beside its fields.
		page := &errorPage{Page: v.page(v.text.T("fail.refused.title")), Lead: v.refusalText(refusal), Advice: v.text.T("fail.refused.advice")}
		v.sendError(http.StatusConflict, page)
		return
	}
	if status == http.StatusInternalServerError {
		v.logError(err)
	}
	if status == http.StatusServiceUnavailable {
		v.w.Header().Set("Retry-After", "10")
	}
	v.sendError(status, &errorPage{Page: v.page(v.text.T("fail." + name + ".title")), Lead: v.text.T("fail." + name + ".lead"),
		Advice: v.text.T("fail." + name + ".advice"), Retry: status == http.StatusServiceUnavailable})
}

// sendError falls back to plain text when even the error's page fails.
func (v *visit) sendError(status int, page *errorPage) {
	if err := show(v, status, errorShape, page); err != nil {
		v.logError(err)
		http.Error(v.w, page.Title+"\n\n"+page.Lead, status)
	}
}

// notFound answers addresses that the site does not have.
func (p *portal) notFound(*visit) error { return app.ErrNotFound }

// busyPage is for when not even the session can be read.
func busyPage(w http.ResponseWriter, r *http.Request) {
	text := i18n.For(i18n.Match(r.Header.Get("Accept-Language")))
	w.Header().Set("Retry-After", "10")
	http.Error(w, text.T("fail.busy.title")+"\n\n"+text.T("fail.busy.lead")+"\n"+text.T("fail.busy.advice"), http.StatusServiceUnavailable)
}

// refusalText is a refusal by the case that was read, in the reader's language.
func (v *visit) refusalText(r *casework.Refusal) string {
	w := app.Explain(v.text, v.process, v.named(r))
	return w.Title + ". " + w.Detail
}

// named is a refusal that calls the person whom it speaks of by name.
func (v *visit) named(r *casework.Refusal) *casework.Refusal {
	for _, arg := range []string{"by", "person"} {
		id := r.Args[arg]
		if id == "" {
			continue
		}
		person, err := v.portal.service.Store.Person(v.r.Context(), id)
		if err != nil {
			continue // the ID says enough
		}
		told := *r
		told.Args = maps.Clone(r.Args)
		told.Args[arg] = person.Name
		r = &told
	}
	return r
}
