package portal

import (
	"net/http"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/workflows/template"
)

// The forms with a part of their own.
var (
	templateEditing    = newCommandShape[templateEditor]("template_command")
	templateSubmitting = newCommandShape[templateDecided]("template_submit")
)

// templateForms are the forms of a template's commands.
func (p *portal) templateForms() {
	const name = template.Name
	serve(p, name, commandForm[templateReader, template.Revision]{command: template.Revise, fill: fillTemplate, draw: drawTemplate,
		shape: templateEditing,
		read: func(in *entries, _ templateReader) template.Revision {
			return template.Revision{Texts: readTexts(*in.Form)}
		}})
	serve(p, name, commandForm[templateReader, template.Submission]{command: template.Submit, ask: []ask{askContent("content")},
		shape: templateSubmitting,
		fill:  func(r templateReader, _ string) Form { return newForm("content", draftOf(r).Content) },
		draw: func(page *commandPage, r templateReader) {
			if r.own.Draft != nil {
				page.Own = templateDecided{Page: &page.Page, Texts: r.proposed()}
			}
		}})
	serve(p, name, commandForm[templateReader, template.Withdrawal]{command: template.WithdrawDraft, ask: []ask{askText("remark", 3).orNot()}})
	serve(p, name, commandForm[templateReader, template.Because]{command: template.Retire, ask: []ask{askText("reason", 4)}})
}

// draftOf is the draft; without one there is nothing to submit, and the case says so.
func draftOf(r templateReader) template.Draft {
	if r.own.Draft == nil {
		return template.Draft{}
	}
	return *r.own.Draft
}

// templateEditor is the editor's own part: the places that can be filled, and how
// the texts read when they are.
type templateEditor struct {
	*Page
	Places  []fact
	Preview []templateText
}

// fillTemplate begins with the draft, else with the version in force.
func fillTemplate(r templateReader, _ string) Form {
	texts := draftOf(r).Texts
	if current, ok := r.own.Edition(r.own.Current); ok && texts == nil {
		texts = current.Texts
	}
	f := newForm()
	for _, lang := range template.Languages {
		f.Values.Set("texts."+lang+".subject", texts[lang].Subject)
		f.Values.Set("texts."+lang+".text", texts[lang].Text)
	}
	return f
}

func drawTemplate(page *commandPage, r templateReader) {
	page.Fields = textFields(page.Form)
	page.Own = editorOf(&page.Page, page.Form.Form, r.own.Kind)
}

// textFields are a subject and a text in every language.
func textFields(s Sheet) []Field {
	var all []Field
	for _, lang := range template.Languages {
		language := s.words.T("language." + lang)
		subject := s.named(s.make("text", "texts."+lang+".subject", "template.subject"), s.words.T("template.subject.in", "Language", language))
		text := s.named(s.Area("texts."+lang+".text", "template.text", 8), s.words.T("template.text.in", "Language", language))
		all = append(all, subject, text)
	}
	return all
}

func readTexts(f Form) map[string]template.Text {
	texts := map[string]template.Text{}
	for _, lang := range template.Languages {
		texts[lang] = template.Text{Subject: f.Value("texts." + lang + ".subject"), Text: f.Value("texts." + lang + ".text")}
	}
	return texts
}

// editorOf lists the places, and fills what was typed with examples when that was
// asked for.
func editorOf(page *Page, f Form, kind string) templateEditor {
	e := templateEditor{Page: page}
	examples := map[string]string{}
	places := template.Placeholders
	if kind == template.Verification {
		places = nil // requirements have none (B-37)
	}
	for _, name := range places {
		e.Places = append(e.Places, fact{"{{" + name + "}}", page.T("template.placeholder." + name)})
		examples[name] = page.T("template.example." + name)
	}
	if f.Value("do") != "preview" {
		return e
	}
	texts := readTexts(f)
	for _, lang := range template.Languages {
		t := texts[lang]
		if len(places) > 0 {
			t = t.Fill(examples)
		}
		e.Preview = append(e.Preview, templateText{Language: page.T("language." + lang), Lang: lang,
			Subject: []wordRun{{"same", t.Subject}}, Text: []wordRun{{"same", t.Text}}})
	}
	return e
}

// templateNewPage is the editor of a new template.
type templateNewPage struct {
	Page
	Form   Sheet
	Fields []Field
	Editor templateEditor
}

var templateNewShape = newShape("template_new", &templateNewPage{})

func (p *portal) templateNew(v *visit) error {
	return v.showTemplateForm(newForm("kind", template.Communication))
}

func (v *visit) showTemplateForm(f Form) error {
	if !v.who.May(identity.OpenTemplate, nil) {
		return app.ErrForbidden
	}
	page := &templateNewPage{Page: v.page(v.text.T("template.new")), Form: v.sheet(f)}
	var kinds []Choice
	for _, kind := range template.Kinds {
		kinds = append(kinds, Choice{Value: kind, Text: v.text.T("template.kind." + kind), Hint: v.text.T("template.kind." + kind + ".hint")})
	}
	page.Fields = append([]Field{page.Form.Radio("kind", "template.kind", kinds), page.Form.Field("name", "template.name")}, textFields(page.Form)...)
	page.Editor = editorOf(&page.Page, f, f.Value("kind"))
	return show(v, f.status(), templateNewShape, page)
}

// templateOpen writes the first draft.
func (p *portal) templateOpen(v *visit) error {
	f, err := v.readForm()
	if err != nil {
		return err
	}
	if f.Value("do") != "" {
		return v.showTemplateForm(f)
	}
	v.process = template.Name
	receipt, err := p.service.OpenTemplate(v.r.Context(), v.who, f.Key, template.Request{Kind: f.Value("kind"), Name: f.Value("name"), Texts: readTexts(f)})
	if err != nil {
		if !v.refused(&f, err, nil) {
			return err
		}
		return v.showTemplateForm(f)
	}
	v.sent(template.Name, "open", f, receipt)
	return nil
}

// templateListPage lists templates.
type templateListPage struct {
	Page
	Rows    []templateItem
	CanOpen bool
	Next    string
}

type templateItem struct{ Ref, Path, Name, Kind, Stage string }

var templateListShape = newShape("template_list", &templateListPage{})

// templateList lists the templates whose cases the reader sees: the Service
// Integrator and the Board.
func (p *portal) templateList(v *visit) error {
	if !v.who.May(identity.ReadTemplates, nil) {
		return app.ErrForbidden
	}
	rows, next, err := p.service.Cases(v.r.Context(), v.who, ledger.CaseFilter{Process: template.Name, Open: "open"}, ledger.Page{Limit: 100, Cursor: v.query("from")})
	if err != nil {
		return err
	}
	page := &templateListPage{Page: v.page(v.text.T("nav.templates")), CanOpen: v.who.May(identity.OpenTemplate, nil)}
	if next != "" {
		page.Next = "/templates?from=" + next
	}
	for _, row := range rows {
		own, err := app.TemplateOf(row)
		if err != nil {
			return err
		}
		kind, _ := wordOf(v.text, template.Name, "kind", own.Kind)
		page.Rows = append(page.Rows, templateItem{Ref: row.Ref, Path: casePath(row.Ref), Name: row.Title, Kind: kind, Stage: v.stageText(row)})
	}
	return show(v, http.StatusOK, templateListShape, page)
}
