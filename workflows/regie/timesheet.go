package regie

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
)

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
	if m.Week.IsZero() {
		v.Add("week", "required")
		return v.Err()
	}
	v.Check(m.Week == monday(m.Week), "week", "must_be_monday")
	v.Check(working(s, l, m.Week), "week", "outside_period")
	v.Check(!m.Week.After(today(s)), "week", "in_the_future")
	if err := v.Err(); err != nil {
		return err
	}
	if sheet, ok := s.Own.Timesheets[sheetID(m.Week, m.Line)]; ok && sheet.State != StateRejected {
		return casework.Refuse(casework.CodeDone, "subject", sheet.ID)
	}
	from, until := periodOf(s, l)
	for i, h := range m.Days {
		field, day := fmt.Sprintf("days[%d]", i), m.Week.AddDays(i)
		if !plain(h) {
			v.Add(field, "out_of_range")
			continue
		}
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
	registered := hours.Add(m.Elsewhere).Add(otherLines(&t.Situation, m.Week, m.Line))
	sheet.Over = registered.GreaterThan(t.Own.Policy.WeekHours)
	t.Say("regie.timesheet_submitted", sheet)
	t.Made(sheet.ID)
	if sheet.Over {
		t.Note("over_available_time")
		t.Mail(record.Mail{Template: "over_available_time", To: record.Recipient{Org: "si", Role: "slm"},
			Args: map[string]string{"staff": l.Staff, "week": m.Week.String(), "hours": registered.String()}})
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

// otherLines adds up what the person of a line registered on other lines of this
// case in a week (B-23).
func otherLines(s *situation, week calendar.Date, line string) decimal.Decimal {
	lines, hours := s.Own.Offer.Lines, decimal.Zero
	for _, id := range slices.Sorted(maps.Keys(lines)) {
		sheet, ok := s.Own.Timesheets[sheetID(week, id)]
		if ok && id != line && lines[id].Staff == lines[line].Staff && sheet.State != StateRejected {
			hours = hours.Add(sum(sheet.Days))
		}
	}
	return hours
}
