package incident

import (
	"fmt"
	"maps"
	"strings"

	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/casework"
)

// startResolution starts the clock of the present priority's target. It counts
// from the registration, with the pauses that its definition knows.
func startResolution(t *turn) {
	own := &t.Own
	definition := own.Policy.Definitions[own.Priority]
	own.Clocks++
	own.Clock = fmt.Sprintf("%s-%d", ClockResolution, own.Clocks)
	var pauses []sla.Pause
	for _, id := range sorted(own.Waits) {
		if w := own.Waits[id]; t.Pauses(definition, w.Reason) || w.Reason == MeanwhileResolved {
			pauses = append(pauses, sla.Pause{ID: id, From: w.From, To: w.To, Reason: w.Reason, Question: w.Question})
		}
	}
	t.StartClockFrom(own.Clock, definition, own.Registered, pauses)
}

// MeanwhileResolved is the reason of the time between a resolution and its
// reopening, which counts for no target.
const MeanwhileResolved = "resolved"

func checkWait(s *situation, w Waiting) error {
	var v casework.Invalid
	v.Check(known(w.Reason, WaitReasons), "reason", "choose_option", "options", strings.Join(WaitReasons, ", "))
	v.Check(strings.TrimSpace(w.Question) != "", "question", "required")
	v.Check(w.Until == nil || w.Until.After(s.At), "until", "must_be_future_instant")
	if err := v.Err(); err != nil {
		return err
	}
	return checkMine(s)
}

// wait is sentence 5. One wait ends where another begins.
func wait(t *turn, w Waiting) {
	takeUp(t)
	endWait(t, "")
	t.Say("incident.waiting", map[string]any{"for": w.Reason, "question": w.Question, "until": w.Until})
	hold(t, w)
	if w.Reason == ForUser && t.Parties.Requester != "" {
		t.OpenTask(ask{Kind: "answer_incident", To: record.Recipient{Person: t.Parties.Requester}, Subject: t.Own.Waiting, Command: Answer.Name})
	}
	t.Made(t.Own.Waiting)
}

// hold begins a wait.
func hold(t *turn, w Waiting) {
	own := &t.Own
	id := fmt.Sprintf("W%d", len(own.Waits)+1)
	if own.Waits == nil {
		own.Waits = map[string]Interruption{}
	}
	own.Waits[id] = Interruption{Reason: w.Reason, Question: w.Question, From: t.At, Until: w.Until}
	own.Waiting = id
	if t.Pauses(t.Clocks[own.Clock].Definition, w.Reason) {
		t.PauseClock(own.Clock, id, w.Reason, w.Question)
	}
	t.Move(Waits)
}

// endWait ends the wait that holds, if one does.
func endWait(t *turn, reply string) {
	own := &t.Own
	w, ok := own.Waits[own.Waiting]
	if !ok {
		return
	}
	at := t.At
	w.To, w.Answer = &at, reply
	own.Waits[own.Waiting] = w
	t.ResumeClock(own.Clock, own.Waiting)
	t.CancelTasks("answer_incident", "")
	own.Waiting = ""
}

// proceed goes on with the work after a wait.
func proceed(t *turn) {
	if t.Own.Handler.Agent == "" {
		t.Move(New)
		return
	}
	t.Move(Working)
}

func checkAnswer(s *situation, r Reply) error {
	var v casework.Invalid
	v.Check(strings.TrimSpace(r.Text) != "", "text", "required")
	if err := v.Err(); err != nil {
		return err
	}
	if s.Own.Waits[s.Own.Waiting].Reason != ForUser {
		return casework.Refuse(casework.CodeNotNow, "stage", s.Stage) // nobody asked the user anything
	}
	return nil
}

func answer(t *turn, r Reply) {
	byDesk(t)
	t.Say("incident.answered", map[string]string{"answer": r.Text, "wait": t.Own.Waiting})
	t.FinishTasks("answer_incident", "")
	endWait(t, r.Text)
	proceed(t)
	t.Mail(record.Mail{Template: "incident_answered", To: t.Own.Handler.People()})
}

func checkResume(s *situation, _ Remark) error { return checkMine(s) }

func resume(t *turn, r Remark) {
	takeUp(t)
	t.Say("incident.resumed", map[string]string{"remark": r.Remark})
	endWait(t, "")
	proceed(t)
}

func checkPrioritise(s *situation, w Weighing) error {
	var v casework.Invalid
	v.Check(known(w.Impact, Degrees), "impact", "choose_option", "options", strings.Join(Degrees, ", "))
	v.Check(known(w.Urgency, Degrees), "urgency", "choose_option", "options", strings.Join(Degrees, ", "))
	v.Check(strings.TrimSpace(w.Reason) != "", "reason", "required")
	if err := v.Err(); err != nil {
		return err
	}
	if w.Impact == s.Own.Impact && w.Urgency == s.Own.Urgency {
		return casework.Refuse(casework.CodeDone)
	}
	if (casework.Handler{Org: s.Actor.Org}).Desk() {
		return nil // the Service Desk watches over priorities, whoever has it
	}
	return checkMine(s)
}

func prioritise(t *turn, w Weighing) {
	own := &t.Own
	byDesk(t)
	from := own.Priority
	own.Impact, own.Urgency = w.Impact, w.Urgency
	to := own.Policy.Priorities[w.Impact+"/"+w.Urgency]
	kind := "incident.prioritised"
	if to == from {
		kind = "incident.weighed"
	}
	t.Say(kind, map[string]string{"from": from, "to": to, "reason": w.Reason})
	retarget(t, to)
	convene(t)
}

// retarget is sentence 8: the old target's clock ends, which leaves one that was
// missed missed, and the new target's takes its place.
func retarget(t *turn, priority string) {
	own := &t.Own
	before := own.Policy.Definitions[own.Priority]
	own.Priority = priority
	if own.Policy.Definitions[priority] == before {
		return
	}
	t.CancelClock(own.Clock)
	startResolution(t)
	for _, kind := range []string{"resolve_incident", "take_incident", "coordinate_incident"} {
		task, open := t.State.OpenTask(kind, "")
		if !open {
			continue
		}
		clock := task.Clock
		if strings.HasPrefix(clock, ClockResolution) {
			clock = own.Clock
		}
		task.Args = maps.Clone(task.Args)
		task.Args["priority"] = priority
		t.Tasks[task.ID] = task
		t.Reclock(task.ID, clock)
	}
}
