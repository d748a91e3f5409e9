package scenario_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/ledger"
	"termijn/internal/scenario"
	"termijn/workflows/change"
)

// Two weeks of changes play within two minutes, and leave behind what their
// story says.
func TestTwoWeeksOfChangesPlayInTwoMinutes(t *testing.T) {
	t.Parallel()
	f, err := scenario.Load("change")
	require.NoError(t, err)
	began := time.Now()
	w, saved := play(t, f, apptest.WithServiceMap(), apptest.WithBoards())
	require.Less(t, time.Since(began), 2*time.Minute)
	for name, c := range map[string]struct {
		stage string
		kinds []string
	}{
		"router": {change.Done, []string{"change.submitted", "change.conform", "change.voted", "change.approved", "change.revised", "change.started",
			"change.step_done", "change.completed", "change.reviewed"}},
		"platform":  {change.Approving, []string{"change.deferred", "change.revised"}},
		"emergency": {change.Reviewing, []string{"change.submitted", "change.approved", "change.started", "change.completed"}},
		"passed":    {change.Done, []string{"change.gate_asked", "change.gate_allowed", "change.deployed"}},
		"refused":   {change.Refused, []string{"change.gate_refused"}},
	} {
		row, err := w.Store.Case(t.Context(), ledger.Scope{All: true}, saved[name])
		require.NoError(t, err, name)
		require.Equal(t, c.stage, row.Stage, name)
		events, err := w.Store.Events(t.Context(), saved[name], 0, 500)
		require.NoError(t, err)
		var kinds []string
		for _, e := range events {
			kinds = append(kinds, e.Kind)
		}
		require.Subset(t, kinds, c.kinds, name)
	}
	row, err := w.Store.Case(t.Context(), ledger.Scope{All: true}, saved["router"])
	require.NoError(t, err)
	own, err := app.ChangeOf(row)
	require.NoError(t, err)
	require.Equal(t, []any{change.Conditions, 1}, []any{own.Decision.Option, own.Revisions})
}
