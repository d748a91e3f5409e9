package ledger

import (
	"context"
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
