package portal

import (
	"encoding/base64"
	"fmt"
	"net/http"

	"termijn/internal/app"
	"termijn/internal/planfile"
	"termijn/workflows/transition"
)

// programmeNewPage is where a programme begins: with a file, a template or by hand.
type programmeNewPage struct {
	Page
	File, Hand Sheet
	Kinds      []Choice
	Clients    []Choice
	Templates  []templateForm
	// Problems are what is wrong with the file, each with its place.
	Problems []planProblem
	FileName string
	// Preview is what was read; nothing is opened yet.
	Preview *planPreview
}

// templateForm asks for what a template leaves open: its start, and who takes which place.
type templateForm struct {
	Sheet
	ID, Title, About string
	Fields           []Field
}

// planProblem is one thing that is wrong with a file, in words.
type planProblem struct{ Place, Text string }

// planPreview is a plan before it is opened, with the file that it was read from.
type planPreview struct {
	Sheet
	Title, FileName, Content string
	Kind                     string
	Facts                    []fact
	Remarks                  []planProblem
	Rows                     []planRow
}

var programmeNewShape = newShape("transition_new", &programmeNewPage{})

// maxPlan bounds a file, in bytes; it goes to and fro with the preview.
const maxPlan = planfile.MaxBytes

func (p *portal) programmeNew(v *visit) error {
	page, err := v.newProgrammePage()
	if err != nil {
		return err
	}
	return show(v, http.StatusOK, programmeNewShape, page)
}

func (v *visit) newProgrammePage() (*programmeNewPage, error) {
	if !v.mayOpenProgramme() {
		return nil, app.ErrForbidden
	}
	page := &programmeNewPage{Page: v.page(v.text.T("programme.new")), File: v.sheet(newForm()),
		Hand: v.sheet(newForm("kind", transition.KindProgramme))}
	for _, k := range transition.Kinds {
		word, _ := wordOf(v.text, transition.Name, "kind", k)
		page.Kinds = append(page.Kinds, Choice{Value: k, Text: word})
	}
	clients, err := v.portal.service.Store.Organisations(v.r.Context(), "client")
	if err != nil {
		return nil, err
	}
	page.Clients = []Choice{{Text: v.text.T("programme.client.none")}}
	for _, o := range clients {
		page.Clients = append(page.Clients, Choice{Value: o.ID, Text: o.Name})
	}
	orgs, err := v.portal.service.Store.Organisations(v.r.Context(), "")
	if err != nil {
		return nil, err
	}
	for _, t := range v.portal.service.PlanTemplates() {
		page.Templates = append(page.Templates, v.templateForm(t, orgs, newForm("template", t.ID)))
	}
	return page, nil
}

// programmeOpen opens a programme by hand, or with the plan that was shown.
func (p *portal) programmeOpen(v *visit) error {
	f, err := v.readForm()
	if err != nil {
		return err
	}
	v.process = transition.Name
	request := transition.Request{Kind: f.Value("kind"), Client: f.Value("client"), Plan: transition.Plan{Title: f.Value("title")}}
	if f.Value("file") != "" {
		text, err := base64.RawURLEncoding.DecodeString(f.Value("file"))
		if err != nil {
			return fmt.Errorf("%w: %w", errForm, err)
		}
		plan, _, err := p.service.ReadPlan(v.r.Context(), v.who, f.Value("name"), text)
		if err != nil {
			return v.showRead(f.Value("name"), text, f, err)
		}
		request.Plan = plan
	}
	receipt, err := p.service.OpenProgramme(v.r.Context(), v.who, f.Key, request)
	if err == nil {
		v.sent(transition.Name, "open", f, receipt)
		return nil
	}
	if !v.refused(&f, err, map[string]string{"plan.title": "title"}) {
		return err
	}
	page, lost := v.newProgrammePage()
	if lost != nil {
		return lost
	}
	page.Hand = v.sheet(f)
	return show(v, f.status(), programmeNewShape, page)
}
