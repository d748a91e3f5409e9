package ledger_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/ledger"
)

// A public page is asked for by anybody, so what it costs must not grow with what
// was published in the past.
func TestPublicNewsReadsWhatIsOpenOrJustEndedAndNothingElseOfIt(t *testing.T) {
	t.Parallel()
	s := open(t)
	crowd(t, s, 20_000)
	exec(t, s.Pool(), `UPDATE cases SET view = jsonb_build_object('published', '2026-03-02T09:00:00Z', 'report', jsonb_build_object('description', repeat('x', 3000)),
		'communications', '{"C1": {"subject": "Iedereen", "public": true}, "C2": {"subject": "Klanten"}}'::jsonb) WHERE ref LIKE '%0'`)
	// All of them ended long ago, but for twenty that are open and one that just ended.
	exec(t, s.Pool(), `UPDATE cases SET outcome = 'confirmed', closed_at = $1 WHERE ref NOT LIKE '%000'`, begin.Add(-24*time.Hour))
	exec(t, s.Pool(), `UPDATE cases SET outcome = '' WHERE ref LIKE '%000'`)
	exec(t, s.Pool(), `UPDATE cases SET closed_at = $1 WHERE ref = 'REG-2026-000010'`, begin)
	exec(t, s.Pool(), `UPDATE cases SET outcome = 'confirmed' WHERE ref = 'REG-2026-001000'`)
	exec(t, s.Pool(), `VACUUM ANALYZE cases`)

	how := plan(t, s, ledger.PublishedSQL, []any{begin})
	usesIndex(t, how, "cases_published")
	require.Contains(t, how, "Index Cond: (COALESCE(closed_at", how)

	rows, err := s.Published(t.Context(), begin)
	require.NoError(t, err)
	require.Len(t, rows, 20, "one that ended without an instant is not among them, one that ended just now is")
	for i, row := range rows {
		require.JSONEq(t, `{"published": "2026-03-02T09:00:00Z", "communications": {"C1": {"subject": "Iedereen", "public": true}}}`, string(row.View))
		require.True(t, i == 0 || row.Ref < rows[i-1].Ref, "the newest first")
	}
	require.Equal(t, "REG-2026-000010", rows[len(rows)-1].Ref)
}
