package regie

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
)

// plan sets the alarms of the work: the end of its first week and month, and of
// the period.
func plan(t *turn) {
	o := t.Own.Order
	t.SetAlarm("week/"+monday(o.Start).String(), monday(o.Start).AddDays(7))
	t.SetAlarm("month/"+monthOf(o.Start), nextMonth(o.Start))
	t.SetAlarm("end", o.End.AddDays(1))
}

func monday(d calendar.Date) calendar.Date {
	return d.AddDays(-((int(d.Weekday()) + 6) % 7))
}

func monthOf(d calendar.Date) string { return fmt.Sprintf("%04d-%02d", d.Year, d.Month) }

func nextMonth(d calendar.Date) calendar.Date {
	return calendar.Date{Year: d.Year, Month: d.Month, Day: 1}.AddMonthsClamped(1)
}

// endOfWeek asks the provider for the week's timesheets (M-18).
func endOfWeek(t *turn, a record.Alarm) {
	week := a.Date.AddDays(-7)
	t.Say("regie.week_ended", map[string]string{"week": week.String()})
	if len(missing(&t.Situation, week)) > 0 {
		t.StartClock("submission/"+week.String(), "regie.submission")
		t.OpenTask(ask{Kind: "submit_timesheet", Subject: week.String(), To: provider(t), Clock: "submission/" + week.String(),
			Command: SubmitTimesheet.Name, Args: map[string]string{"week": week.String()}})
	}
	if !a.Date.After(t.Own.Order.End) {
		t.SetAlarm("week/"+a.Date.String(), a.Date.AddDays(7))
	}
	settle(t)
}

// working reports whether a line's person works on some day of the week.
func working(s *situation, l Line, week calendar.Date) bool {
	from, until := periodOf(s, l)
	return !week.After(until) && !week.AddDays(6).Before(from)
}

// periodOf returns the first and last day of a line's work.
func periodOf(s *situation, l Line) (from, until calendar.Date) {
	from, until = s.Own.Order.Start, s.Own.Order.End
	if l.From != nil && l.From.After(from) {
		from = *l.From
	}
	if l.Until != nil && l.Until.Before(until) {
		until = *l.Until
	}
	return from, until
}

// missing lists the lines that lack a timesheet for a week.
func missing(s *situation, week calendar.Date) []string {
	var lines []string
	for _, id := range slices.Sorted(maps.Keys(s.Own.Offer.Lines)) {
		if !working(s, s.Own.Offer.Lines[id], week) {
			continue
		}
		if sheet, ok := s.Own.Timesheets[sheetID(week, id)]; !ok || sheet.State == StateRejected {
			lines = append(lines, id)
		}
	}
	return lines
}

func sheetID(week calendar.Date, line string) string { return week.String() + "/" + line }

var (
	dayHours = decimal.NewFromInt(24)
	quarter  = decimal.RequireFromString("0.25")
)

func checkTimesheet(s *situation, m TimesheetDraft) error {
	l, ok := s.Own.Offer.Lines[m.Line]
	if !ok {
		return casework.Refuse(casework.CodeUnknown, "subject", m.Line)
	}
	var v casework.Invalid
	v.Check(m.Week == monday(m.Week), "week", "must_be_monday")
	v.Check(working(s, l, m.Week), "week", "outside_period")
	if err := v.Err(); err != nil {
		return err
	}
	if sheet, ok := s.Own.Timesheets[sheetID(m.Week, m.Line)]; ok && sheet.State != StateRejected {
		return casework.Refuse(casework.CodeDone, "subject", sheet.ID)
	}
	from, until := periodOf(s, l)
	for i, h := range m.Days {
		field, day := fmt.Sprintf("days[%d]", i), m.Week.AddDays(i)
		v.Check(!h.IsNegative(), field, "negative_hours")
		v.Check(!h.GreaterThan(dayHours), field, "more_than_a_day")
		v.Check(h.Mod(quarter).IsZero(), field, "quarter_hours")
		v.Check(h.IsZero() || !day.Before(from) && !day.After(until), field, "outside_period")
		v.Check(h.IsZero() || !day.After(today(s)), field, "in_the_future")
	}
	v.Check(len(m.Note) <= 2000, "note", "too_long", "max", "2000")
	return v.Err()
}

// submitTimesheet puts a week's hours before the representative (M-18). Who
// registers more than the available time is flagged (B-23).
func submitTimesheet(t *turn, m TimesheetDraft) {
	l := t.Own.Offer.Lines[m.Line]
	sheet := Timesheet{ID: sheetID(m.Week, m.Line), TimesheetDraft: m, State: StatePending, Submitted: t.At,
		Content: record.ContentHash(m)}
	hours := sum(m.Days)
	sheet.Over = hours.Add(m.Elsewhere).GreaterThan(t.Own.Policy.WeekHours)
	t.Say("regie.timesheet_submitted", sheet)
	t.Made(sheet.ID)
	if sheet.Over {
		t.Note("over_available_time")
		t.Mail(record.Mail{Template: "over_available_time", To: record.Recipient{Org: "si", Role: "slm"},
			Args: map[string]string{"staff": l.Staff, "week": m.Week.String(), "hours": hours.Add(m.Elsewhere).String()}})
	}
	if hours.IsZero() {
		// Nothing to bill, so nothing to approve.
		at := t.At
		sheet.State, sheet.Decided = StateApproved, &at
		set(&t.Own.Timesheets, sheet.ID, sheet)
	} else {
		set(&t.Own.Timesheets, sheet.ID, sheet)
		clock := ClockTimesheet + "/" + sheet.ID
		t.StartClock(clock, "regie.timesheet")
		t.OpenTask(ask{Kind: "approve_timesheet", Subject: sheet.ID, To: representative(t), Clock: clock,
			Options: []string{"approve", "reject"}, Content: sheet.Content,
			Args: map[string]string{"week": m.Week.String(), "hours": hours.String(), "profile": l.Profile}})
	}
	t.FinishTasks("correct_timesheet", sheet.ID)
	if len(missing(&t.Situation, m.Week)) == 0 {
		t.FinishTasks("submit_timesheet", m.Week.String())
		t.StopClock("submission/" + m.Week.String())
	}
	settle(t)
}

func sum(days [7]decimal.Decimal) decimal.Decimal { return decimal.Sum(decimal.Zero, days[:]...) }

// decideTimesheet is the representative's word: only approved hours are billed (M-17).
func decideTimesheet(t *turn, task record.Task, d casework.Decision) {
	sheet := t.Own.Timesheets[task.Subject]
	at := t.At
	sheet.Decided, sheet.Reason = &at, d.Reason
	t.StopClock(ClockTimesheet + "/" + sheet.ID)
	kind := "regie.timesheet_approved"
	sheet.State = StateApproved
	if d.Option == "reject" {
		kind, sheet.State = "regie.timesheet_rejected", StateRejected
		t.OpenTask(ask{Kind: "correct_timesheet", Subject: sheet.ID, To: provider(t), Command: SubmitTimesheet.Name,
			Args: map[string]string{"week": sheet.Week.String()}})
	}
	set(&t.Own.Timesheets, sheet.ID, sheet)
	t.Say(kind, map[string]string{"timesheet": sheet.ID, "reason": d.Reason})
	settle(t)
}

// endOfMonth asks the provider for the month's statement when there is
// something to bill (M-21).
func endOfMonth(t *turn, a record.Alarm) {
	month := strings.TrimPrefix(a.ID, "month/")
	t.Say("regie.month_ended", map[string]string{"month": month})
	if !a.Date.After(t.Own.Order.End) {
		t.SetAlarm("month/"+monthOf(a.Date), nextMonth(a.Date))
	}
	if worked(&t.Situation, month) {
		askStatement(t, month)
	}
	settle(t)
}

// askStatement asks for a month's statement once.
func askStatement(t *turn, month string) {
	if _, open := t.State.OpenTask("submit_statement", month); open {
		return
	}
	t.StartClock(ClockStatement+"/"+month, "regie.statement")
	t.OpenTask(ask{Kind: "submit_statement", Subject: month, To: provider(t), Clock: ClockStatement + "/" + month,
		Command: SubmitStatement.Name, Args: map[string]string{"month": month}})
}

// endOfPeriod: the period is over; what was worked is still booked and billed.
func endOfPeriod(t *turn) {
	t.Say("regie.period_ended", nil)
	t.Move(Closing)
	for _, kind := range []string{"align_change", "order_change", "decide_replacement", "propose_alternative", "hold_interview"} {
		t.CancelTasks(kind, "")
	}
	settle(t)
}

// settle ends the case when the period is over, every week has its timesheets,
// and all approved hours stand on approved statements.
func settle(t *turn) {
	if t.Stage != Closing {
		return
	}
	for week := monday(t.Own.Order.Start); !week.After(t.Own.Order.End); week = week.AddDays(7) {
		if len(missing(&t.Situation, week)) > 0 {
			return
		}
	}
	for _, sheet := range t.Own.Timesheets {
		if sheet.State == StatePending {
			return
		}
	}
	last := monthOf(t.Own.Order.End)
	if lines := billable(&t.Situation, last); len(lines) > 0 {
		askStatement(t, last)
		return
	}
	for _, st := range t.Own.Statements {
		if st.State == StatePending {
			return
		}
	}
	t.Mail(record.Mail{Template: "case_ended", To: record.Recipient{Person: t.Parties.Requester}})
	t.End(Ended, Ended)
}
