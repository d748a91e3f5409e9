package template_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/template"
)

// These names stand in histories, in the ledger and in other programs. A test
// that fails here means: do not rename.
func TestTheNamesOnTheWire(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"template", "TPL"}, []string{template.Name, template.Prefix})
	require.Equal(t, []string{"communication", "verification"}, template.Kinds)
	require.Equal(t, []string{"revise", "submit", "withdraw-draft", "retire"}, []string{template.Revise.Name, template.Submit.Name,
		template.WithdrawDraft.Name, template.Retire.Name})
	require.Equal(t, []string{"draft", "approving", "in_force", "retired", "withdrawn"}, []string{template.Drafting, template.Approving,
		template.InForce, template.Retired, template.Withdrawn})
	require.Equal(t, []string{"ref", "title", "service", "since", "next"}, template.Placeholders)
	require.Equal(t, 1, template.Version)
}

// The transition table is the whole truth.
func TestEveryCommandInEveryStage(t *testing.T) {
	t.Parallel()
	attempts := map[string]func(story) *casetest.Answer{
		"revise": func(c story) *casetest.Answer { return revises(c, "drie") }, "submit": submits, "withdraw-draft": withdraws,
		"retire": func(c story) *casetest.Answer { return retires(c, "overbodig") },
	}
	ways := map[string]func(story){
		template.Drafting:  func(story) {},
		template.Approving: func(c story) { at(c, "03 09:00", func() { submits(c) }) },
		template.InForce: func(c story) {
			inForce(t, c)
			at(c, "04 09:00", func() { revises(c, "twee") })
		},
		template.Withdrawn: func(c story) { at(c, "03 09:00", func() { withdraws(c) }) },
	}
	for stage, way := range ways {
		for command, attempt := range attempts {
			c := drafted(t, nil, 0)
			way(c)
			var a *casetest.Answer
			at(c, "05 09:00", func() { a = attempt(c) })
			c.Run()
			switch {
			case stage == template.Withdrawn:
				require.Equal(t, casework.CodeClosed, a.Refusal.Code, "%s in %s", command, stage)
			case slices.Contains(template.Allowed(stage), command):
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
	at(c, "03 09:00", func() { submits(c) })
	at(c, "12 09:00", func() { decides(c, asked(t, c), "approve", "") })
	c.Run()
	require.Equal(t, []string{
		"2026-03-03 09:00 until 2026-03-06 00:00", // 40 % of the term for decisions
		"2026-03-06 00:00 until 2026-03-10 00:00", // 80 %
		"2026-03-10 00:00 until 2026-03-11 00:00", // its end
	}, c.Spans())
}

// Continuing as new after every event changes nothing.
func TestContinuingAsNewChangesNothing(t *testing.T) {
	t.Parallel()
	casetest.RequireSameWhenContinued(t, func(every int) story {
		c := drafted(t, nil, every)
		inForce(t, c)
		at(c, "04 09:00", func() { revises(c, "twee") })
		at(c, "04 09:01", func() { submits(c) })
		at(c, "05 09:00", func() { decides(c, asked(t, c), "approve", "") })
		at(c, "05 09:01", func() { retires(c, "overbodig") })
		return c
	}, casetest.Seal)
}
