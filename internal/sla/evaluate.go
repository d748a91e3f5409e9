package sla

import (
	"errors"
	"fmt"
	"time"

	"termijn/internal/calendar"
)

// Evaluate returns the value of a clock as it was known at an instant. cal is the
// calendar of the target (see [Target.CalendarName]) in the version that the case
// keeps. It fails when the facts are impossible, when at lies before the start,
// and when the due instant lies outside the years that a calendar knows.
func Evaluate(f Facts, cal *calendar.Calendar, at time.Time) (Result, error) {
	c, err := newClock(f, cal, at)
	if err != nil {
		return Result{}, err
	}
	final := c.regimes[len(c.regimes)-1]
	due, err := c.due(final)
	if err != nil {
		return Result{}, err
	}
	r := Result{Due: &due}
	c.count(final, due, &r)
	if r.BreachedAt, err = c.breach(due); err != nil {
		return Result{}, err
	}
	switch {
	case r.BreachedAt != nil:
		r.State = Breached
	case c.stopped:
		r.State = Met
	case c.cancelled:
		r.State = Cancelled
	case f.pausedAt(c.end):
		r.State = Paused
	default:
		r.State = Running
	}
	if f.Target.CountsOnCalendar() {
		r.CalendarVersion = cal.Version()
	}
	return r, nil
}

// clock is the facts as they were known at an instant.
type clock struct {
	Facts
	cal       *calendar.Calendar
	days      dayCounter // nil for a target in time
	end       time.Time  // the instant asked about, or the stop, or the cancellation
	stopped   bool
	cancelled bool
	startDate calendar.Date
	endDate   calendar.Date
	regimes   []regime // at least one, in order
	pauses    []stretch
	paused    []dayStretch
}

// regime is a stretch of the clock's life under one promise: the target, or an
// agreed date.
type regime struct {
	from   time.Time
	agreed *calendar.Date
}

func newClock(f Facts, cal *calendar.Calendar, at time.Time) (*clock, error) {
	if err := f.Validate(); err != nil {
		return nil, err
	}
	if cal == nil {
		return nil, errors.New("evaluate clock: no calendar")
	}
	if err := checkTime("at", at); err != nil {
		return nil, err
	}
	if at.Before(f.Start) {
		return nil, errors.New("at is before start")
	}
	c := &clock{Facts: f, cal: cal, end: at}
	if f.Cancelled != nil && !f.Cancelled.After(c.end) {
		c.end, c.cancelled = *f.Cancelled, true
	}
	// A result that is delivered as the case is cancelled is still delivered.
	if f.Stop != nil && !f.Stop.After(c.end) {
		c.end, c.stopped, c.cancelled = *f.Stop, true, false
	}
	if c.end.Sub(f.Start) > maxSpan {
		return nil, errors.New("the clock runs for more than 250 years")
	}
	c.startDate, c.endDate = cal.DateOf(f.Start), cal.DateOf(c.end)
	switch {
	case f.Target.inCalendarDays():
		c.days = calendarDays{}
	case f.Target.WorkingDays != 0:
		c.days = workingDays{cal}
	}
	c.regimes = f.regimes(c.end)
	c.pauses = f.stretches(time.Time{}, c.end)
	if c.days != nil {
		c.paused = dayStretches(c.pauses, cal)
	}
	return c, nil
}

// pausedAt says whether a pause holds at an instant.
func (f Facts) pausedAt(at time.Time) bool {
	for _, p := range f.Pauses {
		if !p.Annulled && !p.From.After(at) && (p.To == nil || p.To.After(at)) {
			return true
		}
	}
	return false
}

// due returns the due instant under a promise. Pauses that began after it do not
// matter, so those known at the end of the clock's life serve for earlier promises
// too.
func (c *clock) due(r regime) (time.Time, error) {
	if c.days == nil {
		return c.usedUp(c.Target.time())
	}
	return c.endOf(c.lastDay(r))
}

// lastDay returns the last day on which a promise can be kept.
func (c *clock) lastDay(r regime) calendar.Date {
	switch {
	case r.agreed != nil:
		paused := dayStretches(c.stretches(r.from, c.end), c.cal)
		// Each suspended day up to the due date moves it one working day.
		if suspendedDays(*r.agreed, c.days, paused) == 0 {
			return *r.agreed
		}
		return nthDay(c.startDate, c.days.between(c.startDate, *r.agreed), c.days, paused)
	case c.Target.WorkingDays != 0:
		return nthDay(c.startDate, c.Target.WorkingDays, c.days, c.paused)
	}
	last := c.Target.lastDate(c.startDate)
	return nthDay(c.startDate, c.days.between(c.startDate, last), c.days, c.paused)
}

// endOf returns the end of a day: the first instant of the next.
func (c *clock) endOf(last calendar.Date) (time.Time, error) {
	if last.Year < firstYear || last.Year > lastYear {
		return time.Time{}, errOutOfRange
	}
	return c.cal.StartOf(last.AddDays(1)), nil
}

var errOutOfRange = fmt.Errorf("the due instant lies after the year %d", lastYear)

// usedUp returns the earliest instant at which so much time has been used outside
// the pauses.
func (c *clock) usedUp(left time.Duration) (time.Time, error) {
	pos := c.Start
	for _, p := range c.pauses {
		free := c.between(pos, p.from)
		if free >= left {
			break
		}
		left -= free
		pos = p.to
	}
	due := c.add(pos, left)
	if due.IsZero() || due.Year() > lastYear {
		return time.Time{}, errOutOfRange
	}
	return due, nil
}

// between and add are the calendar's, but elapsed time needs none.
func (c *clock) between(a, b time.Time) time.Duration {
	if c.Target.Elapsed != 0 {
		return b.Sub(a)
	}
	return c.cal.Between(a, b)
}

func (c *clock) add(t time.Time, d time.Duration) time.Time {
	if c.Target.Elapsed != 0 {
		return t.Add(d).In(c.cal.Location())
	}
	return c.cal.Add(t, d)
}

// count fills in what has been used and what is left.
func (c *clock) count(final regime, due time.Time, r *Result) {
	if c.days == nil {
		actual := c.between(c.Start, c.end)
		corrected := actual
		for _, p := range c.pauses {
			corrected -= c.between(p.from, p.to)
		}
		target := c.Target.time()
		r.Unit, r.Actual, r.Corrected = UnitSeconds, int64(actual/time.Second), int64(corrected/time.Second)
		r.Suspended = r.Actual - r.Corrected
		r.Remaining = int64(target/time.Second) - r.Corrected
		r.Percent = percent(int64(corrected), int64(target))
		return
	}
	r.Unit = UnitCalendarDays
	if c.Target.WorkingDays != 0 {
		r.Unit = UnitWorkingDays
	}
	actual := c.days.between(c.startDate, c.endDate)
	suspended := suspendedDays(c.endDate, c.days, c.paused)
	r.Actual, r.Suspended, r.Corrected = int64(actual), int64(suspended), int64(actual-suspended)
	if c.Target.WorkingDays != 0 && final.agreed == nil {
		r.Remaining = int64(c.Target.WorkingDays) - r.Corrected
		r.Percent = percent(r.Corrected, int64(c.Target.WorkingDays))
		return
	}
	last := c.cal.DateOf(due).AddDays(-1)
	r.Remaining = int64(c.days.between(c.endDate, last))
}
