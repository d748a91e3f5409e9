package sla

import (
	"errors"
	"fmt"
	"math"
	"time"

	"termijn/internal/calendar"
)

// Instant is when a percentage of the corrected use is reached.
type Instant struct {
	Percent float64   `json:"percent"`
	At      time.Time `json:"at"`
}

// Thresholds returns the instant at which each percentage was reached, or will be
// when nothing changes, in the order asked for. It leaves out those that are never
// reached: because the clock stopped before, because an open pause holds it, or
// because no such share exists. With an agreed date and for targets in calendar
// days only 100 % exists: it is the due instant. A share that was reached before
// a date was agreed stays reached.
//
// Of N working days, p % is reached at the end of working day k, the first with
// k/N ≥ p %; 100 % is the due instant. 0 % is the start.
func Thresholds(f Facts, cal *calendar.Calendar, percents []float64, at time.Time) ([]Instant, error) {
	c, err := newClock(f, cal, at)
	if err != nil {
		return nil, err
	}
	var reached []Instant
	for _, p := range percents {
		if math.IsNaN(p) || p < 0 || p > maxUnits {
			return nil, fmt.Errorf("threshold of %v %%: want a percentage from 0", p)
		}
		t, ok, err := c.threshold(p)
		if err != nil {
			return nil, err
		}
		if ok {
			reached = append(reached, Instant{p, t})
		}
	}
	return reached, nil
}

// WorkingDaysBeforeDue returns the start of the nth working day before the due
// date, as the due instant is known at an instant: the warning "5 WD before". The
// due date is the date of the last moment before the due instant. It is false when
// the clock stopped before, and while an open pause still moves the due date
// beyond the reach of the warning. cal gives the working days; for a target in
// calendar days pass the calendar "workdays".
func WorkingDaysBeforeDue(f Facts, cal *calendar.Calendar, n int, at time.Time) (time.Time, bool, error) {
	if n < 0 {
		return time.Time{}, false, errors.New("working days before due: want a number from 0")
	}
	c, err := newClock(f, cal, at)
	if err != nil {
		return time.Time{}, false, err
	}
	r := c.regimes[len(c.regimes)-1]
	due, err := c.due(r)
	if err != nil {
		return time.Time{}, false, err
	}
	last := cal.AddWorkingDays(cal.DateOf(due.Add(-1)), -n)
	if last.IsZero() {
		return time.Time{}, false, errOutOfRange
	}
	warn := cal.StartOf(last)
	return warn, !warn.After(c.end) || !c.over() && !c.held(r, due), nil
}

// over says that the clock has stopped for good.
func (c *clock) over() bool { return c.stopped || c.cancelled }

// held says that the due instant under a promise still moves, because a pause is
// open that moves it.
func (c *clock) held(r regime, due time.Time) bool {
	for _, p := range c.Pauses {
		open := !p.Annulled && !p.From.After(c.end) && (p.To == nil || p.To.After(c.end))
		if open && (r.agreed == nil || !p.From.Before(r.from)) && c.suspendsBefore(p.From, due) {
			return true
		}
	}
	return false
}

// suspendsBefore says whether a pause that began at from moves a due instant. In
// days it suspends only those after its first.
func (c *clock) suspendsBefore(from, due time.Time) bool {
	if c.days == nil {
		return from.Before(due)
	}
	return c.cal.DateOf(from).Before(c.cal.DateOf(due).AddDays(-1))
}

// threshold returns when p % is reached; false when it never is.
func (c *clock) threshold(p float64) (time.Time, bool, error) {
	if p == 100 {
		return c.wholeUsed()
	}
	first := c.regimes[0]
	t, ok, err := c.shareUsed(first, p)
	switch {
	case err != nil || !ok:
		return time.Time{}, false, err
	case len(c.regimes) > 1 && !t.Before(c.regimes[1].from):
		return time.Time{}, false, nil
	case !t.After(c.end):
		return t, true, nil
	}
	return t, !c.over() && !c.held(first, t), nil
}

// wholeUsed returns when the clock was breached, or else when it is due.
func (c *clock) wholeUsed() (time.Time, bool, error) {
	r := c.regimes[len(c.regimes)-1]
	due, err := c.due(r)
	if err != nil {
		return time.Time{}, false, err
	}
	broken, err := c.breach(due)
	if err != nil {
		return time.Time{}, false, err
	}
	if broken != nil {
		return *broken, true, nil
	}
	return due, !due.After(c.end) || !c.over() && !c.held(r, due), nil
}

// shareUsed returns when p % of a promise is used up; false when it has no shares.
func (c *clock) shareUsed(r regime, p float64) (time.Time, bool, error) {
	switch {
	case r.agreed != nil || c.Target.inCalendarDays():
		return time.Time{}, false, nil
	case p == 0:
		return c.Start.In(c.cal.Location()), true, nil
	case c.days == nil:
		t, err := c.usedUp(shareOf(c.Target.time(), p))
		return t, true, err
	}
	n := c.Target.WorkingDays
	k := int(math.Ceil(float64(n) * p / 100))
	t, err := c.endOf(nthDay(c.startDate, k, c.days, c.paused))
	return t, true, err
}

// shareOf is p % of a duration, rounded up to the nanosecond.
func shareOf(d time.Duration, p float64) time.Duration {
	return time.Duration(min(math.Ceil(float64(d)*p/100), float64(maxSpan)))
}
