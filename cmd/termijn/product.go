package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/mail"
	"strings"
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
	"termijn/internal/webhook"
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
	// dev opens the sign-in by persona; sink shows the mails that arrived, receiver
	// the calls to other programs.
	dev      bool
	sink     *outgoing.Sink
	receiver *webhook.Receiver
}

// client is how Temporal is reached: payloads are sealed, traces go along.
func (set settings) client() client.Options {
	return codec.Sealed(client.Options{
		HostPort: set.temporal, Namespace: set.namespace,
		Logger: telemetry.TemporalLogger(slog.Default()), Interceptors: telemetry.Interceptors(),
	}, set.keys)
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

// assemble puts the product on PostgreSQL and Temporal. It connects to neither
// yet. What it opened is on the stack.
func assemble(ctx context.Context, s *stack, set settings) (*product, error) {
	pool, err := connections(ctx, set.database)
	if err != nil {
		return nil, err
	}
	s.push("database connections", nil, nil, func() error { pool.Close(); return nil })
	p := &product{settings: set, store: ledger.Open(pool, set.policy.Calendars)}
	p.metrics = telemetry.NewMetrics(pool)

	if p.client, err = client.NewLazyClient(set.client()); err != nil {
		return nil, fmt.Errorf("temporal: %w", err)
	}
	s.push("Temporal connection", nil, nil, func() error { p.client.Close(); return nil })
	p.service = &app.Service{Store: p.store, Temporal: p.client, Policy: set.policy, TaskQueue: regie.TaskQueue,
		PublicFor: app.PublicFor}
	if p.sender, err = outgoing.NewSMTP(set.smtp); err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	s.push("mail connections", nil, nil, func() error { p.sender.Close(); return nil })
	return p, nil
}

// Each mail under way holds a connection for as long as the mail server takes.
// pgx's default of four would let a slow one keep cases from being recorded.
const leastConnections = 24

// connections is the pool of database connections. pool_max_conns in the
// connection string bounds it otherwise.
func connections(ctx context.Context, database string) (*pgxpool.Pool, error) {
	set, err := pgxpool.ParseConfig(database)
	if err != nil {
		return nil, misuse("--database: %w", err)
	}
	if !strings.Contains(database, "pool_max_conns") {
		set.MaxConns = max(set.MaxConns, leastConnections)
	}
	if set.ConnConfig.ConnectTimeout == 0 {
		set.ConnConfig.ConnectTimeout = 5 * time.Second
	}
	pool, err := pgxpool.NewWithConfig(ctx, set)
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	return pool, nil
}

// start listens on an address and runs the roles of this process once before,
// which waits for the servers, has succeeded.
func (p *product) start(ctx context.Context, s *stack, r roles, address string, before func() error) error {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("listen on %s: %w; choose another with --port or --listen", address, err)
	}
	p.url = "http://" + l.Addr().String()
	if p.baseURL == "" {
		p.baseURL = p.url
	}
	f := &front{operations: p.operations()}
	web := serve(l, f)
	err = before()
	if err == nil && r.worker {
		err = p.work(ctx, s)
	}
	if err != nil {
		return errors.Join(err, web.stop())
	}
	// It stops before the worker, whom running requests wait for, and after what may call
	// it: in dev the product is its own webhooks' target.
	s.push("web server", web.ended, web.why, web.stop)
	if r.worker {
		if err := p.attend(ctx, s); err != nil {
			return err
		}
	}
	if r.api {
		f.open(p.site())
	} else {
		f.open(f.operations)
	}
	return nil
}

// attend opens the standing cases, and sends webhooks and mails.
func (p *product) attend(ctx context.Context, s *stack) error {
	targets, err := p.callers()
	if err != nil {
		return err
	}
	p.meet(ctx, s)
	p.call(ctx, s, targets)
	return p.post(ctx, s)
}

// work runs the cases.
func (p *product) work(ctx context.Context, s *stack) error {
	var stop func()
	var once sync.Once
	died, why := make(chan struct{}), error(nil)
	// A worker cannot start without its server; wait for it rather than die.
	err := retry(ctx, func(err error) { slog.Warn("waiting for Temporal", "error", err) }, func() error {
		// One that failed to start keeps its first error for ever, so each try has a new one.
		w := worker.New(p.client, regie.TaskQueue, func(err error) { once.Do(func() { why = err; close(died) }) },
			&activities.Ledger{Store: p.store, Observer: p.metrics},
			&activities.Cases{Store: p.store, Temporal: p.client, Policy: p.policy, TaskQueue: regie.TaskQueue},
			&activities.Plans{Store: p.store, Temporal: p.client},
			&activities.Gate{Store: p.store, Policy: p.policy},
			&activities.Lists{Store: p.store, Policy: p.policy, Now: p.service.Now},
			&activities.Programmes{Store: p.store, Calendars: p.policy.Calendars, Now: p.service.Now})
		stop = w.Stop
		return w.Start()
	})
	if err != nil {
		return fmt.Errorf("worker: %w", err)
	}
	s.push("worker", died, func() error { return why }, func() error { stop(); return nil })
	return nil
}

// meet opens the cases of which there is one, the daily status meeting and the
// service map, and the demonstration's change boards, beside everything else, as soon
// as the servers let it.
func (p *product) meet(ctx context.Context, s *stack) {
	opening, leave := context.WithCancel(context.WithoutCancel(ctx))
	var done sync.WaitGroup
	all := map[string]func(context.Context) error{
		"daily status meeting": p.service.EnsureStatus, "service map": p.service.EnsureServiceMap,
	}
	if p.dev {
		all["change boards"] = p.service.EnsureBoards
	}
	for name, ensure := range all {
		done.Go(func() {
			_ = retry(opening, func(err error) { slog.Debug("not open yet", "case", name, "error", err) },
				func() error { return ensure(opening) })
		})
	}
	s.push("standing cases", nil, nil, func() error { leave(); done.Wait(); return nil })
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
	if p.receiver != nil {
		r.Handle(webhook.ReceiverPath, p.receiver)
		r.Handle(webhook.ReceiverPath+"/", p.receiver)
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
