package sla_test

import (
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/internal/sla"
)

// anchors lie near the dates at which clocks go wrong: the two clock changes,
// Easter, year ends, leap days.
var anchors = []string{
	"2026-03-27T10:00:00Z", "2026-10-23T10:00:00Z", "2026-04-01T22:30:00Z", "2025-12-22T09:00:00Z",
	"2024-02-27T23:30:00Z", "2027-12-30T12:00:00Z", "2028-01-31T08:00:00Z", "2026-05-12T15:00:00Z", "2026-03-02T09:00:00Z",
}

// drawer draws moments, and often one that it drew before: what goes wrong goes
// wrong where two things happen at the same instant.
type drawer struct {
	*rapid.T
	moments []time.Time
}

// even draws a number from 0 to n without rapid's preference for small ones.
func (d *drawer) even(name string, n int) int {
	return rapid.IntRange(0, 1<<20).Draw(d.T, name) * 7919 % (n + 1)
}

// chance is true once in n times.
func (d *drawer) chance(name string, n int) bool { return d.even(name, n-1) == n-1 }

// moment draws a whole minute from an instant to a number of days later, also at
// midnights and at opening and closing times.
func (d *drawer) moment(name string, from time.Time, days int) time.Time {
	last := from.AddDate(0, 0, days)
	if len(d.moments) > 0 && d.chance(name+" again", 4) {
		m := d.moments[d.even(name+" which", len(d.moments)-1)]
		if !m.Before(from) && !m.After(last) {
			return m
		}
	}
	m := from.Add(time.Duration(d.even(name, days*24*60)) * time.Minute)
	if d.chance(name+" round", 2) {
		hour := rapid.SampledFrom([]int{0, 9, 17, 24}).Draw(d.T, name+" hour")
		date := dateOf(m)
		if round := time.Date(date.Year, date.Month, date.Day, hour, 0, 0, 0, brussels); !round.Before(from) {
			m = round
		}
	}
	d.moments = append(d.moments, m)
	return m
}

func (d *drawer) target(start time.Time) sla.Target {
	n := 1 + d.even("n", 24)
	length := sla.Duration(n) * sla.Duration(20*time.Minute)
	switch d.even("kind", 7) {
	case 0, 1, 2:
		return sla.Target{WorkingDays: n}
	case 3:
		name := rapid.SampledFrom([]string{"loh", "eoh", "workdays", "24x7"}).Draw(d.T, "calendar")
		return sla.Target{WorkingTime: length, Calendar: name}
	case 4:
		return sla.Target{Elapsed: length}
	case 5:
		return sla.Target{CalendarDays: n}
	case 6:
		return sla.Target{CalendarMonths: min(n, 3)}
	}
	date := dateOf(start).AddDays(n - 3)
	return sla.Target{Date: &date}
}

func (d *drawer) pause(from time.Time) sla.Pause {
	p := sla.Pause{From: d.moment("from", from, 15), Annulled: d.chance("annulled", 6)}
	if !d.chance("open", 4) {
		to := d.moment("to", p.From, 8)
		p.To = &to
	}
	return p
}

func (d *drawer) agreement(from time.Time, days int) sla.Agreement {
	at := d.moment("agreed at", from, days)
	date := dateOf(from).AddDays(d.even("agreed date", 40) - 3)
	return sla.Agreement{At: at, Date: date, Annulled: d.chance("void", 6)}
}

// drawFacts draws a clock, and an instant to evaluate it at.
func drawFacts(t *rapid.T) (sla.Facts, time.Time) {
	d := &drawer{T: t}
	anchor, err := time.Parse(time.RFC3339, rapid.SampledFrom(anchors).Draw(t, "anchor"))
	require.NoError(t, err)
	start := d.moment("start", anchor, 3)
	f := sla.Facts{Target: d.target(start), Start: start}
	dayBefore := start.Add(-24 * time.Hour)
	for range d.even("pauses", 3) {
		f.Pauses = append(f.Pauses, d.pause(dayBefore))
	}
	if f.Target.WorkingDays > 0 && d.chance("has agreements", 2) {
		for range 1 + d.even("agreements", 2) {
			f.Agreed = append(f.Agreed, d.agreement(start.Add(-96*time.Hour), 20))
		}
	}
	if d.chance("stops", 2) {
		stop := d.moment("stop", start, 45)
		f.Stop = &stop
	}
	if d.chance("is cancelled", 6) {
		cancelled := d.moment("cancelled", start, 45)
		f.Cancelled = &cancelled
	}
	if f.Target.WorkingTime+f.Target.Elapsed > 0 && d.chance("at due", 4) {
		d.moments = append(d.moments, *evaluate(t, f, start).Due)
	}
	return f, d.moment("at", start, 45)
}
