package casework_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
)

var errDied = errors.New("the worker died before it could tell the case")

// A worker writes an event and dies. The turn is taken again a little later: the
// ledger's event holds, and the command is done once.
func TestATurnThatWasRecordedBeforeIsTakenOver(t *testing.T) {
	t.Parallel()
	c := newCase(t)
	earlier := days(1).Add(-3 * time.Second)
	c.Ledger.Fail = func(b record.Batch, try int) error {
		if b.Event.Seq != 2 || try > 1 {
			return nil
		}
		b.Event.At, b.Event.Recorded = earlier, earlier
		for i := range b.Event.Effects.Tasks {
			b.Event.Effects.Tasks[i].Opened = earlier
		}
		for i, k := range b.Event.Effects.Clocks {
			if k.ID == "decision/2" {
				b.Event.Effects.Clocks[i].Facts.Start = earlier
			}
		}
		_, err := c.Ledger.Write(b)
		require.NoError(t, err)
		return errDied
	}
	var answer, again *casetest.Answer
	var state casework.State[notes]
	c.At(days(1), func() { answer = casetest.Send(c, ann, write, "1", note{Text: "pause", Ask: true, Pause: true}) })
	c.At(days(1), func() { state = c.State() })
	c.At(days(2), func() { again = casetest.Send(c, ann, write, "1", note{Text: "pause", Ask: true, Pause: true}) })
	c.Run()
	require.NoError(t, answer.Err)
	require.True(t, answer.Receipt.At.Equal(earlier), "the answer is what the ledger holds")
	require.Equal(t, []string{"paused"}, answer.Receipt.Notes)
	require.Equal(t, "N1", answer.Receipt.Subject)
	require.Equal(t, answer.Receipt, again.Receipt)
	require.Equal(t, []string{"case.registered", "note", "case.cancelled"}, kinds(c.Ledger.Events()))
	require.Equal(t, []string{"pause"}, state.Own.Notes)
	require.Len(t, state.Tasks, 2)
	require.True(t, state.Tasks["NOT-2026-000001/2"].Opened.Equal(earlier))
	require.Equal(t, 2, state.Issued)
}

// The event that was left behind is another command's: both are done, in the
// ledger's order, each once.
func TestAnotherCommandsEventIsTakenOver(t *testing.T) {
	t.Parallel()
	alone := newCase(t)
	alone.At(days(1), func() { casetest.Send(alone, bob, write, "b", note{Text: "of bob", Ask: true}) })
	alone.Run()
	left := alone.Ledger.Batches()[1]

	c := newCase(t)
	c.Ledger.Fail = func(b record.Batch, try int) error {
		if b.Event.Seq != 2 || try > 1 {
			return nil
		}
		_, err := c.Ledger.Write(left)
		require.NoError(t, err)
		return errDied
	}
	var a, b *casetest.Answer
	var state casework.State[notes]
	c.At(days(1), func() { a = casetest.Send(c, ann, write, "a", note{Text: "of ann", Pause: true}) })
	c.At(days(2), func() { b = casetest.Send(c, bob, write, "b", note{Text: "of bob", Ask: true}) })
	c.At(days(2), func() { state = c.State() })
	c.Run()
	require.NoError(t, a.Err)
	require.NoError(t, b.Err)
	require.EqualValues(t, 3, a.Receipt.Seq)
	require.EqualValues(t, 2, b.Receipt.Seq)
	require.Equal(t, "N1", b.Receipt.Subject)
	require.Equal(t, []string{"of bob", "of ann"}, state.Own.Notes)
	require.Equal(t, []string{"case.registered", "note", "note", "case.cancelled"}, kinds(c.Ledger.Events()))
	require.Contains(t, state.Tasks, "NOT-2026-000001/2")
	require.Contains(t, state.Clocks, "decision/2")
}

// The event that was left behind ended the case: whoever comes then hears so.
func TestAnEndThatWasRecordedBeforeHolds(t *testing.T) {
	t.Parallel()
	alone := newCase(t)
	alone.At(days(1), func() { casetest.Send(alone, bob, end, "b", note{Text: "enough"}) })
	alone.Run()
	left := alone.Ledger.Batches()[1]

	c := newCase(t)
	c.Ledger.Fail = func(b record.Batch, try int) error {
		if b.Event.Seq != 2 || try > 1 {
			return nil
		}
		_, err := c.Ledger.Write(left)
		require.NoError(t, err)
		return errDied
	}
	var a *casetest.Answer
	c.At(days(1), func() { a = casetest.Send(c, ann, write, "a", note{Text: "of ann"}) })
	c.Run()
	require.NoError(t, c.Err)
	require.Equal(t, casework.CodeClosed, a.Refusal.Code)
	require.Equal(t, []string{"case.registered", "closed"}, kinds(c.Ledger.Events()))
}

// A clock's event that was left behind is taken over before the command.
func TestATimersEventIsTakenOver(t *testing.T) {
	t.Parallel()
	c := newCase(t)
	half := casetest.When("2026-03-10 00:00")
	c.Ledger.Fail = func(b record.Batch, try int) error {
		if b.Event.Kind != casework.KindThreshold || try > 1 {
			return nil
		}
		b.Event.Recorded = b.Event.Recorded.Add(time.Millisecond)
		_, err := c.Ledger.Write(b)
		require.NoError(t, err)
		return errDied
	}
	c.At(half.Add(time.Hour), func() { casetest.Send(c, ann, write, "a", note{Text: "later"}) })
	c.Run()
	require.Equal(t, []string{"case.registered", "clock.threshold", "note", "case.cancelled"}, kinds(c.Ledger.Events()))
}
