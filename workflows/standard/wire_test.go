package standard_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/change"
	"termijn/workflows/standard"
)

// These names stand in histories, in the ledger and in other programs. A test
// that fails here means: do not rename.
func TestTheNamesOnTheWire(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"standard", "STD"}, []string{standard.Name, standard.Prefix})
	require.Equal(t, []string{"template", "frame"}, standard.Kinds)
	require.Equal(t, []string{"never", "collision", "always"}, standard.Deciding)
	require.Equal(t, []string{"revise", "submit", "withdraw-draft", "retire", "set-back", "harmed", "used"}, []string{standard.Revise.Name, standard.Submit.Name,
		standard.WithdrawDraft.Name, standard.Retire.Name, standard.SetBack.Name, standard.Harmed.Name, standard.Used.Name})
	require.Equal(t, []string{"draft", "approving", "in_force", "set_back", "retired", "withdrawn"}, []string{standard.Drafting, standard.Approving,
		standard.InForce, standard.SetToBack, standard.Retired, standard.Withdrawn})
	require.Equal(t, []string{"approve", "reject", "stay", "set_back"}, []string{standard.Approve, standard.Reject, standard.Keep, standard.ToBack})
	require.Equal(t, 1, standard.Version)
}

// The transition table is the whole truth.
func TestEveryCommandInEveryStage(t *testing.T) {
	t.Parallel()
	attempts := map[string]func(story) *casetest.Answer{
		"revise": func(c story) *casetest.Answer { return revises(c, "drie") }, "submit": submits, "withdraw-draft": withdraws, "retire": retires,
		"set-back": setsBack, "harmed": func(c story) *casetest.Answer { return harms(c, "CHG-2026-000001") },
		"used": func(c story) *casetest.Answer { return uses(c, "CHG-2026-000001", change.Success) },
	}
	ways := map[string]func(story){
		standard.Drafting: func(story) {},
		standard.Approving: func(c story) {
			inForce(t, c)
			at(c, "03-04 09:00", func() { revises(c, "twee") })
			at(c, "03-04 09:01", func() { submits(c) })
		},
		standard.InForce: func(c story) {
			inForce(t, c)
			at(c, "03-04 09:00", func() { revises(c, "twee") })
		},
		standard.SetToBack: func(c story) {
			inForce(t, c)
			at(c, "03-04 09:00", func() { setsBack(c) })
			at(c, "03-04 09:01", func() { revises(c, "twee") })
		},
		standard.Withdrawn: func(c story) { at(c, "03-03 09:00", func() { withdraws(c) }) },
	}
	for stage, way := range ways {
		for command, attempt := range attempts {
			c := drafted(t, nil, 0)
			way(c)
			var a *casetest.Answer
			at(c, "03-05 09:00", func() { a = attempt(c) })
			c.Run()
			switch {
			case stage == standard.Withdrawn:
				require.Equal(t, casework.CodeClosed, a.Refusal.Code, "%s in %s", command, stage)
			case slices.Contains(standard.Allowed(stage), command) || slices.Contains(standard.Allowed(casework.Always), command):
				require.Nil(t, a.Refusal, "%s in %s", command, stage)
				require.NoError(t, a.Err, "%s in %s", command, stage)
			default:
				require.Equal(t, casework.CodeNotNow, a.Refusal.Code, "%s in %s", command, stage)
			}
		}
	}
}

// A timer is matched on replay by its number alone, so its length is pinned here.
func TestTheTimersOfACase(t *testing.T) {
	t.Parallel()
	c := drafted(t, nil, 0)
	inForce(t, c)
	at(c, "09-23 09:00", func() { decides(c, asked(t, c, "review_standard"), standard.Keep, "") })
	c.Run()
	require.Equal(t, []string{
		"2026-03-03 09:00 until 2026-03-07 00:00", // 60 % of the term for the decision
		"2026-03-03 10:00 until 2026-09-04 00:00", // half a year
		"2026-09-04 00:00 until 2026-09-15 00:00", // 60 % of the term for the review
		"2026-09-15 00:00 until 2026-09-19 00:00", // its end
		"2026-09-23 09:00 until 2027-03-24 00:00", // half a year again
	}, c.Spans())
}

// Continuing as new after every event changes nothing.
func TestContinuingAsNewChangesNothing(t *testing.T) {
	t.Parallel()
	casetest.RequireSameWhenContinued(t, func(every int) story {
		c := drafted(t, nil, every, "CHG-2026-000007")
		inForce(t, c)
		at(c, "03-04 09:00", func() { uses(c, "CHG-2026-000001", change.Partial) })
		at(c, "03-04 09:01", func() { harms(c, "CHG-2026-000001") })
		at(c, "03-05 09:00", func() { revises(c, "twee") })
		at(c, "03-05 09:01", func() { submits(c) })
		at(c, "03-05 09:02", func() { decides(c, asked(t, c, "approve_standard"), standard.Approve, "") })
		at(c, "03-05 09:03", func() { retires(c) })
		return c
	}, casetest.Seal)
}
