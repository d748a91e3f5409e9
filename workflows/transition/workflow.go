package transition

import (
	"go.temporal.io/sdk/workflow"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

// Short names for what every handler of this process works on.
type (
	turn      = casework.Turn[State]
	situation = casework.Situation[State]
)

// kept are the commands that concern what is no promise, from the start to the end.
var kept = []string{RecordAward.Name, RecordRisk.Name, UpdateRisk.Name, PlanExitItem.Name, SettleExitItem.Name,
	PlanSession.Name, OpenSession.Name, RecordDecision.Name, CloseSession.Name, Stop.Name}

// transitions says what may follow what: the commands that each stage allows.
var transitions = map[string][]string{
	Planning:  append([]string{ChangePlan.Name, SubmitPlan.Name}, kept...),
	Submitted: append([]string{ChangePlan.Name}, kept...),
	Running: append([]string{ChangePlan.Name, Forecast.Name, Acknowledge.Name, Reach.Name, Deliver.Name, Check.Name, RecordEvidence.Name,
		WithdrawEvidence.Name, Propose.Name, WithdrawProposal.Name, PutProposal.Name, ResubmitPayment.Name, Complete.Name}, kept...),
}

// process is what this package contributes to a case.
var process = casework.Process[State]{
	Version:     Version,
	Initial:     Planning,
	Transitions: transitions,
	Opened:      func(*turn) {},
	Due:         func(*turn, record.Clock) {},
	Alarm:       func(*turn, record.Alarm) {},
	Decided:     func(*turn, record.Task, casework.Decision) {},
	Waiting:     waiting,
}

// Workflow is one programme.
func Workflow(ctx workflow.Context, start casework.Start[State]) error {
	c, err := casework.New(ctx, start, process)
	if err != nil {
		return err
	}
	return c.Run(ctx, Name)
}

// waiting tells an operator what the case waits for.
func waiting(s *casework.State[State]) string { return s.Stage }
