package transition_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/workflows/casework"
	"termijn/workflows/transition"
)

// Sentence 4: the accepted plan is the first baseline.
func TestTheAcceptedPlanIsTheFirstBaseline(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	accepted(t, c)
	var s casework.State[transition.State]
	at(c, "03-03 10:01", func() { s = c.State() })
	c.Run()
	require.Equal(t, transition.Running, s.Stage)
	require.Equal(t, date("2026-06-01"), s.Own.Baselines["1"].Dates["LIVE"])
	require.Equal(t, "333333.00", s.Own.Milestones["SPEC"].Amount.StringFixed(2))
	require.Equal(t, "333334.00", s.Own.Milestones["LIVE"].Amount.StringFixed(2))
	require.Equal(t, "2026-04-02 00:00", face(*c.Clock("milestone/SPEC/1").Result.Due))
	require.Len(t, s.Own.Carried, 4)
}
