package record

import (
	"time"

	"termijn/internal/calendar"
)

// CarryActivity carries what a programme's owners said of their dates through its
// dependencies. It reads the programme as it is recorded, and is idempotent.
const CarryActivity = "CarryProgramme"

// CarriedDate is what the network of a programme makes of a milestone.
type CarriedDate struct {
	// Expected is the later of the own date and what the predecessors allow.
	Expected calendar.Date `json:"expected"`
	// Float in working days until it makes some date late; negative is late.
	Float    int  `json:"float"`
	Critical bool `json:"critical,omitempty"`
	// Via is the predecessor that makes it later than its own date; empty when none does.
	Via string `json:"via,omitempty"`
}

// CarryFound is the answer: only what is not so yet.
type CarryFound struct {
	// Seq is the programme's last event when it was read, At when that was.
	Seq int64     `json:"seq"`
	At  time.Time `json:"at"`
	// Calendar and its version that working days were counted with.
	Calendar string `json:"calendar"`
	Version  int    `json:"version"`
	// Moved are milestones whose values changed; Gone those that have none any more.
	Moved map[string]CarriedDate `json:"moved,omitempty"`
	Gone  []string               `json:"gone,omitempty"`
	// End is when the programme is expected to end, Path the critical path to it.
	End  calendar.Date `json:"end,omitzero"`
	Path []string      `json:"path,omitempty"`
}
