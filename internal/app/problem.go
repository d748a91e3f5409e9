package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"termijn/config"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/incident"
	"termijn/workflows/problem"
)

// OpenProblem opens a problem by hand: the Service Integrator any, a provider one
// of its own services.
func (s *Service) OpenProblem(ctx context.Context, p identity.Principal, key string, r problem.Request) (casework.Receipt, error) {
	if !p.May(identity.OpenProblem, nil) {
		return casework.Receipt{}, ErrForbidden
	}
	if err := plain(r); err != nil {
		return casework.Receipt{}, err
	}
	team := s.Policy.Incident.TeamFor(r.Service, r.Category)
	if err := s.checkProblem(ctx, p, r, team); err != nil {
		return casework.Receipt{}, err
	}
	parties := record.Parties{Requester: p.Person}
	if handler := (casework.Handler{Org: team.Org}); !handler.Desk() {
		parties.Providers = []string{team.Org}
	}
	o := problem.Opening(problem.Origin{Title: strings.TrimSpace(r.Title), Description: r.Description, Service: r.Service, Category: r.Category,
		Handler: casework.Handler{Team: team.ID, Org: team.Org}, Incidents: r.Incidents, Manual: true}, parties)
	return open(ctx, s, p, key, problem.Prefix, r, casework.Start[problem.State]{Links: o.Links, State: casework.State[problem.State]{
		Process: o.Process, Version: o.Version, Title: o.Title, Parties: o.Parties, Own: o.Own.(problem.State)}})
}

// checkProblem refuses what is missing, unknown, or another provider's.
func (s *Service) checkProblem(ctx context.Context, p identity.Principal, r problem.Request, team config.Team) error {
	var v casework.Invalid
	v.Check(strings.TrimSpace(r.Title) != "", "title", "required")
	v.Check(len(r.Title) <= 200, "title", "too_long", "max", "200")
	v.Check(strings.TrimSpace(r.Description) != "", "description", "required")
	v.Check(len(r.Description) <= 8000, "description", "too_long", "max", "8000")
	service, known := s.Policy.Incident.Service(r.Service)
	v.Check(known, "service", "unknown")
	v.Check(!known || p.Kind != "provider" || team.Org == p.Org, "service", "not_your_service")
	v.Check(r.Category == "" || slices.ContainsFunc(service.Categories, func(c config.CatalogueCategory) bool { return c.ID == r.Category }), "category", "unknown")
	v.Check(len(r.Incidents) <= 100, "incidents", "too_many", "max", "100")
	for i, ref := range r.Incidents[:min(len(r.Incidents), 100)] {
		seen, err := s.seesIncident(ctx, p, ref)
		if err != nil {
			return err
		}
		v.Check(seen, fmt.Sprintf("incidents[%d]", i), "unknown")
	}
	return v.Err()
}

// seesIncident reports whether there is such an incident and the principal may see it.
func (s *Service) seesIncident(ctx context.Context, p identity.Principal, ref string) (bool, error) {
	row, err := s.Case(ctx, p, ref)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil && row.Process == incident.Name, err
}

// AssignProblem gives a problem to a team of the catalogue (B-31).
func (s *Service) AssignProblem(ctx context.Context, p identity.Principal, ref, key string, a problem.Assignment) (casework.Receipt, error) {
	if _, err := s.commanded(ctx, p, problem.Name, ref, problem.Assign.Name); err != nil {
		return casework.Receipt{}, err
	}
	asked := a
	team, ok := s.Policy.Incident.Team(a.Team)
	if a.Org == "" {
		a.Org = team.Org
	}
	var v casework.Invalid
	v.Check(ok || a.Team == "", "team", "unknown") // the process asks for one
	v.Check(!ok || a.Org == team.Org, "org", "unknown")
	if err := v.Err(); err != nil {
		return casework.Receipt{}, err
	}
	return sendAs(ctx, s, p, problem.Name, ref, key, problem.Assign, asked, a)
}

// LinkIncident says that a problem explains an incident that the principal may see.
func (s *Service) LinkIncident(ctx context.Context, p identity.Principal, ref, key string, i problem.Incident) (casework.Receipt, error) {
	if _, err := s.commanded(ctx, p, problem.Name, ref, problem.LinkIncident.Name); err != nil {
		return casework.Receipt{}, err
	}
	seen, err := s.seesIncident(ctx, p, i.Ref)
	if err != nil {
		return casework.Receipt{}, err
	}
	var v casework.Invalid
	v.Check(seen, "ref", "unknown")
	if err := v.Err(); err != nil {
		return casework.Receipt{}, err
	}
	return Send(ctx, s, p, problem.Name, ref, key, problem.LinkIncident, i)
}

// ProblemOf reads a problem's own state from a case's row.
func ProblemOf(c ledger.CaseRow) (problem.State, error) {
	return stateOf[problem.State](c, problem.Name)
}
