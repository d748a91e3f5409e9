package ledger

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

const boards = `SELECT ` + caseColumns + ` FROM cases c WHERE process = 'board' AND outcome = '' ORDER BY opened_at, ref`

// Boards lists the change boards that sit, the oldest first. There are a handful.
func (s *Store) Boards(ctx context.Context) ([]CaseRow, error) {
	rows, err := s.db.Query(ctx, boards)
	if err != nil {
		return nil, fmt.Errorf("boards: %w", err)
	}
	all, err := pgx.CollectRows(rows, scanCase)
	if err != nil {
		return nil, fmt.Errorf("boards: %w", err)
	}
	return all, nil
}

const beforeBoard = `SELECT ` + caseColumns + ` FROM cases c
	WHERE process = 'change' AND stage = 'approval' AND view #>> '{ballot,panel,board}' = $1 ORDER BY ref LIMIT $2`

// BeforeBoard lists the changes that wait for the decision of a board, by reference.
func (s *Store) BeforeBoard(ctx context.Context, board string, limit int) ([]CaseRow, error) {
	rows, err := s.db.Query(ctx, beforeBoard, board, limit)
	if err != nil {
		return nil, fmt.Errorf("changes before %s: %w", board, err)
	}
	all, err := pgx.CollectRows(rows, scanCase)
	if err != nil {
		return nil, fmt.Errorf("changes before %s: %w", board, err)
	}
	return all, nil
}

// SessionVersion tells one state of a session and of the changes on its agenda, as far
// as the scope may see them, from another.
func (s *Store) SessionVersion(ctx context.Context, scope Scope, ref string) (string, error) {
	q := query{}
	n := q.arg(ref)
	q.add("(c.ref = " + n + " OR c.ref IN (SELECT to_ref FROM case_links WHERE case_ref = " + n + " AND kind = 'agenda_item'))")
	scope.limit(&q)
	version := ""
	err := s.db.QueryRow(ctx, `SELECT coalesce(string_agg(c.ref || '/' || c.seq, ' ' ORDER BY c.ref), '') FROM cases c WHERE `+q.where(), q.args...).Scan(&version)
	if err != nil {
		return "", fmt.Errorf("version of %s: %w", ref, err)
	}
	return version, nil
}
