package takeover

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// maxUpdates is more than any incident has.
const maxUpdates = 1_000_000

// row is a row that can be believed by itself, in the product's words.
type row struct {
	line int
	mod  int
	// at is when it was written, opened when the incident was.
	at, opened time.Time
	// twice, never: one of the two is a local time of a change of the clock.
	twice, never  bool
	state, reason string
	team          Team
	// group is the team's name in the log.
	group, agent, by          string
	priority, impact, urgency string
	channel, caller           string
	category, subcategory     string
	location, item            string
	code                      string
	references                References
	// resolved is when the log says at the end that it was resolved; zero: it does not.
	resolved time.Time
	// reassigned is reassignment_count; -1 where there is none.
	reassigned int
}

// row takes a row in, or rejects it.
func (in *intake) row(line int, fields []string) {
	if !in.readable(fields) {
		in.reject(line, "", BadText, "export the log in UTF-8")
		return
	}
	number := in.columns.number(fields)
	if number == "" {
		in.reject(line, "", NoNumber, "")
		return
	}
	r := row{line: line}
	reason, detail := in.times(&r, fields)
	if reason == "" && !in.options.Until.IsZero() && later(r.at, r.opened).After(in.options.Until) {
		in.report.AfterCut++
		in.usable(number)
		in.cut[in.text(number)] = true
		return
	}
	if reason == "" {
		reason, detail = in.values(&r, fields)
	}
	if reason != "" {
		in.reject(line, number, reason, detail)
		return
	}
	rows := in.usable(number)
	*rows = append(*rows, r)
}

// readable says whether the texts that are read are UTF-8 that a database takes.
func (in *intake) readable(fields []string) bool {
	for _, place := range in.columns {
		if place >= 0 && (!utf8.ValidString(fields[place]) || strings.ContainsRune(fields[place], 0)) {
			return false
		}
	}
	return true
}

func (in *intake) times(r *row, fields []string) (reason, detail string) {
	c := &in.columns
	for _, want := range []struct {
		column column
		to     *time.Time
	}{{colUpdated, &r.at}, {colOpened, &r.opened}} {
		at, read, err := when(c.of(fields, want.column), in.mapping.zone)
		if err != nil {
			return BadTime, columnNames[want.column] + ": " + err.Error()
		}
		*want.to = at
		r.twice = r.twice || read == twice
		r.never = r.never || read == never
	}
	// It stands on every row with its last value; a wrong one is as good as none.
	if at, _, err := when(c.of(fields, colResolved), in.mapping.zone); err == nil {
		r.resolved = at
	}
	return "", ""
}

func (in *intake) values(r *row, fields []string) (reason, detail string) {
	c := &in.columns
	m := &in.mapping
	var err error
	if r.mod, err = strconv.Atoi(c.of(fields, colMod)); err != nil || r.mod < 0 || r.mod > maxUpdates {
		return BadNumber, fmt.Sprintf("sys_mod_count is %q", c.of(fields, colMod))
	}
	if r.reassigned, err = strconv.Atoi(c.of(fields, colReassigned)); err != nil {
		r.reassigned = -1
	}
	var state string
	for _, look := range []struct {
		column column
		table  map[string]string
		to     *string
		reason string
	}{
		{colState, m.States, &state, UnknownState},
		{colPriority, m.Priorities, &r.priority, UnknownPriority},
		{colImpact, m.Degrees, &r.impact, UnknownDegree},
		{colUrgency, m.Degrees, &r.urgency, UnknownDegree},
		{colChannel, m.Channels, &r.channel, UnknownChannel},
	} {
		said := c.of(fields, look.column)
		meant, ok := look.table[said]
		if !ok {
			return look.reason, fmt.Sprintf("%s is %q, which the mapping does not have", columnNames[look.column], said)
		}
		*look.to = meant
	}
	r.state, r.reason, _ = strings.Cut(state, " ")
	in.texts(r, fields)
	return "", ""
}

func (in *intake) texts(r *row, fields []string) {
	text := func(which column) string { return in.text(in.columns.filled(fields, which)) }
	person := func(which column) string { return in.person(in.columns.filled(fields, which)) }
	r.group = text(colGroup)
	r.team = in.team(r.group)
	r.agent, r.by, r.caller = person(colAgent), person(colBy), person(colCaller)
	r.category, r.subcategory = text(colCategory), text(colSubcategory)
	r.location, r.item, r.code = text(colLocation), text(colItem), text(colCode)
	r.references = References{Problem: text(colProblem), Change: text(colChange), CausedBy: text(colCausedBy)}
}
