package transition

import (
	"strings"

	"termijn/workflows/casework"
)

// unsettled lists the items of a milestone's checklist that lack evidence.
func (s State) unsettled(id string) []string {
	var all []string
	for _, i := range keys(s.Checklist) {
		if x := s.Checklist[i]; x.Milestone == id && !x.Settled() {
			all = append(all, i)
		}
	}
	return all
}

// item finds an item of the checklist of a milestone that is not reached.
func item(s *situation, id string) (Item, error) {
	x, ok := s.Own.Checklist[id]
	switch {
	case !ok:
		return x, casework.Refuse(casework.CodeUnknown, "subject", id)
	case s.Own.Milestones[x.Milestone].Ended():
		return x, casework.Refuse("milestone_ended", "milestone", x.Milestone)
	}
	return x, nil
}

func checkEvidence(s *situation, p Proof) error {
	x, err := item(s, p.Item)
	if err != nil {
		return err
	}
	if err := checkOwner(s, x.Owner); err != nil {
		return err
	}
	if x.Proof != nil {
		return casework.Refuse(casework.CodeDone, "subject", p.Item)
	}
	var v casework.Invalid
	optional(&v, "note", p.Note)
	links(&v, "evidence", p.Evidence, true)
	return v.Err()
}

// recordEvidence is sentence 14.
func recordEvidence(t *turn, p Proof) {
	x := t.Own.Checklist[p.Item]
	x.Proof = &Proven{Note: strings.TrimSpace(p.Note), Evidence: p.Evidence, At: t.At, By: t.Actor}
	t.Own.Checklist[p.Item] = x
	t.Say("transition.evidence_recorded", map[string]string{"item": p.Item, "milestone": x.Milestone})
	t.Made(p.Item)
}

func checkWithdrawEvidence(s *situation, p ProofWithdrawn) error {
	x, err := item(s, p.Item)
	if err != nil {
		return err
	}
	// Who gave it takes it back; the Service Integrator when it does not hold.
	if s.Actor.Org != x.Owner.Org && s.Actor.Org != integrator {
		return casework.Refuse(casework.CodeForbidden)
	}
	if x.Proof == nil {
		return casework.Refuse(casework.CodeDone, "subject", p.Item)
	}
	var v casework.Invalid
	text(&v, "reason", p.Reason)
	return v.Err()
}

func withdrawEvidence(t *turn, p ProofWithdrawn) {
	x := t.Own.Checklist[p.Item]
	x.Proof = nil
	t.Own.Checklist[p.Item] = x
	t.Say("transition.evidence_withdrawn", map[string]string{"item": p.Item, "milestone": x.Milestone, "reason": strings.TrimSpace(p.Reason)})
}

func checkRisk(s *situation, r RiskPlan) error {
	var v casework.Invalid
	v.Check(idShape.MatchString(r.ID), "id", "bad_id")
	_, there := s.Own.Risks[r.ID]
	v.Check(!there, "id", "given_twice", "id", r.ID)
	if r.Milestone != "" {
		_, known := s.Own.Milestones[r.Milestone]
		v.Check(known, "milestone", "unknown_milestone", "id", r.Milestone)
	}
	r.check(&v, "")
	return v.Err()
}

// recordRisk is sentence 15. A risk that names no owner is its finder's.
func recordRisk(t *turn, r RiskPlan) {
	if r.Owner == (Owner{}) {
		r.Owner = Owner{Org: t.Actor.Org, Person: t.Actor.Person}
	}
	set(&t.Own.Risks, r.ID, Risk{RiskPlan: r, State: RiskOpen, At: t.At, By: t.Actor})
	t.Say("transition.risk_recorded", map[string]string{"risk": r.ID, "milestone": r.Milestone})
	t.Made(r.ID)
}

func checkUpdateRisk(s *situation, u RiskUpdate) error {
	r, ok := s.Own.Risks[u.Risk]
	if !ok {
		return casework.Refuse(casework.CodeUnknown, "subject", u.Risk)
	}
	if s.Actor.Org != integrator && s.Actor.Org != r.Owner.Org {
		return casework.Refuse(casework.CodeForbidden)
	}
	var v casework.Invalid
	oneOf(&v, "state", u.State, RiskStates)
	text(&v, "note", u.Note)
	optional(&v, "mitigation", u.Mitigation)
	v.Check(u.Chance >= 0 && u.Chance <= 3, "chance", "between", "min", "0", "max", "3")
	v.Check(u.Impact >= 0 && u.Impact <= 3, "impact", "between", "min", "0", "max", "3")
	return v.Err()
}

func updateRisk(t *turn, u RiskUpdate) {
	r := t.Own.Risks[u.Risk]
	r.State, r.Note, r.At, r.By = u.State, strings.TrimSpace(u.Note), t.At, t.Actor
	if text := strings.TrimSpace(u.Mitigation); text != "" {
		r.Mitigation = text
	}
	if u.Chance > 0 {
		r.Chance = u.Chance
	}
	if u.Impact > 0 {
		r.Impact = u.Impact
	}
	t.Own.Risks[u.Risk] = r
	t.Say("transition.risk_updated", map[string]string{"risk": u.Risk, "state": u.State, "note": r.Note})
}

func checkPlanExit(s *situation, x ExitPlan) error {
	if err := checkLead(s); err != nil {
		return err
	}
	if was, ok := s.Own.ExitItems[x.ID]; ok && was.Settled != nil {
		return casework.Refuse(casework.CodeDone, "subject", x.ID)
	}
	var v casework.Invalid
	v.Check(idShape.MatchString(x.ID), "id", "bad_id")
	x.check(&v, "")
	return v.Err()
}

// planExitItem is sentence 16: what will be done with an open item.
func planExitItem(t *turn, x ExitPlan) {
	set(&t.Own.ExitItems, x.ID, ExitItem{ExitPlan: x})
	t.Say("transition.exit_planned", map[string]string{"item": x.ID, "way": x.Way, "to": x.To})
	t.Made(x.ID)
}

func checkSettleExit(s *situation, x ExitSettled) error {
	if err := checkLead(s); err != nil {
		return err
	}
	was, ok := s.Own.ExitItems[x.Item]
	switch {
	case !ok:
		return casework.Refuse(casework.CodeUnknown, "subject", x.Item)
	case was.Settled != nil:
		return casework.Refuse(casework.CodeDone, "subject", x.Item)
	}
	var v casework.Invalid
	oneOf(&v, "way", x.Way, ExitWays)
	v.Check(x.Way != ExitHandOver || strings.TrimSpace(x.To) != "", "to", "required")
	text(&v, "note", x.Note)
	links(&v, "evidence", x.Evidence, false)
	return v.Err()
}

func settleExitItem(t *turn, x ExitSettled) {
	e := t.Own.ExitItems[x.Item]
	e.Settled = &ExitEnd{Way: x.Way, To: strings.TrimSpace(x.To), Note: strings.TrimSpace(x.Note), Evidence: x.Evidence, At: t.At, By: t.Actor}
	t.Own.ExitItems[x.Item] = e
	t.Say("transition.exit_settled", map[string]string{"item": x.Item, "way": x.Way, "to": e.Settled.To})
}
