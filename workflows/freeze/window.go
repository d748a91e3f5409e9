package freeze

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"termijn/workflows/casework"
)

// Bounds of what is announced: bytes, items, and how long and how far ahead.
const (
	longestTitle = 160
	longestText  = 4000
	mostItems    = 200
	longestDays  = 366
	furthest     = 2 * 366 * 24 * time.Hour
)

// Check refuses an announcement that lacks something, at an instant. It is pure; the
// application service calls it before a case begins, with the items that the
// announcer can name.
func (a Announcement) Check(items []string, now time.Time) error {
	var v casework.Invalid
	v.Check(slices.Contains(Kinds, a.Kind), "kind", "choose_option", "options", strings.Join(Kinds, ", "))
	v.Check(strings.TrimSpace(a.Title) != "", "title", "required")
	v.Check(len(a.Title) <= longestTitle, "title", "too_long", "max", fmt.Sprint(longestTitle))
	checkReason(&v, a.Reason)
	v.Check(a.Kind != Maintenance || len(a.Items) > 0, "items", "required_item")
	v.Check(a.Kind == Freeze || !a.Emergencies, "emergencies", "only_for_freeze")
	CheckItems(&v, a.Items, items)
	v.Check(!a.From.IsZero(), "from", "required")
	v.Check(a.From.IsZero() || !a.From.Before(now), "from", "instant_in_the_past")
	checkEnd(&v, a.From, a.To, now)
	return v.Err()
}

// CheckItems refuses items that are not among those known, or named twice.
func CheckItems(v *casework.Invalid, items, known []string) {
	v.Check(len(items) <= mostItems, "items", "too_many", "max", fmt.Sprint(mostItems))
	for i, item := range items {
		v.Check(slices.Contains(known, item), fmt.Sprintf("items[%d]", i), "no_such_item", "item", item)
		v.Check(!slices.Contains(items[:i], item), fmt.Sprintf("items[%d]", i), "named_twice", "item", item)
	}
}

func checkReason(v *casework.Invalid, reason string) {
	v.Check(strings.TrimSpace(reason) != "", "reason", "required")
	v.Check(len(reason) <= longestText, "reason", "too_long", "max", fmt.Sprint(longestText))
}

func checkEnd(v *casework.Invalid, from, to, now time.Time) {
	v.Check(!to.IsZero(), "to", "required")
	v.Check(to.IsZero() || to.After(from), "to", "must_be_after_from")
	v.Check(to.IsZero() || from.IsZero() || !to.After(from.AddDate(0, 0, longestDays)), "to", "too_many_days", "max", fmt.Sprint(longestDays))
	v.Check(!to.After(now.Add(furthest)), "to", "too_far")
}

// checkUpdate: what has begun keeps its beginning, and what is over cannot be planned.
func checkUpdate(s *situation, m Update) error {
	if err := announcer(s); err != nil {
		return err
	}
	from, to := s.Own.window(m)
	var v casework.Invalid
	checkReason(&v, m.Reason)
	moved := !from.Equal(s.Own.From)
	v.Check(!moved || s.Stage == Planned, "from", "freeze_begun")
	v.Check(!moved || s.Stage != Planned || !from.Before(s.At), "from", "instant_in_the_past")
	checkEnd(&v, from, to, s.At)
	v.Check(to.After(s.At), "to", "instant_in_the_past")
	v.Check(!m.Everything || s.Own.Kind == Freeze, "everything", "only_for_freeze")
	v.Check(!m.Everything || len(m.Items) == 0, "items", "everything_or_items")
	others := m.Everything && !s.Own.Everything() || m.Items != nil && !slices.Equal(m.Items, s.Own.Items)
	v.Check(moved || !to.Equal(s.Own.To) || others, "to", "freeze_unchanged")
	CheckItems(&v, m.Items, m.Items)
	return v.Err()
}

// announcer: the Service Integrator never acts for a provider, nor the other way
// round (G-02).
func announcer(s *situation) error {
	owner := s.Own.Provider
	if owner == "" {
		owner = serviceIntegrator
	}
	if s.Actor.Org != owner {
		return casework.Refuse(casework.CodeForbidden)
	}
	return nil
}

// serviceIntegrator is the organisation of the Service Integrator.
const serviceIntegrator = "si"

// window is the window after an update.
func (s State) window(m Update) (from, to time.Time) {
	return casework.Moved(s.From, s.To, m.From, m.To)
}
