package network

import (
	"slices"

	"termijn/internal/calendar"
)

// critical marks what the expected end hangs on, and follows it from the start.
func (c *computation) critical() {
	limit := make([]calendar.Date, len(c.at)) // the last day that keeps the expected end
	last := -1
	for n := len(c.order) - 1; n >= 0; n-- {
		i := c.order[n]
		m, p := c.plan.Milestones[i], &c.at[i]
		if m.Cancelled || !m.Reached.IsZero() || p.Expected.IsZero() {
			continue
		}
		limit[i] = c.openEnd
		for _, l := range c.out[i] {
			if to := c.to(l); !limit[to].IsZero() {
				if day := lastDayBefore(c.cal, limit[to], c.plan.Links[l].Lag); day.Before(limit[i]) {
					limit[i] = day
				}
			}
		}
		p.Critical = c.cal.WorkingDaysBetween(p.Expected, limit[i]) == 0
		if p.Expected == c.openEnd && (last < 0 || c.id(i) < c.id(last)) {
			last = i
		}
	}
	for at := last; at >= 0; at = c.driverOf(at) {
		c.path = append(c.path, c.id(at))
	}
	slices.Reverse(c.path)
}

// driverOf is the open predecessor that sets a milestone's expected date, or -1.
func (c *computation) driverOf(i int) int {
	if c.at[i].Driver == "" {
		return -1
	}
	driver := c.index[c.at[i].Driver]
	if !c.plan.Milestones[driver].Reached.IsZero() {
		return -1
	}
	return driver
}
