package transition

import (
	"slices"
	"strings"
	"time"

	"go.temporal.io/sdk/workflow"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
)

// Short names for what every handler of this process works on.
type (
	turn      = casework.Turn[State]
	situation = casework.Situation[State]
)

// kept are the commands that every open stage allows.
var kept = []string{RecordAward.Name, RecordRisk.Name, UpdateRisk.Name, PlanExitItem.Name, SettleExitItem.Name,
	PlanSession.Name, OpenSession.Name, RecordDecision.Name, CloseSession.Name, Stop.Name}

// transitions says what may follow what: the commands that each stage allows.
var transitions = map[string][]string{
	Planning:  slices.Concat([]string{ChangePlan.Name, SubmitPlan.Name}, kept),
	Submitted: slices.Concat([]string{ChangePlan.Name}, kept),
	Running: slices.Concat([]string{ChangePlan.Name, Forecast.Name, Acknowledge.Name, Reach.Name, Deliver.Name, Check.Name, RecordEvidence.Name,
		WithdrawEvidence.Name, Propose.Name, WithdrawProposal.Name, PutProposal.Name, ResubmitPayment.Name, Complete.Name}, kept),
}

// process is what this package contributes to a case.
var process = casework.Process[State]{
	Version:       Version,
	Initial:       Planning,
	Transitions:   transitions,
	Opened:        begin,
	Due:           due,
	Reached:       signal,
	Alarm:         alarm,
	Decided:       decided,
	CheckDecision: checkDecision,
	Returned:      returned,
	Letters:       letters,
	Waiting:       waiting,
}

// Workflow is one programme. The numbers are the sentences of the package's story.
func Workflow(ctx workflow.Context, start casework.Start[State]) error {
	c, err := casework.New(ctx, start, process)
	if err != nil {
		return err
	}
	casework.Handle(ctx, c, ChangePlan, checkChange, changePlan)                       // 2
	casework.Handle(ctx, c, SubmitPlan, checkSubmit, submitPlan)                       // 3
	casework.Handle(ctx, c, RecordAward, checkAward, recordAward)                      // 5
	casework.Handle(ctx, c, Forecast, checkForecast, forecast)                         // 6, 8
	casework.Handle(ctx, c, Reach, checkReach, reach)                                  // 9
	casework.Handle(ctx, c, Acknowledge, checkAcknowledge, acknowledge)                // 11
	casework.Handle(ctx, c, Deliver, checkDeliver, deliver)                            // 13
	casework.Handle(ctx, c, Check, checkCheck, check)                                  // 13
	casework.Handle(ctx, c, RecordEvidence, checkEvidence, recordEvidence)             // 14
	casework.Handle(ctx, c, WithdrawEvidence, checkWithdrawEvidence, withdrawEvidence) // 14
	casework.Handle(ctx, c, RecordRisk, checkRisk, recordRisk)                         // 15
	casework.Handle(ctx, c, UpdateRisk, checkUpdateRisk, updateRisk)                   // 15
	casework.Handle(ctx, c, PlanExitItem, checkPlanExit, planExitItem)                 // 16
	casework.Handle(ctx, c, SettleExitItem, checkSettleExit, settleExitItem)           // 16
	casework.Handle(ctx, c, PlanSession, checkPlanSession, planSession)                // 17
	casework.Handle(ctx, c, OpenSession, checkOpenSession, openSession)                // 18
	casework.Handle(ctx, c, RecordDecision, checkRecordDecision, recordDecision)       // 18
	casework.Handle(ctx, c, CloseSession, checkCloseSession, closeSession)             // 18
	casework.Handle(ctx, c, Propose, checkPropose, propose)                            // 20
	casework.Handle(ctx, c, WithdrawProposal, checkWithdrawProposal, withdrawProposal) // 20
	casework.Handle(ctx, c, PutProposal, checkPut, putProposal)                        // 20
	casework.Handle(ctx, c, ResubmitPayment, checkResubmit, resubmitPayment)           // 22
	casework.Handle(ctx, c, Complete, checkComplete, complete)                         // 23
	casework.Handle(ctx, c, Stop, checkStop, stop)                                     // 23
	return c.Run(ctx, Name)
}

// Opened is the state of a new programme as its opener gives it to the case.
func Opened(r Request) State {
	own := State{Kind: r.Kind, Price: r.Plan.Price, Cap: r.Plan.Cap, Condition: r.Plan.Condition, Rhythm: r.Plan.Rhythm.orDefault()}
	own.add(r.Plan)
	return own
}

// Parties are who takes part in a programme: every organisation that owns something.
func Parties(r Request) record.Parties {
	p := record.Parties{Client: r.Client}
	for _, org := range r.Plan.orgs() {
		if org != integrator && org != board && org != r.Client {
			p.Providers = append(p.Providers, org)
		}
	}
	return p
}

// begin is sentence 1.
func begin(t *turn) {
	t.Own.Opened = t.At
	for id, k := range t.Own.Risks {
		k.At, k.By = t.At, t.Actor
		t.Own.Risks[id] = k
	}
	t.Own.Content = t.Own.content()
	planFirst(t)
	t.Say("transition.drafted", map[string]any{"milestones": len(t.Own.Milestones), "content": t.Own.Content})
	changed(t)
	askToSubmit(t)
}

// alarm wakes the programme for its steering committee (17–19).
func alarm(t *turn, a record.Alarm) {
	kind, subject, _ := strings.Cut(a.ID, "/")
	switch kind {
	case alarmAgenda:
		announce(t, subject)
	case alarmLapse:
		lapse(t, subject)
	case alarmMonth:
		beginMonth(t, subject)
	}
}

// due is a clock that reached its end.
func due(t *turn, k record.Clock) {
	kind, rest, _ := strings.Cut(k.ID, "/")
	subject, _, _ := strings.Cut(rest, "/")
	switch kind {
	case clockMilestone:
		miss(t, subject) // 8
	case clockRecovery:
		toTheBoard(t, subject) // 8
	case clockAck:
		silent(t, subject) // 12
	case clockMonth:
		missMonth(t, subject) // 19
	}
}

// decided is what the Board or another answered to a task.
func decided(t *turn, task record.Task, d casework.Decision) {
	switch task.Kind {
	case taskPlan:
		planDecided(t, d) // 3, 4
	case taskMilestone:
		reachingDecided(t, task.Subject, d) // 9
	case taskProduct:
		productDecided(t, task.Subject, d) // 13
	case taskProposal:
		proposalDecided(t, task.Subject, d) // 20, 21
	case taskPayment:
		paymentDecided(t, task.Subject, d) // 22
	}
}

func checkDecision(s *situation, task record.Task, d casework.Decision) error {
	if task.Kind == taskProposal && d.Option == approve {
		return checkApplies(s, s.Own.Proposals[task.Subject])
	}
	return nil
}

// waiting tells an operator what the case waits for.
func waiting(s *casework.State[State]) string {
	switch s.Stage {
	case Planning:
		return "waits for the lead to submit the plan (N-06)"
	case Submitted:
		return "waits for the Board's decision on the plan"
	}
	return "runs; waits for the next date, forecast or session (N-04)"
}

// Organisations that are one each.
const (
	integrator = "si"
	board      = "board"
)

// Who is asked for the Service Integrator and the Board.
var (
	lead    = record.Recipient{Org: integrator, Role: "programme_manager"}
	members = record.Recipient{Org: board, Role: "member"}
)

// Options of the Board's tasks.
const (
	approve = "approve"
	reject  = "reject"
)

var verdicts = []string{approve, reject}

// brussels is the place of performance; all dates of the contract are its dates.
var brussels = func() *time.Location {
	loc, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		panic(err) // the zone is part of the program
	}
	return loc
}()

func today(s *situation) calendar.Date { return calendar.DateOf(s.At, brussels) }

// checkLead leaves to the Service Integrator what the lead does.
func checkLead(s *situation) error {
	if s.Actor.Org != integrator {
		return casework.Refuse(casework.CodeForbidden)
	}
	return nil
}

// checkOwner leaves a promise to who made it (G-02).
func checkOwner(s *situation, o Owner) error {
	if s.Actor.Org != o.Org {
		return casework.Refuse(casework.CodeForbidden)
	}
	return nil
}

// judged is a decision as the state keeps it.
func judged(t *turn, reason string) *Judgement {
	return &Judgement{At: t.At, By: t.Actor, Reason: strings.TrimSpace(reason)}
}

func set[V any](m *map[string]V, key string, v V) {
	if *m == nil {
		*m = map[string]V{}
	}
	(*m)[key] = v
}
