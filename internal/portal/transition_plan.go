package portal

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"termijn/internal/calendar"
	"termijn/internal/i18n"
	"termijn/workflows/transition"
)

// ganttPart is a Gantt with the words around it.
type ganttPart struct {
	*Page
	gantt
	ID string
	// Zooms, and the links that open or close all projects.
	Zooms    []NavLink
	AllOpen  bool
	OpenAll  string
	CloseAll string
	Key      bool
}

// planPage is the plan: as a picture or as a table, all of it or one provider's.
type planPage struct {
	programmePage
	Filter Sheet
	Orgs   []Choice
	Views  []NavLink
	Gantt  *ganttPart
	// Table is the plan in words.
	Table []planRow
	// Zoom and Open go along when the filter is applied.
	Zoom, Open, View string
	Add              []fileLink
}

// planRow is a milestone in the table.
type planRow struct {
	ID, Title, Path, Project, Owner             string
	Due, Forecast, Expected, Reached            string
	Slip, Slack, Before, After, Share, Products string
	State                                       badge
	Critical                                    bool
}

// planOpenUpTo is how many milestones a plan shows at once before its projects fold.
const planOpenUpTo = 60

var planShape = newShape("transition_plan", &planPage{})

func (p *portal) programmePlan(v *visit) error {
	r, err := v.programme()
	if err != nil {
		return err
	}
	page := &planPage{programmePage: v.programmeTab(r, v.text.T("programme.tab.plan"), "plan"), Filter: v.sheet(Form{Values: v.r.URL.Query()}),
		Zoom: v.query("zoom"), Open: v.query("open"), View: v.query("view")}
	page.Orgs = r.orgChoices()
	for _, view := range []string{"", "table"} {
		page.Views = append(page.Views, NavLink{Path: v.with("view", view), Text: v.text.T("programme.view." + cmp.Or(view, "picture")), Current: page.View == view})
	}
	page.Add = r.additions()
	if page.View == "table" {
		page.Table = r.planRows(v.query("org"))
		return show(v, http.StatusOK, planShape, page)
	}
	part := v.ganttOf(r, ganttChoice{Zoom: page.Zoom, Opened: r.opened(page.Open), Chosen: v.query("milestone")}, v.query("org"))
	part.Key = true
	page.Gantt = &part
	return show(v, http.StatusOK, planShape, page)
}

// with is the address of the page with one part of its query changed.
func (v *visit) with(name, value string) string {
	q := v.r.URL.Query()
	q.Del("from")
	if value == "" {
		q.Del(name)
	} else {
		q.Set(name, value)
	}
	if len(q) == 0 {
		return v.r.URL.Path
	}
	return v.r.URL.Path + "?" + q.Encode()
}

// opened are the projects that show their milestones: those asked for, else all of a
// small plan.
func (r transitionReader) opened(asked string) map[string]bool {
	all := map[string]bool{}
	switch {
	case asked == "none":
	case asked == "all", asked == "" && len(r.own.Milestones) <= planOpenUpTo:
		for id := range r.own.Projects {
			all[id] = true
		}
	default:
		for _, id := range strings.Split(asked, ",") {
			all[id] = true
		}
	}
	return all
}

// projects are the plan's projects with their milestones, by date.
func (r transitionReader) projects(org string) []planProject {
	points := map[string][]planPoint{}
	for id, m := range r.own.Milestones {
		if org == "" || m.Owner.Org == org {
			points[m.Project] = append(points[m.Project], r.point(id, m))
		}
	}
	var all []planProject
	for id, list := range points {
		slices.SortFunc(list, func(a, b planPoint) int { return cmp.Or(a.date().Compare(b.date()), naturally(a.ID, b.ID)) })
		p := planProject{ID: id, Name: r.projectName(id), Points: list}
		if x, ok := r.own.Projects[id]; ok {
			p.Owner = r.owner(x.Owner)
		}
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b planProject) int {
		return cmp.Or(a.Points[0].date().Compare(b.Points[0].date()), naturally(a.ID, b.ID))
	})
	return all
}

func (r transitionReader) projectName(id string) string {
	if x, ok := r.own.Projects[id]; ok {
		return x.Title
	}
	return r.say.T("programme.project.hidden")
}

func (r transitionReader) point(id string, m transition.Milestone) planPoint {
	x := planPoint{ID: id, Title: m.Title, Path: r.milestonePath(id), Project: m.Project, Owner: r.owner(m.Owner), Baseline: m.Due, Expected: r.expected(id),
		State: r.status(m), Missed: m.Status == transition.MilestoneMissed, Critical: r.own.Carried[id].Critical, Cancelled: m.Status == transition.MilestoneCancelled,
		Slack: r.slackText(id)}
	if m.Reached != nil {
		x.Actual = m.Reached.Date
	}
	n := r.slip(id)
	x.Late = n > 0 && !m.Ended()
	if n != 0 && !x.Cancelled {
		x.Slip = r.slipText(n)
	}
	return x
}

// ganttOf draws the plan for the reader.
func (v *visit) ganttOf(r transitionReader, c ganttChoice, org string) ganttPart {
	var links []planLink
	for _, l := range r.own.Links {
		links = append(links, planLink{From: l.From, To: l.To, Critical: r.own.Carried[l.From].Critical && r.own.Carried[l.To].Critical})
	}
	slices.SortFunc(links, func(a, b planLink) int { return cmp.Or(strings.Compare(a.From, b.From), strings.Compare(a.To, b.To)) })
	projects, base := r.projects(org), programmePath(r.Ref, "plan")
	query := v.r.URL.Query()
	query.Del("view")
	to := func(name, value string) string {
		q := url.Values(maps.Clone(query))
		q.Set(name, value)
		return base + "?" + q.Encode()
	}
	turn := func(id string) string {
		var open []string
		for _, p := range projects {
			if c.Opened[p.ID] != (p.ID == id) {
				open = append(open, p.ID)
			}
		}
		return to("open", cmp.Or(strings.Join(open, ","), "none")) + "#project-" + id
	}
	say := v.text
	part := ganttPart{ID: "gantt", gantt: drawGantt(projects, links, r.today(), c, turn, func(d calendar.Date, level int) string { return tickLabel(say, d, level) })}
	part.AllOpen = !slices.ContainsFunc(projects, func(p planProject) bool { return !c.Opened[p.ID] })
	part.OpenAll, part.CloseAll = to("open", "all"), to("open", "none")
	for _, z := range zooms {
		part.Zooms = append(part.Zooms, NavLink{Path: to("zoom", z.name), Text: say.T("programme.zoom." + z.name), Current: z.name == part.Zoom})
	}
	page := v.bare()
	part.Page = &page
	return part
}

// bare is a page for the words of a part.
func (v *visit) bare() Page { return Page{Printer: v.text, Now: v.now} }

// tickLabel writes what begins on a tick: a year, a quarter, a month or a week.
func tickLabel(say *i18n.Printer, d calendar.Date, level int) string {
	switch level {
	case 1:
		return monthLabel(say, d)
	case 4:
		return say.T("programme.tick.day", "Day", d.Day, "Month", shortMonth(say, d))
	}
	return shortMonth(say, d)
}

// monthLabel is a month with its year.
func monthLabel(say *i18n.Printer, d calendar.Date) string {
	return say.T("programme.tick.month", "Month", shortMonth(say, d), "Year", d.Year)
}

func shortMonth(say *i18n.Printer, d calendar.Date) string {
	return say.T("programme.month." + d.String()[5:7])
}

// trendSlip is how far a milestone moved since it was first promised.
func trendSlip(say *i18n.Printer, days int) string {
	switch {
	case days > 0:
		return say.T("programme.trend.later", "Count", days)
	case days < 0:
		return say.T("programme.trend.earlier", "Count", -days)
	}
	return say.T("programme.trend.same")
}
