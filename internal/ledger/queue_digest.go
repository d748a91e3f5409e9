package ledger

import (
	"context"
	"fmt"
)

// QueueDigest tells one content of a page of the queue from another: it changes with
// every row that comes, goes or moves, with every column that Incidents returns, and
// with the names of those who have them. What a clock says changes with the event
// that changes the clock, and with the time, which is not part of it.
func (s *Store) QueueDigest(ctx context.Context, scope Scope, f QueueFilter, page Page) (string, error) {
	rows, args, err := queueRows(scope, f, page)
	if err != nil {
		return "", err
	}
	digest := ""
	err = s.db.QueryRow(ctx, `SELECT coalesce(md5(string_agg(c::text || coalesce(p.name, '') || '/' || coalesce(o.name, ''), E'\n' ORDER BY c.n)), '')
		FROM (`+rows+`) c LEFT JOIN people p ON p.id = c.agent LEFT JOIN organisations o ON o.id = c.client_org`, append([]any{planned}, args...)...).Scan(&digest)
	if err != nil {
		return "", fmt.Errorf("digest of the queue: %w", err)
	}
	return digest, nil
}
