package transition

import (
	"termijn/internal/calendar"
	"termijn/workflows/casework"
)

// Wire names of the process. They never change; a test pins them.
const (
	Name   = "transition"
	Prefix = "TRP"
)

// The commands of the process.
var (
	ChangePlan  = casework.Command[PlanChange]{Name: "change-plan"}
	SubmitPlan  = casework.Command[Submission]{Name: "submit-plan"}
	RecordAward = casework.Command[Award]{Name: "record-award"}

	Forecast    = casework.Command[ForecastDate]{Name: "forecast"}
	Acknowledge = casework.Command[Acknowledgement]{Name: "acknowledge"}
	Reach       = casework.Command[Reaching]{Name: "reach"}

	Deliver          = casework.Command[Delivering]{Name: "deliver"}
	Check            = casework.Command[Checking]{Name: "check"}
	RecordEvidence   = casework.Command[Proof]{Name: "record-evidence"}
	WithdrawEvidence = casework.Command[ProofWithdrawn]{Name: "withdraw-evidence"}
	RecordRisk       = casework.Command[RiskPlan]{Name: "record-risk"}
	UpdateRisk       = casework.Command[RiskUpdate]{Name: "update-risk"}
	PlanExitItem     = casework.Command[ExitPlan]{Name: "plan-exit-item"}
	SettleExitItem   = casework.Command[ExitSettled]{Name: "settle-exit-item"}

	Propose          = casework.Command[Proposing]{Name: "propose"}
	WithdrawProposal = casework.Command[ProposalWithdrawn]{Name: "withdraw-proposal"}
	PlanSession      = casework.Command[SessionPlan]{Name: "plan-session"}
	OpenSession      = casework.Command[SessionOpening]{Name: "open-session"}
	PutProposal      = casework.Command[Putting]{Name: "put-proposal"}
	RecordDecision   = casework.Command[DecisionTaken]{Name: "record-decision"}
	CloseSession     = casework.Command[SessionClosing]{Name: "close-session"}

	ResubmitPayment = casework.Command[PaymentAgain]{Name: "resubmit-payment"}
	Complete        = casework.Command[Completion]{Name: "complete"}
	Stop            = casework.Command[Because]{Name: "stop"}
)

// Kinds of programmes.
const (
	KindProgramme    = "programme"
	KindOnboarding   = "client_onboarding" // N-17
	KindJoining      = "provider_joining"
	KindLeaving      = "provider_leaving" // O-03
	longestText      = 4000
	longestName      = 200
	farthest         = 3660 // days from now
	mostLag          = 1000 // working days
	mostParts        = 5000 // of one kind in a plan
	mostEvidence     = 20
	mostParticipants = 60
)

// Kinds in the order in which a form offers them.
var Kinds = []string{KindProgramme, KindOnboarding, KindJoining, KindLeaving}

// Request opens a programme.
type Request struct {
	// Kind is one of Kinds.
	Kind string `json:"kind"`
	// Client who is onboarded, for a programme that it may see.
	Client string `json:"client,omitempty"`
	Plan   Plan   `json:"plan"`
}

// PlanChange changes a plan: what it holds is added, or takes the place of what has
// the same ID. Of an accepted plan only what is no promise can change: dependencies,
// work products and checklists of milestones that are not reached, owners and titles.
type PlanChange struct {
	// Seen is the content of the plan (State.Content) that the sender saw.
	Seen string `json:"seen"`
	Plan Plan   `json:"plan"`
	// Whole: what the plan does not hold is removed.
	Whole  bool     `json:"whole,omitempty"`
	Remove Removals `json:"remove,omitzero"`
	Reason string   `json:"reason,omitempty"`
}

// Removals are the IDs of what a change takes out of a plan; of links, their keys.
type Removals struct {
	Projects   []string `json:"projects,omitempty"`
	Milestones []string `json:"milestones,omitempty"`
	Links      []string `json:"links,omitempty"`
	Products   []string `json:"products,omitempty"`
	Checklist  []string `json:"checklist,omitempty"`
	Risks      []string `json:"risks,omitempty"`
	ExitItems  []string `json:"exitItems,omitempty"`
}

// Submission puts the plan before the Board.
type Submission struct {
	// Content of the plan that the sender saw.
	Content string `json:"content"`
}

// Award says when the award was notified (N-15).
type Award struct {
	Date calendar.Date `json:"date,omitzero"`
}

// ForecastDate is the day on which the owner now expects a milestone.
type ForecastDate struct {
	Milestone string        `json:"milestone"`
	Date      calendar.Date `json:"date,omitzero"`
	Reason    string        `json:"reason"`
	// Seen is Milestone.Seen as the sender saw it.
	Seen string `json:"seen"`
}

// Acknowledgement answers a request, for some or all of its milestones.
type Acknowledgement struct {
	Request string   `json:"request"`
	Answers []Answer `json:"answers"`
}

// Answer is "I hold my date" without a date, "I move to" with one.
type Answer struct {
	Milestone string `json:"milestone"`
	// Expected is the carried date that the sender saw.
	Expected calendar.Date  `json:"expected,omitzero"`
	Date     *calendar.Date `json:"date,omitempty"`
	// Reason says how the date is held, or why it moves.
	Reason string `json:"reason"`
}
