package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"termijn/activities"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/internal/rhythm"
	"termijn/workflows/board"
	"termijn/workflows/casework"
	"termijn/workflows/change"
)

// OpenBoard sets up a change board (B-33, B-34, F-04).
func (s *Service) OpenBoard(ctx context.Context, p identity.Principal, key string, d board.Definition) (casework.Receipt, error) {
	if !p.May(identity.OpenBoard, nil) {
		return casework.Receipt{}, ErrForbidden
	}
	if err := s.checkScope(ctx, d); err != nil {
		return casework.Receipt{}, err
	}
	parties, err := s.checkBoard(ctx, d)
	if err != nil {
		return casework.Receipt{}, err
	}
	return s.openBoard(ctx, p, key, d, parties)
}

func (s *Service) openBoard(ctx context.Context, p identity.Principal, key string, d board.Definition, parties record.Parties) (casework.Receipt, error) {
	own := board.Opened(d)
	return open(ctx, s, p, key, board.Prefix, d, casework.Start[board.State]{State: casework.State[board.State]{
		Process: board.Name, Version: board.Version, Title: own.Definition.Name, Parties: parties, Own: own}})
}

// RedefineBoard changes a board from now on.
func (s *Service) RedefineBoard(ctx context.Context, p identity.Principal, ref, key string, r board.Redefinition) (casework.Receipt, error) {
	row, err := s.commanded(ctx, p, board.Name, ref, board.Redefine.Name)
	if err != nil {
		return casework.Receipt{}, err
	}
	asked := r
	asked.Parties = nil
	if err := s.checkScope(ctx, r.Definition); err != nil {
		return casework.Receipt{}, err
	}
	parties, err := s.checkBoard(ctx, r.Definition)
	if err != nil {
		return casework.Receipt{}, err
	}
	r.Parties = &parties
	return send(ctx, s, p, row, key, board.Redefine, asked, r)
}

// MoveMeeting moves a planned meeting of a board. Its cut-off moves with it.
func (s *Service) MoveMeeting(ctx context.Context, p identity.Principal, ref, key string, m board.Moving) (casework.Receipt, error) {
	row, d, err := s.boardCommanded(ctx, p, ref, board.Move.Name)
	if err != nil {
		return casework.Receipt{}, err
	}
	asked := m
	asked.Cutoff, asked.Notes = time.Time{}, nil
	if !m.To.IsZero() {
		planned, err := s.meetingAt(d, m.To)
		if err != nil {
			return casework.Receipt{}, err
		}
		m.Cutoff, m.Notes = planned.Cutoff, planned.Notes
	}
	return send(ctx, s, p, row, key, board.Move, asked, m)
}

// CallMeeting calls a meeting of a board beside its rhythm.
func (s *Service) CallMeeting(ctx context.Context, p identity.Principal, ref, key string, c board.Calling) (casework.Receipt, error) {
	row, d, err := s.boardCommanded(ctx, p, ref, board.Extra.Name)
	if err != nil {
		return casework.Receipt{}, err
	}
	asked := c
	asked.Cutoff, asked.Notes = time.Time{}, nil
	if !c.At.IsZero() {
		planned, err := s.meetingAt(d, c.At)
		if err != nil {
			return casework.Receipt{}, err
		}
		c.Cutoff, c.Notes = planned.Cutoff, planned.Notes
	}
	return send(ctx, s, p, row, key, board.Extra, asked, c)
}

func (s *Service) boardCommanded(ctx context.Context, p identity.Principal, ref, command string) (ledger.CaseRow, board.Definition, error) {
	row, err := s.commanded(ctx, p, board.Name, ref, command)
	if err != nil {
		return row, board.Definition{}, err
	}
	own, err := BoardOf(row)
	return row, own.Definition, err
}

// BoardOf reads a board's own state from a case's row.
func BoardOf(row ledger.CaseRow) (board.State, error) { return stateOf[board.State](row, board.Name) }

// checkScope refuses services that nobody knows.
func (s *Service) checkScope(ctx context.Context, d board.Definition) error {
	services, _, err := s.Store.ServiceMap(ctx)
	if err != nil {
		return err
	}
	var v casework.Invalid
	for n, id := range d.Scope {
		_, onMap := services.Item(id)
		_, offered := s.Policy.Incident.Service(id)
		v.Check(onMap || offered, fmt.Sprintf("definition.scope[%d]", n), "unknown")
		v.Check(!slices.Contains(d.Scope[:n], id), fmt.Sprintf("definition.scope[%d]", n), "twice")
	}
	return v.Err()
}

// checkBoard holds a definition against what there is: people, organisations and the
// rhythm. It returns who sees the board.
func (s *Service) checkBoard(ctx context.Context, d board.Definition) (record.Parties, error) {
	var parties record.Parties
	if err := plain(d); err != nil {
		return parties, err
	}
	if err := d.Check(); err != nil {
		return parties, err
	}
	w, err := s.whoIsThere(ctx)
	if err != nil {
		return parties, err
	}
	var v casework.Invalid
	checkCron(&v, d.Cron)
	seated := map[string]bool{}
	for _, id := range slices.Sorted(maps.Keys(d.Seats)) {
		w.checkSeat(&v, "definition.seats."+id, d.Seats[id], seated)
	}
	var clients int
	for _, org := range slices.Sorted(maps.Keys(seated)) {
		switch w.kinds[org] {
		case "provider":
			parties.Providers = append(parties.Providers, org)
		case "client":
			parties.Client = org
			clients++
		}
	}
	v.Check(clients <= 1, "definition.seats", "one_client") // a case has one Client
	return parties, v.Err()
}

func checkCron(v *casework.Invalid, cron string) {
	if cron == "" {
		return
	}
	_, err := rhythm.Parse(cron)
	switch {
	case errors.Is(err, rhythm.ErrNever):
		v.Add("definition.cron", "cron_never")
	case errors.Is(err, rhythm.ErrOften):
		v.Add("definition.cron", "cron_often")
	case err != nil:
		v.Add("definition.cron", "cron")
	}
}

// there is who there is: the organisations' kinds, and whom the active people work for.
type there struct{ kinds, people map[string]string }

func (s *Service) whoIsThere(ctx context.Context) (there, error) {
	w := there{kinds: map[string]string{}, people: map[string]string{}}
	orgs, err := s.Store.Organisations(ctx, "")
	if err != nil {
		return w, err
	}
	for _, o := range orgs {
		w.kinds[o.ID] = o.Kind
	}
	people, err := s.Store.People(ctx, "")
	if err != nil {
		return w, err
	}
	for _, p := range people {
		if p.Active {
			w.people[p.ID] = p.Org
		}
	}
	return w, nil
}

// kindOfSide is the kind of organisation whose people take a side.
var kindOfSide = map[string]string{change.SideChair: "si", change.SideSI: "si", change.SideProvider: "provider", change.SideClient: "client", change.SideBoard: "board"}

// checkSeat: whoever takes a seat works for the side that it is of. Nobody acts for
// another organisation (G-02), so a delegate works for the holder's.
func (w there) checkSeat(v *casework.Invalid, field string, seat change.Seat, seated map[string]bool) {
	org := seat.Holder.Org
	if seat.Holder.Person != "" {
		works, ok := w.people[seat.Holder.Person]
		v.Check(ok, field+".holder", "unknown")
		v.Check(!ok || org == "" || org == works, field+".holder", "other_organisation")
		org = works
	}
	if org != "" {
		kind, ok := w.kinds[org]
		v.Check(ok, field+".holder", "unknown")
		v.Check(!ok || kind == kindOfSide[seat.Side], field+".holder", "other_side")
		seated[org] = ok
	}
	for n, d := range seat.Delegates {
		works, ok := w.people[d.Person]
		at := fmt.Sprintf("%s.delegates[%d].person", field, n)
		v.Check(ok, at, "unknown")
		v.Check(!ok || org == "" || works == org, at, "other_organisation")
		v.Check(!ok || org != "" || w.kinds[works] == kindOfSide[seat.Side], at, "other_side")
	}
}

// meetingAt is a meeting of a board that would begin at an instant: when its agenda
// closes, and what is to be said of its day.
func (s *Service) meetingAt(d board.Definition, at time.Time) (record.MeetingPlanned, error) {
	cal, err := s.Policy.Calendars.CurrentAt("workdays", at)
	if err != nil {
		return record.MeetingPlanned{}, err
	}
	return activities.Meeting(cal, at, d.Cutoff), nil
}
