package standard

import (
	"slices"
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

// Families of clocks: of a decision, of the time until a review, of the review itself.
const (
	clockDecision = "decision/"
	clockRhythm   = "rhythm/"
	clockReview   = "review/"
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
	// Back is why it is set back to normal, when and by whom, until it is approved
	// again; Backs counts how often it was.
	Back  *SetBackIs `json:"back,omitempty"`
	Backs int        `json:"backs,omitempty"`
	// Rhythms counts the terms until a review; Reviews are those that were held, by number.
	Rhythms int                 `json:"rhythms,omitempty"`
	Reviews map[string]Reviewed `json:"reviews,omitempty"`
	// Reason of the retirement.
	Reason string `json:"reason,omitempty"`
}

// Reviewed is what the Service Integrator found at the rhythm (B-35).
type Reviewed struct {
	Number int          `json:"number"`
	By     record.Actor `json:"by"`
	At     time.Time    `json:"at"`
	// Version that was in force, and Option: stay or set_back.
	Version int    `json:"version"`
	Option  string `json:"option"`
	Reason  string `json:"reason,omitempty"`
	// Uses are what had become of its changes until then.
	Uses map[string]int `json:"uses,omitempty"`
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
	// Record is what became of normal changes to the same items when it was submitted.
	Record map[string]int `json:"record,omitempty"`
}

// Edition is an approved version.
type Edition struct {
	Number   int          `json:"number"`
	Text     Text         `json:"text"`
	Content  string       `json:"content"`
	Written  record.Actor `json:"written"`
	Approved record.Actor `json:"approved"`
	At       time.Time    `json:"at"`
	// Ended is when it was in force no more; Back why, when it did harm.
	Ended *time.Time `json:"ended,omitempty"`
	Back  *SetBackIs `json:"back,omitempty"`
}

// SetBackIs is the fact that it was set back to normal.
type SetBackIs struct {
	Harm
	By record.Actor `json:"by"`
	At time.Time    `json:"at"`
}

// InForce returns the version that is in force, if one is.
func (s State) InForce() (Edition, bool) { return s.Edition(s.Current) }

// Allowed returns the commands that a stage allows to people, in the order of the story.
func Allowed(stage string) []string { return slices.Clone(transitions[stage]) }

// Edition finds an approved version by its number.
func (s State) Edition(number int) (Edition, bool) {
	v, ok := s.Versions[strconv.Itoa(number)]
	return v, ok
}
