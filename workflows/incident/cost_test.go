package incident_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/workflows/casework/casetest"
)

// What one complete critical incident costs the Temporal server, from its stored
// history. Run with -v for the table. The bounds are a ratchet: lower them when it
// costs less.
func TestTheCostOfACompleteIncident(t *testing.T) {
	t.Parallel()
	cost := casetest.CostOf(t, casetest.LoadHistory(t, "testdata/history/complete.v1.json.gz"))
	require.Equal(t, 3, cost.Activities, "an activity for each case that it opens, and no other")
	require.LessOrEqual(t, cost.Events, 127)
	require.LessOrEqual(t, cost.Bytes, 64_000)
	require.LessOrEqual(t, cost.Sealed, 50_000)
}
