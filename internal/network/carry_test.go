package network_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/internal/network"
)

func TestEachCauseIsToldApart(t *testing.T) {
	t.Parallel()
	cal := workdays(t)
	for _, c := range []struct {
		name  string
		alter func(*network.Plan)
		id    string
		cause network.Cause
		chain []string
	}{
		{"a forecast", func(p *network.Plan) { p.Milestones[1].Stated = day(t, "2021-10-06") }, "production", network.CauseForecast, []string{"test", "production"}},
		{"a late reaching", func(p *network.Plan) { p.Milestones[1].Reached = day(t, "2021-10-06") }, "requests", network.CauseReached, []string{"test", "production", "requests"}},
		{"another date due", func(p *network.Plan) { p.Milestones[2].Due = day(t, "2021-12-01") }, "requests", network.CauseDue, []string{"production", "requests"}},
		{"a longer lag", func(p *network.Plan) { p.Links[1].Lag = 60 }, "requests", network.CauseLink, []string{"test", "production", "requests"}},
		{"another milestone", func(p *network.Plan) {
			p.Milestones = append(p.Milestones, network.Milestone{ID: "audit", Due: day(t, "2021-12-15")})
			p.Links = append(p.Links, network.Link{From: "audit", To: "production"})
		}, "production", network.CauseAdded, []string{"audit", "production"}},
		{"time that passes", func(p *network.Plan) { p.AsOf = day(t, "2021-12-01") }, "requests", network.CauseToday, []string{"test", "production", "requests"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			before, after := contract(t), contract(t)
			c.alter(&after)
			_, effects, err := network.Carry(before, after, cal)
			require.NoError(t, err)
			i := slices.IndexFunc(effects, func(e network.Effect) bool { return e.ID == c.id })
			require.GreaterOrEqual(t, i, 0, effects)
			require.Equal(t, c.cause, effects[i].Cause)
			require.Equal(t, c.chain, effects[i].Chain)
			require.True(t, effects[i].Moved() && effects[i].Days > 0)
			require.True(t, effects[i].Impossible)

			// The way back is told by what held it until now.
			_, back, err := network.Carry(after, before, cal)
			require.NoError(t, err)
			i = slices.IndexFunc(back, func(e network.Effect) bool { return e.ID == c.id })
			require.GreaterOrEqual(t, i, 0, back)
			require.Equal(t, c.chain, back[i].Chain)
			require.Negative(t, back[i].Days)
			require.True(t, back[i].Possible)
			want := c.cause
			if c.cause == network.CauseAdded {
				want = network.CauseCancelled
			}
			require.Equal(t, want, back[i].Cause)
		})
	}
}

func TestADateThatIsAgreedAnewBecomesPossibleWithoutMoving(t *testing.T) {
	t.Parallel()
	before, after := contract(t), contract(t)
	before.Milestones[2].Stated = day(t, "2021-11-18")
	after.Milestones[2].Stated = day(t, "2021-11-18")
	after.Milestones[2].Due = day(t, "2021-11-30")
	_, effects, err := network.Carry(before, after, workdays(t))
	require.NoError(t, err)
	require.Equal(t, []network.Effect{{ID: "production", From: day(t, "2021-11-18"), To: day(t, "2021-11-18"), Cause: network.CauseDue,
		Chain: []string{"production"}, Possible: true}}, effects)
}

// One changed statement: exactly what an independent computation moves is told,
// and every chain begins at that milestone and follows links.
func TestOneForecastMovesWhatTheIndependentComputationMoves(t *testing.T) {
	t.Parallel()
	cal := workdays(t)
	rapid.Check(t, func(t *rapid.T) {
		before := networks(t)
		after := before
		after.Milestones = slices.Clone(before.Milestones)
		i := rapid.IntRange(0, len(after.Milestones)-1).Draw(t, "whose")
		changed := &after.Milestones[i]
		changed.Stated = day(t, "2022-01-03").AddDays(rapid.IntRange(0, 300).Draw(t, "to"))
		result, effects, err := network.Carry(before, after, cal)
		require.NoError(t, err)
		computed, err := network.Compute(after, cal)
		require.NoError(t, err)
		require.Equal(t, computed, result)

		b, a := independently(t, before, cal), independently(t, after, cal)
		was, is := b.expected(), a.expected()
		moved := map[string]bool{}
		for j, m := range before.Milestones {
			if was[j] != is[j] && !m.Cancelled {
				moved[m.ID] = true
			}
		}
		for _, e := range effects {
			require.True(t, moved[e.ID], "%s moved", e.ID)
			delete(moved, e.ID)
			j := b.find(e.ID)
			require.Equal(t, []int{was[j], is[j]}, []int{b.index(e.From), a.index(e.To)})
			if was[j] >= 0 {
				require.Equal(t, a.between(was[j], is[j]), e.Days)
			}
			require.Equal(t, network.CauseForecast, e.Cause)
			require.Equal(t, changed.ID, e.Chain[0])
			require.Equal(t, e.ID, e.Chain[len(e.Chain)-1])
			for k := 1; k < len(e.Chain); k++ {
				require.True(t, slices.ContainsFunc(after.Links, func(l network.Link) bool { return l.From == e.Chain[k-1] && l.To == e.Chain[k] }))
			}
		}
		require.Empty(t, moved, "nothing that moved is left out")
	})
}

// Several changes at once: each chain still begins with something that changed.
func TestEveryChainBeginsWithAChange(t *testing.T) {
	t.Parallel()
	cal := workdays(t)
	rapid.Check(t, func(t *rapid.T) {
		before, after := networks(t), networks(t)
		_, effects, err := network.Carry(before, after, cal)
		require.NoError(t, err)
		b, a := independently(t, before, cal), independently(t, after, cal)
		for _, e := range effects {
			first := e.Chain[0]
			i, j := b.find(first), a.find(first)
			switch e.Cause {
			case network.CauseAdded:
				require.True(t, i < 0 || before.Milestones[i].Cancelled)
			case network.CauseCancelled:
				require.True(t, j < 0 || after.Milestones[j].Cancelled)
			case network.CauseLink:
				pair := func(p network.Plan) string {
					k := slices.IndexFunc(p.Links, func(l network.Link) bool { return l.From == first && l.To == e.Chain[1] })
					if k < 0 {
						return "none"
					}
					return fmt.Sprint(p.Links[k].Lag)
				}
				require.NotEqual(t, pair(before), pair(after))
			case network.CauseToday:
				require.NotEqual(t, before.AsOf, after.AsOf)
			default:
				require.NotEqual(t, before.Milestones[i], after.Milestones[j])
			}
		}
	})
}
