package app

import (
	"encoding/json"
	"slices"

	"termijn/internal/calendar"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/workflows/transition"
)

// shownProgramme is a programme as an owner of milestones in it may read it: its own
// projects whole; of the milestones next to its own the title, the owner's
// organisation and the dates; of the rest nothing. The Board and the Service
// Integrator read all of it.
func shownProgramme(p identity.Principal, row ledger.CaseRow) (ledger.CaseRow, error) {
	if seesProgramme(p) {
		return row, nil
	}
	own, err := stateOf[transition.State](row, transition.Name)
	if err != nil {
		return row, err
	}
	row.View, err = json.Marshal(programmeFor(p.Org, own))
	return row, err
}

// seesProgramme reports whether somebody reads programmes whole.
func seesProgramme(p identity.Principal) bool { return p.Kind == "si" || p.Kind == "board" }

// programmeFor is what an organisation sees of a programme.
func programmeFor(org string, own transition.State) transition.State {
	mine := func(id string) bool { return own.Milestones[id].Owner.Org == org }
	next := neighbours(own, mine)
	seen := transition.State{Kind: own.Kind, Condition: own.Condition, Rhythm: own.Rhythm, Opened: own.Opened, Content: own.Content,
		Carry: own.Carry, Baseline: own.Baseline, Months: own.Months, Requested: own.Requested,
		Projects: map[string]transition.Project{}, Milestones: map[string]transition.Milestone{}, Links: map[string]transition.Link{},
		Products: map[string]transition.Product{}, Checklist: map[string]transition.Item{}, Risks: map[string]transition.Risk{},
		Carried: map[string]transition.Carried{}, Requests: map[string]transition.AckRequest{}, Baselines: map[string]transition.Baseline{},
		Proposals: map[string]transition.Proposal{}, Sessions: map[string]transition.Session{}, Decisions: map[string]transition.Decision{},
		Payments: map[string]transition.Payment{}}
	known := func(id string) bool { return mine(id) || next[id] }
	for id, m := range own.Milestones {
		switch {
		case mine(id):
			seen.Milestones[id] = m
		case next[id]:
			seen.Milestones[id] = beside(m)
		default:
			continue
		}
		c, ok := own.Carried[id]
		if !known(c.Via) {
			c.Via = ""
		}
		if ok {
			seen.Carried[id] = c
		}
		project := own.Projects[m.Project]
		project.Owner.Person = ""
		seen.Projects[m.Project] = project
	}
	for id, x := range own.Projects {
		if x.Owner.Org == org {
			seen.Projects[id] = x
		}
	}
	for key, l := range own.Links {
		if mine(l.From) && known(l.To) || mine(l.To) && known(l.From) {
			seen.Links[key] = l
		}
	}
	seen.Carry.Path = only(own.Carry.Path, known)
	ownParts(org, own, mine, &seen)
	ownSteering(org, own, mine, known, &seen)
	return seen
}

// neighbours are the milestones of others before and after those of an organisation.
func neighbours(own transition.State, mine func(string) bool) map[string]bool {
	next := map[string]bool{}
	for _, l := range own.Links {
		if mine(l.From) && !mine(l.To) {
			next[l.To] = true
		}
		if mine(l.To) && !mine(l.From) {
			next[l.From] = true
		}
	}
	return next
}

// beside is another organisation's milestone as its neighbours read it.
func beside(m transition.Milestone) transition.Milestone {
	x := transition.Milestone{Title: m.Title, Project: m.Project, Owner: transition.Owner{Org: m.Owner.Org}, Due: m.Due, Status: m.Status,
		Unfixed: m.Unfixed, GoLive: m.GoLive, Rule: m.Rule, Missed: m.Missed}
	if m.Forecast != nil {
		x.Forecast = &transition.Stated{Date: m.Forecast.Date, At: m.Forecast.At}
	}
	if m.Reached != nil {
		x.Reached = &transition.Reached{Date: m.Reached.Date, At: m.Reached.At}
	}
	return x
}

// ownParts are the work products, checklists, risks and payments that are an
// organisation's own.
func ownParts(org string, own transition.State, mine func(string) bool, seen *transition.State) {
	for id, x := range own.Products {
		if mine(x.Milestone) {
			seen.Products[id] = x
		}
	}
	for id, x := range own.Checklist {
		if mine(x.Milestone) || x.Owner.Org == org {
			seen.Checklist[id] = x
		}
	}
	for id, x := range own.Risks {
		if x.Owner.Org == org || mine(x.Milestone) {
			seen.Risks[id] = x
		}
	}
	for id, x := range own.Payments {
		if mine(id) {
			seen.Payments[id] = x
		}
	}
}

// ownSteering is what an organisation sees of the committee in which it sits: when it
// sits and who was there, the minutes of the sessions in which it took part (B-54), and
// of what was decided what concerns its own milestones.
func ownSteering(org string, own transition.State, mine, known func(string) bool, seen *transition.State) {
	for id, r := range own.Requests {
		if r.Owner.Org != org {
			continue
		}
		if !known(r.Source) {
			r.Source = ""
		}
		seen.Requests[id] = r
	}
	for n, b := range own.Baselines {
		dates := b.Dates
		b.Dates = nil
		for id, d := range dates {
			if known(id) {
				if b.Dates == nil {
					b.Dates = map[string]calendar.Date{}
				}
				b.Dates[id] = d
			}
		}
		b.Reason = ""
		seen.Baselines[n] = b
	}
	for id, x := range own.Proposals {
		if x.By.Org == org {
			seen.Proposals[id] = x
		}
	}
	for id, x := range own.Sessions {
		if !slices.ContainsFunc(x.Participants, func(p transition.Participation) bool { return p.Org == org }) {
			x.Minutes = ""
		}
		x.Agenda = slices.DeleteFunc(slices.Clone(x.Agenda), func(i transition.AgendaItem) bool {
			_, mineToo := seen.Proposals[i.Subject]
			_, asked := seen.Requests[i.Subject]
			return !mine(i.Subject) && !mineToo && !asked && i.Kind != transition.AgendaMonth
		})
		seen.Sessions[id] = x
	}
	for id, x := range own.Decisions {
		_, mineToo := seen.Proposals[x.Proposal]
		if mine(x.About) || mineToo {
			seen.Decisions[id] = x
		}
	}
}

func only(ids []string, keep func(string) bool) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !keep(id) })
}
