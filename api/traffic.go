package api

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"
	"unicode/utf8"

	"go.opentelemetry.io/otel/trace"
)

type traceKey struct{}

// traced gives a request the ID under which its faults are found: that of its
// trace, or one of its own. It also sets the headers that every answer has.
func (s *server) traced(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := ""
		if span := trace.SpanContextFromContext(r.Context()); span.HasTraceID() {
			id = span.TraceID().String()
		} else {
			var b [16]byte
			_, _ = rand.Read(b[:]) // never fails
			id = hex.EncodeToString(b[:])
		}
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Vary", "Accept-Language, Authorization")
		ctx := context.WithValue(r.Context(), traceKey{}, id)
		ctx = context.WithValue(ctx, languageKey{}, r.Header.Get("Accept-Language"))
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func traceOf(ctx context.Context) string {
	id, _ := ctx.Value(traceKey{}).(string)
	return id
}

// recovered answers a request whose handler panicked.
func (s *server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if v == http.ErrAbortHandler {
				panic(v)
			}
			s.Log.ErrorContext(r.Context(), "request panicked", "trace", traceOf(r.Context()), "method", r.Method, "panic", v, "stack", string(debug.Stack()))
			s.write(w, r, newProblem(r.Context(), http.StatusInternalServerError, "internal"))
		}()
		next.ServeHTTP(w, r)
	})
}

// longestWait is how long a request waits for its turn.
const longestWait = time.Second

// limited bounds how many requests are worked on and how many wait, so that a
// crowd meets a quick no and not a collapse.
func (s *server) limited(next http.Handler) http.Handler {
	turns := make(chan struct{}, s.InFlight)
	queue := make(chan struct{}, s.InFlight+s.Queued)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case queue <- struct{}{}:
			defer func() { <-queue }()
		default:
			s.fail(w, r, errOverloaded)
			return
		}
		patience := time.NewTimer(longestWait)
		defer patience.Stop()
		select {
		case turns <- struct{}{}:
			defer func() { <-turns }()
		case <-patience.C:
			s.fail(w, r, errOverloaded)
			return
		case <-r.Context().Done():
			return
		}
		next.ServeHTTP(w, r)
	})
}

// exportsTake is how many times longer than others an export may take, waitsTake
// somebody who waits for an answer.
const (
	exportsTake = 6
	waitsTake   = 3
)

// timed bounds how long a request may take.
func (s *server) timed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		limit := s.Timeout
		if strings.HasSuffix(r.URL.Path, "/export") {
			limit *= exportsTake
		}
		if r.URL.Query().Has("wait") {
			limit *= waitsTake
		}
		ctx, done := context.WithTimeout(r.Context(), limit)
		defer done()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// legible refuses addresses with characters that no text of ours has and that
// the database cannot take.
func legible(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query, err := url.ParseQuery(r.URL.RawQuery)
		ok := err == nil && clean(r.URL.Path)
		for name, values := range query {
			ok = ok && clean(name) && clean(strings.Join(values, ""))
		}
		if !ok {
			writeProblem(w, r, newProblem(r.Context(), http.StatusBadRequest, "bad_request"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// clean reports whether a text is UTF-8 without control characters.
func clean(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f })
}
