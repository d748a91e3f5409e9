package app

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"termijn/config"
	"termijn/internal/calendar"
	"termijn/internal/ledger"
	"termijn/internal/takeover"
	"termijn/workflows/incident"
)

// FitsPolicy says what a mapping names that the policy does not have: teams, the
// service and its category.
func FitsPolicy(m takeover.Mapping, c config.Incident) error {
	service, ok := c.Service(m.Service)
	if !ok {
		return fmt.Errorf("service: there is no %q in the catalogue; write one of %s", m.Service, listed(c.Services, func(s config.CatalogueService) string { return s.ID }))
	}
	category := func(k config.CatalogueCategory) string { return k.ID }
	if m.Category != "" && !slices.ContainsFunc(service.Categories, func(k config.CatalogueCategory) bool { return k.ID == m.Category }) {
		return fmt.Errorf("category: service %s has no %q; write one of its own (%s), or leave it empty", m.Service, m.Category, listed(service.Categories, category))
	}
	return eachGroup(m, func(where string, g takeover.GroupTeam) error {
		if g.Team == "" {
			return nil // it is of the group's own name
		}
		team, ok := c.Team(g.Team)
		switch {
		case !ok:
			return fmt.Errorf("%s: there is no team %q; write one of %s, or only the org", where, g.Team, listed(c.Teams, func(t config.Team) string { return t.ID }))
		case team.Org != g.Org:
			return fmt.Errorf("%s: team %s is one of %s, not of %s", where, g.Team, team.Org, g.Org)
		}
		return nil
	})
}

// Fits says what a mapping names that the policy or the directory does not have.
// Nothing may be taken over with it: nobody would see the cases.
func (t TakeOver) Fits(ctx context.Context, m takeover.Mapping) error {
	if err := FitsPolicy(m, t.Service.Policy.Incident); err != nil {
		return err
	}
	day := calendar.DateOf(t.Service.Now(), t.Service.zone())
	definitions := t.Service.Policy.Definitions.For(incident.Name, day)
	for _, r := range t.Service.Policy.Incident.Resolution {
		if _, ok := definitions[r.Definition]; !ok {
			return fmt.Errorf("no SLA definition %s holds on %s, the product's date; cases need one", r.Definition, day)
		}
	}
	all, err := t.Service.Store.Organisations(ctx, "")
	if err != nil {
		return err
	}
	is := func(where, org string, kinds ...string) error {
		fits := slices.DeleteFunc(slices.Clone(all), func(o ledger.Organisation) bool { return !slices.Contains(kinds, o.Kind) })
		if slices.ContainsFunc(fits, func(o ledger.Organisation) bool { return o.ID == org }) {
			return nil
		}
		names := listed(fits, func(o ledger.Organisation) string { return o.ID })
		return fmt.Errorf("%s: there is no organisation %q of kind %s; write one of %s", where, org, strings.Join(kinds, " or "), names)
	}
	if err := is("clients.default", m.Clients.Default, "client"); err != nil {
		return err
	}
	for _, location := range slices.Sorted(maps.Keys(m.Clients.Locations)) {
		if err := is(fmt.Sprintf("clients.locations: %q", location), m.Clients.Locations[location], "client"); err != nil {
			return err
		}
	}
	return eachGroup(m, func(where string, g takeover.GroupTeam) error { return is(where, g.Org, "provider", "si") })
}

// eachGroup visits what a mapping says of groups, in order.
func eachGroup(m takeover.Mapping, visit func(where string, g takeover.GroupTeam) error) error {
	if err := visit("groups.default", takeover.GroupTeam{Org: m.Groups.Default.Org}); err != nil {
		return err
	}
	if err := visit("groups.none", m.Groups.None); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(m.Groups.Named)) {
		if err := visit(fmt.Sprintf("groups.named: %q", name), m.Groups.Named[name]); err != nil {
			return err
		}
	}
	return nil
}

func listed[T any](list []T, id func(T) string) string {
	if len(list) == 0 {
		return "none"
	}
	names := make([]string, len(list))
	for i, one := range list {
		names[i] = id(one)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}
