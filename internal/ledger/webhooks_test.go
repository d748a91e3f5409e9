package ledger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/ledger"
)

func TestTheListsOfChangesAndCallsReadTheirIndexes(t *testing.T) {
	t.Parallel()
	s := open(t)
	exec(t, s.Pool(), `INSERT INTO webhooks (key, target, case_ref, event, body, created_at, sent_at)
		SELECT i::text, 'alfa', 'CHG-2026-' || i, 'change.approved', '{}', now(), CASE WHEN i % 1000 > 0 THEN now() END FROM generate_series(1, 20000) i`)
	exec(t, s.Pool(), `INSERT INTO cases (ref, process, stage, title, outcome, seq, head, opened_at, updated_at, view)
		SELECT 'CHG-2026-' || lpad(i::text, 6, '0'), CASE WHEN i % 4 = 0 THEN 'change' ELSE 'regie' END, 'done', '', CASE WHEN i % 8 = 0 THEN 'done' ELSE '' END, 1, '', now(), now(),
			jsonb_build_object('provider', 'p' || i % 200, 'kind', CASE WHEN i % 3 = 0 THEN 'normal' ELSE 'standard' END,
				'content', jsonb_build_object('items', jsonb_build_array('item' || i % 5, 'other')), 'result', jsonb_build_object('result', CASE WHEN i % 9 = 0 THEN 'partial' ELSE 'success' END))
		FROM generate_series(1, 20000) i`)
	exec(t, s.Pool(), `INSERT INTO case_links (case_ref, link, kind, to_ref, seq)
		SELECT 'CHG-2026-' || lpad(i::text, 6, '0'), 'follows', 'follows', 'STD-2026-' || i % 500, 1 FROM generate_series(1, 20000) i`)
	exec(t, s.Pool(), `ANALYZE webhooks, cases, case_links`)
	usesIndex(t, plan(t, s, ledger.NextCall, nil), "webhooks_pending")
	usesIndex(t, plan(t, s, ledger.OpenFollowersQuery, []any{"STD-2026-7", "follows"}), "case_links_back")
	usesIndex(t, plan(t, s, ledger.ChangeResultsQuery, []any{"p0", []string{"item0"}}), "cases_changes_ended")

	followers, err := s.OpenFollowers(t.Context(), "STD-2026-4", "follows")
	require.NoError(t, err)
	require.Len(t, followers, 20, "40 link to it, of which half have ended")
	results, err := s.ChangeResults(t.Context(), "p0", []string{"item0", "item9"})
	require.NoError(t, err)
	require.Equal(t, map[string]int{"success": 22, "partial": 11}, results)
	results, err = s.ChangeResults(t.Context(), "p0", []string{"item1"})
	require.NoError(t, err)
	require.Nil(t, results)
}
