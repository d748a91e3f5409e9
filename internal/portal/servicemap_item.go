package portal

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"termijn/internal/app"
	"termijn/internal/topology"
	"termijn/workflows/casework"
	"termijn/workflows/servicemap"
)

// mapItemPage is the form for one item of the map.
type mapItemPage struct {
	Page
	Form   Sheet
	Action string
	Fields []Field
	// Seen is the version that the form began from, Was the item as it was in it.
	Seen, Was string
	// Changed is how the item stands now otherwise than when the form began.
	Changed []changedView
	// Removable: it is on the map. The second form takes it off.
	Removable bool
	Reason    Field
}

var mapItemShape = newShape("servicemap_item", &mapItemPage{})

func (p *portal) mapNew(v *visit) error {
	own, _, err := v.theMap()
	if err != nil {
		return err
	}
	return v.showMapItem(own, "", newForm("seen", strconv.Itoa(own.Number), "kind", topology.CI), nil)
}

func (p *portal) mapItem(v *visit) error {
	own, _, err := v.theMap()
	if err != nil {
		return err
	}
	item, there := own.Items[v.param("item")]
	if !there {
		return app.ErrNotFound
	}
	f := newForm("seen", strconv.Itoa(own.Number), "id", item.ID, "kind", item.Kind, "nl", item.NL, "en", item.EN, "parent", item.Parent,
		"dependsOn", strings.Join(item.DependsOn, " "), "provider", item.Provider, "team", item.Team, "was", itemText(item))
	for name, on := range map[string]bool{"confidential": item.Confidential, "endToEnd": item.EndToEnd} {
		if on {
			f.Values.Set(name, "yes")
		}
	}
	return v.showMapItem(own, item.ID, f, nil)
}

// itemText keeps an item in a form as it was.
func itemText(item servicemap.Item) string {
	text, err := json.Marshal(item)
	if err != nil {
		panic(err) // an item is texts and booleans
	}
	return string(text)
}

func (v *visit) showMapItem(own servicemap.State, id string, f Form, changed []changedView) error {
	title, action := v.text.T("servicemap.new.title"), "/servicemap/new"
	item, there := own.Items[id]
	if there {
		title, action = v.text.T("servicemap.edit.title", "Name", item.Name(v.text.Lang())), "/servicemap/items/"+id
	}
	page := &mapItemPage{Page: v.page(title), Form: v.sheet(f), Action: action, Seen: f.Value("seen"), Was: f.Value("was"), Changed: changed, Removable: there}
	s, say := page.Form, v.text
	orgs, err := v.portal.service.Keepers(v.r.Context())
	if err != nil {
		return err
	}
	keepers := []Choice{{Text: say.T("servicemap.provider.none")}}
	for _, o := range orgs {
		keepers = append(keepers, Choice{Value: o.ID, Text: o.Name})
	}
	teams := []Choice{{Text: say.T("servicemap.team.none")}}
	for _, t := range v.portal.service.Policy.Incident.Teams {
		teams = append(teams, Choice{Value: t.ID, Text: either(say, t.NL, t.EN)})
	}
	wholes := append([]Choice{{Text: say.T("servicemap.parent.none")}}, mapChoices(topology.New(own.Items), say.Lang(), func(i topology.Item) bool { return i.ID != id })...)
	kinds := []Choice{{Value: topology.Service, Text: say.T("servicemap.kind.service")}, {Value: topology.CI, Text: say.T("servicemap.kind.item")}}
	if !there {
		page.Fields = append(page.Fields, s.Field("id", "servicemap.id"))
	}
	page.Fields = append(page.Fields, s.Radio("kind", "servicemap.kind", kinds), s.Field("nl", "servicemap.nl"), s.Field("en", "servicemap.en").Optional(),
		s.Select("parent", "servicemap.parent", wholes).Optional(), s.Field("dependsOn", "servicemap.dependsOn").Optional(),
		s.Select("provider", "servicemap.provider", keepers).Optional(), s.Select("team", "servicemap.team", teams).Optional(),
		s.Check("endToEnd", "servicemap.endToEnd"), s.Check("confidential", "servicemap.confidential"), s.Area("reason", "servicemap.reason", 2))
	page.Reason = s.Area("reason", "servicemap.reason", 2)
	page.Reason.Prefix = "remove"
	return show(v, f.status(), mapItemShape, page)
}

// mapPut saves an item, or takes it off the map.
func (p *portal) mapPut(v *visit) error {
	f, err := v.readForm()
	if err != nil {
		return err
	}
	own, ref, err := v.theMap()
	if err != nil {
		return err
	}
	id := v.param("item")
	in := &entries{Form: &f, say: v.text}
	e := servicemap.Edition{Seen: in.whole("seen"), Reason: in.Value("reason")}
	switch {
	case id != "" && in.Value("do") == "remove":
		e.Remove = []string{id}
	default:
		item := servicemap.Item{ID: id, Kind: in.Value("kind"), NL: in.Value("nl"), EN: in.Value("en"), Parent: in.Value("parent"),
			DependsOn: strings.Fields(in.Value("dependsOn")), Provider: in.Value("provider"), Team: in.Value("team"),
			Confidential: in.Has("confidential", "yes"), EndToEnd: in.Has("endToEnd", "yes")}
		if id == "" {
			item.ID = in.Value("id")
		}
		e.Put = []servicemap.Item{item}
		if _, there := own.Items[item.ID]; id == "" && there && e.Seen == own.Number {
			f.Wrong("id", v.text.T("field.named_twice", "item", item.ID))
			return v.showMapItem(own, id, f, nil)
		}
	}
	v.process = servicemap.Name
	_, err = p.service.EditServiceMap(v.r.Context(), v.who, ref, f.Key, e)
	if err != nil {
		if !v.refused(&f, err, mapPaths) {
			return err
		}
		if r, ok := casework.RefusalOf(err); ok && r.Code == casework.CodeStale {
			return v.staleMapItem(id, f)
		}
		return v.showMapItem(own, id, f, nil)
	}
	v.done("servicemap.done", "Version", e.Seen+1)
	v.redirect("/servicemap")
	return nil
}

// staleMapItem shows the form again when the map has changed since it began. What was
// typed stays, and sending it again is bound to the map as it stands now; how the item
// itself stands otherwise is shown beside.
func (v *visit) staleMapItem(id string, f Form) error {
	own, _, err := v.theMap()
	if err != nil {
		return err
	}
	f.Values.Set("seen", strconv.Itoa(own.Number))
	now, there := own.Items[id]
	var was servicemap.Item
	known := json.Unmarshal([]byte(f.Value("was")), &was) == nil
	var changed []changedView
	switch {
	case id == "":
		f.Problem = v.text.T("servicemap.stale.other")
	case !there:
		f.Problem = v.text.T("servicemap.stale.gone")
		f.Values.Set("id", id)
	case known && was.Equal(now):
		f.Problem = v.text.T("servicemap.stale.other")
	default:
		f.Problem = v.text.T("servicemap.stale")
		changed = v.mapItemChanges(topology.New(own.Items), was, now)
	}
	if there {
		f.Values.Set("was", itemText(now))
	}
	return v.showMapItem(own, id, f, changed)
}

// mapItemChanges are the fields of an item that read otherwise now.
func (v *visit) mapItemChanges(on *topology.Map, was, now servicemap.Item) []changedView {
	before, after := v.mapItemFields(on, was), v.mapItemFields(on, now)
	var all []changedView
	for i, field := range before {
		if field.Value != after[i].Value {
			all = append(all, changedView{Field: field.Label, Before: orDash(field.Value), Now: orDash(after[i].Value)})
		}
	}
	return all
}

// mapItemFields are the fields of an item in words, always in the same order.
func (v *visit) mapItemFields(on *topology.Map, i servicemap.Item) []fact {
	say := v.text
	yes := func(set bool) string {
		if set {
			return say.T("change.yes")
		}
		return say.T("change.no")
	}
	parent := ""
	if i.Parent != "" {
		parent = on.Name(i.Parent, say.Lang())
	}
	kind := ""
	if i.Kind != "" {
		kind = say.T("servicemap.kind." + i.Kind)
	}
	return []fact{{say.T("servicemap.kind"), kind}, {say.T("servicemap.nl"), i.NL}, {say.T("servicemap.en"), i.EN}, {say.T("servicemap.parent"), parent},
		{say.T("servicemap.dependsOn"), strings.Join(i.DependsOn, " ")}, {say.T("servicemap.provider"), i.Provider}, {say.T("servicemap.team"), i.Team},
		{say.T("servicemap.endToEnd"), yes(i.EndToEnd)}, {say.T("servicemap.confidential"), yes(i.Confidential)}}
}

// mapPaths lead what is wrong with an edition of one item to the fields of its form.
var mapPaths = func() map[string]string {
	paths := map[string]string{"put": "nl", "remove[0]": "reason"}
	for _, field := range slices.Concat(topology.Columns, []string{"id"}) {
		paths["put[0]."+field] = field
	}
	for i := range 100 {
		paths[fmt.Sprintf("put[0].dependsOn[%d]", i)] = "dependsOn"
	}
	return paths
}()
