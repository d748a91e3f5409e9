package ledger

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"termijn/internal/producttime"
	"termijn/internal/signedlink"
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

// LinkKey returns the key that signs the links that work without signing in. The
// first call of any process makes it; it never changes, or links that were sent
// would stop working.
func (s *Store) LinkKey(ctx context.Context) ([]byte, error) {
	var key []byte
	err := s.db.QueryRow(ctx, `SELECT decode(value #>> '{}', 'hex') FROM installation WHERE name = 'link-key'`).Scan(&key)
	if errors.Is(err, pgx.ErrNoRows) {
		made := make([]byte, signedlink.KeySize)
		_, _ = rand.Read(made) // never fails
		// Whoever comes second gets the key of the first.
		err = s.db.QueryRow(ctx, `INSERT INTO installation (name, value) VALUES ('link-key', to_jsonb(encode($1, 'hex')))
			ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING decode(value #>> '{}', 'hex')`, made).Scan(&key)
	}
	if err == nil && len(key) != signedlink.KeySize {
		err = fmt.Errorf("it has %d bytes", len(key))
	}
	if err != nil {
		return nil, fmt.Errorf("key of the links: %w", err)
	}
	return key, nil
}
