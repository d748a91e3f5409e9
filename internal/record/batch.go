package record

import (
	"encoding/json"

	"termijn/internal/sla"
)

// Activity is the wire name of the local activity that records a batch.
const Activity = "RecordEvent"

// Batch is what a case asks the ledger to write in one transaction: one event
// whose clocks carry facts only. The ledger evaluates them, seals the event and
// returns it; the workflow keeps the answer in its history.
type Batch struct {
	Event Event `json:"event"`
	// View is the process's whole state after the event, for the read row.
	View json.RawMessage `json:"view,omitempty"`
	// Ladders are the escalation ladders of the event's clocks, by clock ID.
	Ladders map[string][]Step `json:"ladders,omitempty"`
	// Command is the key of the command that caused the event; empty for timers.
	Command string `json:"command,omitempty"`
}

// Step is one step of an escalation ladder, as configured.
type Step struct {
	// Percent of the corrected use; 0 when WorkingDaysBefore is set.
	Percent float64 `json:"percent,omitempty" yaml:"percent"`
	// WorkingDaysBefore an agreed date or a fixed due date.
	WorkingDaysBefore int `json:"workingDaysBefore,omitempty" yaml:"workingDaysBefore"`
	// Notify are the parts that are told: "client.requester", "client.representative",
	// "client.approver", "provider.agent", "si.slm", "board", "assignee".
	Notify []string `json:"notify" yaml:"notify"`
}

// Definition is an SLA definition: policy as data, kept by a case with its version.
type Definition struct {
	ID      string     `json:"id" yaml:"id"`
	Version int        `json:"version" yaml:"version"`
	Target  sla.Target `json:"target" yaml:"-"`
	// Calendar of the target; "workdays" when the definition names none.
	Calendar string `json:"calendar" yaml:"calendar"`
	Lapse    bool   `json:"lapse,omitempty" yaml:"lapse"`
	// Rule is the contract rule, for example "M-08".
	Rule string `json:"rule,omitempty" yaml:"rule"`
	// Assumed is true where the contract leaves the value open (settings.md).
	Assumed bool   `json:"assumed,omitempty" yaml:"-"`
	Ladder  []Step `json:"ladder,omitempty" yaml:"ladder"`
	// Pauses are the reasons for which its clocks stand still, for processes that
	// know several.
	Pauses []string `json:"pauses,omitempty" yaml:"pauses"`
}
