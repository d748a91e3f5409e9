package topology_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/internal/topology"
)

// sample: a counter for citizens with a web site and a database; the database
// depends on a cluster in a data centre, the desk's telephony on its line.
func sample() *topology.Map {
	return topology.New(map[string]topology.Item{
		"counter":   {ID: "counter", Kind: topology.Service, NL: "Loket", EN: "Counter", EndToEnd: true},
		"site":      {ID: "site", NL: "Website", Parent: "counter"},
		"database":  {ID: "database", NL: "Databank", Parent: "counter", DependsOn: []string{"cluster"}},
		"dc":        {ID: "dc", NL: "Datacenter"},
		"cluster":   {ID: "cluster", NL: "Cluster", Parent: "dc", Confidential: true},
		"firewall":  {ID: "firewall", NL: "Firewall", Parent: "dc"},
		"telephony": {ID: "telephony", NL: "Telefonie", DependsOn: []string{"line", "counter"}, EndToEnd: true},
		"line":      {ID: "line", NL: "Lijn"},
	})
}

func TestWhatAChangeCanDisturb(t *testing.T) {
	t.Parallel()
	m := sample()
	for _, c := range []struct {
		of   string
		want []string
	}{
		{"site", []string{"counter", "site", "telephony"}},
		{"cluster", []string{"cluster", "counter", "database", "dc", "telephony"}},
		{"dc", []string{"cluster", "counter", "database", "dc", "firewall", "telephony"}}, // through its part
		{"firewall", []string{"dc", "firewall"}},                                          // not its siblings
		{"line", []string{"line", "telephony"}},
		{"counter", []string{"counter", "database", "site", "telephony"}},
		{"removed", []string{"removed"}},
	} {
		require.Equal(t, c.want, m.Impact(c.of).List(), c.of)
	}
	require.Equal(t, []string{"counter", "telephony"}, m.EndToEnd("cluster").List())
	require.Empty(t, m.EndToEnd("firewall").List())
	require.Equal(t, []string{"cluster", "counter", "database", "dc", "line", "site", "telephony"}, m.Near("line").List())
}

func TestWhyItemsAreRelated(t *testing.T) {
	t.Parallel()
	m := sample()
	for _, c := range []struct{ a, b, want string }{
		{"site", "site", topology.Same},
		{"removed", "removed", topology.Same},
		{"site", "counter", topology.Parent},
		{"cluster", "database", topology.Dependent},
		{"cluster", "counter", topology.Dependent},
		{"dc", "database", topology.Dependent},
		{"site", "database", ""},
		{"firewall", "database", ""},
		{"site", "cluster", ""},
		{"site", "removed", ""},
	} {
		require.Equal(t, c.want, m.Relation(c.a, c.b), "%s – %s", c.a, c.b)
		require.Equal(t, c.want, m.Relation(c.b, c.a), "%s – %s", c.b, c.a)
	}
}

func drawMap(t *rapid.T) (map[string]topology.Item, []string) {
	n := rapid.IntRange(1, 9).Draw(t, "items")
	var ids []string
	for i := range n {
		ids = append(ids, fmt.Sprintf("i%d", i))
	}
	items := map[string]topology.Item{}
	some := rapid.SampledFrom(append([]string{"", "", "gone"}, ids...))
	for _, id := range ids {
		items[id] = topology.Item{ID: id, Parent: some.Draw(t, "parent"), EndToEnd: rapid.Bool().Draw(t, "end to end"),
			DependsOn: rapid.SliceOfNDistinct(rapid.SampledFrom(append([]string{"gone"}, ids...)), 0, min(3, n), rapid.ID[string]).Draw(t, "depends")}
	}
	return items, append(ids, "gone")
}

// closure is a reflexive and transitive closure the other way: by a matrix of all
// pairs (Warshall), not by walking.
func closure(ids []string, edge func(a, b string) bool) map[[2]string]bool {
	r := map[[2]string]bool{}
	for _, a := range ids {
		for _, b := range ids {
			r[[2]string{a, b}] = a == b || edge(a, b)
		}
	}
	for _, k := range ids {
		for _, a := range ids {
			for _, b := range ids {
				r[[2]string{a, b}] = r[[2]string{a, b}] || r[[2]string{a, k}] && r[[2]string{k, b}]
			}
		}
	}
	return r
}

// Whatever the map, with circles and ends that do not exist: what is related is
// what an independent closure gives, and it is symmetric.
func TestRelationsAreThoseOfAnIndependentClosure(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		items, ids := drawMap(t)
		m := topology.New(items)
		isPart := func(whole, part string) bool { return items[part].Parent == whole }
		down := closure(ids, isPart)
		up := closure(ids, func(a, b string) bool {
			if isPart(b, a) {
				return true
			}
			for _, on := range items[b].DependsOn {
				if on == a {
					return true
				}
			}
			return false
		})
		disturbs := func(a, b string) bool {
			for _, k := range ids {
				if down[[2]string{a, k}] && up[[2]string{k, b}] {
					return true
				}
			}
			return false
		}
		for _, a := range ids {
			for _, b := range ids {
				want := ""
				switch {
				case a == b:
					want = topology.Same
				case down[[2]string{a, b}] || down[[2]string{b, a}]:
					want = topology.Parent
				case disturbs(a, b) || disturbs(b, a):
					want = topology.Dependent
				}
				require.Equal(t, want, m.Relation(a, b))
				require.Equal(t, want, m.Relation(b, a))
				require.Equal(t, disturbs(a, b), m.Impact(a)[b])
				require.Equal(t, disturbs(a, b), m.Needs(b)[a])
				require.Equal(t, want != "", m.Related(a)[b])
				require.Equal(t, disturbs(a, b) && items[b].EndToEnd, m.EndToEnd(a)[b])
				shared := false
				for _, s := range ids {
					shared = shared || items[s].EndToEnd && disturbs(a, s) && disturbs(b, s)
				}
				require.Equal(t, want != "" || shared, m.Near(a)[b])
			}
		}
	})
}
