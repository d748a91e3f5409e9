package record

import (
	"encoding/json"
	"time"
)

// OpenCaseActivity is the wire name of the activity that opens a case for another.
const OpenCaseActivity = "OpenCase"

// ErrandCall is what the activity of an errand gets.
type ErrandCall struct {
	Case  string          `json:"case"`
	ID    string          `json:"id"`
	Input json.RawMessage `json:"input,omitempty"`
}

// Opening asks for a case to be opened. Start is the start of its workflow without
// what only the outside knows: its reference and its SLA definitions.
type Opening struct {
	Process string          `json:"process"`
	Prefix  string          `json:"prefix"`
	At      time.Time       `json:"at"`
	Start   json.RawMessage `json:"start"`
}

// Opened is the answer to an Opening.
type Opened struct {
	Process string `json:"process"`
	Ref     string `json:"ref"`
}

// TellCaseActivity is the wire name of the activity that sends a command to
// another case.
const TellCaseActivity = "TellCase"

// Telling is a command for another case. Message is its whole message; Key names
// it, so that it is done once.
type Telling struct {
	Ref     string          `json:"ref"`
	Command string          `json:"command"`
	Key     string          `json:"key"`
	Message json.RawMessage `json:"message"`
}

// Told is the answer to a Telling: why the other case refused, if it did.
type Told struct {
	Refused string `json:"refused,omitempty"`
}
