package meeting

import (
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
	InSession: {Log.Name, AssignAction.Name, FinishAction.Name, DropAction.Name, RecordDecision.Name, Join.Name, Invite.Name,
		WriteMinutes.Name, Close.Name},
}

// process is what this package contributes to a case.
var process = casework.Process[State]{
	Version:     Version,
	Initial:     InSession,
	Transitions: transitions,
	Opened:      convene,
	Due:         func(*turn, record.Clock) {}, // an action that is late stays open
	Alarm:       func(*turn, record.Alarm) {},
	Decided:     func(*turn, record.Task, casework.Decision) {},
	Recipients:  recipients,
	Waiting:     waiting,
}

// Workflow is one meeting. The numbers are the sentences of the package's story.
func Workflow(ctx workflow.Context, start casework.Start[State]) error {
	c, err := casework.New(ctx, start, process)
	if err != nil {
		return err
	}
	casework.Handle(ctx, c, Join, checkJoin, join)                       // 2
	casework.Handle(ctx, c, Log, checkLog, log)                          // 3
	casework.Handle(ctx, c, RecordDecision, checkDecision, recordResult) // 4
	casework.Handle(ctx, c, Invite, checkInvite, invite)                 // 4
	casework.Handle(ctx, c, AssignAction, checkAction, assignAction)     // 5
	casework.Handle(ctx, c, FinishAction, checkFinish, finishAction)     // 6
	casework.Handle(ctx, c, DropAction, checkDrop, dropAction)           // 6
	casework.Handle(ctx, c, WriteMinutes, checkMinutes, writeMinutes)    // 7
	casework.Handle(ctx, c, Close, checkClose, closeMeeting)             // 7
	return c.Run(ctx, Name)
}

// recipients resolves the parts of the ladders that only a meeting knows.
func recipients(s *situation, part string) ([]record.Recipient, bool) {
	return s.Own.About.Handler.Recipients(part)
}

// waiting tells an operator what the meeting waits for.
func waiting(s *casework.State[State]) string {
	if len(s.Own.open()) > 0 {
		return "in session (B-29): waits for open actions"
	}
	return "in session (B-29)"
}

// integrator is the organisation of the Service Integrator, which leads (B-29).
const integrator = "si"

var lead = record.Recipient{Org: integrator, Role: "service_desk"}

// checkLead leaves to the Service Integrator what who leads does.
func checkLead(s *situation) error {
	if s.Actor.Org != integrator {
		return casework.Refuse(casework.CodeForbidden)
	}
	return nil
}

// text notes that a text is missing or too long.
func text(v *casework.Invalid, field, value string) {
	v.Check(strings.TrimSpace(value) != "", field, "required")
	v.Check(len(value) <= 8000, field, "too_long", "max", "8000")
}

func set[V any](m *map[string]V, key string, v V) {
	if *m == nil {
		*m = map[string]V{}
	}
	(*m)[key] = v
}
