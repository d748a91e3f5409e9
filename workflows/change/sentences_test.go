package change_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/workflows/change"
)

// The whole way of a normal change (B-16, B-33).
func TestANormalChangeFromDraftToReview(t *testing.T) {
	t.Parallel()
	c := lived(t, options{})
	c.boards()
	c.at("03-03 09:30", func() { c.votes(t, manager, "alfa", change.VoteApprove, "") })
	c.at("03-03 10:00", func() { c.rules(change.Approve) })
	c.at("03-10 22:05", func() { c.starts() })
	c.at("03-10 22:40", func() { c.completes(change.Success) })
	c.at("03-12 09:00", func() { c.reviews(change.Verdict{AsPlanned: true}) })
	c.Run()
	require.NoError(t, c.Err)
	require.Equal(t, []string{"2026-03-10 22:00 – 2026-03-11 02:00", "2026-03-10 22:00 – 2026-03-11 02:00 firm", "none"}, c.plans())
}
