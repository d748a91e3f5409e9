package portal

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"termijn/internal/calendar"
	"termijn/workflows/regie"
)

// What in a case a command can be about now. The actions of the case page and
// the choices in the forms both come from here.

// roundsToAnswer are the rounds with a question that has no answer.
func (r regieReader) roundsToAnswer() []regie.Round {
	return keep(r.rounds(), func(x regie.Round) bool {
		return x.Closed == nil && slices.ContainsFunc(x.Questions, func(q regie.Question) bool { return q.Answered == nil })
	})
}

// meetingsToHold are the rounds whose meeting has not taken place.
func (r regieReader) meetingsToHold() []regie.Round {
	return keep(r.rounds(), func(x regie.Round) bool { return x.Closed == nil && x.Meeting && x.Held == nil })
}

// disputable are the rounds that suspended the term and were not disputed (M-13).
func (r regieReader) disputable() []regie.Round {
	return keep(r.rounds(), func(x regie.Round) bool { return x.Suspends && x.Dispute == nil })
}

// interviewsOpen are the interviews that were asked for and not reported.
func (r regieReader) interviewsOpen() []regie.Interview {
	return keep(inOrder(r.own.Interviews, func(x regie.Interview) time.Time { return x.Requested }),
		func(x regie.Interview) bool { return x.Held == nil })
}

// lines are the offer's lines in order of their IDs.
func (r regieReader) lines() []regie.Line {
	if r.own.Offer == nil {
		return nil
	}
	return linesOf(*r.own.Offer)
}

func linesOf(o regie.Offer) []regie.Line {
	var all []regie.Line
	for _, id := range slices.SortedFunc(maps.Keys(o.Lines), byNumber) {
		all = append(all, o.Lines[id])
	}
	return all
}

// working are the lines whose person still works.
func (r regieReader) working() []regie.Line {
	return keep(r.lines(), func(l regie.Line) bool { return l.Until == nil })
}

// candidates are the people that an interview can be asked with now: during the
// quotation those of the offer, during the work those who are proposed (M-03, M-04).
func (r regieReader) candidates() []matter {
	open := func(subject string) bool { i, ok := r.own.Interviews[subject]; return !ok || i.Held != nil }
	var all []matter
	if r.own.Order == nil {
		for _, l := range r.lines() {
			if open(l.ID) {
				all = append(all, matter{l.ID, r.text(l.Candidate)})
			}
		}
	}
	for _, x := range r.replacements() {
		if x.State == regie.StatePending && open(x.ID) {
			all = append(all, matter{x.ID, r.text(x.Candidate)})
		}
	}
	return all
}

func (r regieReader) replacements() []regie.Replacement {
	return inOrder(r.own.Replacements, func(x regie.Replacement) time.Time { return x.Proposed })
}

// changes are the changes in a state; all with an empty one.
func (r regieReader) changes(state string) []regie.Change {
	return keep(inOrder(r.own.Changes, func(x regie.Change) time.Time { return x.Proposed }),
		func(x regie.Change) bool { return state == "" || x.State == state })
}

// sheetChoice is a timesheet that can be submitted now.
type sheetChoice struct {
	Week calendar.Date
	Line string
}

// openWeeks are the weeks up to this one that lack a timesheet, with their lines.
func (r regieReader) openWeeks() []sheetChoice {
	var all []sheetChoice
	for _, week := range r.own.Weeks(r.today()) {
		for _, line := range r.own.Missing(week) {
			all = append(all, sheetChoice{week, line})
		}
	}
	return all
}

// billableMonths are the months that a statement can be submitted for now (M-21).
func (r regieReader) billableMonths() []string {
	for _, st := range r.own.Statements {
		if st.State == regie.StatePending {
			return nil
		}
	}
	this := r.today().String()[:7]
	return keep(r.own.Months(r.today()), func(m string) bool {
		return (m < this || r.Stage == regie.Closing) && len(r.own.Billable(m)) > 0
	})
}

// clockAbout says what a clock is about, by its ID: a timesheet's person and
// week, an approval's step, a month.
func (r regieReader) clockAbout(id string) string {
	family, about, ok := strings.Cut(id, "/")
	if !ok {
		return ""
	}
	switch family {
	case regie.ClockTimesheet:
		if sheet, ok := r.own.Timesheets[about]; ok {
			return r.say.T("regie.about.sheet", "Who", r.person(sheet.Line), "Week", r.say.Date(sheet.Week))
		}
	case "submission":
		if week, err := calendar.ParseDate(about); err == nil {
			return r.say.T("regie.about.week", "Week", r.say.Date(week))
		}
	case regie.ClockStatement:
		return r.monthName(about)
	case regie.ClockStatement + "-approval":
		if st, ok := r.own.Statements[about]; ok {
			return r.say.T("regie.about.statement", "Month", r.monthName(st.Month))
		}
	case regie.ClockApproval:
		return r.approvalStep(about)
	case "replacement":
		return r.say.T("regie.about.replacement", "Who", r.person(about))
	case "change":
		return r.say.T("regie.about.change", "Change", about)
	case "dispute":
		return r.say.T("regie.about.dispute")
	case regie.ClockValidity:
		return ""
	}
	return about
}

// approvalStep names the step of an approval's clock, such as A1.2.
func (r regieReader) approvalStep(about string) string {
	_, number, _ := strings.Cut(about, ".")
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > len(r.own.Policy.Flow) {
		return about
	}
	return r.say.T("regie.approval", "Number", n, "Name", r.own.Policy.Flow[n-1].Name)
}
