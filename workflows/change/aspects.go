package change

import (
	"maps"
	"slices"
	"time"

	"termijn/internal/record"
)

// exact writes a content the way it is kept: instants in UTC and to the second, so
// that two clocks' spellings of one window have one hash.
func (c Content) exact() Content {
	c.From, c.To = whole(c.From), whole(c.To)
	c.Unavailability.From, c.Unavailability.To = whole(c.Unavailability.From), whole(c.Unavailability.To)
	if c.BackOut.NoReturn != nil {
		at := whole(*c.BackOut.NoReturn)
		c.BackOut.NoReturn = &at
	}
	return c
}

func whole(at time.Time) time.Time {
	if at.IsZero() {
		return time.Time{}
	}
	return at.UTC().Truncate(time.Second)
}

// HashOf is the hash of a content as a change keeps it (State.Hash).
func HashOf(c Content) string { return record.ContentHash(c.exact()) }

// Mark names a collision with when it is: one that moves is another one.
func Mark(c record.Collision) string {
	return c.Key() + "/" + c.From.UTC().Format(time.RFC3339) + "/" + c.To.UTC().Format(time.RFC3339)
}

// marks are the collisions as they stand, in order.
func marks(collisions map[string]record.Collision) []string {
	var all []string
	for _, key := range sortedKeys(collisions) {
		all = append(all, Mark(collisions[key]))
	}
	slices.Sort(all)
	return all
}

// came lists the collisions of which the decision knew nothing.
func (s State) came() []string {
	var all []string
	for _, m := range marks(s.Collisions) {
		if !slices.Contains(s.Cleared, m) {
			all = append(all, m)
		}
	}
	return all
}

// weighed are the collisions that votes are about in a stage. For a change that is
// approved, one that is gone is no reason to think again; one that came is.
func (s State) weighed(stage string) []string {
	if stage == Scheduled && len(s.came()) == 0 {
		return s.Cleared
	}
	return marks(s.Collisions)
}

// hashesOf is what a vote can cover, aspect by aspect. Every field of the content is
// of exactly one aspect.
func hashesOf(c Content, collisions []string) map[string]string {
	return map[string]string{
		AspectScope: record.ContentHash([]any{c.Title, c.Reason, c.Client, c.Items, c.Team, c.Providers, c.Incident, c.Threat,
			c.Template, c.TemplateVersion, c.Migration}),
		AspectWindow: record.ContentHash([]any{c.From, c.To, c.Late, c.Unavailability.None, c.Unavailability.Services,
			c.Unavailability.From, c.Unavailability.To}),
		AspectPlans:      record.ContentHash([]any{c.Impact, c.TestPlan, c.BackOut, c.Communication, c.Unavailability.Text, c.Steps}),
		AspectRisk:       record.ContentHash(c.Risk),
		AspectCollisions: record.ContentHash(collisions),
	}
}

// covered is the hash of what a seat's vote covers.
func covered(hashes map[string]string, s Seat) string {
	part := map[string]string{}
	for _, a := range s.covers() {
		part[a] = hashes[a]
	}
	return record.ContentHash(part)
}

// covers are the aspects of a seat's vote.
func (s Seat) covers() []string {
	if len(s.Covers) == 0 {
		return Aspects
	}
	return s.Covers
}

// Covered is the hash that a seat's vote on the ballot must carry.
func (b Ballot) Covered(seat string) string { return covered(b.Hashes, b.Panel.Seats[seat]) }

// differing lists the aspects whose hashes differ, in their order.
func differing(a, b map[string]string) []string {
	return slices.DeleteFunc(slices.Clone(Aspects), func(x string) bool { return a[x] == b[x] })
}

// both lists what stands in two lists, in the order of the first.
func both(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(x string) bool { return !slices.Contains(b, x) })
}

// either lists what stands in one of two lists of aspects, in their order.
func either(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(Aspects), func(x string) bool { return !slices.Contains(a, x) && !slices.Contains(b, x) })
}

// sortedKeys lists a map's keys in order.
//
//workflowcheck:ignore the order in which the map is walked does not matter: the keys are sorted
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// with is a map with one more entry; what it was made from stays as it is.
func with[V any](m map[string]V, key string, v V) map[string]V {
	next := maps.Clone(m)
	if next == nil {
		next = map[string]V{}
	}
	next[key] = v
	return next
}

// without is a map without an entry; what it was made from stays as it is.
func without[V any](m map[string]V, key string) map[string]V {
	next := maps.Clone(m)
	delete(next, key)
	return next
}

// Knows reports whether a hash is of the change as it stands: of its content, or of
// what the votes or the chair's second thoughts are about.
func (s State) Knows(hash string) bool {
	if hash == "" {
		return false
	}
	if hash == s.Hash || s.Held != nil && hash == s.Held.Content {
		return true
	}
	if s.Ballot == nil {
		return false
	}
	for _, id := range sortedKeys(s.Ballot.Panel.Seats) {
		if s.Ballot.Covered(id) == hash {
			return true
		}
	}
	return hash == s.Ballot.Content
}
