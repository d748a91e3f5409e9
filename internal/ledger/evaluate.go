package ledger

import (
	"fmt"
	"time"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/internal/sla"
)

// evaluate fills in what the clocks, alarms and tasks of an event come to.
func evaluate(calendars *calendar.Book, e *record.Event, ladders map[string][]record.Step) error {
	due := map[string]*time.Time{}
	for i := range e.Effects.Clocks {
		k := &e.Effects.Clocks[i]
		if err := evaluateClock(calendars, k, ladders[k.ID], e.At); err != nil {
			return fmt.Errorf("event %s/%d: clock %s: %w", e.Case, e.Seq, k.ID, err)
		}
		due[k.ID] = k.Result.Due
	}
	for i := range e.Effects.Tasks {
		t := &e.Effects.Tasks[i]
		if d, moved := due[t.Clock]; moved {
			t.Due = d
		}
	}
	for i := range e.Effects.Alarms {
		a := &e.Effects.Alarms[i]
		if err := evaluateAlarm(calendars, a); err != nil {
			return fmt.Errorf("event %s/%d: alarm %s: %w", e.Case, e.Seq, a.ID, err)
		}
	}
	return nil
}

func evaluateAlarm(calendars *calendar.Book, a *record.Alarm) error {
	if a.Instant != nil {
		a.At = a.Instant.UTC()
		return nil
	}
	cal, err := calendars.Current("workdays", a.Date)
	if err != nil {
		return err
	}
	date := a.Date
	if a.Working && !cal.IsWorkingDay(date) {
		date = cal.AddWorkingDays(date, 1)
	}
	a.At = date.Start(cal.Location()).UTC()
	if a.Hour > 0 {
		a.At = time.Date(date.Year, date.Month, date.Day, a.Hour, 0, 0, 0, cal.Location()).UTC()
	}
	return nil
}

func evaluateClock(calendars *calendar.Book, k *record.Clock, ladder []record.Step, at time.Time) error {
	cal, err := calendarOf(calendars, *k)
	if err != nil {
		return err
	}
	k.CalendarVersion = cal.Version()
	if k.Result, err = sla.Evaluate(k.Facts, cal, at); err != nil {
		return err
	}
	k.Rungs = nil
	if k.Stopped() {
		return nil
	}
	for _, step := range ladder {
		r, ok, err := rung(k.Facts, cal, step, at)
		if err != nil {
			return err
		}
		if ok {
			k.Rungs = append(k.Rungs, r)
		}
	}
	// Reaching the due time is an instant of its own, whatever the ladder says,
	// unless an open pause holds it off.
	if k.Result.Due != nil && !openPause(k.Facts) {
		k.Rungs = append(k.Rungs, record.Rung{Key: record.RungDue, At: k.Result.Due.UTC(), Notify: dueNotify(ladder)})
	}
	return nil
}

func openPause(f sla.Facts) bool {
	for _, p := range f.Pauses {
		if p.To == nil && !p.Annulled {
			return true
		}
	}
	return false
}

// rung finds the definite instant of a ladder's step; ok is false when there is none.
func rung(f sla.Facts, cal *calendar.Calendar, step record.Step, at time.Time) (record.Rung, bool, error) {
	if step.WorkingDaysBefore > 0 {
		t, ok, err := sla.WorkingDaysBeforeDue(f, cal, step.WorkingDaysBefore, at)
		return record.Rung{Key: fmt.Sprintf("-%dWD", step.WorkingDaysBefore), At: t.UTC(), Notify: step.Notify}, ok, err
	}
	if step.Percent >= 100 {
		return record.Rung{}, false, nil
	}
	found, err := sla.Thresholds(f, cal, []float64{step.Percent}, at)
	if err != nil || len(found) == 0 {
		return record.Rung{}, false, err
	}
	return record.Rung{Key: fmt.Sprintf("%g%%", step.Percent), At: found[0].At.UTC(), Notify: step.Notify}, true, nil
}

// dueNotify is whom the ladder's 100 % step tells.
func dueNotify(ladder []record.Step) []string {
	for _, step := range ladder {
		if step.Percent >= 100 {
			return step.Notify
		}
	}
	return nil
}

// CalendarOf returns the calendar that a clock keeps: the version it names, or
// for a new clock the one in force when it started.
func (s *Store) CalendarOf(k record.Clock) (*calendar.Calendar, error) {
	return calendarOf(s.calendars, k)
}

func calendarOf(calendars *calendar.Book, k record.Clock) (*calendar.Calendar, error) {
	if k.CalendarVersion > 0 {
		return calendars.Version(k.Calendar, k.CalendarVersion)
	}
	first, err := calendars.Current(k.Calendar, calendar.DateOf(k.Facts.Start, time.UTC))
	if err != nil {
		return nil, err
	}
	return calendars.Current(k.Calendar, calendar.DateOf(k.Facts.Start, first.Location()))
}
