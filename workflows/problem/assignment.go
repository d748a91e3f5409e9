package problem

import (
	"fmt"
	"time"

	"termijn/internal/calendar"
	"termijn/workflows/casework"
)

func checkAssign(_ *situation, a Assignment) error {
	var v casework.Invalid
	text(&v, "team", a.Team)
	text(&v, "org", a.Org)
	text(&v, "reason", a.Reason)
	short(&v, "outside", a.Outside)
	return v.Err()
}

// assign gives the problem to the best-placed provider (B-31).
func assign(t *turn, a Assignment) {
	own := &t.Own
	id := fmt.Sprintf("A%d", len(own.Assignments)+1)
	set(&own.Assignments, id, Assigned{Assignment: a, At: t.At, By: t.Actor})
	own.Handler, own.Outside = casework.Handler{Team: a.Team, Org: a.Org}, a.Outside
	involve(t, own.Handler)
	t.Say("problem.assigned", a)
	t.Made(id)
	t.FinishTasks(taskAssign, "")
	askNext(t)
}

func checkPlan(s *situation, p Plan) error {
	if err := checkMine(s, true); err != nil {
		return err
	}
	var v casework.Invalid
	oneOf(&v, "stage", p.Stage, Steps)
	v.Check(!p.Date.IsZero(), "date", "required")
	v.Check(p.Date.IsZero() || !p.Date.Before(today(s)), "date", "in_the_past")
	v.Check(!p.Date.After(today(s).AddDays(5*366)), "date", "too_far")
	text(&v, "reason", p.Reason)
	if err := v.Err(); err != nil {
		return err
	}
	if behind(s, p.Stage) {
		return casework.Refuse(casework.CodeDone, "subject", p.Stage)
	}
	return nil
}

// behind reports whether the problem is past a step of B-13.
func behind(s *situation, step string) bool {
	return s.Stage == Solved || s.Own.Steps[step].Done != nil
}

// planStage agrees a date for a stage. A new date has a clock of its own, so that
// the one before keeps what it says of a date that passed (B-13).
func planStage(t *turn, p Plan) {
	s := t.Own.Steps[p.Stage]
	t.CancelClock(s.Clock)
	s.Plans++
	s.Clock = clockStage + p.Stage
	if s.Plans > 1 {
		s.Clock = fmt.Sprintf("%s/%d", s.Clock, s.Plans)
	}
	at, by, date := t.At, t.Actor, p.Date
	s.Date, s.Agreed, s.By, s.Reason = &date, &at, &by, p.Reason
	set(&t.Own.Steps, p.Stage, s)
	t.StartDateClock(s.Clock, "problem.stage", p.Date)
	t.Say("problem.stage_planned", map[string]string{"step": p.Stage, "date": p.Date.String(), "reason": p.Reason})
	askNext(t)
}

// reach says that a step of B-13 is done.
func reach(t *turn, step string) {
	s := t.Own.Steps[step]
	if s.Done != nil {
		return
	}
	at := t.At
	s.Done = &at
	t.StopClock(s.Clock)
	set(&t.Own.Steps, step, s)
}

// skip says that a step is not waited for any more.
func skip(t *turn, step string) {
	if s, planned := t.Own.Steps[step]; planned && s.Done == nil {
		t.CancelClock(s.Clock)
	}
}

// undo says that a step is not done after all. A date for it is agreed anew.
func undo(t *turn, step string) {
	s := t.Own.Steps[step]
	set(&t.Own.Steps, step, Step{Plans: s.Plans})
}

// today is the local date of the turn.
func today(s *situation) calendar.Date { return calendar.DateOf(s.At, brussels) }

// brussels is the place of performance; all dates of the contract are its dates.
var brussels = func() *time.Location {
	loc, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		panic(err) // the zone is part of the program
	}
	return loc
}()
