// Package apptest gives tests of the API, the portal and whole scenarios the
// product in one process: a migrated database with the demonstration ecosystem,
// a Temporal namespace, a real worker, and the application service on them. Each
// test has its own; the servers underneath come from devtest.
package apptest

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"

	"termijn/activities"
	"termijn/config"
	"termijn/internal/app"
	"termijn/internal/codec"
	"termijn/internal/devstack/devtest"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/producttime"
	"termijn/internal/worker"
	"termijn/workflows/regie"
)

// Epoch is the product instant at which a test begins unless it says otherwise:
// Monday 2 March 2026, 10:00 in Brussels. A fixed date keeps tests free of
// weekends and holidays that they do not mean.
var Epoch = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// World is the product as one test has it.
type World struct {
	// Database is the connection string of the test's own database.
	Database string
	Store    *ledger.Store
	Temporal client.Client
	// Converter opens the payloads of the World's histories.
	Converter converter.DataConverter
	Policy    *config.Policy
	Service   *app.Service
}

// Option changes how a World is made.
type Option func(*settings)

type settings struct {
	epoch      time.Time
	speed      float64
	worker     bool
	status     bool
	serviceMap bool
	boards     bool
}

// From makes the product's time begin at an instant.
func From(epoch time.Time) Option { return func(s *settings) { s.epoch = epoch } }

// Speed makes the product's time run that many times as fast as real time.
func Speed(times float64) Option { return func(s *settings) { s.speed = times } }

// WithoutWorker leaves the cases without anybody who works on them, for tests of
// what callers see then.
func WithoutWorker() Option { return func(s *settings) { s.worker = false } }

// WithStatus opens the case of the daily status meeting, which the product opens
// by itself.
func WithStatus() Option { return func(s *settings) { s.status = true } }

// WithServiceMap opens the service map, which the product opens by itself.
func WithServiceMap() Option { return func(s *settings) { s.serviceMap = true } }

// WithBoards opens the change boards of the demonstration ecosystem.
func WithBoards() Option { return func(s *settings) { s.boards = true } }

// Start makes a World. It ends with the test.
func Start(t testing.TB, options ...Option) *World {
	t.Helper()
	set := settings{epoch: Epoch, speed: 1, worker: true}
	for _, o := range options {
		o(&set)
	}
	w := &World{Database: devtest.Postgres(t, migrate)}
	var err error
	w.Policy, err = config.Load("")
	require.NoError(t, err)
	pool, err := pgxpool.New(t.Context(), w.Database)
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	w.Store = ledger.Open(pool, w.Policy.Calendars)
	eco, err := config.Demonstration()
	require.NoError(t, err)
	require.NoError(t, w.Store.Enrol(t.Context(), eco.Organisations, eco.People))

	// Payloads are sealed, as they are outside tests.
	ring, err := codec.ParseKeyRing(codec.GenerateKey())
	require.NoError(t, err)
	w.Converter = codec.DataConverter(ring)
	w.Temporal, err = client.Dial(codec.Sealed(devtest.Temporal(t).Options(), ring))
	require.NoError(t, err)
	t.Cleanup(w.Temporal.Close)
	scale, err := producttime.Start(time.Now(), set.epoch, set.speed)
	require.NoError(t, err)
	w.Service = &app.Service{Store: w.Store, Temporal: w.Temporal, Policy: w.Policy, Time: scale, TaskQueue: regie.TaskQueue}
	if set.worker {
		w.Work(t)
	}
	if set.serviceMap {
		require.NoError(t, w.Service.EnsureServiceMap(t.Context()))
	}
	if set.boards {
		require.NoError(t, w.Service.EnsureBoards(t.Context()))
	}
	if set.status {
		require.NoError(t, w.Service.EnsureStatus(t.Context()))
	}
	return w
}

// Work starts a worker on the cases, until the test ends or the returned function stops
// it: another one can take over.
func (w *World) Work(t testing.TB) (stop func()) {
	t.Helper()
	cases := worker.New(w.Temporal, regie.TaskQueue, nil, &activities.Ledger{Store: w.Store},
		&activities.Cases{Store: w.Store, Temporal: w.Temporal, Policy: w.Policy, TaskQueue: regie.TaskQueue},
		&activities.Plans{Store: w.Store, Temporal: w.Temporal},
		&activities.Gate{Store: w.Store, Policy: w.Policy},
		&activities.Lists{Store: w.Store, Policy: w.Policy, Now: w.Service.Now},
		&activities.Programmes{Store: w.Store, Calendars: w.Policy.Calendars, Now: w.Service.Now})
	require.NoError(t, cases.Start())
	stop = sync.OnceFunc(cases.Stop)
	t.Cleanup(stop)
	return stop
}

func migrate(ctx context.Context, url string) error {
	_, err := ledger.Migrate(ctx, url, false)
	return err
}

// As is the principal of a person of the demonstration ecosystem.
func (w *World) As(t testing.TB, person string) identity.Principal {
	t.Helper()
	p, err := w.Store.Person(t.Context(), person)
	require.NoError(t, err, "person %s", person)
	return identity.Of(p)
}
