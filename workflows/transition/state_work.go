package transition

import (
	"time"

	"termijn/internal/record"
)

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
