package transition

import (
	"time"

	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
	"termijn/internal/record"
)

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
