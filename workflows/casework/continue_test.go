package casework_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
)

// do is one drawn thing that happens to a case.
type do struct {
	After    time.Duration
	Together int
	Note     note
	Decide   bool
}

func drawDo(t *rapid.T) do {
	n := note{Text: rapid.StringMatching(`[a-z]{1,8}`).Draw(t, "text"), Ask: rapid.Bool().Draw(t, "ask"), Pause: rapid.Bool().Draw(t, "pause")}
	if rapid.IntRange(0, 3).Draw(t, "dated") == 0 {
		d := calendar.Date{Year: 2026, Month: 3, Day: 1}.AddDays(rapid.IntRange(0, 60).Draw(t, "day"))
		n.Agree, n.Alarm = &d, &d
	}
	return do{After: time.Duration(rapid.IntRange(0, 5*24*60).Draw(t, "after")) * time.Minute,
		Together: rapid.IntRange(1, 3).Draw(t, "together"), Note: n, Decide: rapid.Bool().Draw(t, "decide")}
}

// Continuing as new is invisible: whatever happens, the events are the same and
// so is the state, to the minute: the environment runs by real milliseconds
// while something is recorded.
func TestContinuingAsNewChangesNothing(t *testing.T) {
	t.Parallel()
	o := options(t)
	rapid.Check(t, func(rt *rapid.T) {
		story := rapid.SliceOfN(rapid.Custom(drawDo), 1, 6).Draw(rt, "story")
		o.ContinueEvery = 0
		plain, want := live(t, o, story)
		o.ContinueEvery = rapid.IntRange(1, 4).Draw(rt, "every")
		cut, got := live(t, o, story)
		if len(plain.Ledger.Events()) > o.ContinueEvery+1 {
			require.Greater(rt, cut.Runs, 1)
		}
		require.Equal(rt, toTheMinute(rt, plain.Ledger.Events()...), toTheMinute(rt, cut.Ledger.Events()...))
		require.Equal(rt, toTheMinute(rt, want), toTheMinute(rt, got))
	})
}

var (
	seconds = regexp.MustCompile(`(T\d\d:\d\d):\d\d(\.\d+)?Z`)
	hashes  = regexp.MustCompile(`"(prev|hash|head)":"[0-9a-f]*"`)
)

// toTheMinute writes values down without seconds and without the hashes over them.
func toTheMinute[V any](t require.TestingT, values ...V) []string {
	var all []string
	for _, v := range values {
		b, err := json.Marshal(v)
		require.NoError(t, err)
		all = append(all, hashes.ReplaceAllString(seconds.ReplaceAllString(string(b), "$1"), ""))
	}
	return all
}

func live(t *testing.T, o casetest.Options[notes], story []do) (*casetest.Case[notes], casework.State[notes]) {
	c := casetest.New(t, o)
	at := o.At
	for i, d := range story {
		at = at.Add(d.After)
		c.At(at, func() {
			for n := range d.Together {
				casetest.Send(c, ann, write, fmt.Sprint(i, n), d.Note)
			}
		})
		c.At(at, func() {
			for _, task := range c.State().Tasks {
				if d.Decide && task.Kind == "decide" && task.ID == fmt.Sprintf("%s/%d", task.ID[:15], c.State().Issued) {
					casetest.Send(c, bob, casework.Decide, "d"+task.ID, casework.Decision{Task: task.ID, Option: "yes", Content: "c1"})
				}
			}
		})
	}
	var last casework.State[notes]
	c.At(at, func() { last = c.State() })
	c.Run()
	return c, last
}

func TestAStateOutlivesContinuingAsNew(t *testing.T) {
	t.Parallel()
	o := options(t)
	o.ContinueEvery = 1
	c := casetest.New(t, o)
	alarm := calendar.Date{Year: 2026, Month: 3, Day: 9}
	c.At(days(1), func() { casetest.Send(c, ann, write, "1", note{Text: "all", Ask: true, Pause: true, Alarm: &alarm}) })
	var state casework.State[notes]
	c.At(days(1), func() { state = c.State() })
	c.Run()
	require.Greater(t, c.Runs, 2)
	require.Len(t, state.Tasks, 2)
	require.Len(t, state.Clocks, 2)
	require.Contains(t, state.Alarms, "bell")
	require.Len(t, state.Receipts, 2)
	require.Equal(t, definitions, state.Definitions)
	require.EqualValues(t, 2, state.Seq)
	require.Equal(t, record.TaskOpen, state.Tasks["NOT-2026-000001/2"].State)
}
