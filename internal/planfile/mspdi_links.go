package planfile

import (
	"regexp"
	"slices"
	"strconv"

	"termijn/internal/calendar"
)

// links are finish to start, with a lag in whole working days. The working days of
// a task with a duration are part of the lag.
func (m *mspdiReader) links(t mspdiTask, rec record) {
	wrong := func(code string, pairs ...string) { m.wrong(t, "PredecessorLink", code, pairs...) }
	days := m.days(t)
	after := cell{list: []cell{}, line: t.line, column: "PredecessorLink"}
	for _, l := range t.Links {
		from, known := m.ids[l.PredecessorUID]
		switch {
		case bool(l.CrossProject):
			wrong("other_project", "task", short(t.Name))
		case m.top[l.PredecessorUID]:
			wrong("link_to_summary", "task", short(t.Name))
		case l.Type != nil && *l.Type != 1:
			wrong("link_type", "task", short(t.Name), "type", []string{"FF", "FS", "SF", "SS"}[min(max(*l.Type, 0), 3)])
		case l.LinkLag < 0:
			wrong("between", "min", "0", "max", strconv.Itoa(mostLag))
		case l.LinkLag != 0 && !slices.Contains([]int{0, 3, 5, 7, 9, 11, 35, 37, 39, 41, 43}, l.LagFormat),
			l.LinkLag%(m.doc.MinutesPerDay*10) != 0, l.LinkLag/(m.doc.MinutesPerDay*10)+days > mostLag:
			wrong("bad_lag", "task", short(t.Name))
		default:
			if !known {
				from = "T" + strconv.Itoa(l.PredecessorUID)
			}
			lag := l.LinkLag/(m.doc.MinutesPerDay*10) + days
			after.list = append(after.list, cell{text: writeLink(Link{From: from, Lag: lag}), line: t.line, column: "PredecessorLink"})
		}
	}
	rec.cells["after"] = after
}

func (m *mspdiReader) wrong(t mspdiTask, column, code string, pairs ...string) {
	p := m.r.problem("", code, pairs)
	p.Line, p.Column = t.line, column
	m.r.problems = append(m.r.problems, p)
}

var mspdiDuration = regexp.MustCompile(`^PT(\d{1,6})H(\d{1,2})M\d{1,2}S$`)

// days are the working days that a task takes; a milestone takes none.
func (m *mspdiReader) days(t mspdiTask) int {
	part := mspdiDuration.FindStringSubmatch(t.Duration)
	if bool(t.Milestone) || part == nil {
		return 0
	}
	hours, _ := strconv.Atoi(part[1])
	minutes, _ := strconv.Atoi(part[2])
	minutes += hours * 60
	days := (minutes + m.doc.MinutesPerDay - 1) / m.doc.MinutesPerDay
	if slices.Contains([]int{4, 6, 8, 10, 12, 36, 38, 40, 42, 44}, t.DurationFormat) { // elapsed
		from, okFrom := parseDate(mspdiDate(t.Start))
		to, okTo := parseDate(mspdiDate(t.Finish))
		if okFrom && okTo && from != (calendar.Date{}) && to != (calendar.Date{}) {
			days = m.r.rules.Calendar.WorkingDaysBetween(from.AddDays(-1), to)
		}
	}
	if days > 0 {
		p := m.r.problem("", "task_as_milestone", []string{"task", short(t.Name), "days", strconv.Itoa(days)})
		p.Line, p.Column = t.line, "Duration"
		m.r.remarks = append(m.r.remarks, p)
	}
	return days
}
