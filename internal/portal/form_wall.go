package portal

import (
	"time"

	"termijn/internal/i18n"
)

// wallLayout is how a browser writes a date and a time.
const wallLayout = "2006-01-02T15:04"

// onWall writes an instant as a browser's field for date and time has it.
func onWall(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(brussels).Format(wallLayout)
}

// wallFault says what is wrong with a time on the wall in Brussels that does not
// exist, or that two instants have, because the clock is changed that night. It
// names the two possibilities; empty when the time is one instant.
func wallFault(say *i18n.Printer, typed string) string {
	bare, err := time.Parse(wallLayout, typed)
	if err != nil {
		return "" // no time at all
	}
	_, before := bare.AddDate(0, 0, -1).In(brussels).Zone()
	_, after := bare.AddDate(0, 0, 1).In(brussels).Zone()
	first := bare.Add(-time.Duration(before) * time.Second)
	second := bare.Add(-time.Duration(after) * time.Second)
	holds := func(at time.Time) bool { return onWall(at) == typed }
	switch {
	case before == after, holds(first) != holds(second):
		return ""
	case holds(first):
		return say.T("form.time.twice", "Time", say.Time(first), "Earlier", say.Time(first.Add(-time.Hour)), "Later", say.Time(second.Add(time.Hour)))
	}
	return say.T("form.time.never", "Earlier", say.Time(second), "Later", say.Time(first))
}
