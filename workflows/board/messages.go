package board

import (
	"time"

	"termijn/workflows/casework"
	"termijn/workflows/change"
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
	// MeetingEnded is sent by a meeting that ended.
	MeetingEnded = casework.Command[Ended]{Name: "meeting-ended"}
)

// Kinds of boards.
const (
	Regular   = "cab"
	Emergency = "ecab"
)

// Definition is what a board is.
type Definition struct {
	Name string `json:"name"`
	// Kind is cab or ecab. Scope are services whose changes come before it; none
	// means all that no other board has (F-04: the GOS CAB is a board with a scope).
	Kind  string   `json:"kind"`
	Scope []string `json:"scope,omitempty"`
	// Seats by ID, Rule, Count, Quorum and Sides: see change.Panel.
	Seats  map[string]change.Seat `json:"seats"`
	Rule   string                 `json:"rule"`
	Count  int                    `json:"count,omitempty"`
	Quorum int                    `json:"quorum,omitempty"`
	Sides  [][]string             `json:"sides,omitempty"`
	// Cron is the rhythm of its meetings in Europe/Brussels: five fields. Minutes is
	// how long one lasts, Cutoff how many working days before it the agenda closes
	// (0: at its beginning), Each the minutes for one item.
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
}

// Skipping leaves a planned meeting out.
type Skipping struct {
	// At is the planned beginning.
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
}

// Moving moves a planned meeting.
type Moving struct {
	At     time.Time `json:"at"`
	To     time.Time `json:"to"`
	Reason string    `json:"reason"`
}

// Calling calls a meeting beside the rhythm.
type Calling struct {
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
}

// Because is a command that needs nothing but its reason.
type Because struct {
	Reason string `json:"reason"`
}

// Ended says that a meeting ended: held, or lapsed because nobody opened it.
type Ended struct {
	Meeting string `json:"meeting"`
	Held    bool   `json:"held"`
}
