package portal

import (
	"github.com/go-chi/chi/v5"

	"termijn/config"
	"termijn/internal/identity"
	"termijn/workflows/problem"
)

// problemProcess is a problem as the portal knows it.
var problemProcess = process{
	name:    problem.Name,
	stages:  []string{"proposed", "analysing", "identified", "known_error", "solved", "closed", "declined", "withdrawn"},
	allowed: problem.Allowed,
	grave:   []string{problem.Cancel.Name},
	view: readAs(func(v *visit, c caseReader, own problem.State) caseView {
		return problemReader{caseReader: c, own: own, catalogue: v.portal.service.Policy.Incident}
	}),
	caseShape: newCaseShape[problemContent]("problem_case"),
	links: func(v *visit) []NavLink {
		if !v.who.May("problem.note", nil) && v.who.Kind != "board" {
			return nil
		}
		return []NavLink{{Path: "/problems", Text: v.text.T("nav.problems")}}
	},
}

// problemRoutes are the list of problems, the form that opens one, and a form for
// every command.
func (p *portal) problemRoutes(r chi.Router) {
	p.register(problemProcess)
	r.Get("/problems", p.signedIn(p.problemList))
	r.Get("/problems/new", p.signedIn(p.problemNew))
	r.Post("/problems/new", p.signedIn(p.problemOpen))
	p.problemForms()
}

// problemReader reads one problem for one reader.
type problemReader struct {
	caseReader
	own       problem.State
	catalogue config.Incident
}

// sensible leaves out what the problem would refuse: a stage's work is for whoever
// has the problem, and the analysis of an overrun only where there is one (C-24).
func (r problemReader) sensible(command string, p identity.Principal) bool {
	mine := p.Org == r.own.Handler.Org
	switch command {
	case problem.AnalyseOverrun.Name:
		return r.own.Overrun != nil && r.own.Overrun.State == problem.OverrunOpen
	case problem.ImplementSolution.Name:
		return mine
	case problem.PlanStage.Name:
		return len(r.plannable()) > 0 && (mine || p.Kind == "si")
	case problem.IdentifyRootCause.Name, problem.RecordKnownError.Name:
		return mine || p.Kind == "si"
	}
	return true
}

// plannable are the stages of B-13 that a date can still be agreed for.
func (r problemReader) plannable() []string {
	if r.Stage == problem.Solved {
		return nil
	}
	return keep(problem.Steps, func(step string) bool { return r.own.Steps[step].Done == nil })
}
