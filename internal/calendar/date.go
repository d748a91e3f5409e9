package calendar

import (
	"cmp"
	"fmt"
	"time"
)

// Date is a civil date without a time of day or a zone. The zero value is no
// date. Dates can be compared with == when both are valid.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

const secondsPerDay = 24 * 60 * 60

// ParseDate reads a date written as 2006-01-02. A date that does not exist,
// such as 2026-02-29, is an error.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("parse date %q: want an existing date written as 2006-01-02", s)
	}
	return civil(t), nil
}

// DateOf returns the date that a wall clock in loc shows at t.
func DateOf(t time.Time, loc *time.Location) Date { return civil(t.In(loc)) }

func civil(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

func fromNumber(n int) Date { return civil(time.Unix(int64(n)*secondsPerDay, 0).UTC()) }

// utc is midnight UTC of the date: the date as a point on a line without zones.
func (d Date) utc() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// number counts the days since 1 January 1970.
func (d Date) number() int { return int(d.utc().Unix() / secondsPerDay) }

// IsZero says that d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String writes the date as 2006-01-02.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// MarshalText writes the date as 2006-01-02, for JSON, YAML and URLs.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads a date written as 2006-01-02.
func (d *Date) UnmarshalText(text []byte) error {
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// AddDays returns the date n calendar days later, or earlier when n is negative.
func (d Date) AddDays(n int) Date { return fromNumber(d.number() + n) }

// AddMonthsClamped returns the same day n months later; when that month is too
// short, its last day. 31 January plus one month is 28 or 29 February.
func (d Date) AddMonthsClamped(n int) Date {
	first := time.Date(d.Year, d.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date{first.Year(), first.Month(), min(d.Day, last)}
}

// DaysSince returns the number of calendar days from o to d; negative when d is
// the earlier one.
func (d Date) DaysSince(o Date) int { return d.number() - o.number() }

// Compare returns -1, 0 or 1 as d lies before, on or after o.
func (d Date) Compare(o Date) int {
	return cmp.Or(cmp.Compare(d.Year, o.Year), cmp.Compare(d.Month, o.Month), cmp.Compare(d.Day, o.Day))
}

// Before says that d lies before o.
func (d Date) Before(o Date) bool { return d.Compare(o) < 0 }

// After says that d lies after o.
func (d Date) After(o Date) bool { return d.Compare(o) > 0 }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// Start returns the first instant of the date in loc. Where the clock change
// skips midnight, that is the instant of the change.
func (d Date) Start(loc *time.Location) time.Time { return wall(d, 0, loc) }

// wall returns the earliest instant at which a clock in loc has come to the
// given minute of the date. A time that the spring change skips is the instant
// of the change; a time that the autumn change shows twice is its first showing.
// [time.Date] leaves both open.
func wall(d Date, minute int, loc *time.Location) time.Time {
	reading := d.utc().Add(time.Duration(minute) * time.Minute)
	dayBefore := reading.Add(-24 * time.Hour).In(loc)
	_, before := dayBefore.Zone()
	_, after := reading.Add(24 * time.Hour).In(loc).Zone()
	early := reading.Add(-time.Duration(before) * time.Second)
	if before == after {
		return early.In(loc)
	}
	_, change := dayBefore.ZoneBounds()
	if early.Before(change) {
		return early.In(loc)
	}
	late := reading.Add(-time.Duration(after) * time.Second)
	if late.Before(change) {
		return change.In(loc)
	}
	return late.In(loc)
}
