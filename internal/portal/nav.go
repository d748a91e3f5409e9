package portal

import (
	"slices"
	"strings"

	"termijn/internal/identity"
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

// nav is the navigation of a person, the own work first.
func (v *visit) nav() []NavLink {
	tasks := NavLink{Path: "/tasks", Text: v.text.T("nav.tasks"), Tasks: true}
	cases := NavLink{Path: "/cases", Text: v.text.T("nav.cases." + v.who.Kind)}
	var links []NavLink
	switch landing(v.who) {
	case "/overview":
		links = []NavLink{{Path: "/overview", Text: v.text.T("nav.overview")}, tasks, cases}
	case "/cases":
		links = []NavLink{cases, tasks}
	default:
		links = []NavLink{tasks, cases}
	}
	for _, x := range v.portal.processes {
		if x.links != nil {
			links = append(links, x.links(v)...)
		}
	}
	// Whoever works through a queue or a list opens a case with the button there: the
	// navigation stays one line.
	if v.who.Kind != "client" {
		links = slices.DeleteFunc(links, func(l NavLink) bool { return l.Opens })
	}
	path, best := v.r.URL.Path, -1
	for i, l := range links {
		if (path == l.Path || strings.HasPrefix(path, l.Path+"/")) && (best < 0 || len(l.Path) > len(links[best].Path)) {
			best = i
		}
	}
	if best >= 0 {
		links[best].Current = true
	}
	return links
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
		path += "?subject=" + subject
	}
	return path
}
