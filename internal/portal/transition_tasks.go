package portal

import (
	"termijn/internal/record"
	"termijn/workflows/transition"
)

// Kinds of tasks whose subject is a work product, a request, a session or a proposal;
// that of all others is a milestone.
const (
	taskAcknowledge = "acknowledge_dates"
	taskCheck       = "check_work_product"
	taskDeliver     = "deliver_work_product"
	taskProduct     = "accept_work_product"
	taskPlan        = "accept_programme_plan"
	taskReached     = "accept_milestone"
	taskPayment     = "approve_programme_payment"
	taskProposal    = "decide_programme_proposal"
	taskSession     = "hold_steering_session"
)

// about says what a task is about.
func (r transitionReader) about(t record.Task) string {
	switch t.Kind {
	case taskAcknowledge:
		return r.requestText(r.own.Requests[t.Subject])
	case taskCheck, taskDeliver, taskProduct:
		return r.own.Products[t.Subject].Title
	case taskProposal:
		return r.proposalTitle(r.own.Proposals[t.Subject])
	case taskSession:
		return r.say.DayDate(r.own.Sessions[t.Subject].Date)
	}
	if m, ok := r.own.Milestones[t.Subject]; ok {
		return m.Title
	}
	return ""
}

// requestText names the milestones that are to be acknowledged; of many, how many more.
func (r transitionReader) requestText(q transition.AckRequest) string {
	ids := sorted(q.Dates)
	var names []string
	for i, m := range ids {
		if i == 2 && len(ids) > 3 {
			names = append(names, r.say.T("programme.more", "Count", len(ids)-i))
			break
		}
		names = append(names, r.titleOf(m))
	}
	return joined(r.say, names)
}
