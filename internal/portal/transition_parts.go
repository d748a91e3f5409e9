package portal

// What parts of templates are given together with the page's words.

type planTable struct {
	Page *Page
	Rows []planRow
}

// PlanTable is the plan in words.
func (p *Page) PlanTable(rows []planRow) planTable { return planTable{p, rows} }

type proposalPart struct {
	Page *Page
	View proposalView
}

// ProposalPart is a proposal with what it changes.
func (p *Page) ProposalPart(v proposalView) proposalPart { return proposalPart{p, v} }

type trendPart struct {
	Page  *Page
	Chart trendChart
}

// TrendPart is the trend of the programme's milestones.
func (p *programmeOverview) TrendPart() trendPart { return trendPart{&p.Page, p.Trend} }

type providerSection struct {
	Page *Page
	Part providerPart
}

// ProviderPart is what a provider comes for.
func (p *programmeOverview) ProviderPart(x *providerPart) providerSection {
	return providerSection{&p.Page, *x}
}

type neighbourList struct {
	Page *Page
	Side string
	List []neighbour
}

// Neighbours are the milestones before or after this one.
func (p *milestonePage) Neighbours(list []neighbour, side string) neighbourList {
	return neighbourList{&p.Page, side, list}
}

type agendaPart struct {
	Page *Page
	List []agendaRow
}

// AgendaPart is the agenda of a session.
func (p *steeringPage) AgendaPart(list []agendaRow) agendaPart { return agendaPart{&p.Page, list} }

type decisionPart struct {
	Page *Page
	List []decisionRow
}

// DecisionPart are the decisions of a session.
func (p *steeringPage) DecisionPart(list []decisionRow) decisionPart {
	return decisionPart{&p.Page, list}
}
