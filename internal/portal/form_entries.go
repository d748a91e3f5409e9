package portal

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
	"termijn/internal/i18n"
)

// entries reads the fields of a form and notes what cannot be read. What is only
// wrong is left to the case to say.
type entries struct {
	*Form
	say *i18n.Printer
}

// date reads a date; none gives the zero date.
func (in *entries) date(name string) calendar.Date {
	text := in.Value(name)
	if text == "" {
		return calendar.Date{}
	}
	d, err := calendar.ParseDate(text)
	if err != nil {
		in.Wrong(name, in.say.T("field.bad_date"))
	}
	return d
}

// needed is date for a field that must be filled in.
func (in *entries) needed(name string) calendar.Date {
	if in.Value(name) == "" {
		in.Wrong(name, in.say.T("field.required"))
	}
	return in.date(name)
}

// number reads a decimal, typed with a comma or a point; none gives zero.
func (in *entries) number(name string) decimal.Decimal {
	text := in.Value(name)
	if text == "" {
		return decimal.Zero
	}
	d, err := parseDecimal(text)
	if err != nil {
		in.Wrong(name, in.say.T("form.number"))
	}
	return d
}

// whole reads a whole number; none gives zero.
func (in *entries) whole(name string) int {
	text := in.Value(name)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		in.Wrong(name, in.say.T("form.whole"))
	}
	return n
}

// instant reads a date and a time as the clock on the wall in Brussels shows them. Of
// a time that it shows twice, the reader says which clock is meant.
func (in *entries) instant(name string) time.Time {
	first, second, times := wallTimes(in.Value(name))
	switch clock := in.Value(name + clockField); {
	case first.IsZero():
		in.Wrong(name, in.say.T("form.time"))
	case times == 2 && clock == summerTime:
		return first
	case times == 2 && clock == winterTime:
		return second
	default:
		if fault := wallFault(in.say, in.Value(name)); fault != "" {
			in.Wrong(name, fault)
		}
	}
	if onWall(second) == in.Value(name) {
		return second
	}
	return first
}

var plainNumber = regexp.MustCompile(`^[-−]?\d{1,12}([.,]\d{1,6})?$`)

// grouped numbers separate thousands: 1.234,50 or 1,234.50 or 1 234,50.
var grouped = regexp.MustCompile(`^[-−]?\d{1,3}([.,  ]\d{3})+[.,]\d{1,2}$`)

// parseDecimal reads a decimal as people type it: a comma or a point before the
// decimals; with both, the last one. "1.250" is one and a quarter: a number
// without decimals needs no separator.
func parseDecimal(text string) (decimal.Decimal, error) {
	text = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(text), "€"))
	switch {
	case plainNumber.MatchString(text):
		text = strings.ReplaceAll(text, ",", ".")
	case grouped.MatchString(text):
		i := strings.LastIndexAny(text, ".,")
		text = strings.NewReplacer(".", "", ",", "", " ", "", " ", "").Replace(text[:i]) + "." + text[i+1:]
	default:
		return decimal.Zero, fmt.Errorf("number %q cannot be read", text)
	}
	return decimal.NewFromString(strings.ReplaceAll(text, "−", "-"))
}

// Rows of a form are fields named part[0].name or part[0].

// rowCount is how many rows of a part the form has. Numbers that no form of ours
// reaches are not rows.
func (f *Form) rowCount(part string) int {
	n := 0
	for name := range f.Values {
		var i int
		if _, err := fmt.Sscanf(strings.TrimPrefix(name, part), "[%d]", &i); err == nil && strings.HasPrefix(name, part+"[") && i >= n && i < 2*mostRows {
			n = i + 1
		}
	}
	return n
}

// mostRows bounds what a form grows to.
const mostRows = 50

// editRows adds or removes a row when one of the buttons for it was pressed. The
// form is then shown again without being sent.
func (f *Form) editRows(part string) bool {
	do := f.Values.Get("do")
	n := f.rowCount(part)
	switch gone, remove := strings.CutPrefix(do, "remove:"); {
	case do == "add":
		if n < mostRows {
			f.Values.Set(fmt.Sprintf("%s[%d]", part, n), "")
		}
	case remove:
		i, err := strconv.Atoi(gone)
		if err != nil || i < 0 || i >= n {
			return true
		}
		f.Values = withoutRow(f.Values, part, i)
	default:
		return false
	}
	return true
}

var rowName = regexp.MustCompile(`^(.*)\[(\d+)\](.*)$`)

// withoutRow drops row i and moves the later ones up.
func withoutRow(values url.Values, part string, i int) url.Values {
	left := url.Values{}
	for name, v := range values {
		m := rowName.FindStringSubmatch(name)
		if m == nil || m[1] != part {
			left[name] = v
			continue
		}
		n, err := strconv.Atoi(m[2])
		switch {
		case err != nil || n == i:
		case n > i:
			left[fmt.Sprintf("%s[%d]%s", part, n-1, m[3])] = v
		default:
			left[name] = v
		}
	}
	return left
}
