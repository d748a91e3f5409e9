package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/ledger"
)

func TestPublicNewsReadsItsIndex(t *testing.T) {
	t.Parallel()
	s := open(t)
	crowd(t, s, 20_000)
	exec(t, s.Pool(), `UPDATE cases SET view = '{"published": "2026-03-02T09:00:00Z"}' WHERE ref LIKE '%00'`)
	exec(t, s.Pool(), `ANALYZE cases`)
	usesIndex(t, plan(t, s, ledger.PublishedSQL, []any{begin}), "cases_published")
	rows, err := s.Published(t.Context(), begin)
	require.NoError(t, err)
	require.NotEmpty(t, rows)
	for i, row := range rows {
		require.JSONEq(t, `{"published": "2026-03-02T09:00:00Z"}`, string(row.View))
		require.Empty(t, row.Outcome, "one that ended without an instant is not among them")
		require.True(t, i == 0 || !row.OpenedAt.After(rows[i-1].OpenedAt), "the newest first")
	}
}
