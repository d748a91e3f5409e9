package incident

import (
	"slices"
	"strings"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/meeting"
)

// Codes of refusals that only incidents have.
const (
	// CodeNotYours: another organisation's team has the incident.
	CodeNotYours = "not_yours"
	// CodeFrozen: it bounced too often; the Service Integrator decides first (B-28).
	CodeFrozen = "frozen"
	// CodeSameTeam: the team has it already.
	CodeSameTeam = "same_team"
)

func checkTake(s *situation, t Taking) error {
	if err := checkMine(s); err != nil {
		return err
	}
	if s.Own.Handler.Agent == s.Actor.Person || t.Free && s.Own.Handler.Agent != "" {
		return casework.Refuse(casework.CodeDone)
	}
	return nil
}

// take is an agent who takes it up, also from a colleague.
func take(t *turn, r Taking) {
	t.Say("incident.taken", map[string]string{"remark": r.Remark})
	appoint(t, t.Actor.Person)
}

func checkAssign(s *situation, a Assignment) error {
	var v casework.Invalid
	v.Check(a.Agent != "", "agent", "required")
	if err := v.Err(); err != nil {
		return err
	}
	if err := checkMine(s); err != nil {
		return err
	}
	if s.Own.Handler.Agent == a.Agent {
		return casework.Refuse(casework.CodeDone)
	}
	return nil
}

func assign(t *turn, a Assignment) {
	t.Say("incident.assigned", map[string]string{"agent": a.Agent})
	appoint(t, a.Agent)
}

// appoint gives the incident an agent: that is what the response is (E-26).
func appoint(t *turn, agent string) {
	byDesk(t)
	first := t.Running(ClockResponse)
	t.Own.Handler.Agent = agent
	t.StopClock(ClockResponse)
	t.FinishTasks("take_incident", "")
	if t.Stage == New {
		t.Move(Working)
	}
	askAgent(t)
	if first && t.Parties.Requester != "" {
		t.Mail(record.Mail{Template: "incident_assigned", To: record.Recipient{Person: t.Parties.Requester}}) // E-26
	}
}

// askTeam asks the team to take it up, askAgent the agent to resolve it.
func askTeam(t *turn) {
	if t.InPast() {
		return // whoever has it at the end is asked
	}
	clock := t.Own.Clock
	if t.Running(ClockResponse) {
		clock = ClockResponse
	}
	t.OpenTask(ask{Kind: "take_incident", To: t.Own.Handler.People(), Clock: clock, Command: Take.Name,
		Args: map[string]string{"priority": t.Own.Priority, "team": t.Own.Handler.Team}})
}

func askAgent(t *turn) {
	if t.InPast() {
		return
	}
	t.CancelTasks("resolve_incident", "")
	t.OpenTask(ask{Kind: "resolve_incident", To: t.Own.Handler.People(), Clock: t.Own.Clock, Command: Resolve.Name,
		Args: map[string]string{"priority": t.Own.Priority}})
}

func checkHandOver(s *situation, h HandingOver) error {
	var v casework.Invalid
	v.Check(strings.TrimSpace(h.Reason) != "", "reason", "required")
	_, ok := s.Own.Policy.Teams[h.Team]
	v.Check(ok, "team", "unknown")
	if err := v.Err(); err != nil {
		return err
	}
	if err := checkMine(s); err != nil {
		return err
	}
	switch {
	case s.Own.Frozen != nil:
		return casework.Refuse(CodeFrozen, "since", s.Own.Frozen.Because)
	case h.Team == s.Own.Handler.Team:
		return casework.Refuse(CodeSameTeam)
	}
	return nil
}

func handOver(t *turn, h HandingOver) {
	from := t.Own.Handler
	t.Say("incident.handed_over", map[string]string{"from": from.Team, "team": h.Team, "reason": h.Reason})
	byDesk(t)
	give(t, casework.Handler{Team: h.Team, Org: t.Own.Policy.Teams[h.Team]})
	freeze(t)
}

// give puts the incident with a team.
func give(t *turn, to casework.Handler) {
	own := &t.Own
	from := own.Handler
	if from.Team != to.Team {
		own.HandOvers++
	}
	if from.Org != to.Org {
		own.Crossings++
		own.Route = arrive(own.Route, to)
	}
	own.Handler = to
	t.Involve(ownProvider(to))
	if from.Org != to.Org {
		callHandler(t)
	}
	t.CancelTasks("resolve_incident", "")
	t.CancelTasks("take_incident", "")
	switch {
	case to.Agent != "":
		askAgent(t)
	case t.Stage == Working || t.Stage == New:
		t.Move(New)
		askTeam(t)
	default:
		askTeam(t)
	}
}

// arrive adds a provider to the route. The Service Desk is none: what goes by it
// goes from the provider before to the provider after (B-28).
func arrive(route []string, to casework.Handler) []string {
	if to.Desk() {
		return route
	}
	return append(slices.Clone(route), to.Org)
}

// freeze stops the reassigning when it went to and fro between providers (B-28).
func freeze(t *turn) {
	own := &t.Own
	n := len(own.Route)
	because := ""
	switch {
	case own.Policy.Return && n > 1 && slices.Contains(own.Route[:n-1], own.Route[n-1]):
		because = "returned"
	case n > own.Policy.HandOvers:
		because = "too_many"
	}
	if because == "" || own.Frozen != nil {
		return
	}
	own.Frozen = &Freeze{At: t.At, Because: because}
	desk := record.Recipient{Org: "si", Role: "service_desk"}
	t.OpenTask(ask{Kind: "coordinate_incident", To: desk, Clock: own.Clock, Command: Coordinate.Name,
		Args: map[string]string{"priority": own.Priority, "because": because}})
}

func checkCoordinate(s *situation, c Coordination) error {
	var v casework.Invalid
	v.Check(strings.TrimSpace(c.Reason) != "", "reason", "required")
	_, ok := s.Own.Policy.Teams[c.Team]
	v.Check(c.Team == "" || ok, "team", "unknown")
	v.Check(c.Team != "" || c.Meeting, "team", "team_or_meeting")
	if err := v.Err(); err != nil {
		return err
	}
	fresh := c.Meeting && s.Own.Meeting == ""
	if s.Own.Frozen == nil && !fresh || c.Team == "" && !fresh {
		return casework.Refuse(casework.CodeDone) // the meeting that there is decides nothing by itself
	}
	return nil
}

// coordinate is the Service Integrator's word on who keeps it (B-28). A meeting can
// be called at any time: several providers may have to work at once (B-29).
func coordinate(t *turn, c Coordination) {
	own := &t.Own
	byDesk(t)
	c.Meeting = c.Meeting && own.Meeting == ""
	kind, why := "incident.meeting_called", meeting.ForProviders
	if c.Team != "" {
		kind = "incident.coordinated"
	}
	t.Say(kind, map[string]any{"team": c.Team, "meeting": c.Meeting, "reason": c.Reason})
	if own.Frozen != nil {
		why = meeting.ForBounced
	}
	t.FinishTasks("coordinate_incident", "")
	if c.Team != "" && c.Team != own.Handler.Team {
		give(t, casework.Handler{Team: c.Team, Org: own.Policy.Teams[c.Team]})
	}
	own.Frozen, own.Route = nil, arrive(nil, own.Handler)
	if c.Meeting {
		openMeeting(t, why)
	}
}
