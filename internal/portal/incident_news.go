package portal

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"termijn/internal/app"
	"termijn/internal/i18n"
	"termijn/internal/identity"
	"termijn/workflows/casework"
	"termijn/workflows/incident"
	"termijn/workflows/template"
)

// incidentNews is the form with which Clients are told how it stands. It begins
// with the text of an approved template, filled in for this incident (B-30).
func (p *portal) incidentNews() {
	serve(p, incident.Name, incidentForm[incident.Communication]{command: incident.Communicate, about: incidentReader.drafts, fill: fillNews, send: communicateIncident,
		draw: drawNews, read: readNews, fields: func(Form) map[string]string { return map[string]string{"subject": "heading", "template": "text"} }})
}

// communicateIncident has the service check that the Board approved the template (B-30).
func communicateIncident(ctx context.Context, s *app.Service, p identity.Principal, ref, key string, c incident.Communication) (casework.Receipt, error) {
	return s.CommunicateIncident(ctx, p, ref, key, c)
}

// noTemplate is what the form is about when no template is in force.
const noTemplate = "none"

// drafts are the templates that a text can begin with, by reference and version.
func (r incidentReader) drafts() []matter {
	var all []matter
	for _, t := range r.templates() {
		all = append(all, matter{Subject: fmt.Sprintf("%s.%d", t.Ref, t.Number), Name: t.Name})
	}
	if len(all) == 0 {
		return []matter{{Subject: noTemplate, Name: noTemplate}}
	}
	return all
}

// templateOf reads which version of a template a form is about.
func templateOf(subject string) (ref string, version int) {
	ref, number, _ := strings.Cut(subject, ".")
	version, err := strconv.Atoi(number)
	if err != nil {
		return "", 0
	}
	return ref, version
}

func fillNews(r incidentReader, subject string) Form {
	f := newForm()
	ref, version := templateOf(subject)
	if d, ok := r.draft(ref, version); ok {
		nl, en := d.Texts[i18n.Dutch], d.Texts[i18n.English]
		f.Values.Set("heading", both(nl.Subject, " / ", en.Subject))
		f.Values.Set("text", both(nl.Text, belowThis, en.Text))
	}
	return f
}

// belowThis leads those who read English to their part.
const belowThis = "\n\n— English —\n\n"

// both joins what is said in Dutch and in English: one message goes out, and all
// who get it or find it on the status page must be able to read it. What is the
// same in both languages, or lacks in English, is said once.
func both(nl, join, en string) string {
	if nl = strings.TrimSpace(nl); nl == "" {
		return en
	}
	if en = strings.TrimSpace(en); en == "" || en == nl {
		return nl
	}
	return nl + join + en
}

func drawNews(page *commandPage, r incidentReader) {
	if page.Subject == noTemplate {
		page.Warnings = append(page.Warnings, r.say.T("incident.page.news.no_template"))
	}
	for _, m := range r.drafts() {
		if m.Subject == page.Subject && m.Subject != noTemplate {
			page.Facts = facts(r.say.T("incident.template"), m.Name)
		}
	}
	page.Facts = append(page.Facts, facts(r.say.T("incident.client"), r.name(r.Parties.Client))...)
	var told []string // they hear it whatever is chosen below
	for _, id := range r.own.Clients {
		told = append(told, r.name(id))
	}
	page.Facts = append(page.Facts, facts(r.say.T("incident.clients"), joined(r.say, told))...)
	s := page.Form
	page.Fields = append(page.Fields, s.make("text", "heading", "incident.subject"), s.Area("text", "incident.communicate.text", 10))
	for _, o := range r.clients() {
		if o.ID != r.Parties.Client && !slices.Contains(r.own.Clients, o.ID) {
			f := s.Check("client."+o.ID, "incident.clients")
			page.Fields = append(page.Fields, s.named(f, r.say.T("incident.page.news.also", "Client", o.Name)))
		}
	}
	page.Fields = append(page.Fields, s.Check("public", "incident.public"))
}

func readNews(in *entries, r incidentReader) incident.Communication {
	c := incident.Communication{Subject: in.Value("heading"), Text: in.Value("text"), Public: in.Has("public", "yes")}
	c.Template, c.Version = templateOf(in.Value("subject"))
	for _, o := range r.clients() {
		if in.Has("client."+o.ID, "yes") {
			c.Clients = append(c.Clients, o.ID)
		}
	}
	return c
}

// writers give a reader of an incident the templates and what they are filled to.
func (v *visit) writers(r *incidentReader) {
	ctx, service := v.r.Context(), v.portal.service
	r.templates = func() []app.TemplateInForce {
		list, err := service.Templates(ctx, v.who, template.Communication)
		if err != nil {
			v.logError(err) // the form says that there is none
		}
		return list
	}
	r.draft = func(ref string, version int) (app.Draft, bool) {
		if ref == "" {
			return app.Draft{}, false
		}
		d, err := service.Draft(ctx, v.who, ref, version, r.CaseRow)
		if err != nil {
			v.logError(err) // the text begins empty
		}
		return d, err == nil
	}
}
