package ledger

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Link is a case that another one links to, or that links to it.
type Link struct {
	Kind                                string
	Ref, Process, Title, Stage, Outcome string
	// Incoming is true when it is the other case that links to this one.
	Incoming bool
}

// Links returns the cases that a case is related to, as far as the scope may see them.
func (s *Store) Links(ctx context.Context, scope Scope, ref string) ([]Link, error) {
	q := query{}
	n := q.arg(ref)
	scope.limit(&q)
	rows, err := s.db.Query(ctx, `SELECT l.kind, c.ref, c.process, c.title, c.stage, c.outcome, l.incoming FROM (
			SELECT kind, to_ref AS other, false AS incoming FROM case_links WHERE case_ref = `+n+`
			UNION ALL SELECT kind, case_ref, true FROM case_links WHERE to_ref = `+n+`
		) l JOIN cases c ON c.ref = l.other WHERE `+q.where()+` ORDER BY c.opened_at, c.ref`, q.args...)
	if err != nil {
		return nil, fmt.Errorf("links of %s: %w", ref, err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Link])
	if err != nil {
		return nil, fmt.Errorf("links of %s: %w", ref, err)
	}
	return list, nil
}
