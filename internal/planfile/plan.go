package planfile

import (
	"github.com/shopspring/decimal"

	"termijn/internal/calendar"
	"termijn/internal/network"
)

// Plan is a transition programme as it is planned, and as far as it has come. Its
// JSON is that of the plan that a programme is opened with; what only a file or a
// template has, is marked. It repeats the shapes of the process on purpose: those are
// wire format of running programmes, and a workflow sees no package that reads files.
type Plan struct {
	Title string `json:"title"`
	// Price of the whole, in euro including VAT; Cap is what it may not exceed (N-01).
	// Zero for none.
	Price decimal.Decimal `json:"price,omitzero"`
	Cap   decimal.Decimal `json:"cap,omitzero"`
	// Start and End bound all dates; zero for none. Of files alone.
	Start calendar.Date `json:"start,omitzero"`
	End   calendar.Date `json:"end,omitzero"`
	// Condition of the dates of conditional milestones (N-15).
	Condition  *Condition  `json:"condition,omitempty"`
	Rhythm     Rhythm      `json:"rhythm,omitzero"`
	Projects   []Project   `json:"projects,omitempty"`
	Milestones []Milestone `json:"milestones,omitempty"`
	// Links by the milestone they lead to, in the order of the milestones.
	Links     []Link     `json:"links,omitempty"`
	Products  []Product  `json:"products,omitempty"`
	Checklist []Item     `json:"checklist,omitempty"`
	Risks     []Risk     `json:"risks,omitempty"`
	ExitItems []ExitItem `json:"exitItems,omitempty"`
}

// Condition says by when the award must be notified for the dates to hold (N-15).
type Condition struct {
	AwardBy calendar.Date `json:"awardBy"`
	// Awarded is the day of the notification; nil while it is not known.
	Awarded *calendar.Date `json:"awarded,omitempty"`
}

// Rhythm of the steering committee: the nth weekday of every month, at an hour.
// The zero rhythm leaves it open.
type Rhythm struct {
	// Week is 1 to 4, Weekday 1 (Monday) to 5, Hour 7 to 19 in Brussels.
	Week    int `json:"week"`
	Weekday int `json:"weekday"`
	Hour    int `json:"hour"`
}

// Owner is who promises: an organisation, and when it says so a person of it.
type Owner struct {
	Org    string `json:"org,omitempty"`
	Person string `json:"person,omitempty"`
}

// Project is one organisation's transition project in the programme.
type Project struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Owner Owner  `json:"owner,omitzero"`
}

// Milestone is a promise.
type Milestone struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Project string `json:"project"`
	// Owner; empty means the project's.
	Owner Owner `json:"owner,omitzero"`
	// Due is the last day on which it is reached in time.
	Due calendar.Date `json:"due,omitzero"`
	// DueAfter puts it so many working days after the programme's start; of templates
	// alone ([Plan.StartingOn] makes dates of it).
	DueAfter *int `json:"dueAfter,omitempty"`
	// Aim is an earlier day that is aimed at without being promised (N-13); of files alone.
	Aim calendar.Date `json:"aim,omitzero"`
	// Share of the price in per cent; zero when nothing is paid for it.
	Share decimal.Decimal `json:"share,omitzero"`
	// GoLive milestones need their checklist; Accept ones the Board's acceptance.
	GoLive bool `json:"goLive,omitempty"`
	Accept bool `json:"accept,omitempty"`
	// Conditional: the date holds only under the programme's condition (N-15).
	Conditional bool `json:"conditional,omitempty"`
	// Rule of the contract that asks for it, such as N-10. The date is then the
	// contract's, and may be a day that is no working day.
	Rule string `json:"rule,omitempty"`
	// Forecast that its owner stated and the day on which it was Reached, where a
	// running programme is written; zero for none.
	Forecast calendar.Date `json:"forecast,omitzero"`
	Reached  calendar.Date `json:"reached,omitzero"`
}

// Link is a dependency, finish to start: To can be reached Lag working days after
// From at the earliest.
type Link struct {
	From string `json:"from"`
	To   string `json:"to"`
	Lag  int    `json:"lag,omitempty"`
}

// Product is a work product of a milestone.
type Product struct {
	ID        string `json:"id"`
	Milestone string `json:"milestone"`
	Title     string `json:"title"`
	// Criteria of acceptance, a line each.
	Criteria []string `json:"criteria,omitempty"`
}

// ItemKinds are what an item of a checklist can be about: processes live (N-08),
// data taken over (N-09), training, back-out and the period of lowest activity (N-03).
var ItemKinds = []string{"processes", "data", "training", "back_out", "lowest_period", "other"}

// Item of the checklist of a go-live.
type Item struct {
	ID        string `json:"id"`
	Milestone string `json:"milestone"`
	// Kind is one of ItemKinds.
	Kind  string `json:"kind"`
	Title string `json:"title"`
	// Owner gives the evidence; empty means the milestone's.
	Owner Owner `json:"owner,omitzero"`
}

// Risk with what is done about it.
type Risk struct {
	ID         string `json:"id"`
	Title      string `json:"title"`
	Milestone  string `json:"milestone,omitempty"`
	Owner      Owner  `json:"owner,omitzero"`
	Mitigation string `json:"mitigation"`
	// Chance and Impact are 1 (low) to 3 (high); 0 when they are not weighed.
	Chance int `json:"chance,omitempty"`
	Impact int `json:"impact,omitempty"`
}

// ExitWays are how an open item of the previous provider is settled (O-03).
var ExitWays = []string{"close", "hand_over"}

// ExitItem is an open item of the previous provider (O-03).
type ExitItem struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// Kind in words: incident, problem, change, work request, data …
	Kind string `json:"kind,omitempty"`
	// From is the previous provider in words.
	From string `json:"from,omitempty"`
	// Way is one of ExitWays, empty when it is not known yet; To is who takes it over.
	Way string        `json:"way,omitempty"`
	To  string        `json:"to,omitempty"`
	Due calendar.Date `json:"due,omitzero"`
}

// Network is the arithmetic side of the plan.
func (p Plan) Network() network.Plan {
	n := network.Plan{End: p.End}
	for _, m := range p.Milestones {
		n.Milestones = append(n.Milestones, network.Milestone{ID: m.ID, Due: m.Due, Stated: m.Forecast, Reached: m.Reached})
	}
	for _, l := range p.Links {
		n.Links = append(n.Links, network.Link(l))
	}
	return n
}

// OwnerOf is who promises a milestone: its own owner, or that of its project.
func (p Plan) OwnerOf(m Milestone) Owner {
	if m.Owner.Org != "" {
		return m.Owner
	}
	for _, project := range p.Projects {
		if project.ID == m.Project {
			return project.Owner
		}
	}
	return m.Owner
}
