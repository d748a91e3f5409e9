package planfile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"termijn/internal/calendar"

	"github.com/shopspring/decimal"
)

// Problem is one thing that is wrong with a plan, or worth a remark. Its code is
// translated for the reader, Args complete the sentence.
type Problem struct {
	// Path in the plan, such as milestones[3].due; empty for the file as a whole.
	Path string
	// Line of the file, from 1; 0 when the plan does not come from a file. In a sheet
	// it is the row.
	Line int
	// Column is the heading of the column or the name of the key, as the file writes it.
	Column string
	Code   string
	Args   map[string]string
}

// Problems is the error of a plan that cannot be taken: all that is wrong, by line.
type Problems []Problem

func (p Problems) Error() string {
	var b strings.Builder
	for i, x := range p {
		if i > 0 {
			b.WriteString("; ")
		}
		fmt.Fprintf(&b, "line %d, %s: %s", x.Line, cmp.Or(x.Column, x.Path), x.Code)
		for _, k := range sortedKeys(x.Args) {
			fmt.Fprintf(&b, " %s=%q", k, x.Args[k])
		}
	}
	return b.String()
}

// Org is an organisation that can own something, by ID and by name.
type Org struct{ ID, Name string }

// Rules are what a plan is held against beside itself.
type Rules struct {
	// Calendar whose working days count.
	Calendar *calendar.Calendar
	// Cap on the price (N-01), in euro including VAT; zero for none. A plan's own cap
	// counts too.
	Cap decimal.Decimal
	// Orgs that can own something; nil accepts any. A file may write the ID or the name.
	Orgs []Org
	// People by ID with their organisation; nil accepts anyone.
	People map[string]string
	// Title for a file that names none.
	Title string
	// Template: dates may be relative, and a milestone needs none.
	Template bool
}

// place is where something stands in a file.
type place struct {
	line   int
	column string
}

// findings collects what is wrong, and where things stand.
type findings struct {
	problems, remarks []Problem
	places            map[string]place
	// heads are a table's own headings by field.
	heads map[string]string
}

func (f *findings) at(path, code string, pairs ...string) {
	f.problems = append(f.problems, f.problem(path, code, pairs))
}

func (f *findings) check(ok bool, path, code string, pairs ...string) {
	if !ok {
		f.at(path, code, pairs...)
	}
}

func (f *findings) remark(path, code string, pairs ...string) {
	f.remarks = append(f.remarks, f.problem(path, code, pairs))
}

func (f *findings) problem(path, code string, pairs []string) Problem {
	p := Problem{Path: path, Code: code}
	for i := 0; i+1 < len(pairs); i += 2 {
		if p.Args == nil {
			p.Args = map[string]string{}
		}
		p.Args[pairs[i]] = pairs[i+1]
	}
	where, ok := f.places[path]
	for at, part := path, ""; !ok; {
		// What is not written has the place of the whole of which it should be part.
		cut := max(strings.LastIndexByte(at, '.'), strings.LastIndexByte(at, '['))
		if cut < 0 {
			return p
		}
		at, part = at[:cut], strings.Trim(at[cut:], ".")
		if where, ok = f.places[at]; ok && where.column == "" {
			where.column = cmp.Or(f.heads[part], part)
		}
	}
	p.Line, p.Column = where.line, where.column
	return p
}

// err is nil when nothing is wrong.
func (f *findings) err() error {
	if len(f.problems) == 0 {
		return nil
	}
	slices.SortStableFunc(f.problems, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
	return Problems(f.problems)
}
