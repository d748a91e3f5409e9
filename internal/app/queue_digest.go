package app

import (
	"context"

	"termijn/internal/identity"
	"termijn/internal/ledger"
)

// IncidentsDigest tells whether Incidents would return something else than before;
// the values of clocks, which move with the time, left out.
func (s *Service) IncidentsDigest(ctx context.Context, p identity.Principal, f ledger.QueueFilter, page ledger.Page) (string, error) {
	if !p.May(identity.ReadCases, nil) {
		return "", ErrForbidden
	}
	return s.Store.QueueDigest(ctx, p.Scope(), f, page)
}
