package portal

import (
	"fmt"
	"time"

	"termijn/internal/calendar"
)

// axis places instants on a horizontal line of 0 to 100 %. A picture keeps its
// letters legible at every width because only its x coordinates are relative.
type axis struct {
	from, to time.Time
	// folds are stretches that are drawn shorter than they last, in order.
	folds []fold
}

// fold is a stretch that has the room of a shorter one.
type fold struct {
	stretch
	room time.Duration
}

// share is a place on an axis, written as SVG wants it.
type share float64

// String writes the place as a percentage.
func (s share) String() string { return fmt.Sprintf("%.2f%%", float64(s)) }

// at returns the place of an instant, kept within the picture.
func (a axis) at(t time.Time) share {
	whole := a.drawn(a.to)
	if whole <= 0 {
		return 0
	}
	return share(min(100, max(0, 100*float64(a.drawn(t))/float64(whole))))
}

// drawn is how far an instant lies from the start of the axis, folds taken for what
// they are drawn as.
func (a axis) drawn(t time.Time) time.Duration {
	d := t.Sub(a.from)
	for _, f := range a.folds {
		length := f.to.Sub(f.from)
		within := min(length, max(0, t.Sub(f.from)))
		d -= within - time.Duration(float64(within)/float64(length)*float64(f.room))
	}
	return d
}

// holds reports whether an instant lies in the picture.
func (a axis) holds(t time.Time) bool { return !t.Before(a.from) && !t.After(a.to) }

// band is a stretch of an axis.
type band struct{ X, Width share }

// Centre is where a label of the band stands.
func (b band) Centre() share { return b.X + b.Width/2 }

// between returns the band of two instants, at least as wide as narrowest.
func (a axis) between(from, to time.Time, narrowest share) band {
	b := band{X: a.at(from)}
	b.Width = max(a.at(to)-b.X, narrowest)
	if b.X+b.Width > 100 {
		b.X = max(0, 100-b.Width)
	}
	return b
}

// shadeLimit is the number of days beyond which shading single days says nothing.
const shadeLimit = 200

// shaded returns the days that do not count, neighbours joined.
func (a axis) shaded(cal *calendar.Calendar) []band {
	first, last := cal.DateOf(a.from), cal.DateOf(a.to.Add(-1))
	if last.DaysSince(first) > shadeLimit {
		return nil
	}
	var bands []band
	for d := first; !d.After(last); d = d.AddDays(1) {
		if cal.IsWorkingDay(d) {
			continue
		}
		end := d.AddDays(1)
		for !end.After(last) && !cal.IsWorkingDay(end) {
			end = end.AddDays(1)
		}
		bands = append(bands, a.between(cal.StartOf(d), cal.StartOf(end), 0))
		d = end
	}
	return bands
}

// tick is a date on the axis.
type tick struct {
	X      share
	Date   calendar.Date
	Label  string
	Anchor string
}

// ticks returns a handful of dates, few enough for a phone: days, Mondays, or
// first days of months.
func (a axis) ticks(loc *time.Location, label func(calendar.Date) string) []tick {
	first, last := calendar.DateOf(a.from, loc), calendar.DateOf(a.to.Add(-1), loc)
	next := stepOf(last.DaysSince(first) + 1)
	var all []tick
	for d := next(first.AddDays(-1)); !d.After(last); d = next(d) {
		x := a.at(d.Start(loc))
		all = append(all, tick{X: x, Date: d, Label: label(d), Anchor: anchor(x)})
	}
	return all
}

// room is how far from the first date the next one stands at least, so that a
// phone can show both.
const room share = 22

// ticksFrom are the ticks with the start of the term as the first; those that
// would stand in its way are left out.
func (a axis) ticksFrom(start time.Time, loc *time.Location, label func(calendar.Date) string) []tick {
	first := calendar.DateOf(start, loc)
	all := []tick{{X: a.at(start), Date: first, Label: label(first), Anchor: "start"}}
	for _, t := range a.ticks(loc, label) {
		if t.X-all[0].X >= room {
			all = append(all, t)
		}
	}
	return all
}

// stepOf returns how to go from one tick to the next on an axis of so many days.
func stepOf(days int) func(calendar.Date) calendar.Date {
	switch {
	case days <= 5:
		return func(d calendar.Date) calendar.Date { return d.AddDays(1) }
	case days <= 38:
		return mondays(1)
	case days <= 75:
		return mondays(2)
	default:
		return months(1 + days/200)
	}
}

func mondays(weeks int) func(calendar.Date) calendar.Date {
	return func(d calendar.Date) calendar.Date {
		d = d.AddDays(1)
		for d.Weekday() != time.Monday || d.DaysSince(calendar.Date{Year: 2024, Month: 1, Day: 1})/7%weeks != 0 {
			d = d.AddDays(1)
		}
		return d
	}
}

func months(n int) func(calendar.Date) calendar.Date {
	return func(d calendar.Date) calendar.Date {
		d = calendar.Date{Year: d.Year, Month: d.Month, Day: 1}.AddMonthsClamped(1)
		for (int(d.Month)-1)%min(n, 12) != 0 {
			d = d.AddMonthsClamped(1)
		}
		return d
	}
}

// anchor keeps a label inside the picture.
func anchor(x share) string {
	switch {
	case x < 14:
		return "start"
	case x > 86:
		return "end"
	}
	return "middle"
}
