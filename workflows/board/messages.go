package board

import (
	"time"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/change"
	"termijn/workflows/session"
)

// Wire names of the process. They never change; a test pins them.
const (
	Name   = "board"
	Prefix = "CAB"
)

// The commands of the process.
var (
	Redefine = casework.Command[Redefinition]{Name: "redefine"}
	Skip     = casework.Command[Skipping]{Name: "skip"}
	Move     = casework.Command[Moving]{Name: "move"}
	Extra    = casework.Command[Calling]{Name: "call-extra"}
	Close    = casework.Command[Because]{Name: "close"}
)

// MeetingEnded is sent by a meeting that ended.
var MeetingEnded = casework.Command[session.Ended]{Name: session.CommandEnded}

// Kinds of boards.
const (
	Regular   = "cab"
	Emergency = "ecab"
)

// Kinds in the order in which a form offers them.
var Kinds = []string{Regular, Emergency}

// Definition is what a board is.
type Definition struct {
	Name string `json:"name"`
	// Kind is cab or ecab. Scope are services whose changes come before it; none
	// means all that no other board has (F-04: the GOS CAB is a board with a scope).
	Kind  string   `json:"kind"`
	Scope []string `json:"scope,omitempty"`
	// Seats by ID, Rule, Count, Quorum and Sides: see change.Panel. In an E-CAB a seat
	// of a Client or a provider may have no holder: the approvers of the change's Client,
	// or the managers of the provider that does it, take it.
	Seats  map[string]change.Seat `json:"seats"`
	Rule   string                 `json:"rule"`
	Count  int                    `json:"count,omitempty"`
	Quorum int                    `json:"quorum,omitempty"`
	Sides  [][]string             `json:"sides,omitempty"`
	// Cron is the rhythm of its meetings in Europe/Brussels: five fields; empty for
	// one that only meets when it is called. Minutes is how long one lasts, Cutoff how
	// many working days before it the agenda closes, at the end of that day (0: at its
	// beginning), Each the minutes for one item.
	Cron    string `json:"cron,omitempty"`
	Minutes int    `json:"minutes,omitempty"`
	Cutoff  int    `json:"cutoff,omitempty"`
	Each    int    `json:"each,omitempty"`
}

// Redefinition changes a board from now on.
type Redefinition struct {
	// Seen is the number of the version that the writer began from.
	Seen       int        `json:"seen"`
	Definition Definition `json:"definition"`
	Reason     string     `json:"reason"`
	// Parties are who sits on it; the application service fills them in.
	Parties *record.Parties `json:"parties,omitempty"`
}

// Skipping leaves a planned meeting out.
type Skipping struct {
	// At is its planned beginning, as the calendar has it now.
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
}

// Moving moves a planned meeting.
type Moving struct {
	At     time.Time `json:"at"`
	To     time.Time `json:"to"`
	Reason string    `json:"reason"`
	// Cutoff and Notes of the new beginning are filled in by the application service.
	Cutoff time.Time `json:"cutoff,omitzero"`
	Notes  []string  `json:"notes,omitempty"`
}

// Calling calls a meeting beside the rhythm.
type Calling struct {
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
	// Cutoff and Notes are filled in by the application service.
	Cutoff time.Time `json:"cutoff,omitzero"`
	Notes  []string  `json:"notes,omitempty"`
}

// Because is a command that needs nothing but its reason.
type Because struct {
	Reason string `json:"reason"`
}

// Panel is the board as a change keeps it.
func (d Definition) Panel(ref string, number int) change.Panel {
	return change.Panel{Board: ref, Name: d.Name, Version: number, Rule: d.Rule, Count: d.Count, Quorum: d.Quorum, Sides: d.Sides, Seats: d.Seats}
}
