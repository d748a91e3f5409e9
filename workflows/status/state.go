package status

import (
	"slices"
	"time"

	"termijn/internal/calendar"
	"termijn/internal/record"
)

// Running is the only stage.
const Running = "running"

// Hour is when the day begins, in Europe/Brussels (B-11).
const Hour = 8

// Errands and alarm. The IDs of proposals are their key and the day.
const (
	alarmDay     = "day"
	errandList   = "list"
	errandTrends = "trends"
)

// State is what the case keeps. It does not grow with the years: reports stand in
// the ledger, and proposals go when their period is over.
type State struct {
	// Days began and are not reported yet.
	Days []calendar.Date `json:"days,omitempty"`
	// Asked is who wants a report outside the rhythm.
	Asked *Asked `json:"asked,omitempty"`
	// Last is the last report in numbers.
	Last *Summary `json:"last,omitempty"`
	// Proposed are the trends that were proposed as problems, by service and category.
	Proposed map[string]Proposed `json:"proposed,omitempty"`
}

// Asked is a wish for a report.
type Asked struct {
	By     record.Actor `json:"by"`
	At     time.Time    `json:"at"`
	Remark string       `json:"remark,omitempty"`
}

// Summary is a report in numbers.
type Summary struct {
	At    time.Time     `json:"at"`
	Date  calendar.Date `json:"date"`
	Count int           `json:"count"`
	Late  int           `json:"late"`
	Today int           `json:"today"`
	Soon  int           `json:"soon"`
}

// Proposed is a trend that was proposed.
type Proposed struct {
	Date calendar.Date `json:"date"`
	// Ref is the problem; empty while it is being opened.
	Ref string `json:"ref,omitempty"`
}

// Report is the body of the event that holds a report.
type Report struct {
	Date calendar.Date `json:"date"`
	// Missed are the working days since the last report on which nobody worked on
	// the case.
	Missed []calendar.Date `json:"missed,omitempty"`
	// Extra is set for a report outside the rhythm.
	Extra  bool   `json:"extra,omitempty"`
	Remark string `json:"remark,omitempty"`
	record.DailyStatus
}

// Allowed returns the commands that a stage allows.
func Allowed(stage string) []string { return slices.Clone(transitions[stage]) }
