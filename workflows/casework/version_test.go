package casework_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/workflows/casework/casetest"
)

// A case follows the version that it was opened with, until it continues as new.
func TestACaseKeepsItsVersionUntilItContinuesAsNew(t *testing.T) {
	t.Parallel()
	newer := process
	newer.Version = 2
	versions := func(opened, continueEvery int) (first, last int) {
		o := options(t)
		o.Workflow, o.ContinueEvery, o.Start.State.Version = run(newer), continueEvery, opened
		c := casetest.New(t, o)
		c.At(days(1), func() { first = c.State().Version })
		c.At(days(1), func() { casetest.Send(c, ann, write, "1", note{Text: "one"}) })
		c.At(days(2), func() { last = c.State().Version })
		c.Run()
		return first, last
	}
	first, last := versions(1, 0)
	require.Equal(t, []int{1, 1}, []int{first, last})
	first, last = versions(2, 0)
	require.Equal(t, []int{2, 2}, []int{first, last})
	first, last = versions(1, 2)
	require.Equal(t, []int{1, 2}, []int{first, last})
}

// An old worker leaves a newer case alone.
func TestAWorkerRefusesACaseThatIsNewer(t *testing.T) {
	t.Parallel()
	o := options(t)
	o.Start.State.Version = 2
	c := casetest.New(t, o)
	c.Run()
	require.ErrorContains(t, c.Err, "follows version 2 of its process; this worker knows 1")
	require.Empty(t, c.Ledger.Events())
}
