package incident

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/problem"
	"termijn/workflows/survey"
)

func checkResolve(s *situation, r Resolution) error {
	var v casework.Invalid
	v.Check(strings.TrimSpace(r.Solution) != "", "solution", "required")
	v.Check(r.Remote == "" || known(r.Remote, RemoteReasons), "remote", "choose_option", "options", strings.Join(RemoteReasons, ", "))
	if err := v.Err(); err != nil {
		return err
	}
	return checkMine(s)
}

// resolve is sentence 11, and 13 for a critical incident.
func resolve(t *turn, r Resolution) {
	byDesk(t)
	t.Say("incident.resolved", map[string]any{"solution": r.Solution, "code": r.Code, "remote": r.Remote})
	settle(t, r)
	if t.Parties.Requester != "" {
		t.OpenTask(ask{Kind: "confirm_incident", To: record.Recipient{Person: t.Parties.Requester}, Clock: ClockConfirmation,
			Command: Confirm.Name, Mail: "incident_resolved"})
	}
	explain(t)
}

// settle stops the clocks and starts the term in which the reporter can object.
func settle(t *turn, r Resolution) {
	own := &t.Own
	endWait(t, "")
	if own.Handler.Agent == "" {
		own.Handler.Agent = t.Actor.Person
	}
	t.StopClock(ClockResponse)
	overrun := late(t.Clocks[own.Clock], t.At)
	t.StopClock(own.Clock)
	for _, kind := range []string{"take_incident", "coordinate_incident"} {
		t.CancelTasks(kind, "")
	}
	t.FinishTasks("resolve_incident", "")
	// Whoever resolved it is who it belonged to: after a reopening it has not bounced.
	own.Frozen, own.Route = nil, arrive(nil, own.Handler)
	own.Resolution = &Resolving{Resolution: r, At: t.At, By: t.Actor, FirstLine: own.Handler.Desk(), Overrun: overrun,
		Direct: own.HandOvers == 0 && own.Handler.Team == own.First}
	t.Move(Resolved)
	t.StartClock(ClockConfirmation, definitionConfirmation)
}

// late reports whether a clock has reached its due time. A stop at that very
// instant still meets the target.
func late(k record.Clock, at time.Time) bool {
	return k.HasFired(record.RungDue) && !(k.Result.Due != nil && k.Result.Due.Equal(at))
}

// explain registers the Problem of a critical incident at once (C-26), once; one
// that was missed while critical counts as such (C-24). A later resolution is told
// to the Problem: its root-cause time counts from it (C-25).
func explain(t *turn) {
	own := &t.Own
	overrun := own.Resolution.Overrun || own.Missed
	switch {
	case own.Priority != Critical && !own.Missed, own.Problem == opening:
		return
	case own.Problem != "":
		own.Explained = own.Reopenings
		casework.TellCase(t, fmt.Sprintf("%s/%d", errandProblem, own.Reopenings), own.Problem, problem.IncidentResolved,
			problem.ResolvedAgain{At: own.Resolution.At, Overrun: overrun})
		return
	}
	own.Problem, own.Explained = opening, own.Reopenings
	t.OpenCase(errandProblem, problem.Opening(problem.Origin{Incident: t.Ref, Title: t.Title, Service: own.Service, Category: own.Category,
		Item: own.Item, Priority: own.Priority, Handler: own.Handler, Resolved: t.At, ByUser: own.ByUser, Overrun: overrun}, t.Parties))
}

func checkConfirm(*situation, Remark) error { return nil }

func confirm(t *turn, r Remark) {
	t.Say("incident.confirmed", map[string]string{"remark": r.Remark})
	t.FinishTasks("confirm_incident", "")
	closeCase(t, OutcomeConfirmed)
}

// closeCase ends the incident, and asks its reporter how it was, once (E-14).
func closeCase(t *turn, outcome string) {
	own := &t.Own
	t.StopClock(ClockConfirmation)
	if undecided(t.Own) {
		own.Closing = outcome
		t.CancelTasks("confirm_incident", "")
		t.Move(Deciding)
		return
	}
	if survey.Asks(t.Parties) {
		t.OpenCase(errandSurvey, survey.Opening(survey.About{Incident: t.Ref, Title: t.Title, Solver: own.Handler.Org, Team: own.Handler.Team,
			Closed: t.At, Counted: own.Manual}, t.Parties))
	}
	t.End(Closed, outcome)
}

// undecided reports whether the Board has yet to decide on an exclusion.
func undecided(own State) bool {
	for _, id := range sorted(own.Exclusions) {
		if own.Exclusions[id].State == ExclusionPending {
			return true
		}
	}
	return false
}

// lapse says of exclusions on which the Board has not decided that it will not.
func lapse(t *turn) {
	for _, id := range sorted(t.Own.Exclusions) {
		if x := t.Own.Exclusions[id]; x.State == ExclusionPending {
			x.State = ExclusionLapsed
			t.Own.Exclusions[id] = x
		}
	}
}

func checkReopen(s *situation, b Because) error { return checkBecause(s, b) }

// reopen takes the resolution back: the time since then counts for no target.
func reopen(t *turn, b Because) {
	byDesk(t)
	t.Say("incident.reopened", map[string]string{"reason": b.Reason})
	unsettle(t)
	proceed(t)
	if t.Own.Handler.Agent == "" { // another tool's agent resolved it
		askTeam(t)
		return
	}
	askAgent(t)
	callHandler(t)
}

func unsettle(t *turn) {
	own := &t.Own
	t.CancelTasks("confirm_incident", "")
	t.CancelClock(ClockConfirmation)
	id := fmt.Sprintf("W%d", len(own.Waits)+1)
	if own.Waits == nil {
		own.Waits = map[string]Interruption{}
	}
	from, to := own.Registered, t.At
	if own.Resolution != nil {
		from = own.Resolution.At
	}
	own.Waits[id] = Interruption{Reason: MeanwhileResolved, From: from, To: &to}
	t.RestartClock(own.Clock, id, MeanwhileResolved)
	if definition := own.Policy.Definitions[own.Priority]; t.Clocks[own.Clock].Definition != definition {
		t.CancelClock(own.Clock) // another tool changed the priority of a resolved incident
		startResolution(t)
	}
	own.Resolution = nil
	own.Reopenings++
	t.Move(Working)
}

func checkBecause(_ *situation, b Because) error {
	var v casework.Invalid
	v.Check(strings.TrimSpace(b.Reason) != "", "reason", "required")
	return v.Err()
}

// withdraw is sentence 16: nothing is promised any more.
func withdraw(t *turn, b Because) {
	t.Say("incident.withdrawn", map[string]string{"reason": b.Reason})
	lapse(t)
	t.End(Gone, OutcomeWithdrawn)
	t.Mail(record.Mail{Template: "case_ended", To: t.Own.Handler.People()})
}

func checkExclude(s *situation, e Exclusion) error {
	var v casework.Invalid
	_, ok := s.Own.Policy.Grounds[e.Ground]
	// What the case itself knows to be otherwise is no ground.
	v.Check(e.Ground != "monitoring" || !s.Own.ByUser, "ground", "not_so")
	v.Check(e.Ground != "redirected" || s.Own.Redirected, "ground", "not_so")
	v.Check(ok, "ground", "choose_option", "options", strings.Join(sorted(s.Own.Policy.Grounds), ", "))
	v.Check(strings.TrimSpace(e.Reason) != "", "reason", "required")
	v.Check(strings.TrimSpace(e.Proof) != "", "proof", "required")
	if err := v.Err(); err != nil {
		return err
	}
	for _, id := range sorted(s.Own.Exclusions) {
		if x := s.Own.Exclusions[id]; x.Ground == e.Ground && x.State != ExclusionRejected {
			return casework.Refuse(casework.CodeDone)
		}
	}
	return nil
}

// exclude is sentence 14. Where the rule asks the Board, it waits for its word.
func exclude(t *turn, e Exclusion) {
	own := &t.Own
	ground := own.Policy.Grounds[e.Ground]
	id := fmt.Sprintf("X%d", len(own.Exclusions)+1)
	if own.Exclusions == nil {
		own.Exclusions = map[string]ExclusionCase{}
	}
	x := ExclusionCase{Exclusion: e, Flag: ground.Flag, Rule: ground.Rule, State: ExclusionApproved, At: t.At, By: t.Actor}
	t.Say("incident.exclusion_asked", map[string]string{"id": id, "basis": e.Ground, "flag": ground.Flag, "rule": ground.Rule, "reason": e.Reason, "proof": e.Proof})
	if ground.Board {
		x.State = ExclusionPending
		t.StartClock("exclusion/"+id, "task.decision")
		t.OpenTask(ask{Kind: "approve_exclusion", Subject: id, To: record.Recipient{Org: "board", Role: "member"}, Clock: "exclusion/" + id,
			Options: []string{"approve", "reject"}, Content: record.ContentHash(x.Exclusion),
			Args: map[string]string{"rule": ground.Rule, "flag": ground.Flag}})
	}
	own.Exclusions[id] = x
	t.Made(id)
}

func ruleExclusion(t *turn, task record.Task, d casework.Decision) {
	x := t.Own.Exclusions[task.Subject]
	x.State = ExclusionApproved
	if d.Option == "reject" {
		x.State = ExclusionRejected
	}
	t.Own.Exclusions[task.Subject] = x
	t.StopClock("exclusion/" + task.Subject)
	if t.Own.Closing != "" && !undecided(t.Own) {
		closeCase(t, t.Own.Closing)
	}
	t.Say("incident.exclusion_"+x.State, map[string]string{"id": task.Subject, "basis": x.Ground, "flag": x.Flag, "reason": d.Reason})
}

// sorted lists a map's keys in order.
//
//workflowcheck:ignore the order in which the map is walked does not matter: the keys are sorted
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
