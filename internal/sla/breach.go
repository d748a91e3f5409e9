package sla

import (
	"slices"
	"time"
)

// regimes returns the promises that held one after another up to end. An
// agreement at or before the start holds from the start.
func (f Facts) regimes(end time.Time) []regime {
	list := []regime{{from: f.Start}}
	if len(f.Agreed) == 0 {
		return list
	}
	known := slices.DeleteFunc(slices.Clone(f.Agreed), func(a Agreement) bool { return a.Annulled || a.At.After(end) })
	slices.SortFunc(known, func(a, b Agreement) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return a.Date.Compare(b.Date)
	})
	for i := range known {
		r := regime{known[i].At, &known[i].Date}
		if last := &list[len(list)-1]; !r.from.After(f.Start) || r.from.Equal(last.from) {
			*last = r
		} else {
			list = append(list, r)
		}
	}
	return list
}

// breach returns when the first of the promises was broken; nil when none was. due
// is the due instant of the last of them.
func (c *clock) breach(due time.Time) (*time.Time, error) {
	last := len(c.regimes) - 1
	for i, r := range c.regimes[:last] {
		// At the very instant of a new agreement the new date holds already.
		end := c.regimes[i+1].from
		earlier, err := c.due(r)
		if err != nil {
			return nil, err
		}
		if earlier.Before(end) {
			return c.breachInstant(r, earlier), nil
		}
	}
	// A target in days must be met before its due instant, one in time at it.
	if due.Before(c.end) || c.days != nil && due.Equal(c.end) {
		return c.breachInstant(c.regimes[last], due), nil
	}
	return nil, nil
}

// breachInstant is the due instant, but not before the promise was made.
func (c *clock) breachInstant(r regime, due time.Time) *time.Time {
	for _, earliest := range []time.Time{c.Start, r.from} {
		if due.Before(earliest) {
			due = earliest.In(c.cal.Location())
		}
	}
	return &due
}
