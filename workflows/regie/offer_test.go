package regie_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/workflows/regie"
)

func TestTheEventOfAnOfferTellsWhatIsDecidedOn(t *testing.T) {
	t.Parallel()
	s := play(t, `start 2026-03-02 10:00
client submits-request
2026-03-04 10:00 provider submits-offer valid 2026-05-29 analist/S1/480/90.00
`, 0)
	for _, e := range s.Ledger.Events() {
		if e.Kind != "regie.offer_submitted" {
			continue
		}
		var told regie.Offer
		require.NoError(t, json.Unmarshal(e.Body, &told))
		require.Equal(t, "43200.00", told.Total.StringFixed(2))
		require.Equal(t, s.State().Own.Offer.Content, told.Content)
		return
	}
	require.Fail(t, "the offer has no event")
}
