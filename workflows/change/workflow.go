package change

import (
	"encoding/json"
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
)

// transitions says what may follow what: the commands that each stage allows.
var transitions = map[string][]string{
	AtGate:          {TemplateLost.Name, Withdraw.Name},
	Drafting:        {Save.Name, Submit.Name, Reclassify.Name, Withdraw.Name, TemplateLost.Name},
	Assessing:       {Assess.Name, Revise.Name, Reclassify.Name, Withdraw.Name},
	Approving:       {Revise.Name, ReviseVote.Name, RuleEmergency.Name, Reclassify.Name, Withdraw.Name, Schedule.Name, Rule.Name},
	Scheduled:       {Start.Name, Revise.Name, Reclassify.Name, Withdraw.Name, TemplateLost.Name},
	Implementing:    {FinishStep.Name, Complete.Name, ReportOutcome.Name, ReportIncident.Name, RetractIncident.Name},
	Reviewing:       {Review.Name, ReportIncident.Name, RetractIncident.Name},
	casework.Always: {AddNote.Name, Recheck.Name},
}

// Allowed returns the commands that a stage allows, in the order of the story. Some
// come from other cases only.
func Allowed(stage string) []string { return slices.Clone(transitions[stage]) }

// process is what this package contributes to a case.
var process = casework.Process[State]{
	Version:       Version,
	Initial:       Drafting,
	Transitions:   transitions,
	Opened:        opened,
	Due:           due,
	Alarm:         alarm,
	Decided:       decided,
	CheckDecision: checkDecision,
	Gone:          gone,
	Returned:      returned,
	Recipients:    recipients,
	Waiting:       waiting,
}

// Workflow is one change. The numbers are the sentences of the package's story.
func Workflow(ctx workflow.Context, from casework.Start[State]) error {
	c, err := casework.New(ctx, from, process)
	if err != nil {
		return err
	}
	casework.Handle(ctx, c, Save, checkSave, save)                             // 1
	casework.Handle(ctx, c, Submit, checkSubmit, submit)                       // 2, 3
	casework.Handle(ctx, c, Recheck, checkRecheck, recheck)                    // 4
	casework.Handle(ctx, c, Assess, checkAssess, assess)                       // 5
	casework.Handle(ctx, c, Reclassify, checkReclassify, reclassify)           // 5
	casework.Handle(ctx, c, Revise, checkRevise, revise)                       // 6
	casework.Handle(ctx, c, ReviseVote, checkReviseVote, reviseVote)           // 6
	casework.Handle(ctx, c, Schedule, checkSchedule, schedule)                 // 7
	casework.Handle(ctx, c, Rule, checkRule, rule)                             // 7
	casework.Handle(ctx, c, TemplateLost, checkLost, templateLost)             // 8
	casework.Handle(ctx, c, RuleEmergency, checkRuleEmergency, ruleEmergency)  // 9
	casework.HandleAwait(ctx, c, UpdateAnswered, gateAnswered)                 // 10
	casework.Handle(ctx, c, ReportOutcome, checkOutcome, reportOutcome)        // 10
	casework.Handle(ctx, c, Start, checkStart, start)                          // 12
	casework.Handle(ctx, c, FinishStep, checkStep, finishStep)                 // 12
	casework.Handle(ctx, c, Complete, checkComplete, complete)                 // 13
	casework.Handle(ctx, c, Review, checkReview, review)                       // 13
	casework.Handle(ctx, c, ReportIncident, checkCaused, reportIncident)       // 13
	casework.Handle(ctx, c, RetractIncident, checkRetraction, retractIncident) // 13
	casework.Handle(ctx, c, Withdraw, checkWithdraw, withdraw)                 // 14
	casework.Handle(ctx, c, AddNote, checkNote, note)
	return c.Run(ctx, Name)
}

// beginnings are what a change of a kind begins with.
var beginnings = map[string]func(*turn){Standard: begin, Normal: begin, Emergency: begin, Automated: knock}

func opened(t *turn) { beginnings[t.Own.Kind](t) }

// due follows the end of a clock; what only its ladder tells is not here.
func due(t *turn, c record.Clock) {
	switch c.Definition {
	case "change.ecab":
		unreached(t)
	case "change.window":
		overran(t)
	case "change.gate":
		undecided(t)
	}
}

func alarm(t *turn, a record.Alarm) {
	switch a.ID {
	case alarmDelegates:
		delegationChanged(t)
	case alarmFrom:
		windowOpens(t)
	case alarmTo:
		windowPasses(t)
	case alarmNoReturn:
		noReturn(t)
	}
}

// decisions follow the decision of a task of a kind.
var decisions = map[string]func(*turn, record.Task, casework.Decision){
	taskVote:       voted,
	taskConfirm:    confirmed,
	taskGate:       gateDecided,
	taskReconsider: func(t *turn, _ record.Task, d casework.Decision) { reconsidered(t, d) },
}

func decided(t *turn, task record.Task, d casework.Decision) { decisions[task.Kind](t, task, d) }

func checkDecision(s *situation, task record.Task, d casework.Decision) error {
	var v casework.Invalid
	bounded(&v, "reason", d.Reason)
	if err := v.Err(); err != nil {
		return err
	}
	if task.Kind == taskConfirm && d.Option == Overturn {
		return checkEnding(s)
	}
	return nil
}

// answers follow the answer of an errand whose ID begins so.
var answers = map[string]func(*turn, json.RawMessage){
	errandLook:     looked,
	errandAnnounce: announced,
	errandGate:     gateTold,
	"notice":       noticeAnswered,
}

func returned(t *turn, e record.Errand, answer json.RawMessage) {
	family, _, _ := strings.Cut(e.ID, "/")
	if follow, ok := answers[family]; ok {
		follow(t, answer)
	}
}

// recipients: the provider of a change is who does it, not who is involved; a change
// for no Client in particular has none to tell.
func recipients(s *situation, part string) ([]record.Recipient, bool) {
	side, role, _ := strings.Cut(part, ".")
	switch {
	case side == "provider":
		return []record.Recipient{s.Own.doer(role)}, true
	case side == "client" && s.Parties.Client == "":
		return nil, true
	}
	return nil, false
}

// waiting tells an operator what the case waits for.
func waiting(s *casework.State[State]) string {
	text, ok := map[string]string{
		AtGate:       "at the gate; waits for what it is held against, or for a decision (B-35)",
		Drafting:     "waits for the provider to hand the draft in (B-16)",
		Assessing:    "waits for the Service Integrator's check of process and planning (B-33)",
		Approving:    "waits for the board's votes and the chair's decision (B-33, B-34)",
		Scheduled:    "approved; waits for its window (B-16)",
		Implementing: "under way; waits for its result (B-16)",
		Reviewing:    "waits for the review (B-35)",
	}[s.Stage]
	if !ok {
		return s.Stage
	}
	if s.Own.Held != nil {
		text += "; held until the chair has decided on new collisions (B-36)"
	}
	return text
}
