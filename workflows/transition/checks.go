package transition

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"termijn/internal/calendar"
	"termijn/workflows/casework"
)

// keys lists a map's keys in order.
//
//workflowcheck:ignore the order in which the map is walked does not matter: the keys are sorted
func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// idShape is what IDs of a plan look like: they stand in clocks' names and in links.
var idShape = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$`)

// text notes that a text is missing or too long.
func text(v *casework.Invalid, field, value string) {
	v.Check(strings.TrimSpace(value) != "", field, "required")
	optional(v, field, value)
}

func optional(v *casework.Invalid, field, value string) {
	v.Check(len(value) <= longestText, field, "too_long", "max", fmt.Sprint(longestText))
}

func name(v *casework.Invalid, field, value string) {
	v.Check(strings.TrimSpace(value) != "", field, "required")
	v.Check(len(value) <= longestName, field, "too_long", "max", fmt.Sprint(longestName))
}

func oneOf(v *casework.Invalid, field, value string, options []string) {
	v.Check(slices.Contains(options, value), field, "choose_option", "options", strings.Join(options, ", "))
}

// within notes a date that is missing or out of all reason.
func within(v *casework.Invalid, field string, d calendar.Date) {
	switch {
	case d.IsZero():
		v.Add(field, "required")
	case d.Year < 2000 || d.Year > 2100:
		v.Add(field, "too_far")
	}
}

// ahead notes a date of the past, or too far ahead.
func ahead(v *casework.Invalid, s *situation, field string, d calendar.Date) {
	now := today(s)
	switch {
	case d.IsZero():
		v.Add(field, "required")
	case d.Before(now):
		v.Add(field, "in_the_past")
	case d.After(now.AddDays(farthest)):
		v.Add(field, "too_far")
	}
}

// links notes evidence that names nothing or leads nowhere.
func links(v *casework.Invalid, field string, all []Evidence, required bool) {
	v.Check(!required || len(all) > 0, field, "required")
	v.Check(len(all) <= mostEvidence, field, "too_many", "max", fmt.Sprint(mostEvidence))
	for i, e := range all {
		at := fmt.Sprintf("%s[%d]", field, i)
		name(v, at+".title", e.Title)
		v.Check(isLink(e.URL), at+".url", "not_a_link")
	}
}

// isLink reports whether a text is an address on the web. url.Parse depends on its
// input alone.
//
//workflowcheck:ignore see above
func isLink(text string) bool {
	u, err := url.Parse(text)
	return err == nil && len(text) <= 2000 && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// milestone finds a milestone that can still be reached.
func milestone(s *situation, id string) (Milestone, error) {
	m, ok := s.Own.Milestones[id]
	switch {
	case !ok:
		return m, casework.Refuse(casework.CodeUnknown, "subject", id)
	case m.Ended():
		return m, casework.Refuse(casework.CodeDone, "subject", id)
	}
	return m, nil
}
