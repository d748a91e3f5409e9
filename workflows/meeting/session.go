package meeting

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

// convene is sentence 1: everybody who is needed is told at once (B-29).
func convene(t *turn) {
	a := t.Own.About
	t.Own.Opened = t.At
	t.Say("meeting.opened", map[string]string{"incident": a.Incident, "why": a.Reason})
	t.OpenTask(casework.Ask{Kind: "lead_meeting", To: lead, Command: Close.Name})
	called := []record.Recipient{lead, a.Handler.People(), a.Handler.Managers()}
	if t.Parties.Requester != "" {
		called = append(called, record.Recipient{Person: t.Parties.Requester})
	}
	for i, to := range called {
		if !slices.Contains(called[:i], to) {
			call(t, to)
		}
	}
}

// call tells somebody that the meeting is on.
func call(t *turn, to record.Recipient) {
	a := t.Own.About
	t.Mail(record.Mail{Template: "incident_critical", To: to, Args: map[string]string{"ref": a.Incident, "title": a.Title, "meeting": t.Ref, "why": a.Reason}})
}

// whose completes a participation: the sender's own when it names nobody.
func whose(s *situation, p Participation) Participation {
	switch {
	case p.Person == "" && p.Org == "":
		p.Person, p.Org = s.Actor.Person, s.Actor.Org
	case p.Org == "" && s.Actor.Org != integrator:
		p.Org = s.Actor.Org
	}
	return p
}

func checkJoin(s *situation, p Participation) error {
	p = whose(s, p)
	if s.Actor.Org != integrator && p.Org != s.Actor.Org {
		return casework.Refuse(casework.CodeForbidden)
	}
	var v casework.Invalid
	v.Check(p.Org != "", "org", "required")
	v.Check(len(p.Role) <= 200, "role", "too_long", "max", "200")
	if err := v.Err(); err != nil {
		return err
	}
	_, present := s.Own.present(p.Person, p.Org)
	switch {
	case p.Left && !present:
		return casework.Refuse(casework.CodeUnknown, "subject", p.Person)
	case !p.Left && present:
		return casework.Refuse(casework.CodeDone, "subject", p.Person)
	}
	return nil
}

// present finds who has joined and not left.
func (s State) present(person, org string) (Participant, bool) {
	for _, id := range slices.Sorted(maps.Keys(s.Participants)) {
		if p := s.Participants[id]; p.Person == person && p.Org == org && p.Left == nil {
			return p, true
		}
	}
	return Participant{}, false
}

// join is sentence 2. Who comes back is another participant.
func join(t *turn, p Participation) {
	p = whose(&t.Situation, p)
	if x, present := t.Own.present(p.Person, p.Org); present {
		at := t.At
		x.Left = &at
		set(&t.Own.Participants, x.ID, x)
		t.Say("meeting.left", map[string]string{"id": x.ID, "person": x.Person, "org": x.Org})
		return
	}
	x := Participant{ID: fmt.Sprintf("P%d", len(t.Own.Participants)+1), Person: p.Person, Org: p.Org, Role: p.Role, Joined: t.At, By: t.Actor}
	set(&t.Own.Participants, x.ID, x)
	t.Say("meeting.joined", map[string]string{"id": x.ID, "person": x.Person, "org": x.Org, "role": x.Role})
	t.Made(x.ID)
}

func checkLog(_ *situation, e Entry) error {
	var v casework.Invalid
	text(&v, "text", e.Text)
	return v.Err()
}

// log is sentence 3.
func log(t *turn, e Entry) {
	l := Logged{ID: fmt.Sprintf("L%d", len(t.Own.Log)+1), At: t.At, By: t.Actor, Text: strings.TrimSpace(e.Text)}
	set(&t.Own.Log, l.ID, l)
	t.Say("meeting.logged", map[string]string{"id": l.ID, "note": l.Text})
	t.Made(l.ID)
}

func checkDecision(s *situation, d DecisionTaken) error {
	if err := checkLead(s); err != nil {
		return err
	}
	var v casework.Invalid
	text(&v, "text", d.Text)
	text(&v, "reason", d.Reason)
	return v.Err()
}

// recordResult keeps what the meeting decided (sentence 4).
func recordResult(t *turn, d DecisionTaken) {
	x := Decided{ID: fmt.Sprintf("D%d", len(t.Own.Decisions)+1), At: t.At, By: t.Actor, Text: strings.TrimSpace(d.Text), Reason: d.Reason}
	set(&t.Own.Decisions, x.ID, x)
	t.Say("meeting.decided", map[string]string{"id": x.ID, "description": x.Text, "reason": x.Reason})
	t.Made(x.ID)
}

func checkInvite(s *situation, i Invitation) error {
	// Whoever gets the incident is called by the product itself.
	if err := checkLead(s); err != nil && s.Actor != record.System {
		return err
	}
	var v casework.Invalid
	v.Check(i.Org != "", "org", "required")
	if err := v.Err(); err != nil {
		return err
	}
	if slices.Contains(s.Parties.Providers, i.Org) {
		return casework.Refuse(casework.CodeDone, "subject", i.Org)
	}
	return nil
}

// invite lets another provider see the case, and calls its people (sentence 4).
func invite(t *turn, i Invitation) {
	set(&t.Own.Invited, i.Org, Invited{At: t.At, By: t.Actor})
	t.Involve(i.Org)
	t.Say("meeting.invited", map[string]string{"org": i.Org})
	for _, role := range []string{"agent", "manager"} {
		call(t, record.Recipient{Org: i.Org, Role: role})
	}
}
