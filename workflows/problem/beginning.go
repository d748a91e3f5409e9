package problem

import (
	"termijn/internal/record"
	"termijn/workflows/casework"
)

// deskTeam has a problem that nobody else has (E-02).
const deskTeam = "desk"

// opened is the sentences 1 to 3.
func opened(t *turn) {
	own := &t.Own
	o := own.Origin
	own.Registered, own.Handler = t.At, o.Handler
	if own.Handler.Org == "" {
		own.Handler = casework.Handler{Team: deskTeam, Org: integrator}
	}
	involve(t, own.Handler)
	for _, l := range o.links() {
		set(&own.Incidents, l.Ref, Linked{At: t.At, By: t.Actor})
	}
	if o.Trend != nil {
		propose(t)
		return
	}
	t.Say("problem.registered", map[string]string{"incident": o.Incident, "team": own.Handler.Team, "description": o.Description})
	if o.Manual && t.Parties.Requester != "" {
		t.Mail(record.Mail{Template: "case_registered", To: record.Recipient{Person: t.Parties.Requester}})
	}
	analyse(t)
	if o.Incident != "" && o.Overrun {
		askOverrun(t)
	}
}

// involve lets the provider of a team see the case.
func involve(t *turn, h casework.Handler) {
	if !h.Desk() {
		t.Involve(h.Org)
	}
}

// analyse begins the search for the cause. The term counts from the resolution of
// the incident (C-25); without one from now on.
func analyse(t *turn) {
	if r := t.Own.Origin.Resolved; r.IsZero() || r.After(t.At) {
		t.StartClock(ClockRootCause, "problem.rootcause")
	} else {
		t.StartClockFrom(ClockRootCause, "problem.rootcause", r, nil)
	}
	if unassigned(&t.Situation) {
		t.OpenTask(ask{Kind: taskAssign, To: desk, Command: Assign.Name})
	}
	t.Move(Analysing)
	askNext(t)
}

// unassigned reports whether the Service Integrator must say who is best placed:
// several providers are involved, or none (B-31).
func unassigned(s *situation) bool {
	return len(s.Own.Assignments) == 0 && (len(s.Parties.Providers) > 1 || s.Own.Handler.Desk())
}

// propose asks the Service Desk to decide on a trend (B-31).
func propose(t *turn) {
	tr := t.Own.Origin.Trend
	t.Say("problem.proposed", map[string]any{"pattern": tr.Pattern, "count": tr.Count, "description": tr.Description})
	t.Move(Proposed)
	t.StartClock(ClockProposal, "problem.proposal")
	t.OpenTask(ask{Kind: taskProposal, To: desk, Clock: ClockProposal, Options: []string{"accept", "decline"}, Content: record.ContentHash(tr),
		Args: map[string]string{"pattern": tr.Pattern}})
	act(t, taskProposal, desk)
}

func decideProposal(t *turn, d casework.Decision) {
	t.StopClock(ClockProposal)
	t.Own.Proposal = &Ruling{Option: d.Option, Reason: d.Reason, At: t.At, By: t.Actor}
	if d.Option == "accept" {
		t.Say("problem.accepted", map[string]string{"reason": d.Reason})
		analyse(t)
		return
	}
	t.Say("problem.declined", map[string]string{"reason": d.Reason})
	end(t, Declined)
}

// end ends the case: nobody must act any more.
func end(t *turn, stage string) {
	t.Own.NextActor = nil
	t.End(stage, stage)
}
