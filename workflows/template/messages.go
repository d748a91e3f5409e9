package template

import "termijn/workflows/casework"

// Wire names of the process. They never change; a test pins them.
const (
	Name   = "template"
	Prefix = "TPL"
)

// Kinds of templates.
const (
	// Communication is what incidents are communicated with (B-30).
	Communication = "communication"
	// Verification is the minimum that work is verified against: transferability,
	// maintainability, quality, integration (B-37).
	Verification = "verification"
)

// Kinds in the order in which a form offers them.
var Kinds = []string{Communication, Verification}

// Languages in which every template has its texts.
var Languages = []string{"nl", "en"}

// The commands of the process.
var (
	Revise        = casework.Command[Revision]{Name: "revise"}
	Submit        = casework.Command[Submission]{Name: "submit"}
	WithdrawDraft = casework.Command[Withdrawal]{Name: "withdraw-draft"}
	Retire        = casework.Command[Because]{Name: "retire"}
)

// Request is a new template.
type Request struct {
	// Kind is one of Kinds.
	Kind string `json:"kind"`
	Name string `json:"name"`
	// Texts by language.
	Texts map[string]Text `json:"texts"`
}

// Text is a template in one language.
type Text struct {
	Subject string `json:"subject"`
	Text    string `json:"text"`
}

// Revision gives a template other texts.
type Revision struct {
	Texts map[string]Text `json:"texts"`
}

// Submission puts the draft before the Board.
type Submission struct {
	// Content is the hash of the draft that the sender saw.
	Content string `json:"content"`
}

// Withdrawal takes the draft back.
type Withdrawal struct {
	Remark string `json:"remark,omitempty"`
}

// Because is a command that needs nothing but its reason.
type Because struct {
	Reason string `json:"reason"`
}
