package portal

import (
	"maps"
	"slices"

	"github.com/go-chi/chi/v5"

	"termijn/internal/identity"
	"termijn/internal/record"
	"termijn/workflows/template"
)

// templateProcess is a template as the portal knows it (B-30, B-37).
var templateProcess = process{
	name:    template.Name,
	stages:  []string{"draft", "approving", "in_force", "retired", "withdrawn"},
	allowed: template.Allowed,
	grave:   []string{template.WithdrawDraft.Name, template.Retire.Name},
	view: readAs(func(_ *visit, c caseReader, own template.State) caseView {
		return templateReader{caseReader: c, own: own}
	}),
	caseShape: newCaseShape[templateContent]("template_case"),
	taskShape: newTaskShape[templateDecided]("template_task"),
	links: func(v *visit) []NavLink {
		if !v.who.May(identity.OpenTemplate, nil) && v.who.Kind != "board" {
			return nil
		}
		return []NavLink{{Path: "/templates", Text: v.text.T("nav.templates")}}
	},
}

// templateRoutes are the list of templates, the editor of a new one, and a form
// for every command.
func (p *portal) templateRoutes(r chi.Router) {
	p.register(templateProcess)
	r.Get("/templates", p.signedIn(p.templateList))
	r.Get("/templates/new", p.signedIn(p.templateNew))
	r.Post("/templates/new", p.signedIn(p.templateOpen))
	r.Get("/verification", p.signedIn(p.requirements))
	p.templateForms()
}

// templateReader reads one template for one reader.
type templateReader struct {
	caseReader
	own template.State
}

// sensible leaves out what needs a draft that is not there, or is before the Board.
func (r templateReader) sensible(command string, _ identity.Principal) bool {
	d := r.own.Draft
	switch command {
	case template.Submit.Name:
		return d != nil && d.Clock == ""
	case template.WithdrawDraft.Name:
		return d != nil
	}
	return true
}

// templateContent is what the page of a template shows of its own.
type templateContent struct {
	*Page
	Kind string
	// Draft is what is being written or lies before the Board, as changes to the
	// version in force when there is one.
	Draft *templateVersion
	// Versions are the approved ones, the newest first.
	Versions []templateVersion
	Reason   string
}

// templateVersion is one version in words.
type templateVersion struct {
	Title, Written, Rejected string
	// Current is the version in force.
	Current bool
	Texts   []templateText
}

// templateText is a version in one language; Changed is set for a draft of which
// an older version is in force.
type templateText struct {
	Language      string
	Lang          string
	Subject, Text []wordRun
	Changed       bool
}

// templateDecided is what the Board decides on.
type templateDecided struct {
	*Page
	Texts []templateText
}

func (r templateReader) content(page *Page) any {
	own := r.own
	kind, _ := r.word("kind", own.Kind)
	c := templateContent{Page: page, Kind: kind, Reason: own.Reason}
	if d := own.Draft; d != nil {
		c.Draft = &templateVersion{Title: r.say.T("template.draft"), Written: r.say.T("problem.by.at", "Who", r.who(d.By), "At", r.say.DateTime(d.At)),
			Rejected: d.Rejected, Texts: r.proposed()}
	}
	for _, n := range slices.Backward(slices.SortedFunc(maps.Keys(own.Versions), byNumber)) {
		e := own.Versions[n]
		c.Versions = append(c.Versions, templateVersion{Title: r.say.T("template.version.number", "Number", e.Number), Current: e.Number == own.Current,
			Written: r.say.T("template.version.by", "Who", r.who(e.Written), "Board", r.who(e.Approved), "At", r.say.DateTime(e.At)), Texts: r.texts(e.Texts)})
	}
	return c
}

// texts are those of a version as they stand.
func (r templateReader) texts(of map[string]template.Text) []templateText {
	var all []templateText
	for _, lang := range template.Languages {
		t := of[lang]
		all = append(all, templateText{Language: r.say.T("language." + lang), Lang: lang, Subject: []wordRun{{"same", t.Subject}}, Text: []wordRun{{"same", t.Text}}})
	}
	return all
}

// proposed are the draft's texts, as changes to the version in force.
func (r templateReader) proposed() []templateText {
	current, ok := r.own.Edition(r.own.Current)
	if !ok {
		return r.texts(r.own.Draft.Texts)
	}
	var all []templateText
	for _, lang := range template.Languages {
		was, now := current.Texts[lang], r.own.Draft.Texts[lang]
		all = append(all, templateText{Language: r.say.T("language." + lang), Lang: lang, Changed: true,
			Subject: wordChanges(was.Subject, now.Subject), Text: wordChanges(was.Text, now.Text)})
	}
	return all
}

// decidedOn shows the Board exactly the texts that it decides on (B-30).
func (r templateReader) decidedOn(page *Page, t record.Task) decided {
	kind, _ := r.word("kind", r.own.Kind)
	d := decided{Facts: []fact{{r.say.T("template.name"), r.own.Name}, {r.say.T("template.kind"), kind}}}
	if t.Kind == "approve_template" && r.own.Draft != nil {
		d.Own = templateDecided{Page: page, Texts: r.proposed()}
	}
	return d
}
