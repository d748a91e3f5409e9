package transition

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"termijn/workflows/casework"
)

// makePayable is sentence 22. A milestone has one payment: there is never another.
func makePayable(t *turn, id string) {
	m := t.Own.Milestones[id]
	if _, there := t.Own.Payments[id]; there || !m.Share.IsPositive() {
		return
	}
	p := Payment{Amount: m.Amount, Share: m.Share, Since: t.At, Papers: t.Own.papers(id)}
	askPayment(t, id, p)
}

// papers are what proves that a milestone is reached: its own evidence, and that of
// the deliveries that were accepted.
func (s State) papers(id string) []Evidence {
	papers := slices.Clone(s.Milestones[id].Reached.Evidence)
	for _, x := range s.products(id) {
		p := s.Products[x]
		papers = append(papers, p.Deliveries[strconv.Itoa(p.Delivery)].Evidence...)
	}
	return papers
}

// askPayment puts a payment before the Board.
func askPayment(t *turn, id string, p Payment) {
	p.Tries++
	p.State = PaymentPayable
	p.Content = hash([]any{id, p.Amount, p.Papers, p.Tries})
	p.Clock = fmt.Sprintf("%s/%s/%d", clockPayment, id, p.Tries)
	set(&t.Own.Payments, id, p)
	t.StartClock(p.Clock, decision)
	t.OpenTask(casework.Ask{Kind: taskPayment, Subject: id, To: members, Clock: p.Clock, Options: verdicts, Content: p.Content,
		Args: map[string]string{"name": t.Own.Milestones[id].Title, "total": p.Amount.StringFixed(2)}})
}

// paymentDecided is the Board's answer (sentence 22).
func paymentDecided(t *turn, id string, d casework.Decision) {
	p := t.Own.Payments[id]
	t.StopClock(p.Clock)
	body := map[string]string{"milestone": id, "amount": p.Amount.StringFixed(2), "reason": strings.TrimSpace(d.Reason)}
	if d.Option == approve {
		p.State, p.Approved = PaymentApproved, judged(t, d.Reason)
		t.Say("transition.payment_approved", body)
	} else {
		p.State, p.Refused = PaymentRefused, judged(t, d.Reason)
		t.OpenTask(casework.Ask{Kind: taskPayAgain, Subject: id, To: lead, Command: ResubmitPayment.Name,
			Args: map[string]string{"name": t.Own.Milestones[id].Title, "total": p.Amount.StringFixed(2)}})
		t.Say("transition.payment_refused", body)
	}
	t.Own.Payments[id] = p
}

func checkResubmit(s *situation, r PaymentAgain) error {
	if err := checkLead(s); err != nil {
		return err
	}
	p, ok := s.Own.Payments[r.Milestone]
	switch {
	case !ok:
		return casework.Refuse(casework.CodeUnknown, "subject", r.Milestone)
	case p.State != PaymentRefused:
		return casework.Refuse(casework.CodeDone, "subject", r.Milestone)
	}
	var v casework.Invalid
	text(&v, "remark", r.Remark)
	links(&v, "papers", r.Papers, false)
	v.Check(len(p.Papers)+len(r.Papers) <= 10*mostEvidence, "papers", "too_many", "max", fmt.Sprint(10*mostEvidence))
	return v.Err()
}

// resubmitPayment is the end of sentence 22.
func resubmitPayment(t *turn, r PaymentAgain) {
	p := t.Own.Payments[r.Milestone]
	p.Papers = append(slices.Clone(p.Papers), r.Papers...)
	t.FinishTasks(taskPayAgain, r.Milestone)
	askPayment(t, r.Milestone, p)
	t.Say("transition.payment_resubmitted", map[string]string{"milestone": r.Milestone, "remark": strings.TrimSpace(r.Remark)})
}
