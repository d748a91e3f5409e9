package portal

import (
	"net/url"
	"slices"
	"strings"

	"termijn/internal/identity"
	"termijn/workflows/board"
	"termijn/workflows/change"
	"termijn/workflows/freeze"
	"termijn/workflows/incident"
	"termijn/workflows/meeting"
	"termijn/workflows/notice"
	"termijn/workflows/problem"
	"termijn/workflows/servicemap"
	"termijn/workflows/session"
	"termijn/workflows/standard"
	"termijn/workflows/survey"
	"termijn/workflows/template"
)

// home sends everybody to their own work.
func (p *portal) home(v *visit) error {
	v.redirect(landing(v.who))
	return nil
}

// landing is where a person's own work stands.
func landing(who identity.Principal) string {
	switch {
	case who.Kind == "si" || who.Kind == "board":
		return "/overview"
	case who.Kind == "provider":
		return "/cases"
	case who.Has(identity.RoleRequester, identity.RoleProjectLeader):
		return "/cases"
	}
	return "/tasks"
}

// areas are the parts of the product that several processes share. The navigation
// leads to the first page of one that the reader may see; on the pages of an area a
// second line leads to its others.
var areas = [][]string{
	{incident.Name, meeting.Name, survey.Name, problem.Name, notice.Name, template.Name},
	{change.Name, board.Name, session.Name, standard.Name, freeze.Name, servicemap.Name},
}

// area is the number of the area of a process; -1 for one that stands alone.
func area(process string) int {
	return slices.IndexFunc(areas, func(a []string) bool { return slices.Contains(a, process) })
}

// nav is the navigation of a person, the own work first, and the one within the area
// where the reader is.
func (v *visit) nav() (links, within []NavLink) {
	tasks := NavLink{Path: "/tasks", Text: v.text.T("nav.tasks"), Tasks: true}
	cases := NavLink{Path: "/cases", Text: v.text.T("nav.cases." + v.who.Kind)}
	switch landing(v.who) {
	case "/overview":
		links = []NavLink{{Path: "/overview", Text: v.text.T("nav.overview")}, tasks, cases}
	case "/cases":
		links = []NavLink{cases, tasks}
	default:
		links = []NavLink{tasks, cases}
	}
	for _, x := range v.portal.processes {
		if x.links == nil {
			continue
		}
		for _, l := range x.links(v) {
			l.process = x.name
			links = append(links, l)
		}
	}
	// Whoever works through a queue or a list opens a case with the button there: the
	// navigation stays one line.
	if v.who.Kind != "client" {
		links = slices.DeleteFunc(links, func(l NavLink) bool { return l.Opens })
	}
	if here := v.whereIn(links); here >= 0 {
		links[here].Current = true
		if a := area(links[here].process); a >= 0 {
			within = keep(links, func(l NavLink) bool { return area(l.process) == a })
		}
	}
	if len(within) < 2 {
		within = nil
	}
	return folded(links), within
}

// whereIn is the entry of the page that is asked for: the one with the longest path that
// it lies under, or that of its case's process; -1 for none.
func (v *visit) whereIn(links []NavLink) int {
	path, best := v.r.URL.Path, -1
	for i, l := range links {
		if (path == l.Path || strings.HasPrefix(path, l.Path+"/")) && (best < 0 || len(l.Path) > len(links[best].Path)) {
			best = i
		}
	}
	if v.process == "" || path == "/tasks" || strings.HasPrefix(path, "/tasks/") {
		return best
	}
	if best >= 0 && links[best].process != "" {
		return best
	}
	// A process without an entry of its own stands under the one before it in its area.
	names := []string{v.process}
	if a := area(v.process); a >= 0 {
		names = areas[a][:slices.Index(areas[a], v.process)+1]
	}
	for _, name := range slices.Backward(names) {
		if i := slices.IndexFunc(links, func(l NavLink) bool { return l.process == name && !l.Opens }); i >= 0 {
			return i
		}
	}
	return best
}

// folded keeps the first entry of each area, current when one of them is.
func folded(links []NavLink) []NavLink {
	first := map[int]int{}
	var kept []NavLink
	for _, l := range links {
		a := area(l.process)
		at, seen := first[a]
		switch {
		case a < 0 || l.Opens:
			kept = append(kept, l)
		case seen:
			kept[at].Current = kept[at].Current || l.Current
		default:
			first[a] = len(kept)
			kept = append(kept, l)
		}
	}
	return kept
}

// openers are the pages on which the reader can open a case.
func (v *visit) openers() []NavLink {
	var all []NavLink
	for _, x := range v.portal.processes {
		if x.links == nil {
			continue
		}
		for _, l := range x.links(v) {
			if l.Opens {
				all = append(all, l)
			}
		}
	}
	return all
}

// taskPath is the page of a task; a task's ID is its case's reference and a number.
func taskPath(id string) string { return "/tasks/" + id }

// casePath is the page of a case.
func casePath(ref string) string { return "/cases/" + ref }

// commandPath is the form of a command of a case; subject is what in the case it
// is about, and may be empty.
func commandPath(ref, command, subject string) string {
	path := casePath(ref) + "/" + command
	if subject != "" {
		path += "?subject=" + url.QueryEscape(subject)
	}
	return path
}
