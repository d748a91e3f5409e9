package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/ledger"
)

// changesOfYears fills the read rows with changes, of which a hundredth are open, their
// frames, and problems of which a few have a change as their root cause, beside as many
// other cases.
func changesOfYears(t testing.TB, s *ledger.Store, n int) {
	t.Helper()
	crowd(t, s, n)
	exec(t, s.Pool(), `INSERT INTO cases (ref, process, stage, title, outcome, provider_orgs, seq, head, opened_at, updated_at, view)
		SELECT 'CHG-2026-' || lpad(i::text, 6, '0'), 'change', CASE WHEN i % 100 = 0 THEN 'scheduled' ELSE 'done' END, 'Wijziging ' || (i % 977),
			CASE WHEN i % 100 = 0 THEN '' ELSE 'done' END, ARRAY['provider' || (i % 10)], 1, '', $2::timestamptz + i * interval '1 minute', $2,
			jsonb_build_object('kind', CASE WHEN i % 2 = 0 THEN 'normal' ELSE 'automated' END, 'provider', 'provider' || (i % 10),
				'content', jsonb_build_object('from', to_char($2::timestamptz + i * interval '10 minutes', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
					'to', to_char($2::timestamptz + i * interval '10 minutes' + interval '2 hours', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'items', jsonb_build_array('item' || (i % 50)))) ||
				CASE WHEN i % 2 = 0 THEN '{}' ELSE jsonb_build_object('gate', jsonb_build_object('frame', 'STD-2026-000001',
					'deployment', jsonb_build_object('commit', 'c' || i, 'service', 's', 'environment', 'e'))) END
		FROM generate_series(1, $1::int) i`, n, begin)
	exec(t, s.Pool(), `INSERT INTO cases (ref, process, stage, title, outcome, provider_orgs, seq, head, opened_at, updated_at, view)
		SELECT kind || i, process, 'closed', process || i, CASE WHEN process = 'standard' THEN '' ELSE 'closed' END, ARRAY['provider' || (i % 10)], 1, '',
			$2::timestamptz + i * interval '1 hour', $2, CASE process
				WHEN 'problem' THEN jsonb_build_object('origin', jsonb_build_object('incident', 'INC-' || i), 'cause', jsonb_build_object('kind', CASE WHEN i % 50 = 0 THEN 'change' ELSE 'software' END))
				WHEN 'standard' THEN jsonb_build_object('kind', 'frame', 'provider', 'provider' || (i % 10), 'newest', 1) ELSE '{}' END
		FROM generate_series(1, $1::int / 10) i, LATERAL (VALUES ('PRB-', 'problem'), ('INC-', 'incident'), ('STD-', 'standard')) AS k (kind, process)`, n, begin)
	exec(t, s.Pool(), `VACUUM ANALYZE cases`)
}

func TestTheListsOfChangesReadTheirIndex(t *testing.T) {
	t.Parallel()
	s := open(t)
	changesOfYears(t, s, 20_000)
	for name, c := range map[string]struct {
		scope ledger.Scope
		f     ledger.ChangeFilter
		index string
	}{
		"open":            {all, ledger.ChangeFilter{}, "cases_changes"},
		"of a kind":       {all, ledger.ChangeFilter{Kind: "normal"}, "cases_changes"},
		"ended of a kind": {all, ledger.ChangeFilter{Kind: "automated", Closed: true}, "cases_changes_kind"},
		"in a week":       {all, ledger.ChangeFilter{From: begin, To: begin.AddDate(0, 0, 7)}, "cases_"},
		"of a provider":   {ledger.Scope{Provider: "provider7"}, ledger.ChangeFilter{}, "cases_"},
		"ended":           {all, ledger.ChangeFilter{Closed: true}, "cases_changes"},
		"by words":        {all, ledger.ChangeFilter{Closed: true, Text: "976"}, "cases_"},
	} {
		sql, args, err := ledger.ChangesQuery(c.scope, c.f, ledger.Page{Limit: 50})
		require.NoError(t, err)
		how := plan(t, s, sql, args)
		require.NotContains(t, how, "Seq Scan", "%s: %s", name, how)
		require.Contains(t, how, c.index, "%s: %s", name, how)
	}
	_, next, err := s.Changes(t.Context(), all, ledger.ChangeFilter{Closed: true}, ledger.Page{Limit: 50})
	require.NoError(t, err)
	sql, args, err := ledger.ChangesQuery(all, ledger.ChangeFilter{Closed: true}, ledger.Page{Limit: 50, Cursor: next})
	require.NoError(t, err)
	usesIndex(t, plan(t, s, sql, args), "cases_changes")

	sql, args = ledger.CausedQuery(all, begin, begin.AddDate(0, 1, 0))
	usesIndex(t, plan(t, s, sql, args), "cases_caused_by_change")
	usesIndex(t, plan(t, s, ledger.FramesOfQuery, []any{"provider7"}), "cases_frames")
	usesIndex(t, plan(t, s, ledger.EndedGatesQuery, []any{"c17", "provider7", "s", "e"}), "cases_gates")
	usesIndex(t, plan(t, s, ledger.StandardOfQuery, []any{"CHG-2026-000017"}), "cases_pkey")
	standard, err := s.StandardOf(t.Context(), "CHG-2026-000017")
	require.NoError(t, err)
	require.Equal(t, "STD-2026-000001", standard, "the frame of an automated change")
	for _, ref := range []string{"CHG-2026-000018", "CHG-2026-999999", "STD-1"} {
		standard, err = s.StandardOf(t.Context(), ref)
		require.NoError(t, err)
		require.Empty(t, standard, ref)
	}
}
