package portal

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/internal/topology"
	"termijn/workflows/servicemap"
)

// serviceMapProcess is the service map's case as the portal knows it (B-17). It is
// edited on pages of its own.
var serviceMapProcess = process{
	name:   servicemap.Name,
	stages: []string{servicemap.Kept},
	view: readAs(func(_ *visit, c caseReader, own servicemap.State) caseView {
		return serviceMapReader{caseReader: c, own: own}
	}),
	caseShape: newCaseShape[serviceMapContent]("servicemap_case"),
	links: func(v *visit) []NavLink {
		if !v.mayEditMap() {
			return nil
		}
		return []NavLink{{Path: "/servicemap", Text: v.text.T("nav.servicemap")}}
	},
}

func (p *portal) serviceMapRoutes(r chi.Router) {
	p.register(serviceMapProcess)
	r.Get("/servicemap", p.signedIn(p.mapList))
	r.Get("/servicemap/export.csv", p.signedIn(p.mapExport))
	r.Get("/servicemap/new", p.signedIn(p.mapNew))
	r.Post("/servicemap/new", p.signedIn(p.mapPut))
	r.Get("/servicemap/items/{item}", p.signedIn(p.mapItem))
	r.Post("/servicemap/items/{item}", p.signedIn(p.mapPut))
	r.Get("/servicemap/import", p.signedIn(p.mapImport))
	r.Post("/servicemap/import", p.signedIn(p.mapImported))
}

// mayEditMap reports whether the reader edits the map. The map's case belongs to no
// Client and no provider.
func (v *visit) mayEditMap() bool {
	return v.who.May(identity.Action(servicemap.Name+"."+servicemap.Edit.Name), nil)
}

// serviceMapReader reads the map's case.
type serviceMapReader struct {
	caseReader
	own servicemap.State
}

// serviceMapContent is what the page of the map's case shows of its own.
type serviceMapContent struct {
	*Page
	Version, Count string
}

func (r serviceMapReader) waiting() string { return r.say.T("servicemap.wait.kept") }

func (r serviceMapReader) content(page *Page) any {
	return serviceMapContent{Page: page, Version: r.say.T("servicemap.version", "Number", r.own.Number, "Since", r.say.DateTime(r.own.Since)),
		Count: r.say.T("servicemap.count", "Count", len(r.own.Items))}
}

// mapPage lists what is on the map, parts under what they are a part of.
type mapPage struct {
	Page
	Filter  Sheet
	Count   string
	Rows    []mapRow
	CanEdit bool
	// Case is for those who see the map's case.
	Case string
}

type mapRow struct {
	ID, Name, Kind, Path, Parent, DependsOn, Keeper string
	Confidential, EndToEnd                          bool
	// Depth is how deep it stands under a whole.
	Depth []struct{}
}

var mapShape = newShape("servicemap_list", &mapPage{})

func (p *portal) mapList(v *visit) error {
	on, ref, err := p.service.Topology(v.r.Context(), v.who)
	if err != nil {
		return err
	}
	names, err := p.service.Names(v.r.Context())
	if err != nil {
		return err
	}
	page := &mapPage{Page: v.page(v.text.T("process.servicemap")), Filter: v.sheet(Form{Values: v.r.URL.Query()}), CanEdit: ref != "" && v.mayEditMap(), Case: ref,
		Count: v.text.T("servicemap.count", "Count", len(on.Items()))}
	page.Wide = true
	for _, item := range inTree(on, v.text.Lang()) {
		if !strings.Contains(strings.ToLower(item.NL+" "+item.EN+" "+item.ID), strings.ToLower(v.query("text"))) {
			continue
		}
		row := mapRow{ID: item.ID, Name: item.Name(v.text.Lang()), Kind: v.text.T("servicemap.kind." + item.Kind), Confidential: item.Confidential, EndToEnd: item.EndToEnd,
			Keeper: names[item.Provider], Depth: make([]struct{}, len(on.Wholes(item.ID))-1)}
		if page.CanEdit {
			row.Path = "/servicemap/items/" + item.ID
		}
		if item.Parent != "" {
			row.Parent = on.Name(item.Parent, v.text.Lang())
		}
		var needs []string
		for _, id := range item.DependsOn {
			needs = append(needs, on.Name(id, v.text.Lang()))
		}
		row.DependsOn = strings.Join(needs, ", ")
		if team, ok := p.service.Policy.Incident.Team(item.Team); ok {
			row.Keeper += " – " + either(v.text, team.NL, team.EN)
		}
		page.Rows = append(page.Rows, row)
	}
	return show(v, http.StatusOK, mapShape, page)
}

// inTree are the items of a map, parts right after what they are a part of.
func inTree(on *topology.Map, language string) []topology.Item {
	under := map[string][]topology.Item{}
	for _, i := range on.Items() {
		parent := i.Parent
		if _, there := on.Item(parent); !there {
			parent = ""
		}
		under[parent] = append(under[parent], i)
	}
	var all []topology.Item
	var walk func(parent string)
	walk = func(parent string) {
		items := under[parent]
		delete(under, parent)
		slices.SortFunc(items, func(a, b topology.Item) int {
			return cmp.Or(cmp.Compare(rankOfItem(a), rankOfItem(b)), cmp.Compare(a.Name(language), b.Name(language)), cmp.Compare(a.ID, b.ID))
		})
		for _, i := range items {
			all = append(all, i)
			walk(i.ID)
		}
	}
	walk("")
	return all
}

// mapExport sends the map as the reader may read it.
func (p *portal) mapExport(v *visit) error {
	on, _, err := p.service.Topology(v.r.Context(), v.who)
	if err != nil {
		return err
	}
	h := v.w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="servicemap.csv"`)
	h.Set("Cache-Control", "no-store")
	if err := topology.WriteCSV(v.w, on.Items()); err != nil {
		v.logError(fmt.Errorf("send map: %w", err)) // the reader went away
	}
	return nil
}

// theMap is the map for its editor; who may not edit it is refused.
func (v *visit) theMap() (own servicemap.State, ref string, err error) {
	if !v.mayEditMap() {
		return own, "", app.ErrForbidden
	}
	_, ref, err = v.portal.service.Topology(v.r.Context(), v.who)
	if err != nil {
		return own, "", err
	}
	row, err := v.portal.service.Case(v.r.Context(), v.who, ref)
	if err != nil {
		return own, "", err
	}
	return own, ref, json.Unmarshal(row.View, &own)
}
