package freeze

import "slices"

// Stages.
const (
	Planned  = "planned"
	Underway = "underway"
	Ended    = "ended"
	Lifted   = "lifted"
)

// Alarms.
const (
	alarmFrom = "from"
	alarmTo   = "to"
)

// State is what a freeze keeps beside what every case keeps.
type State struct {
	Announcement
	// Provider whose maintenance it is; empty for the Service Integrator's.
	Provider string `json:"provider,omitempty"`
	// Touched are the changes that it collides with, as last looked at; More counts
	// those left out of a very long list.
	Touched []string `json:"touched,omitempty"`
	More    int      `json:"more,omitempty"`
	Updates int      `json:"updates,omitempty"`
	// Lifted is why it was lifted.
	Lifted string `json:"lifted,omitempty"`
}

// Everything reports whether it holds for all services and items.
func (s State) Everything() bool { return s.Kind == Freeze && len(s.Items) == 0 }

// Allowed returns the commands that a stage allows, in the order of the story.
func Allowed(stage string) []string { return slices.Clone(transitions[stage]) }
