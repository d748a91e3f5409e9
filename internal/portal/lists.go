package portal

import (
	"slices"
	"strings"
	"time"

	"termijn/internal/i18n"
)

func keep[V any](all []V, want func(V) bool) []V {
	var kept []V
	for _, v := range all {
		if want(v) {
			kept = append(kept, v)
		}
	}
	return kept
}

// byNumber orders IDs such as L2 and L10 by their number.
func byNumber(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	if a < b {
		return -1
	}
	return 1
}

// inOrder returns a map's values by instant, and by ID when they are equal.
func inOrder[V any](m map[string]V, at func(V) time.Time) []V {
	ids := make([]string, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int {
		if c := at(m[a]).Compare(at(m[b])); c != 0 {
			return c
		}
		return strings.Compare(a, b)
	})
	all := make([]V, 0, len(ids))
	for _, id := range ids {
		all = append(all, m[id])
	}
	return all
}

// joined writes a list as people say it: a, b and c.
func joined(say *i18n.Printer, names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return say.T("case.list", "First", strings.Join(names[:len(names)-1], ", "), "Last", names[len(names)-1])
}
