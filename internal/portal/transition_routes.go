package portal

import (
	"github.com/go-chi/chi/v5"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/workflows/transition"
)

// transitionProcess is a transition programme as the portal knows it.
var transitionProcess = process{
	name:      transition.Name,
	stages:    []string{transition.Planning, transition.Submitted, transition.Running, transition.Completed, transition.Stopped},
	allowed:   transition.Allowed,
	grave:     []string{transition.Stop.Name, transition.WithdrawEvidence.Name, transition.WithdrawProposal.Name},
	view:      readProgramme,
	caseShape: newCaseShape[programmeSummary]("transition_case"),
	taskShape: newTaskShape[programmeDecided]("transition_task"),
	home:      func(ref string) string { return programmePath(ref, "") },
	links: func(v *visit) []NavLink {
		if v.who.Kind == "client" {
			return nil // a Client comes by its own cases (N-17)
		}
		return []NavLink{{Path: "/programmes", Text: v.text.T("nav.programmes")}}
	},
}

// readProgramme reads a programme for its case's page, its tasks and its forms.
func readProgramme(v *visit, c caseReader) (caseView, error) {
	own, err := app.ProgrammeOf(c.CaseRow)
	if err != nil {
		return nil, err
	}
	r := v.transitionReader(c, own)
	r.everyClock = v.query("clocks") == "all"
	orgs, err := v.portal.service.Store.Organisations(v.r.Context(), "")
	if err != nil {
		return nil, err
	}
	r.owners = keep(orgs, func(o ledger.Organisation) bool { return o.Kind != "client" || o.ID == r.Parties.Client })
	return r, nil
}

// transitionRoutes are the pages of programmes: the list, how one is opened, and of
// each the overview, the plan, its milestones and the steering committee.
func (p *portal) transitionRoutes(r chi.Router) {
	p.register(transitionProcess)
	in := p.signedIn
	r.Get("/programmes", in(p.programmeList))
	r.Get("/programmes/new", in(p.programmeNew))
	r.Post("/programmes/new", in(p.programmeOpen))
	r.Post("/programmes/check", in(p.programmeCheck))
	r.Get("/programmes/{ref}", in(p.programmeShow))
	r.Get("/programmes/{ref}/plan", in(p.programmePlan))
	r.Get("/programmes/{ref}/milestone", in(p.milestoneShow))
	r.Get("/programmes/{ref}/steering", in(p.steeringShow))
	r.Get("/programmes/{ref}/baselines", in(p.baselinesShow))
	r.Get("/programmes/{ref}/export.{format}", in(p.programmeExport))
	// An agenda that subscribed to a programme's dates has no session.
	r.Get("/programmes/{ref}/agenda/{person}/{mac}", p.everybody(p.programmeAgenda))
	p.transitionForms()
}

// programmePath is the overview of a programme, or one of its pages.
func programmePath(ref, page string) string {
	if page == "" {
		return "/programmes/" + ref
	}
	return "/programmes/" + ref + "/" + page
}

// mayOpenProgramme reports whether the reader may open a programme.
func (v *visit) mayOpenProgramme() bool { return v.who.May(identity.OpenProgramme, nil) }
