package freeze

// Stages.
const (
	Planned  = "planned"
	Underway = "underway"
	Ended    = "ended"
	Lifted   = "lifted"
)

// State is what a freeze keeps beside what every case keeps.
type State struct {
	Announcement
	// Provider whose maintenance it is; empty for the Service Integrator's.
	Provider string `json:"provider,omitempty"`
	// Touched are the changes that it collides with, as last looked at.
	Touched []string `json:"touched,omitempty"`
	Updates int      `json:"updates,omitempty"`
	// Lifted is why it was lifted.
	Lifted string `json:"lifted,omitempty"`
}
