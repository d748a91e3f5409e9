package incident

import (
	"cmp"

	"termijn/workflows/casework"
)

// Kinds of facts that are taken over from another tool, as they stand in the start
// of a case.
const (
	FactAssigned    = "assigned"
	FactWaiting     = "waiting"
	FactWorking     = "working"
	FactPrioritised = "prioritised"
	FactResolved    = "resolved"
	FactReopened    = "reopened"
	FactClosed      = "closed"
)

// Told is what a fact of another tool tells; each kind fills in its own fields.
type Told struct {
	// Line of the log that the fact comes from.
	Line int `json:"line,omitempty"`
	// Team and its organisation, and whether an agent had it: agents of another
	// tool are nobody here.
	Team  string `json:"team,omitempty"`
	Org   string `json:"org,omitempty"`
	Agent string `json:"agent,omitempty"`
	// Reason of a wait.
	Reason string `json:"reason,omitempty"`
	// Priority, impact and urgency.
	Priority string `json:"priority,omitempty"`
	Impact   string `json:"impact,omitempty"`
	Urgency  string `json:"urgency,omitempty"`
	// Code of a resolution.
	Code string `json:"code,omitempty"`
}

// handleFacts is sentence 17.
func handleFacts(c *casework.Case[State]) {
	casework.HandleFact(c, FactAssigned, tookAssigned)
	casework.HandleFact(c, FactWaiting, tookWaiting)
	casework.HandleFact(c, FactWorking, tookWorking)
	casework.HandleFact(c, FactPrioritised, tookPrioritised)
	casework.HandleFact(c, FactResolved, tookResolved)
	casework.HandleFact(c, FactReopened, tookReopened)
	casework.HandleFact(c, FactClosed, tookClosed)
}

func tookAssigned(t *turn, f Told) error {
	t.Say("incident.taken_assigned", map[string]any{"line": f.Line, "team": cmp.Or(f.Team, t.Own.Handler.Team)})
	if f.Team != "" && f.Team != t.Own.Handler.Team {
		stage := t.Stage
		give(t, casework.Handler{Team: f.Team, Org: f.Org})
		t.Move(stage)
	}
	if f.Agent != "" {
		t.StopClock(ClockResponse)
	}
	return nil
}

func tookWaiting(t *turn, f Told) error {
	if t.Stage == Resolved {
		return casework.Refuse(casework.CodeNotNow, "stage", t.Stage)
	}
	t.Say("incident.taken_waiting", map[string]any{"line": f.Line, "for": f.Reason})
	endWait(t, "")
	hold(t, Waiting{Reason: f.Reason})
	return nil
}

func tookWorking(t *turn, f Told) error {
	if t.Stage == Resolved {
		return casework.Refuse(casework.CodeNotNow, "stage", t.Stage)
	}
	t.Say("incident.taken_working", map[string]any{"line": f.Line})
	endWait(t, "")
	t.Move(Working)
	return nil
}

func tookPrioritised(t *turn, f Told) error {
	t.Say("incident.taken_prioritised", map[string]any{"line": f.Line, "from": t.Own.Priority, "to": cmp.Or(f.Priority, t.Own.Priority)})
	if f.Impact != "" {
		t.Own.Impact = f.Impact
	}
	if f.Urgency != "" {
		t.Own.Urgency = f.Urgency
	}
	switch {
	case f.Priority == "" || f.Priority == t.Own.Priority:
	case t.Stage == Resolved:
		t.Own.Priority = f.Priority // its clock has stopped
	default:
		retarget(t, f.Priority)
	}
	return nil
}

func tookResolved(t *turn, f Told) error {
	if t.Stage == Resolved {
		return casework.Refuse(casework.CodeDone)
	}
	t.Say("incident.taken_resolved", map[string]any{"line": f.Line, "code": f.Code})
	settle(t, Resolution{Code: f.Code})
	t.Own.Handler.Agent = ""
	return nil
}

func tookReopened(t *turn, f Told) error {
	if t.Stage != Resolved {
		return casework.Refuse(casework.CodeNotNow, "stage", t.Stage)
	}
	t.Say("incident.taken_reopened", map[string]any{"line": f.Line})
	unsettle(t)
	return nil
}

func tookClosed(t *turn, f Told) error {
	if t.Stage != Resolved {
		return casework.Refuse(casework.CodeNotNow, "stage", t.Stage)
	}
	t.Say("incident.taken_closed", map[string]any{"line": f.Line})
	closeCase(t, OutcomeTaken)
	return nil
}

// takenOver is the moment from which an open incident goes on living here.
func takenOver(t *turn) {
	if t.Stage == Resolved {
		return // silence closes it
	}
	askTeam(t)
	freeze(t)
	convene(t)
}
