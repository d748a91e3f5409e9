package casework

import (
	"errors"
	"slices"
	"strings"
	"time"

	"go.temporal.io/sdk/workflow"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/internal/sla"
)

// StartClock starts a clock of a definition that the case keeps.
func (t *Turn[S]) StartClock(id, definition string) { t.startClock(id, definition, nil) }

// StartDateClock starts a clock of a definition whose target is a date.
func (t *Turn[S]) StartDateClock(id, definition string, date calendar.Date) {
	t.startClock(id, definition, &date)
}

// StartClockUntil starts a clock that runs round the clock until an instant which
// the case itself knows: the end of a window.
func (t *Turn[S]) StartClockUntil(id, definition string, end time.Time) {
	t.startClock(id, definition, nil)
	c := t.Clocks[id]
	c.Facts.Target = sla.Target{Elapsed: sla.Duration(end.Sub(t.At))}
	t.putClock(c)
}

// StartClockFrom starts a clock at an instant that has passed, with the pauses
// that it had since: a promise that counts from an earlier fact, or one that takes
// the place of another.
func (t *Turn[S]) StartClockFrom(id, definition string, start time.Time, pauses []sla.Pause) {
	t.startClock(id, definition, nil)
	c := t.Clocks[id]
	c.Facts.Start, c.Facts.Pauses = start, slices.Clone(pauses)
	t.putClock(c)
}

func (t *Turn[S]) startClock(id, definition string, date *calendar.Date) {
	d := t.Definitions[definition]
	target := d.Target
	if date != nil {
		target = sla.Target{Date: date}
	}
	t.putClock(record.Clock{
		ID: id, Definition: d.ID, Version: d.Version, Calendar: d.Calendar, Lapse: d.Lapse,
		Facts: sla.Facts{Target: target, Start: t.At},
	})
}

// Pauses reports whether the clocks of a definition stand still for a reason.
func (s *State[S]) Pauses(definition, reason string) bool {
	return slices.Contains(s.Definitions[definition].Pauses, reason)
}

// RestartClock takes a clock's stop back: what it waits for had not happened after
// all. The time since then does not count.
func (t *Turn[S]) RestartClock(id, pause, reason string) {
	c, ok := t.Clocks[id]
	if !ok || c.Facts.Stop == nil {
		return
	}
	from, to := *c.Facts.Stop, t.At
	c.Facts.Stop = nil
	c.Facts.Pauses = append(slices.Clone(c.Facts.Pauses), sla.Pause{ID: pause, From: from, To: &to, Reason: reason})
	t.putClock(c)
}

// StopClock says that what the clock waits for has happened. A clock that runs
// no more stays as it is.
func (t *Turn[S]) StopClock(id string) {
	at := t.At
	t.mutateClock(id, func(f *sla.Facts) { f.Stop = &at })
}

// CancelClock says that nothing is waited for any more.
func (t *Turn[S]) CancelClock(id string) {
	at := t.At
	t.mutateClock(id, func(f *sla.Facts) { f.Cancelled = &at })
}

// PauseClock makes the clock stand still from now, for a reason and a question.
func (t *Turn[S]) PauseClock(id, pause, reason, question string) {
	t.mutateClock(id, func(f *sla.Facts) {
		f.Pauses = append(slices.Clone(f.Pauses), sla.Pause{ID: pause, From: t.At, Reason: reason, Question: question})
	})
}

// ResumeClock ends a pause now.
func (t *Turn[S]) ResumeClock(id, pause string) {
	at := t.At
	t.mutateClock(id, func(f *sla.Facts) {
		f.Pauses = slices.Clone(f.Pauses)
		for i := range f.Pauses {
			if f.Pauses[i].ID == pause && f.Pauses[i].To == nil {
				f.Pauses[i].To = &at
			}
		}
	})
}

// AnnulPause takes a pause back: the clock is recomputed as if it had not been.
// It works on stopped clocks too.
func (t *Turn[S]) AnnulPause(id, pause string) {
	c, ok := t.Clocks[id]
	if !ok {
		return
	}
	c.Facts.Pauses = slices.Clone(c.Facts.Pauses)
	for i := range c.Facts.Pauses {
		if c.Facts.Pauses[i].ID == pause {
			c.Facts.Pauses[i].Annulled = true
		}
	}
	t.putClock(c)
}

// AgreeDate replaces the clock's target by an agreed date. The warnings before a
// date count anew for the new one.
func (t *Turn[S]) AgreeDate(id string, date calendar.Date) {
	t.mutateClock(id, func(f *sla.Facts) {
		f.Agreed = append(slices.Clone(f.Agreed), sla.Agreement{At: t.At, Date: date})
	})
	if c, ok := t.Clocks[id]; ok && !c.Stopped() {
		c.Fired = slices.DeleteFunc(slices.Clone(c.Fired), func(rung string) bool { return strings.HasPrefix(rung, "-") })
		t.Clocks[id] = c
	}
}

func (t *Turn[S]) mutateClock(id string, change func(*sla.Facts)) {
	c, ok := t.Clocks[id]
	if !ok || c.Stopped() {
		return
	}
	change(&c.Facts)
	t.putClock(c)
}

func (t *Turn[S]) putClock(c record.Clock) {
	t.Clocks[c.ID] = c
	t.clocks[c.ID] = true
}

// SetAlarm wakes the case at the start of a date in Europe/Brussels.
func (t *Turn[S]) SetAlarm(id string, date calendar.Date) {
	t.alarms = append(t.alarms, record.Alarm{ID: id, Date: date})
}

// SetWorkingAlarm wakes the case at an hour of the first working day from a date on.
func (t *Turn[S]) SetWorkingAlarm(id string, date calendar.Date, hour int) {
	t.alarms = append(t.alarms, record.Alarm{ID: id, Date: date, Hour: hour, Working: true})
}

// SetAlarmAt wakes the case at an instant that somebody chose.
func (t *Turn[S]) SetAlarmAt(id string, at time.Time) {
	t.alarms = append(t.alarms, record.Alarm{ID: id, Instant: &at})
}

// ClearAlarm takes an alarm back.
func (t *Turn[S]) ClearAlarm(id string) {
	a, ok := t.Alarms[id]
	if !ok {
		return
	}
	a.Off = true
	delete(t.Alarms, id)
	t.alarms = append(t.alarms, a)
}

// fireDue fires everything whose instant has come, in the order of the instants.
func (c *Case[S]) fireDue(ctx workflow.Context) error {
	if err := c.turn.Lock(ctx); err != nil {
		return err
	}
	defer c.turn.Unlock()
	return c.fireDueLocked(ctx)
}

func (c *Case[S]) fireDueLocked(ctx workflow.Context) error {
	for !c.Closed() && c.Seq > 0 {
		next, ok := c.next()
		if !ok || next.at.After(c.now(ctx)) {
			return nil
		}
		if err := c.fire(ctx, next); err != nil {
			return err
		}
	}
	return nil
}

// ladder is the part of a clock's ladder that holds for it: steps before a date
// only when there is a date, fixed or agreed.
func ladder(d record.Definition, k record.Clock) []record.Step {
	dated := k.Facts.Target.WorkingDays == 0 ||
		slices.ContainsFunc(k.Facts.Agreed, func(a sla.Agreement) bool { return !a.Annulled })
	if dated {
		return d.Ladder
	}
	return slices.DeleteFunc(slices.Clone(d.Ladder), func(s record.Step) bool { return s.WorkingDaysBefore > 0 })
}

// fire takes the turn of one instant. Its event holds at the instant itself, but
// not before the fact that made it an instant: a suspension that is annulled can
// put one into the past. How late it was recorded can be read from the event.
func (c *Case[S]) fire(ctx workflow.Context, next instant) error {
	_, err := c.take(ctx, record.System, next.at, "", func(t *Turn[S]) {
		if next.alarm != "" {
			a := c.Alarms[next.alarm]
			t.ClearAlarm(a.ID)
			t.Say(KindAlarm, map[string]string{"alarm": a.ID})
			c.process.Alarm(t, a)
			return
		}
		k := c.Clocks[next.clock]
		k.Fired = append(slices.Clone(k.Fired), next.rung.Key)
		t.putClock(k)
		kind := KindThreshold
		if next.rung.Key == record.RungDue {
			kind = KindDue
		}
		t.Say(kind, map[string]string{"clock": k.ID, "rung": next.rung.Key})
		t.notify(k, next.rung)
		switch {
		case next.rung.Key == record.RungDue:
			c.process.Due(t, k)
		case c.process.Reached != nil:
			c.process.Reached(t, k, next.rung)
		}
	})
	if errors.Is(err, errTaken) {
		return nil // the caller looks again at what is due
	}
	return err
}

// notify tells the parts that the ladder names for a rung. A part is an
// organisation's side and a role; "assignee" is whoever the clock's open tasks ask.
func (t *Turn[S]) notify(k record.Clock, r record.Rung) {
	args := map[string]string{"clock": k.ID, "definition": k.Definition, "rung": r.Key}
	if k.Result.Due != nil {
		args["due"] = k.Result.Due.Format(time.RFC3339)
	}
	for _, part := range r.Notify {
		if part == "assignee" {
			for _, id := range sortedKeys(t.Tasks) {
				if task := t.Tasks[id]; task.Clock == k.ID {
					t.Mail(record.Mail{Template: "task_reminder", To: task.Assignee, Task: id, Args: args})
				}
			}
			continue
		}
		for _, m := range t.letters(k, part, args) {
			t.Mail(m)
		}
	}
}

// letters are the mails to a part of a clock's ladder.
func (t *Turn[S]) letters(k record.Clock, part string, args map[string]string) []record.Mail {
	if t.process.Letters != nil {
		if own, ok := t.process.Letters(&t.Situation, k, part, args); ok {
			return own
		}
	}
	var all []record.Mail
	for _, to := range t.Recipients(part) {
		all = append(all, record.Mail{Template: "escalation", To: to, Args: args})
	}
	return all
}

// Recipients resolves a part of the case to who is meant.
func (t *Turn[S]) Recipients(part string) []record.Recipient {
	if t.process.Recipients != nil {
		if own, ok := t.process.Recipients(&t.Situation, part); ok {
			return own
		}
	}
	side, role, _ := strings.Cut(part, ".")
	switch {
	case part == "client.requester":
		return []record.Recipient{{Person: t.Parties.Requester}}
	case part == "client.representative":
		return []record.Recipient{{Person: t.Parties.Representative}}
	case side == "client":
		return []record.Recipient{{Org: t.Parties.Client, Role: role}}
	case side == "provider":
		var all []record.Recipient
		for _, p := range t.Parties.Providers {
			all = append(all, record.Recipient{Org: p, Role: role})
		}
		return all
	default:
		// The Service Integrator and the Board are one organisation each.
		return []record.Recipient{{Org: side, Role: role}}
	}
}
