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

// breach returns when the first of the promises was broken; nil when none was.
func (c *clock) breach() (*time.Time, error) {
	for i, r := range c.regimes {
		last := i == len(c.regimes)-1
		end := c.end
		if !last {
			end = c.regimes[i+1].from
		}
		due, err := c.due(r, end)
		if err != nil {
			return nil, err
		}
		// At the very instant of a new agreement the new date holds already. Only
		// targets in working days have more than one promise.
		broken := due.Before(end)
		if last && c.days != nil {
			broken = !due.After(end)
		}
		if broken {
			return c.breachInstant(r, due), nil
		}
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
