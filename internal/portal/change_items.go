package portal

import (
	"slices"
	"strings"

	"termijn/internal/identity"
	"termijn/internal/topology"
)

// itemMap is the service map.
func (v *visit) itemMap() (*topology.Map, error) {
	on, _, err := v.portal.service.Store.ServiceMap(v.r.Context())
	return on, err
}

// itemReader is the service map as the reader may see it.
func (v *visit) itemReader() (itemReader, error) {
	on, err := v.itemMap()
	if err != nil {
		return itemReader{}, err
	}
	names, err := v.portal.service.Names(v.r.Context())
	return newItemReader(on, v.who, v.text.Lang(), names), err
}

// itemChooser is the service map as boxes to tick, whole by whole.
type itemChooser struct {
	*Page
	// Name of the boxes; Label and Hint are over them, Error is what is wrong.
	Name, Label, Hint, Error string
	Required                 bool
	Groups                   []itemGroup
	// Chosen counts the boxes that are ticked.
	Chosen string
}

// itemGroup is an item of the map that is a part of nothing, with all its parts. Open
// ones have a box that is ticked.
type itemGroup struct {
	ID, Name string
	Open     bool
	Items    []itemChoice
}

// Many reports whether the boxes stand in columns.
func (g itemGroup) Many() bool { return len(g.Items) > 12 }

// itemChoice is a box. About says who runs the item; Depth how deep it is a part.
type itemChoice struct {
	ID, Name, About string
	Depth           int
	Chosen          bool
}

// visibleTo reports whether a reader may know of an item: another provider's
// confidential one does not exist for a provider or a Client (B-36).
func visibleTo(who identity.Principal, i topology.Item) bool {
	return !i.Confidential || who.Kind == "si" || who.Kind == "board" || who.Kind == "provider" && who.Org == i.Provider
}

// chooser draws the service map for a field of a form.
func (r itemReader) chooser(page *Page, s Sheet, name, id string) *itemChooser {
	c := &itemChooser{Page: page, Name: name, Label: page.T(id), Error: s.Error(name), Required: true}
	if page.Has(id + ".hint") {
		c.Hint = page.T(id + ".hint")
	}
	if s.labels != nil {
		s.labels[name] = c.Label
	}
	n := len(keep(s.Values[name], func(v string) bool { return v != "" }))
	c.Chosen = page.T("change.items.chosen", "Count", n)
	var alone []itemChoice
	seen := map[string]bool{}
	for _, root := range r.sorted(r.parts[""]) {
		group := itemGroup{ID: root.ID, Name: root.Name(page.Lang())}
		r.walk(root, 0, func(i topology.Item, depth int) {
			seen[i.ID] = true
			group.Items = append(group.Items, r.choice(s, name, i, depth))
		})
		if len(group.Items) == 1 {
			alone = append(alone, group.Items...)
			continue
		}
		c.Groups = append(c.Groups, group)
	}
	if len(alone) > 0 {
		c.Groups = append(c.Groups, itemGroup{ID: "alone", Name: page.T("change.items.alone"), Items: alone})
	}
	var gone []itemChoice
	for _, id := range s.Values[name] {
		if id != "" && !seen[id] {
			gone = append(gone, itemChoice{ID: id, Name: id, Chosen: true})
		}
	}
	if len(gone) > 0 {
		c.Groups = append(c.Groups, itemGroup{ID: "gone", Name: page.T("change.items.gone"), Items: gone})
	}
	for i, g := range c.Groups {
		c.Groups[i].Open = slices.ContainsFunc(g.Items, func(i itemChoice) bool { return i.Chosen }) || len(c.Groups) == 1
	}
	return c
}

// itemReader reads the service map for one reader.
type itemReader struct {
	lang string
	// names of organisations.
	names map[string]string
	// parts of an item that the reader may know of, by its ID; of none, what is a part of
	// nothing the reader knows of.
	parts map[string][]topology.Item
}

func newItemReader(on *topology.Map, who identity.Principal, lang string, names map[string]string) itemReader {
	r := itemReader{lang: lang, names: names, parts: map[string][]topology.Item{}}
	for _, i := range on.Items() {
		if !visibleTo(who, i) {
			continue
		}
		parent := i.Parent
		if p, ok := on.Item(parent); !ok || !visibleTo(who, p) {
			parent = ""
		}
		r.parts[parent] = append(r.parts[parent], i)
	}
	return r
}

// sorted are items by kind, services first, then by name.
func (r itemReader) sorted(items []topology.Item) []topology.Item {
	return slices.SortedStableFunc(slices.Values(items), func(a, b topology.Item) int {
		if a.Kind != b.Kind {
			return strings.Compare(b.Kind, a.Kind)
		}
		return strings.Compare(strings.ToLower(a.Name(r.lang)), strings.ToLower(b.Name(r.lang)))
	})
}

// walk visits an item and its parts, each part under its whole.
func (r itemReader) walk(i topology.Item, depth int, visit func(topology.Item, int)) {
	visit(i, depth)
	for _, part := range r.sorted(r.parts[i.ID]) {
		r.walk(part, depth+1, visit)
	}
}

func (r itemReader) choice(s Sheet, name string, i topology.Item, depth int) itemChoice {
	return itemChoice{ID: i.ID, Name: i.Name(r.lang), About: r.names[i.Provider], Depth: min(depth, 3), Chosen: s.Has(name, i.ID)}
}

// checkList is a list of boxes to tick.
type checkList struct {
	Name, Label, Hint, Error, OptionalWord string
	Options                                []Choice
}

// checks draws a list of boxes for a field of a form.
func (s Sheet) checks(name, id string, options []Choice) *checkList {
	f := s.make("check", name, id)
	c := &checkList{Name: name, Label: f.Label, Hint: f.Hint, Error: f.Error, OptionalWord: f.OptionalWord}
	for _, o := range options {
		o.Chosen = s.Has(name, o.Value)
		c.Options = append(c.Options, o)
	}
	return c
}
