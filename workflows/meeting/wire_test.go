package meeting_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/i18n"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/meeting"
)

// These names stand in histories, in the ledger and in other programs. A test
// that fails here means: do not rename.
func TestTheNamesOnTheWire(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"meeting", "CIM", "meeting_about"}, []string{meeting.Name, meeting.Prefix, meeting.LinkAbout})
	require.ElementsMatch(t, []string{"join", "log", "record-decision", "assign-action", "finish-action", "drop-action", "invite", "minutes", "close"},
		meeting.Allowed(meeting.InSession))
	require.Empty(t, meeting.Allowed(meeting.Closed))
	require.Equal(t, []string{meeting.Join.Name, meeting.Log.Name, meeting.RecordDecision.Name, meeting.AssignAction.Name, meeting.FinishAction.Name,
		meeting.DropAction.Name, meeting.Invite.Name, meeting.WriteMinutes.Name, meeting.Close.Name},
		[]string{"join", "log", "record-decision", "assign-action", "finish-action", "drop-action", "invite", "minutes", "close"})
	require.Equal(t, []string{"in_session", "closed"}, []string{meeting.InSession, meeting.Closed})
	require.Equal(t, []string{"critical", "several_providers", "bounced"}, meeting.Reasons)
	require.Equal(t, []string{"open", "done", "dropped", "carried_over"}, []string{meeting.ActionOpen, meeting.ActionDone, meeting.ActionGone, meeting.ActionCarried})
	require.Equal(t, 1, meeting.Version)
}

// Every command stands in the policy, and has its words.
func TestEveryCommandHasItsPolicyAndItsWords(t *testing.T) {
	t.Parallel()
	casetest.RequireCommands(t, meeting.Name, meeting.Allowed(meeting.InSession))
	for _, lang := range i18n.Languages {
		p := i18n.For(lang)
		for _, why := range meeting.Reasons {
			require.True(t, p.Has("meeting.why."+why), "%s: %s", lang, why)
		}
	}
}

// Every event, task, clock and stage of the stories has its words.
func TestWhatHappensHasItsWords(t *testing.T) {
	t.Parallel()
	for _, live := range stories {
		c := held(t)
		live(c)
		c.Run()
		casetest.RequireWords(t, meeting.Name, c.Ledger.Events())
	}
}

// A timer is matched on replay by its number alone, so its length is pinned here.
func TestTheTimersOfACase(t *testing.T) {
	t.Parallel()
	c := held(t)
	sent(c, "10:05", balie, meeting.AssignAction, meeting.ActionDraft{Text: "logs bewaren", Org: "alfa", Due: by("10:50")})
	sent(c, "10:06", balie, meeting.AssignAction, meeting.ActionDraft{Text: "testen", Org: "alfa", Date: on(3)})
	sent(c, "11:00", balie, meeting.Close, meeting.Closing{Summary: "hersteld", CarryOver: true})
	c.Run()
	require.Equal(t, []string{
		"2026-03-02 10:05 until 2026-03-02 10:50", // the instant of the first action
		"2026-03-02 10:50 until 2026-03-04 00:00", // the end of the second one's day
	}, c.Spans())
}

// Continuing as new after every event changes nothing.
func TestContinuingAsNewChangesNothing(t *testing.T) {
	t.Parallel()
	for _, live := range stories {
		casetest.RequireSameWhenContinued(t, func(every int) *caseOf {
			x := options(t, meeting.Opening(about(), parties()))
			x.ContinueEvery = every
			c := casetest.New(t, x)
			live(c)
			return c
		}, casetest.Seal)
	}
}
