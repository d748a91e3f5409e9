package portal

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"termijn/internal/app"
	"termijn/internal/calendar"
)

// changedNames are the texts that name a field of what is decided on. Fields
// that are not among them are bookkeeping: nobody decides on them.
var changedNames = map[string]string{
	"plan": "regie.changed.plan", "validUntil": "regie.valid_until", "total": "regie.offer.total",
	"profile": "regie.line.profile", "candidate": "regie.line.person", "cv": "regie.line.cv", "staff": "regie.line.staff",
	"hours": "regie.line.hours", "price": "regie.line.price", "fte": "regie.line.fte", "subcontractor": "regie.line.subcontractor",
	"amount": "regie.line.amount", "days": "regie.sheet.hours", "note": "regie.sheet.note", "month": "regie.month",
	"description": "regie.change.description", "end": "regie.change.end", "impact": "regie.change.impact", "ioNumbers": "regie.io",
}

// changed writes the difference between what was seen and what stands now for people.
func (r regieReader) changed(list []app.FieldChange) []changedView {
	var all []changedView
	for _, c := range list {
		last, about := r.changedField(c.Field)
		id, ok := changedNames[last]
		if !ok {
			continue
		}
		all = append(all, changedView{Field: about + r.say.T(id), Before: r.changedValue(last, c.Before), Now: r.changedValue(last, c.Now)})
	}
	return all
}

var rowOf = regexp.MustCompile(`(?:^L|\[)(\d+)\]?`)

// changedField splits a path such as lines.L1.price into its last name and the
// person or day that it is about.
func (r regieReader) changedField(path string) (last, about string) {
	parts := strings.Split(path, ".")
	last, _, _ = strings.Cut(parts[len(parts)-1], "[")
	for _, part := range parts {
		m := rowOf.FindStringSubmatch(part)
		if m == nil {
			continue
		}
		n, err := strconv.Atoi(m[1])
		switch {
		case err != nil:
		case last == "days":
			return last, r.say.T(fmt.Sprintf("format.weekday.%02d", (n+1)%7)) + " – "
		case strings.HasPrefix(part, "L") && len(parts) == 2 && part == parts[1]:
			// Hours by line: the name stands before the line.
			return parts[0], r.say.T("regie.line.number", "Number", n) + " – "
		case strings.HasPrefix(part, "L"):
			return last, r.say.T("regie.line.number", "Number", n) + " – "
		}
	}
	return last, ""
}

func (r regieReader) changedValue(name, value string) string {
	if value == "" {
		return "–"
	}
	switch name {
	case "profile":
		return r.profile(value)
	case "price", "total", "amount":
		return r.money(value)
	case "hours", "fte", "days":
		if d, err := decimal.NewFromString(value); err == nil {
			return r.number(d)
		}
	case "validUntil", "end":
		if d, err := calendar.ParseDate(value); err == nil {
			return r.say.Date(d)
		}
	case "month":
		return r.monthName(value)
	case "candidate", "cv":
		return r.text(value)
	}
	return value
}
