package regie

import (
	"fmt"
	"strings"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

func checkApproval(s *situation, m ApprovalRequest) error {
	if s.Own.Offer.Expired {
		return casework.Refuse("offer_expired", "until", s.Own.Offer.ValidUntil.String())
	}
	return fresh(s, m.Content)
}

// fresh refuses a command that was made on another content of the offer.
func fresh(s *situation, seen string) error {
	if seen != s.Own.Offer.Content {
		return casework.Refuse(casework.CodeStale, "seen", seen, "current", s.Own.Offer.Content)
	}
	return nil
}

// requestApproval starts the Client's own flow (M-05). A Client without a flow
// has approved by asking.
func requestApproval(t *turn, _ ApprovalRequest) {
	t.CancelTasks("choose_offer", "")
	t.CancelTasks("revise_offer", "")
	t.Say("regie.approval_requested", map[string]string{"offer": t.Own.Offer.ID})
	startFlow(t)
}

func startFlow(t *turn) {
	t.Own.Approvals++
	t.Own.Approval = &Approval{ID: fmt.Sprintf("A%d", t.Own.Approvals), Content: t.Own.Offer.Content}
	t.Move(Approving)
	nextStep(t, 0)
}

// nextStep asks a step's approvers, or says that the offer may be ordered.
func nextStep(t *turn, step int) {
	a := *t.Own.Approval
	a.Step = step
	t.Own.Approval = &a
	if step == len(t.Own.Policy.Flow) {
		t.Move(Approved)
		t.OpenTask(ask{Kind: "place_order", Subject: t.Own.Offer.ID, To: representative(t), Clock: validity(t), Command: PlaceOrder.Name})
		return
	}
	t.StartClock(approvalClock(t, step), "task.decision")
	for _, person := range t.Own.Policy.Flow[step].Approvers {
		askApprover(t, step, person)
	}
}

// approvalClock names the clock of a step's round: a step that is asked anew
// has a term of its own.
func approvalClock(t *turn, step int) string {
	return fmt.Sprintf("%s/%s.%d", ClockApproval, t.Own.Approval.ID, step+1)
}

func askApprover(t *turn, step int, person string) {
	t.OpenTask(ask{Kind: "approve_offer", Subject: fmt.Sprint(step), To: record.Recipient{Person: person},
		Clock: approvalClock(t, step), Options: []string{"approve", "reject"}, Content: t.Own.Offer.Content,
		Args: map[string]string{"offer": t.Own.Offer.ID, "total": t.Own.Offer.Total.StringFixed(2)}})
}

// vote counts an approver's decision.
func vote(t *turn, task record.Task, d casework.Decision) {
	a := *t.Own.Approval
	set(&a.Votes, fmt.Sprintf("%d/%s", a.Step, task.Assignee.Person), Vote{Option: d.Option, Reason: d.Reason, At: t.At, By: t.Actor})
	t.Own.Approval = &a
	step := t.Own.Policy.Flow[a.Step]
	yes, no := count(a, step)
	kind := "regie.vote_given"
	switch {
	case yes >= needed(step):
		kind = "regie.step_approved"
		t.CancelTasks("approve_offer", "")
		t.StopClock(approvalClock(t, a.Step))
		nextStep(t, a.Step+1)
	case len(step.Approvers)-no < needed(step):
		kind = "regie.step_rejected"
		t.CancelTasks("approve_offer", "")
		t.StopClock(approvalClock(t, a.Step))
		t.Move(Offered)
		t.OpenTask(ask{Kind: "choose_offer", Subject: t.Own.Offer.ID, To: representative(t), Command: RequestRevision.Name, Content: t.Own.Offer.Content})
	}
	t.Say(kind, map[string]string{"step": step.Name, "option": d.Option, "reason": d.Reason})
}

func count(a Approval, s Step) (yes, no int) {
	for _, p := range s.Approvers {
		switch a.Votes[fmt.Sprintf("%d/%s", a.Step, p)].Option {
		case "approve":
			yes++
		case "reject":
			no++
		}
	}
	return yes, no
}

// needed is how many yeses a step wants.
func needed(s Step) int {
	switch s.Rule {
	case "any":
		return 1
	case "number":
		return min(s.Number, len(s.Approvers))
	default:
		return len(s.Approvers)
	}
}

// reopenVotes starts the flow again for a changed offer: every vote covered its
// content.
func reopenVotes(t *turn) {
	stopFlow(t)
	t.Note("votes_reopened")
	startFlow(t)
}

// stopFlow takes back what the flow still asks of somebody.
func stopFlow(t *turn) {
	t.OutdateTasks("approve_offer")
	t.CancelTasks("place_order", "")
	if t.Own.Approval != nil {
		t.CancelClock(approvalClock(t, t.Own.Approval.Step))
	}
}

func checkOrder(s *situation, o Order) error {
	if s.Own.Offer.Expired {
		return casework.Refuse("offer_expired", "until", s.Own.Offer.ValidUntil.String())
	}
	if err := fresh(s, o.Content); err != nil {
		return err
	}
	var v casework.Invalid
	v.Check(strings.TrimSpace(o.Reference) != "", "reference", "required")
	v.Check(len(o.Reference) <= 160, "reference", "too_long", "max", "160")
	v.Check(len(o.IONumbers) > 0, "ioNumbers", "required_io")
	checkIO(&v, o.IONumbers)
	v.Check(!o.Committed.IsZero(), "committed", "required")
	v.Check(!o.Committed.After(today(s)), "committed", "in_the_future")
	return v.Err()
}

func checkIO(v *casework.Invalid, numbers []string) {
	v.Check(len(numbers) <= 20, "ioNumbers", "too_many", "max", "20")
	for i, io := range numbers {
		v.Check(strings.TrimSpace(io) != "" && len(io) <= 40, fmt.Sprintf("ioNumbers[%d]", i), "required_io")
	}
}

// placeOrder is the order: the work begins (M-06).
func placeOrder(t *turn, o Order) {
	start := t.Own.Request.Start
	end := t.Own.Request.End()
	if d := today(&t.Situation); d.After(start) {
		// The work cannot begin before it is ordered.
		start = d
		if end.Before(start) {
			end = start.AddMonthsClamped(t.Own.Request.Months).AddDays(-1)
		}
	}
	t.Own.Order = &Placed{Order: o, Offer: t.Own.Offer.ID, At: t.At, Start: start, End: end}
	t.StopClock(validity(t))
	t.FinishTasks("place_order", "")
	for _, kind := range []string{"choose_offer", "hold_interview", "replace_candidate", "revise_offer"} {
		t.CancelTasks(kind, "")
	}
	t.Say("regie.ordered", t.Own.Order)
	t.Move(Executing)
	t.Mail(record.Mail{Template: "order_placed", To: provider(t)})
	plan(t)
}

func checkBecause(_ *situation, m Because) error {
	var v casework.Invalid
	v.Check(strings.TrimSpace(m.Reason) != "", "reason", "required")
	v.Check(len(m.Reason) <= 4000, "reason", "too_long", "max", "4000")
	return v.Err()
}

func checkRevision(s *situation, m Because) error {
	if _, open := s.OpenTask("revise_offer", s.Own.Offer.ID); open {
		return casework.Refuse(casework.CodeDone, "subject", s.Own.Offer.ID)
	}
	return checkBecause(s, m)
}

// requestRevision asks the provider for a better offer. The answer time stays
// stopped: the first offer that could be ordered counts. Who was asked to
// approve the present one is asked no more.
func requestRevision(t *turn, m Because) {
	t.CancelTasks("choose_offer", "")
	stopFlow(t)
	if t.Stage != Offered {
		t.Move(Offered)
	}
	t.Say("regie.revision_requested", m)
	t.OpenTask(ask{Kind: "revise_offer", Subject: t.Own.Offer.ID, To: provider(t), Command: SubmitOffer.Name})
}

// rejectOffer ends the case: the Client will not order.
func rejectOffer(t *turn, m Because) {
	t.Say("regie.offer_rejected", m)
	t.Mail(record.Mail{Template: "case_ended", To: provider(t)})
	t.End(Rejected, Rejected)
}

// withdraw ends the case: the Client needs the support no more.
func withdraw(t *turn, m Because) {
	t.Say("regie.withdrawn", m)
	t.Mail(record.Mail{Template: "case_ended", To: provider(t)})
	t.End(Withdrawn, Withdrawn)
}
