package app

import (
	"context"
	"errors"
	"strings"

	"termijn/config"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/workflows/casework"
	"termijn/workflows/incident"
)

// ErrNoneLeft: nobody waits to be taken up.
var ErrNoneLeft = errors.New("nothing left to take")

// Incidents lists the queue of incidents that the principal may see. Clocks have
// their values as of now.
func (s *Service) Incidents(ctx context.Context, p identity.Principal, f ledger.QueueFilter, page ledger.Page) ([]ledger.QueueRow, string, error) {
	if !p.May(identity.ReadCases, nil) {
		return nil, "", ErrForbidden
	}
	rows, next, err := s.Store.Incidents(ctx, p.Scope(), f, page)
	if err != nil {
		return nil, "", err
	}
	now := s.Now()
	for _, r := range rows {
		if r.Clock == nil {
			continue
		}
		if r.Clock.Result, err = s.Store.ResultAt(*r.Clock, now); err != nil {
			return nil, "", err
		}
	}
	return rows, next, nil
}

// nextTried bounds how many incidents TakeNext tries that others take meanwhile.
const nextTried = 20

// TakeNext takes the incident with the least time left that nobody has taken up, of
// the principal's organisation, and at the Service Desk of the desk's team. What
// somebody else is quicker to take is left to them. The same key takes one incident
// once. ErrNoneLeft when there is none.
func (s *Service) TakeNext(ctx context.Context, p identity.Principal, key string) (casework.Receipt, error) {
	if !p.May("incident.take", nil) {
		return casework.Receipt{}, ErrForbidden
	}
	// The queue is read before what the key took: what is taken in between stands in one of the two.
	rows, _, err := s.Incidents(ctx, p, ledger.QueueFilter{Org: p.Org, Unassigned: true}, ledger.Page{Limit: nextTried})
	if err != nil {
		return casework.Receipt{}, err
	}
	prefix, _, _ := strings.Cut(casework.CommandKey(p.Person, key, nil), "/")
	took, err := s.Store.TookWith(ctx, p.Org, p.Person, prefix+"/")
	if err == nil {
		return casework.Receipt{Ref: took.Ref, Seq: took.Seq, Stage: took.Stage}, nil
	}
	if !errors.Is(err, ErrNotFound) {
		return casework.Receipt{}, err
	}
	for _, r := range rows {
		receipt, err := Send(ctx, s, p, incident.Name, r.Ref, key, incident.Take, incident.Taking{Free: true})
		if _, refused := casework.RefusalOf(err); refused || errors.Is(err, ErrNotFound) {
			continue // somebody was quicker, or it went to another team
		}
		return receipt, err
	}
	return casework.Receipt{}, ErrNoneLeft
}

// Teams are the teams that have incidents, of one organisation or of all.
func (s *Service) Teams(org string) []config.Team {
	var all []config.Team
	for _, t := range s.Policy.Incident.Teams {
		if org == "" || t.Org == org {
			all = append(all, t)
		}
	}
	return all
}

// CanAssign lists the people of the principal's organisation to whom an incident
// can be given.
func (s *Service) CanAssign(ctx context.Context, p identity.Principal) ([]ledger.Person, error) {
	people, err := s.Colleagues(ctx, p)
	if err != nil {
		return nil, err
	}
	var all []ledger.Person
	for _, o := range people {
		if handles(o) {
			all = append(all, o)
		}
	}
	return all, nil
}

// handles reports whether somebody takes up incidents.
func handles(o ledger.Person) bool {
	return o.Active && identity.Of(o).Has(identity.RoleAgent, identity.RoleProviderManager, identity.RoleServiceDesk, identity.RoleSLM)
}

// Reporters lists the people of a Client for whom the Service Desk can register an
// incident.
func (s *Service) Reporters(ctx context.Context, p identity.Principal, client string) ([]ledger.Person, error) {
	if p.Kind != "si" || !p.May(identity.OpenIncident, nil) {
		return nil, ErrForbidden
	}
	return s.Store.People(ctx, client)
}

// Clients lists the Clients that the Service Desk can register an incident for.
func (s *Service) Clients(ctx context.Context, p identity.Principal) ([]ledger.Organisation, error) {
	if p.Kind != "si" && p.Kind != "provider" || !p.May(identity.OpenIncident, nil) {
		return nil, ErrForbidden
	}
	return s.Store.Organisations(ctx, "client")
}

// Priority is what impact and urgency come to; empty when one is unknown.
func (s *Service) Priority(impact, urgency string) string {
	return s.Policy.Incident.Priorities[impact][urgency]
}
