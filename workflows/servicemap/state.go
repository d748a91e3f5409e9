package servicemap

import "time"

// Stages.
const Kept = "kept"

// State is what the map keeps beside what every case keeps.
type State struct {
	// Number of the version and since when it counts.
	Number int       `json:"number"`
	Since  time.Time `json:"since"`
	// Items by ID.
	Items map[string]Item `json:"items,omitempty"`
}
