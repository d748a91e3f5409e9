package portal

import (
	"slices"
	"strings"
	"time"

	"termijn/config"
	"termijn/internal/app"
	"termijn/internal/i18n"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/regie"
)

// regieReader reads one case of support in regie for one reader.
type regieReader struct {
	say *i18n.Printer
	app.Whole
	own regie.State
	// profiles are the names of the profiles by ID.
	profiles map[string]string
	// catalogue are the profiles that can be ordered now.
	catalogue []config.Profile
}

// name is a person's or an organisation's name.
func (r regieReader) name(id string) string {
	if n := r.Names[id]; n != "" {
		return n
	}
	return id
}

// text is a personal text; a text that was erased says so.
func (r regieReader) text(ref string) string {
	v, ok := r.Texts[ref]
	switch {
	case ok && v != "":
		return v
	case ok, ledger.IsText(ref):
		return r.say.T("case.erased")
	}
	return ref
}

// recipient names whom a task asks.
func (r regieReader) recipient(to record.Recipient) string {
	if to.Person != "" {
		return r.name(to.Person)
	}
	return r.name(to.Org)
}

func (r regieReader) representative() string { return r.name(r.own.Request.Representative) }
func (r regieReader) provider() string       { return r.name(r.own.Request.Provider) }

// clock returns a clock of the case.
func (r regieReader) clock(id string) (record.Clock, bool) {
	for _, k := range r.Clocks {
		if k.ID == id {
			return k, true
		}
	}
	return record.Clock{}, false
}

// open returns the open tasks of a kind.
func (r regieReader) open(kind string) []record.Task {
	var all []record.Task
	for _, t := range r.Tasks {
		if t.State == record.TaskOpen && t.Kind == kind {
			all = append(all, t.Task)
		}
	}
	return all
}

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

func (r regieReader) due(clock string) string {
	k, _ := r.clock(clock)
	return r.say.Deadline(k.Result.Due)
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

// joined writes a list as people say it: a, b and c.
func joined(say *i18n.Printer, names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return say.T("case.list", "First", strings.Join(names[:len(names)-1], ", "), "Last", names[len(names)-1])
}

// inOrder returns a map's values by instant, and by ID when they are equal.
func inOrder[V any](m map[string]V, at func(V) time.Time) []V {
	ids := make([]string, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int {
		if c := at(m[a]).Compare(at(m[b])); c != 0 {
			return c
		}
		return strings.Compare(a, b)
	})
	all := make([]V, 0, len(ids))
	for _, id := range ids {
		all = append(all, m[id])
	}
	return all
}
