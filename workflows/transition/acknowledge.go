package transition

import (
	"fmt"
	"slices"
	"strings"

	"termijn/internal/calendar"
	"termijn/workflows/casework"
)

// request asks an owner to acknowledge dates that others moved (sentence 11).
func request(t *turn, o Owner, dates map[string]calendar.Date) {
	t.Own.Requested++
	id := fmt.Sprintf("A%d", t.Own.Requested)
	first := keys(dates)[0]
	r := AckRequest{Owner: o, At: t.At, Clock: clockAck + "/" + id, Source: t.Own.source(first), Dates: dates}
	set(&t.Own.Requests, id, r)
	t.StartClock(r.Clock, defAck)
	t.OpenTask(casework.Ask{Kind: taskAcknowledge, Subject: id, To: people(t, o), Clock: r.Clock, Command: Acknowledge.Name,
		Args: map[string]string{"count": fmt.Sprint(len(dates)), "name": t.Own.Milestones[r.Source].Title}})
}

// source is the milestone with which it began that another one is later.
func (s State) source(id string) string {
	for range len(s.Milestones) {
		via := s.Carried[id].Via
		if via == "" {
			break
		}
		id = via
	}
	return id
}

// Chain is why a milestone is expected later than its own date: from the milestone
// with which it began to itself. It is empty when no other one makes it later.
func (s State) Chain(id string) []string {
	if s.Carried[id].Via == "" {
		return nil
	}
	chain := []string{id}
	for via := s.Carried[id].Via; via != "" && !slices.Contains(chain, via); via = s.Carried[via].Via {
		chain = append(chain, via)
	}
	slices.Reverse(chain)
	return chain
}

// requestOf is the open request that asks about a milestone; empty when none does.
func (s State) requestOf(id string) string {
	for _, r := range keys(s.Requests) {
		if _, in := s.Requests[r].Dates[id]; in {
			return r
		}
	}
	return ""
}

// settleAck takes a milestone out of what is to be acknowledged.
func settleAck(t *turn, id string) {
	of := t.Own.requestOf(id)
	if of == "" {
		return
	}
	r := t.Own.Requests[of]
	r.Dates = copied(r.Dates)
	delete(r.Dates, id)
	if len(r.Dates) > 0 {
		t.Own.Requests[of] = r
		return
	}
	delete(t.Own.Requests, of)
	t.StopClock(r.Clock)
	t.FinishTasks(taskAcknowledge, of)
}

func checkAcknowledge(s *situation, a Acknowledgement) error {
	r, ok := s.Own.Requests[a.Request]
	if !ok {
		if n := 0; a.Request != "" {
			if _, err := fmt.Sscanf(a.Request, "A%d", &n); err == nil && n >= 1 && n <= s.Own.Requested {
				return casework.Refuse(casework.CodeDone, "subject", a.Request)
			}
		}
		return casework.Refuse(casework.CodeUnknown, "subject", a.Request)
	}
	if err := checkOwner(s, r.Owner); err != nil {
		return err
	}
	var v casework.Invalid
	v.Check(len(a.Answers) > 0, "answers", "required")
	seen := map[string]bool{}
	for i, x := range a.Answers {
		at := fmt.Sprintf("answers[%d]", i)
		expected, asked := r.Dates[x.Milestone]
		if !asked || seen[x.Milestone] {
			v.Add(at+".milestone", "not_asked", "id", x.Milestone)
			continue
		}
		seen[x.Milestone] = true
		if x.Expected != expected {
			return casework.Refuse(casework.CodeStale, "seen", x.Expected.String(), "current", expected.String())
		}
		text(&v, at+".reason", x.Reason)
		if x.Date != nil {
			ahead(&v, s, at+".date", *x.Date)
		}
	}
	return v.Err()
}

// acknowledge is the answer of sentence 11.
func acknowledge(t *turn, a Acknowledgement) {
	moved, held := map[string]calendar.Date{}, []string{}
	for _, x := range a.Answers {
		reason := strings.TrimSpace(x.Reason)
		if x.Date != nil {
			state(t, x.Milestone, Stated{Date: *x.Date, Reason: reason, At: t.At, By: t.Actor})
			moved[x.Milestone] = *x.Date
		} else {
			m := t.Own.Milestones[x.Milestone]
			m.Held = &Held{Expected: x.Expected, Reason: reason, At: t.At, By: t.Actor}
			t.Own.Milestones[x.Milestone] = m
			restate(t, x.Milestone)
			held = append(held, x.Milestone)
		}
		settleAck(t, x.Milestone)
	}
	t.Say("transition.acknowledged", map[string]any{"request": a.Request, "held": held, "moved": moved, "reason": strings.TrimSpace(a.Answers[0].Reason)})
	t.Made(a.Request)
	if len(moved) > 0 {
		changed(t)
	}
}

// silent is sentence 12: nobody acknowledged in time. It is on the agenda from now on.
func silent(t *turn, id string) {
	r, ok := t.Own.Requests[id]
	if !ok {
		return
	}
	at := t.At
	r.Overdue = &at
	t.Own.Requests[id] = r
	t.Say("transition.unacknowledged", map[string]any{"request": id, "milestones": len(r.Dates), "org": r.Owner.Org})
}
