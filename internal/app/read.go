package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/workflows/regie"
	"termijn/workflows/transition"
)

// Now is the product's present instant, UTC.
func (s *Service) Now() time.Time { return s.Time.Now() }

// Cases lists the cases that the principal may see.
func (s *Service) Cases(ctx context.Context, p identity.Principal, f ledger.CaseFilter, page ledger.Page) ([]ledger.CaseRow, string, error) {
	if !p.May(identity.ReadCases, nil) {
		return nil, "", ErrForbidden
	}
	rows, next, err := s.Store.Cases(ctx, p.Scope(), f, page)
	if err != nil {
		return nil, "", err
	}
	for i := range rows {
		if rows[i], err = s.shown(ctx, p, rows[i]); err != nil {
			return nil, "", err
		}
	}
	return rows, next, nil
}

// Case returns a case that the principal may see.
func (s *Service) Case(ctx context.Context, p identity.Principal, ref string) (ledger.CaseRow, error) {
	if !p.May(identity.ReadCases, nil) {
		return ledger.CaseRow{}, ErrForbidden
	}
	row, err := s.Store.Case(ctx, p.Scope(), ref)
	if err != nil {
		return ledger.CaseRow{}, err
	}
	return s.shown(ctx, p, row)
}

// shown is a case's row as the principal may read it.
func (s *Service) shown(ctx context.Context, p identity.Principal, row ledger.CaseRow) (ledger.CaseRow, error) {
	row, err := shown(p, row)
	if err != nil {
		return row, err
	}
	return s.shownFreeze(ctx, p, row)
}

// Whole is a case with everything that its page shows.
type Whole struct {
	ledger.CaseRow
	// Clocks have their values as of Now.
	Clocks []record.Clock
	Tasks  []ledger.TaskRow
	Events []record.Event
	// Links are related cases that the principal may see.
	Links []ledger.Link
	// Texts are the personal texts by reference, Names people's and organisations' names by ID.
	// Texts that are not for the reader are empty, and Withheld is true.
	Texts, Names map[string]string
	Withheld     bool
	Now          time.Time
}

// eventsShown bounds what one page of a case reads.
const eventsShown = 2000

// Whole returns a case with its clocks, tasks, events and names.
func (s *Service) Whole(ctx context.Context, p identity.Principal, ref string) (Whole, error) {
	w := Whole{Now: s.Now()}
	var err error
	if w.CaseRow, err = s.Case(ctx, p, ref); err != nil {
		return w, err
	}
	if w.Clocks, err = s.Store.ClocksAt(ctx, ref, w.Now); err != nil {
		return w, err
	}
	if w.Tasks, err = s.Store.CaseTasks(ctx, ref); err != nil {
		return w, err
	}
	if w.Events, err = s.Store.Events(ctx, ref, 0, eventsShown); err != nil {
		return w, err
	}
	if w.Events, err = s.shownEvents(ctx, p, w.CaseRow, w.Events); err != nil {
		return w, err
	}
	if w, err = shownWhole(p, w); err != nil {
		return w, err
	}
	if w.Links, err = s.Store.Links(ctx, p.Scope(), ref); err != nil {
		return w, err
	}
	if w.Texts, w.Withheld, err = s.textsFor(ctx, p, w.CaseRow); err != nil {
		return w, err
	}
	w.Names, err = s.Names(ctx)
	return w, err
}

// Regie returns the process's own state of a case of support in regie.
func (w Whole) Regie() (regie.State, error) { return RegieOf(w.CaseRow) }

// RegieOf reads the process's own state from a case's row.
func RegieOf(c ledger.CaseRow) (regie.State, error) { return stateOf[regie.State](c, regie.Name) }

// stateOf reads a process's own state from the row of one of its cases.
func stateOf[S any](c ledger.CaseRow, process string) (S, error) {
	var st S
	if c.Process != process {
		return st, ErrNotFound
	}
	if err := json.Unmarshal(c.View, &st); err != nil {
		return st, fmt.Errorf("state of %s: %w", c.Ref, err)
	}
	return st, nil
}

// Names returns the names of all people and organisations by ID.
func (s *Service) Names(ctx context.Context) (map[string]string, error) {
	names := map[string]string{}
	people, err := s.Store.People(ctx, "")
	if err != nil {
		return nil, err
	}
	for _, person := range people {
		names[person.ID] = person.Name
	}
	orgs, err := s.Store.Organisations(ctx, "")
	if err != nil {
		return nil, err
	}
	for _, o := range orgs {
		names[o.ID] = o.Name
	}
	return names, nil
}

// Events returns a case's events after a number, with the clocks' facts in them.
func (s *Service) Events(ctx context.Context, p identity.Principal, ref string, after int64, limit int) ([]record.Event, error) {
	row, err := s.Case(ctx, p, ref)
	if err != nil {
		return nil, err
	}
	events, err := s.Store.Events(ctx, ref, after, limit)
	if err != nil {
		return nil, err
	}
	return s.shownEvents(ctx, p, row, events)
}

// Texts returns the personal texts of a case by reference; those that are not for
// the principal are empty.
func (s *Service) Texts(ctx context.Context, p identity.Principal, ref string) (map[string]string, error) {
	row, err := s.Case(ctx, p, ref)
	if err != nil {
		return nil, err
	}
	texts, _, err := s.textsFor(ctx, p, row)
	return texts, err
}

// Clocks returns a case's clocks with their values as of now.
func (s *Service) Clocks(ctx context.Context, p identity.Principal, ref string) ([]record.Clock, error) {
	row, err := s.Case(ctx, p, ref)
	if err != nil {
		return nil, err
	}
	clocks, err := s.Store.ClocksAt(ctx, ref, s.Now())
	if err != nil {
		return nil, err
	}
	return shownClocks(p, row, clocks)
}

// Tasks lists the principal's own open tasks by due time.
func (s *Service) Tasks(ctx context.Context, p identity.Principal, f ledger.TaskFilter, page ledger.Page) ([]ledger.TaskRow, string, error) {
	if !p.May(identity.ReadTasks, nil) {
		return nil, "", ErrForbidden
	}
	return s.Store.Tasks(ctx, p.Inbox(), f, page)
}

// TaskCounts counts the principal's own open tasks by kind, and those overdue.
func (s *Service) TaskCounts(ctx context.Context, p identity.Principal) (byKind map[string]int, overdue int, err error) {
	if !p.May(identity.ReadTasks, nil) {
		return nil, 0, ErrForbidden
	}
	return s.Store.TaskCounts(ctx, p.Inbox(), s.Now())
}

// Task returns a task of a case that the principal may see.
func (s *Service) Task(ctx context.Context, p identity.Principal, id string) (ledger.TaskRow, error) {
	if !p.May(identity.ReadTasks, nil) {
		return ledger.TaskRow{}, ErrForbidden
	}
	t, err := s.Store.Task(ctx, p.Scope(), id)
	if err != nil || t.Process != transition.Name || seesProgramme(p) || p.Inbox().Holds(t.Assignee) {
		return t, err
	}
	row, err := s.Case(ctx, p, t.Case)
	if err != nil {
		return ledger.TaskRow{}, err
	}
	tasks, err := shownTasks(p, row, []ledger.TaskRow{t})
	if err != nil || len(tasks) == 0 {
		return ledger.TaskRow{}, errors.Join(err, ErrNotFound)
	}
	return t, nil
}

// Providers lists the organisations that can be asked for support.
func (s *Service) Providers(ctx context.Context, p identity.Principal) ([]ledger.Organisation, error) {
	if !p.May(identity.ReadDirectory, nil) {
		return nil, ErrForbidden
	}
	return s.Store.Organisations(ctx, "provider")
}

// Colleagues lists the people of the principal's own organisation.
func (s *Service) Colleagues(ctx context.Context, p identity.Principal) ([]ledger.Person, error) {
	if !p.May(identity.ReadDirectory, nil) {
		return nil, ErrForbidden
	}
	return s.Store.People(ctx, p.Org)
}
