package portal

import (
	"maps"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
	"termijn/internal/i18n"
)

// readable writes the argument of a task or an event for people: dates, months,
// hours and amounts in the reader's way.
func readable(text *i18n.Printer, name, value string) string {
	switch name {
	case "month":
		if m, err := time.Parse("2006-01", value); err == nil {
			return text.T("format.month."+m.Format("01")) + m.Format(" 2006")
		}
	case "hours":
		if d, err := decimal.NewFromString(value); err == nil {
			return text.Hours(d)
		}
	case "total":
		if d, err := decimal.NewFromString(value); err == nil {
			return text.Money(d)
		}
	}
	if d, err := calendar.ParseDate(value); err == nil {
		return text.Date(d)
	}
	return value
}

// wordOf is what a process calls a value of a field: the text <process>.<field>.<value>.
func wordOf(text *i18n.Printer, process, field, value string) (string, bool) {
	id := process + "." + field + "." + value
	if value == "" || !text.Has(id) {
		return value, false
	}
	return text.T(id), true
}

// argOrder are the arguments of a task that its row shows, in order.
var argOrder = []string{"week", "month", "profile", "hours", "total", "date", "staff"}

// args are what a task is about, as labels and values: the arguments of argOrder,
// then those that the process has a label for, <process>.arg.<name>.
func (v *visit) args(process string, args map[string]string) []fact {
	var facts []fact
	for _, name := range argOrder {
		value, ok := args[name]
		if !ok || value == "" {
			continue
		}
		if name == "profile" {
			if n := v.profileNames()[value]; n != "" {
				value = n
			}
		}
		facts = append(facts, fact{v.text.T("task.arg." + name), readable(v.text, name, value)})
	}
	for _, name := range slices.Sorted(maps.Keys(args)) {
		id := process + ".arg." + name
		if args[name] == "" || !v.text.Has(id) {
			continue
		}
		value, ok := wordOf(v.text, process, name, args[name])
		if !ok {
			value = readable(v.text, name, value)
		}
		facts = append(facts, fact{v.text.T(id), value})
	}
	return facts
}
