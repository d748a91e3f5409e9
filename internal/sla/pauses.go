package sla

import (
	"slices"
	"time"

	"termijn/internal/calendar"
)

// stretch is a pause in time, [from, to).
type stretch struct{ from, to time.Time }

// dayStretch is a pause in days: it suspends the days d with from < d ≤ to.
type dayStretch struct{ from, to calendar.Date }

// stretches returns the pauses that began at or after since, cut to the clock's
// life up to end, in order and without overlap. A pause that is open at end ends
// there.
func (f Facts) stretches(since, end time.Time) []stretch {
	var list []stretch
	for _, p := range f.Pauses {
		if p.Annulled || p.From.Before(since) {
			continue
		}
		s := stretch{p.From, end}
		if p.To != nil && p.To.Before(end) {
			s.to = *p.To
		}
		if s.from.Before(f.Start) {
			s.from = f.Start
		}
		if s.from.Before(s.to) {
			list = append(list, s)
		}
	}
	if len(list) < 2 {
		return list
	}
	slices.SortFunc(list, func(a, b stretch) int { return a.from.Compare(b.from) })
	merged := list[:1]
	for _, s := range list[1:] {
		last := &merged[len(merged)-1]
		switch {
		case s.from.After(last.to):
			merged = append(merged, s)
		case s.to.After(last.to):
			last.to = s.to
		}
	}
	return merged
}

// dayStretches turns stretches into days, again without overlap.
func dayStretches(list []stretch, cal *calendar.Calendar) []dayStretch {
	var days []dayStretch
	for _, s := range list {
		d := dayStretch{cal.DateOf(s.from), cal.DateOf(s.to)}
		if n := len(days); n > 0 && !d.from.After(days[n-1].to) {
			days[n-1].to = d.to
		} else if d.from.Before(d.to) {
			days = append(days, d)
		}
	}
	return days
}

// dayCounter counts days of one kind: working days or calendar days.
type dayCounter interface {
	// between counts the days d with a < d ≤ b, negative when b is before a.
	between(a, b calendar.Date) int
	// add returns the nth day after d.
	add(d calendar.Date, n int) calendar.Date
}

type workingDays struct{ cal *calendar.Calendar }

func (w workingDays) between(a, b calendar.Date) int { return w.cal.WorkingDaysBetween(a, b) }

func (w workingDays) add(d calendar.Date, n int) calendar.Date { return w.cal.AddWorkingDays(d, n) }

type calendarDays struct{}

func (calendarDays) between(a, b calendar.Date) int { return b.DaysSince(a) }

func (calendarDays) add(d calendar.Date, n int) calendar.Date { return d.AddDays(n) }

// nthDay returns the nth day after start that no pause suspends.
func nthDay(start calendar.Date, n int, days dayCounter, paused []dayStretch) calendar.Date {
	for _, p := range paused {
		free := days.between(start, p.from)
		if free >= n {
			break
		}
		n -= free
		start = p.to
	}
	return days.add(start, n)
}

// suspendedDays counts the days in the pauses up to and including last.
func suspendedDays(last calendar.Date, days dayCounter, paused []dayStretch) int {
	n := 0
	for _, p := range paused {
		if !p.from.Before(last) {
			break
		}
		to := p.to
		if to.After(last) {
			to = last
		}
		n += days.between(p.from, to)
	}
	return n
}
