package network

import "termijn/internal/calendar"

// Plan is a network of milestones.
type Plan struct {
	Milestones []Milestone `json:"milestones,omitempty"`
	Links      []Link      `json:"links,omitempty"`
	// End is the day by which the programme must be done; zero for none.
	End calendar.Date `json:"end,omitzero"`
	// AsOf is the day on which the plan is seen; zero leaves past forecasts as they are.
	AsOf calendar.Date `json:"asOf,omitzero"`
}

// Milestone is one promise of the plan.
type Milestone struct {
	ID string `json:"id"`
	// Due is the promised day: that of the baseline. Zero while none is agreed.
	Due calendar.Date `json:"due,omitzero"`
	// Stated is the owner's own forecast; zero while the owner holds the due date.
	Stated calendar.Date `json:"stated,omitzero"`
	// Reached is the day on which it was reached; zero while it is open.
	Reached calendar.Date `json:"reached,omitzero"`
	// Cancelled leaves it out with all its links.
	Cancelled bool `json:"cancelled,omitempty"`
}

// Link says that To comes no earlier than Lag working days after From
// (finish-to-start).
type Link struct {
	From string `json:"from"`
	To   string `json:"to"`
	Lag  int    `json:"lag,omitempty"`
}

// Because says what sets an expected date.
type Because string

const (
	// ByReach: it was reached on that day.
	ByReach Because = "reached"
	// ByStatement: its owner states it.
	ByStatement Because = "stated"
	// ByDue: nobody says anything else than its due date.
	ByDue Because = "due"
	// ByPredecessor: a predecessor does not allow an earlier day.
	ByPredecessor Because = "predecessor"
	// ByToday: the date that was stated has passed.
	ByToday Because = "today"
	// ByNothing: no date is known, of it or of any predecessor.
	ByNothing Because = "nothing"
)

// Position is where a milestone stands in the network. A cancelled one has none.
type Position struct {
	// Expected day; zero when nothing says one.
	Expected calendar.Date `json:"expected,omitzero"`
	Because  Because       `json:"because"`
	// Driver is the predecessor that sets the expected day; empty for other causes.
	// Of several, the alphabetically first.
	Driver string `json:"driver,omitempty"`
	// Latest is the last day that keeps every due date; a working day, unless it
	// is a due date itself. Zero when nothing limits it, and once it is reached.
	Latest calendar.Date `json:"latest,omitzero"`
	// Limit is the milestone whose due date sets Latest: itself or a later one.
	// Empty when the programme's end does.
	Limit string `json:"limit,omitempty"`
	// Float in working days; 0 where there is no Latest.
	Float int `json:"float,omitempty"`
	// Late: its own due date, or one that depends on it, cannot be kept.
	Late bool `json:"late,omitempty"`
	// Impossible: its own due date cannot be kept; or it was reached after it.
	Impossible bool `json:"impossible,omitempty"`
	// Critical: the expected end of the programme moves with it.
	Critical bool `json:"critical,omitempty"`
}

// Result is what a plan comes to.
type Result struct {
	Positions map[string]Position `json:"positions,omitempty"`
	// End is the last expected day of all milestones that are not cancelled.
	End calendar.Date `json:"end,omitzero"`
	// CriticalPath goes from the first open milestone to the one at the end.
	CriticalPath []string `json:"criticalPath,omitempty"`
}
