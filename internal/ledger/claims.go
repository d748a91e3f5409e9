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

// ClaimAll gives many cases their references in one statement, in the order of the
// claims, and puts them into refs by key. All claims are of one person.
func (s *Store) ClaimAll(ctx context.Context, claims []Claim, refs map[string]string) error {
	if len(claims) == 0 {
		return nil
	}
	keys, digests, years := make([]string, len(claims)), make([]string, len(claims)), make([]int, len(claims))
	for i, c := range claims {
		keys[i], digests[i], years[i] = c.Key, c.Digest, c.Year
	}
	person, prefix := claims[0].Person, claims[0].Prefix
	_, err := s.db.Exec(ctx, `INSERT INTO claims (person, key, digest, case_ref)
		SELECT $1, n.key, n.digest, next_reference($2, n.year) FROM (
			SELECT * FROM unnest($3::text[], $4::text[], $5::int[]) WITH ORDINALITY AS u (key, digest, year, n)
			WHERE NOT EXISTS (SELECT FROM claims c WHERE c.person = $1 AND c.key = u.key)
			ORDER BY u.n) n
		ON CONFLICT DO NOTHING`, person, prefix, keys, digests, years)
	if err != nil {
		return fmt.Errorf("claim %d references: %w", len(claims), err)
	}
	rows, err := s.db.Query(ctx, `SELECT key, case_ref FROM claims WHERE person = $1 AND key = ANY ($2)`, person, keys)
	if err != nil {
		return fmt.Errorf("claimed references: %w", err)
	}
	var key, ref string
	_, err = pgx.ForEachRow(rows, []any{&key, &ref}, func() error { refs[key] = ref; return nil })
	if err != nil {
		return fmt.Errorf("claimed references: %w", err)
	}
	return nil
}

// TakenOver returns the keys whose cases stand in the ledger with all that was
// taken over: they have ended, or go on living here.
func (s *Store) TakenOver(ctx context.Context, person string) (map[string]bool, error) {
	rows, err := s.db.Query(ctx, `SELECT c.key FROM claims c JOIN cases k ON k.ref = c.case_ref WHERE c.person = $1
		AND (k.outcome <> '' OR EXISTS (SELECT FROM events e WHERE e.case_ref = k.ref AND e.kind = 'case.taken_over'))`, person)
	if err != nil {
		return nil, fmt.Errorf("taken over: %w", err)
	}
	return set(rows)
}
