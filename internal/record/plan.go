package record

import "time"

// Kinds of what is planned.
const (
	PlanChange      = "change"
	PlanFreeze      = "freeze"
	PlanMaintenance = "maintenance"
	PlanNotice      = "notice"
)

// Plan is what a case plans to do to services and items, and when (B-36). The
// ledger keeps it beside the case, so that what overlaps is found. A case has one
// plan at most; one without a kind takes it back. What is taken back after its
// beginning stays in the calendar of the past and collides with nothing.
type Plan struct {
	// Kind is one of the kinds above; empty when nothing is planned any more.
	Kind string `json:"kind,omitempty"`
	// Sort is the kind of a change: standard, normal, emergency or automated.
	Sort string `json:"sort,omitempty"`
	// Items are IDs of the service map: services and configuration items. A freeze
	// without items holds for everything.
	Items []string `json:"items,omitempty"`
	// Provider is the organisation that does it, Team its team, when there is one.
	Provider string `json:"provider,omitempty"`
	Team     string `json:"team,omitempty"`
	// From and To are the window, half open, UTC.
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"`
	// Firm: approved, or announced; not only asked for.
	Firm bool `json:"firm,omitempty"`
	// Exempt are the sorts of changes that a freeze does not hold for: an emergency
	// change may be carried out in it.
	Exempt []string `json:"exempt,omitempty"`
}

// Planned reports whether there is something to hold against other plans: a kind,
// and a window that ends after it begins.
func (p Plan) Planned() bool { return p.Kind != "" && p.From.Before(p.To) }

// Why two plans collide (B-36).
const (
	CollidesSameItem    = "same_item"
	CollidesParent      = "parent"
	CollidesDependent   = "dependent"
	CollidesSameTeam    = "same_team"
	CollidesFreeze      = "freeze"
	CollidesMaintenance = "maintenance"
	CollidesUnavailable = "unavailable"
)

// Collision is an overlap of a plan with another one that is seen from one of them.
type Collision struct {
	// Other is the reference of the other case.
	Other string `json:"other"`
	// Kind is why they collide.
	Kind string `json:"kind"`
	// Item is the own item; OtherItem the other's. Both empty for a team's, and for a
	// freeze of everything.
	Item      string `json:"item,omitempty"`
	OtherItem string `json:"otherItem,omitempty"`
	// Provider of the other plan. Hidden: the other's item is confidential, so that
	// another provider than that learns that there is a collision and when, and no more.
	Provider string `json:"provider,omitempty"`
	Hidden   bool   `json:"hidden,omitempty"`
	// From and To are when both are under way, UTC.
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
	// Firm: the other one is approved or announced.
	Firm bool `json:"firm,omitempty"`
}

// Key names a collision among those of a case.
func (c Collision) Key() string { return c.Other + "/" + c.Kind + "/" + c.Item + "/" + c.OtherItem }

// CollisionsActivity finds with what a case's plan collides. It reads the plans as
// they are recorded, tells every change that collided with it before or does now to
// look again, and is idempotent.
const CollisionsActivity = "Collisions"

// CollisionsAsked is its input.
type CollisionsAsked struct {
	// Before are the cases that it collided with when it was last looked at.
	Before []string `json:"before,omitempty"`
	// Was are its plans since the last look that told others: what they touched must
	// look again too, also who has not been seen from here.
	Was []Plan `json:"was,omitempty"`
	// Tell: the case's own plan changed, so the others must look again.
	Tell bool `json:"tell,omitempty"`
}

// CollisionsFound is its answer.
type CollisionsFound struct {
	// Seq is the case's last event when the plans were read.
	Seq int64 `json:"seq"`
	// Found are in order of when they begin; the strongest with each other plan come
	// before the rest.
	Found []Collision `json:"found,omitempty"`
	// More counts those that were left out of a very long list.
	More int `json:"more,omitempty"`
}

// TouchedActivity finds which changes something touches that is no change itself: a
// freeze, a maintenance window, a notice, an edit of the service map. It tells each of
// them to look again with what it collides, and is idempotent.
const TouchedActivity = "Touched"

// TouchedAsked is its input. The case's plan, as it is recorded, is always looked at.
type TouchedAsked struct {
	// Was is the plan before, when there was one: what it touched looks again too.
	Was *Plan `json:"was,omitempty"`
	// Items of the service map were edited: what touches them looks again.
	Items []string `json:"items,omitempty"`
}

// TouchedFound is its answer.
type TouchedFound struct {
	// Seq is the case's last event when the plans were read.
	Seq int64 `json:"seq"`
	// Touched are the changes that the plan touches now; More counts those that were
	// left out of a very long list.
	Touched []string `json:"touched,omitempty"`
	More    int      `json:"more,omitempty"`
}

// CommandRecheck is the wire name of the command that both activities send to
// changes, with a Rechecking.
const CommandRecheck = "recheck"

// Rechecking names the case because of which a change looks again.
type Rechecking struct {
	Because string `json:"because"`
}
