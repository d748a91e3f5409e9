package session

import (
	"time"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/change"
)

// Wire names of the process. They never change; a test pins them.
const (
	Name   = "session"
	Prefix = "ZIT"
)

// LinkOf is the kind of the link to the board whose session it is; LinkItem to a
// change on its agenda.
const (
	LinkOf   = "session_of"
	LinkItem = "agenda_item"
)

// The commands of the process.
var (
	Add       = casework.Command[Adding]{Name: "add-item"}
	TakeOff   = casework.Command[TakingOff]{Name: "take-off"}
	Order     = casework.Command[Ordering]{Name: "order"}
	Refill    = casework.Command[Nothing]{Name: "refill"}
	Open      = casework.Command[Nothing]{Name: "open-session"}
	Attend    = casework.Command[Attendance]{Name: "attend"}
	Front     = casework.Command[Fronting]{Name: "front"}
	Decide    = casework.Command[Deciding]{Name: "rule"}
	DealAgree = casework.Command[Stroke]{Name: "deal-agreed"}
	Minute    = casework.Command[Entry]{Name: "minute"}
	Close     = casework.Command[Closing]{Name: "close"}
)

// Commands that only other cases send.
var (
	// Propose is sent by a change that waits for the board, Drop by one that does not
	// wait any more.
	Propose = casework.Command[Proposal]{Name: "propose"}
	Drop    = casework.Command[Dropping]{Name: "drop"}
	// Postpone and Cancel are sent by the board, whose calendar it is.
	Postpone = casework.Command[Postponing]{Name: "postpone"}
	Cancel   = casework.Command[Because]{Name: "cancel"}
)

// About is what a session is of.
type About struct {
	Board string `json:"board"`
	// Panel is who votes and how it is counted, as the board was.
	Panel change.Panel `json:"panel"`
	// At is the planned beginning, Cutoff when the agenda closes. Minutes is how long
	// it lasts, Each the minutes for one item.
	At      time.Time `json:"at"`
	Cutoff  time.Time `json:"cutoff"`
	Minutes int       `json:"minutes,omitempty"`
	Each    int       `json:"each,omitempty"`
	// Extra: it was called beside the rhythm. The chair fills its agenda.
	Extra bool `json:"extra,omitempty"`
}

// Opening opens the session of a board.
func Opening(a About, parties record.Parties) casework.Opening {
	return casework.Opening{Process: Name, Prefix: Prefix, Version: Version, Title: a.Panel.Name, Parties: parties,
		Links: []record.Link{{Kind: LinkOf, Ref: a.Board}}, Own: State{About: a}}
}

// CommandEnded is the wire name of the command that tells the board with an Ended
// that its session is over.
const CommandEnded = "meeting-ended"

// Ended says that a session ended: it was held, or lapsed because nobody opened it,
// or was called off.
type Ended struct {
	Meeting string `json:"meeting"`
	Held    bool   `json:"held,omitempty"`
}

// Proposal is a change that waits for the board's decision.
type Proposal struct {
	Change string `json:"change"`
	Title  string `json:"title"`
	// From is the beginning of its window: the soonest come first.
	From     time.Time `json:"from"`
	Provider string    `json:"provider"`
}

// Dropping says why a change does not wait any more.
type Dropping struct {
	Change string `json:"change"`
	Reason string `json:"reason"`
}

// Adding puts a change on the agenda that the rules did not put there.
type Adding struct {
	Change string `json:"change"`
	Reason string `json:"reason"`
	// Item is filled in by the application service.
	Item *Proposal `json:"item,omitempty"`
}

// TakingOff takes an item off the agenda; it comes before the next session.
type TakingOff struct {
	Change string `json:"change"`
	Reason string `json:"reason"`
}

// Ordering is the whole agenda in another order.
type Ordering struct {
	Changes []string `json:"changes"`
}

// Nothing is a command without a body.
type Nothing struct{}

// Attendance says that a seat is taken, or left.
type Attendance struct {
	Seat string `json:"seat"`
	// Person who takes it; empty means the sender.
	Person string `json:"person,omitempty"`
	Left   bool   `json:"left,omitempty"`
}

// Fronting puts an item in front; empty puts none.
type Fronting struct {
	Change string `json:"change"`
}

// Deciding is the chair's decision on the item in front.
type Deciding struct {
	Change string `json:"change"`
	// Ballot and Content as the chair saw them (change.Ruling).
	Ballot     string `json:"ballot"`
	Content    string `json:"content"`
	Option     string `json:"option"`
	Reason     string `json:"reason,omitempty"`
	Conditions string `json:"conditions,omitempty"`
	AcceptLate bool   `json:"acceptLate,omitempty"`
}

// Seen is an item as the chair saw it.
type Seen struct {
	Change  string `json:"change"`
	Ballot  string `json:"ballot"`
	Content string `json:"content"`
}

// Stroke approves the items on which all agree.
type Stroke struct {
	Items []Seen `json:"items"`
}

// Entry is a line of the minutes, about an item or in general.
type Entry struct {
	Change string `json:"change,omitempty"`
	Text   string `json:"text"`
}

// Closing ends the session.
type Closing struct {
	Summary string `json:"summary"`
}

// Postponing moves a session that has not begun.
type Postponing struct {
	At     time.Time `json:"at"`
	Cutoff time.Time `json:"cutoff"`
	Reason string    `json:"reason"`
}

// Because is a command that needs nothing but its reason.
type Because struct {
	Reason string `json:"reason"`
}
