package collision

import (
	"cmp"
	"slices"
	"time"

	"termijn/internal/record"
)

// most bounds a list of collisions.
const most = 200

// List are all collisions with some plans, in order of when they begin, and how many
// were left out of a very long list. The strongest with each other plan come before
// the rest, so that no other plan is missed while there is room.
func (l *Look) List(others []Planned) (found []record.Collision, more int) {
	var rest []record.Collision
	for _, o := range others {
		if all := l.With(o); len(all) > 0 {
			found, rest = append(found, all[0]), append(rest, all[1:]...)
		}
	}
	byTime := func(a, b record.Collision) int {
		return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.Other, b.Other), cmp.Compare(rank[a.Kind], rank[b.Kind]), cmp.Compare(a.Key(), b.Key()))
	}
	slices.SortFunc(found, byTime)
	slices.SortFunc(rest, byTime)
	found = append(found, rest...)
	kept := min(len(found), most)
	return found[:kept:kept], len(found) - kept
}

// Touched are the cases among others whose plans collide with the own one.
func (l *Look) Touched(others []Planned) []string {
	var refs []string
	for _, o := range others {
		if len(l.With(o)) > 0 {
			refs = append(refs, o.Ref)
		}
	}
	return refs
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
