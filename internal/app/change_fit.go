package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"termijn/internal/calendar"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/topology"
	"termijn/workflows/casework"
	"termijn/workflows/change"
	"termijn/workflows/incident"
	"termijn/workflows/standard"
)

// checkNames refuses what a content names and is not there: items that the map does
// not have, organisations, teams, incidents and standard changes. What stood in the
// content before may stay.
func (s *Service) checkNames(ctx context.Context, p identity.Principal, c, before change.Content) error {
	on, _, err := s.Store.ServiceMap(ctx)
	if err != nil {
		return err
	}
	var v casework.Invalid
	unknownItems(&v, on, "content.items", c.Items, before.Items)
	unknownItems(&v, on, "content.unavailability.services", c.Unavailability.Services, before.Unavailability.Services)
	if err := s.unknownOrganisations(ctx, &v, p, c); err != nil {
		return err
	}
	if c.Team != "" && c.Team != before.Team {
		team, ok := s.Policy.Incident.Team(c.Team)
		v.Check(ok && team.Org == p.Org, "content.team", "unknown")
	}
	if c.Incident != "" && c.Incident != before.Incident {
		seen, err := s.seesIncident(ctx, p, c.Incident)
		if err != nil {
			return err
		}
		v.Check(seen, "content.incident", "unknown")
	}
	if c.Template != "" && (c.Template != before.Template || c.TemplateVersion != before.TemplateVersion) {
		_, err := s.followable(ctx, p.Org, c)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		v.Check(err == nil, "content.template", "unknown")
	}
	return v.Err()
}

func unknownItems(v *casework.Invalid, on *topology.Map, field string, items, before []string) {
	for i, id := range items {
		_, ok := on.Item(id)
		v.Check(ok || slices.Contains(before, id), fmt.Sprintf("%s[%d]", field, i), "unknown")
	}
}

func (s *Service) unknownOrganisations(ctx context.Context, v *casework.Invalid, p identity.Principal, c change.Content) error {
	clients, err := s.Store.Organisations(ctx, "client")
	if err != nil {
		return err
	}
	providers, err := s.Store.Organisations(ctx, "provider")
	if err != nil {
		return err
	}
	v.Check(c.Client == "" || slices.Contains(ids(clients), c.Client), "content.client", "unknown")
	if c.Migration != nil {
		v.Check(slices.Contains(ids(clients), c.Migration.Client), "content.migration.client", "unknown")
	}
	for i, id := range c.Providers {
		v.Check(slices.Contains(ids(providers), id) && id != p.Org, fmt.Sprintf("content.providers[%d]", i), "unknown")
	}
	return nil
}

// followable is the version of a standard change that a content follows: approved,
// in force, and the provider's own.
func (s *Service) followable(ctx context.Context, provider string, c change.Content) (standard.Edition, error) {
	row, err := s.Store.Case(ctx, ledger.Scope{Provider: provider}, c.Template)
	if err != nil {
		return standard.Edition{}, err
	}
	own, err := StandardOf(row)
	if err != nil {
		return standard.Edition{}, err
	}
	if v, ok := own.InForce(); ok && own.Kind == standard.Template && v.Number == c.TemplateVersion && row.Outcome == "" {
		return v, nil
	}
	return standard.Edition{}, ErrNotFound
}

// fitted finds out what the change's case cannot: how long before its window it
// comes, what its items are called, how it differs from its template, who hears of
// its unavailability, and for an emergency its board.
func (s *Service) fitted(ctx context.Context, p identity.Principal, own change.State, c change.Content) (*change.Fit, error) {
	on, _, err := s.Store.ServiceMap(ctx)
	if err != nil {
		return nil, err
	}
	fit := namesOf(on, c)
	if err := s.lead(fit, own, c); err != nil {
		return nil, err
	}
	clients, err := s.Store.Organisations(ctx, "client")
	if err != nil {
		return nil, err
	}
	fit.Affected = affected(clients, c)
	for _, o := range clients {
		if c.Migration != nil && o.ID == c.Migration.Client {
			fit.Names[o.ID] = o.Name
		}
	}
	switch own.Kind {
	case change.Standard:
		err = s.differs(ctx, fit, on, own.Provider, c)
	case change.Emergency:
		if err = s.ground(ctx, p, c); err == nil {
			fit.Panel, err = s.boardFor(ctx, "", own, c)
		}
	}
	return fit, err
}

// lead counts the working days until the window from today: from when the change was
// submitted, as long as its window begins when it did.
func (s *Service) lead(fit *change.Fit, own change.State, c change.Content) error {
	if f := own.Fit; f != nil && own.Submitted != nil && c.From.Equal(own.Content.From) {
		fit.LeadDays, fit.LeadAsked, fit.CalendarVersion = f.LeadDays, f.LeadAsked, f.CalendarVersion
		return nil
	}
	today := calendar.DateOf(s.Now(), s.zone())
	cal, err := s.Policy.Calendars.Current("workdays", today)
	if err != nil {
		return err
	}
	fit.LeadAsked, fit.CalendarVersion = s.Policy.Change.LeadWorkingDays, cal.Version()
	if !c.From.IsZero() {
		fit.LeadDays = cal.WorkingDaysBetween(today, cal.DateOf(c.From))
	}
	return nil
}

// named finds out what the items of a content are called, and which of them other
// providers do not learn of.
func (s *Service) namedIn(ctx context.Context, c change.Content) (*change.Fit, error) {
	on, _, err := s.Store.ServiceMap(ctx)
	if err != nil {
		return nil, err
	}
	return namesOf(on, c), nil
}

func namesOf(on *topology.Map, c change.Content) *change.Fit {
	fit := &change.Fit{Names: map[string]string{}}
	for _, id := range slices.Concat(c.Items, c.Unavailability.Services) {
		fit.Names[id] = on.Name(id, "nl")
		if on.Confidential(id) && !slices.Contains(fit.Confidential, id) {
			fit.Confidential = append(fit.Confidential, id)
		}
	}
	if len(c.Unavailability.Services) > 0 {
		fit.Service = on.Name(c.Unavailability.Services[0], "nl")
	}
	return fit
}

// affected are the Clients that an unavailability is announced to.
func affected(clients []ledger.Organisation, c change.Content) []string {
	switch {
	case c.Unavailability.None:
		return nil
	case c.Client != "":
		return []string{c.Client}
	}
	return ids(clients)
}

// differs names what goes beyond the template of a standard change (B-35).
func (s *Service) differs(ctx context.Context, fit *change.Fit, on *topology.Map, provider string, c change.Content) error {
	v, err := s.followable(ctx, provider, c)
	if errors.Is(err, ErrNotFound) {
		fit.Differs = []string{"template"}
		return nil
	}
	if err != nil {
		return err
	}
	covered := on.Parts(v.Text.Items...)
	for part, beyond := range map[string]bool{
		"items":    slices.ContainsFunc(c.Items, func(id string) bool { return !covered[id] }),
		"window":   c.To.Sub(c.From) > time.Duration(v.Text.Minutes)*time.Minute,
		"steps":    !slices.Equal(c.Steps, v.Text.Steps),
		"risk":     higher(c.Risk, v.Text.Risk),
		"testPlan": c.TestPlan != v.Text.TestPlan,
		"backOut":  c.BackOut.Plan != v.Text.BackOut,
	} {
		if beyond {
			fit.Differs = append(fit.Differs, part)
		}
	}
	slices.Sort(fit.Differs)
	return nil
}

// higher reports whether a risk is graver than another one.
func higher(a, b change.Risk) bool {
	rank := func(level string) int { return slices.Index(change.RiskLevels, level) }
	return rank(a.Likelihood) > rank(b.Likelihood) || rank(a.Effect) > rank(b.Effect)
}

// ground refuses an emergency for an incident that is no open P1; a security threat
// needs none (B-34).
func (s *Service) ground(ctx context.Context, p identity.Principal, c change.Content) error {
	var v casework.Invalid
	if c.Incident != "" {
		row, err := s.Case(ctx, p, c.Incident)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		open := false
		if err == nil && row.Process == incident.Name && row.Outcome == "" {
			own, err := IncidentOf(row)
			if err != nil {
				return err
			}
			open = own.Priority == incident.Critical
		}
		v.Check(open, "content.incident", "no_open_p1")
	}
	return v.Err()
}

// boardFor is the board that was chosen, or the one whose scope the change is.
func (s *Service) boardFor(ctx context.Context, chosen string, own change.State, c change.Content) (*change.Panel, error) {
	if chosen == "" {
		return s.PanelFor(ctx, own.Provider, c, own.Kind == change.Emergency)
	}
	panel, err := s.PanelOf(ctx, chosen, own.Provider, c)
	if errors.Is(err, ErrNotFound) {
		var v casework.Invalid
		v.Add("board", "unknown")
		return nil, v.Err()
	}
	return panel, err
}
