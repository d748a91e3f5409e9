package takeover

import (
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
