package regie

import (
	"slices"
	"time"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
)

// What readers of a case ask, answered by the rules that the process itself
// follows. Nothing here changes anything.

// Allowed returns the commands that a stage allows, in the order of the story.
func Allowed(stage string) []string { return slices.Clone(transitions[stage]) }

// Suspends reports whether a question asked at an instant would suspend the
// answer time: before completeness was confirmed, within its term (M-11, M-12).
// completeness is the case's clock of that name.
func Suspends(own State, completeness record.Clock, at time.Time) bool {
	due := completeness.Result.Due
	return own.Complete == nil && due != nil && at.Before(*due)
}

// Billable returns what a statement of a month would bill: the approved hours
// up to its end that no statement bills yet (M-21).
func (s State) Billable(month string) []BilledLine { return billable(s.situation(), month) }

// Missing lists the lines that lack a timesheet for the week of a Monday (M-18).
func (s State) Missing(week calendar.Date) []string { return missing(s.situation(), week) }

// PeriodOf returns the first and last day of the work of a line's person.
func (s State) PeriodOf(l Line) (from, until calendar.Date) { return periodOf(s.situation(), l) }

// Weeks are the Mondays of the weeks of the order up to a date, in order; none
// before the order.
func (s State) Weeks(until calendar.Date) []calendar.Date {
	if s.Order == nil {
		return nil
	}
	var all []calendar.Date
	for w := monday(s.Order.Start); !w.After(s.Order.End) && !w.After(until); w = w.AddDays(7) {
		all = append(all, w)
	}
	return all
}

// Months are the months of the order up to a date, written 2026-03, in order.
func (s State) Months(until calendar.Date) []string {
	if s.Order == nil {
		return nil
	}
	var all []string
	for d := (calendar.Date{Year: s.Order.Start.Year, Month: s.Order.Start.Month, Day: 1}); !d.After(s.Order.End) && !d.After(until); d = nextMonth(d) {
		all = append(all, monthOf(d))
	}
	return all
}

func (s State) situation() *situation {
	return &situation{State: &casework.State[State]{Own: s}}
}
