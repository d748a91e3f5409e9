package status_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/workflows/status"
)

// These names stand in histories, in the ledger and in other programs. A test
// that fails here means: do not rename.
func TestTheNamesOnTheWire(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"status", "DSO", "status.reported", "report-now", "running"},
		[]string{status.Name, status.Prefix, status.Reported, status.ReportNow.Name, status.Running})
	require.Equal(t, []string{"DailyStatus", "Trends"}, []string{record.DailyStatusActivity, record.TrendsActivity})
	require.Equal(t, []string{"late", "today", "soon"}, []string{record.StatusLate, record.StatusToday, record.StatusSoon})
	require.Equal(t, []string{"take", "resolve", "resume", "coordinate"}, []string{record.NeedsTaking, record.NeedsResolution,
		record.NeedsResumption, record.NeedsCoordination})
	require.Equal(t, []string{"report-now"}, status.Allowed(status.Running))
	require.Equal(t, []int{1, 8}, []int{status.Version, status.Hour})
}

// A timer is matched on replay by its number alone, so its length is pinned here.
func TestTheTimersOfACase(t *testing.T) {
	t.Parallel()
	s := running(t, "2026-03-27 10:00", nil, 0)
	at(s, "31 09:00", func() {})
	s.Run()
	require.Equal(t, []string{"2026-03-27 10:00 until 2026-03-30 08:00", "2026-03-30 08:00 until 2026-03-31 08:00",
		"2026-03-31 08:00 until 2026-04-01 08:00"}, s.Spans())
}
