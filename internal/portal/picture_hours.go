package portal

import (
	"time"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/internal/sla"
)

// hoursShown is the longest stretch that a picture shows in hours instead of days.
const hoursShown = 36 * time.Hour

// inHours reports whether a clock counts time and its picture spans hours: then a
// scale of days would hide it in a corner.
func inHours(k record.Clock, at time.Time) bool {
	last := endOf(k, at)
	if due := k.Result.Due; due != nil && due.After(last) {
		last = *due
	}
	return k.Result.Unit == sla.UnitSeconds && last.Sub(k.Facts.Start) <= hoursShown
}

// hourAxis spans a clock's hours, with room at both ends.
func hourAxis(k record.Clock, at time.Time) axis {
	last := endOf(k, at)
	if due := k.Result.Due; due != nil && due.After(last) {
		last = *due
	}
	room := max(last.Sub(k.Facts.Start)/10, time.Minute)
	return axis{from: k.Facts.Start.Add(-room / 4), to: last.Add(room)}
}

// dayOrHour writes an instant of a clock in the little room of its picture: its
// time, or its day.
func (r clockReader) dayOrHour(k record.Clock, at time.Time, day calendar.Date) string {
	if inHours(k, r.now) {
		return r.say.Time(at)
	}
	return r.tick(day)
}
