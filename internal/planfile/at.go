package planfile

import (
	"strings"

	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
)

// at reads the fields of one record.
type at struct {
	r    *reading
	rec  record
	path string
}

func (a at) has(field string) bool { return a.rec.cells[field].text != "" }

func (a at) text(field string) string { return strings.TrimSpace(a.rec.cells[field].text) }

func (a at) wrong(field, code string) {
	a.r.at(a.path+field, code, "value", a.text(field))
}

func (a at) date(field string) calendar.Date {
	d, ok := parseDate(a.text(field))
	if !ok {
		a.wrong(field, "bad_date")
	}
	return d
}

func (a at) decimal(field string) decimal.Decimal {
	d, ok := parseDecimal(a.text(field))
	if !ok {
		a.wrong(field, "bad_number")
	}
	return d
}

func (a at) money(field string) decimal.Decimal {
	if ambiguous(a.text(field)) {
		a.wrong(field, "ambiguous_number")
		return decimal.Zero
	}
	return a.decimal(field)
}

func (a at) whole(field string) int {
	n, ok := parseWhole(a.text(field))
	if !ok {
		a.wrong(field, "bad_number")
	}
	return n
}

func (a at) flag(field string) bool {
	b, ok := parseFlag(a.text(field))
	if !ok {
		a.wrong(field, "bad_flag")
	}
	return b
}

func (a at) option(field string, words map[string]string) string {
	text := a.text(field)
	if id, ok := words[strings.ToLower(text)]; ok {
		return id
	}
	return text // the check names what can be chosen
}

func (a at) rhythm(field string) Rhythm {
	r, ok := parseRhythm(a.text(field))
	if !ok {
		a.wrong(field, "bad_rhythm")
	}
	return r
}

// owner may be written by ID or by name.
func (a at) owner() Owner {
	o := Owner{Org: a.text("owner"), Person: a.text("person")}
	if o.Org == "" {
		return o // an organisation without a name is not meant
	}
	for _, known := range a.r.rules.Orgs {
		if strings.EqualFold(known.Name, o.Org) || strings.EqualFold(known.ID, o.Org) {
			o.Org = known.ID
		}
	}
	return o
}

// lines are the values of a field that holds several, one on a line.
func (a at) lines(field string) []string {
	var all []string
	for _, part := range a.rec.cells[field].parts(false) {
		all = append(all, strings.TrimSpace(part.text))
	}
	return all
}

// parts are the values of a cell that holds several: those of its list, or one on a
// line; with split, also apart by commas and semicolons.
func (c cell) parts(split bool) []cell {
	if c.list != nil {
		return c.list
	}
	var all []cell
	for _, text := range strings.FieldsFunc(c.text, func(r rune) bool { return r == '\n' || r == '\r' || split && (r == ',' || r == ';') }) {
		if strings.TrimSpace(text) != "" {
			all = append(all, cell{text: text, line: c.line, column: c.column})
		}
	}
	return all
}
