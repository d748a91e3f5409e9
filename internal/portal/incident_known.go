package portal

import (
	"errors"

	"termijn/internal/app"
	"termijn/workflows/incident"
)

// knownItem is something that is known already, in its public words.
type knownItem struct {
	// Kind is "incident", "error" or "notice"; Heading says it in words.
	Kind, Heading, Ref string
	Title, Text, About string
	// Joinable: the reader can say to have this incident too.
	Joinable bool
	Form     Sheet
}

// knownItems presents the public news, incidents first.
func (v *visit) knownItems(news app.PublicNews) []knownItem {
	var all []knownItem
	for _, x := range news.Incidents {
		last := x.News[0]
		all = append(all, knownItem{Kind: "incident", Heading: v.text.T("incident.known.incident"), Ref: x.Ref, Title: last.Subject, Text: last.Text,
			About:    v.text.T("incident.known.about", "Service", v.serviceName(x.Service), "Since", v.text.DateTime(x.Since)),
			Joinable: v.who.May("incident.join", nil), Form: v.sheet(newForm())})
	}
	for _, x := range news.Errors {
		all = append(all, knownItem{Kind: "error", Heading: v.text.T("incident.known.error"), Ref: x.Ref, Title: x.Symptoms, Text: x.Workaround,
			About: v.text.T("incident.known.about", "Service", v.serviceName(x.Service), "Since", v.text.DateTime(x.Since))})
	}
	for _, x := range news.Notices {
		all = append(all, knownItem{Kind: "notice", Heading: v.text.T("incident.known.notice"), Ref: x.Ref, Title: x.Title, Text: x.Text,
			About: v.text.T("incident.known.window", "Service", v.serviceName(x.Service), "From", v.text.DateTime(x.From), "To", v.text.DateTime(x.To))})
	}
	return all
}

// incidentJoin says that the reader has an incident that is known already, so that
// it need not be reported again (E-06). Often it is another Client's, whose page
// the reader does not see.
func (p *portal) incidentJoin(v *visit) error {
	f, err := v.readForm()
	if err != nil {
		return err
	}
	ref := f.Value("ref")
	v.process = incident.Name
	if _, err := p.service.JoinIncident(v.r.Context(), v.who, ref, f.Key, incident.Joining{Remark: f.Value("remark")}); err != nil {
		if v.refused(&f, err, nil) {
			v.problem(f.Problem)
			v.redirect("/incidents/new")
			return nil
		}
		return err
	}
	v.done("incident.known.joined", "Ref", ref)
	_, err = p.service.Case(v.r.Context(), v.who, ref)
	switch {
	case errors.Is(err, app.ErrNotFound):
		v.redirect("/incidents")
	case err != nil:
		return err
	default:
		v.redirect(casePath(ref))
	}
	return nil
}
