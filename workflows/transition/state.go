package transition

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
	"termijn/internal/record"
)

// Stages.
const (
	Planning  = "planning"
	Submitted = "submitted"
	Running   = "running"
	Completed = "completed"
	Stopped   = "stopped"
)

// State is what a programme keeps beside what every case keeps. Lists are maps by
// ID, so that an event carries only what moved.
type State struct {
	// Kind is one of Kinds.
	Kind      string          `json:"kind"`
	Price     decimal.Decimal `json:"price,omitzero"`
	Cap       decimal.Decimal `json:"cap,omitzero"`
	Condition *Condition      `json:"condition,omitempty"`
	Rhythm    Rhythm          `json:"rhythm"`
	Opened    time.Time       `json:"opened"`
	// Content is the hash of the plan that a change or the Board's decision is bound to.
	Content string `json:"content"`
	// Refused is why the Board refused the plan; empty when it did not.
	Refused string `json:"refused,omitempty"`

	Projects   map[string]Project   `json:"projects,omitempty"`
	Milestones map[string]Milestone `json:"milestones,omitempty"`
	// Links by Link.Key.
	Links     map[string]Link     `json:"links,omitempty"`
	Products  map[string]Product  `json:"products,omitempty"`
	Checklist map[string]Item     `json:"checklist,omitempty"`
	Risks     map[string]Risk     `json:"risks,omitempty"`
	ExitItems map[string]ExitItem `json:"exitItems,omitempty"`

	// Carried is what the network makes of the milestones, by ID; Carry says as of when.
	Carried map[string]Carried `json:"carried,omitempty"`
	Carry   Carry              `json:"carry"`
	// Requests for acknowledgement, A1…; those that are answered go.
	Requests  map[string]AckRequest `json:"requests,omitempty"`
	Requested int                   `json:"requested,omitempty"`

	// Baselines by number; Baseline is the one in force, 0 before the first.
	Baselines map[string]Baseline `json:"baselines,omitempty"`
	Baseline  int                 `json:"baseline,omitempty"`

	// Proposals R1…, Sessions S1…, Decisions D1…
	Proposals map[string]Proposal `json:"proposals,omitempty"`
	Sessions  map[string]Session  `json:"sessions,omitempty"`
	Decisions map[string]Decision `json:"decisions,omitempty"`
	// Months of steering by month, 2021-07.
	Months map[string]Month `json:"months,omitempty"`

	// Payments by milestone: there is never a second one for it.
	Payments map[string]Payment `json:"payments,omitempty"`

	// Asked counts how often the Board was asked for a decision, by family of clocks.
	Asked map[string]int `json:"asked,omitempty"`

	// Report is how the programme ended.
	Report string `json:"report,omitempty"`
}

// Project is one organisation's transition project.
type Project struct {
	Title string `json:"title"`
	Owner Owner  `json:"owner"`
}

// Carried is what the network makes of a milestone.
type Carried = record.CarriedDate

// Carry says what the carried dates hold.
type Carry struct {
	// Changed is the number of the last event that changed a date or a dependency;
	// Seq that of the last event that the carried dates know of. They are up to date
	// when Seq is at least Changed.
	Changed int64 `json:"changed,omitempty"`
	Seq     int64 `json:"seq,omitempty"`
	// Calendar and its version that working days were counted with.
	Calendar string    `json:"calendar,omitempty"`
	Version  int       `json:"version,omitempty"`
	At       time.Time `json:"at,omitzero"`
	// End is when the programme is expected to end, Path the critical path to it.
	End  calendar.Date `json:"end,omitzero"`
	Path []string      `json:"path,omitempty"`
}

// Pending reports whether a change is not carried through yet.
func (c Carry) Pending() bool { return c.Seq < c.Changed }

// AckRequest asks one owner to acknowledge.
type AckRequest struct {
	Owner Owner     `json:"owner"`
	At    time.Time `json:"at"`
	// Clock of the answer's term; Overdue is when it passed.
	Clock   string     `json:"clock"`
	Overdue *time.Time `json:"overdue,omitempty"`
	// Source is the milestone with which it began.
	Source string `json:"source,omitempty"`
	// Dates that are to be acknowledged, by milestone.
	Dates map[string]calendar.Date `json:"dates"`
}

// Baseline is a copy of every date, as it was accepted.
type Baseline struct {
	Number int          `json:"number"`
	At     time.Time    `json:"at"`
	By     record.Actor `json:"by"`
	// Proposal that it comes from; empty for the first.
	Proposal string                   `json:"proposal,omitempty"`
	Reason   string                   `json:"reason,omitempty"`
	Dates    map[string]calendar.Date `json:"dates"`
}

// Allowed returns the commands that a stage allows, in the order of the story.
func Allowed(stage string) []string { return slices.Clone(transitions[stage]) }
