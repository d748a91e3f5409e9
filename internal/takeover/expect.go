package takeover

import (
	"fmt"
	"time"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/internal/sla"
)

// Policy is what the product promises, as far as Expect needs it.
type Policy struct {
	// Definitions by ID, such as incident.p3, as they hold for what is taken over.
	Definitions map[string]record.Definition
	// Definition names the one that limits the resolution. inside: registered inside
	// the limited office hours; always: 24/7 was agreed for the service (C-20…C-22).
	Definition func(priority string, inside, always bool) string
	// Always says whether 24/7 was agreed for a service; nil: for none.
	Always func(service string) bool
	// Calendar is the version of a calendar that holds for what starts at an instant:
	// calendar.Book.CurrentAt.
	Calendar func(name string, start time.Time) (*calendar.Calendar, error)
}

// officeHours is the calendar of the limited office hours.
const officeHours = "loh"

// States of an incident.
const (
	StateNew      = "new"
	StateWorking  = "working"
	StateWaiting  = "waiting"
	StateResolved = "resolved"
	StateClosed   = "closed"
)

// Expected is what the product must come to for one incident.
type Expected struct {
	// State is empty when the incident was not open yet.
	State    string `json:"state"`
	Priority string `json:"priority"`
	// HandOvers are changes of team, Crossings those between organisations.
	HandOvers  int `json:"handOvers"`
	Crossings  int `json:"crossings"`
	Reopenings int `json:"reopenings"`
	// Waits by reason.
	Waits  map[string]Wait `json:"waits,omitempty"`
	Clocks []Clock         `json:"clocks"`
}

// Wait is how often an incident waited for something, and how long in all.
type Wait struct {
	Count   int   `json:"count"`
	Seconds int64 `json:"seconds"`
}

// Clock is one promise: "response", "resolution/1", "resolution/2" and so on.
type Clock struct {
	ID         string     `json:"id"`
	Definition string     `json:"definition"`
	Facts      sla.Facts  `json:"facts"`
	Result     sla.Result `json:"result"`
}

// Expect computes what must come out for an incident by an instant, from its facts
// alone: without the product's workflows.
func Expect(inc Incident, p Policy, at time.Time) (Expected, error) {
	if err := inc.Check(); err != nil {
		return Expected{}, err
	}
	if at.Before(inc.Opened) {
		return Expected{}, nil
	}
	e := Expected{State: StateNew, Priority: inc.Priority, Waits: map[string]Wait{}}
	team := inc.Team
	for _, f := range inc.Facts {
		if f.At.After(at) {
			break
		}
		e.State = legal[f.Kind][e.State]
		switch f.Kind {
		case Prioritised:
			e.Priority = f.Priority
		case Assigned:
			e.HandOvers += one(f.Team.ID != team.ID)
			e.Crossings += one(f.Team.Org != team.Org)
			team = f.Team
		case Reopened:
			e.Reopenings++
		}
	}
	stretches := stretches(inc, at)
	for _, s := range stretches {
		if s.Reason == resolved {
			continue
		}
		w := e.Waits[s.Reason]
		w.Count++
		end := at
		if s.To != nil {
			end = *s.To
		}
		w.Seconds += int64(end.Sub(s.From) / time.Second)
		e.Waits[s.Reason] = w
	}
	var err error
	if e.Clocks, err = clocks(inc, stretches, p, at); err != nil {
		return Expected{}, fmt.Errorf("%s: %w", inc.Number, err)
	}
	return e, nil
}

// resolved is the reason for which a clock stands still from a resolution to its
// reopening: while the user thinks, the team cannot work.
const resolved = "resolved"

// stretches are the waits, and the times in which it was resolved, as known at an
// instant; the last one may have no end.
func stretches(inc Incident, at time.Time) []sla.Pause {
	var list []sla.Pause
	for _, f := range inc.Facts {
		if f.At.After(at) {
			break
		}
		switch f.Kind {
		case Waiting:
			list = append(list, sla.Pause{From: f.At, Reason: f.Reason})
		case Resolved:
			list = append(list, sla.Pause{From: f.At, Reason: resolved})
		case Working, Reopened:
			if n := len(list); n > 0 && list[n-1].To == nil {
				list[n-1].To = &f.At
			}
		}
	}
	return list
}
