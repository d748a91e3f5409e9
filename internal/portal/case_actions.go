package portal

import (
	"cmp"
	"slices"
	"time"

	"termijn/internal/calendar"
	"termijn/internal/identity"
	"termijn/internal/record"
	"termijn/workflows/regie"
)

// action is something that the reader can do in a case now.
type action struct {
	Path, Text string
	// About completes the text, for example the week of a timesheet.
	About string
	// Due is until when, in words; empty without a term.
	Due string
	// Grave actions end something; they look it.
	Grave bool
}

// actions are what the reader can do now: the one that the case waits for from
// them first, if there is one.
type actions struct {
	Primary *action
	// Tasks are further tasks of the reader in this case.
	Tasks  []action
	Others []action
}

// Any reports whether there is something to do.
func (a actions) Any() bool { return a.Primary != nil || len(a.Others) > 0 }

// grave are the commands that end a case or refuse somebody's work.
var grave = []string{regie.Withdraw.Name, regie.RejectOffer.Name}

// actionsFor returns what a reader can do: their own open tasks, the most urgent
// first, and every command that both the policy and the stage allow and for
// which the case has something.
func (r regieReader) actionsFor(p identity.Principal) actions {
	var all actions
	var done []string
	for _, t := range r.mine(p) {
		a := r.taskAction(t)
		if t.Command != "" {
			done = append(done, t.Command)
		}
		if all.Primary == nil {
			all.Primary = &a
			continue
		}
		all.Tasks = append(all.Tasks, a)
	}
	if r.Outcome != "" {
		return all
	}
	for _, command := range regie.Allowed(r.Stage) {
		if slices.Contains(done, command) || !p.May(identity.Action(regie.Name+"."+command), &r.Parties) || !r.sensible(command, p) {
			continue
		}
		all.Others = append(all.Others, action{Path: commandPath(r.Ref, command, ""), Text: r.say.T("regie.do." + command),
			Grave: slices.Contains(grave, command)})
	}
	slices.SortStableFunc(all.Others, func(a, b action) int { return cmp.Compare(weight(a), weight(b)) })
	return all
}

func weight(a action) int {
	if a.Grave {
		return 1
	}
	return 0
}

// mine are the reader's own open tasks in this case, by due time.
func (r regieReader) mine(p identity.Principal) []record.Task {
	var all []record.Task
	for _, t := range r.Tasks {
		if t.State == record.TaskOpen && p.MayDecide(t.Task, r.Parties) {
			all = append(all, t.Task)
		}
	}
	slices.SortStableFunc(all, func(a, b record.Task) int { return cmp.Compare(urgency(a), urgency(b)) })
	return all
}

// urgency orders tasks by their due time; those without one come last.
func urgency(t record.Task) int64 {
	if t.Due == nil {
		return 1<<63 - 1
	}
	return t.Due.UnixMilli()
}

// taskAction is the way to a task: its page when it is decided there, else the
// form of its command.
func (r regieReader) taskAction(t record.Task) action {
	a := action{Path: taskPath(t.ID), Text: titled(r.say, "task.", t.Kind), About: r.about(t)}
	if t.Command != "" {
		a.Path = commandPath(r.Ref, t.Command, t.Subject)
	}
	if t.Due != nil {
		a.Due, _ = r.taskDue(t)
	}
	return a
}

// about says what a task is about, where its kind leaves that open.
func (r regieReader) about(t record.Task) string {
	switch t.Kind {
	case "approve_timesheet", "correct_timesheet":
		if sheet, ok := r.own.Timesheets[t.Subject]; ok {
			return r.say.T("regie.about.sheet", "Who", r.person(sheet.Line), "Week", r.say.Date(sheet.Week))
		}
	case "submit_timesheet":
		if week, err := calendar.ParseDate(t.Subject); err == nil {
			return r.say.T("regie.about.week", "Week", r.say.Date(week))
		}
	case "submit_statement":
		return r.monthName(t.Subject)
	case "approve_statement", "correct_statement":
		if st, ok := r.own.Statements[t.Subject]; ok {
			return r.monthName(st.Month)
		}
		return r.monthName(t.Args["month"])
	case "hold_interview", "replace_candidate", "propose_alternative":
		return r.person(t.Subject)
	case "decide_replacement":
		if x, ok := r.own.Replacements[t.Subject]; ok {
			return r.text(x.Candidate)
		}
	}
	return ""
}

// person is who works on an offer's line, or who a replacement proposes.
func (r regieReader) person(line string) string {
	if r.own.Offer != nil {
		if l, ok := r.own.Offer.Lines[line]; ok {
			return r.text(l.Candidate)
		}
	}
	if x, ok := r.own.Replacements[line]; ok {
		return r.text(x.Candidate)
	}
	return line
}

// monthName writes a month such as 2026-03 for people.
func (r regieReader) monthName(month string) string {
	d, err := calendar.ParseDate(month + "-01")
	if err != nil {
		return month
	}
	return r.say.T("case.monthyear", "Month", r.say.T("format.month."+month[5:]), "Year", d.Year)
}

// sensible reports whether the case has what a command needs, so that no action
// leads to a form that can only refuse.
func (r regieReader) sensible(command string, p identity.Principal) bool {
	own := r.own
	switch command {
	case regie.ConfirmComplete.Name:
		return own.Complete == nil && len(own.Rounds) == 0
	case regie.AnswerQuestions.Name:
		return len(r.roundsToAnswer()) > 0
	case regie.HoldMeeting.Name:
		return len(r.meetingsToHold()) > 0
	case regie.DisputeSuspension.Name:
		return len(r.disputable()) > 0
	case regie.ProposeDueDate.Name:
		return own.DueDate == nil || own.DueDate.State != "open"
	case regie.ReportInterview.Name:
		return len(r.interviewsOpen()) > 0
	case regie.RequestInterview.Name:
		return len(r.candidates()) > 0
	case regie.ReplaceCandidate.Name, regie.RequestReplacement.Name, regie.ProposeReplacement.Name:
		return own.Offer != nil
	case regie.RequestApproval.Name, regie.PlaceOrder.Name:
		return own.Offer != nil && !own.Offer.Expired
	case regie.AlignChange.Name:
		return len(r.changes(regie.StateAligning)) > 0
	case regie.ProposeChange.Name:
		return len(r.changes(regie.StateAligning)) == 0 && len(r.changes(regie.StatePending)) == 0
	case regie.SubmitTimesheet.Name:
		return len(r.openWeeks()) > 0
	case regie.SubmitStatement.Name:
		return len(r.billableMonths()) > 0
	}
	return true
}

// today is the reader's date.
func (r regieReader) today() calendar.Date { return calendar.DateOf(r.Now, brussels) }

// brussels is the place of performance; dates are its dates.
var brussels = func() *time.Location {
	loc, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		panic(err) // the zone is part of the program
	}
	return loc
}()
