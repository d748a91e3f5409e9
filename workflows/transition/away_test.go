package transition_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/transition"
)

// The worker is away for a month: everything that was due fires on its return, in
// order, and says how late it was.
func TestAWorkerThatWasAwayForAMonthCatchesUpInOrder(t *testing.T) {
	t.Parallel()
	before := programme(t, lived{})
	accepted(t, before)
	var left casework.State[transition.State]
	at(before, "04-20 12:00", func() { left = before.State() })
	before.Run()

	back := casetest.When("2026-05-20 12:00")
	c := programme(t, lived{at: back, left: &left})
	c.Ledger = casetest.NewLedger(before.Calendars())
	for _, b := range before.Ledger.Batches()[:left.Seq] {
		_, err := c.Ledger.Write(b)
		require.NoError(t, err)
	}
	s := look(c, "05-20 12:01")
	c.Run()

	var caught []string
	last := left.At
	for _, e := range c.Ledger.Events()[left.Seq:] {
		require.False(t, e.At.Before(last), "%s at %s comes before %s", e.Kind, face(e.At), face(last))
		last = e.At
		if e.At.Before(back) {
			caught = append(caught, e.Kind+" "+face(e.At))
			require.Equal(t, back.Sub(e.At).Round(time.Minute), e.Lateness().Round(time.Minute), "%s says how late it was", e.Kind)
		}
	}
	require.Equal(t, []string{
		"clock.threshold 2026-04-23 00:00",                                     // 5 working days before the end of April
		"clock.threshold 2026-04-24 00:00", "clock.threshold 2026-04-24 00:00", // 5 before ALFA and BETA
		"clock.threshold 2026-04-29 00:00",         // 20 before LIVE
		"transition.month_missed 2026-05-01 00:00", // nobody sat in April
		"transition.month_begun 2026-05-01 00:00",
		"transition.milestone_missed 2026-05-05 00:00", "transition.milestone_missed 2026-05-05 00:00",
		"transition.agenda_sent 2026-05-05 09:00",
		"clock.threshold 2026-05-09 00:00", "clock.threshold 2026-05-09 00:00", // 60 % of the term to recover
		"transition.miss_escalated 2026-05-13 00:00", "transition.miss_escalated 2026-05-13 00:00",
		"clock.threshold 2026-05-15 00:00", // 10 before LIVE
		"transition.session_lapsed 2026-05-15 00:00",
	}, caught)
	require.Equal(t, transition.MilestoneMissed, s.Own.Milestones["ALFA"].Status)
	require.Equal(t, transition.MilestoneImpossible, s.Own.Milestones["LIVE"].Status, "what is missed is not expected yesterday")
	require.False(t, s.Own.Carry.Pending())
}
