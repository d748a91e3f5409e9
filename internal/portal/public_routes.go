package portal

import (
	"net/http"
	"slices"

	"github.com/go-chi/chi/v5"

	"termijn/internal/i18n"
)

// publicRoutes are the pages that nobody needs to sign in for: the status page,
// its subscriptions and feed (E-06), and the survey that a mail links to (E-14).
func (p *portal) publicRoutes(r chi.Router) {
	r.Get("/status", p.everybody(p.publicStatus))
	r.Get("/status/feed.xml", p.everybody(p.publicFeed))
	r.Get("/status/subscribed", p.everybody(p.subscribed))
	r.Post("/status/subscribe", p.everybody(p.subscribe))
	r.Get("/status/confirm/{id}/{mac}", p.everybody(p.confirmShow))
	r.Post("/status/confirm/{id}/{mac}", p.everybody(p.confirm))
	r.Get("/status/unsubscribe/{id}/{mac}", p.everybody(p.unsubscribeShow))
	r.Post("/status/unsubscribe/{id}/{mac}", p.everybody(p.unsubscribe))
	r.Get("/survey/{ref}/{mac}", p.everybody(p.surveyShow))
	r.Post("/survey/{ref}/{mac}", p.everybody(p.surveyAnswer))
}

// everybody wraps a public page, in the language that its address asks for.
func (p *portal) everybody(h handler) http.HandlerFunc {
	return p.public(func(v *visit) error {
		if lang := v.query("lang"); slices.Contains(i18n.Languages, lang) {
			v.text = i18n.For(lang)
		}
		return h(v)
	})
}

// openPage starts a public page. Changing the language leads back to it without
// the language in its address.
func (v *visit) openPage(title string) Page {
	page := v.page(title)
	q := v.r.URL.Query()
	q.Del("lang")
	page.Here = v.r.URL.Path
	if len(q) > 0 {
		page.Here += "?" + q.Encode()
	}
	return page
}

// shared lets caches between us and the visitors keep what they all get alike.
func (v *visit) shared() {
	v.w.Header().Add("Vary", "Accept-Language")
	if _, err := v.r.Cookie(v.portal.sessions.Cookie.Name); err == nil {
		return // somebody's own page: their language, their navigation
	}
	v.w = sharedAnswer{v.w}
}

// sharedSeconds is how long a cache may show the same news.
const sharedSeconds = "30"

// sharedAnswer is an answer that caches may keep when it is a good one.
type sharedAnswer struct{ http.ResponseWriter }

func (w sharedAnswer) WriteHeader(status int) {
	if status == http.StatusOK {
		w.Header().Set("Cache-Control", "public, max-age="+sharedSeconds)
	}
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap gives http.ResponseController what is inside.
func (w sharedAnswer) Unwrap() http.ResponseWriter { return w.ResponseWriter }
