package network_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/internal/calendar"
	"termijn/internal/network"
)

// independent computes a plan another way: it walks day by day, pushes every link
// until nothing moves any more, and finds latest days by trying one after another.
type independent struct {
	cal  *calendar.Calendar
	plan network.Plan
	days []calendar.Date // of the years in question, in order
	// after[lag][i] is the day that lies lag working days after day i; len(days) when
	// that is beyond them.
	after map[int][]int
}

func independently(t require.TestingT, p network.Plan, cal *calendar.Calendar) *independent {
	x := &independent{cal: cal, plan: p, after: map[int][]int{}}
	for d := day(t, "2021-01-01"); d.Year < 2024; d = d.AddDays(1) {
		x.days = append(x.days, d)
	}
	for _, l := range append(p.Links, network.Link{Lag: 1}) {
		if x.after[l.Lag] != nil {
			continue
		}
		for i := range x.days {
			at, left := i, l.Lag
			for ; left > 0 && at < len(x.days); left -= x.worked(at) {
				at++
			}
			x.after[l.Lag] = append(x.after[l.Lag], at)
		}
	}
	return x
}

// worked is 1 on a working day.
func (x *independent) worked(i int) int {
	if i < len(x.days) && x.cal.IsWorkingDay(x.days[i]) {
		return 1
	}
	return 0
}

func (x *independent) index(d calendar.Date) int {
	if d.IsZero() {
		return -1
	}
	return d.DaysSince(x.days[0])
}

// push moves every milestone of at, by index of the plan, to the day that its
// predecessors allow; -1 has no day.
func (x *independent) push(at []int) {
	for moved := true; moved; {
		moved = false
		for _, l := range x.plan.Links {
			from, to := x.find(l.From), x.find(l.To)
			if at[from] < 0 || !x.plan.Milestones[to].Reached.IsZero() || x.plan.Milestones[from].Cancelled || x.plan.Milestones[to].Cancelled {
				continue
			}
			if day := x.after[l.Lag][at[from]]; day > at[to] {
				at[to], moved = day, true
			}
		}
	}
}

func (x *independent) find(id string) int {
	return slices.IndexFunc(x.plan.Milestones, func(m network.Milestone) bool { return m.ID == id })
}

func (x *independent) expected() []int {
	at := make([]int, len(x.plan.Milestones))
	for i, m := range x.plan.Milestones {
		at[i] = x.index(m.Due)
		if !m.Stated.IsZero() {
			at[i] = x.index(m.Stated)
		}
		if at[i] >= 0 {
			at[i] = max(at[i], x.index(x.plan.AsOf))
		}
		if !m.Reached.IsZero() {
			at[i] = x.index(m.Reached)
		}
		if m.Cancelled {
			at[i] = -1
		}
	}
	x.push(at)
	return at
}

// latest is the last day on which a milestone alone makes nothing late.
func (x *independent) latest(m int) int {
	for d := len(x.days) - 200; d >= 0; d-- {
		at := make([]int, len(x.plan.Milestones))
		for i := range at {
			at[i] = -1
		}
		at[m] = d
		x.push(at)
		kept, limited := true, false
		for i, v := range x.plan.Milestones {
			if at[i] < 0 || i != m && !v.Reached.IsZero() {
				continue
			}
			for _, limit := range []calendar.Date{v.Due, x.plan.End} {
				if !limit.IsZero() {
					limited = true
					kept = kept && at[i] <= x.index(limit)
				}
			}
		}
		switch {
		case !limited:
			return -1
		case kept:
			return d
		}
	}
	panic("no day is early enough")
}

// between counts working days a < d ≤ b, below zero backwards.
func (x *independent) between(a, b int) int {
	if a > b {
		return -x.between(b, a)
	}
	n := 0
	for i := a + 1; i <= b; i++ {
		n += x.worked(i)
	}
	return n
}

func (x *independent) openEnd(at []int) int {
	end := -1
	for i, m := range x.plan.Milestones {
		if m.Reached.IsZero() && !m.Cancelled {
			end = max(end, at[i])
		}
	}
	return end
}

// networks without cycles: some parts are not joined, some milestones have no date,
// are reached or cancelled; dates may fall on any day.
func networks(t *rapid.T) network.Plan {
	var p network.Plan
	first := day(t, "2022-01-03")
	date := func(what string) calendar.Date { return first.AddDays(rapid.IntRange(0, 200).Draw(t, what)) }
	n := rapid.IntRange(1, 8).Draw(t, "milestones")
	for i := range n {
		m := network.Milestone{ID: fmt.Sprintf("m%d", i)}
		switch rapid.IntRange(0, 9).Draw(t, "kind") {
		case 0:
			m.Cancelled, m.Due = true, date("due")
		case 1:
			m.Reached, m.Due = date("reached"), date("due")
		case 2: // no date at all
		case 3:
			m.Stated = date("stated")
		case 4, 5:
			m.Due, m.Stated = date("due"), date("stated")
		default:
			m.Due = date("due")
		}
		p.Milestones = append(p.Milestones, m)
	}
	for i := range n {
		for j := i + 1; j < n; j++ {
			if rapid.IntRange(0, 2).Draw(t, "link") == 0 {
				p.Links = append(p.Links, network.Link{From: fmt.Sprintf("m%d", i), To: fmt.Sprintf("m%d", j), Lag: rapid.SampledFrom([]int{0, 0, 1, 2, 5, 12}).Draw(t, "lag")})
			}
		}
	}
	if rapid.Bool().Draw(t, "asOf?") {
		p.AsOf = date("asOf")
	}
	if rapid.Bool().Draw(t, "end?") {
		p.End = date("end")
	}
	// The order in which a plan is written must not matter.
	p.Milestones = rapid.Permutation(p.Milestones).Draw(t, "milestones in order")
	p.Links = rapid.Permutation(p.Links).Draw(t, "links in order")
	return p
}

func TestDatesFloatAndCriticalPathEqualAnIndependentComputation(t *testing.T) {
	t.Parallel()
	cal := workdays(t)
	rapid.Check(t, func(t *rapid.T) {
		p := networks(t)
		got, err := network.Compute(p, cal)
		require.NoError(t, err)
		x := independently(t, p, cal)
		at := x.expected()
		for i, m := range p.Milestones {
			pos, there := got.Positions[m.ID]
			require.Equal(t, !m.Cancelled, there)
			if m.Cancelled {
				continue
			}
			require.Equal(t, at[i], x.index(pos.Expected), "%s expected", m.ID)
			require.Equal(t, !m.Due.IsZero() && at[i] > x.index(m.Due), pos.Impossible, m.ID)
			if !m.Reached.IsZero() {
				require.True(t, pos.Latest.IsZero() && !pos.Late && pos.Float == 0)
				continue
			}
			latest := x.latest(i)
			requireLatest(t, x, pos, at[i], latest)
			if at[i] >= 0 {
				require.Equal(t, x.endsLater(i, at), pos.Critical, "%s critical", m.ID)
			}
		}
		requirePath(t, x, got, at)
	})
}

func requireLatest(t require.TestingT, x *independent, pos network.Position, expected, latest int) {
	if latest < 0 {
		require.True(t, pos.Latest.IsZero())
		require.Zero(t, pos.Float)
		return
	}
	// Where a lag leads to a day that is none, the last working day before is named.
	named := x.index(pos.Latest)
	require.True(t, named == latest || named < latest && x.worked(latest) == 0 && x.between(named, latest) == 0 && x.worked(named) == 1, "latest %s, not %s", pos.Latest, x.days[latest])
	if expected >= 0 {
		require.Equal(t, x.between(expected, latest), pos.Float)
		require.Equal(t, expected > latest, pos.Late)
	}
}

// endsLater tries a day's delay of one milestone.
func (x *independent) endsLater(i int, at []int) bool {
	delayed := slices.Clone(at)
	delayed[i] = x.after[1][at[i]]
	x.push(delayed)
	return x.openEnd(delayed) > x.openEnd(at)
}

func requirePath(t require.TestingT, x *independent, got network.Result, at []int) {
	end := x.openEnd(at)
	if end < 0 {
		require.Empty(t, got.CriticalPath)
		return
	}
	require.NotEmpty(t, got.CriticalPath)
	require.Equal(t, end, at[x.find(got.CriticalPath[len(got.CriticalPath)-1])])
	for i, id := range got.CriticalPath {
		require.True(t, got.Positions[id].Critical, id)
		if i == 0 {
			continue
		}
		joined := slices.ContainsFunc(x.plan.Links, func(l network.Link) bool {
			return l.From == got.CriticalPath[i-1] && l.To == id && x.after[l.Lag][at[x.find(l.From)]] == at[x.find(id)]
		})
		require.True(t, joined, "%v is joined by links that set the dates", got.CriticalPath)
	}
}
