package app

import (
	"context"
	"maps"
	"slices"

	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/workflows/board"
	"termijn/workflows/change"
)

// PanelFor is the board that decides on a change of a provider, as it stands now; nil
// when there is none. A board whose scope the change touches comes before one for
// everything (F-04); for an emergency it is the E-CAB (B-34). Of several the oldest
// decides.
func (s *Service) PanelFor(ctx context.Context, provider string, content change.Content, emergency bool) (*change.Panel, error) {
	boards, err := s.Store.Boards(ctx)
	if err != nil {
		return nil, err
	}
	services, _, err := s.Store.ServiceMap(ctx)
	if err != nil {
		return nil, err
	}
	touched := services.Wholes(content.Items...)
	kind := board.Regular
	if emergency {
		kind = board.Emergency
	}
	var general *change.Panel
	for _, row := range boards {
		own, err := BoardOf(row)
		if err != nil {
			return nil, err
		}
		d := own.Definition
		if d.Kind != kind {
			continue
		}
		if len(d.Scope) == 0 {
			if general == nil {
				if general, err = s.panel(ctx, row, own, provider, content); err != nil {
					return nil, err
				}
			}
			continue
		}
		if slices.ContainsFunc(d.Scope, func(id string) bool { return touched[id] || slices.Contains(content.Items, id) }) {
			return s.panel(ctx, row, own, provider, content)
		}
	}
	return general, nil
}

// PanelOf is a board that somebody chose for a change of a provider, as it stands now.
// One that does not sit is not found.
func (s *Service) PanelOf(ctx context.Context, ref, provider string, content change.Content) (*change.Panel, error) {
	row, err := s.Store.Case(ctx, ledger.Scope{All: true}, ref)
	if err != nil {
		return nil, err
	}
	own, err := BoardOf(row)
	if err != nil {
		return nil, err
	}
	if row.Outcome != "" {
		return nil, ErrNotFound
	}
	return s.panel(ctx, row, own, provider, content)
}

// panel is a board as a change keeps it. The seats of an E-CAB that wait for a change
// are given to the approvers of its Client and the managers of its provider; without a
// Client its seat is left out. A seat that a person holds belongs to the organisation
// of that person, which so may read what it votes on.
func (s *Service) panel(ctx context.Context, row ledger.CaseRow, own board.State, provider string, content change.Content) (*change.Panel, error) {
	people, err := s.Store.People(ctx, "")
	if err != nil {
		return nil, err
	}
	p := own.Definition.Panel(row.Ref, own.Number)
	p.Meeting = own.Current
	for _, key := range own.Meetings() {
		if m := own.Planned[key]; m.Meeting == own.Current && !m.Cutoff.After(s.Now()) {
			p.Meeting = "" // its agenda is closed: the next one decides
		}
	}
	p.Seats = maps.Clone(p.Seats)
	for id, seat := range p.Seats {
		if holder := seat.Holder; holder != (record.Recipient{}) {
			if i := slices.IndexFunc(people, func(q ledger.Person) bool { return q.ID == holder.Person }); seat.Org == "" && i >= 0 {
				seat.Org = people[i].Org
				p.Seats[id] = seat
			}
			continue
		}
		switch {
		case seat.Side == change.SideProvider && provider != "":
			seat.Holder = record.Recipient{Org: provider, Role: identity.RoleProviderManager}
			if provider == identity.Integrator {
				seat.Holder.Role = identity.RoleAdmin // it runs GOS itself (F-04)
			}
		case seat.Side == change.SideClient && content.Client != "":
			seat.Holder = record.Recipient{Org: content.Client, Role: identity.RoleApprover}
		default:
			delete(p.Seats, id)
			continue
		}
		p.Seats[id] = seat
	}
	return &p, nil
}
