package app

import (
	"context"
	"slices"
	"strings"

	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/workflows/session"
)

// SessionVersion tells whether the page of a session would say something else than
// before, time and names left out: the session and the changes on its agenda that the
// principal may see.
func (s *Service) SessionVersion(ctx context.Context, p identity.Principal, ref string) (string, error) {
	if !p.May(identity.ReadCases, nil) {
		return "", ErrForbidden
	}
	version, err := s.Store.SessionVersion(ctx, p.Scope(), ref)
	if err == nil && !strings.Contains(" "+version, " "+ref+"/") {
		return "", ErrNotFound
	}
	return version, err
}

// AgendaChanges are the changes on the agenda of a session as the principal may read
// them, by reference; one that they may not see is not there.
func (s *Service) AgendaChanges(ctx context.Context, p identity.Principal, own session.State) (map[string]ledger.CaseRow, error) {
	var refs []string
	for ref := range own.Items {
		refs = append(refs, ref)
	}
	rows, err := s.Store.CasesOf(ctx, p.Scope(), refs)
	if err != nil {
		return nil, err
	}
	for ref, row := range rows {
		if rows[ref], err = shown(p, row); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// mostAddable bounds the changes that can be chosen from for an agenda.
const mostAddable = 200

// Addable are the changes that wait for the board of a session and are not on its
// agenda, for whoever may put them there.
func (s *Service) Addable(ctx context.Context, p identity.Principal, row ledger.CaseRow, own session.State) ([]ledger.CaseRow, error) {
	if !p.May(identity.Action(session.Name+"."+session.Add.Name), &row.Parties) {
		return nil, ErrForbidden
	}
	rows, err := s.Store.BeforeBoard(ctx, own.About.Board, mostAddable)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(rows, func(c ledger.CaseRow) bool {
		i, on := own.Items[c.Ref]
		return on && i.State != session.ItemOff
	}), nil
}

// Attendable are the people who can take each seat of a session now, by seat: its
// holder, whoever has its role, and its delegates.
func (s *Service) Attendable(ctx context.Context, own session.State) (map[string][]ledger.Person, error) {
	people, err := s.Store.People(ctx, "")
	if err != nil {
		return nil, err
	}
	all := map[string][]ledger.Person{}
	for id, seat := range own.About.Panel.Seats {
		for _, person := range people {
			who := identity.Of(person)
			if person.Active && s.seated(person.ID, who.Inbox(), seat) {
				all[id] = append(all[id], person)
			}
		}
	}
	return all, nil
}
