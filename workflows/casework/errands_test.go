package casework_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/temporal"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
)

// trip is a case with acts that send somebody out to fetch something. answer is
// what they come back with.
func trip(t *testing.T, p casework.Process[notes], continueEvery int, answer func(record.ErrandCall) (any, error)) *casetest.Case[notes] {
	o := labOptions(t, p, map[string]act{
		"nothing": func(*casework.Turn[notes]) error { return nil },
		"fetch":   func(t *casework.Turn[notes]) error { t.Send("a", "Fetch", what{Do: "bread"}); return nil },
		"fetch and end": func(t *casework.Turn[notes]) error {
			t.Send("a", "Fetch", what{Do: "bread"})
			t.End("closed", "done")
			return nil
		},
		"end": func(t *casework.Turn[notes]) error { t.End("closed", "done"); return nil },
		"involve": func(t *casework.Turn[notes]) error {
			t.Send("a", "Fetch", nil)
			t.Involve("alfa")
			t.Rename("Met Alfa")
			return nil
		},
	})
	o.ContinueEvery = continueEvery
	o.Errands = map[string]func(record.ErrandCall) (any, error){"Fetch": answer}
	return casetest.New(t, o)
}

// bread answers at once, and counts how often it was asked.
func bread(times *int) func(record.ErrandCall) (any, error) {
	return func(record.ErrandCall) (any, error) { *times++; return "bread", nil }
}

func TestAnErrandsAnswerComesInATurnOfItsOwn(t *testing.T) {
	t.Parallel()
	var calls []record.ErrandCall
	c := trip(t, lab(), 0, func(call record.ErrandCall) (any, error) { calls = append(calls, call); return "bread", nil })
	var out *casetest.Answer
	var state casework.State[notes]
	c.At(days(1), func() { out = does(c, "fetch") })
	c.At(days(1).Add(time.Hour), func() { state = c.State() })
	c.Run()
	require.NoError(t, out.Err, "the sender does not wait for it")
	require.EqualValues(t, 2, out.Receipt.Seq)
	require.Len(t, calls, 1)
	require.Equal(t, "NOT-2026-000001", calls[0].Case)
	require.Equal(t, "a", calls[0].ID)
	require.JSONEq(t, `{"do":"bread"}`, string(calls[0].Input))
	events := c.Ledger.Events()
	require.Equal(t, []string{"case.registered", "did", "case.answered", "case.cancelled"}, kinds(events))
	require.Equal(t, "Fetch", events[1].Effects.Errands[0].Activity)
	require.False(t, events[1].Effects.Errands[0].Done)
	require.Equal(t, []record.Errand{{ID: "a", Activity: "Fetch", Done: true}}, events[2].Effects.Errands, "the question is not told twice")
	require.JSONEq(t, `{"errand":"a"}`, string(events[2].Body))
	require.Equal(t, record.System, events[2].Actor)
	require.Equal(t, []string{`a "bread"`}, state.Own.Notes)
	require.Empty(t, state.Errands)
}

// The environment gives up after ten tries; the server does not.
func TestAnErrandIsTriedUntilItIsDone(t *testing.T) {
	t.Parallel()
	tries := 0
	c := trip(t, lab(), 0, func(record.ErrandCall) (any, error) {
		if tries++; tries < 9 {
			return nil, errors.New("the shop is closed")
		}
		return "bread", nil
	})
	var between *casetest.Answer
	c.At(days(1), func() { does(c, "fetch") })
	c.At(days(1).Add(20*time.Second), func() { between = does(c, "nothing") })
	c.At(days(3), func() {})
	c.Run()
	require.NoError(t, between.Err, "the case goes on meanwhile")
	require.Equal(t, 9, tries)
	require.Equal(t, []string{"case.registered", "did", "did", "case.answered", "case.cancelled"}, kinds(c.Ledger.Events()))
}

// What follows from an answer can be the same errand again, for example to look
// once more; the first answer is not taken for the second's.
func TestAnErrandCanFollowFromItsOwnAnswer(t *testing.T) {
	t.Parallel()
	p := lab()
	asked := 0
	returned := p.Returned
	p.Returned = func(t *casework.Turn[notes], e record.Errand, answer json.RawMessage) {
		returned(t, e, answer)
		if string(answer) != `"third"` {
			t.Send(e.ID, "Fetch", nil)
		}
	}
	c := trip(t, p, 0, func(record.ErrandCall) (any, error) {
		asked++
		return []string{"", "first", "second", "third"}[asked], nil
	})
	var state casework.State[notes]
	c.At(days(1), func() { does(c, "fetch") })
	c.At(days(2), func() { state = c.State() })
	c.Run()
	require.Equal(t, 3, asked)
	require.Equal(t, []string{`a "first"`, `a "second"`, `a "third"`}, state.Own.Notes)
}

// A case that continues as new does not wait for who is out, or its clocks would
// be late; the next run sends somebody again.
func TestAnErrandOutlivesContinuingAsNew(t *testing.T) {
	t.Parallel()
	back := days(12)
	var c *casetest.Case[notes]
	c = trip(t, lab(), 1, func(record.ErrandCall) (any, error) {
		if c.Now().Before(back) {
			return nil, temporal.NewApplicationErrorWithOptions("the shop is closed", "closed", temporal.ApplicationErrorOptions{NextRetryDelay: 36 * time.Hour})
		}
		return "bread", nil
	})
	c.At(days(1), func() { does(c, "fetch") })
	var state casework.State[notes]
	c.At(days(13), func() { state = c.State() })
	c.Run()
	require.GreaterOrEqual(t, c.Runs, 3)
	events := c.Ledger.Events()
	require.Equal(t, []string{"case.registered", "did", "clock.threshold", "case.answered", "case.cancelled"}, kinds(events))
	require.Less(t, events[2].Lateness(), time.Second, "50 % of the term came while somebody was out")
	require.Equal(t, []string{`a "bread"`}, state.Own.Notes)
}

// An errand that the last turn sends is still done, and its answer changes nothing.
func TestACaseThatEndsStillRunsItsErrands(t *testing.T) {
	t.Parallel()
	times := 0
	c := trip(t, lab(), 0, bread(&times))
	c.At(days(1), func() { does(c, "fetch and end") })
	c.At(days(2), func() {})
	c.Run()
	require.NoError(t, c.Err)
	require.Equal(t, 1, times)
	require.Equal(t, []string{"case.registered", "did"}, kinds(c.Ledger.Events()))
}

func TestAnAnswerThatComesAfterTheEndChangesNothing(t *testing.T) {
	t.Parallel()
	ended := false
	c := trip(t, lab(), 0, func(record.ErrandCall) (any, error) {
		if !ended {
			return nil, errors.New("the shop is closed")
		}
		return "bread", nil
	})
	c.At(days(1), func() { does(c, "fetch") })
	c.At(days(2), func() { does(c, "end"); ended = true })
	c.Run()
	require.NoError(t, c.Err)
	require.Equal(t, []string{"case.registered", "did", "did"}, kinds(c.Ledger.Events()))
}

func TestACaseThatIsCancelledCallsBackWhoIsOut(t *testing.T) {
	t.Parallel()
	c := trip(t, lab(), 0, func(record.ErrandCall) (any, error) { return nil, errors.New("the shop is closed") })
	c.At(days(1), func() { does(c, "fetch") })
	c.At(days(2), func() { c.Cancel() })
	c.Run()
	require.True(t, temporal.IsCanceledError(c.Err))
	require.Equal(t, []string{"case.registered", "did", "case.cancelled"}, kinds(c.Ledger.Events()))
}

// A worker wrote the event that sends somebody out and died: the ledger's event
// holds, with its errand, its parties and its title.
func TestAnErrandOfAnAdoptedEventIsRun(t *testing.T) {
	t.Parallel()
	times := 0
	c := trip(t, lab(), 0, bread(&times))
	c.Ledger.Fail = diesAfterWriting(t, c, 2)
	var state casework.State[notes]
	c.At(days(1), func() { casetest.Send(c, ann, doIt, "k", what{Do: "involve"}) })
	c.At(days(2), func() { state = c.State() })
	c.Run()
	require.Equal(t, 1, times)
	require.Equal(t, []string{"case.registered", "did", "case.answered", "case.cancelled"}, kinds(c.Ledger.Events()))
	require.Equal(t, []string{"alfa"}, state.Parties.Providers)
	require.Equal(t, "Met Alfa", state.Title)
}

// The same for the event of the answer: it is not given again.
func TestAnAnswerOfAnAdoptedEventIsNotGivenAgain(t *testing.T) {
	t.Parallel()
	times := 0
	c := trip(t, lab(), 0, bread(&times))
	c.Ledger.Fail = diesAfterWriting(t, c, 3)
	var state casework.State[notes]
	c.At(days(1), func() { does(c, "fetch") })
	c.At(days(2), func() { state = c.State() })
	c.Run()
	require.Equal(t, []string{"case.registered", "did", "case.answered", "case.cancelled"}, kinds(c.Ledger.Events()))
	require.Equal(t, []string{`a "bread"`}, state.Own.Notes)
	require.Empty(t, state.Errands)
}

// diesAfterWriting lets the event of a number be written a little earlier than its
// turn, as a worker does that dies then.
func diesAfterWriting(t *testing.T, c *casetest.Case[notes], seq int64) func(record.Batch, int) error {
	return func(b record.Batch, try int) error {
		if b.Event.Seq != seq || try > 1 {
			return nil
		}
		b.Event.Recorded = b.Event.Recorded.Add(time.Millisecond)
		_, err := c.Ledger.Write(b)
		require.NoError(t, err)
		return errDied
	}
}

func TestATurnThatCannotBeRecordedSendsNobody(t *testing.T) {
	t.Parallel()
	times := 0
	c := trip(t, lab(), 0, bread(&times))
	c.Ledger.Fail = func(b record.Batch, _ int) error {
		if len(b.Event.Effects.Errands) > 0 {
			return temporal.NewNonRetryableApplicationError("no", "test", nil)
		}
		return nil
	}
	var bad *casetest.Answer
	var state casework.State[notes]
	c.At(days(1), func() { bad = does(c, "fetch") })
	c.At(days(2), func() { state = c.State() })
	c.Run()
	require.Error(t, bad.Err)
	require.Zero(t, times)
	require.Empty(t, state.Errands)
}

func TestACaseOpensAnotherCase(t *testing.T) {
	t.Parallel()
	p := lab()
	c := casetest.New(t, labOptions(t, p, map[string]act{"open": func(t *casework.Turn[notes]) error {
		t.OpenCase("child", casework.Opening{Process: "lab", Prefix: "KID", Version: 1, Title: "Kind", Parties: record.Parties{Client: "noord"},
			Links: []record.Link{{Kind: "about", Ref: t.Ref}}, Own: notes{Notes: []string{"born"}}})
		return nil
	}}))
	c.At(days(1), func() { does(c, "open") })
	var state casework.State[notes]
	c.At(days(2), func() { state = c.State() })
	c.Run()
	require.Len(t, c.Openings, 1)
	o := c.Openings[0]
	require.Equal(t, []string{"lab", "KID"}, []string{o.Process, o.Prefix})
	require.True(t, o.At.Equal(days(1)), "it is opened when the case asked for it")
	require.JSONEq(t, `{"state":{"ref":"","process":"lab","version":1,"stage":"","title":"Kind","parties":{"client":"noord"},"definitions":null,
		"seq":0,"own":{"notes":["born"]}},"actor":{},"links":[{"kind":"about","ref":"NOT-2026-000001"}]}`, string(o.Start))
	require.Equal(t, []string{`{"process":"lab","ref":"KID-2026-000001"}`}, bodies(c.Ledger.Events(), casework.KindOpened))
	require.Equal(t, []string{`child {"process":"lab","ref":"KID-2026-000001"}`}, state.Own.Notes)
}

func TestAnEndThatCannotBeRecordedIsNone(t *testing.T) {
	t.Parallel()
	times, refused := 0, false
	c := trip(t, lab(), 0, bread(&times))
	c.Ledger.Fail = func(b record.Batch, _ int) error {
		if change := b.Event.Effects.Case; change != nil && change.Outcome != "" && !refused {
			refused = true
			return temporal.NewNonRetryableApplicationError("no", "test", nil)
		}
		return nil
	}
	var first, note, second *casetest.Answer
	c.At(days(1), func() { first = does(c, "fetch and end") })
	c.At(days(2), func() { note = does(c, "nothing") })
	c.At(days(3), func() { second = does(c, "end") })
	c.Run()
	require.Error(t, first.Err)
	require.NoError(t, note.Err, "the case lives on")
	require.NoError(t, second.Err)
	require.NoError(t, c.Err)
	require.Zero(t, times)
	require.Equal(t, []string{"case.registered", "did", "did"}, kinds(c.Ledger.Events()))
}
