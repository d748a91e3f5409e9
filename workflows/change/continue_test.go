package change_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

// Continuing as new after every event changes nothing of what happens to a change.
//
// Errands that are sent in one turn, as the look for collisions and what the gate
// asks of a frame, run side by side: whose answer comes first is chance, in one run as
// in two, and a replay finds the order in the history. What becomes of the case does
// not depend on it, but the first of two answers only says that it came, or what
// collides, and the second what follows from both. So the answers themselves are
// counted and not compared, what happened within a minute is compared as a whole, and
// the state at the end must be the same to the minute.
func TestContinuingAsNewChangesNothing(t *testing.T) {
	t.Parallel()
	for name, live := range stories {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var told [2][]string
			var left [2]string
			var events [2]int
			for i, every := range []int{0, 1} {
				c := live(t, nil, every)
				c.Run()
				require.NoError(t, c.Err)
				require.Equal(t, every > 0, c.Runs > 1)
				told[i], events[i] = happened(c.Ledger.Events()), len(c.Ledger.Events())
				all := c.Ledger.Batches()
				left[i] = seconds.ReplaceAllString(string(all[len(all)-1].View), "$1")
			}
			require.Equal(t, told[0], told[1])
			require.Equal(t, events[0], events[1])
			require.JSONEq(t, left[0], left[1])
		})
	}
}

// seconds of an instant: the environment runs by real ones while something is recorded.
var seconds = regexp.MustCompile(`(T\d\d:\d\d):\d\d(\.\d+)?Z`)

// happened tells what the events of a case say, minute by minute, without those that
// depend on who answered first.
func happened(events []record.Event) []string {
	var all []string
	for _, e := range events {
		if e.Kind == casework.KindErrand || e.Kind == "change.collisions" {
			continue
		}
		all = append(all, e.At.Format("01-02 15:04 ")+e.Kind+" "+seconds.ReplaceAllString(string(e.Body), "$1"))
	}
	slices.Sort(all)
	return all
}
