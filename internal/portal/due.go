package portal

import (
	"slices"
	"time"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/internal/sla"
)

// badge is a state in a word, with an icon and a colour.
type badge struct {
	// Kind is "ok", "warn", "late", "paused", "info", "time" or empty.
	Kind, Text string
}

// presses reports whether it is late or urgent.
func (b badge) presses() bool { return b.Kind == "late" || b.Kind == "warn" }

// urgentWithin is how many working days before its due time something is urgent.
const urgentWithin = 2

// dueBadge says how much time is left.
func (v *visit) dueBadge(due *time.Time) badge {
	if due == nil {
		return badge{"", v.text.T("due.none")}
	}
	days := v.portal.workdays(v.now)
	b := badge{"time", v.text.Until(*due, v.now, days)}
	switch {
	case !due.After(v.now):
		b.Kind = "late"
	case days != nil && days.WorkingDaysBetween(calendar.DateOf(v.now, brussels), calendar.DateOf(due.Add(-time.Second), brussels)) <= urgentWithin:
		b.Kind = "warn"
	}
	return b
}

// pausedBadge says that a clock stands still.
func (v *visit) pausedBadge() badge { return badge{"paused", v.text.T("due.paused")} }

// pausedClock reports whether the clock of an ID stands still.
func pausedClock(clocks []record.Clock, id string) bool {
	return slices.ContainsFunc(clocks, func(k record.Clock) bool { return k.ID == id && k.Result.State == sla.Paused })
}

// workdays is the calendar of working days in force; nil when there is none.
func (p *portal) workdays(now time.Time) *calendar.Calendar {
	c, err := p.service.Policy.Calendars.Current("workdays", calendar.DateOf(now, brussels))
	if err != nil {
		return nil
	}
	return c
}
