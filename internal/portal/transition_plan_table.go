package portal

import (
	"maps"
	"slices"
	"strings"

	"termijn/workflows/transition"
)

// orgChoices are the organisations that own something in the plan.
func (r transitionReader) orgChoices() []Choice {
	seen := map[string]bool{}
	for _, m := range r.own.Milestones {
		if m.Owner.Org != "" {
			seen[m.Owner.Org] = true
		}
	}
	all := []Choice{{Text: r.say.T("programme.org.all")}}
	for _, id := range slices.SortedFunc(maps.Keys(seen), func(a, b string) int { return strings.Compare(r.name(a), r.name(b)) }) {
		all = append(all, Choice{Value: id, Text: r.name(id)})
	}
	return all
}

// planRows are the plan in words, by project and date.
func (r transitionReader) planRows(org string) []planRow {
	before, after := map[string][]string{}, map[string][]string{}
	for _, l := range r.own.Links {
		lag := ""
		if l.Lag > 0 {
			lag = " + " + r.say.T("case.unit.workingdays", "Count", l.Lag)
		}
		before[l.To] = append(before[l.To], l.From+lag)
		after[l.From] = append(after[l.From], l.To+lag)
	}
	list := func(ids []string) string {
		slices.SortFunc(ids, naturally)
		return strings.Join(ids, ", ")
	}
	var all []planRow
	for _, p := range r.projects(org) {
		for _, x := range p.Points {
			m := r.own.Milestones[x.ID]
			row := planRow{ID: x.ID, Title: x.Title, Path: x.Path, Project: p.Name, Owner: x.Owner, Due: r.say.Date(m.Due), Expected: r.say.Date(x.Expected),
				Slip: x.Slip, Slack: x.Slack, Before: list(before[x.ID]), After: list(after[x.ID]), State: x.State, Critical: x.Critical}
			if m.Forecast != nil {
				row.Forecast = r.say.Date(m.Forecast.Date)
			}
			if m.Reached != nil {
				row.Reached = r.say.Date(m.Reached.Date)
			}
			if r.leads() && m.Share.IsPositive() {
				row.Share = r.percent(m.Share)
			}
			all = append(all, row)
		}
	}
	return all
}

// additions are the forms with which a plan is made by hand.
func (r transitionReader) additions() []fileLink {
	if !r.may(transition.ChangePlan.Name) {
		return nil
	}
	var all []fileLink
	for _, part := range planParts {
		if r.Stage == transition.Running && !slices.Contains(planPartsLater, part) {
			continue
		}
		all = append(all, fileLink{commandPath(r.Ref, transition.ChangePlan.Name, part), r.say.T("programme.add." + part)})
	}
	return all
}
