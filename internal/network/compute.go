package network

import "termijn/internal/calendar"

// Compute works out where every milestone stands. The error is [Invalid].
func Compute(p Plan, cal *calendar.Calendar) (Result, error) {
	g, problems := graphOf(p)
	if len(problems) > 0 {
		return Result{}, Invalid(problems)
	}
	c := computation{graph: g, cal: cal, at: make([]Position, len(p.Milestones)), latest: make([]calendar.Date, len(p.Milestones))}
	c.forward()
	c.backward()
	c.critical()
	r := Result{Positions: make(map[string]Position, len(p.Milestones)), End: c.end, CriticalPath: c.path}
	for i, m := range p.Milestones {
		if !m.Cancelled {
			r.Positions[m.ID] = c.at[i]
		}
	}
	return r, nil
}

type computation struct {
	*graph
	cal *calendar.Calendar
	at  []Position
	// latest is exact: the last day, working or not, from which a lag still fits.
	latest []calendar.Date
	end    calendar.Date
	// openEnd is the last expected day of what is still to be reached.
	openEnd calendar.Date
	path    []string
}

// forward sets the expected dates.
func (c *computation) forward() {
	for _, i := range c.order {
		m := c.plan.Milestones[i]
		if m.Cancelled {
			continue
		}
		c.at[i] = c.expected(i, m)
		if e := c.at[i].Expected; e.After(c.end) {
			c.end = e
		}
		if e := c.at[i].Expected; m.Reached.IsZero() && e.After(c.openEnd) {
			c.openEnd = e
		}
	}
}

func (c *computation) expected(i int, m Milestone) Position {
	if !m.Reached.IsZero() {
		return Position{Expected: m.Reached, Because: ByReach}
	}
	p := Position{Expected: m.Due, Because: ByDue}
	switch {
	case !m.Stated.IsZero():
		p = Position{Expected: m.Stated, Because: ByStatement}
	case m.Due.IsZero():
		p.Because = ByNothing
	}
	if !p.Expected.IsZero() && p.Expected.Before(c.plan.AsOf) {
		p.Expected, p.Because = c.plan.AsOf, ByToday
	}
	for _, l := range c.in[i] {
		from := c.from(l)
		if c.at[from].Expected.IsZero() {
			continue
		}
		earliest := c.cal.AddWorkingDays(c.at[from].Expected, c.plan.Links[l].Lag)
		later := earliest.After(p.Expected)
		if later || p.Because == ByPredecessor && earliest == p.Expected && c.id(from) < p.Driver {
			p = Position{Expected: earliest, Because: ByPredecessor, Driver: c.id(from)}
		}
	}
	return p
}

// backward sets the latest dates, and what follows from them.
func (c *computation) backward() {
	for n := len(c.order) - 1; n >= 0; n-- {
		i := c.order[n]
		m, p := c.plan.Milestones[i], &c.at[i]
		if m.Cancelled {
			continue
		}
		p.Impossible = !m.Due.IsZero() && p.Expected.After(m.Due)
		if !m.Reached.IsZero() {
			continue
		}
		p.Latest, c.latest[i] = c.plan.End, c.plan.End
		if sooner(m.Due, p.Latest) {
			p.Latest, c.latest[i], p.Limit = m.Due, m.Due, m.ID
		}
		for _, l := range c.out[i] {
			to, lag := c.to(l), c.plan.Links[l].Lag
			if c.latest[to].IsZero() {
				continue
			}
			if exact := lastDayBefore(c.cal, c.latest[to], lag); sooner(exact, c.latest[i]) {
				c.latest[i], p.Limit = exact, c.at[to].Limit
				p.Latest = exact
				if lag > 0 {
					p.Latest = workingDayUpTo(c.cal, exact)
				}
			}
		}
		if !p.Latest.IsZero() && !p.Expected.IsZero() {
			p.Float = c.cal.WorkingDaysBetween(p.Expected, c.latest[i])
			p.Late = p.Expected.After(c.latest[i])
		}
	}
}

// sooner: a is a limit, and before b or b is none.
func sooner(a, b calendar.Date) bool { return !a.IsZero() && (b.IsZero() || a.Before(b)) }

// lastDayBefore is the last day of which the day that lies lag working days later
// is limit or before it.
func lastDayBefore(cal *calendar.Calendar, limit calendar.Date, lag int) calendar.Date {
	if lag == 0 {
		return limit
	}
	// The lag'th working day counted back from the limit, the limit included, is the
	// first that is too many to start on.
	return cal.AddWorkingDays(limit.AddDays(1), -lag).AddDays(-1)
}

// workingDayUpTo is the day itself when it is a working day, else the last one before.
func workingDayUpTo(cal *calendar.Calendar, d calendar.Date) calendar.Date {
	if cal.IsWorkingDay(d) {
		return d
	}
	return cal.AddWorkingDays(d, -1)
}
