package portal

import (
	"slices"
)

// connect draws the dependencies between milestones that have a row: along the row
// of the one, then straight to the other. It returns how many it left out.
func (g *gantt) connect(a axis, links []planLink, chosen string) (hidden int) {
	rows := map[string]int{}
	for i, r := range g.Rows {
		if r.Point != nil && !r.Point.date().IsZero() {
			rows[r.Point.ID] = i
		}
	}
	var shown []planLink
	for _, l := range links {
		_, from := rows[l.From]
		_, to := rows[l.To]
		if from && to {
			shown = append(shown, l)
		}
	}
	if len(shown) > linksAtMost {
		all := len(shown)
		shown = slices.DeleteFunc(shown, func(l planLink) bool { return !l.Critical && l.From != chosen && l.To != chosen })
		hidden = all - len(shown)
	}
	// The critical ones are drawn last, over the others.
	slices.SortStableFunc(shown, func(p, q planLink) int { return order(p.Critical) - order(q.Critical) })
	drawn := map[ganttPiece]bool{}
	for _, l := range shown {
		g.draw(a, rows[l.From], rows[l.To], l.Critical, drawn)
	}
	return hidden
}

func order(critical bool) int {
	if critical {
		return 1
	}
	return 0
}

// ganttPiece tells pieces apart, so that those of several dependencies of the same
// milestone are drawn once.
type ganttPiece struct {
	row int
	ganttLine
}

// draw puts the pieces of a dependency into the rows that it passes.
func (g *gantt) draw(a axis, from, to int, critical bool, drawn map[ganttPiece]bool) {
	x1, x2 := a.at(noon(g.Rows[from].Point.date())), a.at(noon(g.Rows[to].Point.date()))
	put := func(row int, l ganttLine) {
		l.Critical = critical
		if !drawn[ganttPiece{row, l}] {
			drawn[ganttPiece{row, l}] = true
			g.Rows[row].Lines = append(g.Rows[row].Lines, l)
		}
	}
	down := to > from
	if x1 != x2 {
		put(from, ganttLine{X1: x1, X2: x2, Y1: 50, Y2: 50})
	}
	begin, end := 0, 50
	if down {
		begin, end = 50, 100
	}
	put(from, ganttLine{X1: x2, X2: x2, Y1: begin, Y2: end})
	for row := min(from, to) + 1; row < max(from, to); row++ {
		put(row, ganttLine{X1: x2, X2: x2, Y1: 0, Y2: 100})
	}
	if down {
		put(to, ganttLine{X1: x2, X2: x2, Y1: 0, Y2: 50})
	} else {
		put(to, ganttLine{X1: x2, X2: x2, Y1: 50, Y2: 100})
	}
	head := ganttHead{X: x2, Below: !down, Critical: critical}
	if !slices.Contains(g.Rows[to].Heads, head) {
		g.Rows[to].Heads = append(g.Rows[to].Heads, head)
	}
}
