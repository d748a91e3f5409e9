package transition

import (
	"slices"
	"strings"

	"termijn/workflows/casework"
)

// Kinds of tasks.
const (
	taskSubmit      = "submit_programme_plan"
	taskPlan        = "accept_programme_plan"
	taskForecast    = "state_forecast"
	taskRecover     = "recover_milestone"
	taskMilestone   = "accept_milestone"
	taskAcknowledge = "acknowledge_dates"
	taskDeliver     = "deliver_work_product"
	taskCheck       = "check_work_product"
	taskProduct     = "accept_work_product"
	taskSession     = "hold_steering_session"
	taskProposal    = "decide_programme_proposal"
	taskPayment     = "approve_programme_payment"
	taskPayAgain    = "resubmit_programme_payment"
)

// decision is the SLA definition of what the Board decides.
const decision = Name + ".decision"

func askToSubmit(t *turn) {
	t.OpenTask(casework.Ask{Kind: taskSubmit, To: lead, Command: SubmitPlan.Name})
}

func checkChange(s *situation, c PlanChange) error {
	if err := checkLead(s); err != nil {
		return err
	}
	if c.Seen != s.Own.Content {
		return casework.Refuse(casework.CodeStale, "seen", c.Seen, "current", s.Own.Content)
	}
	var v casework.Invalid
	c.Plan.check(&v)
	optional(&v, "reason", c.Reason)
	if s.Stage == Running {
		text(&v, "reason", c.Reason)
		c.checkPromises(s, &v)
	}
	if err := v.Err(); err != nil {
		return err
	}
	after := s.Own.plan()
	after.change(c)
	after.checkWhole(&v)
	if c.Whole && !after.shares().IsZero() {
		after.checkShares(&v)
	}
	v.Check(hash(after.Plan()) != hash(s.Own.Plan()), "plan", "nothing_changes")
	return v.Err()
}

// checkPromises leaves to the steering committee what moves a promise (sentence 21).
func (c PlanChange) checkPromises(s *situation, v *casework.Invalid) {
	v.Check(!c.Whole, "whole", "needs_rebaseline")
	v.Check(len(c.Remove.Milestones) == 0, "remove.milestones", "needs_rebaseline")
	v.Check(c.Plan.Price.IsZero() || c.Plan.Price.Equal(s.Own.Price), "plan.price", "needs_rebaseline")
	for _, x := range c.Plan.Milestones {
		m, ok := s.Own.Milestones[x.ID]
		v.Check(ok && x.Due == m.Due && x.Share.Equal(m.Share) && x.Conditional == m.Conditional && !m.Ended(),
			"plan.milestones", "needs_rebaseline", "id", x.ID)
	}
	open := func(field, milestone string) {
		m, ok := s.Own.Milestones[milestone]
		v.Check(!ok || !m.Ended(), field, "milestone_ended", "id", milestone)
	}
	for _, x := range c.Plan.Products {
		open("plan.products", x.Milestone)
	}
	for _, x := range c.Plan.Checklist {
		open("plan.checklist", x.Milestone)
	}
	for _, id := range c.Remove.Products {
		p := s.Own.Products[id]
		open("remove.products", p.Milestone)
		v.Check(p.Delivery == 0, "remove.products", "already_delivered", "id", id)
	}
	for _, id := range c.Remove.Checklist {
		open("remove.checklist", s.Own.Checklist[id].Milestone)
	}
}

// changePlan is sentence 2.
func changePlan(t *turn, c PlanChange) {
	t.Own.change(c)
	if title := strings.TrimSpace(c.Plan.Title); title != "" && title != t.Title {
		t.Rename(title)
	}
	for _, org := range c.Plan.orgs() {
		if org != integrator && org != board && org != t.Parties.Client {
			t.Involve(org)
		}
	}
	asked := t.Stage == Submitted
	t.Own.Content = t.Own.content()
	t.Say("transition.plan_changed", map[string]string{"reason": strings.TrimSpace(c.Reason), "content": t.Own.Content})
	changed(t)
	if asked {
		t.OutdateTasks(taskPlan)
		askPlan(t)
		t.Note("board_asked_again")
	}
	if sum := t.Own.shares(); t.Stage != Running && !sum.IsZero() && !sum.Equal(whole) {
		t.Note("shares_incomplete")
	}
}

// plan is a copy of the state whose plan can be changed.
func (s State) plan() State {
	s.Projects, s.Milestones, s.Links = copied(s.Projects), copied(s.Milestones), copied(s.Links)
	s.Products, s.Checklist = copied(s.Products), copied(s.Checklist)
	s.Risks, s.ExitItems = copied(s.Risks), copied(s.ExitItems)
	return s
}

// change applies a change of the plan.
func (s *State) change(c PlanChange) {
	if c.Whole {
		c.Remove = s.without(c.Plan)
	}
	for _, id := range c.Remove.Links {
		delete(s.Links, id)
	}
	for _, id := range c.Remove.Projects {
		delete(s.Projects, id)
	}
	for _, id := range c.Remove.Milestones {
		delete(s.Milestones, id)
		delete(s.Carried, id)
	}
	for _, id := range c.Remove.Products {
		delete(s.Products, id)
	}
	for _, id := range c.Remove.Checklist {
		delete(s.Checklist, id)
	}
	for _, id := range c.Remove.Risks {
		delete(s.Risks, id)
	}
	for _, id := range c.Remove.ExitItems {
		delete(s.ExitItems, id)
	}
	if !c.Plan.Price.IsZero() || c.Whole {
		s.Price = c.Plan.Price
	}
	if c.Plan.Condition != nil || c.Whole {
		s.Condition = c.Plan.Condition
	}
	if c.Plan.Rhythm != (Rhythm{}) {
		s.Rhythm = c.Plan.Rhythm
	}
	s.add(c.Plan)
}

// without lists what a plan does not hold.
func (s State) without(p Plan) Removals {
	return Removals{
		Projects:   missing(s.Projects, p.Projects, func(x ProjectPlan) string { return x.ID }),
		Milestones: missing(s.Milestones, p.Milestones, func(x MilestonePlan) string { return x.ID }),
		Links:      missing(s.Links, p.Links, Link.Key),
		Products:   missing(s.Products, p.Products, func(x ProductPlan) string { return x.ID }),
		Checklist:  missing(s.Checklist, p.Checklist, func(x ItemPlan) string { return x.ID }),
		Risks:      missing(s.Risks, p.Risks, func(x RiskPlan) string { return x.ID }),
		ExitItems:  missing(s.ExitItems, p.ExitItems, func(x ExitPlan) string { return x.ID }),
	}
}

func missing[V, X any](have map[string]V, want []X, id func(X) string) []string {
	wanted := map[string]bool{}
	for _, x := range want {
		wanted[id(x)] = true
	}
	return slices.DeleteFunc(keys(have), func(id string) bool { return wanted[id] })
}
