package survey

import (
	"time"

	"termijn/internal/record"
)

// Stages of the process. The last four are its outcomes too.
const (
	Asked      = "asked"
	Contacting = "contacting"
	Answered   = "answered"
	Contacted  = "contacted"
	Unanswered = "unanswered"
	Withdrawn  = "withdrawn"
)

// Clock IDs.
const (
	ClockAnswer  = "answer"
	ClockContact = "contact"
)

// Scores of an answer; up to Low the reporter is contacted (E-15).
const (
	Lowest  = 1
	Low     = 2
	Highest = 5
)

// State is what a survey knows.
type State struct {
	About  About    `json:"about"`
	Answer *Given   `json:"answered,omitempty"`
	Result *Contact `json:"contact,omitempty"`
}

// Given is the answer with when it came.
type Given struct {
	Reply
	At time.Time `json:"at"`
}

// Contact is what came of contacting the reporter, and who did.
type Contact struct {
	Report
	At time.Time    `json:"at"`
	By record.Actor `json:"by"`
}
