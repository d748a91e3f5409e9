package api

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"termijn/internal/app"
)

// Options say what the API stands on. Zero limits take their defaults.
type Options struct {
	Service       *app.Service
	Authenticator Authenticator
	// Version of the product, shown in the document.
	Version string
	// MaxBody is the largest request in bytes; 1 MiB by default.
	MaxBody int64
	// Timeout is how long a request may take; 20 s by default. Exports get six times as long.
	Timeout time.Duration
	// InFlight requests are worked on at once, 256 by default. Queued more wait for
	// their turn for at most a second, 256 by default; the rest is sent away with 503.
	InFlight, Queued int
	// Log takes faults; slog.Default when nil.
	Log *slog.Logger
}

func (o Options) withDefaults() Options {
	if o.MaxBody == 0 {
		o.MaxBody = 1 << 20
	}
	if o.Timeout == 0 {
		o.Timeout = 20 * time.Second
	}
	if o.InFlight == 0 {
		o.InFlight = 256
	}
	if o.Queued == 0 {
		o.Queued = 256
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return o
}

// server is what the handlers share.
type server struct {
	Options
	api huma.API
	// waiting are those that wait for the gate's answer.
	waiting chan struct{}
	// order of the operations, as their resources tell them.
	order []string
}

// New returns the handler of everything under /api.
func New(o Options) http.Handler {
	router, _ := build(o)
	return router
}

// build makes the router and the description of its operations.
func build(o Options) (chi.Router, *huma.OpenAPI) {
	s := &server{Options: o.withDefaults(), waiting: make(chan struct{}, mostWaiting)}
	router := chi.NewRouter()
	router.Use(s.traced, s.recovered, s.limited, s.timed, legible, middleware.GetHead)
	router.NotFound(func(w http.ResponseWriter, r *http.Request) { s.fail(w, r, app.ErrNotFound) })
	router.MethodNotAllowed(func(w http.ResponseWriter, r *http.Request) { s.fail(w, r, errMethod) })

	s.api = humachi.New(router, configuration(s.Version))
	s.api.UseMiddleware(s.signedIn, keyed)
	s.registerMe()
	s.registerCases()
	s.registerTasks()
	s.registerRegie()
	s.registerIncidents()
	s.registerDaily()
	s.registerMeetings()
	s.registerProblems()
	s.registerSurveys()
	s.registerTemplates()
	s.registerNotices()
	s.registerStandards()
	s.registerChanges()
	s.registerBoards()
	s.registerFreezes()
	s.registerServiceMap()
	s.registerCalendar()
	s.registerStatus()
	s.registerReports()
	s.registerCausedReport()
	s.registerSatisfaction()
	s.registerCatalogue()
	s.registerServices()
	s.registerProgrammes()

	doc := s.api.OpenAPI()
	describe(doc)
	text, err := json.Marshal(doc)
	if err != nil {
		panic("api: the OpenAPI document cannot be written: " + err.Error())
	}
	router.Get("/api/openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/openapi+json")
		_, _ = w.Write(text)
	})
	router.Get("/api/docs", page(doc, s.order))
	return router, doc
}

// register adds an operation whose handler knows who asks. Its errors become
// problem documents.
func register[I, O any](s *server, op huma.Operation, handler handler[I, O]) {
	op.Security = []map[string][]string{{bearer: {}}}
	add(s, op, adapt(s, handler))
}

// registerPublic adds an operation that nobody need sign in for. Its handler gets
// nobody's principal, which may do nothing, unless somebody did.
func registerPublic[I, O any](s *server, op huma.Operation, handler handler[I, O]) {
	op.Security = []map[string][]string{{}, {bearer: {}}}
	add(s, op, adaptPublic(s, handler))
}

func add[I, O any](s *server, op huma.Operation, handler func(context.Context, *I) (*O, error)) {
	op.MaxBodyBytes = s.MaxBody
	op.BodyReadTimeout = s.Timeout
	op.RejectUnknownQueryParameters = true
	s.order = append(s.order, op.OperationID)
	huma.Register(s.api, op, handler)
}

// public reports whether nobody need sign in for an operation.
func public(op *huma.Operation) bool {
	return slices.ContainsFunc(op.Security, func(way map[string][]string) bool { return len(way) == 0 })
}
