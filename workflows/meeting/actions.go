package meeting

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/casework"
)

// taskAction asks for an action.
const taskAction = "do_action"

func checkAction(s *situation, a ActionDraft) error {
	if err := checkLead(s); err != nil {
		return err
	}
	var v casework.Invalid
	text(&v, "text", a.Text)
	v.Check(a.Org != "", "org", "required")
	v.Check(a.Org == "" || takesPart(s, a.Org), "org", "not_in_meeting")
	today := calendar.DateOf(s.At, brussels)
	switch {
	case (a.Due == nil) == (a.Date == nil):
		v.Add("due", "instant_or_date")
	case a.Due != nil:
		v.Check(a.Due.After(s.At), "due", "must_be_future_instant")
		v.Check(!a.Due.After(s.At.AddDate(1, 0, 0)), "due", "too_far")
	default:
		v.Check(!a.Date.Before(today), "date", "in_the_past")
		v.Check(!a.Date.After(today.AddDays(366)), "date", "too_far")
	}
	return v.Err()
}

// takesPart reports whether an organisation sees the meeting.
func takesPart(s *situation, org string) bool {
	return org == integrator || org == s.Parties.Client || slices.Contains(s.Parties.Providers, org)
}

// assignAction is sentence 5. An instant is a term that runs at all hours; a date
// ends with its day.
func assignAction(t *turn, d ActionDraft) {
	a := Action{ID: fmt.Sprintf("A%d", len(t.Own.Actions)+1), ActionDraft: d, State: ActionOpen, Assigned: t.At, By: t.Actor}
	a.Clock = "action/" + a.ID
	set(&t.Own.Actions, a.ID, a)
	args := map[string]string{"id": a.ID, "org": a.Org, "person": a.Person, "description": a.Text}
	if a.Due != nil {
		t.StartDateClock(a.Clock, "meeting.action", calendar.DateOf(*a.Due, brussels))
		c := t.Clocks[a.Clock]
		c.Calendar, c.Facts.Target = "24x7", sla.Target{Elapsed: sla.Duration(a.Due.Sub(t.At))}
		t.Clocks[a.Clock] = c
		args["due"] = a.Due.Format(time.RFC3339)
	} else {
		t.StartDateClock(a.Clock, "meeting.action", *a.Date)
		args["due"] = a.Date.String()
	}
	t.OpenTask(casework.Ask{Kind: taskAction, Subject: a.ID, To: doer(&t.Situation, a), Clock: a.Clock, Command: FinishAction.Name})
	t.Say("meeting.action_assigned", args)
	t.Made(a.ID)
}

// doer is who is asked for an action.
func doer(s *situation, a Action) record.Recipient {
	switch {
	case a.Person != "":
		return record.Recipient{Person: a.Person}
	case a.Org == integrator:
		return lead
	case a.Org == s.Parties.Client:
		return record.Recipient{Org: a.Org, Role: "requester"}
	}
	return record.Recipient{Org: a.Org, Role: "agent"}
}

// open lists the open actions' IDs.
func (s State) open() []string {
	var ids []string
	for _, id := range slices.Sorted(maps.Keys(s.Actions)) {
		if s.Actions[id].State == ActionOpen {
			ids = append(ids, id)
		}
	}
	return ids
}

// checkOpen refuses an action that is not there, or not open any more.
func checkOpen(s *situation, id string) (Action, error) {
	a, ok := s.Own.Actions[id]
	switch {
	case !ok:
		return a, casework.Refuse(casework.CodeUnknown, "subject", id)
	case a.State != ActionOpen:
		return a, casework.Refuse(casework.CodeDone, "subject", id)
	}
	return a, nil
}

func checkFinish(s *situation, r ActionResult) error {
	a, err := checkOpen(s, r.Action)
	if err != nil {
		return err
	}
	if s.Actor.Org != a.Org {
		return casework.Refuse(casework.CodeForbidden) // G-02
	}
	var v casework.Invalid
	text(&v, "result", r.Result)
	return v.Err()
}

// finishAction is sentence 6.
func finishAction(t *turn, r ActionResult) {
	t.StopClock(t.Own.Actions[r.Action].Clock)
	t.FinishTasks(taskAction, r.Action)
	settle(t, r.Action, ActionDone, r.Result)
	t.Say("meeting.action_finished", map[string]string{"id": r.Action, "report": strings.TrimSpace(r.Result)})
}

func checkDrop(s *situation, d ActionDropped) error {
	if err := checkLead(s); err != nil {
		return err
	}
	if _, err := checkOpen(s, d.Action); err != nil {
		return err
	}
	var v casework.Invalid
	text(&v, "reason", d.Reason)
	return v.Err()
}

func dropAction(t *turn, d ActionDropped) {
	t.CancelClock(t.Own.Actions[d.Action].Clock)
	t.CancelTasks(taskAction, d.Action)
	settle(t, d.Action, ActionGone, d.Reason)
	t.Say("meeting.action_dropped", map[string]string{"id": d.Action, "reason": strings.TrimSpace(d.Reason)})
}

// settle notes how an action ended.
func settle(t *turn, id, state, result string) {
	a := t.Own.Actions[id]
	at, by := t.At, t.Actor
	a.State, a.Result, a.Ended, a.EndedBy = state, strings.TrimSpace(result), &at, &by
	set(&t.Own.Actions, id, a)
}

// brussels is the place of performance; all dates of the contract are its dates.
var brussels = func() *time.Location {
	loc, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		panic(err) // the zone is part of the program
	}
	return loc
}()
