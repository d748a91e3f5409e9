package ledger

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// openFollowers are the open cases that link to a case in one way.
const openFollowers = `SELECT DISTINCT l.case_ref FROM case_links l JOIN cases c ON c.ref = l.case_ref
	WHERE l.to_ref = $1 AND l.kind = $2 AND c.outcome = '' ORDER BY l.case_ref`

// OpenFollowers lists the open cases that link to a case by a kind of link.
func (s *Store) OpenFollowers(ctx context.Context, ref, kind string) ([]string, error) {
	rows, err := s.db.Query(ctx, openFollowers, ref, kind)
	if err != nil {
		return nil, fmt.Errorf("followers of %s: %w", ref, err)
	}
	refs, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("followers of %s: %w", ref, err)
	}
	return refs, nil
}

// standardOf is what a change follows: its template while it is a standard one, the
// frame of an automated one.
const standardOf = `SELECT coalesce(CASE view->>'kind' WHEN 'standard' THEN view #>> '{content,template}' WHEN 'automated' THEN view #>> '{gate,frame}' END, '')
	FROM cases WHERE ref = $1 AND process = 'change'`

// StandardOf returns the standard change that a change follows, or in whose frame it is;
// empty when it follows none, or there is no such change.
func (s *Store) StandardOf(ctx context.Context, ref string) (string, error) {
	var standard string
	err := s.db.QueryRow(ctx, standardOf, ref).Scan(&standard)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("standard of %s: %w", ref, err)
	}
	return standard, nil
}
