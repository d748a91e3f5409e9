package portal

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/internal/topology"
	"termijn/workflows/freeze"
)

// planOf is a plan, by the name that pages of freezes use.
type planOf = record.Plan

// freezeItems are the boxes for the items of a freeze.
type freezeItems struct {
	*Page
	Items []Field
	Error string
	Hint  string
}

// itemBoxes are a box for every item that the reader can announce something of.
func (v *visit) itemBoxes(page *Page, s Sheet) (*freezeItems, error) {
	on, _, err := v.portal.service.Topology(v.r.Context(), v.who)
	if err != nil {
		return nil, err
	}
	boxes := &freezeItems{Page: page, Error: s.Error("items"), Hint: page.T("freeze.items.hint")}
	for _, c := range mapChoices(on, page.Lang(), func(i topology.Item) bool { return v.who.Kind != "provider" || i.Provider == v.who.Org }) {
		boxes.Items = append(boxes.Items, s.named(s.Check("item."+c.Value, "freeze.items"), c.Text))
	}
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

// freezeNewPage is the form with which a freeze or maintenance is announced.
type freezeNewPage struct {
	Page
	Form    Sheet
	Kinds   *Field
	Fields  []Field
	Boxes   *freezeItems
	Ticks   []Field
	Checked bool
	Touched touchedChanges
}

var freezeNewShape = newShape("freeze_new", &freezeNewPage{})

func (p *portal) freezeNew(v *visit) error {
	f := newForm("kind", freeze.Freeze, "emergencies", "yes")
	if !v.who.May(identity.OpenFreeze, nil) {
		f = newForm("kind", freeze.Maintenance)
	}
	return v.showFreezeForm(f, nil)
}

func (v *visit) showFreezeForm(f Form, touched *app.Touched) error {
	if !v.who.May(identity.OpenMaintenance, nil) {
		return app.ErrForbidden
	}
	freezes := v.who.May(identity.OpenFreeze, nil)
	title := "freeze.new.maintenance"
	if freezes {
		title = "freeze.new.freeze"
	}
	page := &freezeNewPage{Page: v.page(v.text.T(title)), Form: v.sheet(f)}
	s := page.Form
	if freezes {
		var kinds []Choice
		for _, k := range freeze.Kinds {
			kinds = append(kinds, Choice{Value: k, Text: v.text.T("freeze.kind." + k), Hint: v.text.T("freeze.kind." + k + ".hint")})
		}
		field := s.Radio("kind", "freeze.kind", kinds)
		page.Kinds = &field
		page.Ticks = []Field{s.Check("emergencies", "freeze.emergencies")}
	}
	page.Fields = []Field{s.Field("title", "freeze.title"), s.Area("reason", "freeze.reason", 3),
		s.make("time", "from", "freeze.from").Optional(), s.make("time", "to", "freeze.to")}
	var err error
	if page.Boxes, err = v.itemBoxes(&page.Page, s); err != nil {
		return err
	}
	if touched != nil {
		page.Checked, page.Touched = true, touchedView(&page.Page, *touched, true)
	}
	return show(v, f.status(), freezeNewShape, page)
}

// freezeOpen announces it, or shows first what it touches.
func (p *portal) freezeOpen(v *visit) error {
	f, err := v.readForm()
	if err != nil {
		return err
	}
	in := &entries{Form: &f, say: v.text}
	a := freeze.Announcement{Kind: in.Value("kind"), Title: in.Value("title"), Reason: in.Value("reason"), Items: tickedItems(&f)}
	if !v.who.May(identity.OpenFreeze, nil) {
		a.Kind = freeze.Maintenance
	}
	a.Emergencies = a.Kind == freeze.Freeze && in.Has("emergencies", "yes")
	// What lacks, the process says.
	if in.Value("from") != "" {
		a.From = in.instant("from")
	}
	if in.Value("to") != "" {
		a.To = in.instant("to")
	}
	if !f.OK() {
		return v.showFreezeForm(f, nil)
	}
	if f.Value("do") == "check" {
		return v.checkFreeze(f, a)
	}
	v.process = freeze.Name
	receipt, err := p.service.OpenFreeze(v.r.Context(), v.who, f.Key, a)
	if err != nil {
		if !v.refused(&f, err, itemPaths(f)) {
			return err
		}
		return v.showFreezeForm(f, nil)
	}
	v.sent(freeze.Name, "open", f, receipt)
	return nil
}

// checkFreeze shows the form again with what the announcement would touch.
func (v *visit) checkFreeze(f Form, a freeze.Announcement) error {
	if a.From.IsZero() {
		a.From = v.now
	}
	provider := ""
	if v.who.Kind == "provider" {
		provider = v.who.Org
	}
	if !a.From.Before(a.To) {
		f.Wrong("to", v.text.T("field.must_be_after_from"))
		return v.showFreezeForm(f, nil)
	}
	touched, err := v.portal.service.TouchedBy(v.r.Context(), v.who, "", freeze.Opened(a, provider).Plan())
	if err != nil {
		return err
	}
	return v.showFreezeForm(f, &touched)
}

// touchedChanges are the planned changes that something touches, for its part of a page.
type touchedChanges struct {
	Page *Page
	Live bool
	// Count in words; Rows those that the reader may see; Others counts the rest in words.
	Count, Others string
	Rows          []touchedRow
}

type touchedRow struct{ Path, Title, Ref, Stage string }

func touchedView(page *Page, t app.Touched, live bool) touchedChanges {
	c := touchedChanges{Page: page, Live: live, Count: page.T("freeze.touches.none")}
	if t.Count > 0 {
		c.Count = page.T("freeze.touches", "Count", t.Count)
	}
	for _, row := range t.Changes {
		c.Rows = append(c.Rows, touchedRow{casePath(row.Ref), row.Title, row.Ref, titled(page.Printer, "stage."+row.Process+".", row.Stage)})
	}
	if n := t.Count - len(t.Changes); n > 0 && len(t.Changes) > 0 {
		c.Others = page.T("freeze.touches.others", "Count", n)
	}
	return c
}

// fillFreeze begins an update with the window and the items as they stand.
func fillFreeze(r freezeReader, _ string) Form {
	f := newForm("from", onWall(r.own.From), "to", onWall(r.own.To))
	for _, id := range r.own.Items {
		f.Values.Set("item."+id, "yes")
	}
	return f
}

// drawFreeze adds the boxes for the items.
func drawFreeze(page *commandPage, r freezeReader) {
	boxes := &freezeItems{Page: &page.Page, Error: page.Form.Error("items"), Hint: page.T("freeze.items.hint")}
	for _, c := range mapChoices(r.on, page.Lang(), func(i topology.Item) bool { return r.own.Provider == "" || i.Provider == r.own.Provider }) {
		boxes.Items = append(boxes.Items, page.Form.named(page.Form.Check("item."+c.Value, "freeze.items"), c.Text))
	}
	page.Own = *boxes
}

// readFreeze leaves out what was not changed.
func readFreeze(in *entries, r freezeReader) freeze.Update {
	m := freeze.Update{Reason: in.Value("reason")}
	if in.Value("from") != "" && in.Value("from") != onWall(r.own.From) {
		m.From = in.instant("from")
	}
	if in.Value("to") != "" && in.Value("to") != onWall(r.own.To) {
		m.To = in.instant("to")
	}
	if items := tickedItems(in.Form); !slices.Equal(items, slices.Sorted(slices.Values(r.own.Items))) {
		m.Items = items
	}
	return m
}

// freezeListPage lists freezes and maintenance windows.
type freezeListPage struct {
	Page
	Filter  Sheet
	Open    []Choice
	Rows    []freezeItem
	Actions []action
	Next    string
}

type freezeItem struct{ Ref, Path, Title, Kind, Stage, Items, When string }

var freezeListShape = newShape("freeze_list", &freezeListPage{})

func (p *portal) freezeList(v *visit) error {
	open := v.query("open")
	if open != "all" {
		open = "open"
	}
	filter := ledger.CaseFilter{Process: freeze.Name, Sort: "opened"}
	if open == "open" {
		filter.Open = "open"
	}
	rows, next, err := p.service.Cases(v.r.Context(), v.who, filter, ledger.Page{Limit: 50, Cursor: v.query("from")})
	if err != nil {
		return err
	}
	page := &freezeListPage{Page: v.page(v.text.T("nav.freezes")), Filter: v.sheet(Form{Values: v.r.URL.Query()}), Actions: v.scheduleActions(),
		Open: []Choice{{Value: "open", Text: v.text.T("freeze.list.open")}, {Value: "all", Text: v.text.T("freeze.list.all")}}}
	if next != "" {
		page.Next = "/freezes?" + url.Values{"open": {open}, "from": {next}}.Encode()
	}
	on, _, err := p.service.Topology(v.r.Context(), v.who)
	if err != nil {
		return err
	}
	for _, row := range rows {
		own, err := app.FreezeOf(row)
		if err != nil {
			return err
		}
		page.Rows = append(page.Rows, freezeItem{Ref: row.Ref, Path: casePath(row.Ref), Title: row.Title, Kind: v.text.T("freeze.kind." + own.Kind), Stage: v.stageText(row),
			Items: itemNames(&page.Page, on, own.Items, own.Everything()), When: windowText(v.text, own.From, own.To)})
	}
	return show(v, http.StatusOK, freezeListShape, page)
}
