package telemetry

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/google/uuid"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
)

type requestKey struct{}

// RequestID is the ID of the request that a context belongs to; empty outside one.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// requestIDHeader is taken over from a caller that sends a sensible one.
const requestIDHeader = "X-Request-Id"

var sensible = regexp.MustCompile(`^[A-Za-z0-9._-]{8,64}$`)

// Middleware traces, counts, times and logs each request under its route (never
// its address, which may hold what somebody typed), and answers one whose
// handler panics.
func (m *Metrics) Middleware(next http.Handler) http.Handler {
	tracer := otel.GetTracerProvider().Tracer("termijn/http")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		id := r.Header.Get(requestIDHeader)
		if !sensible.MatchString(id) {
			id = uuid.NewString()
		}
		w.Header().Set(requestIDHeader, id)
		ctx := propagation.TraceContext{}.Extract(r.Context(), propagation.HeaderCarrier(r.Header))
		ctx, span := tracer.Start(ctx, r.Method, trace.WithSpanKind(trace.SpanKindServer))
		defer span.End()
		ctx = context.WithValue(ctx, requestKey{}, id)
		if chi.RouteContext(ctx) == nil {
			// Routers below write the route into the context that they find.
			ctx = context.WithValue(ctx, chi.RouteCtxKey, chi.NewRouteContext())
		}
		out := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		fault := serve(next, out, r.WithContext(ctx))
		if fault != nil && fault != http.ErrAbortHandler {
			slog.ErrorContext(ctx, "request panicked", "method", r.Method, "panic", fmt.Sprint(fault), "stack", string(debug.Stack()))
			apologise(out, r, id)
		}
		m.finish(ctx, span, r.Method, status(out, fault), time.Since(began))
		if fault == http.ErrAbortHandler {
			panic(fault) // the server hangs up
		}
	})
}

// serve runs the handler and returns what it panicked with.
func serve(h http.Handler, w http.ResponseWriter, r *http.Request) (fault any) {
	defer func() { fault = recover() }()
	h.ServeHTTP(w, r)
	return nil
}

func status(w middleware.WrapResponseWriter, fault any) int {
	switch {
	case fault != nil:
		return http.StatusInternalServerError
	case w.Status() == 0:
		return http.StatusOK
	}
	return w.Status()
}

// finish writes down what became of a request.
func (m *Metrics) finish(ctx context.Context, span trace.Span, method string, status int, took time.Duration) {
	route := chi.RouteContext(ctx).RoutePattern()
	if route == "" {
		route = "unmatched"
	}
	labels := []string{route, knownMethod(method), strconv.Itoa(status)}
	m.requests.WithLabelValues(labels...).Inc()
	m.duration.WithLabelValues(labels...).Observe(took.Seconds())
	span.SetName(knownMethod(method) + " " + route)
	span.SetAttributes(attribute.String("http.request.method", knownMethod(method)), attribute.String("http.route", route),
		attribute.Int("http.response.status_code", status), attribute.String("request.id", RequestID(ctx)))
	if status >= http.StatusInternalServerError {
		span.SetStatus(codes.Error, "")
	}
	slog.InfoContext(ctx, "request", "method", knownMethod(method), "route", route, "status", status, "milliseconds", took.Milliseconds())
}

// knownMethod keeps what a caller invents out of the metrics.
func knownMethod(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "OTHER"
}

// apologise answers in place of a handler that panicked, unless it had begun to.
func apologise(w middleware.WrapResponseWriter, r *http.Request, id string) {
	if w.Status() != 0 {
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Del("Content-Length")
	h.Del("Content-Encoding")
	if strings.HasPrefix(r.URL.Path, "/api/") {
		h.Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusInternalServerError)
		fmt.Fprintf(w, `{"type":"about:blank","title":"Internal Server Error","status":500,"request":%q}`+"\n", id)
		return
	}
	h.Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(http.StatusInternalServerError)
	fmt.Fprintf(w, "Er ging iets mis aan onze kant. Probeer het opnieuw, of meld nummer %[1]s.\n"+
		"Something went wrong on our side. Please try again, or quote number %[1]s.\n", id)
}
