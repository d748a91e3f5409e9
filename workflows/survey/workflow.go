package survey

import (
	"fmt"
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
	Asked: {Answer.Name},
	// A second answer passes here to be told that there is one already.
	Contacting: {Answer.Name, ReportContact.Name},
}

// Allowed returns the commands that somebody can usefully send in a stage.
func Allowed(stage string) []string {
	switch stage {
	case Asked:
		return []string{Answer.Name}
	case Contacting:
		return []string{ReportContact.Name}
	}
	return nil
}

// process is what this package contributes to a case.
var process = casework.Process[State]{
	Version:     Version,
	Initial:     Asked,
	Transitions: transitions,
	Opened:      invite,
	Due:         due,
	Alarm:       func(*turn, record.Alarm) {},
	Decided:     func(*turn, record.Task, casework.Decision) {},
	Waiting:     waiting,
}

// Workflow is one survey. The numbers are the sentences of the package's story.
func Workflow(ctx workflow.Context, start casework.Start[State]) error {
	c, err := casework.New(ctx, start, process)
	if err != nil {
		return err
	}
	casework.Handle(ctx, c, Answer, checkAnswer, answer)                // 3
	casework.Handle(ctx, c, ReportContact, checkContact, reportContact) // 4
	return c.Run(ctx, Name)
}

// invite is sentence 1: one mail, at once.
func invite(t *turn) {
	if !Asks(t.Parties) {
		t.Say("survey.withdrawn", nil)
		t.End(Withdrawn, Withdrawn)
		return
	}
	t.Say("survey.invited", nil)
	t.StartClock(ClockAnswer, "survey.answer")
	t.Mail(record.Mail{Template: "survey_invite", To: record.Recipient{Person: t.Parties.Requester},
		Args: map[string]string{"survey": t.Ref, "ref": t.Own.About.Incident}})
}

// due is sentence 2. The term of the contact is a promise: it runs on.
func due(t *turn, k record.Clock) {
	if k.ID == ClockAnswer {
		t.Say("survey.unanswered", nil)
		t.End(Unanswered, Unanswered)
	}
}

func checkAnswer(s *situation, r Reply) error {
	if s.Actor.Person != s.Parties.Requester {
		return casework.Refuse(casework.CodeForbidden) // the reporter is asked, nobody else (E-14)
	}
	if s.Own.Answer != nil {
		return casework.Refuse(casework.CodeDone)
	}
	return r.Check()
}

// Check refuses an answer that is none.
func (r Reply) Check() error {
	var v casework.Invalid
	v.Check(r.Score >= Lowest && r.Score <= Highest, "score", "between", "min", fmt.Sprint(Lowest), "max", fmt.Sprint(Highest))
	v.Check(len(r.Comment) <= longest, "comment", "too_long", "max", fmt.Sprint(longest))
	return v.Err()
}

// longest bounds what somebody can write.
const longest = 4000

// answer is sentences 3 to 5.
func answer(t *turn, r Reply) {
	t.Own.Answer = &Given{Reply: r, At: t.At}
	t.Say("survey.answered", r)
	t.StopClock(ClockAnswer)
	if r.Score > Low {
		t.End(Answered, Answered)
		return
	}
	t.Move(Contacting)
	t.StartClock(ClockContact, "survey.contact")
	t.OpenTask(casework.Ask{Kind: "contact_reporter", To: record.Recipient{Org: "si", Role: "service_desk"}, Clock: ClockContact,
		Command: ReportContact.Name, Args: map[string]string{"score": fmt.Sprint(r.Score)}})
}

func checkContact(_ *situation, r Report) error {
	var v casework.Invalid
	v.Check(strings.TrimSpace(r.Result) != "", "result", "required")
	v.Check(len(r.Result) <= longest, "result", "too_long", "max", fmt.Sprint(longest))
	return v.Err()
}

// reportContact is the end of sentence 4.
func reportContact(t *turn, r Report) {
	t.Own.Result = &Contact{Report: r, At: t.At, By: t.Actor}
	t.Say("survey.contacted", map[string]string{"report": r.Result})
	t.StopClock(ClockContact)
	t.FinishTasks("contact_reporter", "")
	t.End(Contacted, Contacted)
}

// waiting tells an operator what the case waits for.
func waiting(s *casework.State[State]) string {
	switch s.Stage {
	case Asked:
		return "waits for the reporter's answer (E-14)"
	case Contacting:
		return "waits for the Service Desk to contact the reporter (E-15)"
	}
	return s.Stage
}
