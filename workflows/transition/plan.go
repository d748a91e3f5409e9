package transition

import (
	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
)

// Plan is a programme's plan as it is handed in: with the opening, or to change one
// that is not accepted. IDs are the planner's own, unique within their kind.
type Plan struct {
	Title string `json:"title"`
	// Price of the whole, in euro including VAT; Cap is what it may not exceed (N-01).
	// No cap, for a small programme, is zero.
	Price decimal.Decimal `json:"price,omitzero"`
	Cap   decimal.Decimal `json:"cap,omitzero"`
	// Condition of the dates of conditional milestones (N-15).
	Condition *Condition `json:"condition,omitempty"`
	// Rhythm of the steering committee; the zero rhythm is the first Tuesday at 10:00.
	Rhythm     Rhythm          `json:"rhythm,omitzero"`
	Projects   []ProjectPlan   `json:"projects,omitempty"`
	Milestones []MilestonePlan `json:"milestones,omitempty"`
	Links      []Link          `json:"links,omitempty"`
	Products   []ProductPlan   `json:"products,omitempty"`
	Checklist  []ItemPlan      `json:"checklist,omitempty"`
	Risks      []RiskPlan      `json:"risks,omitempty"`
	ExitItems  []ExitPlan      `json:"exitItems,omitempty"`
}

// Condition says by when the award must be notified for the dates to hold (N-15).
type Condition struct {
	AwardBy calendar.Date `json:"awardBy,omitzero"`
	// Awarded is the day of the notification; nil while it is not known.
	Awarded *calendar.Date `json:"awarded,omitempty"`
}

// Late reports whether the award was notified after the date.
func (c *Condition) Late() bool { return c != nil && c.Awarded != nil && c.Awarded.After(c.AwardBy) }

// Rhythm is the nth weekday of every month, at an hour in Brussels. A session that
// falls on a holiday can be held the day after; the lead can move it.
type Rhythm struct {
	// Week is 1 to 4, Weekday 1 (Monday) to 5.
	Week    int `json:"week"`
	Weekday int `json:"weekday"`
	Hour    int `json:"hour"`
}

// Owner is who promises a milestone: an organisation, and when it says so a person of it.
type Owner struct {
	Org    string `json:"org"`
	Person string `json:"person,omitempty"`
}

// ProjectPlan is one organisation's transition project in the programme.
type ProjectPlan struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Owner Owner  `json:"owner"`
}

// MilestonePlan is a promise of the plan.
type MilestonePlan struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Project string `json:"project"`
	// Owner; empty means the project's.
	Owner Owner `json:"owner,omitzero"`
	// Due is the last day on which it is reached in time.
	Due calendar.Date `json:"due,omitzero"`
	// Share of the price in per cent; zero when nothing is paid for it.
	Share decimal.Decimal `json:"share,omitzero"`
	// GoLive milestones need their checklist; Accept ones the Board's acceptance, as
	// have those with a share.
	GoLive bool `json:"goLive,omitempty"`
	Accept bool `json:"accept,omitempty"`
	// Conditional: the date holds only under the programme's condition (N-15).
	Conditional bool `json:"conditional,omitempty"`
	// Rule of the contract that asks for it, for example "N-10".
	Rule string `json:"rule,omitempty"`
}

// Link is a dependency, finish to start: To can be reached Lag working days after
// From at the earliest.
type Link struct {
	From string `json:"from"`
	To   string `json:"to"`
	Lag  int    `json:"lag,omitempty"`
}

// Key names a link among those of a programme.
func (l Link) Key() string { return l.From + ">" + l.To }

// ProductPlan is a work product of a milestone.
type ProductPlan struct {
	ID        string `json:"id"`
	Milestone string `json:"milestone"`
	Title     string `json:"title"`
	// Criteria of acceptance, a line each.
	Criteria []string `json:"criteria,omitempty"`
}

// What an item of a checklist is about.
const (
	ItemProcesses = "processes"     // N-08
	ItemTakeOver  = "data"          // N-09
	ItemTraining  = "training"      // N-08
	ItemBackOut   = "back_out"      // N-03
	ItemQuiet     = "lowest_period" // N-03
	ItemOther     = "other"
)

// ItemKinds in the order in which a page shows them.
var ItemKinds = []string{ItemProcesses, ItemTakeOver, ItemTraining, ItemBackOut, ItemQuiet, ItemOther}

// ItemPlan is an item of the checklist of a go-live.
type ItemPlan struct {
	ID        string `json:"id"`
	Milestone string `json:"milestone"`
	// Kind is one of ItemKinds.
	Kind  string `json:"kind"`
	Title string `json:"title"`
	// Owner gives the evidence; empty means the milestone's.
	Owner Owner `json:"owner,omitzero"`
}

// RiskPlan is a risk with what is done about it.
type RiskPlan struct {
	ID         string `json:"id"`
	Title      string `json:"title"`
	Milestone  string `json:"milestone,omitempty"`
	Owner      Owner  `json:"owner,omitzero"`
	Mitigation string `json:"mitigation"`
	// Chance and Impact are 1 (low) to 3 (high); 0 when they are not weighed.
	Chance int `json:"chance,omitempty"`
	Impact int `json:"impact,omitempty"`
}

// Ways to settle an open item of the previous provider (O-03).
const (
	ExitClose    = "close"
	ExitHandOver = "hand_over"
)

// ExitWays in the order in which a form offers them.
var ExitWays = []string{ExitClose, ExitHandOver}

// ExitPlan is an open item of the previous provider (O-03).
type ExitPlan struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Kind in words: incident, problem, change, work request, data …
	Kind string `json:"kind,omitempty"`
	// From is the previous provider in words.
	From string `json:"from,omitempty"`
	// Way is one of ExitWays, empty when it is not known yet; To is who takes it over.
	Way string        `json:"way,omitempty"`
	To  string        `json:"to,omitempty"`
	Due calendar.Date `json:"due,omitzero"`
}

// orDefault completes an empty rhythm: the first Tuesday of the month at 10:00.
func (r Rhythm) orDefault() Rhythm {
	if r == (Rhythm{}) {
		return Rhythm{Week: 1, Weekday: 2, Hour: 10}
	}
	return r
}
