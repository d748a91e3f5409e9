package incident

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

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

// transitions says what may follow what: the commands that each stage allows.
var transitions = map[string][]string{
	New: {Take.Name, Assign.Name, HandOver.Name, Coordinate.Name, Wait.Name, Prioritise.Name, Resolve.Name, Withdraw.Name},
	Working: {Take.Name, Resolve.Name, Wait.Name, HandOver.Name, Assign.Name, Coordinate.Name, Prioritise.Name,
		Withdraw.Name},
	Waits: {Answer.Name, Resume.Name, Take.Name, Resolve.Name, HandOver.Name, Assign.Name, Coordinate.Name, Wait.Name, Prioritise.Name,
		Withdraw.Name},
	Resolved:        {Confirm.Name, Reopen.Name},
	casework.Always: {AddNote.Name, Relate.Name, Communicate.Name, Join.Name, Exclude.Name},
}

// process is what this package contributes to a case.
var process = casework.Process[State]{
	Version:     Version,
	Initial:     New,
	Transitions: transitions,
	Opened:      register,
	Due:         due,
	Decided:     decided,
	Returned:    returned,
	TakenOver:   takenOver,
	Recipients:  recipients,
	Waiting:     waiting,
}

// Workflow is one incident.
func Workflow(ctx workflow.Context, start casework.Start[State]) error {
	return live(ctx, start, process)
}

// live is one incident. The numbers are the sentences of the package's story.
func live(ctx workflow.Context, start casework.Start[State], p casework.Process[State]) error {
	c, err := casework.New(ctx, start, p)
	if err != nil {
		return err
	}
	// The work.
	casework.Handle(ctx, c, Take, checkTake, take)                   // 3
	casework.Handle(ctx, c, Assign, checkAssign, assign)             // 3
	casework.Handle(ctx, c, Wait, checkWait, wait)                   // 5
	casework.Handle(ctx, c, Answer, checkAnswer, answer)             // 5
	casework.Handle(ctx, c, Resume, checkResume, resume)             // 5
	casework.Handle(ctx, c, HandOver, checkHandOver, handOver)       // 6
	casework.Handle(ctx, c, Coordinate, checkCoordinate, coordinate) // 7
	casework.Handle(ctx, c, Prioritise, checkPrioritise, prioritise) // 8
	casework.Handle(ctx, c, AddNote, checkNote, note)
	casework.Handle(ctx, c, Relate, checkRelate, relate)
	// The news.
	casework.Handle(ctx, c, Communicate, checkCommunicate, communicate) // 9
	casework.Handle(ctx, c, Join, checkJoin, join)                      // 10
	// The end.
	casework.Handle(ctx, c, Resolve, checkResolve, resolve)   // 11, 13
	casework.Handle(ctx, c, Confirm, checkConfirm, confirm)   // 12, 15
	casework.Handle(ctx, c, Reopen, checkReopen, reopen)      // 12
	casework.Handle(ctx, c, Exclude, checkExclude, exclude)   // 14
	casework.Handle(ctx, c, Withdraw, checkBecause, withdraw) // 16
	handleFacts(c)                                            // 17
	return c.Run(ctx, Name)
}

// register is the sentences 1 to 4.
func register(t *turn) {
	own := &t.Own
	own.Registered = t.At
	own.Service, own.Category, own.Item = own.Report.Service, own.Report.Category, own.Report.Item
	own.Impact, own.Urgency = own.Report.Impact, own.Report.Urgency
	if own.Priority == "" {
		own.Priority = own.Policy.Priorities[own.Impact+"/"+own.Urgency]
	}
	own.ByUser = own.Report.Channel != Monitoring
	own.First = own.Handler.Team
	own.Redirected = !own.Handler.Desk()
	byDesk(t)
	t.Say("incident.registered", map[string]any{"channel": own.Report.Channel, "priority": own.Priority, "team": own.Handler.Team})
	own.Route = arrive(nil, own.Handler)
	t.Involve(ownProvider(own.Handler))
	if own.Report.Channel == Web || own.Report.Channel == Email {
		t.StartClockFrom(ClockResponse, definitionResponse, asked(own), nil) // E-25
	}
	startResolution(t)
	askTeam(t)
	if t.Parties.Requester != "" {
		t.Mail(record.Mail{Template: "incident_reference", To: record.Recipient{Person: t.Parties.Requester}}) // E-05
	}
	convene(t)
}

// asked is since when somebody waits for an agent: since the report stands in the
// portal, or since the e-mail came in on the mail server (E-26).
func asked(own *State) time.Time {
	if own.Report.Arrived != nil && own.Report.Channel == Email {
		return *own.Report.Arrived
	}
	return own.Registered
}

// due follows a clock that reached its due time.
func due(t *turn, k record.Clock) {
	if k.ID == t.Own.Clock && t.Own.Priority == Critical {
		t.Own.Missed = true
	}
	if k.ID == ClockConfirmation {
		t.Say("incident.closed_by_silence", nil)
		closeCase(t, OutcomeSilence)
	}
}

// decided follows the decision of a task.
func decided(t *turn, task record.Task, d casework.Decision) {
	if task.Kind == "approve_exclusion" {
		ruleExclusion(t, task, d)
	}
}

// returned follows an errand: another case was opened.
func returned(t *turn, e record.Errand, answer json.RawMessage) {
	family, _, _ := strings.Cut(e.ID, "/")
	if family == errandCall {
		calledAgain(t, answer)
		return
	}
	var made record.Opened
	if json.Unmarshal(answer, &made) != nil || made.Ref == "" {
		return
	}
	switch family {
	case errandMeeting:
		t.Own.Meeting = made.Ref
		if t.Own.Called != t.Own.Handler.Org { // it was handed over meanwhile
			callHandler(t)
		}
	case errandProblem:
		t.Own.Problem = made.Ref
		if t.Own.Resolution != nil && t.Own.Explained != t.Own.Reopenings {
			explain(t) // it was resolved again while its Problem was opened
		}
	}
}

// recipients resolves the parts of the ladders that only an incident knows. Its
// reporter is not told that the Board has not decided yet.
func recipients(s *situation, part string) ([]record.Recipient, bool) {
	if strings.HasPrefix(part, "client.") {
		return nil, true
	}
	return s.Own.Handler.Recipients(part)
}

// ownProvider is the provider that a team belongs to; empty for the Service Desk.
func ownProvider(h casework.Handler) string {
	if h.Desk() {
		return ""
	}
	return h.Org
}

// works reports whether the actor works for who has the incident; the Service
// Integrator acts for no provider (G-02).
func works(s *situation) bool { return s.Actor.Org == s.Own.Handler.Org }

// checkMine refuses work on an incident that another organisation has.
func checkMine(s *situation) error {
	if works(s) {
		return nil
	}
	return casework.Refuse(CodeNotYours, "team", s.Own.Handler.Team)
}

// byDesk notes that somebody of the Service Desk did something by hand (E-20).
func byDesk(t *turn) {
	if t.Actor.Person != "" && (casework.Handler{Org: t.Actor.Org}).Desk() {
		t.Own.Manual = true
	}
}

// takeUp makes whoever works on an incident that has no agent its agent.
func takeUp(t *turn) {
	byDesk(t)
	if t.Own.Handler.Agent == "" {
		appoint(t, t.Actor.Person)
	}
}

// waiting tells an operator what the incident waits for.
func waiting(s *casework.State[State]) string {
	switch s.Stage {
	case New:
		return "waits for an agent of " + s.Own.Handler.Team + " (E-25)"
	case Working:
		return "agent works on it"
	case Waits:
		return "waits for " + s.Own.Waits[s.Own.Waiting].Reason
	case Resolved:
		return "resolved: waits for the reporter's word"
	case Deciding:
		return "waits for the Board's decision on an exclusion"
	}
	return s.Stage
}

// known reports whether a value is one of a list.
func known(value string, list []string) bool { return slices.Contains(list, value) }
