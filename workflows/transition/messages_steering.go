package transition

import (
	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
)

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
