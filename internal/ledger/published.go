package ledger

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// mostPublished bounds what is read of public news.
const mostPublished = 500

// Published lists the cases that anybody may read something of, the newest first:
// those that are open, and those that were closed at or after an instant. What of
// a case is public, the process says: never show the rest of the row.
func (s *Store) Published(ctx context.Context, closedSince time.Time) ([]CaseRow, error) {
	rows, err := s.db.Query(ctx, publishedSQL, planned, closedSince)
	if err != nil {
		return nil, fmt.Errorf("published cases: %w", err)
	}
	list, err := pgx.CollectRows(rows, scanCase)
	if err != nil {
		return nil, fmt.Errorf("published cases: %w", err)
	}
	return list, nil
}

var publishedSQL = `SELECT ` + caseColumns + ` FROM cases c WHERE c.view ? 'published'
	AND (c.outcome = '' OR c.closed_at >= $1) ORDER BY c.opened_at DESC, c.ref DESC ` + fmt.Sprintf(`LIMIT %d`, mostPublished)
