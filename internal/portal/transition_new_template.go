package portal

import (
	"strings"

	"termijn/config"
	"termijn/internal/i18n"
	"termijn/internal/ledger"
)

// templateRefused shows the templates again, with what is missing in one of them.
func (v *visit) templateRefused(f Form, template string, err error) error {
	if !v.refused(&f, err, nil) {
		return err
	}
	page, err := v.newProgrammePage()
	if err != nil {
		return err
	}
	orgs, err := v.portal.service.Store.Organisations(v.r.Context(), "")
	if err != nil {
		return err
	}
	for i, t := range v.portal.service.PlanTemplates() {
		if t.ID == template {
			page.Templates[i] = v.templateForm(t, orgs, f)
		}
	}
	return show(v, f.status(), programmeNewShape, page)
}

// templateForm is the form of one template.
func (v *visit) templateForm(t config.ProgrammeTemplate, orgs []ledger.Organisation, f Form) templateForm {
	x := templateForm{Sheet: v.sheet(f), ID: t.ID, Title: t.NL, About: t.Basis}
	if v.text.Lang() == i18n.English {
		x.Title = t.EN
	}
	start := x.make("date", "start", "programme.start")
	if !t.Relative() {
		start = x.named(start, v.text.T("programme.start.fixed")).Optional()
	}
	start.Hint = v.text.T("programme.start.hint")
	x.Fields = append(x.Fields, start)
	for _, party := range t.Parties {
		choices := []Choice{{Text: v.text.T("form.choose")}}
		for _, o := range orgs {
			if o.Kind == party.Kind {
				choices = append(choices, Choice{Value: o.ID, Text: o.Name})
			}
		}
		label := party.NL
		if v.text.Lang() == i18n.English {
			label = party.EN
		}
		x.Fields = append(x.Fields, x.named(x.Select("party."+t.ID+"."+party.ID, "transition.org", choices), label))
	}
	for i := range x.Fields {
		x.Fields[i].Prefix = t.ID
	}
	return x
}

// partiesOf are the organisations that take the places of a template.
func partiesOf(f Form, template string) map[string]string {
	all := map[string]string{}
	for name := range f.Values {
		if party, ok := strings.CutPrefix(name, "party."+template+"."); ok {
			all[party] = f.Value(name)
		}
	}
	return all
}
