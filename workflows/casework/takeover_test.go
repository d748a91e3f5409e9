package casework_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
)

// began is when the other tool opened the case: a Monday, four weeks before.
var began = casetest.When("2026-02-02 10:00")

var agent = record.Actor{Person: "elders", Org: "alfa"}

// past are acts that a case can do live, and take over.
func past() map[string]act {
	return map[string]act{
		"pause":   func(t *casework.Turn[notes]) error { t.PauseClock("term", "p", "question", ""); return nil },
		"resume":  func(t *casework.Turn[notes]) error { t.ResumeClock("term", "p"); return nil },
		"stop":    func(t *casework.Turn[notes]) error { t.StopClock("term"); return nil },
		"resolve": func(t *casework.Turn[notes]) error { t.Move("resolved"); t.StartClock("lapse", "lapse"); return nil },
		"reopen":  func(t *casework.Turn[notes]) error { t.Move("open"); t.CancelClock("lapse"); return nil },
		"hours":   func(t *casework.Turn[notes]) error { t.StartClock("hours", "hours"); return nil },
		"stop hours": func(t *casework.Turn[notes]) error {
			k := t.Clocks["hours"]
			t.StopClock("hours")
			if k.HasFired(record.RungDue) {
				append1(t, "overrun")
			}
			return nil
		},
		"ask": func(t *casework.Turn[notes]) error {
			t.OpenTask(casework.Ask{Kind: "finish", To: record.Recipient{Person: "ann"}})
			return nil
		},
		"fetch": func(t *casework.Turn[notes]) error { t.Send("a", "Fetch", nil); return nil },
		"end":   func(t *casework.Turn[notes]) error { t.End("closed", "done"); return nil },
		"bad":   func(*casework.Turn[notes]) error { return errors.New("it does not fit") },
	}
}

// fact is something that the other tool knows.
func fact(at, kind string) casework.Fact {
	return casework.Fact{At: casetest.When(at).UTC(), Actor: agent, Kind: kind, Body: json.RawMessage(`{"do":"` + kind + `"}`)}
}

// closing is the process of these tests: a term that lapses ends the case, and an
// open case asks for its end when it has been taken over.
func closing() casework.Process[notes] {
	p := lab()
	p.Due = func(t *casework.Turn[notes], k record.Clock) {
		append1(t, "due "+k.ID)
		if k.Lapse {
			t.End("closed", "silence")
		}
	}
	p.TakenOver = func(t *casework.Turn[notes]) {
		t.OpenTask(casework.Ask{Kind: "finish", To: record.Recipient{Person: "ann"}, Clock: "term"})
	}
	return p
}

func takenOptions(t testing.TB, facts ...casework.Fact) casetest.Options[notes] {
	o := labOptions(t, closing(), past())
	o.Start.Actor, o.Start.Command = record.System, ""
	o.Start.Taken = &casework.Taken{Source: "elders", Opened: began.UTC(), Facts: facts}
	return o
}

// mailsIn are the mails that events ask for, as "template to".
func mailsIn(events ...record.Event) []string {
	var all []string
	for _, e := range events {
		for _, m := range e.Effects.Mails {
			all = append(all, m.Template+" "+m.To.Person+m.To.Org+m.To.Role)
		}
	}
	return all
}

// The clocks of a case that was taken over are those of one that was lived here.
func TestFactsOfAnotherToolHoldAtTheirOwnInstants(t *testing.T) {
	t.Parallel()
	facts := []casework.Fact{fact("2026-02-05 11:00", "pause"), fact("2026-02-12 09:00", "resume"), fact("2026-02-27 16:00", "stop")}
	taken := casetest.New(t, takenOptions(t, facts...))
	taken.Run()

	o := labOptions(t, closing(), past())
	o.At = began
	lived := casetest.New(t, o)
	for _, f := range facts {
		lived.At(f.At, func() { does(lived, f.Kind) })
	}
	lived.Run()

	events := taken.Ledger.Events()
	require.Equal(t, []string{"case.registered", "did", "did", "did", "case.taken_over", "case.cancelled"}, kinds(events))
	require.True(t, events[0].At.Equal(began))
	for i, f := range facts {
		require.True(t, events[i+1].At.Equal(f.At))
		require.Equal(t, agent, events[i+1].Actor)
	}
	for _, e := range events[:5] {
		require.Equal(t, "elders", e.Source)
		require.Zero(t, e.Lateness(), "it was recorded there in its time")
		require.WithinDuration(t, monday, e.Recorded, time.Minute)
		require.Empty(t, e.Effects.Mails)
	}
	require.WithinDuration(t, monday, events[4].At, time.Minute, "from here on it lives here")
	require.JSONEq(t, `{"source":"elders","facts":3}`, string(events[4].Body))
	require.Empty(t, events[5].Source)

	one, other := lastClock(taken, "term"), lastClock(lived, "term")
	require.Equal(t, other.Facts, one.Facts)
	require.Equal(t, other.Result, one.Result)
	require.Equal(t, other.Fired, one.Fired)
	require.EqualValues(t, 5, one.Result.Suspended)
	require.Equal(t, []string{"50%", record.RungDue}, one.Fired)
	require.Equal(t, sla.Breached, one.Result.State)
}

// lastClock is a clock as it was last recorded.
func lastClock(c *casetest.Case[notes], id string) (found record.Clock) {
	for _, e := range c.Ledger.Events() {
		for _, k := range e.Effects.Clocks {
			if k.ID == id {
				found = k
			}
		}
	}
	return found
}

// Who works on the case is told of what comes after the take-over, and of nothing before it.
func TestThresholdsOfThePastTellNobody(t *testing.T) {
	t.Parallel()
	o := takenOptions(t, fact("2026-02-20 09:00", "ask"))
	o.Start.Taken.Opened = casetest.When("2026-02-18 10:00").UTC() // 50 % at the end of 25 February, due at that of 4 March
	c := casetest.New(t, o)
	var state casework.State[notes]
	c.At(monday.Add(time.Hour), func() { state = c.State() })
	c.At(days(30), func() {})
	c.Run()
	events := c.Ledger.Events()
	require.Equal(t, []string{"case.registered", "did", "case.taken_over", "clock.due", "case.cancelled"}, kinds(events))
	require.Empty(t, mailsIn(events[:3]...))
	require.Equal(t, []string{"escalation ann"}, mailsIn(events[3]), "what the future brings, people hear")
	require.Equal(t, []string{"50%"}, state.Clocks["term"].Fired)
	require.Len(t, state.Tasks, 2, "the open case asks for what is to be done")
	task := state.Tasks["NOT-2026-000001/2"]
	require.Equal(t, "2026-03-05 00:00", task.Due.In(casetest.Brussels).Format("2006-01-02 15:04"))
	require.Empty(t, state.Errands)
}

// The term ran out between two facts; the second shows that the other tool let it be.
func TestATermOfThePastLapsesOnlyAfterTheLastFact(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		facts   []casework.Fact
		outcome string
		told    []string
	}{
		"nothing contradicts it": {[]casework.Fact{fact("2026-02-04 10:00", "resolve")}, "silence", []string{"due lapse"}},
		"a later fact leaves it": {[]casework.Fact{fact("2026-02-04 10:00", "resolve"), fact("2026-02-20 10:00", "ask")}, "silence",
			[]string{"due term", "due lapse"}},
		"a later fact ends it": {[]casework.Fact{fact("2026-02-04 10:00", "resolve"), fact("2026-02-20 10:00", "reopen")}, "", []string{"due term"}},
		"it is not over yet":   {[]casework.Fact{fact("2026-02-27 10:00", "resolve")}, "", []string{"due term"}},
		"the promise was kept": {[]casework.Fact{fact("2026-02-03 10:00", "stop"), fact("2026-02-27 10:00", "resolve")}, "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := casetest.New(t, takenOptions(t, c.facts...))
			var state casework.State[notes]
			k.At(monday.Add(time.Hour), func() { state = k.State() })
			k.Run()
			events := k.Ledger.Events()
			require.Len(t, state.Own.Notes, len(c.told))
			require.Equal(t, c.told, state.Own.Notes, "each once")
			require.Equal(t, c.outcome, state.Outcome)
			require.Equal(t, casework.KindTakenOver, events[len(c.facts)+1].Kind)
			for _, e := range events[:len(c.facts)+1] {
				require.True(t, e.Effects.Case == nil || e.Effects.Case.Outcome == "", "nothing ends before the last fact")
			}
			require.Empty(t, mailsIn(events[:len(c.facts)+2]...))
		})
	}
}

// A stop at the due instant of a target in time keeps the promise; logs of other
// tools know whole seconds, so that it occurs.
func TestAPromiseOfThePastIsKeptAtItsVeryDueInstant(t *testing.T) {
	t.Parallel()
	for stop, broken := range map[string]bool{"2026-02-03 14:00": false, "2026-02-03 14:01": true} {
		c := casetest.New(t, takenOptions(t, fact("2026-02-03 10:00", "hours"), fact(stop, "stop hours")))
		var state casework.State[notes]
		c.At(monday.Add(time.Hour), func() { state = c.State() })
		c.Run()
		k := lastClock(c, "hours")
		require.Equal(t, broken, k.Result.State == sla.Breached, stop)
		require.Equal(t, broken, k.HasFired(record.RungDue), stop)
		require.Equal(t, broken, len(state.Own.Notes) == 2, stop)
	}
}

func TestAFactThatDoesNotFitIsWrittenDownAndChangesNothing(t *testing.T) {
	t.Parallel()
	wrong := fact("2026-02-06 10:00", "pause")
	wrong.Body = json.RawMessage(`{"do":7}`)
	o := takenOptions(t, fact("2026-02-04 10:00", "bad"), fact("2026-02-05 10:00", "dance"), wrong, fact("2026-05-05 10:00", "stop"))
	c := casetest.New(t, o)
	var state casework.State[notes]
	c.At(monday.Add(time.Hour), func() { state = c.State() })
	c.Run()
	events := c.Ledger.Events()
	require.Equal(t, []string{"case.registered", "case.fact_refused", "case.fact_refused", "case.fact_refused", "case.fact_refused", "case.taken_over"}, kinds(events)[:6])
	said := bodies(events, casework.KindNotTaken)
	require.JSONEq(t, `{"fact":"bad","reason":"it does not fit"}`, said[0])
	require.JSONEq(t, `{"fact":"dance","reason":"unknown kind of fact"}`, said[1])
	require.Contains(t, said[2], `"fact":"pause"`)
	require.JSONEq(t, `{"fact":"stop","reason":"it lies in the future"}`, said[3])
	require.Equal(t, "open", state.Stage)
	require.Equal(t, sla.Breached, state.Clocks["term"].Result.State)
	require.Nil(t, state.Clocks["term"].Facts.Stop)
	require.Empty(t, state.Clocks["term"].Facts.Pauses)
	require.Equal(t, "elders", events[1].Source)
	require.Empty(t, c.Ledger.Faults(), "nothing holds before it was recorded")
}

func TestACaseThatEndedInThePastIsWholeAtOnce(t *testing.T) {
	t.Parallel()
	times := 0
	o := takenOptions(t, fact("2026-02-04 10:00", "fetch"), fact("2026-02-04 10:00", "end"), fact("2026-02-05 10:00", "ask"))
	o.Errands = map[string]func(record.ErrandCall) (any, error){"Fetch": bread(&times)}
	c := casetest.New(t, o)
	var late *casetest.Answer
	c.At(monday.Add(time.Hour), func() { late = does(c, "pause") })
	c.Run()
	require.NoError(t, c.Err)
	events := c.Ledger.Events()
	require.Equal(t, []string{"case.registered", "did", "did"}, kinds(events), "nothing follows an end")
	require.True(t, events[2].At.Equal(casetest.When("2026-02-04 10:00")))
	require.Equal(t, "done", events[2].Effects.Case.Outcome)
	require.Zero(t, times, "the past sends nobody")
	require.Equal(t, casework.CodeClosed, late.Refusal.Code)
}

// A worker died after it wrote a fact down, at each of them: none is written twice.
func TestATakeOverThatBeganBeforeGoesOn(t *testing.T) {
	t.Parallel()
	for seq := int64(1); seq <= 5; seq++ {
		o := takenOptions(t, fact("2026-02-05 11:00", "pause"), fact("2026-02-12 09:00", "resume"), fact("2026-02-20 09:00", "ask"))
		c := casetest.New(t, o)
		c.Ledger.Fail = diesAfterWriting(t, c, seq)
		var state casework.State[notes]
		c.At(monday.Add(time.Hour), func() { state = c.State() })
		c.Run()
		require.Equal(t, []string{"case.registered", "did", "did", "did", "case.taken_over", "case.cancelled"}, kinds(c.Ledger.Events()), "died at %d", seq)
		require.Len(t, state.Tasks, 2)
		require.Len(t, state.Clocks["term"].Facts.Pauses, 1)
		require.Equal(t, []string{"due term"}, state.Own.Notes)
	}
}

// What the case is comes out with its last fact; no command is judged before.
func TestACommandWaitsUntilTheCaseIsTakenOver(t *testing.T) {
	t.Parallel()
	c := casetest.New(t, takenOptions(t, fact("2026-02-26 10:00", "ask"), fact("2026-02-27 10:00", "resolve")))
	var a *casetest.Answer
	c.Ledger.Fail = func(b record.Batch, try int) error {
		if b.Event.Seq == 2 && try == 1 {
			a = casetest.Send(c, ann, reopen, "k", what{Do: "reopen"})
		}
		return nil
	}
	c.At(monday.Add(time.Hour), func() {})
	c.Run()
	require.True(t, a.Done)
	require.NoError(t, a.Err, "only a resolved case can be reopened")
	require.Equal(t, []string{"case.registered", "did", "did", "case.taken_over", "did"}, kinds(c.Ledger.Events())[:5])
	require.EqualValues(t, 5, a.Receipt.Seq)
	require.Equal(t, ann, c.Ledger.Events()[4].Actor)
}
