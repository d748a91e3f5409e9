package problem

import (
	"slices"
	"strings"

	"go.temporal.io/sdk/workflow"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

// Short names for what every handler of this process works on.
type (
	turn      = casework.Turn[State]
	situation = casework.Situation[State]
	ask       = casework.Ask
)

// working are the commands of every stage from the analysis to the solution.
var working = []string{Assign.Name, PlanStage.Name, AnalyseOverrun.Name, LinkIncident.Name, AddNote.Name, Cancel.Name}

// transitions says what may follow what: the commands that each stage allows.
var transitions = map[string][]string{
	Proposed:   {LinkIncident.Name, AddNote.Name, Cancel.Name},
	Analysing:  slices.Concat([]string{IdentifyRootCause.Name}, working),
	Identified: slices.Concat([]string{RecordKnownError.Name, ImplementSolution.Name, IdentifyRootCause.Name, Reopen.Name}, working),
	Known:      slices.Concat([]string{ImplementSolution.Name, RecordKnownError.Name, IdentifyRootCause.Name, Reopen.Name}, working),
	// Its incident speaks whenever it is resolved again; no form offers that.
	casework.Always: {IncidentResolved.Name},
	Solved:          slices.Concat([]string{Close.Name, RecordKnownError.Name, IdentifyRootCause.Name, Reopen.Name}, working),
}

// process is what this package contributes to a case.
var process = casework.Process[State]{
	Version:     Version,
	Initial:     Analysing,
	Transitions: transitions,
	Opened:      opened,
	Due:         func(*turn, record.Clock) {}, // its ladder tells who must know
	Alarm:       func(*turn, record.Alarm) {},
	Decided:     decided,
	Returned:    returned, // 6
	Recipients:  recipients,
	Waiting:     waiting,
}

// Workflow is one problem. The numbers are the sentences of the package's story.
func Workflow(ctx workflow.Context, start casework.Start[State]) error {
	c, err := casework.New(ctx, start, process)
	if err != nil {
		return err
	}
	casework.Handle(ctx, c, Assign, checkAssign, assign)                    // 4
	casework.Handle(ctx, c, PlanStage, checkPlan, planStage)                // 5
	casework.Handle(ctx, c, IdentifyRootCause, checkCause, identify)        // 6, 7
	casework.Handle(ctx, c, RecordKnownError, checkKnownError, recordKnown) // 8
	casework.Handle(ctx, c, ImplementSolution, checkSolution, implement)    // 9
	casework.Handle(ctx, c, Close, checkClose, closeProblem)                // 9
	casework.Handle(ctx, c, Reopen, checkBecause, reopen)                   // 10
	casework.Handle(ctx, c, AnalyseOverrun, checkOverrun, analyseOverrun)   // 11, 12
	casework.Handle(ctx, c, IncidentResolved, checkResolved, resolvedAgain) // 13
	casework.Handle(ctx, c, LinkIncident, checkIncident, linkIncident)      // 13
	casework.Handle(ctx, c, AddNote, checkNote, note)                       // 13
	casework.Handle(ctx, c, Cancel, checkWithdraw, withdraw)                // 13
	return c.Run(ctx, Name)
}

// decided follows the decision of a task.
func decided(t *turn, task record.Task, d casework.Decision) {
	switch task.Kind {
	case taskProposal:
		decideProposal(t, d)
	case taskRuling:
		ruleOverrun(t, d)
	}
}

// recipients resolves the parts of the ladders that only a problem knows.
func recipients(s *situation, part string) ([]record.Recipient, bool) {
	return s.Own.Handler.Recipients(part)
}

// waiting tells an operator what the problem waits for.
func waiting(s *casework.State[State]) string {
	text := map[string]string{
		Proposed:   "waits for the Service Desk's decision on the proposal (B-31)",
		Analysing:  "waits for the root cause from " + s.Own.Handler.Org + " (C-25)",
		Identified: "waits for the known error from " + s.Own.Handler.Org + " (B-13)",
		Known:      "waits for the solution from " + s.Own.Handler.Org + " (B-13)",
		Solved:     "waits for the effectiveness check of the Service Integrator",
	}[s.Stage]
	if s.Own.Overrun.Open() {
		text += "; the analysis of the overrun is open (C-24)"
	}
	return text
}

// checkMine refuses work on a problem that another organisation has. desk: the
// Service Integrator may do it too, in its own name (C-25).
func checkMine(s *situation, desk bool) error {
	if s.Actor.Org == s.Own.Handler.Org || desk && s.Actor.Org == integrator {
		return nil
	}
	return casework.Refuse("not_yours", "team", s.Own.Handler.Team)
}

// integrator is the organisation of the Service Integrator.
const integrator = "si"

func checkBecause(_ *situation, b Because) error {
	var v casework.Invalid
	text(&v, "reason", b.Reason)
	return v.Err()
}

// text notes that a text is missing or too long.
func text(v *casework.Invalid, field, value string) {
	v.Check(strings.TrimSpace(value) != "", field, "required")
	short(v, field, value)
}

// short notes that a text, which may be empty, is too long.
func short(v *casework.Invalid, field, value string) {
	v.Check(len(value) <= 8000, field, "too_long", "max", "8000")
}

// oneOf notes that a value is none of a list.
func oneOf(v *casework.Invalid, field, value string, list []string) {
	v.Check(slices.Contains(list, value), field, "choose_option", "options", strings.Join(list, ", "))
}

func set[V any](m *map[string]V, key string, v V) {
	if *m == nil {
		*m = map[string]V{}
	}
	(*m)[key] = v
}
