package portal

import (
	"slices"
	"time"

	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/regie"
)

func (r regieReader) representative() string { return r.name(r.own.Request.Representative) }
func (r regieReader) provider() string       { return r.name(r.own.Request.Provider) }

// waiting says in one sentence what the case waits for and for whom.
func (r regieReader) waiting() string {
	if answer, ok := r.clock(regie.ClockAnswer); ok && !answer.Stopped() {
		if p, open := openPause(answer); open {
			return r.say.T("regie.wait.paused", "Who", r.pauseStories()[p.ID].Who, "Since", r.say.DayDate(p.From))
		}
	}
	if t := r.open("agree_due_date"); len(t) > 0 && r.own.DueDate != nil {
		return r.say.T("regie.wait.due_date", "Who", r.recipient(t[0].Assignee), "Date", r.say.DayDate(r.own.DueDate.Date))
	}
	switch r.Stage {
	case regie.Submitted:
		return r.say.T("regie.wait.submitted", "Who", r.provider(), "Due", r.due(regie.ClockCompleteness))
	case regie.Clarifying, regie.Preparing:
		return r.preparing()
	case regie.Offered:
		return r.offered()
	case regie.Approving:
		return r.approving()
	case regie.Approved:
		return r.say.T("regie.wait.approved", "Who", r.representative(), "Due", r.say.Date(r.validUntil()))
	case regie.Executing:
		return r.executing()
	case regie.Closing:
		return r.closing()
	}
	return r.say.T("regie.wait.over", "Outcome", titled(r.say, "stage.regie.", r.Stage))
}

func (r regieReader) validUntil() any {
	if r.own.Offer == nil {
		return nil
	}
	return r.own.Offer.ValidUntil
}

// preparing: the provider makes its offer. A question that came too late waits
// for an answer without holding the clock.
func (r regieReader) preparing() string {
	for _, round := range r.rounds() {
		if round.Closed == nil && !round.Suspends {
			return r.say.T("regie.wait.late_question", "Who", r.representative(), "Provider", r.provider(), "Due", r.due(regie.ClockAnswer))
		}
	}
	if k, ok := r.clock(regie.ClockAnswer); ok && k.Result.State == sla.Breached {
		return r.say.T("regie.wait.preparing_late", "Who", r.provider(), "Due", r.due(regie.ClockAnswer))
	}
	return r.say.T("regie.wait.preparing", "Who", r.provider(), "Due", r.due(regie.ClockAnswer))
}

func (r regieReader) offered() string {
	for _, kind := range []string{"revise_offer", "renew_offer", "replace_candidate", "hold_interview"} {
		if len(r.open(kind)) > 0 {
			return r.say.T("regie.wait."+kind, "Who", r.provider())
		}
	}
	return r.say.T("regie.wait.offered", "Who", r.representative(), "Due", r.say.Date(r.validUntil()))
}

func (r regieReader) approving() string {
	var who []string
	for _, t := range r.open("approve_offer") {
		who = append(who, r.recipient(t.Assignee))
	}
	slices.Sort(who)
	a, flow := r.own.Approval, r.own.Policy.Flow
	if a == nil || a.Step >= len(flow) || len(who) == 0 {
		return r.say.T("regie.wait.over", "Outcome", titled(r.say, "stage.regie.", r.Stage))
	}
	return r.say.T("regie.wait.approving", "Who", joined(r.say, who), "Step", flow[a.Step].Name, "Number", a.Step+1, "Steps", len(flow))
}

// executing: the work goes on; what has to be done first is named.
func (r regieReader) executing() string {
	end := r.say.Date(r.own.Order.End)
	if t, ok := r.firstTask(); ok {
		return r.say.T("regie.wait.executing_for", "Who", r.recipient(t.Assignee), "End", end, "Task", r.say.T("regie.wait.task."+t.Kind))
	}
	return r.say.T("regie.wait.executing", "End", end)
}

func (r regieReader) closing() string {
	if t, ok := r.firstTask(); ok {
		return r.say.T("regie.wait.closing_for", "Who", r.recipient(t.Assignee), "Task", r.say.T("regie.wait.task."+t.Kind))
	}
	return r.say.T("regie.wait.closing")
}

// firstTask is the open task of the work that is due first.
func (r regieReader) firstTask() (record.Task, bool) {
	for _, t := range r.Tasks {
		if t.State == record.TaskOpen && r.say.Has("regie.wait.task."+t.Kind) {
			return t.Task, true
		}
	}
	return record.Task{}, false
}

// rounds are the rounds of questions in the order they were asked.
func (r regieReader) rounds() []regie.Round {
	return inOrder(r.own.Rounds, func(x regie.Round) time.Time { return x.Asked })
}

// pauseStories tells for whom each pause waits and what became of objections.
func (r regieReader) pauseStories() map[string]pauseStory {
	all := map[string]pauseStory{}
	for id, round := range r.own.Rounds {
		var s pauseStory
		unanswered := slices.ContainsFunc(round.Questions, func(q regie.Question) bool { return q.Answered == nil })
		switch {
		case unanswered && round.Meeting && round.Held == nil:
			s.Who = r.say.T("regie.wait.who.both", "Who", r.representative())
		case round.Meeting && round.Held == nil:
			s.Who = r.say.T("regie.wait.who.meeting")
		default:
			s.Who = r.say.T("regie.wait.who.answer", "Who", r.representative())
		}
		if d := round.Dispute; d != nil {
			key := "regie.dispute.pending"
			if d.Ruling != "" {
				key = "regie.dispute." + d.Ruling
			}
			s.Ruling = r.say.T(key, "Source", d.Source, "Ground", d.Ground, "Reason", d.Reason)
		}
		all[id] = s
	}
	return all
}
