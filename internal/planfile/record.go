package planfile

import (
	"fmt"
	"slices"
)

// record is one thing of a plan as a file has it: all formats are read into
// records, and all values of records in one place.
type record struct {
	kind  string // one of kinds
	line  int
	cells map[string]cell // by field
}

// cell is a value as it is written.
type cell struct {
	text   string
	list   []cell // of fields that hold several
	line   int
	column string
}

// Kinds of records. Lists of a plan are named by their JSON key.
const (
	kindProgramme = "programme"
	kindProject   = "projects"
	kindMilestone = "milestones"
	kindProduct   = "products"
	kindItem      = "checklist"
	kindRisk      = "risks"
	kindExit      = "exitItems"
)

// fieldsOf are the fields of each kind, in the order in which they are written.
var fieldsOf = map[string][]string{
	kindProgramme: {"title", "price", "cap", "start", "end", "awardBy", "awarded", "rhythm"},
	kindProject:   {"id", "title", "owner", "person"},
	kindMilestone: {"id", "title", "project", "owner", "person", "due", "dueAfter", "aim", "after", "share", "goLive", "accept",
		"conditional", "rule", "forecast", "reached"},
	kindProduct: {"id", "milestone", "title", "criteria"},
	kindItem:    {"id", "milestone", "kind", "title", "owner", "person"},
	kindRisk:    {"id", "title", "milestone", "owner", "person", "mitigation", "chance", "impact"},
	kindExit:    {"id", "title", "kind", "from", "way", "to", "due"},
}

// kinds in the order in which they are written.
var kinds = []string{kindProgramme, kindProject, kindMilestone, kindProduct, kindItem, kindRisk, kindExit}

// reading turns records into a plan.
type reading struct {
	findings
	rules Rules
	plan  Plan
}

func newReading(rules Rules) *reading {
	return &reading{findings: findings{places: map[string]place{}, heads: map[string]string{}}, rules: rules}
}

// finish checks what was read. The plan is returned only when nothing is wrong.
func (r *reading) finish() (Reading, error) {
	// Values that could not be read are named once: the checks would name them again
	// as missing.
	unread := map[string]bool{}
	for _, p := range r.problems {
		unread[p.Path] = true
	}
	n := len(r.problems)
	if r.plan.Title == "" {
		r.plan.Title = r.rules.Title
	}
	r.addProjects()
	r.findings.plan(r.plan, r.rules)
	kept := r.problems[:n]
	for _, p := range r.problems[n:] {
		if !unread[p.Path] {
			kept = append(kept, p)
		}
	}
	r.problems = kept
	if err := r.err(); err != nil {
		return Reading{}, err
	}
	return Reading{Plan: r.plan, Remarks: r.remarks}, nil
}

// addProjects gives a milestone that names an owner and no project that of the
// owner, which is added when there is none: a short list needs no projects. A
// project without an owner belongs to who owns all its milestones.
func (r *reading) addProjects() {
	for i, p := range r.plan.Projects {
		if p.Owner.Org == "" {
			r.plan.Projects[i].Owner.Org = r.soleOwner(p.ID)
		}
	}
	for i, m := range r.plan.Milestones {
		if m.Project != "" || m.Owner.Org == "" {
			continue
		}
		at := slices.IndexFunc(r.plan.Projects, func(p Project) bool { return p.Owner.Org == m.Owner.Org })
		if at < 0 {
			at = len(r.plan.Projects)
			added := Project{ID: m.Owner.Org, Title: m.Owner.Org, Owner: Owner{Org: m.Owner.Org}}
			for _, org := range r.rules.Orgs {
				if org.ID == m.Owner.Org && org.Name != "" {
					added.Title = org.Name
				}
			}
			r.plan.Projects = append(r.plan.Projects, added)
			path := fmt.Sprintf("projects[%d]", at)
			r.places[path] = r.places[fmt.Sprintf("milestones[%d].owner", i)]
			r.remark(path, "project_added", "id", added.ID, "title", added.Title)
		}
		r.plan.Milestones[i].Project = r.plan.Projects[at].ID
	}
}

// soleOwner is who owns all milestones of a project, or nobody.
func (r *reading) soleOwner(project string) string {
	sole := ""
	for _, m := range r.plan.Milestones {
		switch {
		case m.Project != project:
		case m.Owner.Org == "", sole != "" && sole != m.Owner.Org:
			return ""
		default:
			sole = m.Owner.Org
		}
	}
	return sole
}

// take adds a record to the plan.
func (r *reading) take(rec record) {
	switch rec.kind {
	case kindProgramme:
		r.programme(at{r, rec, ""})
	case kindProject:
		a := r.next(rec, len(r.plan.Projects))
		r.plan.Projects = append(r.plan.Projects, Project{ID: a.text("id"), Title: a.text("title"), Owner: a.owner()})
	case kindMilestone:
		r.milestone(r.next(rec, len(r.plan.Milestones)))
	case kindProduct:
		a := r.next(rec, len(r.plan.Products))
		r.plan.Products = append(r.plan.Products, Product{ID: a.text("id"), Milestone: a.text("milestone"), Title: a.text("title"), Criteria: a.lines("criteria")})
	case kindItem:
		a := r.next(rec, len(r.plan.Checklist))
		r.plan.Checklist = append(r.plan.Checklist, Item{ID: a.text("id"), Milestone: a.text("milestone"), Kind: a.option("kind", itemWords),
			Title: a.text("title"), Owner: a.owner()})
	case kindRisk:
		a := r.next(rec, len(r.plan.Risks))
		r.plan.Risks = append(r.plan.Risks, Risk{ID: a.text("id"), Title: a.text("title"), Milestone: a.text("milestone"), Owner: a.owner(),
			Mitigation: a.text("mitigation"), Chance: a.whole("chance"), Impact: a.whole("impact")})
	case kindExit:
		a := r.next(rec, len(r.plan.ExitItems))
		r.plan.ExitItems = append(r.plan.ExitItems, ExitItem{ID: a.text("id"), Title: a.text("title"), Kind: a.text("kind"), From: a.text("from"),
			Way: a.option("way", wayWords), To: a.text("to"), Due: a.date("due")})
	}
}

// next notes where the record's values stand.
func (r *reading) next(rec record, index int) at {
	path := fmt.Sprintf("%s[%d]", rec.kind, index)
	a := at{r, rec, path + "."}
	r.places[path] = place{line: rec.line}
	for field, c := range rec.cells {
		r.places[path+"."+field] = place{c.line, c.column}
		for i, part := range c.list {
			r.places[fmt.Sprintf("%s.%s[%d]", path, field, i)] = place{part.line, part.column}
		}
	}
	return a
}

func (r *reading) programme(a at) {
	for field, c := range a.rec.cells {
		r.places[field] = place{c.line, c.column}
	}
	p := &r.plan
	p.Title, p.Price, p.Cap = a.text("title"), a.money("price"), a.money("cap")
	p.Start, p.End, p.Rhythm = a.date("start"), a.date("end"), a.rhythm("rhythm")
	by, awarded := a.date("awardBy"), a.date("awarded")
	if !by.IsZero() || !awarded.IsZero() {
		p.Condition = &Condition{AwardBy: by}
		r.places["condition"] = r.places["awarded"]
		if !awarded.IsZero() {
			p.Condition.Awarded = &awarded
		}
	}
}

func (r *reading) milestone(a at) {
	m := Milestone{ID: a.text("id"), Title: a.text("title"), Project: a.text("project"), Owner: a.owner(), Due: a.date("due"), Aim: a.date("aim"),
		Share: a.decimal("share"), GoLive: a.flag("goLive"), Accept: a.flag("accept"), Conditional: a.flag("conditional"), Rule: a.text("rule"),
		Forecast: a.date("forecast"), Reached: a.date("reached")}
	if a.has("dueAfter") {
		n := a.whole("dueAfter")
		m.DueAfter = &n
	}
	r.plan.Milestones = append(r.plan.Milestones, m)
	c := a.rec.cells["after"]
	for _, part := range c.parts(true) {
		path := fmt.Sprintf("links[%d]", len(r.plan.Links))
		r.places[path] = place{part.line, part.column}
		link, ok := parseLink(part.text)
		if !ok {
			r.problems = append(r.problems, Problem{Path: a.path + "after", Line: part.line, Column: part.column, Code: "bad_link", Args: map[string]string{"value": part.text}})
			continue
		}
		link.To = m.ID
		r.plan.Links = append(r.plan.Links, link)
	}
}
