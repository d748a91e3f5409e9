package portal

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// sorted are the IDs of a map in their order as people number them.
func sorted[V any](m map[string]V) []string { return slices.SortedFunc(maps.Keys(m), naturally) }

// naturally orders IDs so that M2 comes before M10.
func naturally(a, b string) int {
	for a != "" && b != "" {
		n, m := digits(a), digits(b)
		switch {
		case n > 0 && m > 0:
			x, y := strings.TrimLeft(a[:n], "0"), strings.TrimLeft(b[:m], "0")
			if c := cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y)); c != 0 {
				return c
			}
			a, b = a[n:], b[m:]
		case a[0] != b[0]:
			return cmp.Compare(a[0], b[0])
		default:
			a, b = a[1:], b[1:]
		}
	}
	return cmp.Compare(len(a), len(b))
}

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}
