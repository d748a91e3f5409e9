package session

import (
	"time"

	"termijn/internal/record"
)

// Stages.
const (
	Preparing = "preparation"
	InSession = "in_session"
	Closed    = "closed"
	Lapsed    = "lapsed"
	CalledOff = "called_off"
)

// States of an item.
const (
	ItemWaiting  = "waiting"
	ItemDeciding = "deciding" // the change was told and has not answered yet
	ItemDecided  = "decided"
	ItemRefused  = "refused" // the change refused; the item waits again
	ItemCarried  = "carried_over"
	ItemOff      = "taken_off"
)

// State is what a session keeps beside what every case keeps.
type State struct {
	About About `json:"about"`
	// Items by the reference of their change.
	Items map[string]Item `json:"items,omitempty"`
	// Cut is when the agenda was closed.
	Cut    *time.Time `json:"cut,omitempty"`
	Opened *time.Time `json:"opened,omitempty"`
	Ended  *time.Time `json:"ended,omitempty"`
	// Present by seat.
	Present map[string]Present `json:"present,omitempty"`
	// Front is the item that is dealt with, since FrontSince.
	Front      string     `json:"front,omitempty"`
	FrontSince *time.Time `json:"frontSince,omitempty"`
	// Minutes by ID M1…
	Minutes map[string]Minuted `json:"minutes,omitempty"`
	Summary string             `json:"summary,omitempty"`
	Reason  string             `json:"reason,omitempty"`
}

// Item is a change on the agenda.
type Item struct {
	Proposal
	// Place on the agenda, from 1.
	Place int       `json:"place"`
	Added time.Time `json:"added"`
	// By is who added it after the cut-off, and Reason why.
	By     *record.Actor `json:"by,omitempty"`
	Reason string        `json:"reason,omitempty"`
	State  string        `json:"state"`
	// Seconds that it was in front.
	Seconds int64 `json:"seconds,omitempty"`
	// Decision as it was sent, and when it was answered; Refused is why the change
	// did not take it.
	Decision *Deciding  `json:"decision,omitempty"`
	At       *time.Time `json:"at,omitempty"`
	Refused  string     `json:"refused,omitempty"`
}

// Present is who takes a seat.
type Present struct {
	Person string     `json:"person"`
	Since  time.Time  `json:"since"`
	Left   *time.Time `json:"left,omitempty"`
}

// Minuted is a line of the minutes.
type Minuted struct {
	ID     string       `json:"id"`
	At     time.Time    `json:"at"`
	By     record.Actor `json:"by"`
	Change string       `json:"change,omitempty"`
	// Code of a line that wrote itself, with its arguments; Text of a typed one.
	Code string            `json:"code,omitempty"`
	Args map[string]string `json:"args,omitempty"`
	Text string            `json:"text,omitempty"`
}
