package portal

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"termijn/internal/app"
	"termijn/internal/topology"
	"termijn/workflows/freeze"
)

// freezeItems are the boxes for the items of a freeze, provider by provider.
type freezeItems struct {
	*Page
	Groups []itemBoxGroup
	// Everything is the box for all of them, where there is one.
	Everything *Field
	Error      string
	Hint       string
}

// itemBoxGroup are the boxes of what one provider runs, under its name.
type itemBoxGroup struct {
	Name  string
	Items []Field
}

// boxesByProvider puts a box for each item under the name of who runs it; what nobody runs comes
// last, and after it what a freeze holds for and has left the map.
func boxesByProvider(page *Page, s Sheet, on *topology.Map, names map[string]string, ticked []string, want func(topology.Item) bool) []itemBoxGroup {
	byProvider := map[string]*itemBoxGroup{}
	var order []string
	put := func(provider, name, id, text string) {
		if byProvider[provider] == nil {
			byProvider[provider] = &itemBoxGroup{Name: name}
			order = append(order, provider)
		}
		g := byProvider[provider]
		g.Items = append(g.Items, s.named(s.Check("item."+id, "freeze.item"), text))
	}
	for _, c := range mapChoices(on, page.Lang(), want) {
		provider := on.Provider(c.Value)
		put(provider, cmp.Or(names[provider], page.T("freeze.items.nobodys")), c.Value, c.Text)
	}
	slices.SortStableFunc(order, func(a, b string) int {
		return cmp.Or(cmp.Compare(rankOfNone(a), rankOfNone(b)), cmp.Compare(names[a], names[b]))
	})
	for _, id := range ticked {
		if _, there := on.Item(id); !there && id != app.HiddenItem {
			put("gone", page.T("freeze.items.gone"), id, on.Name(id, page.Lang()))
		}
	}
	var groups []itemBoxGroup
	for _, provider := range order {
		groups = append(groups, *byProvider[provider])
	}
	return groups
}

// rankOfNone puts what has no provider behind what has one.
func rankOfNone(provider string) int {
	if provider == "" {
		return 1
	}
	return 0
}

// itemBoxes are a box for every item that the reader can announce something of.
func (v *visit) itemBoxes(page *Page, s Sheet) (*freezeItems, error) {
	on, _, err := v.portal.service.Topology(v.r.Context(), v.who)
	if err != nil {
		return nil, err
	}
	boxes := &freezeItems{Page: page, Error: s.Error("items"), Hint: page.T("freeze.items.hint")}
	names, err := v.portal.service.Names(v.r.Context())
	if err != nil {
		return nil, err
	}
	boxes.Groups = boxesByProvider(page, s, on, names, nil, func(i topology.Item) bool { return v.who.Kind != "provider" || i.Provider == v.who.Org })
	if v.who.Kind == "provider" {
		boxes.Hint = page.T("freeze.items.own")
	}
	return boxes, nil
}

// tickedItems are the items whose boxes were ticked, in order.
func tickedItems(f *Form) []string {
	var all []string
	for name := range f.Values {
		if id, ok := strings.CutPrefix(name, "item."); ok && f.Has(name, "yes") {
			all = append(all, id)
		}
	}
	slices.Sort(all)
	return all
}

// itemPaths lead what is wrong with one of the items to the boxes.
func itemPaths(Form) map[string]string {
	paths := map[string]string{}
	for i := range 200 {
		paths[fmt.Sprintf("items[%d]", i)] = "items"
	}
	return paths
}

// drawFreeze adds the boxes for the items.
func drawFreeze(page *commandPage, r freezeReader) {
	boxes := &freezeItems{Page: &page.Page, Error: page.Form.Error("items"), Hint: page.T("freeze.items.hint")}
	if r.own.Kind == freeze.Freeze {
		everything := page.Form.Check("everything", "freeze.everything")
		boxes.Everything, boxes.Hint = &everything, page.T("freeze.items.update.hint")
	}
	boxes.Groups = boxesByProvider(&page.Page, page.Form, r.on, r.Names, r.own.Items, func(i topology.Item) bool { return r.own.Provider == "" || i.Provider == r.own.Provider })
	page.Own = *boxes
}
