package problem

import (
	"slices"
	"time"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
)

// Stages.
const (
	Proposed   = "proposed"
	Analysing  = "analysing"
	Identified = "identified"
	Known      = "known_error"
	Solved     = "solved"
	Closed     = "closed"
	Declined   = "declined"
	Withdrawn  = "withdrawn"
)

// Clocks. The clock of an agreed date is "stage/" and the stage; a second date
// for the same stage adds its number.
const (
	ClockProposal  = "proposal"
	ClockRootCause = "rootcause"
	ClockOverrun   = "overrun"
	clockStage     = "stage/"
)

// State is what a problem keeps beside what every case keeps.
type State struct {
	Origin     Origin    `json:"origin"`
	Registered time.Time `json:"registered"`
	// Handler looks for the cause and the solution; Outside names a provider
	// outside the ecosystem that must find the cause (C-27).
	Handler     casework.Handler    `json:"handler"`
	Outside     string              `json:"outside,omitempty"`
	Assignments map[string]Assigned `json:"assignments,omitempty"`
	// NextActor is who must act now, for the overview per provider (B-13).
	NextActor *NextActor `json:"nextActor,omitempty"`
	// Steps are the three stages of B-13, by name.
	Steps map[string]Step `json:"steps,omitempty"`

	Cause      *Cause     `json:"cause,omitempty"`
	KnownError *KnownAs   `json:"knownError,omitempty"`
	Published  *time.Time `json:"published,omitempty"` // since when the known error is public
	Solution   *Solving   `json:"solution,omitempty"`
	// Result of the effectiveness check.
	Result   string           `json:"result,omitempty"`
	Overrun  *Overrun         `json:"overrun,omitempty"`
	Proposal *Ruling          `json:"proposal,omitempty"`
	Notes    map[string]Noted `json:"notes,omitempty"`
	// Incidents that it explains, by reference.
	Incidents  map[string]Linked   `json:"incidents,omitempty"`
	Reopenings map[string]Reopened `json:"reopenings,omitempty"`
	// Told counts what changes were told about the cause.
	Told int `json:"told,omitempty"`
	// Reason of the cancellation.
	Reason string `json:"reason,omitempty"`
}

// NextActor is who must act, and to do what.
type NextActor struct {
	record.Recipient
	// Task is the kind of what is asked, for example "identify_root_cause".
	Task string `json:"task"`
}

// Assigned is an assignment with who made it when.
type Assigned struct {
	Assignment
	At time.Time    `json:"at"`
	By record.Actor `json:"by"`
}

// Step is how far a stage of B-13 has come.
type Step struct {
	// Date is the agreed one, the last of Plans.
	Date   *calendar.Date `json:"date,omitempty"`
	Plans  int            `json:"plans,omitempty"`
	Reason string         `json:"reason,omitempty"`
	Agreed *time.Time     `json:"agreed,omitempty"`
	By     *record.Actor  `json:"by,omitempty"`
	// Clock of the agreed date.
	Clock string     `json:"clock,omitempty"`
	Done  *time.Time `json:"done,omitempty"`
}

// Cause is the root cause with who found it when.
type Cause struct {
	RootCause
	At time.Time    `json:"at"`
	By record.Actor `json:"by"`
}

// KnownAs is the known error with who recorded it when.
type KnownAs struct {
	KnownError
	At time.Time    `json:"at"`
	By record.Actor `json:"by"`
}

// Solving is the solution with who brought it when.
type Solving struct {
	Solution
	At time.Time    `json:"at"`
	By record.Actor `json:"by"`
}

// States of an overrun's analysis.
const (
	OverrunOpen    = "open"
	OverrunShared  = "shared"
	OverrunPending = "pending"
	// OverrunExcluded: not in the price correction of the Service Integrator.
	OverrunExcluded = "excluded"
	OverrunStays    = "stays"
)

// Overrun is the analysis of why the incident took longer than its target (C-24).
type Overrun struct {
	State string `json:"state"`
	OverrunAnalysis
	At *time.Time    `json:"at,omitempty"`
	By *record.Actor `json:"by,omitempty"`
	// Ruling is the Board's, when the Service Integrator says it had no share.
	Ruling *Ruling `json:"ruling,omitempty"`
}

// Open reports whether somebody must still act on it.
func (o *Overrun) Open() bool {
	return o != nil && (o.State == OverrunOpen || o.State == OverrunPending)
}

// Ruling is a decision with its reason.
type Ruling struct {
	Option string       `json:"option"`
	Reason string       `json:"reason,omitempty"`
	At     time.Time    `json:"at"`
	By     record.Actor `json:"by"`
}

// Noted is a note with who wrote it when.
type Noted struct {
	At   time.Time    `json:"at"`
	By   record.Actor `json:"by"`
	Text string       `json:"text"`
}

// Linked is when an incident was linked, and by whom.
type Linked struct {
	At time.Time    `json:"at"`
	By record.Actor `json:"by"`
}

// Reopened is why the problem went back to an earlier stage.
type Reopened struct {
	From   string       `json:"from"`
	To     string       `json:"to"`
	Reason string       `json:"reason"`
	At     time.Time    `json:"at"`
	By     record.Actor `json:"by"`
}

// Allowed are the commands that a stage allows, for the portal.
func Allowed(stage string) []string { return slices.Clone(transitions[stage]) }
