package devtest_test

import (
	"context"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"termijn/internal/devstack/devtest"
)

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

var migrations atomic.Int64

// migrate makes one table, and leaves its connection open as a careless one would.
func migrate(ctx context.Context, url string) error {
	migrations.Add(1)
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "CREATE TABLE cases (ref text PRIMARY KEY)")
	return err
}

func TestEachTestHasItsOwnMigratedDatabase(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"one", "two", "three"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			began := time.Now()
			pool := devtest.Pool(t, migrate)
			t.Logf("database ready in %s", time.Since(began).Round(time.Millisecond))
			_, err := pool.Exec(t.Context(), "INSERT INTO cases VALUES ('INC-2026-000001')")
			require.NoError(t, err, "another test's rows are not here")
			require.EqualValues(t, 1, migrations.Load())
		})
	}
}

func TestADatabaseWithoutMigrationsIsEmpty(t *testing.T) {
	t.Parallel()
	var tables int
	pool := devtest.Pool(t, nil)
	require.NoError(t, pool.QueryRow(t.Context(),
		"SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'").Scan(&tables))
	require.Zero(t, tables)
}

func hello(workflow.Context) (string, error) { return "hello", nil }

func TestEachTestHasItsOwnNamespace(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"one", "two"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			began := time.Now()
			c := devtest.Temporal(t).Client(t)
			t.Logf("namespace ready in %s", time.Since(began).Round(time.Millisecond))
			w := worker.New(c, "cases", worker.Options{})
			w.RegisterWorkflow(hello)
			require.NoError(t, w.Start())
			t.Cleanup(w.Stop)
			run, err := c.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{ID: "INC-2026-000001", TaskQueue: "cases"}, hello)
			require.NoError(t, err)
			var said string
			require.NoError(t, run.Get(t.Context(), &said))
			require.Equal(t, "hello", said)
			t.Logf("workflow done after %s", time.Since(began).Round(time.Millisecond))
		})
	}
}
