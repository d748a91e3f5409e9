package regie

import (
	"fmt"
	"strings"

	"termijn/internal/calendar"
	"termijn/workflows/casework"
)

// Check refuses a request that lacks what M-01 asks for, on a local date. It is
// pure; the application service calls it before a case begins.
func (r Request) Check(p Policy, today calendar.Date) error {
	var v casework.Invalid
	for _, f := range []struct {
		field, text string
		longest     int
	}{
		{"title", r.Title, 160}, {"nature", r.Nature, 4000}, {"goal", r.Goal, 8000},
		{"provider", r.Provider, 80}, {"representative", r.Representative, 80},
	} {
		v.Check(strings.TrimSpace(f.text) != "", f.field, "required")
		v.Check(len(f.text) <= f.longest, f.field, "too_long", "max", fmt.Sprint(f.longest))
	}
	v.Check(len(r.Expectations) <= 8000, "expectations", "too_long", "max", "8000")
	v.Check(r.Start != calendar.Date{}, "start", "required")
	v.Check(r.Start == calendar.Date{} || !r.Start.Before(today), "start", "in_the_past")
	v.Check(!r.Start.After(today.AddDays(5*366)), "start", "too_far")
	v.Check(r.Months >= 1 && r.Months <= 48, "months", "between", "min", "1", "max", "48")
	v.Check(len(r.Profiles) > 0, "profiles", "required_profile")
	v.Check(len(r.Profiles) <= 30, "profiles", "too_many", "max", "30")
	for i, w := range r.Profiles {
		at := fmt.Sprintf("profiles[%d].", i)
		_, known := p.Maxima[w.Profile]
		v.Check(known, at+"profile", "unknown_profile")
		v.Check(plain(w.FTE) && w.FTE.IsPositive() && !w.FTE.GreaterThan(fullTime), at+"fte", "must_be_share")
	}
	return v.Err()
}
