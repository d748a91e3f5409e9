package portal

import (
	"strings"

	"termijn/workflows/transition"
)

// The parts of a plan that can be added by hand; planPartsLater also when the plan is
// accepted, since they are no promises.
var (
	planParts      = []string{"project", "milestone", "link", "product", "item", "terms", "remove"}
	planPartsLater = []string{"link", "product", "item", "remove"}
)

// planForms are the forms of the plan itself.
func (p *portal) planForms() {
	const name = transition.Name
	serve(p, name, programmeForm[transition.PlanChange]{command: transition.ChangePlan, about: partMatters, fill: fillPart, draw: drawPart, read: readPart, fields: partFields})
	serve(p, name, programmeForm[transition.Submission]{command: transition.SubmitPlan, ask: []ask{askContent("content")}, shape: submittingPlan,
		fill: func(r transitionReader, _ string) Form { return newForm("content", r.own.Content) },
		draw: func(page *commandPage, r transitionReader) {
			page.Facts = r.facts()
			page.Own = programmeDecided{Page: &page.Page, Plan: r.planRows(""), Path: programmePath(r.Ref, "plan")}
		}})
	serve(p, name, programmeForm[transition.Award]{command: transition.RecordAward, ask: []ask{askDate("date")},
		draw: func(page *commandPage, r transitionReader) { page.Facts = r.facts() }})
}

var submittingPlan = newCommandShape[programmeDecided]("transition_put")

func partMatters(r transitionReader) []matter {
	var all []matter
	for _, part := range planParts {
		later := false
		for _, x := range planPartsLater {
			later = later || x == part
		}
		if r.Stage != transition.Running || later {
			all = append(all, matter{part, r.say.T("programme.add." + part)})
		}
	}
	return all
}

// fillPart keeps the content that the reader saw.
func fillPart(r transitionReader, subject string) Form {
	f := newForm("content", r.own.Content)
	if subject == "terms" {
		f.Values.Set("title", r.Title)
		if r.own.Price.IsPositive() {
			f.Values.Set("price", strings.Replace(r.own.Price.StringFixed(2), ".", ",", 1))
		}
		if c := r.own.Condition; c != nil {
			f.Values.Set("awardBy", c.AwardBy.String())
		}
	}
	return f
}

func drawPart(page *commandPage, r transitionReader) {
	f := page.Form
	if page.Subject != "terms" {
		page.Title = r.say.T("programme.add." + page.Subject)
	}
	id := f.Field("id", "transition.id")
	title := f.Field("title", "transition.title")
	milestones := withNone(r, r.milestoneChoices())
	switch page.Subject {
	case "project":
		page.Fields = []Field{id, title, f.Select("org", "transition.org", withNone(r, r.ownerChoices()))}
	case "milestone":
		page.Fields = []Field{id, title, f.Select("project", "transition.project", withNone(r, r.projectChoices())), f.DateField("due", "transition.due"),
			f.Select("org", "transition.owner", append([]Choice{{Text: r.say.T("programme.owner.project")}}, r.ownerChoices()...)).Optional(),
			f.NumberField("share", "transition.share", "0.01").Optional(), f.Check("goLive", "transition.goLive"), f.Check("accept", "transition.accept"),
			f.Check("conditional", "transition.conditional"), f.Field("rule", "transition.rule").Optional()}
	case "link":
		page.Fields = []Field{f.Select("from", "transition.from_milestone", milestones), f.Select("to", "transition.to_milestone", milestones), f.NumberField("lag", "transition.lag", "1").Optional()}
	case "product":
		page.Fields = []Field{id, title, f.Select("milestone", "transition.milestone", milestones), f.Area("criteria", "transition.criteria", 4).Optional()}
	case "item":
		var kinds []Choice
		for _, k := range transition.ItemKinds {
			word, _ := r.word("itemKind", k)
			kinds = append(kinds, Choice{Value: k, Text: word})
		}
		page.Fields = []Field{id, title, f.Select("kind", "transition.itemKind", withNone(r, kinds)), f.Select("milestone", "transition.milestone", milestones)}
	case "terms":
		page.Fields = []Field{title, f.NumberField("price", "transition.price", "0.01").Optional(), f.DateField("awardBy", "transition.awardBy").Optional()}
	case "remove":
		page.Fields = []Field{f.Select("part", "transition.part", withNone(r, r.removable()))}
	}
	if r.Stage == transition.Running {
		page.Fields = append(page.Fields, f.Area("reason", "transition.reason", 2))
	}
}

func readPart(in *entries, r transitionReader) transition.PlanChange {
	c := transition.PlanChange{Seen: in.Value("content"), Reason: in.Value("reason")}
	id, title := in.Value("id"), in.Value("title")
	owner := transition.Owner{Org: in.Value("org")}
	switch in.Value("subject") {
	case "project":
		c.Plan.Projects = []transition.ProjectPlan{{ID: id, Title: title, Owner: owner}}
	case "milestone":
		c.Plan.Milestones = []transition.MilestonePlan{{ID: id, Title: title, Project: in.Value("project"), Owner: owner, Due: in.needed("due"), Share: in.number("share"),
			GoLive: in.Has("goLive", "yes"), Accept: in.Has("accept", "yes"), Conditional: in.Has("conditional", "yes"), Rule: in.Value("rule")}}
	case "link":
		c.Plan.Links = []transition.Link{{From: in.Value("from"), To: in.Value("to"), Lag: in.whole("lag")}}
	case "product":
		c.Plan.Products = []transition.ProductPlan{{ID: id, Title: title, Milestone: in.Value("milestone"), Criteria: lines(in.Value("criteria"))}}
	case "item":
		c.Plan.Checklist = []transition.ItemPlan{{ID: id, Title: title, Kind: in.Value("kind"), Milestone: in.Value("milestone")}}
	case "terms":
		c.Plan.Title, c.Plan.Price = title, in.number("price")
		if d := in.date("awardBy"); !d.IsZero() {
			c.Plan.Condition = &transition.Condition{AwardBy: d}
			if r.own.Condition != nil {
				c.Plan.Condition.Awarded = r.own.Condition.Awarded
			}
		}
	case "remove":
		c.Remove = removal(in.Value("part"))
		if in.Value("part") == "" {
			in.Wrong("part", in.say.T("field.required"))
		}
	}
	return c
}

// removal is one part of a plan by its kind and ID.
func removal(part string) transition.Removals {
	kind, id, _ := strings.Cut(part, ":")
	switch one := []string{id}; kind {
	case "project":
		return transition.Removals{Projects: one}
	case "milestone":
		return transition.Removals{Milestones: one}
	case "link":
		return transition.Removals{Links: one}
	case "product":
		return transition.Removals{Products: one}
	case "item":
		return transition.Removals{Checklist: one}
	}
	return transition.Removals{}
}

// removable are the parts that can be taken out of the plan as it stands.
func (r transitionReader) removable() []Choice {
	var all []Choice
	add := func(kind, id, text string) {
		all = append(all, Choice{Value: kind + ":" + id, Text: r.say.T("programme.part."+kind) + ": " + text})
	}
	if r.Stage != transition.Running {
		for _, id := range sorted(r.own.Projects) {
			add("project", id, r.own.Projects[id].Title)
		}
		for _, id := range sorted(r.own.Milestones) {
			add("milestone", id, id+" – "+r.titleOf(id))
		}
	}
	for _, key := range sorted(r.own.Links) {
		l := r.own.Links[key]
		add("link", key, r.titleOf(l.From)+" → "+r.titleOf(l.To))
	}
	for _, id := range sorted(r.own.Products) {
		add("product", id, r.own.Products[id].Title)
	}
	for _, id := range sorted(r.own.Checklist) {
		add("item", id, r.own.Checklist[id].Title)
	}
	return all
}

func (r transitionReader) projectChoices() []Choice {
	var all []Choice
	for _, id := range sorted(r.own.Projects) {
		all = append(all, Choice{Value: id, Text: r.own.Projects[id].Title})
	}
	return all
}

// ownerChoices are the organisations that can promise something.
func (r transitionReader) ownerChoices() []Choice {
	var all []Choice
	for _, o := range r.owners {
		all = append(all, Choice{Value: o.ID, Text: o.Name})
	}
	return all
}

// partFields leads what the case says of a part to the form's fields.
func partFields(Form) map[string]string {
	names := map[string]string{}
	for list, fields := range map[string]string{"projects": "id title owner.org", "milestones": "id title project due share rule", "links": "from to lag",
		"products": "id title milestone", "checklist": "id title kind milestone"} {
		for _, field := range strings.Fields(fields) {
			names["plan."+list+"[0]."+field] = strings.TrimSuffix(field, ".org")
		}
		names["plan."+list+"[0]"] = map[string]string{"links": "to"}[list]
	}
	names["plan.projects[0].owner.org"] = "org"
	names["plan.links"], names["plan.milestones"], names["plan.products"], names["plan.checklist"] = "to", "project", "milestone", "milestone"
	names["plan.price"], names["plan.condition.awardBy"], names["plan"] = "price", "awardBy", "id"
	names["remove.milestones"], names["remove.products"], names["remove.checklist"] = "part", "part", "part"
	return names
}
