package portal

import (
	"slices"

	"termijn/internal/calendar"
)

// spreadLabels keeps the names at the right apart.
func (c *trendChart) spreadLabels() {
	order := make([]int, len(c.Lines))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return c.Lines[a].LabelY - c.Lines[b].LabelY })
	free := trendTop
	for n, i := range order {
		// Those that are still to come must have room below this one.
		most := trendBottom - trendLabel*(len(order)-1-n)
		c.Lines[i].LabelY = min(max(c.Lines[i].LabelY, free), most)
		free = c.Lines[i].LabelY + trendLabel
	}
}

// axes adds the dates along both sides, and the diagonal on which a date is today.
func (c *trendChart) axes(said, dates [2]calendar.Date, place func(calendar.Date) share, height func(calendar.Date) int, w trendWords) {
	next, label := stepOf(said[1].DaysSince(said[0])+1), w.label(said)
	for d := next(said[0].AddDays(-1)); !d.After(said[1]); d = next(d) {
		x := place(d)
		n := tick{X: x, Date: d, Label: label(d), Anchor: "middle"}
		if !slices.ContainsFunc(c.Ticks, n.covers) && x < trendRight-4 {
			c.Ticks = append(c.Ticks, n)
		}
	}
	next, label = stepOf(dates[1].DaysSince(dates[0])+1), w.label(dates)
	for d := next(dates[0].AddDays(-1)); !d.After(dates[1]); d = next(d) {
		y := height(d)
		if n := len(c.Dates); n == 0 || c.Dates[n-1].Y-y >= 18 {
			c.Dates = append(c.Dates, trendDate{Y: y, Label: label(d)})
		}
	}
	from, to := said[0], said[1]
	if dates[0].After(from) {
		from = dates[0]
	}
	if dates[1].Before(to) {
		to = dates[1]
	}
	if from.Before(to) {
		c.Diagonal = &trendPiece{place(from), place(to), height(from), height(to)}
	}
}

// label writes the ticks of an axis: with more than 75 days these are first days of months.
func (w trendWords) label(reach [2]calendar.Date) func(calendar.Date) string {
	if reach[1].DaysSince(reach[0])+1 > 75 {
		return w.Month
	}
	return w.Tick
}
