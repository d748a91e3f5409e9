package portal

import (
	"slices"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/internal/record"
	"termijn/workflows/freeze"
)

// planOf is a plan, by the name that pages of freezes use.
type planOf = record.Plan

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
	if r.own.Everything() {
		f.Values.Set("everything", "yes")
	}
	return f
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
	items := tickedItems(in.Form)
	switch {
	case in.Has("everything", "yes") && r.own.Kind == freeze.Freeze:
		m.Everything = !r.own.Everything()
	case len(items) == 0:
		in.Wrong("items", in.say.T("field.required_item"))
	case !slices.Equal(items, slices.Sorted(slices.Values(r.own.Items))):
		m.Items = items
	}
	return m
}
