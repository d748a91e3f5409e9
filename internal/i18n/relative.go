package i18n

import (
	"time"

	"termijn/internal/calendar"
)

// Ago says how long before now something was: "zonet", "20 minuten geleden",
// "gisteren", "3 dagen geleden". What lies further back gets its date.
func (p *Printer) Ago(t, now time.Time) string {
	days := calendar.DateOf(now, brussels).DaysSince(calendar.DateOf(t, brussels))
	switch d := now.Sub(t); {
	case d < time.Minute:
		return p.T("ago.now")
	case d < time.Hour:
		return p.T("ago.minutes", "Count", int(d/time.Minute))
	case days <= 0:
		return p.T("ago.hours", "Count", int(d/time.Hour))
	case days == 1:
		return p.T("ago.yesterday")
	case days < 15:
		return p.T("ago.days", "Count", days)
	}
	return p.Date(t)
}

// Until says how much time is left to a due instant, or how far it is past:
// "vandaag, tot 16.00 uur", "nog 3 werkdagen", "2 werkdagen te laat". It counts
// the working days of a calendar after today, or the days when there is none.
func (p *Printer) Until(due, now time.Time, workdays *calendar.Calendar) string {
	if !due.After(now) {
		return p.late(due, now, workdays)
	}
	last := due
	if atMidnight(due.In(brussels)) {
		last = due.Add(-time.Second) // the end of a day belongs to that day
	}
	today, on := calendar.DateOf(now, brussels), calendar.DateOf(last, brussels)
	switch {
	case on == today && last != due:
		return p.T("until.today")
	case on == today:
		return p.T("until.time", "Time", p.Time(due))
	case on == today.AddDays(1):
		return p.T("until.tomorrow")
	case workdays == nil:
		return p.T("until.days", "Count", on.DaysSince(today))
	}
	return p.T("until.workingdays", "Count", workdays.WorkingDaysBetween(today, on))
}

func (p *Printer) late(due, now time.Time, workdays *calendar.Calendar) string {
	last := due.Add(-time.Second)
	from, today := calendar.DateOf(last, brussels), calendar.DateOf(now, brussels)
	days := today.DaysSince(from)
	switch {
	case days < 1:
		return p.T("late.today")
	case workdays == nil:
		return p.T("late.days", "Count", days)
	}
	if n := workdays.WorkingDaysBetween(from, today); n > 0 {
		return p.T("late.workingdays", "Count", n)
	}
	return p.T("late.days", "Count", days)
}
