package app

import (
	"encoding/json"
	"slices"
	"strings"

	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/workflows/transition"
)

// kindWithheld is what an organisation reads of an event that does not concern it.
const kindWithheld = transition.Name + ".withheld"

// sight says which parts of a programme an organisation may read about, from the
// state as it may read it.
type sight struct {
	org string
	own transition.State
}

func sightOf(p identity.Principal, row ledger.CaseRow) (sight, error) {
	own, err := stateOf[transition.State](row, transition.Name)
	return sight{p.Org, own}, err
}

func (s sight) mine(milestone string) bool { return s.own.Milestones[milestone].Owner.Org == s.org }

// clock reports whether a clock is of something of the own.
func (s sight) clock(id string) bool {
	family, rest, _ := strings.Cut(id, "/")
	subject, _, _ := strings.Cut(rest, "/")
	switch family {
	case "milestone", "recovery", "judgement", "payment":
		return s.mine(subject)
	case "acceptance":
		_, ok := s.own.Products[subject]
		return ok
	case "ack":
		_, ok := s.own.Requests[subject]
		return ok
	case "proposal":
		_, ok := s.own.Proposals[subject]
		return ok
	}
	return family == "steering" || family == "plan"
}

// task reports whether a task asks the own organisation, or is about something of it.
func (s sight) task(t record.Task) bool {
	if t.Assignee.Org == s.org {
		return true
	}
	switch t.Kind {
	case "check_work_product", "accept_work_product", "deliver_work_product":
		_, ok := s.own.Products[t.Subject]
		return ok
	case "acknowledge_dates":
		_, ok := s.own.Requests[t.Subject]
		return ok
	case "decide_programme_proposal":
		_, ok := s.own.Proposals[t.Subject]
		return ok
	}
	return s.mine(t.Subject)
}

// general are the events that everybody who takes part may read.
var general = []string{"case.registered", "transition.plan_submitted", "transition.plan_refused", "transition.baseline_set", "transition.award_recorded",
	"transition.session_planned", "transition.agenda_sent", "transition.session_lapsed", "transition.month_begun", "transition.month_missed",
	"transition.session_opened", "transition.completed", "transition.stopped"}

// event is an event as the organisation may read it; false when it is withheld.
func (s sight) event(e record.Event) (record.Event, bool) {
	var about struct{ Milestone, Product, Item, Risk, Request, Proposal, Decision, Session, Clock, Task, Subject string }
	_ = json.Unmarshal(e.Body, &about) // a body that names nothing is of nobody
	bare := e
	bare.Effects = record.Effects{}
	if c := e.Effects.Case; c != nil {
		change := *c
		change.View = nil // it may hold anybody's
		bare.Effects.Case = &change
	}
	bare.Effects.Clocks = slices.DeleteFunc(slices.Clone(e.Effects.Clocks), func(k record.Clock) bool { return !s.clock(k.ID) })
	bare.Effects.Tasks = slices.DeleteFunc(slices.Clone(e.Effects.Tasks), func(t record.Task) bool { return !s.task(t) })
	if slices.Contains(general, e.Kind) || e.Actor.Org == s.org {
		return bare, true
	}
	has := false
	switch {
	case about.Clock != "":
		has = s.clock(about.Clock)
	case about.Product != "":
		_, has = s.own.Products[about.Product]
	case about.Item != "":
		_, has = s.own.Checklist[about.Item]
	case about.Risk != "":
		_, has = s.own.Risks[about.Risk]
	case about.Request != "":
		_, has = s.own.Requests[about.Request]
	case about.Proposal != "":
		_, has = s.own.Proposals[about.Proposal]
	case about.Decision != "":
		_, has = s.own.Decisions[about.Decision]
	case about.Session != "":
		x, ok := s.own.Sessions[about.Session]
		has = ok && x.Minutes != "" // only of a session in which it took part
	case about.Milestone != "":
		has = s.mine(about.Milestone)
		if _, beside := s.own.Milestones[about.Milestone]; beside && !has && datesOf[e.Kind] {
			return withoutWords(bare), true
		}
	}
	return bare, has
}

// datesOf are the events that give a neighbour's date and nothing else that is read.
var datesOf = map[string]bool{"transition.forecast_stated": true, "transition.milestone_missed": true, "transition.milestone_reached": true}

// withoutWords leaves of an event's body what milestone and which dates it names.
func withoutWords(e record.Event) record.Event {
	var body map[string]json.RawMessage
	if json.Unmarshal(e.Body, &body) != nil {
		e.Body = nil
		return e
	}
	for _, name := range []string{"reason", "note"} {
		delete(body, name)
	}
	e.Body, _ = json.Marshal(body) // what was read can be written
	e.Actor.Person = ""
	return e
}

// shownProgrammeEvents are a programme's events as the principal may read them. One
// that does not concern the organisation keeps its place and says no more.
func shownProgrammeEvents(p identity.Principal, row ledger.CaseRow, events []record.Event) ([]record.Event, error) {
	if seesProgramme(p) {
		return events, nil
	}
	s, err := sightOf(p, row)
	if err != nil {
		return nil, err
	}
	out := make([]record.Event, 0, len(events))
	for _, e := range events {
		x, visible := s.event(e)
		if !visible {
			x = record.Event{Case: e.Case, Seq: e.Seq, At: e.At, Recorded: e.Recorded, Kind: kindWithheld, Prev: e.Prev, Hash: e.Hash}
		}
		out = append(out, x)
	}
	return out, nil
}

// shownClocks are a case's clocks as the principal may read them.
func shownClocks(p identity.Principal, row ledger.CaseRow, clocks []record.Clock) ([]record.Clock, error) {
	if row.Process != transition.Name || seesProgramme(p) {
		return clocks, nil
	}
	s, err := sightOf(p, row)
	return slices.DeleteFunc(clocks, func(k record.Clock) bool { return !s.clock(k.ID) }), err
}

// shownTasks are a case's tasks as the principal may read them.
func shownTasks(p identity.Principal, row ledger.CaseRow, tasks []ledger.TaskRow) ([]ledger.TaskRow, error) {
	if row.Process != transition.Name || seesProgramme(p) {
		return tasks, nil
	}
	s, err := sightOf(p, row)
	return slices.DeleteFunc(tasks, func(t ledger.TaskRow) bool { return !s.task(t.Task) }), err
}

// shownWhole leaves out of a case's page what the principal may not read: the clocks
// and tasks of others, and the events that say nothing.
func shownWhole(p identity.Principal, w Whole) (Whole, error) {
	if w.Process != transition.Name || seesProgramme(p) {
		return w, nil
	}
	var err error
	if w.Clocks, err = shownClocks(p, w.CaseRow, w.Clocks); err != nil {
		return w, err
	}
	if w.Tasks, err = shownTasks(p, w.CaseRow, w.Tasks); err != nil {
		return w, err
	}
	w.Events = slices.DeleteFunc(w.Events, func(e record.Event) bool { return e.Kind == kindWithheld })
	return w, nil
}
