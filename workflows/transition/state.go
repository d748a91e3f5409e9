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

// How a milestone stands.
const (
	MilestonePlanned    = "planned"
	MilestoneAtRisk     = "at_risk"
	MilestoneImpossible = "impossible"
	MilestoneReached    = "reached"
	MilestoneMissed     = "missed"
	MilestoneCancelled  = "cancelled"
)

// MilestoneStatuses from the most urgent on.
var MilestoneStatuses = []string{MilestoneMissed, MilestoneImpossible, MilestoneAtRisk, MilestonePlanned, MilestoneReached, MilestoneCancelled}

// Milestone is a promise.
type Milestone struct {
	Title   string `json:"title"`
	Project string `json:"project"`
	Owner   Owner  `json:"owner"`
	// Due is the date of the baseline in force, or of the plan before the first.
	Due calendar.Date `json:"due"`
	// Share of the price in per cent, and Amount what it comes to, in euro including VAT.
	Share       decimal.Decimal `json:"share,omitzero"`
	Amount      decimal.Decimal `json:"amount,omitzero"`
	GoLive      bool            `json:"goLive,omitempty"`
	Accept      bool            `json:"accept,omitempty"`
	Conditional bool            `json:"conditional,omitempty"`
	Rule        string          `json:"rule,omitempty"`

	// Status is one of MilestoneStatuses.
	Status string `json:"status"`
	// Unfixed: the award came too late for the date to hold (N-15).
	Unfixed bool `json:"unfixed,omitempty"`
	// Unready: a work product was not accepted 5 working days before the date.
	Unready bool `json:"unready,omitempty"`
	// Forecast is the last one that was stated; Held that the date is held though
	// others make it later.
	Forecast *Stated `json:"forecast,omitempty"`
	Held     *Held   `json:"held,omitempty"`
	// Clock of the date, empty before the first baseline; Since is when it began.
	Clock string     `json:"clock,omitempty"`
	Since *time.Time `json:"since,omitempty"`
	// Missed is the instant at which the date had passed.
	Missed *time.Time `json:"missed,omitempty"`
	// Recovery is the clock of the answer to a miss, while it is awaited.
	Recovery  string     `json:"recovery,omitempty"`
	Escalated string     `json:"escalated,omitempty"`
	Reached   *Reached   `json:"reached,omitempty"`
	Accepted  *Judgement `json:"accepted,omitempty"`
	// Refusal is the Board's last one of the reaching.
	Refusal *Judgement `json:"refusal,omitempty"`
}

// Seen names what a forecast replaces: a command that changes it says which it saw.
// An instant is the same in every zone that it is shown in.
func (m Milestone) Seen() string {
	if m.Forecast != nil {
		f := *m.Forecast
		f.At, m.Forecast = f.At.UTC(), &f
	}
	if m.Held != nil {
		h := *m.Held
		h.At, m.Held = h.At.UTC(), &h
	}
	if m.Reached != nil {
		r := *m.Reached
		r.At, m.Reached = r.At.UTC(), &r
	}
	return hash([]any{m.Due, m.Forecast, m.Held, m.Reached})
}

// Ended reports whether nothing is awaited of it any more.
func (m Milestone) Ended() bool {
	return m.Status == MilestoneReached || m.Status == MilestoneCancelled
}

// Done reports whether it is reached and, when it needs that, accepted.
func (m Milestone) Done() bool {
	return m.Reached != nil && (m.Accepted != nil || !m.NeedsAcceptance())
}

// NeedsAcceptance reports whether the Board must accept that it is reached.
func (m Milestone) NeedsAcceptance() bool { return m.Accept || m.Share.IsPositive() }

// Own is the date that its owner stands for: the forecast, else the date due.
func (m Milestone) Own() calendar.Date {
	if m.Forecast != nil {
		return m.Forecast.Date
	}
	return m.Due
}

// Stated is a forecast.
type Stated struct {
	Date   calendar.Date `json:"date"`
	Reason string        `json:"reason"`
	At     time.Time     `json:"at"`
	By     record.Actor  `json:"by"`
}

// Held says that an owner holds the date though others make it later.
type Held struct {
	// Expected is the carried date in spite of which it is held.
	Expected calendar.Date `json:"expected"`
	Reason   string        `json:"reason"`
	At       time.Time     `json:"at"`
	By       record.Actor  `json:"by"`
}

// Reached is when a milestone was reached, as its owner says.
type Reached struct {
	Date     calendar.Date `json:"date"`
	Note     string        `json:"note,omitempty"`
	Evidence []Evidence    `json:"evidence,omitempty"`
	At       time.Time     `json:"at"`
	By       record.Actor  `json:"by"`
	// Content is the hash that the Board's acceptance is bound to.
	Content string `json:"content"`
	// Fired are the steps of the clock's ladder that were reached before.
	Fired []string `json:"fired,omitempty"`
}

// Judgement is who decided what, when and why.
type Judgement struct {
	At     time.Time    `json:"at"`
	By     record.Actor `json:"by"`
	Reason string       `json:"reason,omitempty"`
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

// States of a work product.
const (
	ProductPlanned   = "planned"
	ProductDelivered = "delivered"
	ProductChecked   = "checked"
	ProductAccepted  = "accepted"
	ProductRefused   = "refused"
)

// Product is a work product.
type Product struct {
	Milestone string   `json:"milestone"`
	Title     string   `json:"title"`
	Criteria  []string `json:"criteria,omitempty"`
	State     string   `json:"state"`
	// Deliveries by number; Delivery is the last one.
	Deliveries map[string]DeliveryIs `json:"deliveries,omitempty"`
	Delivery   int                   `json:"delivery,omitempty"`
}

// DeliveryIs is one delivery of a product, with what was said of it.
type DeliveryIs struct {
	At       time.Time    `json:"at"`
	By       record.Actor `json:"by"`
	Note     string       `json:"note,omitempty"`
	Evidence []Evidence   `json:"evidence,omitempty"`
	Content  string       `json:"content"`
	// Clock of the acceptance's term.
	Clock    string     `json:"clock,omitempty"`
	Checked  *Judgement `json:"checked,omitempty"`
	Accepted *Judgement `json:"accepted,omitempty"`
	Refused  *Judgement `json:"refused,omitempty"`
}

// Item is an item of a checklist.
type Item struct {
	Milestone string `json:"milestone"`
	Kind      string `json:"kind"`
	Title     string `json:"title"`
	Owner     Owner  `json:"owner"`
	// Proof settles it, or Exempt does.
	Proof  *Proven    `json:"proof,omitempty"`
	Exempt *Judgement `json:"exempt,omitempty"`
}

// Settled reports whether nothing is missing.
func (i Item) Settled() bool { return i.Proof != nil || i.Exempt != nil }

// Proven is evidence with who gave it.
type Proven struct {
	Note     string       `json:"note,omitempty"`
	Evidence []Evidence   `json:"evidence"`
	At       time.Time    `json:"at"`
	By       record.Actor `json:"by"`
}

// States of a risk.
const (
	RiskOpen      = "open"
	RiskMitigated = "mitigated"
	RiskOccurred  = "occurred"
	RiskClosed    = "closed"
)

// RiskStates in the order in which a form offers them.
var RiskStates = []string{RiskOpen, RiskMitigated, RiskOccurred, RiskClosed}

// Risk is a risk as it stands.
type Risk struct {
	RiskPlan
	State string       `json:"state"`
	Note  string       `json:"note,omitempty"`
	At    time.Time    `json:"at"`
	By    record.Actor `json:"by"`
}

// ExitItem is an open item of the previous provider as it stands.
type ExitItem struct {
	ExitPlan
	Settled *ExitEnd `json:"settled,omitempty"`
}

// ExitEnd is how an item was settled.
type ExitEnd struct {
	Way      string       `json:"way"`
	To       string       `json:"to,omitempty"`
	Note     string       `json:"note"`
	Evidence []Evidence   `json:"evidence,omitempty"`
	At       time.Time    `json:"at"`
	By       record.Actor `json:"by"`
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
