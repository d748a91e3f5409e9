package session

import (
	"maps"
	"slices"
	"time"

	"termijn/internal/record"
	"termijn/workflows/change"
)

// Stages.
const (
	Preparing = "preparation"
	InSession = "in_session"
	Closed    = "closed"
	Lapsed    = "lapsed"
	CalledOff = "called_off"
)

// States of an item.
const (
	ItemWaiting  = "waiting"
	ItemDeciding = "deciding" // the change was told and has not answered yet
	ItemDecided  = "decided"
	ItemRefused  = "refused" // the change refused; the item waits again
	ItemCarried  = "carried_over"
	ItemOff      = "taken_off"
)

// State is what a session keeps beside what every case keeps.
type State struct {
	About About `json:"about"`
	// Items by the reference of their change.
	Items map[string]Item `json:"items,omitempty"`
	// Cut is when the agenda was closed. Ordered is when the chair last ordered it.
	Cut     *time.Time `json:"cut,omitempty"`
	Ordered *time.Time `json:"ordered,omitempty"`
	Opened  *time.Time `json:"opened,omitempty"`
	Ended   *time.Time `json:"ended,omitempty"`
	// Told: the members were told of the agenda.
	Told bool `json:"told,omitempty"`
	// More counts changes that wait too and did not come on the agenda.
	More int `json:"more,omitempty"`
	// Present by seat.
	Present map[string]Present `json:"present,omitempty"`
	// Front is the item that is dealt with, since FrontSince.
	Front      string     `json:"front,omitempty"`
	FrontSince *time.Time `json:"frontSince,omitempty"`
	// Minutes by ID M1…
	Minutes map[string]Minuted `json:"minutes,omitempty"`
	Summary string             `json:"summary,omitempty"`
	Reason  string             `json:"reason,omitempty"`
	// Sent counts what was sent to changes and lists that were asked for. Asking is the
	// list that is asked for now, since Asked.
	Sent   int        `json:"sent,omitempty"`
	Asking string     `json:"asking,omitempty"`
	Asked  *time.Time `json:"asked,omitempty"`
}

// Item is a change on the agenda.
type Item struct {
	Proposal
	// Place on the agenda, from 1.
	Place int       `json:"place"`
	Added time.Time `json:"added"`
	// By is who added it beside the rules, and Reason why; or who took it off.
	By     *record.Actor `json:"by,omitempty"`
	Reason string        `json:"reason,omitempty"`
	State  string        `json:"state"`
	// Seconds that it was in front.
	Seconds int64 `json:"seconds,omitempty"`
	// Decision as it was sent, by whom, in one stroke with others or not, and when it
	// was answered; Refused is why the change did not take it.
	Decision *Deciding     `json:"decision,omitempty"`
	Chair    *record.Actor `json:"chair,omitempty"`
	Stroke   bool          `json:"stroke,omitempty"`
	At       *time.Time    `json:"at,omitempty"`
	Refused  string        `json:"refused,omitempty"`
}

// Open reports whether it still waits for a decision.
func (i Item) Open() bool {
	return i.State == ItemWaiting || i.State == ItemDeciding || i.State == ItemRefused
}

// Present is who takes a seat.
type Present struct {
	Person string     `json:"person"`
	Since  time.Time  `json:"since"`
	Left   *time.Time `json:"left,omitempty"`
}

// Minuted is a line of the minutes.
type Minuted struct {
	ID     string       `json:"id"`
	At     time.Time    `json:"at"`
	By     record.Actor `json:"by"`
	Change string       `json:"change,omitempty"`
	// Code of a line that wrote itself, with its arguments; Text of a typed one.
	Code string            `json:"code,omitempty"`
	Args map[string]string `json:"args,omitempty"`
	Text string            `json:"text,omitempty"`
}

// Allowed are the commands of people that a stage allows, in the order of the story.
func Allowed(stage string) []string { return slices.Clone(people[stage]) }

// Agenda are the items that were not taken off, in their order.
func (s State) Agenda() []Item {
	var all []Item
	for _, ref := range slices.Sorted(maps.Keys(s.Items)) {
		if i := s.Items[ref]; i.State != ItemOff {
			all = append(all, i)
		}
	}
	slices.SortFunc(all, func(a, b Item) int { return a.Place - b.Place })
	return all
}

// Seated are the seats that are taken now, by ID.
func (s State) Seated() []string {
	var all []string
	for _, id := range slices.Sorted(maps.Keys(s.Present)) {
		if s.Present[id].Left == nil {
			all = append(all, id)
		}
	}
	return all
}

// Quorum says how many seats with a vote are taken, how many must be, and which of
// the sets of sides nobody of is there.
func (s State) Quorum() (present, needed int, missing [][]string) {
	sides := map[string]bool{}
	for _, id := range s.Seated() {
		if seat := s.About.Panel.Seats[id]; !seat.Advises {
			present++
			sides[seat.Side] = true
		}
	}
	for _, set := range s.About.Panel.Sides {
		if !slices.ContainsFunc(set, func(side string) bool { return sides[side] }) {
			missing = append(missing, set)
		}
	}
	return present, s.About.Panel.Quorum, missing
}

// Quorate reports whether something can be decided.
func (s State) Quorate() bool {
	present, needed, missing := s.Quorum()
	return present >= max(needed, 1) && len(missing) == 0
}

// chair is the seat of who leads.
func (s State) chair() change.Seat {
	for _, id := range s.seats() {
		if seat := s.About.Panel.Seats[id]; seat.Side == change.SideChair {
			return seat
		}
	}
	return change.Seat{}
}

// seats are the IDs of the board's seats, in order.
func (s State) seats() []string { return slices.Sorted(maps.Keys(s.About.Panel.Seats)) }
