package app

import (
	"context"
	"errors"
	"slices"
	"time"

	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/workflows/transition"
)

// Programme is a transition programme as its own pages show it: without the events
// and clocks of years, which the case's page has.
type Programme struct {
	ledger.CaseRow
	State transition.State
	// Tasks are the open ones, by due time.
	Tasks []ledger.TaskRow
	Names map[string]string
	Now   time.Time
}

// Programme returns a programme as far as the principal may see it.
func (s *Service) Programme(ctx context.Context, p identity.Principal, ref string) (Programme, error) {
	out := Programme{Now: s.Now()}
	var err error
	if out.CaseRow, err = s.Case(ctx, p, ref); err != nil {
		return out, err
	}
	if out.State, err = ProgrammeOf(out.CaseRow); err != nil {
		return out, err
	}
	tasks, err := s.Store.OpenTasks(ctx, ref)
	if err != nil {
		return out, err
	}
	if out.Tasks, err = shownTasks(p, out.CaseRow, tasks); err != nil {
		return out, err
	}
	out.Names, err = s.Names(ctx)
	return out, err
}

// ProgrammeOf reads the process's own state from a case's row.
func ProgrammeOf(row ledger.CaseRow) (transition.State, error) {
	return stateOf[transition.State](row, transition.Name)
}

// ProgrammeEvents returns events of some kinds after a number, the newest first, as
// the principal may read them.
func (s *Service) ProgrammeEvents(ctx context.Context, p identity.Principal, row ledger.CaseRow, kinds []string, after int64, limit int) ([]record.Event, error) {
	events, err := s.Store.EventsOf(ctx, row.Ref, kinds, after, limit)
	if err != nil {
		return nil, err
	}
	if events, err = s.shownEvents(ctx, p, row, events); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(events, func(e record.Event) bool { return e.Kind == kindWithheld }), nil
}

// ProgrammeClocks returns the clocks of a programme with some names, such as
// milestone/M1, as the principal may read them.
func (s *Service) ProgrammeClocks(ctx context.Context, p identity.Principal, row ledger.CaseRow, names []string) ([]record.Clock, error) {
	clocks, err := s.Store.ClocksAbout(ctx, row.Ref, names, s.Now())
	if err != nil {
		return nil, err
	}
	return shownClocks(p, row, clocks)
}

// LastVisit is up to which event the principal saw a case before; the zero visit
// when this is the first time.
func (s *Service) LastVisit(ctx context.Context, p identity.Principal, ref string) (ledger.Visit, error) {
	v, err := s.Store.LastVisit(ctx, p.Person, ref)
	if errors.Is(err, ledger.ErrNotFound) {
		return ledger.Visit{}, nil
	}
	return v, err
}

// KeepVisit notes that the principal has seen a case as it stands in a row.
func (s *Service) KeepVisit(ctx context.Context, p identity.Principal, row ledger.CaseRow) error {
	return s.Store.KeepVisit(ctx, p.Person, row.Ref, ledger.Visit{Seq: row.Seq, At: s.Now()})
}
