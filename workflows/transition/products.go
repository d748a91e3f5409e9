package transition

import (
	"fmt"
	"strconv"
	"strings"

	"termijn/workflows/casework"
)

// product finds a work product with its milestone.
func product(s *situation, id string) (Product, Milestone, error) {
	p, ok := s.Own.Products[id]
	if !ok {
		return p, Milestone{}, casework.Refuse(casework.CodeUnknown, "subject", id)
	}
	return p, s.Own.Milestones[p.Milestone], nil
}

func checkDeliver(s *situation, d Delivering) error {
	p, m, err := product(s, d.Product)
	if err != nil {
		return err
	}
	if err := checkOwner(s, m.Owner); err != nil {
		return err
	}
	if m.Ended() || p.State == ProductAccepted || p.State == ProductDelivered || p.State == ProductChecked {
		return casework.Refuse(casework.CodeDone, "subject", d.Product)
	}
	var v casework.Invalid
	optional(&v, "note", d.Note)
	links(&v, "evidence", d.Evidence, true)
	return v.Err()
}

// deliver is sentence 13. What the Service Integrator delivers itself goes straight
// to the Board: nobody checks the own work.
func deliver(t *turn, d Delivering) {
	p := t.Own.Products[d.Product]
	m := t.Own.Milestones[p.Milestone]
	x := DeliveryIs{At: t.At, By: t.Actor, Note: strings.TrimSpace(d.Note), Evidence: d.Evidence}
	p.Delivery++
	x.Content = hash([]any{d.Product, p.Delivery, p.Title, p.Criteria, x})
	t.FinishTasks(taskDeliver, d.Product)
	p.State = ProductDelivered
	if m.Owner.Org == integrator {
		x.Clock = askAcceptance(t, d.Product, p, x.Content)
	} else {
		t.OpenTask(casework.Ask{Kind: taskCheck, Subject: d.Product, To: lead, Command: Check.Name, Args: map[string]string{"name": p.Title}})
	}
	putDelivery(t, d.Product, p, x)
	t.Say("transition.product_delivered", map[string]any{"product": d.Product, "delivery": p.Delivery, "milestone": p.Milestone})
	t.Made(d.Product)
}

// askAcceptance puts a delivery before the Board, which has a month (P-13).
func askAcceptance(t *turn, id string, p Product, content string) string {
	clock := fmt.Sprintf("%s/%s/%d", clockAcceptance, id, p.Delivery)
	t.StartClock(clock, defAcceptance)
	t.OpenTask(casework.Ask{Kind: taskProduct, Subject: id, To: members, Clock: clock, Options: verdicts, Content: content,
		Args: map[string]string{"name": p.Title}})
	return clock
}

func putDelivery(t *turn, id string, p Product, x DeliveryIs) {
	p.Deliveries = copied(p.Deliveries)
	set(&p.Deliveries, strconv.Itoa(p.Delivery), x)
	t.Own.Products[id] = p
}

func checkCheck(s *situation, c Checking) error {
	p, m, err := product(s, c.Product)
	if err != nil {
		return err
	}
	if s.Actor.Org != integrator || m.Owner.Org == integrator {
		return casework.Refuse(casework.CodeForbidden)
	}
	if c.Delivery != p.Delivery {
		return casework.Refuse(casework.CodeStale, "seen", strconv.Itoa(c.Delivery), "current", strconv.Itoa(p.Delivery))
	}
	if p.State != ProductDelivered {
		return casework.Refuse(casework.CodeDone, "subject", c.Product)
	}
	var v casework.Invalid
	v.Check(c.OK || strings.TrimSpace(c.Findings) != "", "findings", "required_reason")
	optional(&v, "findings", c.Findings)
	return v.Err()
}

// check is the Service Integrator's part of sentence 13.
func check(t *turn, c Checking) {
	p := t.Own.Products[c.Product]
	x := p.Deliveries[strconv.Itoa(p.Delivery)]
	t.FinishTasks(taskCheck, c.Product)
	if !c.OK {
		refuse(t, c.Product, p, x, c.Findings)
		return
	}
	x.Checked = judged(t, c.Findings)
	x.Clock = askAcceptance(t, c.Product, p, x.Content)
	p.State = ProductChecked
	putDelivery(t, c.Product, p, x)
	t.Say("transition.product_checked", map[string]any{"product": c.Product, "delivery": p.Delivery, "reason": x.Checked.Reason})
}

// productDecided is the Board's part of sentence 13.
func productDecided(t *turn, id string, d casework.Decision) {
	p := t.Own.Products[id]
	x := p.Deliveries[strconv.Itoa(p.Delivery)]
	t.StopClock(x.Clock)
	if d.Option == reject {
		refuse(t, id, p, x, d.Reason)
		return
	}
	accept(t, id, p, x, d.Reason)
	t.Say("transition.product_accepted", map[string]any{"product": id, "delivery": p.Delivery, "reason": strings.TrimSpace(d.Reason)})
}

func accept(t *turn, id string, p Product, x DeliveryIs, reason string) {
	x.Accepted = judged(t, reason)
	p.State = ProductAccepted
	putDelivery(t, id, p, x)
	if m := t.Own.Milestones[p.Milestone]; m.Unready && t.Own.ready(p.Milestone) {
		m.Unready = false
		t.Own.Milestones[p.Milestone] = m
		restate(t, p.Milestone)
	}
}

// refuse sends a delivery back to its owner, with the reason.
func refuse(t *turn, id string, p Product, x DeliveryIs, reason string) {
	x.Refused = judged(t, reason)
	p.State = ProductRefused
	putDelivery(t, id, p, x)
	m := t.Own.Milestones[p.Milestone]
	t.OpenTask(casework.Ask{Kind: taskDeliver, Subject: id, To: people(t, m.Owner), Clock: m.Clock, Command: Deliver.Name,
		Args: map[string]string{"name": p.Title}})
	t.Say("transition.product_refused", map[string]any{"product": id, "delivery": p.Delivery, "reason": x.Refused.Reason})
}
