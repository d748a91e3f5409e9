package change

import (
	"time"

	"termijn/internal/record"
)

// Sides of a seat.
const (
	SideChair    = "chair"
	SideSI       = "si"
	SideProvider = "provider"
	SideClient   = "client"
	SideBoard    = "board"
)

// Aspects of the content that a vote can cover.
const (
	AspectScope      = "scope"      // items, client, providers
	AspectWindow     = "window"     // from, to, unavailability's times
	AspectPlans      = "plans"      // impact, test, back-out, communication, steps
	AspectRisk       = "risk"       // risk
	AspectCollisions = "collisions" // what it collides with
)

// Aspects in their order.
var Aspects = []string{AspectScope, AspectWindow, AspectPlans, AspectRisk, AspectCollisions}

// Rules of decision.
const (
	RuleAll        = "all"
	RuleAny        = "any"
	RuleNumber     = "number"
	RulePercentage = "percentage"
	RuleChair      = "chair" // the chair decides after advice
)

// Panel is a board as a change keeps it: who votes and how it is counted.
type Panel struct {
	Board string `json:"board"`
	Name  string `json:"name"`
	// Meeting is the one that is being prepared; empty for an E-CAB.
	Meeting string `json:"meeting,omitempty"`
	// Version of the board's definition.
	Version int `json:"version"`
	// Rule is how votes are counted; Count for a number, or a percentage.
	Rule  string `json:"rule"`
	Count int    `json:"count,omitempty"`
	// Quorum is how many seats must take part; Sides are sets of sides of which one
	// each must (settings: chair, provider, and Client or Board).
	Quorum int        `json:"quorum,omitempty"`
	Sides  [][]string `json:"sides,omitempty"`
	// Seats by ID.
	Seats map[string]Seat `json:"seats"`
}

// Seat is one vote of a board.
type Seat struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Side string `json:"side"`
	// Org is the organisation whose seat it is, where the holder does not say so.
	Org string `json:"org,omitempty"`
	// Holder is a person, or everybody with a role in an organisation.
	Holder record.Recipient `json:"holder"`
	// Delegates share the seat's one vote.
	Delegates []Delegate `json:"delegates,omitempty"`
	// Covers are the aspects that its vote covers; none means all.
	Covers []string `json:"covers,omitempty"`
	// Advises: it has a voice, but no vote that counts.
	Advises bool `json:"advises,omitempty"`
}

// Delegate acts for a seat's holder, from an instant to another; zero means always.
type Delegate struct {
	Person string    `json:"person"`
	From   time.Time `json:"from,omitzero"`
	To     time.Time `json:"to,omitzero"`
}

// Options of a vote.
const (
	VoteApprove = "approve"
	VoteReject  = "reject"
	VoteAbstain = "abstain"
)

// VoteRevision changes a vote before the decision.
type VoteRevision struct {
	Seat string `json:"seat"`
	// Replaces is the number of the vote that the sender saw (Vote.Number).
	Replaces int    `json:"replaces"`
	Option   string `json:"option"`
	Content  string `json:"content"`
	Reason   string `json:"reason,omitempty"`
}
