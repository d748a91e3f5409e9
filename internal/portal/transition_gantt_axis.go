package portal

import (
	"time"

	"termijn/internal/calendar"
)

// planAxis spans all dates of the plan and today, when that is near, with room at
// both ends.
func planAxis(projects []planProject, today calendar.Date) axis {
	var first, last calendar.Date
	reach := func(d calendar.Date) {
		if d.IsZero() {
			return
		}
		if first.IsZero() || d.Before(first) {
			first = d
		}
		if last.IsZero() || d.After(last) {
			last = d
		}
	}
	for _, p := range projects {
		for _, m := range p.Points {
			reach(m.Baseline)
			reach(m.Expected)
			reach(m.Actual)
		}
	}
	if first.IsZero() {
		first, last = today, today.AddDays(30)
	}
	// A programme of the past or far ahead is not squeezed into a corner for today.
	if length := max(60, last.DaysSince(first)); today.After(first.AddDays(-length)) && today.Before(last.AddDays(length)) {
		reach(today)
	}
	spare := max(7, last.DaysSince(first)/25)
	return axis{from: first.AddDays(-spare).Start(brussels), to: last.AddDays(spare).Start(brussels)}
}

// zoomFor is the zoom that shows so many days without much scrolling.
func zoomFor(days int) string {
	switch {
	case days <= 70:
		return "week"
	case days <= 400:
		return "month"
	}
	return "quarter"
}

// planTicks are the beginnings of weeks, months or quarters.
func (a axis) planTicks(zoom string, label func(calendar.Date, int) string) []ganttTick {
	next := months(1)
	switch zoom {
	case "week":
		next = mondays(1)
	case "quarter":
		next = months(3)
	}
	var all []ganttTick
	month := time.Month(0)
	for d := next(calendar.DateOf(a.from, brussels)); d.Start(brussels).Before(a.to); d = next(d) {
		level := 3
		switch {
		case d.Month == month:
			level = 4
		case d.Month == time.January:
			level = 1
		case (d.Month-1)%3 == 0:
			level = 2
		}
		month = d.Month
		all = append(all, ganttTick{X: a.at(d.Start(brussels)), Label: label(d, level), Level: level})
	}
	return all
}
