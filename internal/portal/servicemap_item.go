package portal

import (
	"fmt"
	"net/http"
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
	// Seen is the version that the form began from.
	Seen string
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
	return v.showMapItem(own, "", newForm("seen", strconv.Itoa(own.Number), "kind", topology.CI))
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
		"dependsOn", strings.Join(item.DependsOn, " "), "provider", item.Provider, "team", item.Team)
	for name, on := range map[string]bool{"confidential": item.Confidential, "endToEnd": item.EndToEnd} {
		if on {
			f.Values.Set(name, "yes")
		}
	}
	return v.showMapItem(own, item.ID, f)
}

func (v *visit) showMapItem(own servicemap.State, id string, f Form) error {
	title, action := v.text.T("servicemap.new.title"), "/servicemap/new"
	item, there := own.Items[id]
	if there {
		title, action = v.text.T("servicemap.edit.title", "Name", item.Name(v.text.Lang())), "/servicemap/items/"+id
	}
	page := &mapItemPage{Page: v.page(title), Form: v.sheet(f), Action: action, Seen: f.Value("seen"), Removable: there}
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
			return v.showMapItem(own, id, f)
		}
	}
	v.process = servicemap.Name
	_, err = p.service.EditServiceMap(v.r.Context(), v.who, ref, f.Key, e)
	if err != nil {
		if !v.refused(&f, err, mapPaths) {
			return err
		}
		if r, ok := casework.RefusalOf(err); ok && r.Code == casework.CodeStale {
			// What was typed stays; it now begins from the map as it stands.
			f.Problem = v.text.T("servicemap.stale")
			f.Values.Set("seen", strconv.Itoa(own.Number))
		}
		return v.showMapItem(own, id, f)
	}
	v.done("servicemap.done", "Version", e.Seen+1)
	v.redirect("/servicemap")
	return nil
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

// mapImportPage is the form for a file, with what is wrong with it or what it changes.
type mapImportPage struct {
	Page
	Form   Sheet
	Fields []Field
	Lead   string
	// Faults by line; or Changes that the file makes, for the second step.
	Summary string
	Faults  []mapFault
	Nothing bool
	Changes []mapChange
	// File and Seen go along to the second step.
	File, Seen string
	Reason     Field
}

type mapFault struct {
	Line         int
	Column, Text string
}

// mapChange is a group of items that are added, changed or removed.
type mapChange struct {
	Text  string
	Names string
}

var mapImportShape = newShape("servicemap_import", &mapImportPage{})

func (p *portal) mapImport(v *visit) error {
	if _, _, err := v.theMap(); err != nil {
		return err
	}
	return show(v, http.StatusOK, mapImportShape, v.mapImportPage(newForm("whole", "part")))
}

func (v *visit) mapImportPage(f Form) *mapImportPage {
	page := &mapImportPage{Page: v.page(v.text.T("servicemap.import.title")), Form: v.sheet(f), Lead: v.text.T("servicemap.import.lead", "Columns", strings.Join(topology.Columns, ", ")),
		File: f.Value("file"), Seen: f.Value("seen")}
	page.Fields = []Field{page.Form.Radio("whole", "servicemap.whole", []Choice{{Value: "part", Text: v.text.T("servicemap.whole.part")}, {Value: "whole", Text: v.text.T("servicemap.whole.whole")}})}
	page.Reason = page.Form.Area("reason", "servicemap.reason", 2)
	return page
}
