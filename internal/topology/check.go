package topology

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Bounds of a map and its items: characters, and numbers.
const (
	MostItems     = 2000
	longestName   = 160
	longestID     = 64
	mostDependsOn = 50
)

// Fault is what is wrong with an item of a map.
type Fault struct {
	ID string
	// Field of the item as in its JSON, Code of what is wrong with it, and pairs of
	// the code's arguments.
	Field, Code string
	Args        []string
}

var goodID = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*$`)

// Check names all that is wrong with some items: what they lack, ends that do not
// exist, parts of themselves, dependencies in a circle. In order of the items.
func Check(items map[string]Item) []Fault {
	var all []Fault
	circled := inCircle(items, func(i Item) []string { return i.DependsOn })
	wholes := inCircle(items, func(i Item) []string {
		if i.Parent == "" {
			return nil
		}
		return []string{i.Parent}
	})
	for _, id := range sortedKeys(items) {
		item := items[id]
		note := func(wrong bool, field, code string, args ...string) {
			if wrong {
				all = append(all, Fault{ID: id, Field: field, Code: code, Args: args})
			}
		}
		note(!goodID.MatchString(item.ID) || len(item.ID) > longestID, "id", "bad_item_id", "max", fmt.Sprint(longestID))
		note(item.Kind != Service && item.Kind != CI, "kind", "choose_option", "options", Service+", "+CI)
		note(strings.TrimSpace(item.NL) == "", "nl", "required")
		for _, f := range [][2]string{{"nl", item.NL}, {"en", item.EN}, {"provider", item.Provider}, {"team", item.Team}} {
			note(len(f[1]) > longestName, f[0], "too_long", "max", fmt.Sprint(longestName))
		}
		note(item.Team != "" && item.Provider == "", "provider", "team_without_provider")
		_, there := items[item.Parent]
		note(item.Parent != "" && !there, "parent", "no_such_item", "item", item.Parent)
		note(there && wholes[id], "parent", "part_of_itself")
		note(len(item.DependsOn) > mostDependsOn, "dependsOn", "too_many", "max", fmt.Sprint(mostDependsOn))
		for n, on := range item.DependsOn {
			_, there := items[on]
			note(!there, fmt.Sprintf("dependsOn[%d]", n), "no_such_item", "item", on)
			note(slices.Contains(item.DependsOn[:n], on), fmt.Sprintf("dependsOn[%d]", n), "named_twice", "item", on)
			note(there && circled[id] && circled[on], fmt.Sprintf("dependsOn[%d]", n), "depends_in_circle", "item", on)
		}
	}
	slices.SortStableFunc(all, func(a, b Fault) int {
		return strings.Compare(a.ID+" "+a.Field, b.ID+" "+b.Field)
	})
	return all
}

// inCircle are the items on a circle of edges, or on a way from one circle to
// another. What leads nowhere, and what nothing leads to, is on none.
func inCircle(items map[string]Item, edges func(Item) []string) Set {
	in := Set{}
	for _, id := range sortedKeys(items) {
		in[id] = true
	}
	back := map[string][]string{}
	for _, id := range sortedKeys(items) {
		for _, to := range edges(items[id]) {
			back[to] = append(back[to], id)
		}
	}
	strip(in, func(id string) []string { return edges(items[id]) }, back)
	forth := map[string][]string{}
	for _, id := range sortedKeys(items) {
		forth[id] = edges(items[id])
	}
	strip(in, func(id string) []string { return back[id] }, forth)
	return in
}

// strip takes out, again and again, what has no edge to anything that is left.
func strip(left Set, edges func(string) []string, back map[string][]string) {
	bare := func(id string) bool {
		return left[id] && !slices.ContainsFunc(edges(id), func(to string) bool { return left[to] })
	}
	var open []string
	for _, id := range left.List() {
		if bare(id) {
			open = append(open, id)
		}
	}
	for len(open) > 0 {
		id := open[len(open)-1]
		open = open[:len(open)-1]
		if !left[id] {
			continue
		}
		delete(left, id)
		for _, before := range back[id] {
			if bare(before) {
				open = append(open, before)
			}
		}
	}
}

// Edited are items with some put in and others taken out.
func Edited(items map[string]Item, put []Item, remove []string) map[string]Item {
	next := maps.Clone(items)
	if next == nil {
		next = map[string]Item{}
	}
	for _, id := range remove {
		delete(next, id)
	}
	for _, i := range put {
		next[i.ID] = i
	}
	return next
}

// Difference is what an edit adds, changes and removes, each by ID in order.
type Difference struct {
	Added   []string `json:"added,omitempty"`
	Changed []string `json:"changed,omitempty"`
	Removed []string `json:"removed,omitempty"`
}

// Between is how two maps differ.
func Between(before, after map[string]Item) Difference {
	var d Difference
	for _, id := range sortedKeys(after) {
		was, there := before[id]
		switch {
		case !there:
			d.Added = append(d.Added, id)
		case !was.Equal(after[id]):
			d.Changed = append(d.Changed, id)
		}
	}
	for _, id := range sortedKeys(before) {
		if _, there := after[id]; !there {
			d.Removed = append(d.Removed, id)
		}
	}
	return d
}

// Items are all that differ.
func (d Difference) Items() []string { return slices.Concat(d.Added, d.Changed, d.Removed) }

// Equal reports whether two items are the same in everything.
func (i Item) Equal(o Item) bool {
	return slices.Equal(i.DependsOn, o.DependsOn) && i.ID == o.ID && i.Kind == o.Kind && i.NL == o.NL && i.EN == o.EN && i.Parent == o.Parent &&
		i.Provider == o.Provider && i.Team == o.Team && i.Confidential == o.Confidential && i.EndToEnd == o.EndToEnd
}
