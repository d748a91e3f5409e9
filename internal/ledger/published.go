package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// mostPublished bounds what is read of public news.
const mostPublished = 500

// PublishedRow is what is read of a case of which something was published.
// Instants are UTC.
type PublishedRow struct {
	Ref, Process, Stage, Outcome string
	UpdatedAt                    time.Time
	ClosedAt                     *time.Time
	// View holds the parts of the process's own state that public news is made of,
	// and no other.
	View json.RawMessage
}

// Published lists the cases that anybody may read something of, the newest first:
// those that are open, and those that were closed at or after an instant.
func (s *Store) Published(ctx context.Context, closedSince time.Time) ([]PublishedRow, error) {
	rows, err := s.db.Query(ctx, publishedSQL, planned, closedSince)
	if err != nil {
		return nil, fmt.Errorf("published cases: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[PublishedRow])
	if err != nil {
		return nil, fmt.Errorf("published cases: %w", err)
	}
	return list, nil
}

// publishedSQL opens each view once. What is not public of it (a report, notes, a
// communication to Clients alone) does not leave the database.
var publishedSQL = `SELECT c.ref, c.process, c.stage, c.outcome, c.updated_at, c.closed_at, jsonb_strip_nulls(jsonb_build_object(
		'published', v.published, 'service', v.service, 'registered', v.registered,
		'resolution', CASE WHEN v.resolution ? 'at' THEN jsonb_build_object('at', v.resolution->'at') END,
		'communications', (SELECT jsonb_object_agg(id, said) FROM jsonb_each(v.communications) AS told (id, said) WHERE said @> '{"public": true}'),
		'title', v.title, 'text', v.text, 'from', v."from", 'to', v."to", 'updates', v.updates,
		'origin', CASE WHEN v.origin ? 'service' THEN jsonb_build_object('service', v.origin->'service') END,
		'knownError', CASE WHEN v."knownError" @> '{"public": true}' THEN v."knownError" END))
	FROM cases c CROSS JOIN LATERAL jsonb_to_record(c.view) AS v (published jsonb, service jsonb, registered jsonb, resolution jsonb,
		communications jsonb, title jsonb, text jsonb, "from" jsonb, "to" jsonb, updates jsonb, origin jsonb, "knownError" jsonb)
	WHERE c.view ? 'published' AND coalesce(c.closed_at, 'infinity') >= $1 AND (c.outcome = '' OR c.closed_at IS NOT NULL)
	ORDER BY c.opened_at DESC, c.ref DESC ` + fmt.Sprintf(`LIMIT %d`, mostPublished)
