package transition

import (
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Whatever the price and the shares: amounts are whole cents, none is negative, each is
// within a cent of its share, and all of them come to the price.
func TestAmountsComeToThePriceToTheCent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := State{Price: decimal.New(int64(rapid.IntRange(0, 460_000_000).Draw(t, "price")), -2), Milestones: map[string]Milestone{}}
		left := 1_000_000
		for i := range rapid.IntRange(1, 60).Draw(t, "milestones") {
			part := rapid.IntRange(0, left).Draw(t, "share")
			left -= part
			s.Milestones[fmt.Sprintf("M%02d", i)] = Milestone{Share: decimal.New(int64(part), -4)}
		}
		s.Milestones["last"] = Milestone{Share: decimal.New(int64(left), -4)}
		require.True(t, s.shares().Equal(whole))
		weigh(&s)
		sum := decimal.Zero
		for id, m := range s.Milestones {
			require.True(t, m.Amount.Equal(m.Amount.Round(2)) && !m.Amount.IsNegative(), "%s: %s", id, m.Amount)
			exact := s.Price.Mul(m.Share).Div(whole)
			require.True(t, m.Amount.Sub(exact).Abs().LessThanOrEqual(decimal.New(1, -2)), "%s: %s for %s", id, m.Amount, exact)
			sum = sum.Add(m.Amount)
		}
		require.True(t, sum.Equal(s.Price), "%s and not %s", sum, s.Price)
		// What is payable stays as it is when the rest is dealt anew.
		s.Payments = map[string]Payment{"last": {}}
		before := s.Milestones["last"].Amount
		weigh(&s)
		require.True(t, before.Equal(s.Milestones["last"].Amount))
	})
}

// Whoever reads instants in another zone has seen the same.
func TestWhatWasSeenDoesNotDependOnAZone(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 4, 8, 0, 0, 0, time.UTC)
	in := func(at time.Time) Milestone {
		return Milestone{Forecast: &Stated{At: at}, Held: &Held{At: at}, Reached: &Reached{At: at}}
	}
	require.Equal(t, in(at).Seen(), in(at.In(brussels)).Seen())
	require.NotEqual(t, in(at).Seen(), in(at.Add(time.Second)).Seen())
}
