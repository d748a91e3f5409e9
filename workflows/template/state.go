package template

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
	Retired   = "retired"
	Withdrawn = "withdrawn"
)

// clockApproval is the family of the clocks of the Board's decisions.
const clockApproval = "approval/"

// State is what a template keeps beside what every case keeps.
type State struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
	// Draft is what is being written, or lies before the Board.
	Draft *Draft `json:"draft,omitempty"`
	// Current is the number of the version in force; 0 before the first.
	Current int `json:"current,omitempty"`
	// Versions are all that were ever approved, by number.
	Versions map[string]Edition `json:"versions,omitempty"`
	// Submissions counts how often the Board was asked.
	Submissions int `json:"submissions,omitempty"`
	// Reason of the retirement.
	Reason string `json:"reason,omitempty"`
}

// Draft is a version that is not approved.
type Draft struct {
	Texts map[string]Text `json:"texts"`
	By    record.Actor    `json:"by"`
	At    time.Time       `json:"at"`
	// Content is the hash that a decision is bound to.
	Content string `json:"content"`
	// Clock of the Board's decision; empty while the Board has not been asked.
	Clock string `json:"clock,omitempty"`
	// Rejected is why the Board rejected it.
	Rejected string `json:"rejected,omitempty"`
}

// Edition is an approved version.
type Edition struct {
	Number  int             `json:"number"`
	Texts   map[string]Text `json:"texts"`
	Content string          `json:"content"`
	// Written by, approved by and when.
	Written  record.Actor `json:"written"`
	Approved record.Actor `json:"approved"`
	At       time.Time    `json:"at"`
}

// Edition finds an approved version by its number.
func (s State) Edition(number int) (Edition, bool) {
	v, ok := s.Versions[strconv.Itoa(number)]
	return v, ok
}

// Allowed returns the commands that a stage allows, in the order of the story.
func Allowed(stage string) []string { return slices.Clone(transitions[stage]) }
