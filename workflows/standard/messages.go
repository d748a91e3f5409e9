package standard

import (
	"termijn/workflows/casework"
	"termijn/workflows/change"
)

// Wire names of the process. They never change; a test pins them.
const (
	Name   = "standard"
	Prefix = "STD"
)

// Kinds.
const (
	Template = "template" // of standard changes
	Frame    = "frame"    // of automated changes
)

// Kinds in the order in which a form offers them.
var Kinds = []string{Template, Frame}

// The commands of the process.
var (
	Revise        = casework.Command[Revision]{Name: "revise"}
	Submit        = casework.Command[Submission]{Name: "submit"}
	WithdrawDraft = casework.Command[Because]{Name: "withdraw-draft"}
	Retire        = casework.Command[Because]{Name: "retire"}
	SetBack       = casework.Command[Harm]{Name: "set-back"}
	// Harmed is sent by a change that did harm.
	Harmed = casework.Command[Harm]{Name: "harmed"}
	// Used is sent by a change that follows it, when it ends.
	Used = casework.Command[Use]{Name: "used"}
)

// When somebody of the Service Integrator decides on a change of a frame.
const (
	DecideNever     = "never"     // a collision refuses, else it is allowed
	DecideCollision = "collision" // only when it collides
	DecideAlways    = "always"
)

// Deciding is when, in the order in which a form offers them.
var Deciding = []string{DecideNever, DecideCollision, DecideAlways}

// Options of the tasks that ask the Service Integrator.
const (
	Approve = "approve"
	Reject  = "reject"
	Keep    = "stay"
	ToBack  = "set_back"
)

// Text is a standard change in one version.
type Text struct {
	// Kind is one of Kinds.
	Kind string `json:"kind"`
	Name string `json:"name"`
	// Why its risk is known.
	Why string `json:"why"`
	// Items for which it holds: services and items of the map; parts of them too.
	Items []string `json:"items"`
	// Minutes that one lasts at most.
	Minutes int `json:"minutes"`
	// Steps of a change of it; a frame has none: the pipeline knows them.
	Steps []string `json:"steps,omitempty"`
	// What a change of it begins with. A frame needs no impact and no test plan: the
	// evidence stands for them.
	Impact        string      `json:"impact,omitempty"`
	Risk          change.Risk `json:"risk,omitzero"`
	TestPlan      string      `json:"testPlan,omitempty"`
	BackOut       string      `json:"backOut,omitempty"`
	Communication string      `json:"communication,omitempty"`
	// Of a frame: the environments, the kinds of evidence that must have passed, from
	// which hour to which (Europe/Brussels, 0 to 24; equal: always; from 22 to 6: over
	// midnight), on working days only, and when somebody must decide: one of Deciding.
	Environments []string `json:"environments,omitempty"`
	Evidence     []string `json:"evidence,omitempty"`
	FromHour     int      `json:"fromHour,omitempty"`
	ToHour       int      `json:"toHour,omitempty"`
	WorkingDays  bool     `json:"workingDays,omitempty"`
	Decide       string   `json:"decide,omitempty"`
}

// Request is a new standard change.
type Request struct {
	Text Text `json:"text"`
}

// Revision gives it another content.
type Revision struct {
	Text Text `json:"text"`
}

// Submission puts the draft before the Service Integrator.
type Submission struct {
	// Content is the hash of the draft that the sender saw.
	Content string `json:"content"`
	// Record is filled in by the application service: how many normal changes of the
	// provider to the same items ended, by result (change.Results).
	Record map[string]int `json:"record,omitempty"`
}

// Because is a command that needs nothing but its reason.
type Because struct {
	Reason string `json:"reason"`
}

// Harm says why a standard change goes back to normal (B-35).
type Harm struct {
	// Change and Incident by reference, as far as there are.
	Change   string `json:"change,omitempty"`
	Incident string `json:"incident,omitempty"`
	Reason   string `json:"reason"`
}

// Use is a change of it that ended.
type Use struct {
	Change string `json:"change"`
	// Result is one of change.Results.
	Result string `json:"result"`
}
