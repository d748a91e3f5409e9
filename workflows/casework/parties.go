package casework

import "termijn/internal/record"

// SetParties makes others the case's parties: who sees it changes from now on.
func (t *Turn[S]) SetParties(p record.Parties) {
	t.State.Parties = p
	t.change().Parties = &t.State.Parties
}
