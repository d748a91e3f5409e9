package sla_test

import (
	"slices"
	"time"

	"termijn/internal/calendar"
	"termijn/internal/sla"
)

// The oracle computes a clock by walking it, day by day or minute by minute, and
// by asking at every step what is known then. It shares no arithmetic with the
// package, and has its own list of holidays.

var brussels = func() *time.Location {
	loc, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		panic(err)
	}
	return loc
}()

type civil = calendar.Date

func dateOf(t time.Time) civil { return calendar.DateOf(t, brussels) }

func midnight(d civil) time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, brussels) }

func next(d civil) civil {
	t := time.Date(d.Year, d.Month, d.Day+1, 12, 0, 0, 0, time.UTC)
	return civil{Year: t.Year(), Month: t.Month(), Day: t.Day()}
}

// easterMondays are taken from a printed calendar, by year.
var easterMondays = map[int]string{
	2023: "2023-04-10", 2024: "2024-04-01", 2025: "2025-04-21", 2026: "2026-04-06",
	2027: "2027-03-29", 2028: "2028-04-17", 2029: "2029-04-02", 2030: "2030-04-22",
}

func isWorkingDay(d civil) bool {
	t := time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC)
	if t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		return false
	}
	switch md := t.Format("01-02"); {
	case md >= "12-25":
		return false
	case slices.Contains([]string{"01-01", "05-01", "07-11", "07-21", "08-15", "11-01", "11-02", "11-11", "11-15"}, md):
		return false
	}
	monday, err := time.Parse(time.DateOnly, easterMondays[d.Year])
	if err != nil {
		panic(err)
	}
	since := int(t.Sub(monday).Hours()-12) / 24
	return since != 0 && since != 38 && since != 49
}

func isOpen(name string, t time.Time) bool {
	local := t.In(brussels)
	clock := local.Format("15:04")
	switch name {
	case "24x7":
		return true
	case "loh":
		return clock >= "09:00" && clock < "17:00" && isWorkingDay(dateOf(t))
	case "eoh":
		return clock >= "07:30" && clock < "19:00" && isWorkingDay(dateOf(t))
	}
	return isWorkingDay(dateOf(t))
}

// known is the facts as they are known at an instant.
func known(f sla.Facts, at time.Time) sla.Facts {
	k := sla.Facts{Target: f.Target, Start: f.Start}
	for _, p := range f.Pauses {
		if p.From.After(at) {
			continue
		}
		if p.To != nil && p.To.After(at) {
			p.To = nil
		}
		k.Pauses = append(k.Pauses, p)
	}
	for _, a := range f.Agreed {
		if !a.At.After(at) {
			k.Agreed = append(k.Agreed, a)
		}
	}
	if f.Stop != nil && !f.Stop.After(at) {
		k.Stop = f.Stop
	}
	if f.Cancelled != nil && !f.Cancelled.After(at) {
		k.Cancelled = f.Cancelled
	}
	return k
}

// suspended says whether any pause that began at or after since suspends a date.
func suspended(f sla.Facts, d civil, since, at time.Time) bool {
	return slices.ContainsFunc(f.Pauses, func(p sla.Pause) bool {
		to := at
		if p.To != nil {
			to = *p.To
		}
		return !p.Annulled && !p.From.Before(since) && dateOf(p.From).Before(d) && !d.After(dateOf(to))
	})
}

func counts(f sla.Facts, d civil) bool { return f.Target.WorkingDays == 0 || isWorkingDay(d) }

func lastAgreed(f sla.Facts) *sla.Agreement {
	var last *sla.Agreement
	for _, a := range f.Agreed {
		if !a.Annulled && (last == nil || a.At.After(last.At) || a.At.Equal(last.At) && a.Date.After(last.Date)) {
			last = &a
		}
	}
	return last
}

// lastDay is the last day of a target in days, at an instant.
func lastDay(f sla.Facts, at time.Time) civil {
	start := dateOf(f.Start)
	if a := lastAgreed(f); a != nil {
		last := a.Date
		for {
			moves := 0
			for d := next(start); !d.After(last); d = next(d) {
				if isWorkingDay(d) && suspended(f, d, a.At, at) {
					moves++
				}
			}
			moved := a.Date
			for n := 0; n < moves; {
				if moved = next(moved); isWorkingDay(moved) {
					n++
				}
			}
			if moved == last {
				return last
			}
			last = moved
		}
	}
	left, last := f.Target.WorkingDays+f.Target.CalendarDays, start
	if f.Target.CalendarMonths > 0 || f.Target.Date != nil {
		goal := start
		if f.Target.Date != nil {
			goal = *f.Target.Date
		} else {
			for range f.Target.CalendarMonths {
				goal = civil{Year: goal.Year, Month: goal.Month + 1, Day: 1}
				if goal.Month > 12 {
					goal.Year, goal.Month = goal.Year+1, 1
				}
			}
			for goal.Day < start.Day && next(goal).Month == goal.Month {
				goal = next(goal)
			}
		}
		for d := start; d.Before(goal); d = next(d) {
			left++
		}
		if goal.Before(start) {
			return goal
		}
	}
	for left > 0 {
		if last = next(last); counts(f, last) && !suspended(f, last, time.Time{}, at) {
			left--
		}
	}
	return last
}

// oracle evaluates a target in days or in time. Facts must fall on whole minutes.
func oracle(f sla.Facts, at time.Time) sla.Result {
	end := at
	for _, e := range []*time.Time{f.Stop, f.Cancelled} {
		if e != nil && e.Before(end) {
			end = *e
		}
	}
	state := sla.Running
	switch now := known(f, end); {
	case now.Stop != nil:
		state = sla.Met
	case now.Cancelled != nil:
		state = sla.Cancelled
	case slices.ContainsFunc(now.Pauses, func(p sla.Pause) bool { return !p.Annulled && (p.To == nil || p.To.After(end)) }):
		state = sla.Paused
	}
	var r sla.Result
	if f.Target.WorkingTime > 0 || f.Target.Elapsed > 0 {
		r = walkMinutes(f, end)
	} else {
		r = walkDays(f, end)
	}
	r.State = state
	if r.BreachedAt != nil {
		r.State = sla.Breached
	}
	return r
}
