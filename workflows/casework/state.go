package casework

import (
	"maps"
	"strings"
	"time"

	"termijn/internal/producttime"
	"termijn/internal/record"
)

// Start is the argument of every case workflow: on the first run a case without
// events, after continue-as-new the case as it stands.
type Start[S any] struct {
	State State[S] `json:"state"`
	// Actor opened the case.
	Actor record.Actor `json:"actor"`
	// Command is the key of the opening command.
	Command string `json:"command,omitempty"`
	// Links are the case's relations to others from the start.
	Links []record.Link `json:"links,omitempty"`
	// Taken is set for a case of another tool that is taken over.
	Taken *Taken `json:"taken,omitempty"`
}

// State is everything that a case knows: the query result, the carry-over of
// continue-as-new, and the source of what is projected.
type State[S any] struct {
	Ref     string `json:"ref"`
	Process string `json:"process"`
	// Version of the process that the case follows; 0 means 1. Whoever opens the
	// case sets it, so it stands in the history from the start.
	Version int               `json:"version,omitempty"`
	Stage   string            `json:"stage"`
	Title   string            `json:"title,omitempty"`
	Outcome string            `json:"outcome,omitempty"`
	Parties record.Parties    `json:"parties"`
	Time    producttime.Scale `json:"time,omitzero"`
	// Definitions is the snapshot of the SLA definitions that the case keeps.
	Definitions map[string]record.Definition `json:"definitions"`

	// Seq, Head and At are the number, the hash and the instant of the last
	// recorded event.
	Seq  int64     `json:"seq"`
	Head string    `json:"head,omitempty"`
	At   time.Time `json:"at,omitzero"`

	// Clocks by ID. One with a slash in its ID is of something that can occur
	// more than once; when it has stopped, only the ledger keeps it.
	Clocks map[string]record.Clock `json:"clocks,omitempty"`
	// Tasks are the open ones, by ID; Issued counts all there ever were.
	Tasks  map[string]record.Task `json:"tasks,omitempty"`
	Issued int                    `json:"issued,omitempty"`
	// Outdated are tasks that were closed because what they were about changed:
	// their kind by ID, or kind/subject where only those about the subject were. The
	// newest are kept.
	Outdated map[string]string       `json:"outdated,omitempty"`
	Alarms   map[string]record.Alarm `json:"alarms,omitempty"`
	// Errands are those under way, by ID.
	Errands map[string]record.Errand `json:"errands,omitempty"`
	// Receipts answer commands that are sent again after continue-as-new.
	Receipts []Receipt `json:"receipts,omitempty"`

	// Own is the process's own state.
	Own S `json:"own"`
}

// copy returns the state with maps of its own. What they hold is never changed
// in place, and neither is Own, which the view gives back (see Case.undo).
func (s State[S]) copy() State[S] {
	s.Clocks, s.Tasks, s.Alarms, s.Outdated = maps.Clone(s.Clocks), maps.Clone(s.Tasks), maps.Clone(s.Alarms), maps.Clone(s.Outdated)
	s.Errands = maps.Clone(s.Errands)
	return s
}

// Closed reports whether the case has ended.
func (s *State[S]) Closed() bool { return s.Outcome != "" }

// Clock returns a clock and whether the case has it.
func (s *State[S]) Clock(id string) (record.Clock, bool) {
	c, ok := s.Clocks[id]
	return c, ok
}

// Running reports whether the clock exists and neither stopped nor reached its due time.
func (s *State[S]) Running(id string) bool {
	c, ok := s.Clocks[id]
	return ok && !c.Stopped() && !c.HasFired(record.RungDue)
}

// OpenTask returns the open task of a kind about a subject.
func (s *State[S]) OpenTask(kind, subject string) (record.Task, bool) {
	for _, id := range sortedKeys(s.Tasks) {
		if t := s.Tasks[id]; t.Kind == kind && t.Subject == subject {
			return t, true
		}
	}
	return record.Task{}, false
}

// Receipt is the answer to a command: its event is recorded.
type Receipt struct {
	Command string `json:"command,omitempty"`
	Ref     string `json:"ref"`
	Seq     int64  `json:"seq"`
	Stage   string `json:"stage"`
	// Subject is what the command made, for example an offer's ID.
	Subject string `json:"subject,omitempty"`
	// Notes are codes of remarks for the sender, for example that a question
	// came too late to suspend the term.
	Notes []string  `json:"notes,omitempty"`
	At    time.Time `json:"at"`
}

// receiptsKept is how many answers a case remembers across continue-as-new:
// far more commands than can be in flight in the seconds that takes.
const receiptsKept = 64

// receipt finds the answer to a command with the same idempotency key.
func (s *State[S]) receipt(command string) (Receipt, bool) {
	if command == "" {
		return Receipt{}, false
	}
	key, _, _ := strings.Cut(command, "/")
	for _, r := range s.Receipts {
		if k, _, _ := strings.Cut(r.Command, "/"); k == key {
			return r, true
		}
	}
	return Receipt{}, false
}

func (s *State[S]) remember(r Receipt) {
	if r.Command == "" {
		return
	}
	s.Receipts = append(s.Receipts, r)
	if n := len(s.Receipts); n > receiptsKept {
		s.Receipts = append([]Receipt(nil), s.Receipts[n-receiptsKept:]...)
	}
}
