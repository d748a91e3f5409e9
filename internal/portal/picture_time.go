package portal

import (
	"cmp"
	"slices"
	"time"
	"unicode/utf8"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/internal/sla"
)

// stretch is the time from one instant up to another.
type stretch struct{ from, to time.Time }

// closedBand is a stretch outside the hours that count, where a clock of working
// time stands still by itself. A folded one is drawn shorter than it lasts.
type closedBand struct {
	band
	Folded bool
	Title  string
}

const (
	// daysFrom is the span from which a clock of hours has days on its axis.
	daysFrom = 7 * 24 * time.Hour
	// foldedAtMost is how many nights and weekends are folded: with more of them the
	// shape of a week says more than the hours of a day.
	foldedAtMost = 6
	// nightsLimit is the span beyond which shading single nights says nothing.
	nightsLimit = 8 * 24 * time.Hour
	// shortest is the least that a picture spans.
	shortest = time.Minute
)

// countsTime reports whether a clock counts hours and minutes, not days.
func countsTime(k record.Clock) bool { return k.Result.Unit == sla.UnitSeconds }

// spanOf is from a clock's start to the last of due, stop and now.
func spanOf(k record.Clock, at time.Time) stretch {
	last := endOf(k, at)
	if due := k.Result.Due; due != nil && due.After(last) {
		last = *due
	}
	if least := k.Facts.Start.Add(shortest); last.Before(least) {
		last = least
	}
	return stretch{k.Facts.Start, last}
}

// closedIn returns when a clock of working time stands still by itself within a
// stretch: outside its calendar's hours.
func closedIn(k record.Clock, cal *calendar.Calendar, s stretch) []stretch {
	if k.Facts.Target.WorkingTime == 0 {
		return nil
	}
	var all []stretch
	since := s.from
	until := func(t time.Time) {
		if t.After(s.to) {
			t = s.to
		}
		if t.After(since) {
			all = append(all, stretch{since, t})
		}
	}
	for d, last := cal.DateOf(s.from), cal.DateOf(s.to); !d.After(last); d = d.AddDays(1) {
		for _, w := range cal.Windows(d) {
			until(w.Open)
			if w.Close.After(since) {
				since = w.Close
			}
		}
	}
	until(s.to)
	return all
}

// timeAxis spans a clock of hours with a little room at both ends. A few nights and
// weekends are folded, so that the hours that count have most of the width.
func timeAxis(span stretch, closed []stretch) axis {
	a := axis{from: span.from, to: span.to}
	counts := span.to.Sub(span.from)
	for _, c := range closed {
		counts -= c.to.Sub(c.from)
	}
	if n := len(closed); n > 0 && n <= foldedAtMost && counts > 0 {
		room := counts / time.Duration(max(n+2, 5))
		for _, c := range closed {
			if c.to.Sub(c.from) > room {
				a.folds = append(a.folds, fold{c, room})
			}
		}
	}
	drawn := a.drawn(a.to)
	a.from, a.to = a.from.Add(-drawn*margin/100), a.to.Add(drawn*2*margin/100)
	return a
}

// letter is the width of a letter on the narrowest picture, that of a phone.
const letter share = 2.3

// hourTicks are the times on an axis of hours: the start, where the clock goes on
// after a night, and whole minutes or hours, as far as their labels have room.
func (a axis) hourTicks(start time.Time, closed []stretch, loc *time.Location, label func(time.Time) string) []tick {
	var all []tick
	place := func(t time.Time, side string) {
		x := a.at(t)
		n := tick{X: x, Label: label(t), Anchor: cmp.Or(side, anchor(x))}
		if !slices.ContainsFunc(all, n.covers) {
			all = append(all, n)
		}
	}
	place(start, "start")
	for _, c := range closed {
		switch x := a.at(c.to); {
		case !c.to.Before(a.to):
		case x < 74:
			place(c.to, "start")
		default:
			place(c.to, "")
		}
	}
	for _, t := range a.roundTimes(loc) {
		if !slices.ContainsFunc(closed, func(c stretch) bool { return t.After(c.from) && t.Before(c.to) }) {
			place(t, "")
		}
	}
	slices.SortFunc(all, func(p, q tick) int { return cmp.Compare(p.X, q.X) })
	return all
}

// covers reports whether the labels of two ticks would touch on a phone.
func (t tick) covers(o tick) bool {
	from, to := t.reach()
	start, end := o.reach()
	return from < end+letter/2 && start < to+letter/2
}

// reach is from where to where a label stands on a phone.
func (t tick) reach() (from, to share) {
	width := letter * share(utf8.RuneCountInString(t.Label))
	switch t.Anchor {
	case "start":
		return t.X, t.X + width
	case "end":
		return t.X - width, t.X
	}
	return t.X - width/2, t.X + width/2
}

// steps between ticks, in minutes.
var steps = []int{5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440}

// stepsShown is how many steps an axis has at most.
const stepsShown = 4

// roundTimes are times of day at even steps, as the wall clock shows them: an hour
// that the clock change skips is left out, of one that it shows twice the first counts.
func (a axis) roundTimes(loc *time.Location) []time.Time {
	step := steps[len(steps)-1]
	for _, s := range slices.Backward(steps) {
		if a.drawn(a.to) <= stepsShown*time.Duration(s)*time.Minute {
			step = s
		}
	}
	var all []time.Time
	for d, last := calendar.DateOf(a.from, loc), calendar.DateOf(a.to, loc); !d.After(last); d = d.AddDays(1) {
		for m := 0; m < 24*60; m += step {
			t := time.Date(d.Year, d.Month, d.Day, 0, m, 0, 0, loc)
			if first := t.Add(-time.Hour); first.Hour() == t.Hour() {
				t = first
			}
			if t.Hour()*60+t.Minute() == m && a.holds(t) {
				all = append(all, t)
			}
		}
	}
	return all
}

// layTime lays out the picture of a clock of hours and returns its axis.
func (p *clockPicture) layTime(k record.Clock, cal *calendar.Calendar, at time.Time, w clockWords) axis {
	span := spanOf(k, at)
	var closed []stretch
	if span.to.Sub(span.from) <= nightsLimit {
		closed = closedIn(k, cal, span)
	}
	a := timeAxis(span, closed)
	if span.to.Sub(span.from) > daysFrom {
		p.Ticks = a.ticksFrom(k.Facts.Start, cal.Location(), w.Tick)
	} else {
		p.Ticks = a.hourTicks(k.Facts.Start, closed, cal.Location(), w.Hour)
	}
	if closed == nil {
		if countsWorkingDays(k.Facts.Target) {
			p.Shaded = a.shaded(cal)
		}
		return a
	}
	for _, c := range closedIn(k, cal, stretch{a.from, a.to}) {
		b := closedBand{band: a.between(c.from, c.to, 0), Title: w.Closed(c), Folded: slices.ContainsFunc(a.folds, func(f fold) bool { return !f.from.Before(c.from) && !f.to.After(c.to) })}
		p.Closed, p.ClosedText = append(p.Closed, b), w.ClosedText
	}
	return a
}
