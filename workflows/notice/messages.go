package notice

import (
	"time"

	"termijn/workflows/casework"
)

// Wire names of the process. They never change; a test pins them.
const (
	Name   = "notice"
	Prefix = "NOT"
)

// The commands of the process.
var (
	Change = casework.Command[Update]{Name: "update"}
	End    = casework.Command[Ending]{Name: "end"}
	Cancel = casework.Command[Because]{Name: "cancel"}
)

// Announcement is what is published.
type Announcement struct {
	// Service of the catalogue.
	Service string `json:"service"`
	Title   string `json:"title"`
	Text    string `json:"text"`
	// From and To are the window, instants.
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"`
	// Clients that are affected; none means all.
	Clients []string `json:"clients,omitempty"`
}

// Update tells how the plan changed.
type Update struct {
	Text string `json:"text"`
	// From and To are the new window; what is left out stays as it is.
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"`
}

// Ending says that the service is available again before the end of the window.
type Ending struct {
	Text string `json:"text"`
}

// Because is a command that needs nothing but its reason.
type Because struct {
	Reason string `json:"reason"`
}
