package template

import (
	"fmt"
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

// transitions says what may follow what: the commands that each stage allows.
var transitions = map[string][]string{
	Drafting:  {Revise.Name, Submit.Name, WithdrawDraft.Name},
	Approving: {Revise.Name, WithdrawDraft.Name},
	InForce:   {Revise.Name, Submit.Name, WithdrawDraft.Name, Retire.Name},
}

// process is what this package contributes to a case.
var process = casework.Process[State]{
	Version:     Version,
	Initial:     Drafting,
	Transitions: transitions,
	Opened:      write,
	Due:         func(*turn, record.Clock) {}, // a late decision is still awaited
	Alarm:       func(*turn, record.Alarm) {},
	Decided:     decided,
	Recipients:  recipients,
	Waiting:     waiting,
}

// Workflow is one template. The numbers are the sentences of the package's story.
func Workflow(ctx workflow.Context, start casework.Start[State]) error {
	c, err := casework.New(ctx, start, process)
	if err != nil {
		return err
	}
	casework.Handle(ctx, c, Submit, checkSubmit, submit)                 // 2
	casework.Handle(ctx, c, Revise, checkRevise, revise)                 // 5, 6
	casework.Handle(ctx, c, WithdrawDraft, checkWithdraw, withdrawDraft) // 7
	casework.Handle(ctx, c, Retire, checkRetire, retire)                 // 8
	return c.Run(ctx, Name)
}

// Opened is the state of a new template as its opener gives it to the case.
func Opened(r Request) State {
	return State{Kind: r.Kind, Name: r.Name, Draft: &Draft{Texts: r.Texts}}
}

// write is sentence 1.
func write(t *turn) {
	draft(t, t.Own.Draft.Texts)
	t.Say("template.drafted", map[string]string{"name": t.Own.Name})
}

func draft(t *turn, texts map[string]Text) {
	t.Own.Draft = &Draft{Texts: texts, By: t.Actor, At: t.At, Content: contentOf(t.Own, texts)}
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
func submit(t *turn, _ Submission) {
	ask(t)
	t.Say("template.submitted", map[string]string{"content": t.Own.Draft.Content})
	t.Move(Approving)
}

// ask puts the draft before the Board, with a term of its own.
func ask(t *turn) {
	t.FinishTasks("revise_template", "")
	t.Own.Submissions++
	d := *t.Own.Draft
	d.Clock, d.Rejected = clockApproval+strconv.Itoa(t.Own.Submissions), ""
	t.Own.Draft = &d
	t.StartClock(d.Clock, "task.decision")
	t.OpenTask(casework.Ask{Kind: "approve_template", Subject: strconv.Itoa(t.Own.Current + 1), To: record.Recipient{Org: "board", Role: "member"},
		Clock: d.Clock, Options: []string{"approve", "reject"}, Content: d.Content, Args: map[string]string{"name": t.Own.Name}})
}

// decided is sentences 3 and 4.
func decided(t *turn, _ record.Task, d casework.Decision) {
	t.StopClock(t.Own.Draft.Clock)
	if d.Option == "approve" {
		approve(t)
		return
	}
	rejected := *t.Own.Draft
	rejected.Clock, rejected.Rejected = "", d.Reason
	t.Own.Draft = &rejected
	t.Say("template.rejected", map[string]string{"reason": d.Reason})
	t.Move(resting(t))
	t.OpenTask(casework.Ask{Kind: "revise_template", To: record.Recipient{Person: rejected.By.Person}, Command: Revise.Name,
		Args: map[string]string{"name": t.Own.Name}})
}

func approve(t *turn) {
	d := t.Own.Draft
	v := Edition{Number: t.Own.Current + 1, Texts: d.Texts, Content: d.Content, Written: d.By, Approved: t.Actor, At: t.At}
	versions := maps.Clone(t.Own.Versions)
	if versions == nil {
		versions = map[string]Edition{}
	}
	versions[strconv.Itoa(v.Number)] = v
	t.Own.Versions, t.Own.Current, t.Own.Draft = versions, v.Number, nil
	t.Say("template.approved", map[string]any{"version": v.Number, "content": v.Content})
	t.Move(InForce)
}

// resting is the stage of a template whose draft does not lie before the Board.
func resting(t *turn) string {
	if t.Own.Current > 0 {
		return InForce
	}
	return Drafting
}

func checkRevise(s *situation, m Revision) error {
	var v casework.Invalid
	checkTexts(&v, s.Own.Kind, m.Texts)
	before, content := "", contentOf(s.Own, m.Texts)
	if s.Own.Draft != nil {
		before = s.Own.Draft.Content
	} else if in, ok := s.Own.Edition(s.Own.Current); ok {
		before = in.Content
	}
	v.Check(content != before, "texts", "same_texts")
	return v.Err()
}

// revise is sentences 5 and 6.
func revise(t *turn, m Revision) {
	asked := t.Stage == Approving
	if asked {
		t.OutdateTasks("approve_template")
		t.CancelClock(t.Own.Draft.Clock)
	}
	t.FinishTasks("revise_template", "")
	draft(t, m.Texts)
	t.Say("template.revised", map[string]string{"content": t.Own.Draft.Content})
	if asked {
		ask(t)
		t.Note("board_asked_again")
	}
}

func checkWithdraw(s *situation, m Withdrawal) error {
	if s.Own.Draft == nil {
		return casework.Refuse("no_draft")
	}
	var v casework.Invalid
	v.Check(len(m.Remark) <= longestText, "remark", "too_long", "max", fmt.Sprint(longestText))
	return v.Err()
}

// withdrawDraft is sentence 7.
func withdrawDraft(t *turn, m Withdrawal) {
	t.CancelTasks("approve_template", "")
	t.CancelTasks("revise_template", "")
	t.CancelClock(t.Own.Draft.Clock)
	t.Own.Draft = nil
	t.Say("template.draft_withdrawn", m)
	if t.Own.Current == 0 {
		t.End(Withdrawn, Withdrawn)
		return
	}
	t.Move(InForce)
}

func checkRetire(_ *situation, m Because) error {
	var v casework.Invalid
	v.Check(strings.TrimSpace(m.Reason) != "", "reason", "required")
	v.Check(len(m.Reason) <= longestText, "reason", "too_long", "max", fmt.Sprint(longestText))
	return v.Err()
}

// retire is sentence 8. A draft that nobody approved goes with it.
func retire(t *turn, m Because) {
	t.Own.Draft, t.Own.Reason = nil, m.Reason
	t.Say("template.retired", m)
	t.End(Retired, Retired)
}

// recipients: there is no Client in a template's case. Who wrote it hears what a
// Client's requester would.
func recipients(s *situation, part string) ([]record.Recipient, bool) {
	switch {
	case part == "client.requester" && s.Own.Draft != nil:
		return []record.Recipient{{Person: s.Own.Draft.By.Person}}, true
	case strings.HasPrefix(part, "client."):
		return nil, true
	}
	return nil, false
}

// waiting tells an operator what the case waits for.
func waiting(s *casework.State[State]) string {
	switch s.Stage {
	case Drafting:
		return "waits for the writer to submit the draft (B-30)"
	case Approving:
		return "waits for the Board's decision (B-30)"
	case InForce:
		return "in force; waits for a revision or for its retirement"
	}
	return s.Stage
}
