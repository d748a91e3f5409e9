package casework

import "time"

// Exact is an instant as a case keeps it: whole seconds, UTC.
func Exact(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }

// Moved is a window whose ends are replaced by those that are given; a zero one leaves
// its end as it was.
func Moved(from, to, newFrom, newTo time.Time) (time.Time, time.Time) {
	if !newFrom.IsZero() {
		from = Exact(newFrom)
	}
	if !newTo.IsZero() {
		to = Exact(newTo)
	}
	return from, to
}
