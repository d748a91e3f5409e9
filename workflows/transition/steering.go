package transition

import (
	"fmt"
	"strings"
	"time"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
)

// Kinds of alarms.
const (
	alarmAgenda = "agenda"
	alarmLapse  = "lapse"
	alarmMonth  = "month"
)

// announceDays is how long before a session its people are told (sentence 17);
// announceHour is the hour of that day.
const (
	announceDays = 7
	announceHour = 9
)

// in is the date of the rhythm in the month of a date.
func (r Rhythm) in(d calendar.Date) calendar.Date {
	first := calendar.Date{Year: d.Year, Month: d.Month, Day: 1}
	days := (r.Weekday - int(first.Weekday()) + 7) % 7
	return first.AddDays(days + 7*(r.Week-1))
}

// after is the first date of the rhythm after a date.
func (r Rhythm) after(d calendar.Date) calendar.Date {
	if next := r.in(d); next.After(d) {
		return next
	}
	return r.in(calendar.Date{Year: d.Year, Month: d.Month, Day: 1}.AddMonthsClamped(1))
}

// planFirst plans the first session, and the first whole month in which one must be
// held (sentences 17 and 19).
func planFirst(t *turn) {
	planNext(t)
	first := calendar.Date{Year: today(&t.Situation).Year, Month: today(&t.Situation).Month, Day: 1}.AddMonthsClamped(1)
	t.SetAlarm(alarmMonth+"/"+monthOf(first), first)
}

// planNext plans the next session of the rhythm when none is planned.
func planNext(t *turn) {
	last := today(&t.Situation)
	for _, id := range keys(t.Own.Sessions) {
		x := t.Own.Sessions[id]
		if x.State == SessionPlanned && !x.Extra {
			return
		}
		if !x.Extra && x.Date.After(last) {
			last = x.Date // one that was held early is not held again
		}
	}
	schedule(t, Session{Date: t.Own.Rhythm.after(last), Hour: t.Own.Rhythm.Hour})
}

// schedule adds a session, with its alarms.
func schedule(t *turn, x Session) string {
	x.ID, x.State = fmt.Sprintf("S%d", len(t.Own.Sessions)+1), SessionPlanned
	set(&t.Own.Sessions, x.ID, x)
	wake(t, x)
	return x.ID
}

func wake(t *turn, x Session) {
	day := x.Date.AddDays(-announceDays)
	if now := today(&t.Situation); day.Before(now) {
		day = now
	}
	t.SetWorkingAlarm(alarmAgenda+"/"+x.ID, day, announceHour)
	t.SetWorkingAlarm(alarmLapse+"/"+x.ID, x.Date.AddDays(2), 0)
}

func checkPlanSession(s *situation, p SessionPlan) error {
	if err := checkLead(s); err != nil {
		return err
	}
	if p.Session != "" {
		switch x, ok := s.Own.Sessions[p.Session]; {
		case !ok:
			return casework.Refuse(casework.CodeUnknown, "subject", p.Session)
		case x.State != SessionPlanned:
			return casework.Refuse(casework.CodeDone, "subject", p.Session)
		}
	}
	var v casework.Invalid
	ahead(&v, s, "date", p.Date)
	v.Check(p.Hour >= 7 && p.Hour <= 19, "hour", "between", "min", "7", "max", "19")
	text(&v, "reason", p.Reason)
	return v.Err()
}

// planSession moves a session, or adds one (sentence 17). Whoever was told of another
// date is told again.
func planSession(t *turn, p SessionPlan) {
	id := p.Session
	if id == "" {
		id = schedule(t, Session{Date: p.Date, Hour: p.Hour, Extra: true, Reason: strings.TrimSpace(p.Reason)})
	} else {
		x := t.Own.Sessions[id]
		x.Date, x.Hour, x.Reason, x.Announced = p.Date, p.Hour, strings.TrimSpace(p.Reason), nil
		t.Own.Sessions[id] = x
		t.CancelTasks(taskSession, id)
		wake(t, x)
	}
	t.Say("transition.session_planned", map[string]any{"session": id, "date": p.Date, "hour": p.Hour, "reason": strings.TrimSpace(p.Reason)})
	t.Made(id)
}

// announce tells the committee what is on the agenda (sentence 17).
func announce(t *turn, id string) {
	x, at := t.Own.Sessions[id], t.At
	if x.State != SessionPlanned {
		return
	}
	x.Announced = &at
	t.Own.Sessions[id] = x
	n := len(t.Own.Agenda())
	t.OpenTask(casework.Ask{Kind: taskSession, Subject: id, To: lead, Command: OpenSession.Name, Args: map[string]string{"date": x.Date.String()}})
	for _, to := range committee(t) {
		t.Mail(record.Mail{Template: "steering_agenda", To: to, Args: map[string]string{"session": id, "date": x.Date.String(),
			"hour": fmt.Sprint(x.Hour), "count": fmt.Sprint(n)}})
	}
	t.Say("transition.agenda_sent", map[string]any{"session": id, "date": x.Date, "items": n})
}

// committee is who sits in the steering committee (N-04).
func committee(t *turn) []record.Recipient {
	all := []record.Recipient{lead, members}
	for _, org := range t.Parties.Providers {
		all = append(all, record.Recipient{Org: org, Role: "manager"})
	}
	return all
}

// lapse is the end of sentence 18: nobody opened the session.
func lapse(t *turn, id string) {
	x := t.Own.Sessions[id]
	if x.State != SessionPlanned {
		return
	}
	x.State, x.Agenda = SessionLapsed, t.Own.Agenda()
	t.Own.Sessions[id] = x
	t.CancelTasks(taskSession, id)
	t.Say("transition.session_lapsed", map[string]any{"session": id, "date": x.Date})
	planNext(t)
}

// monthOf is the month of a date, 2021-07.
func monthOf(d calendar.Date) string { return fmt.Sprintf("%04d-%02d", d.Year, d.Month) }

// beginMonth starts the clock of a month in which a session must be held (19).
func beginMonth(t *turn, month string) {
	at, err := time.Parse("2006-01", month)
	if err != nil {
		return
	}
	next := calendar.Date{Year: at.Year(), Month: at.Month(), Day: 1}.AddMonthsClamped(1)
	set(&t.Own.Months, month, t.Own.Months[month])
	t.StartDateClock(clockMonth+"/"+month, defMonth, next.AddDays(-1))
	t.SetAlarm(alarmMonth+"/"+monthOf(next), next)
	t.Say("transition.month_begun", map[string]string{"month": month})
}

// missMonth is sentence 19. The ladder of the clock tells the Board.
func missMonth(t *turn, month string) {
	m, at := t.Own.Months[month], t.At
	m.Missed = &at
	t.Own.Months[month] = m
	t.CancelClock(clockMonth + "/" + month)
	t.Say("transition.month_missed", map[string]string{"month": month})
}
