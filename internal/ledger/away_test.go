package ledger_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"termijn/config"
	"termijn/internal/devstack"
	"termijn/internal/ledger"
)

func TestADatabaseThatIsAwayIsToldFromAFault(t *testing.T) {
	t.Parallel()
	for code, away := range map[string]bool{"57P01": true, "57P03": true, "53300": true, "08006": true, "23505": false, "42P01": false} {
		require.Equal(t, away, ledger.Away(fmt.Errorf("read: %w", &pgconn.PgError{Code: code})), code)
	}
	require.False(t, ledger.Away(errors.New("a fault of ours")))
	require.False(t, ledger.Away(ledger.ErrNotFound))
	require.False(t, ledger.Away(nil))

	// A server that is killed under open connections, and one that is not there.
	pg, err := devstack.StartPostgres(t.Context(), devstack.PostgresOptions{})
	require.NoError(t, err)
	pool, err := pgxpool.New(t.Context(), pg.URL("postgres"))
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	require.NoError(t, pool.Ping(t.Context()))
	store := ledger.Open(pool, config.EmbeddedCalendars())
	pg.Kill()
	for range 3 {
		_, err = store.Person(t.Context(), "noord-projectleider")
		require.Error(t, err)
		require.True(t, ledger.Away(err), "%v", err)
	}
	require.NoError(t, pg.Stop(t.Context()))
}
