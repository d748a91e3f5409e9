package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"termijn/internal/app"
	"termijn/internal/ledger"
	"termijn/workflows/casework"
)

// Problem is an error as the caller sees it (RFC 9457). Type is stable; Title,
// Detail and the messages are in the reader's language.
type Problem struct {
	Type    string         `json:"type" example:"urn:termijn:problem:stale" doc:"Stable code of the problem, to act on."`
	Title   string         `json:"title" doc:"What went wrong, for people."`
	Status  int            `json:"status" example:"409" doc:"The HTTP status."`
	Detail  string         `json:"detail" doc:"What to do about it, for people."`
	TraceID string         `json:"traceId" doc:"Under which the fault is found in our records."`
	Errors  []FieldProblem `json:"errors,omitempty" doc:"What is wrong with which field, with type invalid."`
	// The rest comes with stale content.
	Seen       string       `json:"seen,omitempty" doc:"With type stale: the content that the decision was about."`
	Current    string       `json:"current,omitempty" doc:"With type stale: the content that stands now."`
	Difference []Difference `json:"difference,omitempty" doc:"With type stale: the fields that read otherwise now."`

	header http.Header
}

// FieldProblem is what is wrong with one field.
type FieldProblem struct {
	Field   string `json:"field" example:"lines[0].price" doc:"Path of the field in the request."`
	Code    string `json:"code" example:"above_maximum" doc:"Stable code, to act on."`
	Message string `json:"message" doc:"What to do, for people."`
}

// Difference is a field that reads otherwise now than when it was seen.
type Difference struct {
	Field  string `json:"field" example:"lines.L1.price"`
	Before string `json:"before" doc:"Empty when it was not there."`
	Now    string `json:"now" doc:"Empty when it is not there any more."`
}

// problemType is what the stable types begin with.
const problemType = "urn:termijn:problem:"

func (p *Problem) Error() string { return p.Type }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders implements huma.HeadersError.
func (p *Problem) GetHeaders() http.Header { return p.header }

// ContentType implements huma.ContentTypeFilter.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// Errors of the API itself.
var (
	errMethod     = errors.New("method not allowed")
	errOverloaded = errors.New("too many requests in flight")
)

// statuses of the refusals of cases; every other refusal is a conflict with how
// the case stands: 409.
var statuses = map[string]int{
	casework.CodeInvalid:   http.StatusUnprocessableEntity,
	casework.CodeKeyReused: http.StatusUnprocessableEntity,
	casework.CodeForbidden: http.StatusForbidden,
	casework.CodeUnknown:   http.StatusNotFound,
}

// known are the errors that have a problem of their own.
var known = []struct {
	err    error
	status int
	code   string
}{
	{ErrUnauthenticated, http.StatusUnauthorized, "unauthenticated"},
	{app.ErrNotFound, http.StatusNotFound, "not_found"},
	{app.ErrForbidden, http.StatusForbidden, casework.CodeForbidden},
	{ledger.ErrKeyReused, http.StatusUnprocessableEntity, casework.CodeKeyReused},
	{app.ErrNoneLeft, http.StatusConflict, "none_left"},
	{ledger.ErrCursor, http.StatusBadRequest, "bad_cursor"},
	{errMethod, http.StatusMethodNotAllowed, "method_not_allowed"},
	{errOverloaded, http.StatusServiceUnavailable, "overloaded"},
	{app.ErrBusy, http.StatusServiceUnavailable, "busy"},
	{context.DeadlineExceeded, http.StatusServiceUnavailable, "too_slow"},
	{context.Canceled, http.StatusServiceUnavailable, "too_slow"},
}

// problem turns an error into what the caller sees. Faults are logged here and
// nowhere else; the caller gets their trace ID and none of their text.
func (s *server) problem(ctx context.Context, err error) *Problem {
	var done *Problem
	if errors.As(err, &done) {
		return done
	}
	if refusal, ok := casework.RefusalOf(err); ok {
		return refused(ctx, "", refusal)
	}
	for _, k := range known {
		if errors.Is(err, k.err) {
			if k.status >= http.StatusInternalServerError {
				s.Log.WarnContext(ctx, "request not finished", "trace", traceOf(ctx), "error", err)
			}
			return newProblem(ctx, k.status, k.code)
		}
	}
	if ledger.Away(err) {
		s.Log.WarnContext(ctx, "database away", "trace", traceOf(ctx), "error", err)
		return newProblem(ctx, http.StatusServiceUnavailable, "busy")
	}
	s.Log.ErrorContext(ctx, "request failed", "trace", traceOf(ctx), "error", err)
	return newProblem(ctx, http.StatusInternalServerError, "internal")
}

// newProblem is a problem without fields, in the words of its code.
func newProblem(ctx context.Context, status int, code string) *Problem {
	t := printer(ctx)
	p := &Problem{Type: problemType + code, Status: status, TraceID: traceOf(ctx), header: http.Header{},
		Title: t.T("error." + code), Detail: t.T("error." + code + ".detail")}
	switch status {
	case http.StatusUnauthorized:
		p.header.Set("WWW-Authenticate", `Bearer realm="termijn"`)
	case http.StatusServiceUnavailable:
		p.header.Set("Retry-After", "2")
	}
	return p
}

// refused is the problem of a case's clear no.
func refused(ctx context.Context, process string, r *casework.Refusal) *Problem {
	status, ok := statuses[r.Code]
	if !ok {
		status = http.StatusConflict
	}
	p := newProblem(ctx, status, r.Code)
	words := app.Explain(printer(ctx), process, r)
	p.Title, p.Detail = words.Title, words.Detail
	for _, f := range words.Fields {
		p.Errors = append(p.Errors, FieldProblem(f))
	}
	if r.Code == casework.CodeStale {
		p.Seen, p.Current = r.Args["seen"], r.Args["current"]
	}
	return p
}

// fail answers a request outside huma.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	s.write(w, r, s.problem(r.Context(), err))
}

func (s *server) write(w http.ResponseWriter, r *http.Request, p *Problem) { writeProblem(w, r, p) }

func writeProblem(w http.ResponseWriter, _ *http.Request, p *Problem) {
	for name, values := range p.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	_ = out.Encode(p) // a caller who is gone needs no answer
}
