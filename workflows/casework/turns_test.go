package casework_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/temporal"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
)

func TestTurnsNeverInterleave(t *testing.T) {
	t.Parallel()
	c := newCase(t)
	var answers []*casetest.Answer
	c.At(days(1), func() {
		for i := range 50 {
			text := fmt.Sprintf("note %d", i)
			answers = append(answers, casetest.Send(c, ann, write, text, note{Text: text}))
		}
	})
	var after casework.State[notes]
	c.At(days(1), func() { after = c.State() })
	c.Run()
	require.Len(t, after.Own.Notes, 50)
	for i, a := range answers {
		require.NoError(t, a.Err)
		// Each answer names its own event and what that turn, and no other, made.
		e := c.Ledger.Events()[a.Receipt.Seq-1]
		require.JSONEq(t, fmt.Sprintf(`{"text":"note %d"}`, i), string(e.Body))
		require.Equal(t, fmt.Sprintf("N%d", a.Receipt.Seq-1), a.Receipt.Subject)
		require.Equal(t, fmt.Sprintf("note %d", i), after.Own.Notes[a.Receipt.Seq-2])
	}
}

func TestTheSameKeyIsDoneOnce(t *testing.T) {
	t.Parallel()
	for _, continueEvery := range []int{0, 1} {
		t.Run(fmt.Sprintf("continuing every %d", continueEvery), func(t *testing.T) {
			t.Parallel()
			o := options(t)
			o.ContinueEvery = continueEvery
			c := casetest.New(t, o)
			var first, again, other, twin *casetest.Answer
			c.At(days(1), func() {
				first = casetest.Send(c, ann, write, "k", note{Text: "once", Pause: true})
				twin = casetest.Send(c, ann, write, "k", note{Text: "once", Pause: true})
			})
			c.At(days(2), func() { again = casetest.Send(c, ann, write, "k", note{Text: "once", Pause: true}) })
			c.At(days(2), func() { other = casetest.Send(c, ann, write, "k", note{Text: "else"}) })
			c.Run()
			require.NoError(t, first.Err)
			require.Equal(t, []string{"paused"}, first.Receipt.Notes)
			require.Equal(t, first.Receipt, twin.Receipt)
			require.Equal(t, first.Receipt, again.Receipt)
			require.Equal(t, casework.CodeKeyReused, other.Refusal.Code)
			require.Equal(t, []string{"case.registered", "note", "case.cancelled"}, kinds(c.Ledger.Events()))
		})
	}
}

// A recording that lasts until after a clock's instant stands for a worker that
// comes back late: what was due then comes first, at its own instant.
func TestWhatWasDueComesBeforeTheCommand(t *testing.T) {
	t.Parallel()
	c := newCase(t)
	// 50 % of 10 working days is the end of Monday 9 March.
	half := casetest.When("2026-03-10 00:00")
	back := half.Add(9 * time.Hour)
	c.Ledger.Fail = func(b record.Batch, _ int) error {
		if b.Event.Seq == 2 && c.Now().Before(back) {
			return errors.New("the database is away")
		}
		return nil
	}
	var late, second *casetest.Answer
	c.At(half.Add(-time.Hour), func() {
		late = casetest.Send(c, ann, write, "1", note{Text: "before"})
		second = casetest.Send(c, ann, write, "2", note{Text: "after"})
	})
	c.Run()
	events := c.Ledger.Events()
	require.Equal(t, []string{"case.registered", "note", "clock.threshold", "note", "case.cancelled"}, kinds(events))
	require.EqualValues(t, 2, late.Receipt.Seq)
	require.EqualValues(t, 4, second.Receipt.Seq)
	require.True(t, events[1].At.Equal(half.Add(-time.Hour)), "the command holds when its turn began")
	require.True(t, events[2].At.Equal(half), "the clock's instant is its own")
	require.GreaterOrEqual(t, events[2].Lateness(), 9*time.Hour)
	require.Equal(t, []record.Mail{{Template: "task_reminder", To: record.Recipient{Person: "ann"}, Task: "NOT-2026-000001/1",
		Args: events[2].Effects.Mails[0].Args}}, events[2].Effects.Mails)
	require.False(t, events[3].At.Before(back), "the command that waited holds when it was taken")
}

func TestACaseWaitsForTheDatabaseAndLosesNothing(t *testing.T) {
	t.Parallel()
	c := newCase(t)
	away, back := days(7), days(9)
	tries := 0
	c.Ledger.Fail = func(record.Batch, int) error {
		if now := c.Now(); now.After(away) && now.Before(back) {
			tries++
			return errors.New("the database is away")
		}
		return nil
	}
	alarm := calendar.Date{Year: 2026, Month: 3, Day: 10}
	c.At(days(1), func() { casetest.Send(c, ann, write, "1", note{Text: "one", Ask: true, Alarm: &alarm}) })
	var answers []*casetest.Answer
	c.At(days(7).Add(time.Hour), func() {
		for i := range 5 {
			answers = append(answers, casetest.Send(c, ann, write, fmt.Sprint("k", i), note{Text: fmt.Sprint(i)}))
		}
	})
	c.Run()
	for _, a := range answers {
		require.NoError(t, a.Err)
		require.True(t, a.Done)
	}
	events := c.Ledger.Events()
	require.Equal(t, []string{"case.registered", "note", "note", "clock.threshold", "case.alarm", "clock.due",
		"note", "note", "note", "note", "case.cancelled"}, kinds(events))
	// Of a long outage one try in two minutes stands in the history.
	require.Less(t, tries, 2*24*30+20)
	require.Greater(t, tries, 24*30)
}

func TestAThresholdIsNeverRecordedBeforeWhatCausedIt(t *testing.T) {
	t.Parallel()
	c := newCase(t)
	near := calendar.Date{Year: 2026, Month: 3, Day: 4}
	c.At(days(1), func() { casetest.Send(c, ann, write, "1", note{Text: "agree", Agree: &near}) })
	var state casework.State[notes]
	c.At(days(1).Add(time.Minute), func() { state = c.State() })
	c.Run()
	events := c.Ledger.Events()
	require.Equal(t, []string{"case.registered", "note", "clock.threshold"}, kinds(events)[:3])
	require.True(t, events[2].At.Equal(days(1)), "two working days before the date lie before the agreement")
	require.Equal(t, casetest.When("2026-03-05 00:00").UTC(), state.Clocks["term"].Result.Due.UTC(), "the agreed date still holds")
}

func TestATurnThatCannotBeRecordedHasNotHappened(t *testing.T) {
	t.Parallel()
	c := newCase(t)
	c.Ledger.Fail = func(b record.Batch, _ int) error {
		if string(b.Event.Body) == `{"text":"bad","ask":true,"pause":true}` {
			return temporal.NewNonRetryableApplicationError("no", "test", nil)
		}
		return nil
	}
	var before, after casework.State[notes]
	var bad, good *casetest.Answer
	c.At(days(1), func() { casetest.Send(c, ann, write, "1", note{Text: "good"}) })
	c.At(days(1), func() { before = c.State() })
	c.At(days(2), func() { bad = casetest.Send(c, ann, write, "2", note{Text: "bad", Ask: true, Pause: true}) })
	c.At(days(2), func() { after = c.State() })
	c.At(days(3), func() { good = casetest.Send(c, ann, write, "2", note{Text: "bad again"}) })
	c.Run()
	require.Error(t, bad.Err)
	require.Nil(t, bad.Refusal)
	require.Equal(t, before, after)
	require.NoError(t, good.Err, "its key was not used")
}

func TestADecisionIsHeldAgainstTheOpenTask(t *testing.T) {
	t.Parallel()
	c := newCase(t)
	decide := func(option, content, task string) *casetest.Answer {
		return casetest.Send(c, bob, casework.Decide, option+content+task, casework.Decision{Task: "NOT-2026-000001/" + task, Option: option, Content: content})
	}
	c.At(days(1), func() { casetest.Send(c, ann, write, "1", note{Text: "ask", Ask: true}) })
	refused := map[string]*casetest.Answer{}
	c.At(days(1), func() {
		refused["not there"] = decide("yes", "c1", "3")
		refused["no number"] = decide("yes", "c1", "x")
		refused["no reason"] = decide("reject", "c1", "2")
		refused["no such option"] = decide("maybe", "c1", "2")
		refused["work to do"] = decide("yes", "", "1")
		refused["other content"] = decide("yes", "c0", "2")
	})
	var yes *casetest.Answer
	c.At(days(1), func() { yes = decide("yes", "c1", "2") })
	c.At(days(2), func() { refused["again"] = decide("yes", "c1 ", "2") })
	c.Run()
	require.NoError(t, yes.Err)
	for name, code := range map[string]string{"not there": casework.CodeUnknown, "no number": casework.CodeUnknown,
		"no reason": casework.CodeInvalid, "no such option": casework.CodeInvalid, "work to do": casework.CodeInvalid,
		"other content": casework.CodeStale, "again": casework.CodeDone} {
		require.NotNil(t, refused[name].Refusal, name)
		require.Equal(t, code, refused[name].Refusal.Code, name)
		require.False(t, refused[name].Accepted, "%s: refused before it stands in the history", name)
	}
	require.Equal(t, []string{"case.registered", "note", "task.decided", "case.cancelled"}, kinds(c.Ledger.Events()))
}

func TestWhatACasePlansStandsInItsEvent(t *testing.T) {
	t.Parallel()
	p := record.Plan{Kind: record.PlanChange, Items: []string{"dns"}, From: days(3), To: days(4)}
	c := casetest.New(t, labOptions(t, lab(), map[string]act{
		"plan":      func(t *casework.Turn[notes]) error { t.Plan(p); return nil },
		"take back": func(t *casework.Turn[notes]) error { t.Plan(record.Plan{}); return nil },
		"nothing":   func(*casework.Turn[notes]) error { return nil },
	}))
	for i, what := range []string{"plan", "nothing", "take back"} {
		c.At(days(1).Add(time.Duration(i)*time.Minute), func() { does(c, what) })
	}
	c.Run()
	var plans []*record.Plan
	for _, e := range c.Ledger.Events() {
		if e.Kind != "did" {
			continue
		}
		if e.Effects.Case == nil {
			plans = append(plans, nil)
			continue
		}
		plans = append(plans, e.Effects.Case.Plan)
	}
	require.Equal(t, []*record.Plan{&p, nil, {}}, plans)
}
