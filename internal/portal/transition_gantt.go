package portal

import (
	"slices"
	"time"

	"termijn/internal/calendar"
)

// planPoint is a milestone as the pictures of a plan know it.
type planPoint struct {
	ID, Title, Path string
	// Project is the ID of the project that it belongs to; Owner names who promised it.
	Project, Owner string
	// Baseline is the date promised, Expected what the network makes of it, Actual
	// when it was reached; zero where there is none.
	Baseline, Expected, Actual calendar.Date
	State                      badge
	// Missed marks a date that went by, Late one that is or will be.
	Missed, Late, Critical, Cancelled bool
	// Slack and Slip are in words.
	Slack, Slip string
}

// date is where the milestone stands: when it was reached, else when it is expected.
func (m planPoint) date() calendar.Date {
	switch {
	case !m.Actual.IsZero():
		return m.Actual
	case !m.Expected.IsZero():
		return m.Expected
	}
	return m.Baseline
}

// planProject is a project with its milestones, in the order of their dates.
type planProject struct {
	ID, Name, Owner string
	Points          []planPoint
}

// planLink is a dependency between two milestones.
type planLink struct {
	From, To string
	Critical bool
}

// The zooms of a Gantt, with what a day measures on a screen.
var zooms = []struct {
	name   string
	pixels float64
}{{"week", 14}, {"month", 3.6}, {"quarter", 1.2}}

// Bounds of a picture's width in pixels.
const (
	ganttLeast = 420
	ganttMost  = 16000
	// linksAtMost is how many dependencies a picture shows before it keeps to the
	// critical ones and those of the chosen milestone.
	linksAtMost = 150
)

// ganttChoice is how a reader wants to see the plan.
type ganttChoice struct {
	// Zoom is week, month or quarter; empty for the one that fits.
	Zoom string
	// Opened are the projects whose milestones are shown.
	Opened map[string]bool
	// Chosen is a milestone of which all dependencies are shown.
	Chosen string
}

// gantt is a plan as a table whose last column is a picture on one axis of dates.
type gantt struct {
	Zoom string
	// Width is that of the picture's column on a screen, in pixels.
	Width int
	Years []tick
	Ticks []ganttTick
	Today *share
	Rows  []ganttRow
	// Hidden are how many dependencies are not drawn.
	Hidden int
}

// ganttTick is a date of the axis. Level tells what begins there: 1 a year, 2 a
// quarter, 3 a month, 4 a week. A narrow picture leaves out the labels of high levels.
type ganttTick struct {
	X     share
	Label string
	Level int
}

// ganttRow is a project, or a milestone of one that is open.
type ganttRow struct {
	// Project is set in the row of a project.
	Project *ganttProject
	Point   *planPoint
	// Baseline, Expected, Reached and Missed are places of the marks.
	Baseline, Expected, Reached, Missed *share
	// Slip runs from the baseline to where the milestone stands now.
	Slip *ganttSlip
	// Marks are a closed project's milestones that ask for attention.
	Marks []ganttMark
	// Span is from the first to the last milestone of a project.
	Span  *band
	Lines []ganttLine
	// Heads are the places of arrowheads: from above, or from below.
	Heads []ganttHead
}

type ganttProject struct {
	planProject
	Open bool
	// Turn opens or closes it.
	Turn               string
	Count, Late        int
	Baseline, Expected calendar.Date
}

type ganttMark struct {
	X     share
	Title string
	Late  bool
}

type ganttSlip struct {
	X, To share
	Late  bool
}

// ganttLine is a piece of a dependency in one row; Y runs from 0 to 100.
type ganttLine struct {
	X1, X2   share
	Y1, Y2   int
	Critical bool
}

type ganttHead struct {
	X               share
	Below, Critical bool
}

// drawGantt lays a plan out. The projects are in the order of the page.
func drawGantt(projects []planProject, links []planLink, today calendar.Date, c ganttChoice, turn func(project string) string, label func(d calendar.Date, level int) string) gantt {
	a := planAxis(projects, today)
	g := gantt{Zoom: c.Zoom}
	days := calendar.DateOf(a.to, brussels).DaysSince(calendar.DateOf(a.from, brussels))
	if !slices.ContainsFunc(zooms, func(z struct {
		name   string
		pixels float64
	}) bool {
		return z.name == g.Zoom
	}) {
		g.Zoom = zoomFor(days)
	}
	for _, z := range zooms {
		if z.name == g.Zoom {
			g.Width = min(ganttMost, max(ganttLeast, int(float64(days)*z.pixels)))
		}
	}
	g.Ticks = a.planTicks(g.Zoom, label)
	if x := noon(today); a.holds(x) {
		at := a.at(x)
		g.Today = &at
	}
	for _, p := range projects {
		g.Rows = append(g.Rows, projectRow(a, p, c.Opened[p.ID], turn(p.ID)))
		if c.Opened[p.ID] {
			for i := range p.Points {
				g.Rows = append(g.Rows, pointRow(a, &p.Points[i]))
			}
		}
	}
	g.Hidden = g.connect(a, links, c.Chosen)
	return g
}

// noon is where a date stands on an axis of instants.
func noon(d calendar.Date) time.Time { return d.Start(brussels).Add(12 * time.Hour) }

func projectRow(a axis, p planProject, open bool, turn string) ganttRow {
	x := &ganttProject{planProject: p, Open: open, Turn: turn}
	row := ganttRow{Project: x}
	var first, last calendar.Date
	for _, m := range p.Points {
		if m.Cancelled {
			continue
		}
		x.Count++
		d := m.date()
		if m.Late || m.Missed {
			x.Late++
		}
		if !open && !d.IsZero() && (m.Late || m.Missed || m.Critical && m.Actual.IsZero()) {
			row.Marks = append(row.Marks, ganttMark{X: a.at(noon(d)), Title: m.Title, Late: m.Late || m.Missed})
		}
		if first.IsZero() || !d.IsZero() && d.Before(first) {
			first = d
		}
		if d.After(last) {
			last = d
		}
		if m.Baseline.After(x.Baseline) {
			x.Baseline = m.Baseline
		}
	}
	x.Expected = last
	if !first.IsZero() {
		span := a.between(noon(first), noon(last), .3)
		row.Span = &span
	}
	return row
}

func pointRow(a axis, m *planPoint) ganttRow {
	row := ganttRow{Point: m}
	place := func(d calendar.Date) *share {
		if d.IsZero() {
			return nil
		}
		x := a.at(noon(d))
		return &x
	}
	row.Baseline = place(m.Baseline)
	switch {
	case !m.Actual.IsZero():
		row.Reached = place(m.Actual)
	case !m.Cancelled:
		row.Expected = place(m.Expected)
	}
	if m.Missed {
		row.Missed = row.Baseline
	}
	if d := m.date(); !m.Baseline.IsZero() && d != m.Baseline && !m.Cancelled {
		row.Slip = &ganttSlip{X: a.at(noon(m.Baseline)), To: a.at(noon(d)), Late: d.After(m.Baseline)}
	}
	return row
}
