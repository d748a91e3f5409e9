package portal

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/internal/calendar"
)

func day(y int, m time.Month, d int) calendar.Date { return calendar.Date{Year: y, Month: m, Day: d} }

// plain words: the tests look at places, not at texts.
func plainTick(d calendar.Date, level int) string { return fmt.Sprintf("%s/%d", d, level) }

func noTurn(string) string { return "" }

// two projects with a late chain from the one into the other.
func twoProjects() ([]planProject, []planLink) {
	alfa := planProject{ID: "alfa", Name: "Alfa", Points: []planPoint{
		{ID: "M1", Baseline: day(2021, 9, 1), Actual: day(2021, 9, 3), Expected: day(2021, 9, 3)},
		{ID: "M2", Baseline: day(2021, 11, 2), Expected: day(2021, 11, 22), Late: true, Critical: true},
	}}
	beta := planProject{ID: "beta", Name: "Beta", Points: []planPoint{
		{ID: "M3", Baseline: day(2021, 11, 15), Expected: day(2021, 11, 29), Late: true, Critical: true},
		{ID: "M4", Baseline: day(2022, 2, 1), Expected: day(2022, 2, 1)},
	}}
	return []planProject{alfa, beta}, []planLink{{From: "M1", To: "M2"}, {From: "M2", To: "M3", Critical: true}, {From: "M3", To: "M4"}, {From: "M1", To: "M4"}}
}

func TestAClosedProjectShowsWhatAsksForAttention(t *testing.T) {
	t.Parallel()
	projects, links := twoProjects()
	g := drawGantt(projects, links, day(2021, 10, 1), ganttChoice{}, noTurn, plainTick)
	require.Len(t, g.Rows, 2)
	require.Equal(t, 1, g.Rows[0].Project.Late)
	require.Len(t, g.Rows[0].Marks, 1, "of two milestones one is late")
	require.NotNil(t, g.Rows[0].Span)
	require.Empty(t, g.Rows[0].Lines, "dependencies stand between milestones")
	require.Equal(t, "month", g.Zoom)
	require.NotNil(t, g.Today)
}

func TestDependenciesRunAlongTheFirstRowAndThenToTheOther(t *testing.T) {
	t.Parallel()
	projects, links := twoProjects()
	g := drawGantt(projects, links, day(2021, 10, 1), ganttChoice{Opened: map[string]bool{"alfa": true, "beta": true}}, noTurn, plainTick)
	require.Len(t, g.Rows, 6)
	byID := map[string]ganttRow{}
	for _, r := range g.Rows {
		if r.Point != nil {
			byID[r.Point.ID] = r
		}
	}
	m2, m3 := byID["M2"], byID["M3"]
	require.Contains(t, m2.Lines, ganttLine{X1: *m2.Expected, X2: *m3.Expected, Y1: 50, Y2: 50, Critical: true})
	require.Contains(t, m2.Lines, ganttLine{X1: *m3.Expected, X2: *m3.Expected, Y1: 50, Y2: 100, Critical: true})
	require.Contains(t, g.Rows[3].Lines, ganttLine{X1: *m3.Expected, X2: *m3.Expected, Y1: 0, Y2: 100, Critical: true}, "through the row of the project")
	require.Contains(t, m3.Heads, ganttHead{X: *m3.Expected, Critical: true})
	require.Equal(t, &ganttSlip{X: *m2.Baseline, To: *m2.Expected, Late: true}, m2.Slip)
	require.NotNil(t, byID["M1"].Reached)
	require.Nil(t, byID["M1"].Expected)
	require.Nil(t, byID["M4"].Slip, "on its date")
}

func TestAPictureWithTooManyDependenciesKeepsToTheCriticalAndTheChosenOnes(t *testing.T) {
	t.Parallel()
	p := planProject{ID: "p"}
	var links []planLink
	for i := range 200 {
		p.Points = append(p.Points, planPoint{ID: strconv.Itoa(i), Baseline: day(2021, 9, 1).AddDays(i), Expected: day(2021, 9, 1).AddDays(i)})
		if i > 0 {
			links = append(links, planLink{From: strconv.Itoa(i - 1), To: strconv.Itoa(i), Critical: i%50 == 0})
		}
	}
	g := drawGantt([]planProject{p}, links, day(2021, 10, 1), ganttChoice{Opened: map[string]bool{"p": true}, Chosen: "17"}, noTurn, plainTick)
	require.Equal(t, 199-3-2, g.Hidden)
}

func TestZoomsSetWidthAndTicks(t *testing.T) {
	t.Parallel()
	projects, _ := twoProjects()
	widths := map[string]int{}
	for _, zoom := range []string{"week", "month", "quarter"} {
		g := drawGantt(projects, nil, day(2021, 10, 1), ganttChoice{Zoom: zoom}, noTurn, plainTick)
		require.Equal(t, zoom, g.Zoom)
		widths[zoom] = g.Width
		for _, x := range g.Ticks {
			require.True(t, x.X >= 0 && x.X <= 100, "%v", x)
		}
	}
	require.Greater(t, widths["week"], widths["month"])
	require.GreaterOrEqual(t, widths["month"], widths["quarter"])
	g := drawGantt(projects, nil, day(2021, 10, 1), ganttChoice{Zoom: "decade"}, noTurn, plainTick)
	require.Equal(t, "month", g.Zoom, "an unknown zoom is the one that fits")
	require.Contains(t, g.Ticks, ganttTick{X: g.Ticks[len(g.Ticks)-2].X, Label: "2022-01-01/1", Level: 1})
}

// Whatever the plan, every mark stands in the picture, and earlier dates further left.
func TestEveryMarkStandsInThePictureInTheOrderOfDates(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := planProject{ID: "p"}
		var links []planLink
		for i := range rapid.IntRange(0, 12).Draw(t, "n") {
			m := planPoint{ID: strconv.Itoa(i)}
			if rapid.Bool().Draw(t, "baseline") {
				m.Baseline = day(2021, 1, 1).AddDays(rapid.IntRange(0, 3000).Draw(t, "b"))
			}
			if rapid.Bool().Draw(t, "expected") {
				m.Expected = day(2021, 1, 1).AddDays(rapid.IntRange(0, 3000).Draw(t, "e"))
			}
			p.Points = append(p.Points, m)
			if i > 0 {
				links = append(links, planLink{From: strconv.Itoa(rapid.IntRange(0, i-1).Draw(t, "from")), To: m.ID})
			}
		}
		g := drawGantt([]planProject{p}, links, day(2022, 1, 1), ganttChoice{Opened: map[string]bool{"p": true}}, noTurn, plainTick)
		require.Len(t, g.Rows, 1+len(p.Points))
		for _, r := range g.Rows {
			for _, x := range []*share{r.Baseline, r.Expected} {
				require.True(t, x == nil || *x > 0 && *x < 100)
			}
			for _, l := range r.Lines {
				require.True(t, l.X1 > 0 && l.X1 < 100 && l.X2 > 0 && l.X2 < 100)
			}
			if r.Baseline != nil && r.Expected != nil {
				require.Equal(t, r.Point.Baseline.Before(r.Point.Expected), *r.Baseline < *r.Expected)
			}
		}
	})
}

func reported(y int, m time.Month, d int, date calendar.Date) forecastAt {
	return forecastAt{Said: day(y, m, d), Date: date}
}

var trendTestWords = trendWords{Date: calendar.Date.String, Tick: calendar.Date.String, Month: calendar.Date.String, Slip: strconv.Itoa,
	Said:  func(f forecastAt) string { return f.Said.String() + ": " + f.Date.String() },
	Point: func(title string, f forecastAt) string { return title + " " + f.Date.String() }}

func TestATrendShowsWhatMovedMostWithItsForecasts(t *testing.T) {
	t.Parallel()
	all := []trendSeries{
		{ID: "M1", Baseline: day(2021, 9, 1), Said: []forecastAt{reported(2021, 6, 1, day(2021, 9, 1))}, Reached: day(2021, 9, 3)},
		{ID: "M2", Baseline: day(2021, 11, 1), Said: []forecastAt{reported(2021, 6, 1, day(2021, 11, 1)), reported(2021, 8, 2, day(2021, 11, 22))}},
		{ID: "M3"},
	}
	c := drawTrend(all, day(2021, 10, 1), trendTestWords)
	require.Len(t, c.Lines, 2, "without a forecast there is nothing to show")
	require.Equal(t, "M2", c.Lines[0].ID)
	require.Len(t, c.Lines[0].Marks, 2)
	require.Less(t, c.Lines[0].Marks[1].Y, c.Lines[0].Marks[0].Y, "what slips rises")
	require.True(t, c.Lines[1].Marks[1].Reached)
	require.Equal(t, "21", c.Rows[0].Slip)
	require.Equal(t, []string{"2021-06-01: 2021-11-01", "2021-08-02: 2021-11-22"}, c.Rows[0].Said)
	require.NotNil(t, c.Diagonal)
	// The mark of what was reached stands on the diagonal.
	at, d := c.Lines[1].Marks[1], c.Diagonal
	on := float64(d.Y1) + float64(d.Y2-d.Y1)*float64(at.X-d.X1)/float64(d.X2-d.X1)
	require.InDelta(t, on, float64(at.Y), 2)
}

func TestNamesOfATrendKeepApartAndInThePicture(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var all []trendSeries
		for i := range rapid.IntRange(1, 20).Draw(t, "n") {
			d := day(2021, 9, 1).AddDays(rapid.IntRange(0, 40).Draw(t, "d"))
			all = append(all, trendSeries{ID: strconv.Itoa(i), Baseline: d, Said: []forecastAt{reported(2021, 6, 1, d)}})
		}
		c := drawTrend(all, day(2021, 10, 1), trendTestWords)
		require.LessOrEqual(t, len(c.Lines), 8)
		require.Equal(t, len(all), len(c.Lines)+c.LeftOut)
		for i, a := range c.Lines {
			require.True(t, a.LabelY >= c.Top && a.LabelY <= c.Foot)
			for _, b := range c.Lines[:i] {
				require.GreaterOrEqual(t, max(a.LabelY-b.LabelY, b.LabelY-a.LabelY), trendLabel)
			}
		}
	})
}
