package ledger

import (
	"context"
	"encoding/json"
	"fmt"

	"termijn/internal/producttime"
)

// ProductTime returns the scale of product time that the installation keeps. The
// first call decides it: it stores want.
func (s *Store) ProductTime(ctx context.Context, want producttime.Scale) (producttime.Scale, error) {
	b, err := json.Marshal(want)
	if err != nil {
		return want, fmt.Errorf("product time: %w", err)
	}
	var kept []byte
	err = s.db.QueryRow(ctx, `INSERT INTO installation (name, value) VALUES ('time', $1)
		ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING value`, string(b)).Scan(&kept)
	if err != nil {
		return want, fmt.Errorf("product time: %w", err)
	}
	var scale producttime.Scale
	if err := json.Unmarshal(kept, &scale); err != nil {
		return want, fmt.Errorf("product time: %w", err)
	}
	return scale, nil
}
