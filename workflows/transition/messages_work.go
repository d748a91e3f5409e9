package transition

import (
	"termijn/internal/calendar"
)

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
