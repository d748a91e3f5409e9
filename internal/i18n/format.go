package i18n

import (
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
)

// brussels is the zone whose wall clock people read.
var brussels = func() *time.Location {
	loc, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		panic(err) // the zone is part of the program
	}
	return loc
}()

// separators of thousands and decimals by language.
var separators = map[string][2]string{Dutch: {".", ","}, English: {",", "."}}

// nbsp keeps a unit on the line of its number.
const nbsp = "\u00a0"

// civil returns the date of a value that is a date or an instant; ok is false
// for none at all.
func civil(v any) (d calendar.Date, ok bool) {
	switch v := v.(type) {
	case calendar.Date:
		return v, !v.IsZero()
	case *calendar.Date:
		if v == nil {
			return d, false
		}
		return *v, !v.IsZero()
	case time.Time:
		return calendar.DateOf(v, brussels), !v.IsZero()
	case *time.Time:
		if v == nil {
			return d, false
		}
		return calendar.DateOf(*v, brussels), !v.IsZero()
	}
	return d, false
}

// Date writes the date of a calendar.Date or a time.Time (or a pointer to one):
// "27 maart 2026", "27 March 2026". No date is a dash.
func (p *Printer) Date(v any) string {
	d, ok := civil(v)
	if !ok {
		return "–"
	}
	return p.T("format.date", "Day", d.Day, "Month", p.month(d), "Year", d.Year)
}

// DayDate is Date with the day of the week: "vr 27 maart 2026", "Fri 27 March 2026".
func (p *Printer) DayDate(v any) string {
	d, ok := civil(v)
	if !ok {
		return "–"
	}
	return p.T("format.daydate", "Weekday", p.weekday(d), "Day", d.Day, "Month", p.month(d), "Year", d.Year)
}

// ShortDate writes a date where room is scarce: "27/03/2026" in both languages.
func (p *Printer) ShortDate(v any) string {
	d, ok := civil(v)
	if !ok {
		return "–"
	}
	return p.T("format.shortdate", "Day", pad(d.Day), "Month", pad(int(d.Month)), "Year", d.Year)
}

// Time writes the time of day in Europe/Brussels: "16.00 uur", "16:00".
func (p *Printer) Time(t time.Time) string {
	t = t.In(brussels)
	return p.T("format.time", "Hour", pad(t.Hour()), "Minute", pad(t.Minute()))
}

// DateTime writes an instant as people in Brussels read it:
// "vr 27 maart 2026, 16.00 uur", "Fri 27 March 2026, 16:00".
func (p *Printer) DateTime(v any) string {
	t, ok := instant(v)
	if !ok {
		return "–"
	}
	return p.DayDate(t) + ", " + p.Time(t)
}

// Deadline writes until when there is time. A due instant at midnight is the end
// of the day before: "wo 8 april 2026, einde van de dag".
func (p *Printer) Deadline(v any) string {
	t, ok := instant(v)
	if !ok {
		return "–"
	}
	if t = t.In(brussels); atMidnight(t) {
		return p.T("format.endofday", "Date", p.DayDate(t.AddDate(0, 0, -1)))
	}
	return p.DateTime(t)
}

func atMidnight(t time.Time) bool {
	return t.Equal(calendar.DateOf(t, brussels).Start(brussels))
}

func instant(v any) (time.Time, bool) {
	switch v := v.(type) {
	case time.Time:
		return v, !v.IsZero()
	case *time.Time:
		if v == nil {
			return time.Time{}, false
		}
		return *v, !v.IsZero()
	}
	return time.Time{}, false
}

func (p *Printer) month(d calendar.Date) string { return p.T("format.month." + pad(int(d.Month))) }

func (p *Printer) weekday(d calendar.Date) string {
	return p.T("format.weekday." + pad(int(d.Weekday())))
}

func pad(n int) string {
	if n < 10 {
		return "0" + decimal.NewFromInt(int64(n)).String()
	}
	return decimal.NewFromInt(int64(n)).String()
}

// Number writes a whole number: "1.234", "1,234".
func (p *Printer) Number(n int) string { return p.Decimal(decimal.NewFromInt(int64(n)), 0) }

// Decimal writes a number rounded to a number of decimal places: "1.234,50",
// "1,234.50".
func (p *Printer) Decimal(d decimal.Decimal, places int) string {
	whole, rest, _ := strings.Cut(d.Abs().StringFixed(int32(places)), ".")
	mark := separators[p.lang]
	var b strings.Builder
	if d.IsNegative() && strings.Trim(whole+rest, "0") != "" {
		b.WriteString("−")
	}
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(mark[0])
		}
		b.WriteRune(r)
	}
	if rest != "" {
		b.WriteString(mark[1] + rest)
	}
	return b.String()
}

// Money writes an amount in euro with its cents: "€ 1.234,50", "€1,234.50".
func (p *Printer) Money(d decimal.Decimal) string {
	amount, minus := p.Decimal(d.Abs(), 2), ""
	if d.IsNegative() {
		minus = "−"
	}
	if p.lang == Dutch {
		return minus + "€" + nbsp + amount
	}
	return minus + "€" + amount
}

// Hours writes a number of hours with as many decimals as it needs:
// "7,5 uur", "7.5 hours".
func (p *Printer) Hours(d decimal.Decimal) string {
	return p.T("format.hours", "Count", plural(d), "Hours", p.Decimal(d, places(d)))
}

// places is how many decimals, at most two, a number needs.
func places(d decimal.Decimal) int {
	for n := range 2 {
		if d.Equal(d.Round(int32(n))) {
			return n
		}
	}
	return 2
}

// plural is a count that chooses the form for a number of hours: only 1 is singular.
func plural(d decimal.Decimal) int {
	if d.Equal(decimal.NewFromInt(1)) {
		return 1
	}
	return 2
}
