package app

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
	"termijn/internal/i18n"
	"termijn/workflows/casework"
)

// Words is a refusal in the reader's language.
type Words struct {
	Title, Detail string
	Fields        []FieldWords
}

// FieldWords says what is wrong with one field and what to do.
type FieldWords struct{ Field, Code, Message string }

// Explain puts a refusal of a process's case into words: by the process's own text
// <process>.error.<code> where there is one.
func Explain(p *i18n.Printer, process string, r *casework.Refusal) Words {
	places, id := places(p, process, r.Args), "error."+r.Code
	if own := process + "." + id; p.Has(own) {
		id = own
	}
	w := Words{Title: p.T(id, places...), Detail: p.T(id+".detail", places...)}
	for _, f := range r.Fields {
		w.Fields = append(w.Fields, FieldWords{Field: f.Field, Code: f.Code, Message: ExplainField(p, f)})
	}
	return w
}

// ExplainField says what is wrong with a field.
func ExplainField(p *i18n.Printer, f casework.FieldError) string {
	return p.T("field."+f.Code, places(p, "", f.Args)...)
}

// ExplainNote puts a remark on a command that was done into words.
func ExplainNote(p *i18n.Printer, code string) string { return p.T("note." + code) }

// places are the values of a text's places, as the reader writes them.
func places(p *i18n.Printer, process string, args map[string]string) []any {
	var pairs []any
	for _, name := range slices.Sorted(maps.Keys(args)) {
		pairs = append(pairs, name, inWords(p, process, name, args[name]))
	}
	return pairs
}

func inWords(p *i18n.Printer, process, name, value string) string {
	switch name {
	case "stage", "outcome":
		if id := "stage." + process + "." + value; p.Has(id) {
			return p.T(id)
		}
	case "until", "date", "next", "before", "after", "start", "end", "aim", "due":
		if d, err := calendar.ParseDate(value); err == nil {
			return p.Date(d)
		}
	case "from", "to", "at":
		if at, err := time.Parse(time.RFC3339, value); err == nil {
			return p.DateTime(at)
		}
	case "lacks":
		return sidesInWords(p, process, value)
	case "parts":
		var all []string
		for part := range strings.SplitSeq(value, ", ") {
			if id := process + ".differs." + part; p.Has(id) {
				part = p.T(id)
			}
			all = append(all, part)
		}
		return strings.Join(all, ", ")
	case "min", "max", "sum", "missing":
		if d, err := decimal.NewFromString(value); err == nil {
			return p.Decimal(d, int(max(0, -d.Exponent())))
		}
	}
	if id := process + "." + name + "." + value; value != "" && p.Has(id) {
		return p.T(id)
	}
	return value
}

// sidesInWords writes sets of sides of a board, "provider, client/board": of each set
// one lacks.
func sidesInWords(p *i18n.Printer, process, value string) string {
	var sets []string
	for set := range strings.SplitSeq(value, ", ") {
		var sides []string
		for side := range strings.SplitSeq(set, "/") {
			if id := process + ".side." + side; p.Has(id) {
				side = p.T(id)
			}
			sides = append(sides, side)
		}
		sets = append(sets, strings.Join(sides, " "+p.T("change.quorum.or")+" "))
	}
	return strings.Join(sets, ", ")
}

// brussels is the zone whose wall clock people read.
var brussels = func() *time.Location {
	loc, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		panic(err) // the zone is part of the program
	}
	return loc
}()
