package standard

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/change"
)

// Bounds of what a standard change holds: in bytes, and in entries of a list.
const (
	longestName = 160
	longestLine = 400
	longestText = 4000
	mostItems   = 50
	mostSteps   = 50
	mostKinds   = 20
	// longestRun is that of a change's window: 31 days, in minutes.
	longestRun = 31 * 24 * 60
)

// Check refuses a standard change that lacks something. It is pure; the application
// service calls it before a case begins.
func (r Request) Check() error {
	var v casework.Invalid
	r.Text.check(&v, "text.")
	return v.Err()
}

func (x Text) check(v *casework.Invalid, at string) {
	v.Check(slices.Contains(Kinds, x.Kind), at+"kind", "choose_option", "options", strings.Join(Kinds, ", "))
	line(v, at+"name", x.Name, longestName)
	text(v, at+"why", x.Why)
	list(v, at+"items", x.Items, 1, mostItems)
	v.Check(x.Minutes >= 1 && x.Minutes <= longestRun, at+"minutes", "between", "min", "1", "max", strconv.Itoa(longestRun))
	v.Check(slices.Contains(change.RiskLevels, x.Risk.Likelihood), at+"risk.likelihood", "choose_option", "options", strings.Join(change.RiskLevels, ", "))
	v.Check(slices.Contains(change.RiskLevels, x.Risk.Effect), at+"risk.effect", "choose_option", "options", strings.Join(change.RiskLevels, ", "))
	bounded(v, at+"risk.text", x.Risk.Text)
	text(v, at+"backOut", x.BackOut)
	text(v, at+"communication", x.Communication)
	if x.Kind == Frame {
		x.checkFrame(v, at)
		return
	}
	list(v, at+"steps", x.Steps, 1, mostSteps)
	text(v, at+"impact", x.Impact)
	text(v, at+"testPlan", x.TestPlan)
	bare := len(x.Environments) == 0 && len(x.Evidence) == 0 && x.FromHour == 0 && x.ToHour == 0 && !x.WorkingDays && x.Decide == ""
	v.Check(bare, at+"kind", "only_for_frame")
}

// checkFrame is what a frame must say: risk minimised, authorised, communicated (B-35).
func (x Text) checkFrame(v *casework.Invalid, at string) {
	v.Check(len(x.Steps) == 0, at+"steps", "only_for_template")
	bounded(v, at+"impact", x.Impact)
	bounded(v, at+"testPlan", x.TestPlan)
	list(v, at+"environments", x.Environments, 1, mostKinds)
	list(v, at+"evidence", x.Evidence, 1, mostKinds)
	hour(v, at+"fromHour", x.FromHour)
	hour(v, at+"toHour", x.ToHour)
	v.Check(slices.Contains(Deciding, x.Decide), at+"decide", "choose_option", "options", strings.Join(Deciding, ", "))
}

func hour(v *casework.Invalid, field string, value int) {
	v.Check(value >= 0 && value <= 24, field, "between", "min", "0", "max", "24")
}

func line(v *casework.Invalid, field, value string, longest int) {
	v.Check(strings.TrimSpace(value) != "", field, "required")
	v.Check(len(value) <= longest, field, "too_long", "max", fmt.Sprint(longest))
}

func text(v *casework.Invalid, field, value string) { line(v, field, value, longestText) }

func bounded(v *casework.Invalid, field, value string) {
	v.Check(len(value) <= longestText, field, "too_long", "max", fmt.Sprint(longestText))
}

// list wants a number of entries, none empty, none twice.
func list(v *casework.Invalid, field string, entries []string, least, most int) {
	v.Check(len(entries) >= least, field, "too_few", "min", strconv.Itoa(least))
	v.Check(len(entries) <= most, field, "too_many", "max", strconv.Itoa(most))
	for i, e := range entries {
		at := fmt.Sprintf("%s[%d]", field, i)
		line(v, at, e, longestLine)
		v.Check(!slices.Contains(entries[:i], e), at, "twice")
	}
}

// Open reports whether the frame allows a deployment to begin at an hour of the
// wall clock: from its first hour until before its last, over midnight when the
// last comes first.
func (x Text) Open(hour int) bool {
	switch {
	case x.FromHour == x.ToHour:
		return true
	case x.FromHour < x.ToHour:
		return hour >= x.FromHour && hour < x.ToHour
	}
	return hour >= x.FromHour || hour < x.ToHour
}

// contentOf is the hash that a decision on the text is bound to.
func contentOf(x Text) string { return record.ContentHash(x) }
