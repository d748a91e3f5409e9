package portal

import (
	"net/url"
	"slices"
	"time"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/workflows/change"
	"termijn/workflows/standard"
)

// changeKindPage asks what kind of change it is.
type changeKindPage struct {
	Page
	Kinds []kindChoice
}

// kindChoice is a kind of change, what it is in a sentence, and the way to its form.
type kindChoice struct{ Path, Name, Hint string }

var changeKindShape = newShape("change_kind", &changeKindPage{})

// changeNew asks for the kind of a new change, and shows its form when it is known.
func (p *portal) changeNew(v *visit) error {
	if !v.who.May(identity.OpenChange, nil) {
		return app.ErrForbidden
	}
	kind := v.query("kind")
	if !slices.Contains(change.Kinds, kind) {
		page := &changeKindPage{Page: v.page(v.text.T("change.new"))}
		for _, k := range change.Kinds {
			page.Kinds = append(page.Kinds, kindChoice{"/changes/new?" + url.Values{"kind": {k}}.Encode(), capital(v.text.T("change.kind." + k)), v.text.T("change.kind." + k + ".hint")})
		}
		return show(v, 200, changeKindShape, page)
	}
	f := formOfPlanned(v.beginning(kind))
	f.Values.Set("kind", kind)
	f.Values.Set("incident", v.query("incident"))
	f.Values.Set("template", v.query("template"))
	return v.showNewChange(f)
}

// beginsIn is how far ahead the window of a new emergency begins, and lasts how long it is
// when nobody says otherwise.
const (
	beginsIn = 30 * time.Minute
	lasts    = 4 * time.Hour
)

// beginning is a new change of a kind before anything was typed: an emergency's window
// begins soon.
func (v *visit) beginning(kind string) change.Content {
	if kind != change.Emergency {
		return change.Content{}
	}
	from := v.now.Add(beginsIn).Truncate(15 * time.Minute)
	return change.Content{From: from, To: from.Add(lasts)}
}

// newSteps are the steps that a new change of a kind asks for: a draft begins with
// what it is, and an emergency, handed in at once, with everything.
func newSteps(kind string) []string {
	if kind == change.Emergency {
		return changeSteps
	}
	return []string{stepWhat}
}

func (v *visit) showNewChange(f Form) error {
	kind := f.Value("kind")
	e := &changeEditor{Page: v.page(v.text.T("change.new." + kind)), kind: kind, Form: v.sheet(f), Action: "/changes/new", Back: "/changes",
		Lead: v.text.T("change.kind." + kind + ".hint"), Send: v.text.T("change.send.open")}
	if kind == change.Emergency {
		e.Send, e.Later = v.text.T("change.send.call"), v.text.T("change.send.draft")
	}
	var err error
	if e.changeChoices, err = v.changeChoices(kind, v.who.Org, change.Content{}); err != nil {
		return err
	}
	for _, step := range newSteps(kind) {
		e.Sections = append(e.Sections, e.section(step))
	}
	return show(v, f.status(), changeEditorShape, e)
}

// templateChoices are the standard changes of the reader's organisation in force.
func (v *visit) templateChoices() ([]Choice, error) {
	all, err := v.portal.service.Standards(v.r.Context(), v.who, standard.Template)
	if err != nil {
		return nil, err
	}
	var choices []Choice
	for _, s := range all {
		choices = append(choices, Choice{Value: s.Ref, Text: s.Text.Name, Hint: s.Text.Why})
	}
	return choices, nil
}

// follows gives a content that follows a standard change the version in force, and
// returns what that says; nil when it follows none that is in force.
func (v *visit) follows(c change.Content) (change.Content, *standard.Text, error) {
	if c.Template == "" {
		c.TemplateVersion = 0
		return c, nil, nil
	}
	all, err := v.portal.service.Standards(v.r.Context(), v.who, standard.Template)
	if err != nil {
		return c, nil, err
	}
	for _, s := range all {
		if s.Ref == c.Template {
			c.TemplateVersion = s.Number
			return c, &s.Text, nil
		}
	}
	return c, nil, nil
}

// begunFrom fills a new content with what its standard change says of it.
func begunFrom(c change.Content, t standard.Text) change.Content {
	c.Items, c.Steps, c.Impact, c.Risk = t.Items, t.Steps, t.Impact, t.Risk
	c.TestPlan, c.BackOut.Plan, c.Communication = t.TestPlan, t.BackOut, t.Communication
	return c
}

// changeOpen opens a draft, or calls the E-CAB for an emergency.
func (p *portal) changeOpen(v *visit) error {
	if !v.who.May(identity.OpenChange, nil) {
		return app.ErrForbidden
	}
	f, err := v.readForm()
	if err != nil {
		return err
	}
	kind := f.Value("kind")
	if !slices.Contains(change.Kinds, kind) {
		return errForm
	}
	v.process = change.Name
	c := readPlanned(&entries{Form: &f, say: v.text}, change.Content{}, newSteps(kind)...)
	if kind == change.Standard && c.Template == "" {
		f.Wrong("template", v.text.T("bulk.choose"))
	}
	if !f.OK() {
		return v.showNewChange(f)
	}
	c, text, err := v.follows(c)
	if err != nil {
		return err
	}
	if text != nil {
		c = begunFrom(c, *text)
	}
	receipt, err := p.service.OpenChange(v.r.Context(), v.who, f.Key, change.Request{Kind: kind, Content: c, Submit: f.Value("submit") == "yes"})
	if err != nil {
		if !v.refused(&f, err, nil) {
			return err
		}
		renameFields(&f)
		return v.showNewChange(f)
	}
	if f.Value("submit") == "yes" {
		v.done("change.done.call")
		v.redirect(ecabPath(receipt.Ref))
		return nil
	}
	v.done("change.done.open")
	next := stepScope
	if kind == change.Emergency {
		next = stepCheck
	}
	v.redirect(draftPath(receipt.Ref, next))
	return nil
}
