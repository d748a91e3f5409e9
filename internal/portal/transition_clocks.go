package portal

import (
	"slices"
	"strings"

	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/transition"
)

// milestoneClocks are kinds of clocks that a milestone has.
var milestoneClocks = []string{"milestone", "recovery", "judgement", "payment"}

// clockMatters keeps to what needs attention: what is overrun, what came so near that
// a step of its ladder was told, and what somebody is asked for. Every milestone has a
// clock, and a page of its own that shows it.
func (r transitionReader) clockMatters(k record.Clock) bool {
	if r.everyClock {
		return true
	}
	if k.Stopped() {
		return false
	}
	return k.Result.State == sla.Breached || len(k.Fired) > 0 || slices.ContainsFunc(r.Tasks, func(t ledger.TaskRow) bool { return t.State == record.TaskOpen && t.Clock == k.ID })
}

func (r transitionReader) otherClocks(count int) clocksElsewhere {
	return clocksElsewhere{Text: r.say.T("programme.clocks.elsewhere", "Count", count), Links: []NavLink{
		{Path: programmePath(r.Ref, "plan?view=table"), Text: r.say.T("programme.clocks.plan")}, {Path: casePath(r.Ref) + "?clocks=all#clocks", Text: r.say.T("programme.clocks.all")}}}
}

// clocksOf are the clocks of a milestone and of its work products, what is due first
// before the rest.
func (v *visit) clocksOf(r transitionReader, milestone string) ([]clockView, error) {
	var names []string
	for _, kind := range milestoneClocks {
		names = append(names, kind+"/"+milestone)
	}
	for id, p := range r.own.Products {
		if p.Milestone == milestone {
			names = append(names, "acceptance/"+id)
		}
	}
	clocks, err := v.portal.service.ProgrammeClocks(v.r.Context(), v.who, r.CaseRow, names)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(clocks, func(k record.Clock) bool { return len(k.Fired) > 0 }) {
		r.Events, err = v.portal.service.ProgrammeEvents(v.r.Context(), v.who, r.CaseRow, stepKinds, 0, trendRead)
		if err != nil {
			return nil, err
		}
		slices.Reverse(r.Events)
	}
	slices.SortStableFunc(clocks, func(a, b record.Clock) int { return r.clockRank(a) - r.clockRank(b) })
	reader := v.clockReader(r)
	var all []clockView
	for _, k := range clocks {
		x, err := reader.view(k)
		if err != nil {
			return nil, err
		}
		all = append(all, x)
	}
	return all, nil
}

// stepKinds are the events with which a step of a milestone's clocks is reached.
var stepKinds = []string{"clock.threshold", "clock.due", transition.Name + ".milestone_missed", transition.Name + ".miss_escalated"}

// clockAbout names what a clock is about: its ID has the subject behind the first slash.
func (r transitionReader) clockAbout(id string) string {
	family, about, _ := strings.Cut(id, "/")
	about, _, _ = strings.Cut(about, "/")
	switch family {
	case "milestone", "recovery", "judgement", "payment":
		if m, ok := r.own.Milestones[about]; ok {
			return m.Title
		}
	case "acceptance":
		if p, ok := r.own.Products[about]; ok {
			return p.Title
		}
	case "ack":
		if q, ok := r.own.Requests[about]; ok {
			return r.requestText(q)
		}
	case "proposal":
		if p, ok := r.own.Proposals[about]; ok {
			return r.proposalTitle(p)
		}
	case "steering":
		return readable(r.say, "month", about)
	case "plan":
		return ""
	}
	return about
}

// clockRank puts what is due first before the rest: there is a clock for every
// milestone.
func (r transitionReader) clockRank(k record.Clock) int {
	if k.Result.Due == nil {
		return 1 << 40
	}
	return int(k.Result.Due.Unix())
}
