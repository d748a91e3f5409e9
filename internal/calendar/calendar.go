package calendar

import (
	"sync/atomic"
	"time"
)

// Years that a calendar knows. Outside them there are no working days.
const (
	minYear = 1
	maxYear = 9999
)

// Calendar is one version of a named calendar. It is immutable and safe for
// concurrent use; the year tables that it makes on first use are a cache.
type Calendar struct {
	spec     Spec
	weekdays [7]bool
	years    [maxYear + 1]atomic.Pointer[year]
}

// Window is a half-open stretch of time [Open, Close).
type Window struct{ Open, Close time.Time }

// New makes a calendar of a spec, or says what is wrong with the spec.
func New(spec Spec) (*Calendar, error) {
	if err := spec.validate(); err != nil {
		return nil, err
	}
	c := &Calendar{spec: spec}
	for _, w := range spec.Weekdays {
		c.weekdays[w] = true
	}
	return c, nil
}

// Name is the name that targets refer to, such as "loh".
func (c *Calendar) Name() string { return c.spec.Name }

// Version counts from 1 within the name.
func (c *Calendar) Version() int { return c.spec.Version }

// ValidFrom is the first date on which a case that starts gets this version.
func (c *Calendar) ValidFrom() Date { return c.spec.ValidFrom }

// Location is the zone whose wall clock the calendar follows.
func (c *Calendar) Location() *time.Location { return c.spec.Zone }

// Basis says where the calendar's values come from.
func (c *Calendar) Basis() string { return c.spec.Basis }

// Flag is "assumed" or "contractual": how firm the values are.
func (c *Calendar) Flag() string { return c.spec.Flag }

// DateOf returns the date that the calendar's wall clock shows at t.
func (c *Calendar) DateOf(t time.Time) Date {
	y, i := c.locate(t.Unix())
	if y == nil {
		return DateOf(t, c.spec.Zone)
	}
	return fromNumber(y.first + i)
}

// StartOf returns the first instant of a date in the calendar's zone.
func (c *Calendar) StartOf(d Date) time.Time {
	y, i := c.day(d)
	if y == nil {
		return d.Start(c.spec.Zone)
	}
	return c.instant(y.startOf(i), 0)
}

// IsWorkingDay says whether d is a working day.
func (c *Calendar) IsWorkingDay(d Date) bool {
	y, i := c.day(d)
	return y != nil && y.works(i)
}

// Holiday names the holiday on d. A holiday that falls in a weekend has its name
// too.
func (c *Calendar) Holiday(d Date) (name string, ok bool) {
	y, i := c.day(d)
	if y == nil {
		return "", false
	}
	name, ok = y.holidays[i]
	return name, ok
}

// Windows returns the working hours of d as instants, in order; none when d is
// not a working day.
func (c *Calendar) Windows(d Date) []Window {
	y, i := c.day(d)
	if y == nil || !y.works(i) {
		return nil
	}
	windows := make([]Window, 0, len(c.spec.Hours))
	for _, s := range c.spec.Hours {
		opens, closes := c.span(y, i, s)
		if opens < closes {
			windows = append(windows, Window{c.instant(opens, 0), c.instant(closes, 0)})
		}
	}
	return windows
}

func (c *Calendar) instant(unix, nanos int64) time.Time {
	return time.Unix(unix, nanos).In(c.spec.Zone)
}

// Inside reports whether an instant lies inside the calendar's working hours.
func (c *Calendar) Inside(t time.Time) bool {
	for _, w := range c.Windows(c.DateOf(t)) {
		if !t.Before(w.Open) && t.Before(w.Close) {
			return true
		}
	}
	return false
}
