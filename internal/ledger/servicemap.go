package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"termijn/internal/topology"
)

// mapProcess is the wire name of the process that keeps the service map.
const mapProcess = "servicemap"

// keptMap is the service map as it was read at an event of its case.
type keptMap struct {
	*topology.Map
	ref string
	seq int64
}

// ServiceMap is the service map as it stands, with the reference of its case; an empty
// one without reference before there is any. It is read again when it has changed.
func (s *Store) ServiceMap(ctx context.Context) (on *topology.Map, ref string, err error) {
	kept := s.servicemap.Load()
	if kept == nil {
		kept = &keptMap{Map: topology.New(nil)}
	}
	next := &keptMap{}
	var raw json.RawMessage
	err = s.db.QueryRow(ctx, `SELECT ref, seq, CASE WHEN (ref, seq) <> ($2, $3) THEN view END FROM cases
		WHERE process = $1 ORDER BY opened_at, ref LIMIT 1`, mapProcess, kept.ref, kept.seq).Scan(&next.ref, &next.seq, &raw)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return topology.New(nil), "", nil
	case err != nil:
		return nil, "", fmt.Errorf("service map: %w", err)
	case len(raw) == 0:
		return kept.Map, kept.ref, nil
	}
	var own struct{ Items, Removed map[string]topology.Item }
	if err := json.Unmarshal(raw, &own); err != nil {
		return nil, "", fmt.Errorf("service map: %w", err)
	}
	next.Map = topology.New(own.Items).Remembering(own.Removed)
	s.servicemap.Store(next)
	return next.Map, next.ref, nil
}
