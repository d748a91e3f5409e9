package board

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// Stages.
const (
	Sitting = "sitting"
	Closed  = "closed"
)

// State is what a board keeps beside what every case keeps.
type State struct {
	Definition Definition `json:"definition"`
	// Number of the definition's version, since when it counts, and the reason.
	Number int       `json:"number"`
	Since  time.Time `json:"since"`
	Reason string    `json:"reason,omitempty"`
	// Planned are the next meetings by the beginning that the rhythm gives them (RFC
	// 3339, UTC); an extra one by its first.
	Planned map[string]Planned `json:"planned,omitempty"`
	// Current is the meeting of the rhythm in preparation or in session.
	Current string `json:"current,omitempty"`
	// Asked counts how often the next meetings were asked for: the last answer counts.
	Asked int `json:"asked,omitempty"`
	// Told counts what was sent to meetings.
	Told int `json:"told,omitempty"`
	// Held and Missed count meetings; LastHeld is the newest that was held.
	Held     int        `json:"held,omitempty"`
	Missed   int        `json:"missed,omitempty"`
	LastHeld *time.Time `json:"lastHeld,omitempty"`
}

// Planned is a meeting to come.
type Planned struct {
	At time.Time `json:"at"`
	// Cutoff is when its agenda closes.
	Cutoff time.Time `json:"cutoff"`
	// Notes in codes: record.MeetingNoWorkingDay…
	Notes []string `json:"notes,omitempty"`
	// Extra, Skipped and Moved say how it differs from the rhythm, with the reason;
	// Moved is the beginning before the last move. Changes counts these differences.
	Extra   bool       `json:"extra,omitempty"`
	Skipped bool       `json:"skipped,omitempty"`
	Moved   *time.Time `json:"moved,omitempty"`
	Reason  string     `json:"reason,omitempty"`
	Changes int        `json:"changes,omitempty"`
	// Before is how it was before the meeting was told of the last difference, until
	// the meeting has taken it.
	Before *Was `json:"before,omitempty"`
	// Meeting is its case, once it is in preparation; Preparing: it is being opened.
	Preparing bool   `json:"preparing,omitempty"`
	Meeting   string `json:"meeting,omitempty"`
	// Ended: the meeting is over.
	Ended bool `json:"ended,omitempty"`
}

// Was is when a meeting was planned before.
type Was struct {
	At     time.Time  `json:"at"`
	Cutoff time.Time  `json:"cutoff"`
	Notes  []string   `json:"notes,omitempty"`
	Moved  *time.Time `json:"moved,omitempty"`
	Reason string     `json:"reason,omitempty"`
}

// Allowed are the commands of people that a stage allows, in the order of the story.
func Allowed(stage string) []string { return slices.Clone(people[stage]) }

// Meetings are the planned ones, the soonest first, with their keys.
func (s State) Meetings() []string {
	keys := slices.Sorted(maps.Keys(s.Planned))
	slices.SortStableFunc(keys, func(a, b string) int { return s.Planned[a].At.Compare(s.Planned[b].At) })
	return keys
}

// find returns the key of the meeting that begins at an instant, and whether it is
// there.
func (s State) find(at time.Time) (string, bool) {
	for _, key := range s.Meetings() {
		if p := s.Planned[key]; p.At.Equal(at) && !p.Ended {
			return key, true
		}
	}
	return "", false
}

func (p Planned) taken() bool { return !p.At.IsZero() }

// keyOf names a meeting by the beginning that it was planned with first.
func keyOf(at time.Time) string { return at.UTC().Format(time.RFC3339) }

// first is the beginning that a meeting was planned with first.
func first(key string) time.Time {
	at, err := time.Parse(time.RFC3339, strings.TrimRight(key, "+"))
	if err != nil {
		return time.Time{} // only keyOf makes keys
	}
	return at
}
