package freeze_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/freeze"
)

// These names stand in histories, in the ledger and in other programs. A test
// that fails here means: do not rename.
func TestTheNamesOnTheWire(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"freeze", "FRZ", "update", "lift"}, []string{freeze.Name, freeze.Prefix, freeze.Change.Name, freeze.Lift.Name})
	require.Equal(t, []string{"freeze", "maintenance"}, freeze.Kinds)
	require.Equal(t, []string{"planned", "underway", "ended", "lifted"}, []string{freeze.Planned, freeze.Underway, freeze.Ended, freeze.Lifted})
	require.Equal(t, 2, freeze.Version)
}

// The transition table is the whole truth.
func TestEveryCommandInEveryStage(t *testing.T) {
	t.Parallel()
	attempts := map[string]func(story) *casetest.Answer{
		"update": func(c story) *casetest.Answer {
			return updates(c, chair, freeze.Update{To: casetest.When("2026-03-20 00:00"), Reason: "langer"})
		},
		"lift": func(c story) *casetest.Answer { return lifts(c, chair) },
	}
	ways := map[string]string{freeze.Planned: "03 09:00", freeze.Underway: "08 09:00", freeze.Ended: "12 09:00"}
	for stage, when := range ways {
		for command, attempt := range attempts {
			c := announced(t, elections(), "", nil, 0)
			var a *casetest.Answer
			if stage == freeze.Ended {
				at(c, "04 09:00", func() { lifts(c, chair) })
			}
			at(c, when, func() { a = attempt(c) })
			c.Run()
			if stage == freeze.Ended {
				require.Equal(t, casework.CodeClosed, a.Refusal.Code, "%s in %s", command, stage)
				continue
			}
			require.True(t, slices.Contains(freeze.Allowed(stage), command))
			require.NoError(t, a.Err, "%s in %s", command, stage)
		}
	}
	require.Empty(t, freeze.Allowed(freeze.Ended))
}

// A timer is matched on replay by its number alone, so its length is pinned here.
func TestTheTimersOfACase(t *testing.T) {
	t.Parallel()
	c := announced(t, elections(), "", nil, 0)
	at(c, "03 09:00", func() { updates(c, chair, freeze.Update{From: casetest.When("2026-03-06 00:00"), Reason: "vroeger"}) })
	at(c, "12 09:00", func() {})
	c.Run()
	require.Equal(t, []string{
		"2026-03-02 10:00 until 2026-03-07 00:00", // its beginning
		"2026-03-03 09:00 until 2026-03-06 00:00", // which was moved
		"2026-03-06 00:00 until 2026-03-09 00:00", // its end
	}, c.Spans())
}

// Continuing as new after every event changes nothing.
func TestContinuingAsNewChangesNothing(t *testing.T) {
	t.Parallel()
	casetest.RequireSameWhenContinued(t, func(every int) story {
		c := announced(t, elections(), "", nil, every)
		at(c, "03 09:00", func() { updates(c, chair, freeze.Update{From: casetest.When("2026-03-06 00:00"), Reason: "vroeger"}) })
		at(c, "07 09:00", func() { lifts(c, chair) })
		return c
	}, casetest.Seal)
}
