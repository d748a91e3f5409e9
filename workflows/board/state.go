package board

import "time"

// Stages.
const (
	Sitting = "sitting"
	Closed  = "closed"
)

// State is what a board keeps beside what every case keeps.
type State struct {
	Definition Definition `json:"definition"`
	// Number of the definition's version, since when it counts, and the reason.
	Number int       `json:"number"`
	Since  time.Time `json:"since"`
	Reason string    `json:"reason,omitempty"`
	// Planned are the next meetings by their planned beginning (RFC 3339, UTC).
	Planned map[string]Planned `json:"planned,omitempty"`
	// Current is the meeting in preparation or in session.
	Current string `json:"current,omitempty"`
	// Held and Missed count meetings; LastHeld is the newest that was held.
	Held     int        `json:"held,omitempty"`
	Missed   int        `json:"missed,omitempty"`
	LastHeld *time.Time `json:"lastHeld,omitempty"`
}

// Planned is a meeting to come.
type Planned struct {
	At time.Time `json:"at"`
	// Cutoff is when its agenda closes.
	Cutoff time.Time `json:"cutoff"`
	// Note in a code: no_working_day, skipped_hour, repeated_hour.
	Note string `json:"note,omitempty"`
	// Extra, Skipped and Moved say how it differs from the rhythm, with the reason.
	Extra   bool   `json:"extra,omitempty"`
	Skipped bool   `json:"skipped,omitempty"`
	Moved   string `json:"moved,omitempty"`
	Reason  string `json:"reason,omitempty"`
	// Meeting is its case, once it is in preparation.
	Meeting string `json:"meeting,omitempty"`
}
