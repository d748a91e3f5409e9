package regie_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/regie"
)

func TestAStageAllowsItsCommandsOnly(t *testing.T) {
	t.Parallel()
	require.Contains(t, regie.Allowed(regie.Submitted), regie.ConfirmComplete.Name)
	require.NotContains(t, regie.Allowed(regie.Submitted), regie.PlaceOrder.Name)
	require.Equal(t, []string{regie.SubmitTimesheet.Name, regie.SubmitStatement.Name}, regie.Allowed(regie.Closing))
	require.Empty(t, regie.Allowed(regie.Ended))
	// Whoever reads the table cannot change it.
	regie.Allowed(regie.Closing)[0] = "other"
	require.Equal(t, regie.SubmitTimesheet.Name, regie.Allowed(regie.Closing)[0])
}

func TestAQuestionSuspendsWithinTheTermOnly(t *testing.T) {
	t.Parallel()
	due := time.Date(2026, 3, 9, 23, 0, 0, 0, time.UTC)
	notice := record.Clock{Result: sla.Result{Due: &due}}
	require.True(t, regie.Suspends(regie.State{}, notice, due.Add(-time.Second)))
	require.False(t, regie.Suspends(regie.State{}, notice, due), "silence has confirmed (M-14)")
	require.False(t, regie.Suspends(regie.State{Complete: &regie.Completeness{}}, notice, due.Add(-time.Hour)))
	require.False(t, regie.Suspends(regie.State{}, record.Clock{}, due), "no clock, no term")
}

func TestTheWorkByWeekAndMonth(t *testing.T) {
	t.Parallel()
	day := func(m time.Month, d int) calendar.Date { return calendar.Date{Year: 2026, Month: m, Day: d} }
	own := regie.State{
		Order: &regie.Placed{Start: day(3, 4), End: day(4, 10)},
		Offer: &regie.Offer{Lines: map[string]regie.Line{
			"L1": {ID: "L1", LineDraft: regie.LineDraft{Profile: "analist", Price: decimal.RequireFromString("90.50")}},
		}},
	}
	require.Equal(t, []calendar.Date{day(3, 2), day(3, 9)}, own.Weeks(day(3, 12)))
	require.Equal(t, []string{"2026-03", "2026-04"}, own.Months(day(6, 1)))
	require.Equal(t, []string{"L1"}, own.Missing(day(3, 2)))
	require.Empty(t, own.Missing(day(5, 4)), "nobody works after the period")
	require.Empty(t, regie.State{}.Weeks(day(3, 12)))

	hours := decimal.RequireFromString("7.5")
	own.Timesheets = map[string]regie.Timesheet{"s": {ID: "s", State: regie.StateApproved,
		TimesheetDraft: regie.TimesheetDraft{Line: "L1", Week: day(3, 30), Days: [7]decimal.Decimal{1: hours, 2: hours}}}}
	march := own.Billable("2026-03")
	require.Len(t, march, 1)
	require.Equal(t, "678.75", march[0].Amount.StringFixed(2), "31 March is billed in March, 1 April is not")
}
