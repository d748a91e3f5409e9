package portal

import (
	"github.com/go-chi/chi/v5"

	"termijn/internal/identity"
	"termijn/workflows/incident"
)

// incidentRoutes are the pages of incidents: the queue, the report, and a form for
// every command of a case.
func (p *portal) incidentRoutes(r chi.Router) {
	p.register(incidentProcess)
	r.Get("/incidents", p.signedIn(p.incidentQueue))
	r.Post("/incidents/next", p.signedIn(p.incidentNext))
	r.Get("/incidents/new", p.signedIn(p.incidentNew))
	r.Post("/incidents/new", p.signedIn(p.incidentOpen))
	r.Post("/incidents/join", p.signedIn(p.incidentJoin))
	p.incidentForms()
	p.incidentWeighing()
	p.incidentNews()
}

// incidentProcess is an incident as the portal knows it.
var incidentProcess = process{
	name:      incident.Name,
	stages:    []string{incident.New, incident.Working, incident.Waits, incident.Resolved, incident.Closed, incident.Gone},
	allowed:   incident.Allowed,
	grave:     []string{incident.Withdraw.Name},
	view:      readAs(func(v *visit, c caseReader, own incident.State) caseView { return v.incidentReader(c, own) }),
	caseShape: newCaseShape[incidentContent]("incident_case"),
	links: func(v *visit) []NavLink {
		links := []NavLink{{Path: "/incidents", Text: v.text.T("incident.nav")}}
		if v.who.May(identity.OpenIncident, nil) {
			links = append(links, NavLink{Path: "/incidents/new", Text: v.text.T("incident.nav.new"), Opens: true})
		}
		return links
	},
}
