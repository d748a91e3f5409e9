package portal

import (
	"fmt"
	"strings"
	"time"

	"termijn/internal/i18n"
	"termijn/internal/rhythm"
	"termijn/workflows/board"
	"termijn/workflows/change"
)

// rhythmIn tells a rhythm in words: every Tuesday at 10.00. What is no rhythm is told
// as it is written.
func rhythmIn(say *i18n.Printer, cron string) string {
	r, err := rhythm.Parse(cron)
	if err != nil {
		return cron
	}
	p := r.Parts()
	var weekdays, days, months []string
	for _, d := range p.Weekdays {
		weekdays = append(weekdays, say.T(fmt.Sprintf("format.day.%02d", int(d))))
	}
	for _, d := range p.Days {
		days = append(days, say.Number(d))
	}
	for _, m := range p.Months {
		months = append(months, say.T(fmt.Sprintf("format.month.%02d", int(m))))
	}
	var when []string
	if len(days) > 0 {
		when = append(when, say.T("board.rhythm.days", "Count", len(days), "Days", joined(say, days)))
	}
	if len(weekdays) > 0 {
		when = append(when, say.T("board.rhythm.weekdays", "Days", joined(say, weekdays)))
	}
	if len(when) == 0 {
		when = []string{say.T("board.rhythm.daily")}
	}
	at := say.T("board.rhythm.at", "When", strings.Join(when, " "+say.T("board.rhythm.or")+" "), "At", say.Time(time.Date(2026, 1, 5, p.Hour, p.Minute, 0, 0, brussels)))
	if len(months) > 0 {
		at = say.T("board.rhythm.months", "When", at, "Months", joined(say, months))
	}
	return capital(at)
}

// rhythmOf is when a board meets, in words.
func rhythmOf(say *i18n.Printer, d board.Definition) string {
	switch {
	case d.Cron != "":
		return rhythmIn(say, d.Cron)
	case d.Kind == board.Emergency:
		return say.T("board.rhythm.emergency")
	}
	return say.T("board.rhythm.none")
}

// cutoffOf is when the agenda of a board closes, in words.
func cutoffOf(say *i18n.Printer, days int) string {
	if days == 0 {
		return say.T("board.cutoff.none")
	}
	return say.T("board.cutoff.days", "Count", days)
}

// sideIn is a side of seats in words.
func sideIn(say *i18n.Printer, side string) string { return titled(say, "change.side.", side) }

// sidesIn are sides of seats of which one must take part, in words.
func sidesIn(say *i18n.Printer, set []string) string {
	var words []string
	for _, s := range set {
		words = append(words, sideIn(say, s))
	}
	if len(words) < 2 {
		return joined(say, words)
	}
	last := len(words) - 1
	return joined(say, words[:last]) + " " + say.T("change.quorum.or") + " " + words[last]
}

// aspectsIn are parts of a change's content in words; none are all.
func aspectsIn(say *i18n.Printer, of []string) string {
	if len(of) == 0 {
		return say.T("board.covers.all")
	}
	var names []string
	for _, a := range change.Aspects {
		for _, has := range of {
			if has == a {
				names = append(names, say.T("change.aspect."+a))
			}
		}
	}
	return joined(say, names)
}

// ruleIn is how a board decides, in words.
func ruleIn(say *i18n.Printer, p change.Panel) string {
	if p.Rule == change.RuleNumber || p.Rule == change.RulePercentage {
		return say.T("change.rule."+p.Rule, "Number", p.Count)
	}
	return titled(say, "change.rule.", p.Rule)
}

// quorumIn is who must take part, in words; empty when it is left open.
func quorumIn(say *i18n.Printer, p change.Panel) string {
	var parts []string
	if p.Quorum > 0 {
		parts = append(parts, say.T("change.quorum.seats", "Count", p.Quorum))
	}
	for _, set := range p.Sides {
		parts = append(parts, sidesIn(say, set))
	}
	return strings.Join(parts, ", ")
}
