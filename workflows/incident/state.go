package incident

import (
	"time"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

// Stages.
const (
	New      = "new"
	Working  = "working"
	Waits    = "waiting"
	Resolved = "resolved"
	// Deciding: it is over for its reporter; the Board has yet to decide on an exclusion.
	Deciding = "deciding"
	Closed   = "closed"
	Gone     = "withdrawn"
)

// Outcomes.
const (
	OutcomeConfirmed = "confirmed"
	OutcomeSilence   = "silence"
	OutcomeWithdrawn = "withdrawn"
	// OutcomeTaken: it was closed in the tool that it was taken over from.
	OutcomeTaken = "closed"
)

// Clocks. The resolution's has a number: a change of priority starts the next one.
const (
	ClockResponse     = "response"
	ClockResolution   = "resolution"
	ClockConfirmation = "confirmation"
)

// Definitions of clocks that every incident has.
const (
	definitionResponse     = "incident.response"
	definitionConfirmation = "incident.confirmation"
)

// Critical is the priority of critical incidents (B-29).
const Critical = "P1"

// State is what an incident keeps beside what every case keeps. Lists of what
// happened are maps by ID, so that an event carries only what it adds.
type State struct {
	Policy  Policy `json:"policy"`
	Report  Report `json:"report"`
	Service string `json:"service"`
	// Category and Item of the service, when known.
	Category string `json:"category,omitempty"`
	Item     string `json:"item,omitempty"`
	Impact   string `json:"impact"`
	Urgency  string `json:"urgency"`
	Priority string `json:"priority"`
	// Inside: it was registered inside the limited office hours. Always: 24/7 was
	// agreed for the service (C-22). Both decide the target of a critical incident.
	Inside bool `json:"inside"`
	Always bool `json:"always"`
	// ByUser: a user reported it, not monitoring alone (C-23).
	ByUser     bool      `json:"byUser"`
	Registered time.Time `json:"registered"`

	Handler casework.Handler `json:"handler"`
	// First is the team that it was first assigned to (E-29); Redirected: the
	// catalogue sent it to a provider, past the Service Desk (E-27).
	First      string `json:"first"`
	Redirected bool   `json:"redirected,omitempty"`
	// HandOvers counts changes of team, Crossings those between organisations.
	HandOvers int `json:"handOvers,omitempty"`
	Crossings int `json:"crossings,omitempty"`
	// Route is the providers that had it, in order, since it was last decided whose it
	// is: by the Service Integrator, or by who resolved it (B-28).
	Route []string `json:"route,omitempty"`
	// Frozen: nobody hands it over until the Service Integrator has decided.
	Frozen *Freeze `json:"frozen,omitempty"`
	// Manual: somebody of the Service Desk did something by hand (E-20).
	Manual bool `json:"manual,omitempty"`

	// Clock is the running resolution clock, Clocks how many there were.
	Clock  string `json:"clock"`
	Clocks int    `json:"clocks"`
	// Waits by ID; Waiting is the one that holds now.
	Waits   map[string]Interruption `json:"waits,omitempty"`
	Waiting string                  `json:"waiting,omitempty"`

	Notes          map[string]Noted         `json:"notes,omitempty"`
	Relations      map[string]Related       `json:"relations,omitempty"`
	Communications map[string]Communicated  `json:"communications,omitempty"`
	Exclusions     map[string]ExclusionCase `json:"exclusions,omitempty"`
	// Clients are the affected ones beside the reporting one.
	Clients []string `json:"clients,omitempty"`
	// Followers are people who have the same incident.
	Followers map[string]Follower `json:"followers,omitempty"`
	// Published is when it first came on the status page.
	Published *time.Time `json:"published,omitempty"`
	// Meeting is the critical-incident meeting, Problem the one that explains it;
	// "…" while they are being opened.
	Meeting string `json:"meeting,omitempty"`
	Problem string `json:"problem,omitempty"`
	// Meetings counts the meetings that were called; Called is the organisation that
	// had the incident when the last was, or was called to it since.
	Meetings int    `json:"meetings,omitempty"`
	Called   string `json:"called,omitempty"`
	// Missed: the target was missed while it was critical, whatever its priority is
	// now (C-24). Explained is the number of reopenings that the Problem knows of.
	Missed    bool `json:"missed,omitempty"`
	Explained int  `json:"explained,omitempty"`
	// Closing is the outcome of an incident that waits for the Board before it closes.
	Closing string `json:"closing,omitempty"`

	Resolution *Resolving `json:"resolution,omitempty"`
	Reopenings int        `json:"reopenings,omitempty"`
	// Origin is the case in the tool that it was taken over from.
	Origin *Origin `json:"origin,omitempty"`
}

// Policy is what the incident keeps from configuration.
type Policy struct {
	Version int `json:"version"`
	// Priorities by "impact/urgency".
	Priorities map[string]string `json:"priorities"`
	// Definitions that limit the resolution, by priority, for this incident.
	Definitions map[string]string `json:"definitions"`
	// Teams are the organisations of the teams, by team.
	Teams map[string]string `json:"teams"`
	// HandOvers between organisations, or a return to a provider, freeze it (B-28).
	HandOvers int  `json:"handOvers"`
	Return    bool `json:"return"`
	// Grounds on which it can be excluded.
	Grounds map[string]Ground `json:"grounds"`
}

// Ground is a ground of exclusion.
type Ground struct {
	// Flag is metric or correction.
	Flag string `json:"flag"`
	Rule string `json:"rule"`
	// Board: the Board must approve.
	Board bool `json:"board,omitempty"`
}

// Freeze is why nobody hands the incident over.
type Freeze struct {
	At time.Time `json:"at"`
	// Because is "returned" or "too_many".
	Because string `json:"because"`
}

// Interruption is a wait.
type Interruption struct {
	Reason   string     `json:"reason"`
	Question string     `json:"question,omitempty"`
	From     time.Time  `json:"from"`
	To       *time.Time `json:"to,omitempty"`
	Until    *time.Time `json:"until,omitempty"`
	Answer   string     `json:"answer,omitempty"`
}

// Noted is a note with who wrote it when.
type Noted struct {
	At   time.Time    `json:"at"`
	By   record.Actor `json:"by"`
	Text string       `json:"text"`
}

// Related is a relation with when it was made.
type Related struct {
	Kind string    `json:"kind"`
	Ref  string    `json:"ref"`
	Note string    `json:"note,omitempty"`
	At   time.Time `json:"at"`
}

// Communicated is a communication that was sent.
type Communicated struct {
	Communication
	At time.Time    `json:"at"`
	By record.Actor `json:"by"`
}

// Follower is somebody who has the same incident.
type Follower struct {
	Org string    `json:"org"`
	At  time.Time `json:"at"`
}

// States of an exclusion.
const (
	ExclusionPending  = "pending"
	ExclusionApproved = "approved"
	ExclusionRejected = "rejected"
	// ExclusionLapsed: the case ended before the Board had decided.
	ExclusionLapsed = "lapsed"
)

// ExclusionCase is an exclusion that was asked for.
type ExclusionCase struct {
	Exclusion
	Flag  string       `json:"flag"`
	Rule  string       `json:"rule"`
	State string       `json:"state"`
	At    time.Time    `json:"at"`
	By    record.Actor `json:"by"`
}

// Resolving is how the incident was resolved.
type Resolving struct {
	Resolution
	At time.Time    `json:"at"`
	By record.Actor `json:"by"`
	// FirstLine: the Service Desk solved it (E-33). Direct: the team that it was
	// first assigned to did (E-29).
	FirstLine bool `json:"firstLine,omitempty"`
	Direct    bool `json:"direct,omitempty"`
	// Overrun: the resolution took longer than its target (C-24).
	Overrun bool `json:"overrun,omitempty"`
}

// Origin is the case in another tool.
type Origin struct {
	Source   string `json:"source"`
	Number   string `json:"number"`
	Reporter string `json:"reporter,omitempty"`
}

// Hide returns the state without its personal text: how a reporter without an
// account can be reached.
func (s State) Hide(keep func(field, text string) string) State {
	s.Report.Contact = keep("contact", s.Report.Contact)
	return s
}

// Allowed are the commands that a stage allows, for the portal.
func Allowed(stage string) []string {
	return append(append([]string(nil), transitions[stage]...), transitions[casework.Always]...)
}
