package change

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

const clockWindow = "window"

func checkStart(s *situation, m Starting) error {
	if err := checkMine(s); err != nil {
		return err
	}
	var v casework.Invalid
	bounded(&v, "remark", m.Remark)
	if err := v.Err(); err != nil {
		return err
	}
	c := s.Own.Content
	switch {
	case s.Own.Held != nil:
		return casework.Refuse("held", "came", strconv.Itoa(s.Own.Held.Came))
	case s.At.Before(c.From), !s.At.Before(c.To):
		return casework.Refuse("outside_window", "from", c.From.Format(time.RFC3339), "to", c.To.Format(time.RFC3339))
	}
	return nil
}

// start is sentence 12: inside the window, and approved.
func start(t *turn, m Starting) {
	at := t.At
	t.Own.Started = &at
	for i, step := range t.Own.Content.Steps {
		id := "S" + strconv.Itoa(i+1)
		t.Own.Steps = with(t.Own.Steps, id, StepIs{ID: id, Text: step})
	}
	t.FinishTasks(taskStart, "")
	t.Say("change.started", m)
	t.Move(Implementing)
	watchWindow(t)
	if limit := t.Own.Content.BackOut.NoReturn; limit != nil && limit.After(t.At) {
		t.SetAlarmAt(alarmNoReturn, *limit)
	}
	t.StartClockUntil(clockWindow, "change.window", t.Own.Content.To)
	t.OpenTask(casework.Ask{Kind: "complete_change", To: t.Own.doer("agent"), Clock: clockWindow, Command: Complete.Name,
		Args: map[string]string{"title": t.Own.Content.Title}})
	replan(t)
}

// noReturn tells the provider that what is not undone now cannot be inside the window.
func noReturn(t *turn) {
	t.Say("change.no_return", nil)
	t.Mail(record.Mail{Template: "change_no_return", To: t.Own.doer("agent")})
}

// overran: the window is over and the change is not; the clock's ladder escalates (12).
func overran(t *turn) {
	t.Own.Overran = true
	t.Say("change.overran", nil)
}

func checkStep(s *situation, m StepResult) error {
	if err := checkMine(s); err != nil {
		return err
	}
	step, ok := s.Own.Steps[m.Step]
	if !ok {
		return casework.Refuse(casework.CodeUnknown, "step", m.Step)
	}
	if step.Done != nil {
		return alreadyDone(FinishStep.Name)
	}
	var v casework.Invalid
	v.Check(!m.Failed || strings.TrimSpace(m.Result) != "", "result", "required")
	bounded(&v, "result", m.Result)
	return v.Err()
}

// finishStep reports what came of a step (12).
func finishStep(t *turn, m StepResult) {
	at, by := t.At, t.Actor
	step := t.Own.Steps[m.Step]
	step.Done, step.By, step.Failed, step.Result = &at, &by, m.Failed, m.Result
	t.Own.Steps = with(t.Own.Steps, m.Step, step)
	t.Say("change.step_done", map[string]any{"step": m.Step, "text": step.Text, "failed": m.Failed, "result": m.Result})
}

func checkComplete(s *situation, m Completion) error {
	if err := checkMine(s); err != nil {
		return err
	}
	var v casework.Invalid
	v.Check(slices.Contains(Results, m.Result), "result", "choose_option", "options", strings.Join(Results, ", "))
	text(&v, "text", m.Text)
	return v.Err()
}

// complete is the first half of sentence 13.
func complete(t *turn, m Completion) {
	at := t.At
	t.Own.Ended, t.Own.Result = &at, &m
	t.StopClock(clockWindow)
	t.FinishTasks("complete_change", "")
	t.ClearAlarm(alarmNoReturn)
	t.Say("change.completed", m)
	t.Move(Reviewing)
	t.StartClock(clockReview, "change.review")
	t.OpenTask(casework.Ask{Kind: "review_change", To: changeManagers, Clock: clockReview, Command: Review.Name,
		Args: map[string]string{"title": t.Own.Content.Title, "result": m.Result}})
	endNotice(t, m.Text)
	replan(t)
}
