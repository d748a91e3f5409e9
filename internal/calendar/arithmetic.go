package calendar

import (
	"sort"
	"time"
)

// WorkingDaysBetween counts the working days d with a < d ≤ b. When b lies
// before a it is minus the count of those with b < d ≤ a.
func (c *Calendar) WorkingDaysBetween(a, b Date) int {
	if b.Before(a) {
		return -c.WorkingDaysBetween(b, a)
	}
	if a.Year == b.Year {
		y, from := c.day(a)
		if y == nil {
			return 0
		}
		return int(y.workdays[b.number()-y.first+1]) - int(y.workdays[from+1])
	}
	n := 0
	if y, from := c.day(a); y != nil {
		n = int(y.workdays[y.days]) - int(y.workdays[from+1])
	}
	for between := max(a.Year+1, minYear); between < min(b.Year, maxYear+1); between++ {
		y := c.year(between)
		n += int(y.workdays[y.days])
	}
	if y, to := c.day(b); y != nil {
		n += int(y.workdays[to+1])
	}
	return n
}

// AddWorkingDays returns the nth working day after d; with a negative n, the nth
// one before d. With 0 it is d itself, working day or not. It returns the zero
// date when the answer lies outside the years 1–9999.
func (c *Calendar) AddWorkingDays(d Date, n int) Date {
	if n == 0 {
		return d
	}
	y, i := c.day(d)
	if n < 0 {
		return c.workingDaysBefore(y, i, -n)
	}
	if y == nil {
		return Date{}
	}
	goal := int(y.workdays[i+1]) + n
	for goal > int(y.workdays[y.days]) {
		goal -= int(y.workdays[y.days])
		if y = c.year(fromNumber(y.first).Year + 1); y == nil {
			return Date{}
		}
	}
	return y.nthWorkingDay(goal)
}

func (c *Calendar) workingDaysBefore(y *year, i, n int) Date {
	if y == nil {
		return Date{}
	}
	before := int(y.workdays[i])
	for n > before {
		n -= before
		if y = c.year(fromNumber(y.first).Year - 1); y == nil {
			return Date{}
		}
		before = int(y.workdays[y.days])
	}
	return y.nthWorkingDay(before - n + 1)
}

// nthWorkingDay returns the nth working day of the year; it must have so many.
func (y *year) nthWorkingDay(n int) Date {
	i := sort.Search(y.days, func(i int) bool { return int(y.workdays[i+1]) >= n })
	return fromNumber(y.first + i)
}

// Between returns the working time in [a, b); minus that in [b, a) when b lies
// before a. It is exact up to 290 years.
func (c *Calendar) Between(a, b time.Time) time.Duration {
	if b.Before(a) {
		return -c.Between(b, a)
	}
	ya, ia := c.locate(a.Unix())
	yb, ib := c.locate(b.Unix())
	if ya == nil || yb == nil {
		return 0
	}
	d := c.used(yb, ib, b) - c.used(ya, ia, a)
	for y := ya; y != yb; y = c.year(fromNumber(y.first).Year + 1) {
		d += seconds(y.worked[y.days])
	}
	return d
}

// used is the working time from the start of the year up to t on its day i.
func (c *Calendar) used(y *year, i int, t time.Time) time.Duration {
	d := seconds(y.worked[i])
	if !y.works(i) {
		return d
	}
	unix := t.Unix()
	for _, s := range c.spec.Hours {
		opens, closes := c.span(y, i, s)
		switch {
		case unix >= closes:
			d += time.Duration(closes-opens) * time.Second
		case unix >= opens:
			d += time.Duration(unix-opens)*time.Second + time.Duration(t.Nanosecond())
		}
	}
	return d
}

// Add returns the earliest instant at which d of working time is used up after
// t: t itself when d is not positive, the closing minute and not the next
// opening when both would do, and the zero time when that lies after the year
// 9999.
func (c *Calendar) Add(t time.Time, d time.Duration) time.Time {
	if d <= 0 {
		return t.In(c.spec.Zone)
	}
	y, i := c.locate(t.Unix())
	if y == nil {
		return time.Time{}
	}
	left := d - (seconds(y.worked[y.days]) - c.used(y, i, t))
	for left > 0 {
		if y = c.year(fromNumber(y.first).Year + 1); y == nil {
			return time.Time{}
		}
		left -= seconds(y.worked[y.days])
	}
	// Counted back from the year's end, left is what the year has too much.
	goal := seconds(y.worked[y.days]) + left
	i = sort.Search(y.days, func(i int) bool { return seconds(y.worked[i+1]) >= goal })
	goal -= seconds(y.worked[i])
	for _, s := range c.spec.Hours {
		opens, closes := c.span(y, i, s)
		if length := time.Duration(closes-opens) * time.Second; goal > length {
			goal -= length
			continue
		}
		return c.instant(opens, int64(goal))
	}
	panic("calendar: year table does not match the hours of its days")
}

func seconds(n uint32) time.Duration { return time.Duration(n) * time.Second }
