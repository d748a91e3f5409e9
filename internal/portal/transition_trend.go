package portal

import (
	"cmp"
	"fmt"
	"slices"

	"termijn/internal/calendar"
)

// forecastAt is what was expected of a milestone from a day on.
type forecastAt struct {
	// Said is the day on which it became known, Date what was expected from then on.
	Said, Date calendar.Date
	Reason     string
	Who        string
}

// trendSeries are the forecasts of one milestone, the oldest first.
type trendSeries struct {
	ID, Title, Path string
	Baseline        calendar.Date
	Said            []forecastAt
	// Reached is when it was; zero while it is awaited.
	Reached calendar.Date
}

// slip is how many days the milestone moved since it was first promised.
func (s trendSeries) slip() int {
	if len(s.Said) == 0 {
		return 0
	}
	last := s.Said[len(s.Said)-1].Date
	if !s.Reached.IsZero() {
		last = s.Reached
	}
	return last.DaysSince(s.Said[0].Date)
}

// The size of a trend chart in pixels; its width is that of the page.
const (
	trendTop    = 16
	trendBottom = 340
	trendMost   = 8
	// trendLabel is the least distance between two labels at the right.
	trendLabel = 16
)

// trendChart is a milestone trend: the day of the report from left to right, the date
// expected from bottom to top. A level line keeps its date, a rising one slips; where
// it meets the diagonal the milestone is reached.
type trendChart struct {
	Lines     []trendLine
	Ticks     []tick
	Dates     []trendDate
	Diagonal  *trendPiece
	Left      share
	Rows      []trendRow
	LeftOut   int
	Top, Foot int
	Right     share
}

// trendLine is one milestone; Look (1 to 8) chooses its dash and the shape of its marks.
type trendLine struct {
	Look   int
	ID     string
	Title  string
	Pieces []trendPiece
	Marks  []trendMark
	LabelY int
}

type trendPiece struct {
	X1, X2 share
	Y1, Y2 int
}

type trendMark struct {
	X       share
	Y       int
	Title   string
	Reached bool
}

// trendDate is a date on the upright axis.
type trendDate struct {
	Y     int
	Label string
}

// trendRow is a milestone for those who read the table.
type trendRow struct {
	Look            int
	ID, Title, Path string
	Baseline, Now   string
	Slip            string
	Said            []string
}

// trendWords are what a chart needs of the reader's language.
type trendWords struct {
	Date func(calendar.Date) string
	// Tick writes a date of an axis, Month one of an axis that has months only.
	Tick, Month func(calendar.Date) string
	Slip        func(days int) string
	Said        func(forecastAt) string
	Point       func(title string, f forecastAt) string
}

// The picture's part of the width: dates to the left of it, names to the right.
const (
	trendLeft  share = 9
	trendRight share = 88
)

// drawTrend lays out those milestones that moved most, at most eight: more lines
// nobody can follow.
func drawTrend(all []trendSeries, today calendar.Date, w trendWords) trendChart {
	all = slices.DeleteFunc(slices.Clone(all), func(s trendSeries) bool { return len(s.Said) == 0 })
	slices.SortStableFunc(all, func(a, b trendSeries) int {
		return cmp.Or(-cmp.Compare(max(a.slip(), -a.slip()), max(b.slip(), -b.slip())), a.Baseline.Compare(b.Baseline), cmp.Compare(a.ID, b.ID))
	})
	c := trendChart{Top: trendTop, Foot: trendBottom, Left: trendLeft, Right: trendRight}
	if len(all) > trendMost {
		c.LeftOut = len(all) - trendMost
		all = all[:trendMost]
	}
	if len(all) == 0 {
		return c
	}
	said, dates := trendReach(all, today)
	place := func(d calendar.Date) share {
		return trendLeft + share(float64(trendRight-trendLeft)*float64(d.DaysSince(said[0]))/float64(said[1].DaysSince(said[0])))
	}
	height := func(d calendar.Date) int {
		return trendBottom - (trendBottom-trendTop)*d.DaysSince(dates[0])/dates[1].DaysSince(dates[0])
	}
	for i, s := range all {
		c.Lines = append(c.Lines, trendLineOf(s, i+1, today, place, height, w))
		c.Rows = append(c.Rows, trendRowOf(s, i+1, w))
	}
	c.spreadLabels()
	c.axes(said, dates, place, height, w)
	return c
}

// trendReach is from when to when was reported, and between which dates milestones
// were expected.
func trendReach(all []trendSeries, today calendar.Date) (said, dates [2]calendar.Date) {
	widen := func(r *[2]calendar.Date, d calendar.Date) {
		if r[0].IsZero() || d.Before(r[0]) {
			r[0] = d
		}
		if r[1].IsZero() || d.After(r[1]) {
			r[1] = d
		}
	}
	widen(&said, today)
	for _, s := range all {
		for _, f := range s.Said {
			widen(&said, f.Said)
			widen(&dates, f.Date)
		}
		if !s.Reached.IsZero() {
			widen(&said, s.Reached)
			widen(&dates, s.Reached)
		}
	}
	spare := max(7, dates[1].DaysSince(dates[0])/12)
	dates = [2]calendar.Date{dates[0].AddDays(-spare), dates[1].AddDays(spare)}
	if said[1].DaysSince(said[0]) < 14 {
		said[0] = said[1].AddDays(-14)
	}
	return said, dates
}

// trendLineOf draws a milestone: a date stands until another takes its place.
func trendLineOf(s trendSeries, look int, today calendar.Date, place func(calendar.Date) share, height func(calendar.Date) int, w trendWords) trendLine {
	l := trendLine{Look: look, ID: s.ID, Title: s.Title}
	for i, f := range s.Said {
		x, y := place(f.Said), height(f.Date)
		if i > 0 {
			before := height(s.Said[i-1].Date)
			l.Pieces = append(l.Pieces, trendPiece{place(s.Said[i-1].Said), x, before, before}, trendPiece{x, x, before, y})
		}
		l.Marks = append(l.Marks, trendMark{X: x, Y: y, Title: w.Point(s.Title, f)})
		l.LabelY = y
	}
	last := s.Said[len(s.Said)-1]
	end := forecastAt{Said: today, Date: last.Date}
	if !s.Reached.IsZero() {
		end = forecastAt{Said: s.Reached, Date: s.Reached}
	}
	if end.Said.After(last.Said) {
		l.Pieces = append(l.Pieces, trendPiece{place(last.Said), place(end.Said), height(last.Date), height(last.Date)})
	}
	if !s.Reached.IsZero() {
		if end.Date != last.Date {
			l.Pieces = append(l.Pieces, trendPiece{place(end.Said), place(end.Said), height(last.Date), height(end.Date)})
		}
		l.Marks = append(l.Marks, trendMark{X: place(end.Said), Y: height(end.Date), Title: w.Point(s.Title, end), Reached: true})
		l.LabelY = height(end.Date)
	}
	return l
}

func trendRowOf(s trendSeries, look int, w trendWords) trendRow {
	row := trendRow{Look: look, ID: s.ID, Title: s.Title, Path: s.Path, Slip: w.Slip(s.slip()), Now: w.Date(s.Said[len(s.Said)-1].Date)}
	if !s.Baseline.IsZero() {
		row.Baseline = w.Date(s.Baseline)
	}
	if !s.Reached.IsZero() {
		row.Now = w.Date(s.Reached)
	}
	for _, f := range s.Said {
		row.Said = append(row.Said, w.Said(f))
	}
	return row
}

// Class is that of a line.
func (l trendLine) Class() string { return fmt.Sprintf("trend-%d", l.Look) }

// Class is that of the line that the row is about.
func (r trendRow) Class() string { return fmt.Sprintf("trend-%d", r.Look) }

// Mark is the shape of a line's marks.
func (l trendLine) Mark() string { return fmt.Sprintf("#trend-mark-%d", l.Look) }

// Mark is the shape of the marks of the line that the row is about.
func (r trendRow) Mark() string { return fmt.Sprintf("#trend-mark-%d", r.Look) }
