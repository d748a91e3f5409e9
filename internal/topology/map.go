package topology

import (
	"maps"
	"slices"
)

// Map is a map of items that answers what is related. It does not change.
type Map struct {
	items map[string]Item
	// removed are those that are on it no more, as they were.
	removed map[string]Item
	// parts of an item, and what depends on one, by ID.
	parts, dependants map[string][]string
}

// New returns the map of some items.
func New(items map[string]Item) *Map {
	m := &Map{items: items, parts: map[string][]string{}, dependants: map[string][]string{}}
	for _, id := range sortedKeys(items) {
		item := items[id]
		if item.Parent != "" {
			m.parts[item.Parent] = append(m.parts[item.Parent], id)
		}
		for _, on := range item.DependsOn {
			m.dependants[on] = append(m.dependants[on], id)
		}
	}
	return m
}

// Remembering is the map with items that are on it no more, as they were: what refers
// to one can still name it. They are related to nothing.
func (m *Map) Remembering(removed map[string]Item) *Map {
	also := *m
	also.removed = removed
	return &also
}

// Item returns an item and whether it is on the map.
func (m *Map) Item(id string) (Item, bool) {
	i, ok := m.items[id]
	return i, ok
}

// known is an item that is or was on the map.
func (m *Map) known(id string) Item {
	if i, ok := m.items[id]; ok {
		return i
	}
	return m.removed[id]
}

// Name of an item in a language; one that never was on the map is called by its ID.
func (m *Map) Name(id, language string) string {
	if i := m.known(id); i.NL != "" {
		return i.Name(language)
	}
	return id
}

// Confidential reports whether other providers than its own do not learn of an item,
// Provider whose it is; also of one that is on the map no more.
func (m *Map) Confidential(id string) bool { return m.known(id).Confidential }

// Provider is who runs an item.
func (m *Map) Provider(id string) string { return m.known(id).Provider }

// Items lists all, by ID.
func (m *Map) Items() []Item {
	all := make([]Item, 0, len(m.items))
	for _, id := range sortedKeys(m.items) {
		all = append(all, m.items[id])
	}
	return all
}

// Set is a set of items' IDs.
type Set map[string]bool

// List is the set in order.
func (s Set) List() []string { return sortedKeys(s) }

// Parts are items with all that they consist of.
func (m *Map) Parts(ids ...string) Set {
	return reach(ids, func(id string) [][]string { return [][]string{m.parts[id]} })
}

// Wholes are items with all that they are a part of.
func (m *Map) Wholes(ids ...string) Set {
	return reach(ids, func(id string) [][]string { return [][]string{m.parent(id)} })
}

// Impact is what a change of some items can disturb: they and their parts, what
// those are a part of, and what depends on any of it.
func (m *Map) Impact(ids ...string) Set {
	return reach(m.Parts(ids...).List(), func(id string) [][]string { return [][]string{m.parent(id), m.dependants[id]} })
}

// Needs is what can disturb some items when it is changed: the other way round.
func (m *Map) Needs(ids ...string) Set {
	needed := reach(ids, func(id string) [][]string { return [][]string{m.parts[id], m.items[id].DependsOn} })
	return m.Wholes(needed.List()...)
}

// Related are the items of which a change can disturb one of some items, or that
// a change of one of them can disturb.
func (m *Map) Related(ids ...string) Set {
	all := m.Impact(ids...)
	maps.Copy(all, m.Needs(ids...))
	return all
}

// EndToEnd are the services that users know which a change of some items can disturb.
func (m *Map) EndToEnd(ids ...string) Set {
	all := m.Impact(ids...)
	maps.DeleteFunc(all, func(id string, _ bool) bool { return !m.items[id].EndToEnd })
	return all
}

// Near are the items related to some items, and those that can disturb the same
// service that users know.
func (m *Map) Near(ids ...string) Set {
	all := m.Related(ids...)
	maps.Copy(all, m.Needs(m.EndToEnd(ids...).List()...))
	return all
}

// Why two items are related.
const (
	Same      = "same"
	Parent    = "parent"
	Dependent = "dependent"
)

// Relation says why two items are related; empty when they are not.
func (m *Map) Relation(a, b string) string {
	switch {
	case a == b:
		return Same
	case m.Wholes(a)[b] || m.Wholes(b)[a]:
		return Parent
	case m.Impact(a)[b] || m.Impact(b)[a]:
		return Dependent
	}
	return ""
}

func (m *Map) parent(id string) []string {
	if p := m.items[id].Parent; p != "" {
		return []string{p}
	}
	return nil
}

// reach walks from some items along edges; each is visited once.
func reach(from []string, next func(string) [][]string) Set {
	seen := Set{}
	for open := slices.Clone(from); len(open) > 0; {
		id := open[len(open)-1]
		open = open[:len(open)-1]
		if seen[id] {
			continue
		}
		seen[id] = true
		for _, edges := range next(id) {
			open = append(open, edges...)
		}
	}
	return seen
}

// sortedKeys lists a map's keys in order.
//
//workflowcheck:ignore the order in which the map is walked does not matter: the keys are sorted
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
