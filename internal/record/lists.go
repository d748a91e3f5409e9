package record

import (
	"time"

	"termijn/internal/calendar"
)

// Wire names of the activities that read lists for cases.
const (
	DailyStatusActivity = "DailyStatus"
	TrendsActivity      = "Trends"
)

// DailyStatus is what needs action so that the targets are met (B-11).
type DailyStatus struct {
	// At is the product instant at which the list was read.
	At    time.Time `json:"at"`
	Count int       `json:"count"`
	Late  int       `json:"late"`
	Today int       `json:"today"`
	Soon  int       `json:"soon"`
	// Organisations that must act, by ID.
	Organisations []StatusOf `json:"organisations,omitempty"`
}

// StatusOf is what one organisation must act on: all numbers, and the most urgent
// of the incidents.
type StatusOf struct {
	Org   string       `json:"org"`
	Count int          `json:"count"`
	Late  int          `json:"late"`
	Today int          `json:"today"`
	Soon  int          `json:"soon"`
	Items []StatusItem `json:"items,omitempty"`
}

// States of an incident on the list.
const (
	StatusLate  = "late"
	StatusToday = "today"
	StatusSoon  = "soon"
)

// What an incident on the list needs.
const (
	NeedsTaking       = "take"
	NeedsResolution   = "resolve"
	NeedsResumption   = "resume"
	NeedsCoordination = "coordinate"
)

// StatusItem is one incident that needs action.
type StatusItem struct {
	Ref      string    `json:"ref"`
	Priority string    `json:"priority"`
	Due      time.Time `json:"due"`
	Team     string    `json:"team"`
	// State: late, today (due before midnight), or soon (before the end of the next
	// working day).
	State string `json:"state"`
	// Needs: take, resolve, resume, or coordinate.
	Needs string `json:"needs"`
}

// Trends is what the analysis over all incidents found (E-42).
type Trends struct {
	// Days is over how many calendar days incidents were counted.
	Days  int     `json:"days"`
	Found []Trend `json:"found,omitempty"`
}

// Trend is a service and category with so many incidents that their cause may be
// the same (B-31, E-42).
type Trend struct {
	Title    string `json:"title"`
	Service  string `json:"service"`
	Category string `json:"category,omitempty"`
	// From and Until are the first and last day of the incidents counted.
	From  calendar.Date `json:"from"`
	Until calendar.Date `json:"until"`
	Count int           `json:"count"`
	// Incidents are the newest of them, by reference.
	Incidents []string `json:"incidents"`
	// Team and Org are whose incidents of the kind are.
	Team string `json:"team"`
	Org  string `json:"org"`
}
