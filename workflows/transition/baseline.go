package transition

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
	"termijn/workflows/casework"
)

// Families of clocks.
const (
	clockPlan       = "plan"
	clockMilestone  = "milestone"
	clockRecovery   = "recovery"
	clockAck        = "ack"
	clockJudgement  = "judgement"
	clockAcceptance = "acceptance"
	clockMonth      = "steering"
	clockProposal   = "proposal"
	clockPayment    = "payment"
)

// SLA definitions of the process.
const (
	defMilestone  = Name + ".milestone"
	defRecovery   = Name + ".recovery"
	defAck        = Name + ".acknowledgement"
	defAcceptance = Name + ".acceptance"
	defMonth      = Name + ".steering"
)

// firstBaseline is sentence 4: the accepted plan becomes a promise. The Board agreed
// the dates, so they hold even if the award came late (sentence 5).
func firstBaseline(t *turn, d casework.Decision) {
	t.Move(Running)
	for _, id := range keys(t.Own.Milestones) {
		m := t.Own.Milestones[id]
		m.Unfixed = false
		t.Own.Milestones[id] = m
	}
	weigh(&t.Own)
	b := baseline(t, "", d.Reason)
	for _, id := range keys(t.Own.Milestones) {
		m := t.Own.Milestones[id]
		startDate(t, id, &m)
		t.Own.Milestones[id] = m
		restate(t, id)
	}
	t.Own.Content = t.Own.content()
	t.Say("transition.baseline_set", map[string]any{"baseline": b, "milestones": len(t.Own.Milestones)})
	changed(t)
}

// baseline copies every date under the next number.
func baseline(t *turn, proposal, reason string) int {
	t.Own.Baseline++
	b := Baseline{Number: t.Own.Baseline, At: t.At, By: t.Actor, Proposal: proposal, Reason: strings.TrimSpace(reason), Dates: map[string]calendar.Date{}}
	for _, id := range keys(t.Own.Milestones) {
		if m := t.Own.Milestones[id]; m.Status != MilestoneCancelled {
			b.Dates[id] = m.Due
		}
	}
	set(&t.Own.Baselines, strconv.Itoa(b.Number), b)
	return b.Number
}

// startDate starts the clock of a milestone's date; each date has one of its own.
func startDate(t *turn, id string, m *Milestone) {
	at := t.At
	m.Clock, m.Since = fmt.Sprintf("%s/%s/%d", clockMilestone, id, t.Own.Baseline), &at
	t.StartDateClock(m.Clock, defMilestone, m.Due)
}

// refix follows whether a date holds (sentence 5).
func refix(t *turn, id string, m *Milestone) {
	if m.Unfixed {
		t.CancelClock(m.Clock)
		stopRecovery(t, id, m)
		m.Clock, m.Since, m.Missed, m.Escalated = "", nil, nil, ""
		return
	}
	startDate(t, id, m)
}

// weigh computes what each share comes to. Amounts that became payable stay; the
// others are differences of rounded sums, so that all of them add up to the price to
// the cent.
func weigh(s *State) {
	left, share := s.Price, decimal.Zero
	var open []string
	for _, id := range keys(s.Milestones) {
		m := s.Milestones[id]
		switch _, payable := s.Payments[id]; {
		case payable:
			left = left.Sub(m.Amount)
		case m.Status == MilestoneCancelled, m.Share.IsZero():
			m.Amount = decimal.Zero
			s.Milestones[id] = m
		default:
			share = share.Add(m.Share)
			open = append(open, id)
		}
	}
	sum, before := decimal.Zero, decimal.Zero
	for _, id := range open {
		m := s.Milestones[id]
		sum = sum.Add(m.Share)
		upTo := left.Mul(sum).DivRound(share, 12).Round(2)
		m.Amount = upTo.Sub(before)
		before = upTo
		s.Milestones[id] = m
	}
}

// checkNext says what is wrong with another baseline. It must change something, of
// milestones that are neither reached nor paid, and leave the shares whole.
func (p Proposing) checkNext(s *situation) error {
	var v casework.Invalid
	v.Check(len(p.Changes)+len(p.New) > 0, "changes", "nothing_changes")
	for _, id := range keys(p.Changes) {
		at, c := "changes."+id, p.Changes[id]
		m, ok := s.Own.Milestones[id]
		if !ok {
			v.Add(at, "unknown_milestone", "id", id)
			continue
		}
		_, paid := s.Own.Payments[id]
		v.Check(!m.Ended() && !paid, at, "milestone_ended", "id", id)
		v.Check(c.Due != nil || c.Share != nil || c.Cancel, at, "nothing_changes")
		if c.Due != nil {
			within(&v, at+".due", *c.Due)
			v.Check(*c.Due != m.Due || m.Unfixed || c.Share != nil, at+".due", "nothing_changes")
			v.Check(!c.Due.Before(today(s)), at+".due", "in_the_past")
		}
		if c.Share != nil {
			v.Check(!c.Share.IsNegative() && c.Share.Equal(c.Share.Round(4)), at+".share", "four_decimals")
		}
	}
	for i, x := range p.New {
		at := fmt.Sprintf("new[%d]", i)
		_, there := s.Own.Milestones[x.ID]
		v.Check(idShape.MatchString(x.ID), at+".id", "bad_id")
		v.Check(!there && !slices.ContainsFunc(p.New[:i], func(y MilestonePlan) bool { return y.ID == x.ID }), at+".id", "given_twice", "id", x.ID)
		x.check(&v, at)
		v.Check(x.Due.IsZero() || !x.Due.Before(today(s)), at+".due", "in_the_past")
	}
	if err := v.Err(); err != nil {
		return err
	}
	after := s.Own.plan()
	after.redate(p)
	after.checkWhole(&v)
	if after.Price.IsPositive() && !after.shares().IsZero() {
		after.checkShares(&v)
	}
	return v.Err()
}

// redate applies another baseline to the plan.
func (s *State) redate(p Proposing) {
	for _, id := range keys(p.Changes) {
		m, c := s.Milestones[id], p.Changes[id]
		if c.Due != nil {
			m.Due, m.Unfixed = *c.Due, false
		}
		if c.Share != nil {
			m.Share = *c.Share
		}
		if c.Cancel {
			m.Status = MilestoneCancelled
		}
		s.Milestones[id] = m
	}
	s.add(Plan{Milestones: p.New})
}

// rebaseline is sentence 21. A forecast that the new date overtakes is no news any
// more; one that lies after it stands.
func rebaseline(t *turn, p Proposal) int {
	t.Own.redate(p.Proposing)
	weigh(&t.Own)
	n := baseline(t, p.ID, p.Reason)
	for _, id := range keys(p.Changes) {
		m, c := t.Own.Milestones[id], p.Changes[id]
		if c.Due != nil || c.Cancel {
			t.CancelClock(m.Clock)
			stopRecovery(t, id, &m)
			m.Missed, m.Escalated, m.Held, m.Unready = nil, "", nil, false
		}
		switch {
		case c.Cancel:
			m.Clock, m.Since = "", nil
			drop(t, id)
		case c.Due != nil:
			startDate(t, id, &m)
			if m.Forecast != nil && !m.Forecast.Date.After(m.Due) {
				m.Forecast = nil
			}
		}
		t.Own.Milestones[id] = m
		restate(t, id)
	}
	for _, x := range p.New {
		m := t.Own.Milestones[x.ID]
		m.Unfixed = false
		startDate(t, x.ID, &m)
		t.Own.Milestones[x.ID] = m
		restate(t, x.ID)
		if m.Owner.Org != integrator && m.Owner.Org != board && m.Owner.Org != t.Parties.Client {
			t.Involve(m.Owner.Org)
		}
	}
	t.Own.Content = t.Own.content()
	changed(t)
	return n
}

// drop takes back what is asked about a milestone that is cancelled.
func drop(t *turn, id string) {
	for _, kind := range []string{taskForecast, taskRecover, taskMilestone} {
		t.CancelTasks(kind, id)
	}
	for _, product := range keys(t.Own.Products) {
		if t.Own.Products[product].Milestone == id {
			for _, kind := range []string{taskDeliver, taskCheck, taskProduct} {
				t.CancelTasks(kind, product)
			}
			p := t.Own.Products[product]
			t.CancelClock(p.Deliveries[strconv.Itoa(p.Delivery)].Clock)
		}
	}
	settleAck(t, id)
}
