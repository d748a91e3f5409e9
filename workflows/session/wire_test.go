package session_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/change"
	"termijn/workflows/session"
)

// These names stand in histories, in the ledger and in other programs. A test
// that fails here means: do not rename.
func TestTheNamesOnTheWire(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"session", "ZIT", "session_of", "agenda_item"}, []string{session.Name, session.Prefix, session.LinkOf, session.LinkItem})
	require.Equal(t, []string{"add-item", "take-off", "order", "refill", "open-session", "attend", "front", "rule", "deal-agreed", "minute", "close",
		"propose", "drop", "postpone", "cancel", "meeting-ended"},
		[]string{session.Add.Name, session.TakeOff.Name, session.Order.Name, session.Refill.Name, session.Open.Name, session.Attend.Name, session.Front.Name,
			session.Decide.Name, session.DealAgree.Name, session.Minute.Name, session.Close.Name, session.Propose.Name, session.Drop.Name,
			session.Postpone.Name, session.Cancel.Name, session.CommandEnded})
	require.Equal(t, []string{"preparation", "in_session", "closed", "lapsed", "called_off"},
		[]string{session.Preparing, session.InSession, session.Closed, session.Lapsed, session.CalledOff})
	require.Equal(t, []string{"waiting", "deciding", "decided", "refused", "carried_over", "taken_off"},
		[]string{session.ItemWaiting, session.ItemDeciding, session.ItemDecided, session.ItemRefused, session.ItemCarried, session.ItemOff})
	require.Equal(t, 1, session.Version)
	require.Equal(t, []string{"rule", "schedule"}, []string{change.Rule.Name, change.Schedule.Name}, "what it sends to changes")
}

// Every command stands in the policy, and has its words.
func TestEveryCommandHasItsPolicyAndItsWords(t *testing.T) {
	t.Parallel()
	casetest.RequireCommands(t, session.Name, append(session.Allowed(session.Preparing), session.Allowed(session.InSession)...))
	for _, live := range stories {
		c, _ := preparing(t, three()...)
		live(c)
		c.Run()
		casetest.RequireWords(t, session.Name, slices.DeleteFunc(c.Ledger.Events(), func(e record.Event) bool { return e.Kind == casework.KindCancelled }))
	}
}

// The transition table is the whole truth.
func TestEveryCommandInEveryStage(t *testing.T) {
	t.Parallel()
	stages := map[string]string{session.Preparing: "05 09:00", session.InSession: "10 10:30", session.Closed: "10 12:00"}
	for stage, when := range stages {
		c, _ := preparing(t, three()...)
		sent(c, "10 10:00", chair, session.Open, session.Nothing{})
		if stage == session.Preparing {
			c, _ = preparing(t, three()...)
		}
		if stage == session.Closed {
			sent(c, "10 11:00", chair, session.Close, session.Closing{Summary: "x"})
		}
		tried := map[string]**casetest.Answer{
			"add-item": sent(c, when, chair, session.Add, session.Adding{}), "take-off": sent(c, when, chair, session.TakeOff, session.TakingOff{}),
			"order": sent(c, when, chair, session.Order, session.Ordering{}), "refill": sent(c, when, manager, session.Refill, session.Nothing{}),
			"attend": sent(c, when, chair, session.Attend, session.Attendance{}), "front": sent(c, when, manager, session.Front, session.Fronting{}),
			"rule": sent(c, when, chair, session.Decide, session.Deciding{}), "deal-agreed": sent(c, when, chair, session.DealAgree, session.Stroke{}),
			"minute": sent(c, when, chair, session.Minute, session.Entry{}), "close": sent(c, when, chair, session.Close, session.Closing{}),
			"open-session": sent(c, when, manager, session.Open, session.Nothing{}),
		}
		c.Run()
		for command, a := range tried {
			require.NotNil(t, (*a).Refusal, "%s in %s", command, stage) // each lacks something
			switch {
			case stage == session.Closed:
				require.Equal(t, casework.CodeClosed, (*a).Refusal.Code, "%s in %s", command, stage)
			case slices.Contains(session.Allowed(stage), command):
				require.NotEqual(t, casework.CodeNotNow, (*a).Refusal.Code, "%s in %s", command, stage)
			default:
				require.Equal(t, casework.CodeNotNow, (*a).Refusal.Code, "%s in %s", command, stage)
			}
		}
	}
}

// A timer is matched on replay by its number alone, so its length is pinned here.
func TestTheTimersOfACase(t *testing.T) {
	t.Parallel()
	c, _ := preparing(t, three()...)
	seen(c, "11 09:00")
	c.Run()
	require.Equal(t, []string{"2026-03-04 10:00 until 2026-03-07 00:00", "2026-03-07 00:00 until 2026-03-11 00:00"}, c.Spans())
}

// Continuing as new after every event changes nothing.
func TestContinuingAsNewChangesNothing(t *testing.T) {
	t.Parallel()
	for _, live := range stories {
		casetest.RequireSameWhenContinued(t, func(every int) *caseOf {
			w := &waiting{}
			w.are(three()...)
			o := options(t, about(), w)
			o.ContinueEvery = every
			c := casetest.New(t, o)
			live(c)
			return c
		}, func(e record.Event) string {
			if e.Kind == casework.KindErrand {
				return e.Kind // changes that are told at once answer in any order
			}
			return e.Kind + " " + string(e.Body)
		})
	}
}
