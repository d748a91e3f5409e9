package ledger

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// ClaimedFor returns the reference that a person's key was given before, and for which
// request; ErrNotFound when it never was.
func (s *Store) ClaimedFor(ctx context.Context, person, key string) (ref, digest string, err error) {
	err = s.db.QueryRow(ctx, `SELECT case_ref, digest FROM claims WHERE person = $1 AND key = $2`, person, key).Scan(&ref, &digest)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", "", ErrNotFound
	}
	if err != nil {
		return "", "", fmt.Errorf("claimed: %w", err)
	}
	return ref, digest, nil
}

// ClaimAs gives a person's key a reference that exists. A key that has one keeps it;
// the same key with another digest is refused.
func (s *Store) ClaimAs(ctx context.Context, person, key, digest, ref string) (string, error) {
	if _, err := s.db.Exec(ctx, `INSERT INTO claims (person, key, digest, case_ref) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, person, key, digest, ref); err != nil {
		return "", fmt.Errorf("claim: %w", err)
	}
	kept, before, err := s.ClaimedFor(ctx, person, key)
	if err == nil && before != digest {
		err = ErrKeyReused
	}
	return kept, err
}

// endedGates looks for the commit first, of which there are few: PostgreSQL would begin
// with all changes of the provider that have ended.
const endedGates = `WITH deployed AS MATERIALIZED (SELECT view, outcome FROM cases WHERE process = 'change' AND view #>> '{gate,deployment,commit}' = $1)
	SELECT count(*)::int FROM deployed WHERE view->>'provider' = $2 AND view #>> '{gate,deployment,service}' = $3
		AND view #>> '{gate,deployment,environment}' = $4 AND outcome <> ''`

// EndedGates counts the changes of a provider's pipeline that deployed a commit of a
// service to an environment, or tried to, and have ended.
func (s *Store) EndedGates(ctx context.Context, provider, service, environment, commit string) (int, error) {
	var n int
	if err := s.db.QueryRow(ctx, endedGates, commit, provider, service, environment).Scan(&n); err != nil {
		return 0, fmt.Errorf("ended deployments: %w", err)
	}
	return n, nil
}
