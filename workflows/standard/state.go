package standard

import (
	"strconv"
	"time"

	"termijn/internal/record"
)

// Stages.
const (
	Drafting  = "draft"
	Approving = "approving"
	InForce   = "in_force"
	SetToBack = "set_back"
	Retired   = "retired"
	Withdrawn = "withdrawn"
)

// State is what a standard change keeps beside what every case keeps.
type State struct {
	Kind     string `json:"kind"`
	Name     string `json:"name"`
	Provider string `json:"provider"`
	// Draft is what is being written, or lies before the Service Integrator.
	Draft *Draft `json:"draft,omitempty"`
	// Current is the number of the version in force; 0 when none is. Newest counts them.
	Current  int                `json:"current,omitempty"`
	Newest   int                `json:"newest,omitempty"`
	Versions map[string]Edition `json:"versions,omitempty"`
	// Submissions counts how often the Service Integrator was asked.
	Submissions int `json:"submissions,omitempty"`
	// Uses counts changes of it by result.
	Uses map[string]int `json:"uses,omitempty"`
	// Back is why it was set back to normal, when and by whom.
	Back   *SetBackIs `json:"back,omitempty"`
	Reason string     `json:"reason,omitempty"`
}

// Draft is a version that is not approved.
type Draft struct {
	Text Text         `json:"text"`
	By   record.Actor `json:"by"`
	At   time.Time    `json:"at"`
	// Content is the hash that a decision is bound to.
	Content string `json:"content"`
	// Clock of the decision; empty while nobody has been asked.
	Clock    string `json:"clock,omitempty"`
	Rejected string `json:"rejected,omitempty"`
}

// Edition is an approved version.
type Edition struct {
	Number   int          `json:"number"`
	Text     Text         `json:"text"`
	Content  string       `json:"content"`
	Written  record.Actor `json:"written"`
	Approved record.Actor `json:"approved"`
	At       time.Time    `json:"at"`
	// Ended is when it was in force no more.
	Ended *time.Time `json:"ended,omitempty"`
}

// SetBackIs is the fact that it was set back to normal.
type SetBackIs struct {
	Harm
	By record.Actor `json:"by"`
	At time.Time    `json:"at"`
}

// Edition finds an approved version by its number.
func (s State) Edition(number int) (Edition, bool) {
	v, ok := s.Versions[strconv.Itoa(number)]
	return v, ok
}
