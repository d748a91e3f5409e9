package telemetry

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"
	"github.com/stretchr/testify/require"
)

// site is a router with a part mounted, as the product has it.
func site(m *Metrics) http.Handler {
	part := chi.NewRouter()
	part.Get("/cases/{ref}", func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte(RequestID(r.Context()))) })
	part.Post("/cases", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusCreated) })
	part.Get("/panic", func(http.ResponseWriter, *http.Request) { panic("secret of Kandidaat A") })
	part.Get("/late", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("begun"))
		panic("too late")
	})
	part.Get("/hangup", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	r := chi.NewRouter()
	r.With(m.Middleware).Mount("/api/v1", part)
	r.With(m.Middleware).Get("/panic", func(http.ResponseWriter, *http.Request) { panic("oh") })
	return r
}

func do(h http.Handler, method, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func scrape(t *testing.T, m *Metrics) string {
	t.Helper()
	w := do(m.Handler(), http.MethodGet, "/metrics")
	require.Equal(t, http.StatusOK, w.Code)
	return w.Body.String()
}

func TestRequestsAreCountedByRoute(t *testing.T) {
	t.Parallel()
	m := NewMetrics(nil)
	h := site(m)
	do(h, http.MethodGet, "/api/v1/cases/REG-2026-000001?q=kandidaat")
	do(h, http.MethodGet, "/api/v1/cases/REG-2026-000002")
	do(h, http.MethodPost, "/api/v1/cases")
	do(h, http.MethodGet, "/api/v1/nowhere/at/all")
	do(m.Middleware(http.NotFoundHandler()), "BREW", "/coffee")
	text := gathered(t, m)
	require.Contains(t, text, `termijn_http_requests_total{method="GET",route="/api/v1/cases/{ref}",status="200"} 2`)
	require.Contains(t, text, `termijn_http_requests_total{method="POST",route="/api/v1/cases",status="201"} 1`)
	require.Contains(t, text, `termijn_http_request_duration_seconds_count{method="GET",route="/api/v1/cases/{ref}",status="200"} 2`)
	require.Contains(t, text, `termijn_http_requests_total{method="OTHER",route="unmatched",status="404"} 1`)
	for _, typed := range []string{"REG-2026", "kandidaat", "nowhere", "BREW", "coffee"} {
		require.NotContains(t, text, typed)
	}
}

func TestAPanicGivesASafeAnswer(t *testing.T) {
	t.Parallel()
	m := NewMetrics(nil)
	h := site(m)
	w := do(h, http.MethodGet, "/api/v1/panic", requestIDHeader, "request-77")
	require.Equal(t, http.StatusInternalServerError, w.Code)
	require.Equal(t, "application/problem+json", w.Header().Get("Content-Type"))
	require.JSONEq(t, `{"type":"about:blank","title":"Internal Server Error","status":500,"request":"request-77"}`, w.Body.String())
	w = do(h, http.MethodGet, "/panic")
	require.Equal(t, http.StatusInternalServerError, w.Code)
	require.Contains(t, w.Body.String(), "Er ging iets mis")
	require.NotContains(t, w.Body.String(), "oh")
	require.Contains(t, w.Body.String(), w.Header().Get(requestIDHeader))
	w = do(h, http.MethodGet, "/api/v1/late")
	require.Equal(t, "begun", w.Body.String(), "what was begun is not added to")
	require.PanicsWithValue(t, http.ErrAbortHandler, func() { do(h, http.MethodGet, "/api/v1/hangup") })
	text := gathered(t, m)
	require.Contains(t, text, `termijn_http_requests_total{method="GET",route="/api/v1/panic",status="500"} 1`)
	require.Contains(t, text, `termijn_http_requests_total{method="GET",route="/api/v1/late",status="500"} 1`)
	require.Contains(t, text, `termijn_http_requests_total{method="GET",route="/api/v1/hangup",status="500"} 1`)
}

func TestRequestsHaveAnID(t *testing.T) {
	t.Parallel()
	h := site(NewMetrics(nil))
	w := do(h, http.MethodGet, "/api/v1/cases/x", requestIDHeader, "abc-123_x.y")
	require.Equal(t, "abc-123_x.y", w.Header().Get(requestIDHeader))
	require.Equal(t, "abc-123_x.y", w.Body.String(), "handlers know it")
	for _, bad := range []string{"", "short", "with space in it", "a\"quote-and-more", strings.Repeat("x", 65)} {
		w := do(h, http.MethodGet, "/api/v1/cases/x", requestIDHeader, bad)
		require.Regexp(t, `^[0-9a-f-]{36}$`, w.Header().Get(requestIDHeader), bad)
	}
}

func TestARequestContinuesItsCallersTrace(t *testing.T) {
	t.Parallel()
	const id = "0af7651916cd43dd8448eb211c80319c"
	do(site(NewMetrics(nil)), http.MethodGet, "/api/v1/cases/REG-2026-000009?q=kandidaat", "traceparent", "00-"+id+"-b7ad6b7169203331-01")
	of := trail(id)
	require.Len(t, of, 1)
	require.Equal(t, "GET /api/v1/cases/{ref}", of[0].Name)
	attributes := map[string]string{}
	for _, a := range of[0].Attributes {
		attributes[string(a.Key)] = a.Value.String()
		require.NotContains(t, a.Value.String(), "kandidaat")
		require.NotContains(t, a.Value.String(), "REG-2026-000009")
	}
	require.Equal(t, "/api/v1/cases/{ref}", attributes["http.route"])
	require.Equal(t, "200", attributes["http.response.status_code"])
}
