package servicemap

import (
	"slices"
	"time"
)

// Stages.
const Kept = "kept"

// State is what the map keeps beside what every case keeps.
type State struct {
	// Number of the version and since when it counts.
	Number int       `json:"number"`
	Since  time.Time `json:"since"`
	// Items by ID.
	Items map[string]Item `json:"items,omitempty"`
	// Removed are those that are on the map no more, by ID, as they were: what refers
	// to them can still name them.
	Removed map[string]Item `json:"removed,omitempty"`
}

// Allowed returns the commands that a stage allows.
func Allowed(stage string) []string { return slices.Clone(transitions[stage]) }
