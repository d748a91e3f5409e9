package transition

import (
	"maps"
	"slices"

	"termijn/internal/record"
)

// add takes a plan's parts over: what is there under an ID keeps what has happened.
func (s *State) add(p Plan) {
	for _, x := range p.Projects {
		set(&s.Projects, x.ID, Project{Title: x.Title, Owner: x.Owner})
	}
	for _, x := range p.Milestones {
		set(&s.Milestones, x.ID, s.milestone(x))
	}
	for _, l := range p.Links {
		set(&s.Links, l.Key(), l)
	}
	for _, x := range p.Products {
		was := s.Products[x.ID]
		was.Milestone, was.Title, was.Criteria = x.Milestone, x.Title, x.Criteria
		if was.State == "" {
			was.State = ProductPlanned
		}
		set(&s.Products, x.ID, was)
	}
	for _, x := range p.Checklist {
		was := s.Checklist[x.ID]
		was.Milestone, was.Kind, was.Title, was.Owner = x.Milestone, x.Kind, x.Title, x.Owner
		if was.Owner == (Owner{}) {
			was.Owner = s.Milestones[x.Milestone].Owner
		}
		set(&s.Checklist, x.ID, was)
	}
	for _, x := range p.Risks {
		was := s.Risks[x.ID]
		was.RiskPlan = x
		if was.State == "" {
			was.State = RiskOpen
		}
		set(&s.Risks, x.ID, was)
	}
	for _, x := range p.ExitItems {
		was := s.ExitItems[x.ID]
		was.ExitPlan = x
		set(&s.ExitItems, x.ID, was)
	}
}

// milestone is a planned milestone with what has happened to it.
func (s *State) milestone(x MilestonePlan) Milestone {
	m := s.Milestones[x.ID]
	m.Title, m.Project, m.Owner, m.Due, m.Share = x.Title, x.Project, x.Owner, x.Due, x.Share
	m.GoLive, m.Accept, m.Conditional, m.Rule = x.GoLive, x.Accept, x.Conditional, x.Rule
	if m.Owner == (Owner{}) {
		m.Owner = s.Projects[x.Project].Owner
	}
	if m.Status == "" {
		m.Status = MilestonePlanned
	}
	m.Unfixed = m.Conditional && s.Condition.Late()
	return m
}

// Plan is the plan as it stands, in the order of IDs: what an export writes and what
// a decision is bound to.
func (s State) Plan() Plan {
	p := Plan{Price: s.Price, Cap: s.Cap, Condition: s.Condition, Rhythm: s.Rhythm}
	for _, id := range keys(s.Projects) {
		x := s.Projects[id]
		p.Projects = append(p.Projects, ProjectPlan{ID: id, Title: x.Title, Owner: x.Owner})
	}
	for _, id := range keys(s.Milestones) {
		m := s.Milestones[id]
		p.Milestones = append(p.Milestones, MilestonePlan{ID: id, Title: m.Title, Project: m.Project, Owner: m.Owner, Due: m.Due, Share: m.Share,
			GoLive: m.GoLive, Accept: m.Accept, Conditional: m.Conditional, Rule: m.Rule})
	}
	for _, key := range keys(s.Links) {
		p.Links = append(p.Links, s.Links[key])
	}
	for _, id := range keys(s.Products) {
		x := s.Products[id]
		p.Products = append(p.Products, ProductPlan{ID: id, Milestone: x.Milestone, Title: x.Title, Criteria: x.Criteria})
	}
	for _, id := range keys(s.Checklist) {
		x := s.Checklist[id]
		p.Checklist = append(p.Checklist, ItemPlan{ID: id, Milestone: x.Milestone, Kind: x.Kind, Title: x.Title, Owner: x.Owner})
	}
	for _, id := range keys(s.Risks) {
		p.Risks = append(p.Risks, s.Risks[id].RiskPlan)
	}
	for _, id := range keys(s.ExitItems) {
		p.ExitItems = append(p.ExitItems, s.ExitItems[id].ExitPlan)
	}
	return p
}

// content is the hash that a change and the Board's decision are bound to. Risks and
// open items have commands of their own, and what is said of them makes nobody stale.
func (s State) content() string {
	p := s.Plan()
	p.Risks, p.ExitItems = nil, nil
	return hash(p)
}

// hash names a content. The encoding depends on the content alone.
//
//workflowcheck:ignore see above
func hash(content any) string { return record.ContentHash(content) }

// orgs are the organisations that own something in a plan.
func (p Plan) orgs() []string {
	var all []string
	add := func(o Owner) {
		if o.Org != "" && !slices.Contains(all, o.Org) {
			all = append(all, o.Org)
		}
	}
	for _, x := range p.Projects {
		add(x.Owner)
	}
	for _, x := range p.Milestones {
		add(x.Owner)
	}
	for _, x := range p.Checklist {
		add(x.Owner)
	}
	for _, x := range p.Risks {
		add(x.Owner)
	}
	slices.Sort(all)
	return all
}

// copied is a map of its own with the same values.
//
//workflowcheck:ignore the order of the copying does not matter
func copied[V any](m map[string]V) map[string]V { return maps.Clone(m) }
