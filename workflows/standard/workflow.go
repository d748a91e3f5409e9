package standard

import (
	"maps"
	"strconv"
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

// transitions says what may follow what: the commands that each stage allows. A
// change tells what became of it whenever that happens.
var transitions = map[string][]string{
	Drafting:        {Revise.Name, Submit.Name, WithdrawDraft.Name},
	Approving:       {Revise.Name, WithdrawDraft.Name, SetBack.Name},
	InForce:         {Revise.Name, Submit.Name, WithdrawDraft.Name, SetBack.Name, Retire.Name},
	SetToBack:       {Revise.Name, Submit.Name, WithdrawDraft.Name, Retire.Name},
	casework.Always: {Harmed.Name, Used.Name},
}

// process is what this package contributes to a case.
var process = casework.Process[State]{
	Version:       Version,
	Initial:       Drafting,
	Transitions:   transitions,
	Opened:        write,
	Due:           due,
	Alarm:         func(*turn, record.Alarm) {},
	Decided:       decided,
	CheckDecision: checkDecision,
	Returned:      returned,
	Recipients:    recipients,
	Waiting:       waiting,
}

// Workflow is one standard change. The numbers are the sentences of the package's story.
func Workflow(ctx workflow.Context, start casework.Start[State]) error {
	c, err := casework.New(ctx, start, process)
	if err != nil {
		return err
	}
	casework.Handle(ctx, c, Submit, checkSubmit, submit)                 // 2
	casework.Handle(ctx, c, Revise, checkRevise, revise)                 // 4
	casework.Handle(ctx, c, SetBack, checkSetBack, setBackNow)           // 5, 6
	casework.Handle(ctx, c, Harmed, checkHarmed, harmed)                 // 6
	casework.Handle(ctx, c, Used, checkUsed, used)                       // 5
	casework.Handle(ctx, c, WithdrawDraft, checkWithdraw, withdrawDraft) // 7
	casework.Handle(ctx, c, Retire, checkBecause, retire)                // 7
	return c.Run(ctx, Name)
}

// Opened is the state of a new standard change as its opener gives it to the case.
func Opened(provider string, r Request) State {
	return State{Kind: r.Text.Kind, Name: r.Text.Name, Provider: provider, Draft: &Draft{Text: r.Text}}
}

// write is sentence 1.
func write(t *turn) {
	draft(t, t.Own.Draft.Text)
	t.Say("standard.drafted", map[string]string{"name": t.Own.Name})
}

func draft(t *turn, text Text) {
	t.Own.Draft = &Draft{Text: text, By: t.Actor, At: t.At, Content: contentOf(text)}
}

func checkSubmit(s *situation, m Submission) error {
	if s.Own.Draft == nil {
		return casework.Refuse("no_draft")
	}
	if m.Content != s.Own.Draft.Content {
		return casework.Refuse(casework.CodeStale, "seen", m.Content, "current", s.Own.Draft.Content)
	}
	return nil
}

// submit is sentence 2.
func submit(t *turn, m Submission) {
	d := *t.Own.Draft
	d.Record = m.Record
	t.Own.Draft = &d
	ask(t)
	t.Say("standard.submitted", map[string]string{"content": d.Content})
	t.Move(Approving)
}

// ask puts the draft before the Service Integrator, with a term of its own.
func ask(t *turn) {
	t.FinishTasks("revise_standard", "")
	t.Own.Submissions++
	d := *t.Own.Draft
	d.Clock, d.Rejected = clockDecision+strconv.Itoa(t.Own.Submissions), ""
	t.Own.Draft = &d
	t.StartClock(d.Clock, "standard.decision")
	t.OpenTask(casework.Ask{Kind: "approve_standard", Subject: strconv.Itoa(t.Own.Newest + 1), To: changeManagers,
		Clock: d.Clock, Options: []string{Approve, Reject}, Content: d.Content, Args: map[string]string{"name": d.Text.Name}})
}

// changeManagers decide for the Service Integrator (B-35).
var changeManagers = record.Recipient{Org: "si", Role: "change_manager"}

func checkDecision(_ *situation, _ record.Task, d casework.Decision) error {
	var v casework.Invalid
	v.Check(d.Option != ToBack || strings.TrimSpace(d.Reason) != "", "reason", "required_reason")
	bounded(&v, "reason", d.Reason)
	return v.Err()
}

func decided(t *turn, task record.Task, d casework.Decision) {
	switch {
	case task.Kind == "review_standard":
		reviewed(t, d)
	case d.Option == Approve:
		approve(t)
	default:
		reject(t, d.Reason)
	}
}

// approve is sentence 3: the next version is in force.
func approve(t *turn) {
	d := t.Own.Draft
	t.StopClock(d.Clock)
	endCurrent(t, nil)
	v := Edition{Number: t.Own.Newest + 1, Text: d.Text, Content: d.Content, Written: d.By, Approved: t.Actor, At: t.At}
	put(t, v)
	t.Own.Current, t.Own.Newest, t.Own.Draft, t.Own.Back = v.Number, v.Number, nil, nil
	if t.Own.Name != v.Text.Name {
		t.Own.Name = v.Text.Name
		t.Rename(v.Text.Name)
	}
	t.Say("standard.approved", map[string]any{"version": v.Number, "content": v.Content})
	t.Move(InForce)
	t.Mail(record.Mail{Template: "standard_approved", To: record.Recipient{Person: d.By.Person}, Args: map[string]string{"version": strconv.Itoa(v.Number)}})
	beginRhythm(t)
}

// endCurrent takes the version in force out of it.
func endCurrent(t *turn, back *SetBackIs) {
	v, ok := t.Own.InForce()
	if !ok {
		return
	}
	at := t.At
	v.Ended, v.Back = &at, back
	put(t, v)
}

func put(t *turn, v Edition) {
	versions := maps.Clone(t.Own.Versions)
	if versions == nil {
		versions = map[string]Edition{}
	}
	versions[strconv.Itoa(v.Number)] = v
	t.Own.Versions = versions
}

// reject is sentence 3: the draft goes back to its writer.
func reject(t *turn, reason string) {
	rejected := *t.Own.Draft
	t.StopClock(rejected.Clock)
	rejected.Clock, rejected.Rejected = "", reason
	t.Own.Draft = &rejected
	t.Say("standard.rejected", map[string]string{"reason": reason})
	t.Move(resting(t))
	t.OpenTask(casework.Ask{Kind: "revise_standard", To: record.Recipient{Person: rejected.By.Person}, Command: Revise.Name,
		Args: map[string]string{"name": rejected.Text.Name}})
}

// resting is the stage of a standard change on whose draft nobody decides.
func resting(t *turn) string {
	switch {
	case t.Own.Current > 0:
		return InForce
	case t.Own.Back != nil:
		return SetToBack
	}
	return Drafting
}

func checkRevise(s *situation, m Revision) error {
	var v casework.Invalid
	m.Text.check(&v, "text.")
	v.Check(m.Text.Kind == s.Own.Kind, "text.kind", "choose_option", "options", s.Own.Kind)
	before := ""
	if s.Own.Draft != nil {
		before = s.Own.Draft.Content
	} else if in, ok := s.Own.InForce(); ok {
		before = in.Content
	}
	v.Check(contentOf(m.Text) != before, "text", "same_texts")
	return v.Err()
}

// revise is sentence 4.
func revise(t *turn, m Revision) {
	asked := t.Stage == Approving
	var record map[string]int
	if asked {
		record = t.Own.Draft.Record
		t.OutdateTasks("approve_standard")
		t.CancelClock(t.Own.Draft.Clock)
	}
	t.FinishTasks("revise_standard", "")
	draft(t, m.Text)
	t.Own.Draft.Record = record
	t.Say("standard.revised", map[string]string{"content": t.Own.Draft.Content})
	if asked {
		ask(t)
		t.Note("standard_asked_again")
	}
}

// waiting tells an operator what the case waits for.
func waiting(s *casework.State[State]) string {
	switch s.Stage {
	case Drafting:
		return "waits for the provider to submit the draft (B-35)"
	case Approving:
		return "waits for the Service Integrator's decision (B-35)"
	case InForce:
		return "in force; waits for its review (B-35)"
	case SetToBack:
		return "set back to normal; waits for a revision that is approved (B-35)"
	}
	return s.Stage
}
