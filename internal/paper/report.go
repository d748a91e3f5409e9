package paper

import (
	"time"

	"termijn/internal/calendar"
)

// Size of the paper; it is used in landscape.
type Size string

// The sizes that offices print.
const (
	A4 Size = "A4"
	A3 Size = "A3"
)

// Report is what is printed.
type Report struct {
	Size  Size
	Title string
	// Under the title: what it is of, and as of when.
	Subtitle string
	// Language of the texts, such as nl.
	Language string
	// Made is when it was made; it stands in the file's properties, not on the page.
	Made time.Time
	// Foot stands at the left of every page; Page is how a page is numbered, with two
	// verbs: "Pagina %d van %s".
	Foot, Page string
	Sections   []Section
}

// Section is a heading with what belongs to it, in this order.
type Section struct {
	Heading string
	Text    []string
	Facts   []Fact
	Table   *Table
	Chart   *Chart
}

// Fact is a figure with its name, shown large.
type Fact struct{ Name, Value string }

// Table repeats its heads on every page, and breaks no row in two.
type Table struct {
	Columns []Column
	Rows    []Row
	// Empty is shown in place of a table without rows.
	Empty string
}

// Column has a share of the width, relative to the others.
type Column struct {
	Head  string
	Share float64
	Right bool
}

// Row of texts, one for each column. Strong ones are bold.
type Row struct {
	Cells  []string
	Strong bool
}

// Chart shows milestones over time: for each its baseline, where it is expected,
// and whether it was reached.
type Chart struct {
	// From and To are shown at least; the chart is as wide as the dates of its bars.
	From, To calendar.Date
	// Today is marked; zero for none. TodayText names the mark.
	Today     calendar.Date
	TodayText string
	// Ticks divide the time, with a text at each.
	Ticks []Tick
	Bars  []Bar
	// What the signs mean.
	BaselineText, ExpectedText, ReachedText, LateText, CriticalText string
}

// Tick is a line at the start of a day.
type Tick struct {
	At   calendar.Date
	Text string
}

// Bar is one line of a chart: a milestone, or a group when it has no dates.
type Bar struct {
	Text string
	// Baseline, Expected and Reached; zero for none.
	Baseline, Expected, Reached calendar.Date
	// Late and Critical are signs of their own.
	Late, Critical bool
	// Note at the right of the signs, such as "+10 werkdagen".
	Note string
}
