package board_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/workflows/board"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/session"
)

// These names stand in histories, in the ledger and in other programs. A test
// that fails here means: do not rename.
func TestTheNamesOnTheWire(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"board", "CAB"}, []string{board.Name, board.Prefix})
	require.Equal(t, []string{"redefine", "skip", "move", "call-extra", "close", "meeting-ended"},
		[]string{board.Redefine.Name, board.Skip.Name, board.Move.Name, board.Extra.Name, board.Close.Name, board.MeetingEnded.Name})
	require.Equal(t, []string{"sitting", "closed"}, []string{board.Sitting, board.Closed})
	require.Equal(t, []string{"cab", "ecab"}, board.Kinds)
	require.Equal(t, []string{"BoardMeetings", "SessionAgenda"}, []string{record.MeetingsActivity, record.AgendaActivity})
	require.Equal(t, []string{"no_working_day", "skipped_hour", "repeated_hour"}, []string{record.MeetingNoWorkingDay, record.MeetingSkippedHour, record.MeetingRepeatedHour})
	require.Equal(t, 1, board.Version)
}

// The transition table is the whole truth: a board that sits allows all, a closed one
// nothing.
func TestEveryCommandInEveryStage(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"redefine", "skip", "move", "call-extra", "close"}, board.Allowed(board.Sitting))
	require.Empty(t, board.Allowed(board.Closed))
	c, _ := sitting(t)
	sent(c, "05 09:00", chair, board.Close, board.Because{Reason: "x"})
	all := []**casetest.Answer{
		sent(c, "05 09:01", chair, board.Redefine, board.Redefinition{Seen: 1}), sent(c, "05 09:02", chair, board.Skip, board.Skipping{}),
		sent(c, "05 09:03", chair, board.Move, board.Moving{}), sent(c, "05 09:04", chair, board.Extra, board.Calling{}),
		sent(c, "05 09:05", chair, board.Close, board.Because{}), sent(c, "05 09:06", record.System, board.MeetingEnded, session.Ended{}),
	}
	c.Run()
	for _, a := range all {
		refused(t, a, casework.CodeClosed)
	}
}

// Every command stands in the policy, and has its words; what happens has its words.
func TestEveryCommandHasItsPolicyAndItsWords(t *testing.T) {
	t.Parallel()
	casetest.RequireCommands(t, board.Name, board.Allowed(board.Sitting))
	for _, live := range stories {
		c, _ := sitting(t)
		live(c)
		c.Run()
		casetest.RequireWords(t, board.Name, slices.DeleteFunc(c.Ledger.Events(), func(e record.Event) bool { return e.Kind == casework.KindCancelled }))
	}
}

// A board sleeps on no timer of its own: its meetings wake it.
func TestABoardHasNoTimers(t *testing.T) {
	t.Parallel()
	c, _ := sitting(t)
	seen(c, "20 09:00")
	c.Run()
	require.Empty(t, c.Spans())
}

// Continuing as new after every event changes nothing.
func TestContinuingAsNewChangesNothing(t *testing.T) {
	t.Parallel()
	for _, live := range stories {
		casetest.RequireSameWhenContinued(t, func(every int) *caseOf {
			o := options(t, weekly(), &tuesdays{})
			o.ContinueEvery = every
			c := casetest.New(t, o)
			live(c)
			return c
		}, func(e record.Event) string { return e.Kind + " " + string(e.Body) })
	}
}
