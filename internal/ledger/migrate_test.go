package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/devstack/devtest"
	"termijn/internal/ledger"
)

func TestTheSchemaGoesUpDownAndUpAgain(t *testing.T) {
	t.Parallel()
	url := devtest.Postgres(t, nil)
	up, err := ledger.Migrate(t.Context(), url, false)
	require.NoError(t, err)
	require.NotEmpty(t, up)
	again, err := ledger.Migrate(t.Context(), url, false)
	require.NoError(t, err)
	require.Empty(t, again)
	for range up {
		down, err := ledger.Migrate(t.Context(), url, true)
		require.NoError(t, err)
		require.Len(t, down, 1)
	}
	again, err = ledger.Migrate(t.Context(), url, false)
	require.NoError(t, err)
	require.Len(t, again, len(up))
}
