package change

import (
	"time"

	"termijn/workflows/casework"
)

// Commands of a board's meeting (package session): a change waits for its decision,
// or does not any more.
var (
	sessionPropose = casework.Command[proposal]{Name: "propose"}
	sessionDrop    = casework.Command[dropping]{Name: "drop"}
)

type proposal struct {
	Change   string    `json:"change"`
	Title    string    `json:"title"`
	From     time.Time `json:"from"`
	Provider string    `json:"provider"`
}

type dropping struct {
	Change string `json:"change"`
	Reason string `json:"reason"`
}

// propose puts the change on the agenda of the meeting that is being prepared (7).
// One whose agenda is closed refuses; the next meeting looks for what waits.
func propose(t *turn) {
	if b := t.Own.Ballot; b.Meeting != "" && t.Own.Kind != Emergency {
		t.Own.Told++
		casework.TellCase(t, told(t, "meeting/"), b.Meeting, sessionPropose,
			proposal{Change: t.Ref, Title: t.Own.Content.Title, From: t.Own.Content.From, Provider: t.Own.Provider})
	}
}

// drop takes the change off the agenda on which its board has not decided.
func drop(t *turn, reason string) {
	b, d := t.Own.Ballot, t.Own.Decision
	if b != nil && b.Meeting != "" && (d == nil || d.Option == Defer) {
		t.Own.Told++
		casework.TellCase(t, told(t, "meeting/"), b.Meeting, sessionDrop, dropping{Change: t.Ref, Reason: reason})
	}
}
