package planfile

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
)

// itemWords and wayWords are the words that a file may use for a kind of checklist
// item and for a way to settle an open item.
var (
	itemWords = map[string]string{"processen": "processes", "gegevens": "data", "data": "data", "opleiding": "training", "back-out": "back_out",
		"terugval": "back_out", "laagste activiteit": "lowest_period", "andere": "other"}
	wayWords = map[string]string{"afsluiten": "close", "overdragen": "hand_over", "hand over": "hand_over"}
)

var dateShapes = []*regexp.Regexp{
	regexp.MustCompile(`^(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ]00:00(?::00)?)?$`),
	regexp.MustCompile(`^(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})$`), // as written in Belgium: the day first
}

// parseDate reads a date; an empty text is none.
func parseDate(text string) (calendar.Date, bool) {
	if text == "" {
		return calendar.Date{}, true
	}
	for _, shape := range dateShapes {
		if m := shape.FindStringSubmatch(text); m != nil {
			part := func(name string) int { n, _ := strconv.Atoi(m[shape.SubexpIndex(name)]); return n }
			d, err := calendar.ParseDate(fmt.Sprintf("%04d-%02d-%02d", part("y"), part("m"), part("d")))
			return d, err == nil
		}
	}
	return calendar.Date{}, false
}

var number = regexp.MustCompile(`^-?\d+(\.\d+)?$`)

// parseDecimal reads a number with a decimal point or a decimal comma, with or
// without thousands set apart, a sign for euro or per cent. The last of several
// different separators is the decimal one; the same separator several times sets
// thousands apart.
func parseDecimal(text string) (decimal.Decimal, bool) {
	text = strings.TrimSpace(strings.NewReplacer("€", "", "EUR", "", "%", "").Replace(text))
	text = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "").Replace(text)
	if text == "" {
		return decimal.Zero, true
	}
	dot, comma := strings.LastIndexByte(text, '.'), strings.LastIndexByte(text, ',')
	point, apart := ".", ","
	if comma > dot {
		point, apart = ",", "."
	}
	text = strings.ReplaceAll(text, apart, "")
	if strings.Count(text, point) > 1 {
		text = strings.ReplaceAll(text, point, "")
	}
	text = strings.Replace(text, point, ".", 1)
	if len(text) > 20 || !number.MatchString(text) {
		return decimal.Zero, false
	}
	d, err := decimal.NewFromString(text)
	if err != nil {
		return decimal.Zero, false
	}
	return canonical(d), true
}

// canonical is the same number as it is read from its shortest writing.
func canonical(d decimal.Decimal) decimal.Decimal {
	if d.IsZero() {
		return decimal.Decimal{}
	}
	return decimal.RequireFromString(d.String())
}

var unclear = regexp.MustCompile(`^[^.,]*\d[.,]\d{3}\D*$`)

// ambiguous: an amount such as 4.600 or 4,600 that may be four thousand or four.
func ambiguous(text string) bool { return unclear.MatchString(text) }

func parseWhole(text string) (int, bool) {
	if text == "" {
		return 0, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}

func parseFlag(text string) (value, ok bool) {
	switch strings.ToLower(text) {
	case "", "nee", "neen", "no", "n", "false", "onwaar", "0", "-":
		return false, true
	case "ja", "yes", "j", "y", "true", "waar", "1", "x":
		return true, true
	}
	return false, false
}

var linkShape = regexp.MustCompile(`^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\s*\+\s*(\d{1,4})\s*(?:wd|d|werkdag|werkdagen|working days?)?)?$`)

// parseLink reads a predecessor with its lag in working days: M1, M1+5, M1 + 5 wd.
func parseLink(text string) (Link, bool) {
	m := linkShape.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return Link{}, false
	}
	lag, ok := parseWhole(m[2])
	return Link{From: m[1], Lag: lag}, ok
}

func writeLink(l Link) string {
	if l.Lag == 0 {
		return l.From
	}
	return fmt.Sprintf("%s+%d", l.From, l.Lag)
}

var rhythmShape = regexp.MustCompile(`^([1-4])e?\s+([a-z]+)\s+(\d{1,2})(?:[:u]00)?$`)

var rhythmDays = map[string]int{"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "ma": 1, "di": 2, "wo": 3, "do": 4, "vr": 5,
	"maandag": 1, "dinsdag": 2, "woensdag": 3, "donderdag": 4, "vrijdag": 5, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5}

// parseRhythm reads the nth weekday of the month with an hour: 1 tue 10:00.
func parseRhythm(text string) (Rhythm, bool) {
	if text == "" {
		return Rhythm{}, true
	}
	m := rhythmShape.FindStringSubmatch(strings.ToLower(text))
	if m == nil {
		return Rhythm{}, false
	}
	week, _ := strconv.Atoi(m[1])
	hour, _ := strconv.Atoi(m[3])
	return Rhythm{Week: week, Weekday: rhythmDays[m[2]], Hour: hour}, rhythmDays[m[2]] > 0
}

func writeRhythm(r Rhythm) string {
	if r == (Rhythm{}) {
		return ""
	}
	return fmt.Sprintf("%d %s %02d:00", r.Week, []string{"?", "mon", "tue", "wed", "thu", "fri"}[min(max(r.Weekday, 0), 5)], r.Hour)
}
