package meeting

import (
	"slices"
	"time"

	"termijn/internal/record"
)

// Stages.
const (
	InSession = "in_session"
	Closed    = "closed"
)

// State is what a meeting keeps beside what every case keeps. Lists are maps by
// ID, so that an event carries only what it adds.
type State struct {
	About  About     `json:"about"`
	Opened time.Time `json:"opened"`
	// Participants P1…, Log L1…, Decisions D1…, Actions A1…
	Participants map[string]Participant `json:"participants,omitempty"`
	Log          map[string]Logged      `json:"log,omitempty"`
	Decisions    map[string]Decided     `json:"decisions,omitempty"`
	Actions      map[string]Action      `json:"actions,omitempty"`
	// Invited are organisations that were added, with when and by whom.
	Invited map[string]Invited `json:"invited,omitempty"`
	Summary *Written           `json:"summary,omitempty"`
	Ended   *time.Time         `json:"ended,omitempty"`
}

// Participant is a person, or somebody of an organisation, who took part.
type Participant struct {
	ID     string       `json:"id"`
	Person string       `json:"person,omitempty"`
	Org    string       `json:"org,omitempty"`
	Role   string       `json:"role,omitempty"`
	Joined time.Time    `json:"joined"`
	Left   *time.Time   `json:"left,omitempty"`
	By     record.Actor `json:"by"`
}

// Logged is a line of the log.
type Logged struct {
	ID   string       `json:"id"`
	At   time.Time    `json:"at"`
	By   record.Actor `json:"by"`
	Text string       `json:"text"`
}

// Decided is a decision of the meeting.
type Decided struct {
	ID     string       `json:"id"`
	At     time.Time    `json:"at"`
	By     record.Actor `json:"by"`
	Text   string       `json:"text"`
	Reason string       `json:"reason"`
}

// States of an action.
const (
	ActionOpen    = "open"
	ActionDone    = "done"
	ActionGone    = "dropped"
	ActionCarried = "carried_over"
)

// Action is something to do.
type Action struct {
	ID string `json:"id"`
	ActionDraft
	State    string       `json:"state"`
	Assigned time.Time    `json:"assigned"`
	By       record.Actor `json:"by"`
	// Clock of its due time.
	Clock string `json:"clock"`
	// Result of what was done, or the reason why it was dropped; Ended and EndedBy
	// are when and by whom.
	Result  string        `json:"result,omitempty"`
	Ended   *time.Time    `json:"ended,omitempty"`
	EndedBy *record.Actor `json:"endedBy,omitempty"`
}

// Invited is when an organisation was added, and by whom.
type Invited struct {
	At time.Time    `json:"at"`
	By record.Actor `json:"by"`
}

// Written is the summary with who wrote it when.
type Written struct {
	Text string       `json:"text"`
	At   time.Time    `json:"at"`
	By   record.Actor `json:"by"`
}

// Allowed are the commands that a stage allows, for the portal.
func Allowed(stage string) []string { return slices.Clone(transitions[stage]) }
