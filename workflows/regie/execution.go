package regie

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"termijn/internal/calendar"
	"termijn/internal/record"
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

// settle takes back what is asked in vain. It ends the case when the period is
// over, every week has its timesheets, and all approved hours stand on approved
// statements.
func settle(t *turn) {
	dropIdle(t)
	if t.Stage != Closing {
		return
	}
	for week := monday(t.Own.Order.Start); !week.After(t.Own.Order.End); week = week.AddDays(7) {
		if len(missing(&t.Situation, week)) > 0 {
			return
		}
	}
	for _, id := range slices.Sorted(maps.Keys(t.Own.Timesheets)) {
		if t.Own.Timesheets[id].State == StatePending {
			return
		}
	}
	last := monthOf(t.Own.Order.End)
	if lines := billable(&t.Situation, last); len(lines) > 0 {
		if !correcting(t) {
			askStatement(t, last)
		}
		return
	}
	if pendingStatement(&t.Situation) != "" {
		return
	}
	t.Mail(record.Mail{Template: "case_ended", To: record.Recipient{Person: t.Parties.Requester}})
	t.End(Ended, Ended)
}
