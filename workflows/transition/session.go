package transition

import (
	"fmt"
	"slices"
	"strings"

	"termijn/workflows/casework"
)

// opened is the session that is open; empty when none is.
func (s State) opened() string {
	for _, id := range keys(s.Sessions) {
		if s.Sessions[id].State == SessionOpen {
			return id
		}
	}
	return ""
}

func checkOpenSession(s *situation, o SessionOpening) error {
	if err := checkLead(s); err != nil {
		return err
	}
	x, ok := s.Own.Sessions[o.Session]
	switch {
	case !ok:
		return casework.Refuse(casework.CodeUnknown, "subject", o.Session)
	case x.State != SessionPlanned:
		return casework.Refuse(casework.CodeDone, "subject", o.Session)
	case s.Own.opened() != "":
		return casework.Refuse("session_open", "session", s.Own.opened())
	}
	var v casework.Invalid
	v.Check(!x.Date.After(today(s)), "session", "session_not_yet", "date", x.Date.String())
	v.Check(len(o.Participants) > 0, "participants", "required")
	v.Check(len(o.Participants) <= mostParticipants, "participants", "too_many", "max", fmt.Sprint(mostParticipants))
	for i, p := range o.Participants {
		at := fmt.Sprintf("participants[%d]", i)
		name(&v, at+".org", p.Org)
		v.Check(len(p.Person) <= longestName, at+".person", "too_long", "max", fmt.Sprint(longestName))
		v.Check(len(p.Role) <= longestName, at+".role", "too_long", "max", fmt.Sprint(longestName))
	}
	return v.Err()
}

// openSession is sentence 18: the agenda is kept as it is now.
func openSession(t *turn, o SessionOpening) {
	x, at, by := t.Own.Sessions[o.Session], t.At, t.Actor
	x.State, x.Opened, x.By, x.Participants, x.Agenda = SessionOpen, &at, &by, o.Participants, t.Own.Agenda()
	t.Own.Sessions[o.Session] = x
	t.ClearAlarm(alarmAgenda + "/" + o.Session)
	t.ClearAlarm(alarmLapse + "/" + o.Session)
	t.Say("transition.session_opened", map[string]any{"session": o.Session, "participants": len(o.Participants), "items": len(x.Agenda)})
}

func checkRecordDecision(s *situation, d DecisionTaken) error {
	if err := checkLead(s); err != nil {
		return err
	}
	if s.Own.opened() == "" {
		return casework.Refuse("no_session")
	}
	var v casework.Invalid
	text(&v, "text", d.Text)
	optional(&v, "reason", d.Reason)
	if d.About != "" {
		_, known := s.Own.Milestones[d.About]
		v.Check(known, "about", "unknown_milestone", "id", d.About)
	}
	return v.Err()
}

// recordDecision is the middle of sentence 18.
func recordDecision(t *turn, d DecisionTaken) {
	x := Decision{Session: t.Own.opened(), Text: strings.TrimSpace(d.Text), Reason: strings.TrimSpace(d.Reason), About: d.About}
	id := keep(t, x)
	t.Say("transition.decision_recorded", map[string]string{"decision": id, "session": x.Session, "description": x.Text, "reason": x.Reason, "milestone": d.About})
	t.Made(id)
}

// keep adds a decision under the next number.
func keep(t *turn, x Decision) string {
	x.ID, x.At, x.By = fmt.Sprintf("D%d", len(t.Own.Decisions)+1), t.At, t.Actor
	set(&t.Own.Decisions, x.ID, x)
	return x.ID
}

func checkCloseSession(s *situation, c SessionClosing) error {
	if err := checkLead(s); err != nil {
		return err
	}
	if s.Own.opened() == "" {
		return casework.Refuse("no_session")
	}
	var v casework.Invalid
	v.Check(strings.TrimSpace(c.Minutes) != "", "minutes", "required")
	v.Check(len(c.Minutes) <= longestMinutes, "minutes", "too_long", "max", fmt.Sprint(longestMinutes))
	return v.Err()
}

const longestMinutes = 20_000

// closeSession is the end of sentence 18. The month has its session (N-04).
func closeSession(t *turn, c SessionClosing) {
	id, at := t.Own.opened(), t.At
	x := t.Own.Sessions[id]
	x.State, x.Closed, x.Minutes = SessionHeld, &at, strings.TrimSpace(c.Minutes)
	t.Own.Sessions[id] = x
	t.FinishTasks(taskSession, id)
	month := monthOf(today(&t.Situation))
	m := t.Own.Months[month]
	m.Held++
	set(&t.Own.Months, month, m)
	t.StopClock(clockMonth + "/" + month)
	t.Say("transition.session_held", map[string]string{"session": id, "report": x.Minutes})
	planNext(t)
}

// present reports whether somebody of an organisation takes part in a session.
func (x Session) present(org string) bool {
	return slices.ContainsFunc(x.Participants, func(p Participation) bool { return p.Org == org })
}

// Agenda is what the steering committee has to deal with, in the order of AgendaKinds.
func (s State) Agenda() []AgendaItem {
	var all []AgendaItem
	add := func(kind, subject string, on bool) {
		if on {
			all = append(all, AgendaItem{kind, subject})
		}
	}
	for _, id := range keys(s.Months) {
		m := s.Months[id]
		add(AgendaMonth, id, m.Missed != nil && !s.dealt(AgendaMonth, id))
	}
	for _, id := range keys(s.Proposals) {
		add(AgendaProposal, id, s.Proposals[id].State == ProposalMade || s.Proposals[id].State == ProposalPut)
	}
	for _, id := range keys(s.Milestones) {
		add(AgendaUnfixed, id, s.Milestones[id].Unfixed)
	}
	for _, id := range keys(s.Milestones) {
		add(AgendaMissed, id, s.Milestones[id].Status == MilestoneMissed)
	}
	for _, id := range keys(s.Requests) {
		add(AgendaSilent, id, s.Requests[id].Overdue != nil)
	}
	for _, id := range keys(s.Milestones) {
		add(AgendaImposs, id, s.Milestones[id].Status == MilestoneImpossible)
	}
	for _, id := range keys(s.Milestones) {
		add(AgendaRisk, id, s.Milestones[id].Status == MilestoneAtRisk)
	}
	for _, id := range keys(s.Payments) {
		add(AgendaPayment, id, s.Payments[id].State != PaymentApproved)
	}
	for _, id := range keys(s.ExitItems) {
		add(AgendaExit, id, s.ExitItems[id].Settled == nil && s.ExitItems[id].Way == "")
	}
	return all
}

// dealt reports whether a session that was held had something on its agenda.
func (s State) dealt(kind, subject string) bool {
	for _, id := range keys(s.Sessions) {
		if x := s.Sessions[id]; x.State == SessionHeld && slices.Contains(x.Agenda, AgendaItem{kind, subject}) {
			return true
		}
	}
	return false
}
