package ledger

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Carrying returns how far a programme is with carrying its dates: the number of the
// last event that changed one, and of the last event that is carried through.
func (s *Store) Carrying(ctx context.Context, ref string) (changed, seq int64, err error) {
	err = s.db.QueryRow(ctx, `SELECT coalesce((view #>> '{carry,changed}')::bigint, 0), coalesce((view #>> '{carry,seq}')::bigint, 0)
		FROM cases WHERE ref = $1`, ref).Scan(&changed, &seq)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, 0, ErrNotFound
	}
	if err != nil {
		return 0, 0, fmt.Errorf("carrying of %s: %w", ref, err)
	}
	return changed, seq, nil
}
