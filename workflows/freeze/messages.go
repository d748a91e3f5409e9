package freeze

import (
	"time"

	"termijn/workflows/casework"
)

// Wire names of the process. They never change; a test pins them.
const (
	Name   = "freeze"
	Prefix = "FRZ"
)

// Kinds.
const (
	Freeze      = "freeze"
	Maintenance = "maintenance"
)

// Kinds in the order in which a form offers them.
var Kinds = []string{Freeze, Maintenance}

// The commands of the process.
var (
	Change = casework.Command[Update]{Name: "update"}
	Lift   = casework.Command[Because]{Name: "lift"}
)

// Announcement is what is announced.
type Announcement struct {
	// Kind is one of Kinds.
	Kind   string `json:"kind"`
	Title  string `json:"title"`
	Reason string `json:"reason"`
	// Items are services and configuration items of the map; a freeze without any
	// holds for everything.
	Items []string `json:"items,omitempty"`
	// From and To are the window, instants.
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"`
	// Emergencies: emergency changes may be carried out in it.
	Emergencies bool `json:"emergencies,omitempty"`
}

// Update changes what is announced. What is left out stays as it is.
type Update struct {
	From  time.Time `json:"from,omitzero"`
	To    time.Time `json:"to,omitzero"`
	Items []string  `json:"items,omitempty"`
	// Everything makes a freeze hold for all services and items; Items is empty then.
	Everything bool   `json:"everything,omitempty"`
	Reason     string `json:"reason"`
	// Providers are those whom it concerns then, as the application service found out:
	// they see it from now on. A sender's own are overwritten.
	Providers []string `json:"providers,omitempty"`
}

// Because is a command that needs nothing but its reason.
type Because struct {
	Reason string `json:"reason"`
}
