package servicemap_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/internal/topology"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/servicemap"
)

// Sentence 1 (B-17).
func TestTheMapIsOpenedFromTheCatalogue(t *testing.T) {
	t.Parallel()
	c := opened(t, nil, 0)
	var own servicemap.State
	at(c, "02 10:01", func() { own = c.State().Own })
	c.Run()
	require.Equal(t, 1, own.Number)
	require.True(t, own.Since.Equal(begin))
	require.Equal(t, items(), own.Items)
	require.Equal(t, "servicemap.opened", c.Kinds()[0])
	require.Empty(t, asked(c), "nothing is planned yet")
}

// Sentences 2 and 4.
func TestAnEditionKeepsWhatItAddedChangedAndRemoved(t *testing.T) {
	t.Parallel()
	c := opened(t, nil, 0)
	var own servicemap.State
	at(c, "03 09:00", func() {
		edits(c, []servicemap.Item{{ID: "api", Kind: servicemap.CI, NL: "API", Parent: "counter"},
			with("site", func(i *servicemap.Item) { i.NL = "Webstek" })}, "mail")
	})
	at(c, "03 09:01", func() { own = c.State().Own })
	at(c, "03 09:02", func() { edits(c, []servicemap.Item{with("mail", func(*servicemap.Item) {})}) })
	c.Run()
	require.Equal(t, 2, own.Number)
	require.Equal(t, "2026-03-03 09:00", casetest.Face(own.Since))
	require.Equal(t, "Webstek", own.Items["site"].NL)
	require.Contains(t, own.Items, "api")
	require.NotContains(t, own.Items, "mail")
	require.Equal(t, map[string]servicemap.Item{"mail": items()["mail"]}, own.Removed, "it stays readable")
	e := c.Ledger.Events()[1]
	require.Equal(t, "servicemap.edited", e.Kind)
	require.Equal(t, admin, e.Actor)
	require.JSONEq(t, `{"version":2,"added":["api"],"changed":["site"],"removed":["mail"],"reason":"opgeruimd"}`, string(e.Body))
	last := c.State().Own
	require.Equal(t, 3, last.Number)
	require.Empty(t, last.Removed, "what comes back is on the map again")
}

// Sentence 2: two people at once.
func TestAnEditionOfAnotherVersionIsRefused(t *testing.T) {
	t.Parallel()
	c := opened(t, nil, 0)
	var late *casetest.Answer
	rename := func(name string) []servicemap.Item {
		return []servicemap.Item{with("site", func(i *servicemap.Item) { i.NL = name })}
	}
	at(c, "03 09:00", func() { edits(c, rename("Een")) })
	at(c, "03 09:01", func() {
		late = casetest.Send(c, admin, servicemap.Edit, "", servicemap.Edition{Seen: 1, Put: rename("Twee"), Reason: "x"})
	})
	c.Run()
	require.Equal(t, casework.CodeStale, late.Refusal.Code)
	require.Equal(t, map[string]string{"seen": "1", "current": "2"}, late.Refusal.Args)
	require.Equal(t, "Een", c.State().Own.Items["site"].NL)
}

// Sentences 2 and 3: what is wrong is named, and then nothing is taken over.
func TestWhatIsWrongWithAnEditionIsNamed(t *testing.T) {
	t.Parallel()
	good := with("site", func(i *servicemap.Item) { i.NL = "Webstek" })
	alter := func(id string, do func(*servicemap.Item)) []servicemap.Item { return []servicemap.Item{with(id, do)} }
	for _, c := range []struct {
		name   string
		put    []servicemap.Item
		remove []string
		want   []string
	}{
		{"nothing", nil, nil, []string{"put map_unchanged"}},
		{"what stands there", alter("site", func(*servicemap.Item) {}), nil, []string{"put map_unchanged"}},
		{"without a name", alter("site", func(i *servicemap.Item) { i.NL = " " }), nil, []string{"put[0].nl required"}},
		{"a bad kind", alter("site", func(i *servicemap.Item) { i.Kind = "thing" }), nil, []string{"put[0].kind choose_option"}},
		{"a bad ID", alter("Site 1", func(i *servicemap.Item) { i.Kind, i.NL = servicemap.CI, "S" }), nil, []string{"put[0].id bad_item_id"}},
		{"a long name", alter("site", func(i *servicemap.Item) { i.EN = strings.Repeat("x", 161) }), nil, []string{"put[0].en too_long"}},
		{"a team of nobody", alter("site", func(i *servicemap.Item) { i.Team = "net" }), nil, []string{"put[0].provider team_without_provider"}},
		{"a whole that does not exist", alter("site", func(i *servicemap.Item) { i.Parent = "gone" }), nil, []string{"put[0].parent no_such_item"}},
		{"a part of itself", alter("site", func(i *servicemap.Item) { i.Parent = "site" }), nil, []string{"put[0].parent part_of_itself"}},
		{"a whole in its part", alter("counter", func(i *servicemap.Item) { i.Parent = "site" }), nil, []string{"put[0].parent part_of_itself"}},
		{"depends on nothing that exists", alter("site", func(i *servicemap.Item) { i.DependsOn = []string{"mail", "gone"} }), nil, []string{"put[0].dependsOn[1] no_such_item"}},
		{"depends on itself", alter("site", func(i *servicemap.Item) { i.DependsOn = []string{"site"} }), nil, []string{"put[0].dependsOn[0] depends_in_circle"}},
		{"depends in a circle", alter("cluster", func(i *servicemap.Item) { i.DependsOn = []string{"database"} }), nil, []string{"put[0].dependsOn[0] depends_in_circle"}},
		{"depends twice", alter("site", func(i *servicemap.Item) { i.DependsOn = []string{"mail", "mail"} }), nil, []string{"put[0].dependsOn[1] named_twice"}},
		{"the same item twice", []servicemap.Item{good, good}, nil, []string{"put[1].id named_twice"}},
		{"taken away and put", []servicemap.Item{good}, []string{"site"}, []string{"remove[0] named_twice"}},
		{"taken away twice", nil, []string{"mail", "mail"}, []string{"remove[1] named_twice"}},
		{"taken away what is not there", []servicemap.Item{good}, []string{"gone"}, []string{"remove[0] no_such_item"}},
		{"taken away what others need", nil, []string{"cluster"}, []string{"remove[0] still_needed"}},
		{"taken away a whole and not its parts", nil, []string{"counter", "site"}, []string{"remove[0] still_needed"}},
		{"two things at once", []servicemap.Item{with("site", func(i *servicemap.Item) { i.NL, i.Parent = "", "gone" })}, nil,
			[]string{"put[0].nl required", "put[0].parent no_such_item"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			err := servicemap.Edition{Seen: 1, Put: c.put, Remove: c.remove, Reason: "x"}.Check(servicemap.State{Number: 1, Items: items()})
			r, ok := casework.RefusalOf(err)
			require.True(t, ok, "%v", err)
			var got []string
			for _, f := range r.Fields {
				got = append(got, f.Field+" "+f.Code)
			}
			require.Equal(t, c.want, got)
		})
	}
	require.NoError(t, servicemap.Edition{Seen: 1, Remove: []string{"counter", "site", "database"}, Reason: "x"}.Check(servicemap.State{Number: 1, Items: items()}))
	require.ErrorContains(t, servicemap.Edition{Seen: 1, Put: []servicemap.Item{good}}.Check(servicemap.State{Number: 1, Items: items()}), "reason required")
}

func TestAMapHasABound(t *testing.T) {
	t.Parallel()
	var put []servicemap.Item
	for i := range topology.MostItems + 1 {
		put = append(put, servicemap.Item{ID: fmt.Sprintf("i%d", i), Kind: servicemap.CI, NL: "I"})
	}
	require.ErrorContains(t, servicemap.Edition{Put: put, Reason: "x"}.Check(servicemap.State{}), "put too_many")
	require.NoError(t, servicemap.Edition{Put: put[1:], Reason: "x"}.Check(servicemap.State{}))
}

// Sentence 5 (B-36): what is planned on anything near looks again, by the map as it
// was and as it is.
func TestWhatIsPlannedNearAnEditedItemLooksAgain(t *testing.T) {
	t.Parallel()
	c := opened(t, nil, 0)
	at(c, "03 09:00", func() { edits(c, []servicemap.Item{with("database", func(i *servicemap.Item) { i.DependsOn = nil })}) })
	at(c, "03 09:01", func() { edits(c, []servicemap.Item{with("mail", func(i *servicemap.Item) { i.NL = "E-mail" })}) })
	c.Run()
	require.Equal(t, [][]string{{"cluster", "counter", "database", "site"}, {"mail"}}, asked(c))
	var errands []string
	for _, e := range c.Ledger.Events() {
		for _, x := range e.Effects.Errands {
			if !x.Done {
				errands = append(errands, x.ID+" "+x.Activity)
			}
		}
	}
	require.Equal(t, []string{"touched/2 " + record.TouchedActivity, "touched/3 " + record.TouchedActivity}, errands)
}
