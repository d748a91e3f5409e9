package sla_test

import (
	"slices"
	"time"

	"termijn/internal/sla"
)

func walkDays(f sla.Facts, end time.Time) sla.Result {
	var r sla.Result
	// A breach can come about at a midnight or at an agreement, nowhere else.
	moments := []time.Time{f.Start, end}
	for d := next(dateOf(f.Start)); !midnight(d).After(end); d = next(d) {
		moments = append(moments, midnight(d))
	}
	for _, a := range f.Agreed {
		if a.At.After(f.Start) && !a.At.After(end) {
			moments = append(moments, a.At)
		}
	}
	slices.SortFunc(moments, time.Time.Compare)
	for _, m := range moments {
		if due := midnight(next(lastDay(known(f, m), m))); r.BreachedAt == nil && !m.Before(due) {
			r.BreachedAt = &m
		}
	}
	now := known(f, end)
	last := lastDay(now, end)
	due := midnight(next(last))
	r.Due = &due
	for d := next(dateOf(f.Start)); !d.After(dateOf(end)); d = next(d) {
		if counts(f, d) {
			r.Actual++
			if suspended(now, d, time.Time{}, end) {
				r.Suspended++
			}
		}
	}
	r.Corrected = r.Actual - r.Suspended
	if f.Target.WorkingDays > 0 && lastAgreed(now) == nil {
		r.Remaining = int64(f.Target.WorkingDays) - r.Corrected
		return r
	}
	for d := next(dateOf(end)); !d.After(last); d = next(d) {
		if counts(f, d) {
			r.Remaining++
		}
	}
	for d := next(last); !d.After(dateOf(end)); d = next(d) {
		if counts(f, d) {
			r.Remaining--
		}
	}
	return r
}

func walkMinutes(f sla.Facts, end time.Time) sla.Result {
	var r sla.Result
	now, target := known(f, end), time.Duration(f.Target.WorkingTime+f.Target.Elapsed)
	var used time.Duration
	for m := f.Start; m.Before(end) || r.Due == nil; m = m.Add(time.Minute) {
		if !isOpen(f.Target.CalendarName(), m) {
			continue
		}
		paused := slices.ContainsFunc(now.Pauses, func(p sla.Pause) bool {
			to := end
			if p.To != nil {
				to = *p.To
			}
			return !p.Annulled && !m.Before(p.From) && m.Before(to)
		})
		if !paused {
			used += time.Minute
		}
		if m.Before(end) {
			r.Actual += 60
			r.Corrected = int64(used / time.Second)
		}
		if used >= target && r.Due == nil {
			due := m.Add(time.Minute)
			r.Due = &due
		}
	}
	r.Suspended = r.Actual - r.Corrected
	r.Remaining = int64(target/time.Second) - r.Corrected
	if r.Due.Before(end) {
		r.BreachedAt = r.Due
	}
	return r
}
