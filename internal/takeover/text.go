package takeover

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// WriteText prints the reconciliation as a plain table. With found, it has a second
// column, and ends with "balanced" or the list of differences.
func (r Reconciliation) WriteText(w io.Writer, found *Reconciliation) error {
	t := &table{}
	if r.Report != nil {
		r.Report.write(t)
	}
	heading := []any{"expected"}
	there := map[string]string{}
	if found != nil {
		heading = append(heading, "found")
		for _, f := range found.figures() {
			there[f.name] = f.text
		}
	}
	t.line("What must come out", heading...)
	names := map[string]bool{}
	row := func(name, expected string) {
		if found == nil {
			t.line("  "+name, expected)
			return
		}
		t.line("  "+name, expected, orZero(there[name]))
	}
	for _, f := range r.figures() {
		names[f.name] = true
		row(f.name, f.text)
	}
	if found != nil {
		for _, f := range found.figures() {
			if !names[f.name] && f.value != 0 {
				row(f.name, "0")
			}
		}
		t.line("")
		differences(t, Compare(r, *found))
	}
	return t.write(w)
}

func differences(t *table, list []Difference) {
	if len(list) == 0 {
		t.line("balanced")
		return
	}
	t.line(fmt.Sprintf("NOT balanced: %d differences", len(list)), "expected", "found")
	for _, d := range list {
		t.line("  "+d.Figure, d.Expected, d.Found)
	}
}

func orZero(text string) string {
	if text == "" {
		return "0"
	}
	return text
}

// write prints the account of the reading.
func (r *Report) write(t *table) {
	t.line("Rows read", r.Read)
	t.line("  used", r.Used)
	t.line("  unchanged", r.Unchanged)
	t.line("  rejected", r.Rejected)
	t.line("  after the cut", r.AfterCut)
	t.line("Incidents used", r.Incidents)
	t.line("  rejected", r.IncidentsRejected)
	t.line("  after the cut", r.IncidentsAfterCut)
	if r.Rejected > 0 {
		t.line("Rows rejected, by reason")
		counts := r.ByReason()
		for _, reason := range keys(counts, nil) {
			t.line("  "+reason, counts[reason])
		}
	}
	if len(r.Remarks) > 0 {
		t.line("Settled by a rule")
		for _, what := range remarks {
			if n := r.Remarks[what]; n > 0 {
				t.line("  "+string(what), n)
			}
		}
	}
	t.line("")
}

// table is lines of a name and figures: names to the left, figures to the right.
type table struct{ lines [][]string }

func (t *table) line(name string, figures ...any) {
	line := []string{name}
	for _, f := range figures {
		line = append(line, fmt.Sprint(f))
	}
	t.lines = append(t.lines, line)
}

func (t *table) write(w io.Writer) error {
	var widths [3]int
	for _, line := range t.lines {
		for i, cell := range line {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var out strings.Builder
	for _, line := range t.lines {
		for i, cell := range line {
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			switch {
			case i > 0:
				out.WriteString("  " + pad + cell)
			case len(line) > 1:
				out.WriteString(cell + pad)
			default:
				out.WriteString(cell)
			}
		}
		out.WriteByte('\n')
	}
	_, err := io.WriteString(w, out.String())
	return err
}
