package transition

import (
	"github.com/shopspring/decimal"

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

// Evidence is a link to something that proves.
type Evidence struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}

// Reaching says that a milestone is reached.
type Reaching struct {
	Milestone string        `json:"milestone"`
	Date      calendar.Date `json:"date,omitzero"`
	Note      string        `json:"note,omitempty"`
	Evidence  []Evidence    `json:"evidence,omitempty"`
}

// Delivering hands a work product over.
type Delivering struct {
	Product  string     `json:"product"`
	Note     string     `json:"note,omitempty"`
	Evidence []Evidence `json:"evidence"`
}

// Checking is the Service Integrator's check of a delivery.
type Checking struct {
	Product string `json:"product"`
	// Delivery is the number that was checked.
	Delivery int  `json:"delivery"`
	OK       bool `json:"ok"`
	// Findings are the reason when it is not.
	Findings string `json:"findings,omitempty"`
}

// Proof is the evidence for an item of a checklist.
type Proof struct {
	Item     string     `json:"item"`
	Note     string     `json:"note,omitempty"`
	Evidence []Evidence `json:"evidence"`
}

// ProofWithdrawn takes evidence back that does not hold.
type ProofWithdrawn struct {
	Item   string `json:"item"`
	Reason string `json:"reason"`
}

// RiskUpdate says how a risk stands now.
type RiskUpdate struct {
	Risk string `json:"risk"`
	// State is one of RiskStates.
	State      string `json:"state"`
	Note       string `json:"note"`
	Mitigation string `json:"mitigation,omitempty"`
	Chance     int    `json:"chance,omitempty"`
	Impact     int    `json:"impact,omitempty"`
}

// ExitSettled says that an item of the previous provider is closed or handed over.
type ExitSettled struct {
	Item     string     `json:"item"`
	Way      string     `json:"way"`
	To       string     `json:"to,omitempty"`
	Note     string     `json:"note"`
	Evidence []Evidence `json:"evidence,omitempty"`
}

// Kinds of proposals to the steering committee.
const (
	ProposeBaseline  = "rebaseline"
	ProposeExemption = "exemption"
	ProposeDispute   = "dispute"
)

// ProposalKinds in the order in which a form offers them.
var ProposalKinds = []string{ProposeBaseline, ProposeExemption, ProposeDispute}

// Proposing asks the steering committee for a decision.
type Proposing struct {
	// Kind is one of ProposalKinds.
	Kind   string `json:"kind"`
	Reason string `json:"reason"`
	// Changes of milestones by ID, and New ones, for another baseline.
	Changes map[string]Redating `json:"changes,omitempty"`
	New     []MilestonePlan     `json:"new,omitempty"`
	// Item of a checklist to be exempted; Product whose refusal is disputed.
	Item    string `json:"item,omitempty"`
	Product string `json:"product,omitempty"`
}

// Redating is what another baseline makes of a milestone.
type Redating struct {
	Due *calendar.Date `json:"due,omitempty"`
	// Share of the price; those of all milestones that are left come to 100 %.
	Share  *decimal.Decimal `json:"share,omitempty"`
	Cancel bool             `json:"cancel,omitempty"`
}

// ProposalWithdrawn takes a proposal back.
type ProposalWithdrawn struct {
	Proposal string `json:"proposal"`
	Reason   string `json:"reason"`
}

// SessionPlan moves a planned session, or plans an extra one when it names none.
type SessionPlan struct {
	Session string        `json:"session,omitempty"`
	Date    calendar.Date `json:"date,omitzero"`
	Hour    int           `json:"hour"`
	Reason  string        `json:"reason"`
}

// Participation is somebody who is present.
type Participation struct {
	Org string `json:"org"`
	// Person and Role in words; who is no user of the product has a name only.
	Person string `json:"person,omitempty"`
	Role   string `json:"role,omitempty"`
}

// SessionOpening opens a session with who is present.
type SessionOpening struct {
	Session      string          `json:"session"`
	Participants []Participation `json:"participants"`
}

// Putting puts a proposal to the Board in the open session.
type Putting struct {
	Proposal string `json:"proposal"`
	// Content of the proposal that the committee saw.
	Content string `json:"content"`
	// Advice of the committee, in words.
	Advice string `json:"advice,omitempty"`
}

// DecisionTaken is what the open session decided beside proposals.
type DecisionTaken struct {
	Text   string `json:"text"`
	Reason string `json:"reason,omitempty"`
	// About is a milestone, when it is about one.
	About string `json:"about,omitempty"`
}

// SessionClosing ends the open session with its minutes.
type SessionClosing struct {
	Minutes string `json:"minutes"`
}

// PaymentAgain submits a refused payment anew.
type PaymentAgain struct {
	Milestone string     `json:"milestone"`
	Remark    string     `json:"remark"`
	Papers    []Evidence `json:"papers,omitempty"`
}

// Completion ends the programme with its report.
type Completion struct {
	Report string `json:"report"`
}

// Because is a command that needs nothing but its reason.
type Because struct {
	Reason string `json:"reason"`
}
