package ledger

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"termijn/internal/record"
)

// Claimed returns the case that a key of a person opened, or ErrNotFound.
func (s *Store) Claimed(ctx context.Context, person, key string) (string, error) {
	var ref string
	err := s.db.QueryRow(ctx, `SELECT case_ref FROM claims WHERE person = $1 AND key = $2`, person, key).Scan(&ref)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", ErrNotFound
	}
	if err != nil {
		return "", fmt.Errorf("claimed: %w", err)
	}
	return ref, nil
}

// Latest returns the newest event of a kind in a case, or ErrNotFound. It reads
// the case's events from the newest on.
func (s *Store) Latest(ctx context.Context, ref, kind string) (record.Event, error) {
	rows, err := s.db.Query(ctx, `SELECT payload, hash FROM events WHERE case_ref = $1 AND kind = $2 ORDER BY seq DESC LIMIT 1`, ref, kind)
	if err != nil {
		return record.Event{}, fmt.Errorf("latest %s of %s: %w", kind, ref, err)
	}
	e, err := pgx.CollectExactlyOneRow(rows, scanEvent)
	if errors.Is(err, pgx.ErrNoRows) {
		return e, ErrNotFound
	}
	if err != nil {
		return e, fmt.Errorf("latest %s of %s: %w", kind, ref, err)
	}
	return e, nil
}

// CasesOf returns those of some cases that the scope may see, by reference.
func (s *Store) CasesOf(ctx context.Context, scope Scope, refs []string) (map[string]CaseRow, error) {
	q := query{}
	q.add("c.ref = ANY (" + q.arg(refs) + ")")
	scope.limit(&q)
	rows, err := s.db.Query(ctx, `SELECT `+caseColumns+` FROM cases c WHERE `+q.where(), q.args...)
	if err != nil {
		return nil, fmt.Errorf("cases by reference: %w", err)
	}
	list, err := pgx.CollectRows(rows, scanCase)
	if err != nil {
		return nil, fmt.Errorf("cases by reference: %w", err)
	}
	found := map[string]CaseRow{}
	for _, c := range list {
		found[c.Ref] = c
	}
	return found, nil
}
