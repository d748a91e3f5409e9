package transition

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"termijn/internal/network"
	"termijn/workflows/casework"
)

var whole = decimal.NewFromInt(100)

// Check says what is wrong with a request, all of it.
func (r Request) Check() error {
	var v casework.Invalid
	oneOf(&v, "kind", r.Kind, Kinds)
	v.Check(r.Client != "" || r.Kind != KindOnboarding, "client", "required")
	name(&v, "plan.title", r.Plan.Title)
	own := State{Price: r.Plan.Price, Cap: r.Plan.Cap, Condition: r.Plan.Condition, Rhythm: r.Plan.Rhythm.orDefault()}
	r.Plan.check(&v)
	own.add(r.Plan)
	own.checkWhole(&v)
	if !own.shares().IsZero() {
		own.checkShares(&v)
	}
	return v.Err()
}

// check says what is wrong with the parts of a plan, each by itself.
func (p Plan) check(v *casework.Invalid) {
	v.Check(!p.Price.IsNegative() && p.Price.Equal(p.Price.Round(2)), "plan.price", "two_decimals")
	v.Check(!p.Cap.IsNegative(), "plan.cap", "must_be_positive")
	if p.Condition != nil {
		within(v, "plan.condition.awardBy", p.Condition.AwardBy)
	}
	if r := p.Rhythm; r != (Rhythm{}) {
		v.Check(r.Week >= 1 && r.Week <= 4, "plan.rhythm.week", "between", "min", "1", "max", "4")
		v.Check(r.Weekday >= 1 && r.Weekday <= 5, "plan.rhythm.weekday", "between", "min", "1", "max", "5")
		v.Check(r.Hour >= 7 && r.Hour <= 19, "plan.rhythm.hour", "between", "min", "7", "max", "19")
	}
	named(v, "projects", p.Projects, func(x ProjectPlan) string { return x.ID }, func(at string, x ProjectPlan) {
		name(v, at+".title", x.Title)
		v.Check(x.Owner.Org != "", at+".owner.org", "required")
	})
	named(v, "milestones", p.Milestones, func(x MilestonePlan) string { return x.ID }, func(at string, x MilestonePlan) { x.check(v, at) })
	named(v, "products", p.Products, func(x ProductPlan) string { return x.ID }, func(at string, x ProductPlan) {
		name(v, at+".title", x.Title)
		v.Check(len(x.Criteria) <= 50, at+".criteria", "too_many", "max", "50")
		for i, c := range x.Criteria {
			text(v, fmt.Sprintf("%s.criteria[%d]", at, i), c)
		}
	})
	named(v, "checklist", p.Checklist, func(x ItemPlan) string { return x.ID }, func(at string, x ItemPlan) {
		name(v, at+".title", x.Title)
		oneOf(v, at+".kind", x.Kind, ItemKinds)
	})
	named(v, "risks", p.Risks, func(x RiskPlan) string { return x.ID }, func(at string, x RiskPlan) { x.check(v, at+".") })
	named(v, "exitItems", p.ExitItems, func(x ExitPlan) string { return x.ID }, func(at string, x ExitPlan) { x.check(v, at+".") })
	seen := map[string]bool{}
	v.Check(len(p.Links) <= mostParts, "plan.links", "too_many", "max", fmt.Sprint(mostParts))
	for i, l := range p.Links {
		at := fmt.Sprintf("plan.links[%d]", i)
		v.Check(l.From != l.To, at, "link_to_itself", "id", l.From)
		v.Check(!seen[l.Key()], at, "given_twice", "id", l.Key())
		v.Check(l.Lag >= 0 && l.Lag <= mostLag, at+".lag", "between", "min", "0", "max", fmt.Sprint(mostLag))
		seen[l.Key()] = true
	}
}

// named checks the IDs of a list and each of its parts.
func named[X any](v *casework.Invalid, list string, all []X, id func(X) string, each func(at string, x X)) {
	v.Check(len(all) <= mostParts, "plan."+list, "too_many", "max", fmt.Sprint(mostParts))
	seen := map[string]bool{}
	for i, x := range all {
		at := fmt.Sprintf("plan.%s[%d]", list, i)
		v.Check(idShape.MatchString(id(x)), at+".id", "bad_id")
		v.Check(!seen[id(x)], at+".id", "given_twice", "id", id(x))
		seen[id(x)] = true
		each(at, x)
	}
}

func (x MilestonePlan) check(v *casework.Invalid, at string) {
	name(v, at+".title", x.Title)
	within(v, at+".due", x.Due)
	v.Check(!x.Share.IsNegative() && !x.Share.GreaterThan(whole), at+".share", "between", "min", "0", "max", "100")
	v.Check(x.Share.Equal(x.Share.Round(4)), at+".share", "four_decimals")
	v.Check(len(x.Rule) <= 40, at+".rule", "too_long", "max", "40")
}

// check says what is wrong with a risk; at is what stands before its fields.
func (x RiskPlan) check(v *casework.Invalid, at string) {
	name(v, at+"title", x.Title)
	text(v, at+"mitigation", x.Mitigation)
	v.Check(x.Chance >= 0 && x.Chance <= 3, at+"chance", "between", "min", "0", "max", "3")
	v.Check(x.Impact >= 0 && x.Impact <= 3, at+"impact", "between", "min", "0", "max", "3")
}

func (x ExitPlan) check(v *casework.Invalid, at string) {
	name(v, at+"title", x.Title)
	v.Check(len(x.Kind) <= longestName, at+"kind", "too_long", "max", fmt.Sprint(longestName))
	v.Check(len(x.From) <= longestName, at+"from", "too_long", "max", fmt.Sprint(longestName))
	v.Check(len(x.To) <= longestName, at+"to", "too_long", "max", fmt.Sprint(longestName))
	if x.Way != "" {
		oneOf(v, at+"way", x.Way, ExitWays)
	}
	v.Check(x.Way != ExitHandOver || strings.TrimSpace(x.To) != "", at+"to", "required")
	if !x.Due.IsZero() {
		within(v, at+"due", x.Due)
	}
}

// checkWhole says what does not fit together in a plan.
func (s State) checkWhole(v *casework.Invalid) {
	v.Check(s.Cap.IsZero() || !s.Price.GreaterThan(s.Cap), "plan.price", "above_cap", "max", s.Cap.StringFixed(2)) // N-01
	known := func(field, id string) {
		_, ok := s.Milestones[id]
		v.Check(ok, field, "unknown_milestone", "id", id)
	}
	for _, id := range keys(s.Milestones) {
		m := s.Milestones[id]
		_, ok := s.Projects[m.Project]
		v.Check(ok, "plan.milestones", "unknown_project", "id", id, "project", m.Project)
		v.Check(!m.Conditional || s.Condition != nil, "plan.milestones", "no_condition", "id", id)
	}
	sound := true
	for _, key := range keys(s.Links) {
		l := s.Links[key]
		for _, end := range []string{l.From, l.To} {
			if _, ok := s.Milestones[end]; !ok {
				v.Add("plan.links", "link_to_nothing", "from", l.From, "to", l.To, "id", end)
				sound = false
			}
		}
	}
	if path := s.cycle(); sound && len(path) > 0 {
		v.Add("plan.links", "cycle", "path", strings.Join(path, " → "))
	}
	for _, id := range keys(s.Products) {
		known("plan.products", s.Products[id].Milestone)
	}
	for _, id := range keys(s.Checklist) {
		known("plan.checklist", s.Checklist[id].Milestone)
	}
	for _, id := range keys(s.Risks) {
		if on := s.Risks[id].Milestone; on != "" {
			known("plan.risks", on)
		}
	}
}

// shares add up to what of the price is paid for milestones, in per cent.
func (s State) shares() decimal.Decimal {
	sum := decimal.Zero
	for _, id := range keys(s.Milestones) {
		if m := s.Milestones[id]; m.Status != MilestoneCancelled {
			sum = sum.Add(m.Share)
		}
	}
	return sum
}

// checkShares wants exactly the whole price to be paid for milestones.
func (s State) checkShares(v *casework.Invalid) {
	v.Check(s.shares().Equal(whole), "plan.milestones", "shares_not_whole", "sum", s.shares().String())
}

// cycle finds milestones that wait for one another; the path ends where it began.
func (s State) cycle() []string {
	var p network.Plan
	for _, id := range keys(s.Milestones) {
		p.Milestones = append(p.Milestones, network.Milestone{ID: id})
	}
	for _, key := range keys(s.Links) {
		p.Links = append(p.Links, network.Link(s.Links[key]))
	}
	for _, x := range network.Check(p) {
		if x.Code == network.CodeCycle {
			return x.Path
		}
	}
	return nil
}
