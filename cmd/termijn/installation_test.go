package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"

	"termijn/config"
	"termijn/internal/app"
	"termijn/internal/codec"
	"termijn/internal/devstack"
	"termijn/internal/ledger"
	"termijn/internal/ledger/casehistory"
	"termijn/internal/mail"
	"termijn/internal/producttime"
)

// installation is the product as it is run in earnest: servers that keep their
// state, an API and a worker in processes of their own. Each can be killed.
type installation struct {
	postgres    *devstack.Postgres
	temporal    *devstack.Temporal
	sink        *mail.Sink
	api, worker *program
	store       *ledger.Store
	time        producttime.Scale
	address     string
	key         string
}

const monday = "2026-03-02T09:00:00Z"

// install starts one, with product time from a Monday in March at a speed.
func install(t *testing.T, speed float64) *installation {
	t.Helper()
	// Not below the test's own directory, which the database's user may not enter.
	dir, err := os.MkdirTemp("/tmp", "termijn-test-")
	require.NoError(t, err)
	require.NoError(t, os.Chmod(dir, 0o755))
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	i := &installation{key: codec.GenerateKey(), address: fmt.Sprintf("127.0.0.1:%d", devstack.FreePort(0))}
	i.postgres, err = devstack.StartPostgres(t.Context(), devstack.PostgresOptions{Dir: filepath.Join(dir, "postgres"), Fsync: true})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, i.postgres.Stop(context.Background())) })
	i.temporal, err = devstack.StartTemporal(t.Context(), devstack.TemporalOptions{DBFile: filepath.Join(dir, "temporal.db"), Namespaces: []string{namespace}})
	require.NoError(t, err)
	t.Cleanup(i.temporal.Kill)
	i.sink, err = mail.StartSink(mail.SinkOptions{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, i.sink.Close()) })

	require.NoError(t, i.postgres.CreateDatabase(t.Context(), "termijn"))
	_, err = ledger.Migrate(t.Context(), i.postgres.URL("termijn"), false)
	require.NoError(t, err)
	policy, err := config.Load("")
	require.NoError(t, err)
	pool, err := pgxpool.New(t.Context(), i.postgres.URL("termijn"))
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	i.store = ledger.Open(pool, policy.Calendars)
	eco, err := config.Demonstration()
	require.NoError(t, err)
	require.NoError(t, i.store.Enrol(t.Context(), eco.Organisations, eco.People))
	epoch, err := time.Parse(time.RFC3339, monday)
	require.NoError(t, err)
	want, err := producttime.Start(time.Now(), epoch, speed)
	require.NoError(t, err)
	i.time, err = i.store.ProductTime(t.Context(), want)
	require.NoError(t, err)
	i.serve(t, "api")
	i.serve(t, "worker")
	return i
}

// serve starts the process of a role.
func (i *installation) serve(t *testing.T, role string) {
	t.Helper()
	args := []string{"serve", "--role", role, "--database", i.postgres.URL("termijn"), "--temporal", i.temporal.Address(),
		"--smtp-host", i.sink.Options().Host, "--smtp-port", fmt.Sprint(i.sink.Options().Port), "--smtp-tls", "none",
		"--base-url", "https://termijn.example", "--listen"}
	keys := []string{codec.KeysVariable + "=" + i.key}
	if role == "api" {
		i.api = launch(t, personas, keys, append(args, i.address)...)
		return
	}
	i.worker = launch(t, personas, keys, append(args, "127.0.0.1:0")...)
}

// parts are what can be killed, in the order of the rotation.
var parts = []string{"worker", "api", "postgres", "temporal"}

// kill ends a part as a crash would.
func (i *installation) kill(part string) {
	switch part {
	case "worker":
		i.worker.kill()
	case "api":
		i.api.kill()
	case "postgres":
		i.postgres.Kill()
	case "temporal":
		i.temporal.Kill()
	}
}

// restart brings a killed part back.
func (i *installation) restart(t *testing.T, part string) {
	t.Helper()
	switch part {
	case "postgres":
		require.NoError(t, i.postgres.Restart(t.Context()))
	case "temporal":
		require.NoError(t, i.temporal.Restart(t.Context()))
	default:
		i.serve(t, part)
	}
}

// recorded is how many events the ledger holds; -1 while it cannot be asked.
func (i *installation) recorded(ctx context.Context) int {
	var n int
	if err := i.store.Pool().QueryRow(ctx, `SELECT count(*) FROM events`).Scan(&n); err != nil {
		return -1
	}
	return n
}

// provable requires that ledger, read rows and histories agree, and that the read
// rows are what the ledger gives.
func (i *installation) provable(t *testing.T) {
	t.Helper()
	ring, err := codec.ParseKeyRing(i.key)
	require.NoError(t, err)
	converter := codec.DataConverter(ring)
	c, err := client.Dial(settings{temporal: i.temporal.Address(), namespace: namespace, keys: ring}.client())
	require.NoError(t, err)
	defer c.Close()
	var report ledger.Report
	eventually(t, "the ledger can be audited", func() bool {
		report, err = i.store.Audit(t.Context(), ledger.AuditOptions{Histories: casehistory.Reader{Client: c, Converter: converter, Prefix: app.WorkflowID("")}})
		return err == nil
	})
	require.Empty(t, report.Findings)
	require.Empty(t, report.Notes)
	require.Equal(t, report.Events, report.InHistory, "each event stands in its workflow's history")
	require.Positive(t, report.Events)
	done, err := i.store.Reproject(t.Context(), "", nil)
	require.NoError(t, err)
	require.Empty(t, done.Changed)
	require.Empty(t, done.Damaged)
}
