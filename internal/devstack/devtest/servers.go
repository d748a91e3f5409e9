package devtest

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"

	"termijn/internal/devstack"
)

// own are the servers that this process started because none were given.
var own struct {
	sync.Mutex
	postgres *devstack.Postgres
	temporal *devstack.Temporal
}

// Main runs the tests of a package, stops the servers that they started, and
// returns the exit status.
func Main(m *testing.M) int {
	status := m.Run()
	own.Lock()
	defer own.Unlock()
	if own.temporal != nil {
		if err := own.temporal.Stop(context.Background()); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	if own.postgres != nil {
		if err := own.postgres.Stop(context.Background()); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	return status
}

// postgresURL is the connection string of a database from which others can be
// created.
func postgresURL(t testing.TB) string {
	t.Helper()
	if url := os.Getenv(PostgresVariable); url != "" {
		return url
	}
	own.Lock()
	defer own.Unlock()
	if own.postgres == nil {
		// The server lasts longer than the test that needs it first.
		p, err := devstack.StartPostgres(context.WithoutCancel(t.Context()), devstack.PostgresOptions{})
		if err != nil {
			t.Fatal(err)
		}
		own.postgres = p
	}
	return own.postgres.URL("postgres")
}

// temporalAddress is the host and port of the Temporal server.
func temporalAddress(t testing.TB) string {
	t.Helper()
	if address := os.Getenv(TemporalVariable); address != "" {
		return address
	}
	own.Lock()
	defer own.Unlock()
	if own.temporal == nil {
		s, err := devstack.StartTemporal(context.WithoutCancel(t.Context()), devstack.TemporalOptions{})
		if err != nil {
			t.Fatal(err)
		}
		own.temporal = s
	}
	return own.temporal.Address()
}
