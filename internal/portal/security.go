package portal

import (
	"context"
	"net/http"
	"strings"

	"termijn/internal/i18n"
)

// maxBody is the largest form that is read, in bytes: fifty offer lines with
// their texts stay far below it.
const maxBody = 1 << 20

// headers are sent with every answer. Scripts and styles come from /static only;
// there are none inside a page.
func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "+
			"connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		next.ServeHTTP(w, r)
	})
}

func limitBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		limit := int64(maxBody)
		if strings.HasPrefix(r.URL.Path, "/programmes/") {
			limit = 2 * maxPlan // a plan's file, and the same file in the form that opens it
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		next.ServeHTTP(w, r)
	})
}

// limitTime ends requests that take too long. Their forms can be sent again: the
// key makes sure that nothing is done twice.
func (p *portal) limitTime(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), p.patience)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// sameSite refuses forms that another site sends in a reader's name.
func sameSite(next http.Handler) http.Handler {
	c := http.NewCrossOriginProtection()
	c.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text := i18n.For(i18n.Match(r.Header.Get("Accept-Language")))
		http.Error(w, text.T("fail.foreign.title")+"\n\n"+text.T("fail.foreign.lead"), http.StatusForbidden)
	}))
	return c.Handler(next)
}
