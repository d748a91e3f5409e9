package ledger

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// ErrKeyReused: the idempotency key was used before for another request.
var ErrKeyReused = errors.New("idempotency key was used for another request")

// Claim is a command that opens a case, sent under an idempotency key.
type Claim struct {
	Person, Key string
	// Digest identifies the request; the same key with another digest is refused.
	Digest string
	// Prefix and Year make the reference, for example REG-2026-000042.
	Prefix string
	Year   int
}

// Claim gives the case that a command opens its reference. Sent again, the same
// key finds the same reference.
func (s *Store) Claim(ctx context.Context, c Claim) (ref string, err error) {
	err = s.db.QueryRow(ctx, `INSERT INTO claims (person, key, digest, case_ref) VALUES ($1, $2, $3, next_reference($4, $5))
		ON CONFLICT DO NOTHING RETURNING case_ref`, c.Person, c.Key, c.Digest, c.Prefix, c.Year).Scan(&ref)
	if err == nil {
		return ref, nil
	}
	if !errors.Is(err, pgx.ErrNoRows) {
		return "", fmt.Errorf("claim: %w", err)
	}
	var digest string
	if err := s.db.QueryRow(ctx, `SELECT digest, case_ref FROM claims WHERE person = $1 AND key = $2`, c.Person, c.Key).Scan(&digest, &ref); err != nil {
		return "", fmt.Errorf("claim: %w", err)
	}
	if digest != c.Digest {
		return "", ErrKeyReused
	}
	return ref, nil
}

// Answered returns the number of the event that a command caused, or ErrNotFound.
func (s *Store) Answered(ctx context.Context, ref, command string) (int64, error) {
	var seq int64
	err := s.db.QueryRow(ctx, `SELECT seq FROM events WHERE case_ref = $1 AND command = $2`, ref, command).Scan(&seq)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, ErrNotFound
	}
	if err != nil {
		return 0, fmt.Errorf("answered %s: %w", ref, err)
	}
	return seq, nil
}
