package servicemap_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/workflows/casework/casetest"
	"termijn/workflows/servicemap"
)

// These names stand in histories, in the ledger and in other programs. A test
// that fails here means: do not rename.
func TestTheNamesOnTheWire(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"servicemap", "MAP", "edit", "kept"}, []string{servicemap.Name, servicemap.Prefix, servicemap.Edit.Name, servicemap.Kept})
	require.Equal(t, []string{"service", "item"}, []string{servicemap.Service, servicemap.CI})
	require.Equal(t, []string{"edit"}, servicemap.Allowed(servicemap.Kept))
	require.Equal(t, 1, servicemap.Version)
	whole, err := json.Marshal(servicemap.Item{ID: "a", Kind: "item", NL: "n", EN: "e", Parent: "p", DependsOn: []string{"d"}, Provider: "v", Team: "t", Confidential: true, EndToEnd: true})
	require.NoError(t, err)
	require.JSONEq(t, `{"id":"a","kind":"item","nl":"n","en":"e","parent":"p","dependsOn":["d"],"provider":"v","team":"t","confidential":true,"endToEnd":true}`, string(whole))
}

// A map waits for people alone.
func TestNoTimers(t *testing.T) {
	t.Parallel()
	c := opened(t, nil, 0)
	at(c, "12 09:00", func() { edits(c, nil, "mail") })
	c.Run()
	require.Empty(t, c.Timers)
}

// Continuing as new after every event changes nothing.
func TestContinuingAsNewChangesNothing(t *testing.T) {
	t.Parallel()
	casetest.RequireSameWhenContinued(t, func(every int) story {
		c := opened(t, nil, every)
		at(c, "04 09:00", func() { edits(c, nil, "mail") })
		at(c, "05 09:00", func() { edits(c, []servicemap.Item{with("site", func(i *servicemap.Item) { i.NL = "Webstek" })}) })
		at(c, "06 09:00", func() {})
		return c
	}, casetest.Seal)
}
