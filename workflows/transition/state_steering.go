package transition

import (
	"time"

	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
	"termijn/internal/record"
)

// States of a proposal.
const (
	ProposalMade     = "proposed"
	ProposalPut      = "put" // before the Board
	ProposalApproved = "approved"
	ProposalRejected = "rejected"
	ProposalGone     = "withdrawn"
)

// Proposal is what the steering committee must decide.
type Proposal struct {
	ID string `json:"id"`
	Proposing
	State string       `json:"state"`
	At    time.Time    `json:"at"`
	By    record.Actor `json:"by"`
	// Content is the hash that the Board's decision is bound to.
	Content string `json:"content"`
	// Session in which it was put, with the committee's advice; Clock of the decision.
	Session string     `json:"session,omitempty"`
	Advice  string     `json:"advice,omitempty"`
	Clock   string     `json:"clock,omitempty"`
	Ended   *Judgement `json:"ended,omitempty"`
	// Baseline that came of it.
	Baseline int `json:"baseline,omitempty"`
}

// States of a session.
const (
	SessionPlanned = "planned"
	SessionOpen    = "open"
	SessionHeld    = "held"
	SessionLapsed  = "lapsed"
)

// Session is a meeting of the steering committee.
type Session struct {
	ID string `json:"id"`
	// Date on which it is planned, and the hour in Brussels.
	Date  calendar.Date `json:"date"`
	Hour  int           `json:"hour"`
	State string        `json:"state"`
	// Extra: beside the rhythm.
	Extra  bool   `json:"extra,omitempty"`
	Reason string `json:"reason,omitempty"`
	// Announced is when its people were told what is on the agenda.
	Announced *time.Time `json:"announced,omitempty"`
	Opened    *time.Time `json:"opened,omitempty"`
	Closed    *time.Time `json:"closed,omitempty"`
	// Agenda as it was when the session was opened, or lapsed.
	Agenda       []AgendaItem    `json:"agenda,omitempty"`
	Participants []Participation `json:"participants,omitempty"`
	Minutes      string          `json:"minutes,omitempty"`
	By           *record.Actor   `json:"by,omitempty"`
}

// What is on an agenda, in the order of the agenda.
const (
	AgendaMonth    = "month_missed"   // a month without a session (N-04)
	AgendaProposal = "proposal"       // to be decided
	AgendaUnfixed  = "unfixed"        // dates to be agreed (N-15)
	AgendaMissed   = "missed"         // a milestone that is late
	AgendaSilent   = "unacknowledged" // a request that nobody answered in time
	AgendaImposs   = "impossible"
	AgendaRisk     = "at_risk"
	AgendaPayment  = "payment" // refused, or awaited
	AgendaExit     = "exit"    // an item without a way to settle it (O-03)
)

// AgendaKinds in the order of the agenda.
var AgendaKinds = []string{AgendaMonth, AgendaProposal, AgendaUnfixed, AgendaMissed, AgendaSilent, AgendaImposs, AgendaRisk, AgendaPayment, AgendaExit}

// AgendaItem is something to deal with: a milestone, a proposal, a request, a month
// or an item, by kind.
type AgendaItem struct {
	Kind    string `json:"kind"`
	Subject string `json:"subject"`
}

// Decision is what a session, or the Board on what a session put to it, decided.
type Decision struct {
	ID      string       `json:"id"`
	Session string       `json:"session"`
	At      time.Time    `json:"at"`
	By      record.Actor `json:"by"`
	Text    string       `json:"text,omitempty"`
	Reason  string       `json:"reason,omitempty"`
	// About is a milestone; Proposal what was decided on, with the Option.
	About    string `json:"about,omitempty"`
	Proposal string `json:"proposal,omitempty"`
	Option   string `json:"option,omitempty"`
}

// Month is a calendar month in which the committee must sit (N-04).
type Month struct {
	Held int `json:"held,omitempty"`
	// Missed is when the month had passed without a session.
	Missed *time.Time `json:"missed,omitempty"`
}

// Payment states.
const (
	PaymentPayable  = "payable"
	PaymentApproved = "approved"
	PaymentRefused  = "refused"
)

// Payment is the share of a milestone that is reached and accepted.
type Payment struct {
	// Amount in euro including VAT; Share in per cent.
	Amount decimal.Decimal `json:"amount"`
	Share  decimal.Decimal `json:"share"`
	State  string          `json:"state"`
	Since  time.Time       `json:"since"`
	Papers []Evidence      `json:"papers,omitempty"`
	// Content is the hash that the Board's approval is bound to.
	Content  string     `json:"content"`
	Clock    string     `json:"clock,omitempty"`
	Tries    int        `json:"tries,omitempty"`
	Approved *Judgement `json:"approved,omitempty"`
	Refused  *Judgement `json:"refused,omitempty"`
}
