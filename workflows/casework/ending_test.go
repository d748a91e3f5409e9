package casework_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/temporal"

	"termijn/internal/producttime"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
)

func TestCancellationLeavesATerminalEvent(t *testing.T) {
	t.Parallel()
	c := newCase(t)
	var late *casetest.Answer
	c.At(days(1), func() { casetest.Send(c, ann, write, "1", note{Text: "ask", Ask: true}) })
	c.At(days(2), func() {
		c.Cancel()
		late = casetest.Send(c, ann, write, "2", note{Text: "too late"})
	})
	var state casework.State[notes]
	c.At(days(3), func() { state = c.State() })
	c.Run()
	require.True(t, temporal.IsCanceledError(c.Err))
	requireEnded(t, c.Ledger.Events(), "case.cancelled", "cancelled")
	require.True(t, state.Closed())
	require.Empty(t, state.Tasks)
	require.True(t, late.Done, "who waits hears about it")
	require.Error(t, late.Err)
}

func TestFailureLeavesATerminalEvent(t *testing.T) {
	t.Parallel()
	c := newCase(t)
	c.Ledger.Fail = func(b record.Batch, _ int) error {
		if b.Event.Kind == casework.KindThreshold {
			return temporal.NewNonRetryableApplicationError("cannot be", "test", nil)
		}
		return nil
	}
	c.At(days(1), func() { casetest.Send(c, ann, write, "1", note{Text: "ask", Ask: true}) })
	c.At(days(30), func() {})
	c.Run()
	require.ErrorContains(t, c.Err, "cannot be")
	requireEnded(t, c.Ledger.Events(), "case.failed", "failed")
}

func requireEnded(t *testing.T, events []record.Event, kind, outcome string) {
	t.Helper()
	last := events[len(events)-1]
	require.Equal(t, kind, last.Kind)
	require.Equal(t, outcome, last.Effects.Case.Outcome)
	closed, stopped := map[string]string{}, map[string]bool{}
	for _, e := range events {
		for _, task := range e.Effects.Tasks {
			closed[task.ID] = task.State
		}
		for _, k := range e.Effects.Clocks {
			stopped[k.ID] = k.Stopped()
		}
	}
	require.Equal(t, map[string]string{"NOT-2026-000001/1": "cancelled", "NOT-2026-000001/2": "cancelled"}, closed)
	require.Equal(t, map[string]bool{"term": true, "decision/2": true}, stopped)
}

// At 3,600 times the speed a working day passes in 24 seconds: instants are
// product time, timers are real.
func TestSimulatedTimeScalesTheTimersOnly(t *testing.T) {
	t.Parallel()
	scale, err := producttime.Start(days(100), monday, 3600)
	require.NoError(t, err)
	o := options(t)
	o.At = days(100)
	o.Start.State.Time = scale
	c := casetest.New(t, o)
	c.At(days(100).Add(24*time.Second), func() { casetest.Send(c, ann, write, "1", note{Text: "a day later"}) })
	c.At(days(100).Add(10*time.Minute), func() {})
	c.Run()
	events := c.Ledger.Events()
	require.Equal(t, []string{"case.registered", "note", "clock.threshold", "clock.due", "case.cancelled"}, kinds(events))
	require.True(t, events[0].At.Equal(monday))
	require.WithinDuration(t, days(1), events[1].At, time.Second)
	require.True(t, events[2].At.Equal(casetest.When("2026-03-10 00:00")))
	require.True(t, events[3].At.Equal(casetest.When("2026-03-17 00:00")))
	require.Less(t, events[3].Lateness(), 10*time.Second, "at most a few milliseconds of real time")
	half := casetest.When("2026-03-10 00:00").Sub(monday)
	require.Equal(t, half/3600, c.Timers[0].Duration.Truncate(half/3600), "rounded up")
	require.Less(t, c.Timers[0].Duration, half/3600+2*time.Millisecond)
}
