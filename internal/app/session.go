package app

import (
	"context"
	"errors"
	"time"

	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/workflows/casework"
	"termijn/workflows/change"
	"termijn/workflows/session"
)

// rulingPatience is how long a chair waits for a change's answer to a ruling. It comes
// in a fraction of a second; when it takes longer, the page shows it when it is there.
const rulingPatience = 3 * time.Second

// CodeNotTaken: the change did not take the decision, because of what Why says.
const CodeNotTaken = "ruling_not_taken"

// NoteDeciding is the remark that a change has not answered yet.
const NoteDeciding = "still_deciding"

// SessionOf reads a session's own state from a case's row.
func SessionOf(row ledger.CaseRow) (session.State, error) {
	return stateOf[session.State](row, session.Name)
}

// Attend says that a seat of a board is taken in its session, or left.
func (s *Service) Attend(ctx context.Context, p identity.Principal, ref, key string, a session.Attendance) (casework.Receipt, error) {
	row, err := s.commanded(ctx, p, session.Name, ref, session.Attend.Name)
	if err != nil {
		return casework.Receipt{}, err
	}
	own, err := SessionOf(row)
	if err != nil {
		return casework.Receipt{}, err
	}
	seat, known := own.About.Panel.Seats[a.Seat]
	if !known {
		return send(ctx, s, p, row, key, session.Attend, a, a) // the process says so
	}
	if leads := p.May(identity.Action(session.Name+"."+session.Open.Name), &row.Parties); !leads && !s.seated(p.Person, p.Inbox(), seat) {
		return casework.Receipt{}, ErrForbidden
	}
	if a.Person != "" && a.Person != p.Person && !a.Left {
		person, err := s.Store.Person(ctx, a.Person)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return casework.Receipt{}, err
		}
		var v casework.Invalid
		who := identity.Of(person)
		v.Check(err == nil && person.Active && s.seated(a.Person, who.Inbox(), seat), "person", "not_of_seat")
		if err := v.Err(); err != nil {
			return casework.Receipt{}, err
		}
	}
	return send(ctx, s, p, row, key, session.Attend, a, a)
}

// seated reports whether somebody can take a seat now.
func (s *Service) seated(person string, inbox ledger.Inbox, seat change.Seat) bool {
	now := s.Now()
	for _, d := range seat.Delegates {
		if d.Person == person && !now.Before(d.From) && (d.To.IsZero() || now.Before(d.To)) {
			return true
		}
	}
	return inbox.Holds(seat.Holder)
}

// AddItem puts a change on the agenda of a session that waits for its board.
func (s *Service) AddItem(ctx context.Context, p identity.Principal, ref, key string, a session.Adding) (casework.Receipt, error) {
	row, err := s.commanded(ctx, p, session.Name, ref, session.Add.Name)
	if err != nil {
		return casework.Receipt{}, err
	}
	own, err := SessionOf(row)
	if err != nil {
		return casework.Receipt{}, err
	}
	asked := a
	asked.Item, a.Item = nil, nil
	if a.Change != "" {
		item, err := s.Store.Case(ctx, p.Scope(), a.Change)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return casework.Receipt{}, err
		}
		if err == nil && item.Process == change.Name && item.Stage == change.Approving {
			of, err := stateOf[change.State](item, change.Name)
			if err != nil {
				return casework.Receipt{}, err
			}
			if of.Ballot != nil && of.Ballot.Panel.Board == own.About.Board {
				a.Item = &session.Proposal{Change: item.Ref, Title: item.Title, From: of.Content.From, Provider: of.Provider}
			}
		}
	}
	return send(ctx, s, p, row, key, session.Add, asked, a)
}

// RuleOn decides on the item in front, and waits for the change's answer: one that does
// not take the decision refuses it.
func (s *Service) RuleOn(ctx context.Context, p identity.Principal, ref, key string, d session.Deciding) (casework.Receipt, error) {
	receipt, err := Send(ctx, s, p, session.Name, ref, key, session.Decide, d)
	if err != nil {
		return receipt, err
	}
	items, err := s.answersOf(ctx, p, ref, []string{d.Change})
	if err != nil {
		return receipt, err
	}
	switch i := items[d.Change]; {
	case i.State == session.ItemDeciding:
		receipt.Notes = append(receipt.Notes, NoteDeciding)
	case i.State == session.ItemRefused:
		return receipt, casework.Refuse(CodeNotTaken, "change", d.Change, "why", i.Refused)
	}
	return receipt, nil
}

// DealAgreed approves in one stroke the items on which all agree, and waits for the
// answers. Those that did not take it are named; the others are approved.
func (s *Service) DealAgreed(ctx context.Context, p identity.Principal, ref, key string, x session.Stroke) (casework.Receipt, error) {
	receipt, err := Send(ctx, s, p, session.Name, ref, key, session.DealAgree, x)
	if err != nil {
		return receipt, err
	}
	var refs []string
	for _, i := range x.Items {
		refs = append(refs, i.Change)
	}
	items, err := s.answersOf(ctx, p, ref, refs)
	if err != nil {
		return receipt, err
	}
	for _, change := range refs {
		switch i := items[change]; {
		case i.State == session.ItemDeciding:
			receipt.Notes = append(receipt.Notes, NoteDeciding)
		case i.State == session.ItemRefused:
			return receipt, casework.Refuse(CodeNotTaken, "change", change, "why", i.Refused)
		}
	}
	return receipt, nil
}

// answersOf waits until changes have answered to a ruling, and returns their items as
// they stand then.
func (s *Service) answersOf(ctx context.Context, p identity.Principal, ref string, changes []string) (map[string]session.Item, error) {
	patience, cancel := context.WithTimeout(ctx, rulingPatience)
	defer cancel()
	for {
		row, err := s.Store.Case(ctx, p.Scope(), ref)
		if err != nil {
			return nil, err
		}
		own, err := SessionOf(row)
		if err != nil {
			return nil, err
		}
		waiting := false
		for _, change := range changes {
			waiting = waiting || own.Items[change].State == session.ItemDeciding
		}
		if !waiting {
			return own.Items, nil
		}
		select {
		case <-patience.Done():
			return own.Items, ctx.Err()
		case <-time.After(60 * time.Millisecond):
		}
	}
}
