package regie_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/workflows/casework/casetest"
)

// What one complete case costs the Temporal server, from its stored history. Run
// with -v for the table. The bounds are a ratchet: lower them when it costs less.
func TestTheCostOfACompleteCase(t *testing.T) {
	t.Parallel()
	cost := casetest.CostOf(t, casetest.LoadHistory(t, "testdata/history/complete.v1.json.gz"))
	require.Zero(t, cost.Activities, "a turn costs a marker, not an activity task")
	require.LessOrEqual(t, cost.Events, 291)
	require.LessOrEqual(t, cost.Bytes, 134_000)
	require.LessOrEqual(t, cost.Sealed, 120_000)
}
