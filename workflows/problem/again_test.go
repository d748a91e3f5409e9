package problem_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/problem"
)

// Sentence 13 (C-24, C-25): the incident was resolved again on Wednesday, too late.
func TestAResolutionThatWasTakenBackWasNone(t *testing.T) {
	t.Parallel()
	c := opened(t, problem.Opening(origin(), parties("alfa")))
	again := problem.ResolvedAgain{At: casetest.When("2026-03-04 15:00"), Overrun: true}
	forged := sent(c, "2026-03-04 15:01", agent, problem.IncidentResolved, again)
	before := seen(c, "2026-03-04 15:02")
	heard := sent(c, "2026-03-04 15:03", record.System, problem.IncidentResolved, again)
	after := seen(c, "2026-03-04 15:04")
	c.Run()
	refused(t, forged, casework.CodeForbidden)
	require.Equal(t, "2026-03-07 00:00", face(before.Clocks[problem.ClockRootCause].Result.Due))
	require.Nil(t, before.Own.Overrun)
	accepted(t, heard)
	require.Equal(t, "2026-03-12 00:00", face(after.Clocks[problem.ClockRootCause].Result.Due), "five working days from Wednesday")
	require.True(t, after.Own.Overrun.Open())
	require.Equal(t, levels, asked(after)["analyse_overrun"])
}

// A cause that is known stays known: its term has been met.
func TestAKnownCauseIsNotLookedForAgain(t *testing.T) {
	t.Parallel()
	c := opened(t, problem.Opening(origin(), parties("alfa")))
	known := sent(c, "2026-03-03 09:00", agent, problem.IdentifyRootCause, problem.RootCause{Cause: "verlopen certificaat", Kind: problem.CauseKinds[1]})
	heard := sent(c, "2026-03-04 15:03", record.System, problem.IncidentResolved, problem.ResolvedAgain{At: casetest.When("2026-03-04 15:00")})
	after := seen(c, "2026-03-04 15:04")
	c.Run()
	accepted(t, known)
	accepted(t, heard)
	require.Equal(t, sla.Met, after.Clocks[problem.ClockRootCause].Result.State)
	require.Nil(t, after.Own.Overrun)
}
