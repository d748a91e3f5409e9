package regie

import (
	"time"

	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
	"termijn/internal/record"
)

// Stages of the process.
const (
	Submitted  = "submitted"
	Clarifying = "clarifying"
	Preparing  = "preparing"
	Offered    = "offered"
	Approving  = "approving"
	Approved   = "approved"
	Executing  = "executing"
	Closing    = "closing"
	Ended      = "ended"
	Withdrawn  = "withdrawn"
	Rejected   = "rejected"
)

// Clock IDs. A clock of something that can occur more than once adds its ID.
const (
	ClockAnswer       = "answer"
	ClockCompleteness = "completeness"
	ClockValidity     = "validity"
	ClockApproval     = "approval"
	ClockTimesheet    = "timesheet"
	ClockStatement    = "statement"
)

// Policy is what the process keeps from configuration: data, taken when the
// request was submitted.
type Policy struct {
	// Maxima are the maximum prices per hour by profile, in euro (M-17).
	Maxima map[string]decimal.Decimal `json:"maxima,omitempty"`
	// Flow is the Client's approval flow (M-05).
	Flow []Step `json:"flow,omitempty"`
	// WeekHours is the available time of a full-time person per week (B-23).
	WeekHours decimal.Decimal `json:"weekHours"`
	// Version of the catalogue and flow that were taken.
	Version int `json:"version"`
}

// Step is one step of an approval flow.
type Step struct {
	Name      string   `json:"name"`
	Approvers []string `json:"approvers"`
	// Rule is "any", "all" or "number"; Number is how many for the last.
	Rule   string `json:"rule"`
	Number int    `json:"number,omitempty"`
}

// State is what a case of this process knows.
type State struct {
	Request Request `json:"request"`
	Policy  Policy  `json:"policy"`
	// Complete is when the information was confirmed, by word or by silence.
	Complete *Completeness    `json:"complete,omitempty"`
	Rounds   map[string]Round `json:"rounds,omitempty"`
	DueDate  *Proposal        `json:"dueDate,omitempty"`
	Offer    *Offer           `json:"offer,omitempty"`
	Offers   int              `json:"offers,omitempty"`
	Approval *Approval        `json:"approval,omitempty"`
	// Approvals counts how often the flow was started.
	Approvals int     `json:"approvals,omitempty"`
	Order     *Placed `json:"order,omitempty"`

	Interviews   map[string]Interview   `json:"interviews,omitempty"`
	Timesheets   map[string]Timesheet   `json:"timesheets,omitempty"`
	Statements   map[string]Statement   `json:"statements,omitempty"`
	Changes      map[string]Change      `json:"changes,omitempty"`
	Replacements map[string]Replacement `json:"replacements,omitempty"`
	// Milestones of M-22.
	Submitted time.Time  `json:"submitted"`
	Orderable *time.Time `json:"orderable,omitempty"`
}

// Completeness says how the request was found complete.
type Completeness struct {
	At time.Time `json:"at"`
	// Silence is true when nobody said anything for 5 working days (M-14).
	Silence bool `json:"silence,omitempty"`
}

// Round is one set of questions, with or without a meeting.
type Round struct {
	ID        string     `json:"id"`
	Asked     time.Time  `json:"asked"`
	Questions []Question `json:"questions,omitempty"`
	Meeting   bool       `json:"meeting,omitempty"`
	Topic     string     `json:"topic,omitempty"`
	Held      *time.Time `json:"held,omitempty"`
	Report    string     `json:"report,omitempty"`
	// Suspends is true when it was asked in time (M-12).
	Suspends bool       `json:"suspends,omitempty"`
	Closed   *time.Time `json:"closed,omitempty"`
	Dispute  *Disputed  `json:"dispute,omitempty"`
}

// Question is one question with its answer.
type Question struct {
	ID       string     `json:"id"`
	Text     string     `json:"text"`
	Answer   string     `json:"answer,omitempty"`
	Answered *time.Time `json:"answered,omitempty"`
}

// Disputed is the Client's objection to a suspension with its ruling.
type Disputed struct {
	At     time.Time `json:"at"`
	Source string    `json:"source"`
	Ground string    `json:"ground"`
	// Ruling is "annul" or "keep", empty while the Service Integrator decides.
	Ruling string `json:"ruling,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// Proposal is a due date that one side proposed.
type Proposal struct {
	ID     string        `json:"id"`
	Date   calendar.Date `json:"date"`
	Reason string        `json:"reason"`
	// By is "client" or "provider".
	By string `json:"by"`
	// State is "open", "accepted", "declined", or "lapsed" when the offer came first.
	State string `json:"state"`
}

// Offer is what can be ordered.
type Offer struct {
	ID         string          `json:"id"`
	Plan       string          `json:"plan"`
	Lines      map[string]Line `json:"lines"`
	ValidUntil calendar.Date   `json:"validUntil"`
	Submitted  time.Time       `json:"submitted"`
	Total      decimal.Decimal `json:"total"`
	Expired    bool            `json:"expired,omitempty"`
	// Content is the hash that decisions are bound to.
	Content string `json:"content"`
}

// Line is a named person for a profile, offered and later at work.
type Line struct {
	ID string `json:"id"`
	LineDraft
	// Replaces names the line whose work this one goes on with.
	Replaces string `json:"replaces,omitempty"`
	// Until is the last day of the person's work, when it ended early.
	Until *calendar.Date `json:"until,omitempty"`
	// From is the first day, when it is not that of the period.
	From *calendar.Date `json:"from,omitempty"`
}

// Approval is how far the Client's flow has come for an offer.
type Approval struct {
	ID      string `json:"id"`
	Content string `json:"content"`
	// Step is the index of the running step.
	Step int `json:"step"`
	// Votes of all steps, by "step/person".
	Votes map[string]Vote `json:"votes,omitempty"`
}

// Vote is one approver's decision.
type Vote struct {
	Option string       `json:"option"`
	Reason string       `json:"reason,omitempty"`
	At     time.Time    `json:"at"`
	By     record.Actor `json:"by"`
}

// Placed is the order.
type Placed struct {
	Order
	Offer string    `json:"offer"`
	At    time.Time `json:"at"`
	// Start and End are the period as ordered and changed since.
	Start calendar.Date `json:"start"`
	End   calendar.Date `json:"end"`
}

// Interview is a talk with a person who was proposed.
type Interview struct {
	Subject   string     `json:"subject"`
	Requested time.Time  `json:"requested"`
	Remark    string     `json:"remark,omitempty"`
	Held      *time.Time `json:"held,omitempty"`
	Report    string     `json:"report,omitempty"`
}

// States of a timesheet, a statement, a change and a replacement.
const (
	StatePending  = "pending"
	StateApproved = "approved"
	StateRejected = "rejected"
	StateAligning = "aligning"
	StateOrdered  = "ordered"
	StateStopped  = "stopped"
)

// Timesheet is a week's hours of one person.
type Timesheet struct {
	ID string `json:"id"`
	TimesheetDraft
	State     string     `json:"state"`
	Submitted time.Time  `json:"submitted"`
	Decided   *time.Time `json:"decided,omitempty"`
	Reason    string     `json:"reason,omitempty"`
	// Over is true when the person registered more than the available time (B-23).
	Over bool `json:"over,omitempty"`
	// Billed maps a month to the statement that bills its days.
	Billed map[string]string `json:"billed,omitempty"`
	// Content is the hash that its approval is bound to.
	Content string `json:"content"`
}

// Statement is a monthly statement of approved hours.
type Statement struct {
	ID        string          `json:"id"`
	Month     string          `json:"month"`
	Lines     []BilledLine    `json:"lines"`
	Total     decimal.Decimal `json:"total"`
	State     string          `json:"state"`
	Submitted time.Time       `json:"submitted"`
	Decided   *time.Time      `json:"decided,omitempty"`
	Reason    string          `json:"reason,omitempty"`
	Content   string          `json:"content"`
}

// BilledLine is one person's hours on a statement, with their amount in euro.
type BilledLine struct {
	Line    string          `json:"line"`
	Profile string          `json:"profile"`
	Hours   decimal.Decimal `json:"hours"`
	Price   decimal.Decimal `json:"price"`
	Amount  decimal.Decimal `json:"amount"`
}

// Change is a prepared change of the order.
type Change struct {
	ID string `json:"id"`
	ChangeDraft
	By       string     `json:"by"`
	State    string     `json:"state"`
	Proposed time.Time  `json:"proposed"`
	Impact   string     `json:"impact,omitempty"`
	Decided  *time.Time `json:"decided,omitempty"`
	Reason   string     `json:"reason,omitempty"`
	Content  string     `json:"content"`
}

// Replacement is a person proposed for another during the work.
type Replacement struct {
	ID string `json:"id"`
	Substitution
	State    string     `json:"state"`
	Proposed time.Time  `json:"proposed"`
	Decided  *time.Time `json:"decided,omitempty"`
	Reason   string     `json:"reason,omitempty"`
	Content  string     `json:"content"`
}
