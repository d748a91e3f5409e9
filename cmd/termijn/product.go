package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/mail"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"go.temporal.io/sdk/client"

	"termijn/activities"
	"termijn/api"
	"termijn/config"
	"termijn/internal/app"
	"termijn/internal/calendar"
	"termijn/internal/codec"
	"termijn/internal/ledger"
	outgoing "termijn/internal/mail"
	"termijn/internal/portal"
	"termijn/internal/telemetry"
	"termijn/internal/worker"
	"termijn/workflows/regie"
)

// settings are what the product is put together from.
type settings struct {
	database            string
	temporal, namespace string
	keys                *codec.KeyRing
	policy              *config.Policy
	smtp                outgoing.SMTPOptions
	from                mail.Address
	baseURL             string
	// dev opens the sign-in by persona; sink shows the mails that arrived.
	dev  bool
	sink *outgoing.Sink
}

// client is how Temporal is reached: payloads are sealed, traces go along.
func (set settings) client() client.Options {
	return client.Options{
		HostPort: set.temporal, Namespace: set.namespace,
		DataConverter: codec.DataConverter(set.keys), FailureConverter: codec.FailureConverter(set.keys),
		Logger: telemetry.TemporalLogger(slog.Default()), Interceptors: telemetry.Interceptors(),
	}
}

// roles are what a process does.
type roles struct{ api, worker bool }

// product is the product in one process.
type product struct {
	settings
	store   *ledger.Store
	client  client.Client
	service *app.Service
	metrics *telemetry.Metrics
	sender  *outgoing.SMTP
	url     string
}

// assemble connects to PostgreSQL and Temporal and puts the product on them.
// What it opened is on the stack.
func assemble(ctx context.Context, s *stack, set settings) (*product, error) {
	pool, err := pgxpool.New(ctx, set.database)
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	s.push("database connections", nil, nil, func() error { pool.Close(); return nil })
	p := &product{settings: set, store: ledger.Open(pool, set.policy.Calendars)}
	p.metrics = telemetry.NewMetrics(pool)

	if p.client, err = client.NewLazyClient(set.client()); err != nil {
		return nil, fmt.Errorf("temporal: %w", err)
	}
	s.push("Temporal connection", nil, nil, func() error { p.client.Close(); return nil })
	p.service = &app.Service{Store: p.store, Temporal: p.client, Policy: set.policy, TaskQueue: regie.TaskQueue}
	if p.sender, err = outgoing.NewSMTP(set.smtp); err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	s.push("mail connections", nil, nil, func() error { p.sender.Close(); return nil })
	return p, nil
}

// start runs the roles of this process and, with the API, listens on an address.
func (p *product) start(ctx context.Context, s *stack, r roles, address string) error {
	var handler http.Handler = p.operations()
	var l net.Listener
	var err error
	if l, err = net.Listen("tcp", address); err != nil {
		return fmt.Errorf("listen on %s: %w; choose another with --port or --listen", address, err)
	}
	p.url = "http://" + l.Addr().String()
	if p.baseURL == "" {
		p.baseURL = p.url
	}
	if r.worker {
		if err := p.work(ctx, s); err != nil {
			l.Close()
			return err
		}
	}
	if r.api {
		handler = p.site()
	}
	web := serve(l, handler)
	s.push("web server", web.ended, web.why, web.stop)
	return nil
}

// work runs the cases and sends the mails.
func (p *product) work(ctx context.Context, s *stack) error {
	w := worker.New(p.client, regie.TaskQueue, &activities.Ledger{Store: p.store, Observer: p.metrics})
	// A worker cannot start without its server; wait for it rather than die.
	err := retry(ctx, func(err error) { slog.Warn("worker waits for Temporal", "error", err) }, w.Start)
	if err != nil {
		return fmt.Errorf("worker: %w", err)
	}
	s.push("worker", nil, nil, func() error { w.Stop(); return nil })

	if p.from.Address == "" {
		p.from = mail.Address{Name: "termijn", Address: "termijn@termijn.example"}
	}
	d := outgoing.Dispatcher{Store: p.store, Sender: p.sender, Composer: outgoing.Composer{BaseURL: p.baseURL, From: p.from}}
	if p.dev {
		d.Retry = time.Second
	}
	posting, stop := context.WithCancel(context.WithoutCancel(ctx))
	var done sync.WaitGroup
	done.Go(func() { d.Run(posting) })
	s.push("mail dispatcher", nil, nil, func() error { stop(); done.Wait(); return nil })
	return nil
}

// operations are the addresses for those who run the product.
func (p *product) operations() *http.ServeMux {
	r := http.NewServeMux()
	h := telemetry.Handlers(p.store.Pool(), p.client, p.metrics)
	r.Handle("GET /healthz", h.Health)
	r.Handle("GET /readyz", h.Ready)
	r.Handle("GET /metrics", h.Metrics)
	return r
}

// site is everything that this process answers.
func (p *product) site() http.Handler {
	r := p.operations()
	watch := p.metrics.Middleware
	r.Handle("/api/", watch(api.New(api.Options{Service: p.service, Version: version,
		Authenticator: api.DevTokens{Store: p.store, Dev: p.dev}})))
	if p.sink != nil {
		r.Handle(outgoing.SinkPath, p.sink)
		r.Handle(outgoing.SinkPath+"/", p.sink)
	}
	r.Handle("/", watch(portal.New(portal.Options{Service: p.service, Dev: p.dev, Secure: !p.dev})))
	return r
}

// days is the calendar of working days as it stands now.
func (p *product) days() *calendar.Calendar {
	cal, err := p.policy.Calendars.Current("workdays", calendar.DateOf(time.Now(), time.UTC))
	if err != nil {
		panic("calendar workdays is missing: " + err.Error()) // loading the policy checks it
	}
	return cal
}

// server serves HTTP until it is stopped.
type server struct {
	http  *http.Server
	ended chan struct{}
	err   error
}

// serve answers on a listener. Its limits keep a slow or hostile client from
// holding a connection for ever.
func serve(l net.Listener, h http.Handler) *server {
	s := &server{ended: make(chan struct{}), http: &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      150 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}}
	go func() {
		s.err = s.http.Serve(l)
		close(s.ended)
	}()
	return s
}

func (s *server) why() error { return s.err }

// stop lets running requests finish for a while.
func (s *server) stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := s.http.Shutdown(ctx); err != nil {
		return errors.Join(err, s.http.Close())
	}
	<-s.ended
	if !errors.Is(s.err, http.ErrServerClosed) {
		return s.err
	}
	return nil
}
