package api

import (
	"context"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/workflows/casework"
	"termijn/workflows/problem"
)

var problemResource = resource{process: problem.Name, path: "/api/v1/problems", tag: "Problems"}

// ProblemCase is a problem with everything that its page shows.
type ProblemCase struct {
	Case
	State problem.State `json:"state" doc:"The process's own state: where it comes from, who has it, dates, root cause, known error, solution, analysis of the overrun."`
	Around
}

// ProblemRow is a problem in a list: who must act, and on what (B-13).
type ProblemRow struct {
	Case
	Service string                  `json:"service"`
	Handler casework.Handler        `json:"handler" doc:"Who looks for the cause and the solution."`
	Next    *problem.NextActor      `json:"nextActor,omitempty" doc:"Who must act now (B-13)."`
	Steps   map[string]problem.Step `json:"steps" doc:"The dates that were agreed: root_cause, known_error, solution (B-13)."`
}

// ProblemOwner gives a problem to a team; its organisation is the catalogue's.
type ProblemOwner struct {
	Team    string `json:"team" doc:"A team of /catalogue/teams."`
	Reason  string `json:"reason" doc:"Why it is best placed."`
	Outside string `json:"outside,omitempty" doc:"A provider outside the ecosystem that must find the cause: the problem then does not count (C-27), and the team follows it up."`
}

const (
	byAnalysts = "Who has the problem, and the Service Integrator; others are refused (not_yours)."
	byKeepers  = "Service Desk, service-level manager, change manager."
)

func (s *server) registerProblems() {
	at := problemResource
	registerOpen(s, at, "Open a problem",
		"By hand; the term of 5 working days for the root cause counts from now (C-25). The problem of a critical incident opens by itself (C-26). "+
			"The Service Desk, the service-level manager and the change manager open any, a provider one of its own services (not_your_service).",
		problem.Request{Title: "Printers vallen elke maandag uit", Description: "Vier incidenten in drie weken, telkens na het weekend.", Service: "werkplek", Category: "toestel"},
		s.Service.OpenProblem)
	registerList(s, at, "List problems", "Problems that the caller may see, with who must act (B-13).", app.ProblemOf, func(c Case, own problem.State) ProblemRow {
		return ProblemRow{Case: c, Service: own.Origin.Service, Handler: own.Handler, Next: own.NextActor, Steps: own.Steps}
	})
	registerWhole(s, at, "Show a problem", "The whole case: its state, its clocks as of now, its tasks, and the incidents that it explains.",
		app.ProblemOf, func(c Case, own problem.State, a Around) ProblemCase { return ProblemCase{c, own, a} })
	s.registerCommands(at, problemCommands)
}

// problemCommands are all commands of a problem, in the order of its story.
var problemCommands = []commandRoute{
	served(problem.Assign.Name, "assignments", "Give it to the best-placed team",
		"With a reason (B-31); the team's organisation sees the case from then on. "+byKeepers,
		ProblemOwner{Team: "alfa-werkplek", Reason: "De drukservers zijn van Alfa."}, assignProblem),
	command(problem.PlanStage, "dates", "Agree a date for a stage",
		"Stage is root_cause, known_error or solution (B-13). A later date does not hide that an earlier one passed. "+byAnalysts,
		problem.Plan{Stage: problem.StepSolution, Date: day(2026, 6, 30), Reason: "Na de vervanging van de drukserver."}),
	command(problem.IdentifyRootCause, "root-cause", "Say what the root cause is",
		"Stops the term of 5 working days (C-25); a correction does not touch it. When a change was the cause, its reference (C-28) and who made it (C-29) are said too; "+
			"a finding on the process of the Service Integrator comes with its proof (C-30). "+byAnalysts,
		problem.RootCause{Cause: "Een certificaat verloopt elke week.", Kind: "configuration"}),
	command(problem.RecordKnownError, "known-error", "Record the known error",
		"Symptoms and what helps meanwhile. A public one is shown to who is about to report an incident (E-06). "+byAnalysts,
		problem.KnownError{Symptoms: "De printer meldt “geen verbinding”.", Workaround: "Zet de printer uit en weer aan.", Public: true}),
	command(problem.ImplementSolution, "solution", "Say that the cause is removed",
		"The Service Integrator then checks whether it works (B-13). Who has the problem, and nobody else (not_yours).",
		problem.Solution{Solution: "Het certificaat wordt automatisch vernieuwd."}),
	command(problem.AnalyseOverrun, "overrun", "Say why the incident took too long",
		"Of a critical incident that took longer than its target (C-24). Without a share the proof goes to the Board, which rules by a task. Refused with no_overrun when there was none. Service-level manager.",
		problem.OverrunAnalysis{Cause: "Het wisselstuk moest van ver komen.", Proof: "Logboek van het overleg"}),
	served(problem.LinkIncident.Name, "incidents", "Link an incident that it explains",
		"An incident that the caller may see (B-31). "+byAnalysts, problem.Incident{Ref: "INC-2026-000042"}, (*app.Service).LinkIncident),
	command(problem.AddNote, "notes", "Write a note", "Keeps something with its author and instant (B-13). A provider that is involved, and the Service Integrator.",
		problem.Note{Text: "De fabrikant is verwittigd."}),
	command(problem.Reopen, "reopening", "Go back a stage",
		"The cause was wrong, or the solution does not work; the term runs on without the time in between (C-25). "+byKeepers, problem.Because{Reason: "Maandag viel de printer weer uit."}),
	command(problem.Close, "closing", "Close it",
		"With the result of the effectiveness check (B-13). Refused with overrun_open while the analysis of the overrun is open (C-24). "+byKeepers,
		problem.Closing{Result: "Vier weken zonder uitval."}),
	command(problem.Cancel, "withdrawal", "Withdraw a problem that is none",
		"With a reason (B-13). Refused with overrun_open while the analysis of the overrun is open (C-24). "+byKeepers, problem.Because{Reason: "De incidenten hadden elk hun eigen oorzaak."}),
}

func assignProblem(s *app.Service, ctx context.Context, who identity.Principal, ref, key string, o ProblemOwner) (casework.Receipt, error) {
	return s.AssignProblem(ctx, who, ref, key, problem.Assignment{Team: o.Team, Reason: o.Reason, Outside: o.Outside})
}
