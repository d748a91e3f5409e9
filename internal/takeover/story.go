package takeover

import (
	"cmp"
	"time"
)

// story is an incident while its rows are told one after another.
type story struct {
	Incident
	report *Report
	// State and what it waits for, as the facts so far leave it.
	state, waits string
	// The assignment, the weight and the latest row as they stand now.
	team                      Team
	agent                     string
	priority, impact, urgency string
	last                      row
	groups                    int // changes of the log's group
	agents                    bool
}

// tell makes an incident of its rows; there must be one.
func tell(number string, rows []row, m *Mapping, report *Report) Incident {
	order(rows)
	rows = believed(number, rows, report)
	first := rows[0]
	s := &story{report: report, state: StateNew, team: first.team, last: first,
		priority: first.priority, impact: first.impact, urgency: first.urgency}
	s.Incident = Incident{Number: number, Channel: first.channel, Service: m.Service, Category: m.Category,
		Impact: first.impact, Urgency: first.urgency, Priority: first.priority, Opened: first.opened, Team: first.team, Line: first.line}
	s.register(rows, m)
	report.remark(FirstResolved, one(final(first.state)))
	takenBack := taken(rows)
	for i, r := range rows {
		s.next(r, i == 0, i < takenBack)
	}
	last := rows[len(rows)-1]
	report.remark(CountDisagrees, one(last.reassigned >= 0 && last.reassigned != s.groups))
	report.remark(NeverAgent, one(!s.agents))
	return s.Incident
}

// register fills in what the first rows may have left open.
func (s *story) register(rows []row, m *Mapping) {
	var category, subcategory, location string
	for _, r := range rows {
		category, subcategory = cmp.Or(category, r.category), cmp.Or(subcategory, r.subcategory)
		location = cmp.Or(location, r.location)
		s.Reporter, s.Item = cmp.Or(s.Reporter, r.caller), cmp.Or(s.Item, r.item)
	}
	s.Title = cmp.Or(category, s.Number)
	if subcategory != "" {
		s.Title += " / " + subcategory
	}
	s.Client = cmp.Or(m.Clients.Locations[location], m.Clients.Default)
}

// next tells one row.
func (s *story) next(r row, opening, takenBack bool) {
	s.report.remark(BeforeOpening, one(r.at.Before(s.Opened)))
	s.report.remark(OpeningDiffers, one(!r.opened.Equal(s.Opened)))
	r.at = later(r.at, s.Opened)
	before := len(s.Facts)
	if r.group != s.last.group {
		s.groups++
		s.report.remark(MergedGroups, one(r.team.ID == s.team.ID))
	}
	s.agents = s.agents || r.agent != ""
	if s.state == StateClosed {
		s.afterClosing(r)
		s.last = r
		return
	}
	s.facts(r, opening, takenBack)
	related := r.references != s.References
	s.References = r.references
	switch {
	case opening || related || len(s.Facts) > before:
		s.report.Used++
	case takenBack && r.state == "closed" && s.last.state != "closed":
		s.report.reject(r.line, s.Number, ClosingTakenBack, "a later row is open again")
	default:
		s.report.Unchanged++
		s.report.remark(NotCarried, one(r.elsewhere(s.last)))
	}
	s.report.remark(ClosingsTakenBack, one(takenBack && r.state == "closed" && s.last.state != "closed"))
	s.last = r
}

// afterClosing takes a row after the last closing: it may only repeat what is known.
func (s *story) afterClosing(r row) {
	s.report.remark(AfterClosed, 1)
	if r.team.ID != s.team.ID || r.agent != s.agent || r.priority != s.priority || r.impact != s.impact || r.urgency != s.urgency || r.references != s.References {
		s.report.reject(r.line, s.Number, AfterClosing, "the incident was closed already")
		return
	}
	s.report.Unchanged++
	s.report.remark(NotCarried, one(r.elsewhere(s.last)))
}

// elsewhere says whether a row differs from another in what no fact carries.
func (r row) elsewhere(o row) bool {
	return r.category != o.category || r.subcategory != o.subcategory || r.location != o.location || r.item != o.item ||
		r.caller != o.caller || r.channel != o.channel || r.group != o.group
}

// end is when the incident's last fact was; its opening when there is none.
func (s *story) end() time.Time {
	if n := len(s.Facts); n > 0 {
		return s.Facts[n-1].At
	}
	return s.Opened
}
