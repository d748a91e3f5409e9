package portal

import (
	"slices"
	"strings"
	"time"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/internal/sla"
)

// clockPicture is a clock as a bar on an axis of dates or hours: what was used, where
// it stood still and why, now, and the instant that counts. Template clock-picture draws it.
type clockPicture struct {
	// Key makes the picture's IDs unique on its page.
	Key         string
	Title, Desc string
	Shaded      []band
	// Closed is where a clock of working time stands still by itself; ClosedText says
	// so for the legend.
	Closed     []closedBand
	ClosedText string
	Ticks      []tick
	// Term runs from the start to the due date.
	Term   band
	Used   *band
	Over   *band
	Pauses []pauseBand
	Today  *mark
	Due    *mark
	Agreed []mark
	Stop   *mark
	// Rungs are the thresholds: reached ones and those to come.
	Rungs []mark
}

// Still reports whether the clock stood still at some time.
func (p clockPicture) Still() bool {
	return slices.ContainsFunc(p.Pauses, func(b pauseBand) bool { return !b.Annulled })
}

// Ahead reports whether some of the term is still to come.
func (p clockPicture) Ahead() bool { return p.Over == nil && p.Due != nil && p.Stop == nil }

// Folded reports whether a night or a weekend is drawn shorter than it lasts.
func (p clockPicture) Folded() bool {
	return slices.ContainsFunc(p.Closed, func(b closedBand) bool { return b.Folded })
}

// pauseBand is a pause in the picture; Number refers to the list beside it.
type pauseBand struct {
	band
	Number         int
	Annulled, Open bool
	Title          string
}

// End is where the band ends.
func (b pauseBand) End() share { return b.X + b.Width }

// mark is one instant in the picture.
type mark struct {
	X             share
	Label, Anchor string
	Reached       bool
}

// clockWords are the words of a picture, in the reader's language.
type clockWords struct {
	Title, Desc, Today, Due, Stop string
	// Pauses are the pauses' tooltips, in the order of the facts.
	Pauses []string
	Tick   func(calendar.Date) string
	// Hour writes a time of a clock of hours, Closed a stretch outside those that count.
	Hour       func(time.Time) string
	Closed     func(stretch) string
	ClosedText string
}

const (
	// narrowestPause keeps a short pause visible and its number legible.
	narrowestPause share = 2
	// margin is the room after the last instant.
	margin = 3
)

// drawClock lays a clock out as it is known at an instant. reached are the
// instants of the thresholds that were reached, by key.
func drawClock(k record.Clock, cal *calendar.Calendar, at time.Time, reached map[string]time.Time, w clockWords) clockPicture {
	p := clockPicture{Key: keyOf(k.ID), Title: w.Title, Desc: w.Desc}
	var a axis
	if countsTime(k) {
		a = p.layTime(k, cal, at, w)
	} else {
		a = p.layDays(k, cal, at, w)
	}
	end := endOf(k, at)
	p.Term = a.between(k.Facts.Start, end, 0)
	if due := k.Result.Due; due != nil {
		p.Term = a.between(k.Facts.Start, *due, 0)
		x := a.at(*due)
		p.Due = &mark{X: x, Label: w.Due, Anchor: aside(x)}
		if end.After(*due) {
			over := a.between(*due, end, 0)
			p.Over = &over
			end = *due
		}
	}
	if end.After(k.Facts.Start) {
		used := a.between(k.Facts.Start, end, 0)
		p.Used = &used
	}
	p.Pauses = pauseBands(k, a, at, w.Pauses)
	for _, g := range k.Facts.Agreed {
		if day := cal.StartOf(g.Date.AddDays(1)); !g.Annulled && a.holds(day) {
			p.Agreed = append(p.Agreed, mark{X: a.at(day), Label: g.Date.String(), Anchor: anchor(a.at(day))})
		}
	}
	if stop := stopOf(k); stop != nil {
		x := a.at(*stop)
		p.Stop = &mark{X: x, Label: w.Stop, Anchor: beside(x, p.Due)}
	} else if a.holds(at) {
		x := a.at(at)
		p.Today = &mark{X: x, Label: w.Today, Anchor: beside(x, p.Due)}
	}
	p.Rungs = rungMarks(k, a, reached)
	return p
}

// layDays lays out the picture of a clock of days and returns its axis.
func (p *clockPicture) layDays(k record.Clock, cal *calendar.Calendar, at time.Time, w clockWords) axis {
	a := axisOf(k, cal, at)
	p.Ticks = a.ticksFrom(k.Facts.Start, cal.Location(), w.Tick)
	if countsWorkingDays(k.Facts.Target) {
		p.Shaded = a.shaded(cal)
	}
	return a
}

// aside puts a label beside its line, to the roomier side.
func aside(x share) string {
	if x > 50 {
		return "end"
	}
	return "start"
}

// beside keeps a label off the line of the due date, which passes through its row.
func beside(x share, due *mark) string {
	if due != nil && due.X >= x && due.X-x < 25 && x > 30 {
		return "end"
	}
	if due != nil && due.X < x && x-due.X < 25 && x < 70 {
		return "start"
	}
	return anchor(x)
}

// axisOf spans whole days from the start to the last of due, stop and now, with
// room at the end.
func axisOf(k record.Clock, cal *calendar.Calendar, at time.Time) axis {
	last := endOf(k, at)
	if due := k.Result.Due; due != nil && due.After(last) {
		last = *due
	}
	first := cal.DateOf(k.Facts.Start)
	until := cal.DateOf(last.Add(-1)).AddDays(1)
	until = until.AddDays(max(1, until.DaysSince(first)*margin/100))
	return axis{from: cal.StartOf(first), to: cal.StartOf(until)}
}

// stopOf is when the clock stopped or was cancelled.
func stopOf(k record.Clock) *time.Time {
	if k.Facts.Stop != nil {
		return k.Facts.Stop
	}
	return k.Facts.Cancelled
}

// endOf is until when the clock counted.
func endOf(k record.Clock, at time.Time) time.Time {
	if stop := stopOf(k); stop != nil && stop.Before(at) {
		return *stop
	}
	return at
}

func pauseBands(k record.Clock, a axis, at time.Time, titles []string) []pauseBand {
	var all []pauseBand
	for i, p := range k.Facts.Pauses {
		to, open := endOf(k, at), p.To == nil
		if p.To != nil {
			to = *p.To
		}
		b := pauseBand{band: a.between(p.From, to, narrowestPause), Number: i + 1, Annulled: p.Annulled,
			Open: open && !k.Stopped() && !p.Annulled}
		if i < len(titles) {
			b.Title = titles[i]
		}
		all = append(all, b)
	}
	return all
}

// rungMarks are the thresholds in the order of their instants, the due time left out.
func rungMarks(k record.Clock, a axis, reached map[string]time.Time) []mark {
	var all []mark
	for _, key := range k.Fired {
		if t, ok := reached[key]; ok && key != record.RungDue {
			all = append(all, mark{X: a.at(t), Label: key, Anchor: "middle", Reached: true})
		}
	}
	for _, r := range k.Rungs {
		if r.Key != record.RungDue && !k.HasFired(r.Key) && a.holds(r.At) {
			all = append(all, mark{X: a.at(r.At), Label: r.Key, Anchor: "middle"})
		}
	}
	return all
}

// countsWorkingDays reports whether days off stand apart in the picture.
func countsWorkingDays(t sla.Target) bool { return t.WorkingDays != 0 || t.WorkingTime != 0 }

// keyOf makes of a clock's ID what may stand in an HTML ID.
func keyOf(id string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, id)
}
