package network_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/network"
)

// large is a programme of 500 milestones with 1,500 links over some four years.
func large(t require.TestingT) network.Plan {
	random := rand.New(rand.NewPCG(1, 2))
	cal := workdays(t)
	var p network.Plan
	for i := range 500 {
		p.Milestones = append(p.Milestones, network.Milestone{ID: fmt.Sprintf("M%03d", i), Due: cal.AddWorkingDays(day(t, "2021-06-01"), 2*i)})
	}
	joined := map[[2]int]bool{}
	for len(p.Links) < 1500 {
		from := random.IntN(499)
		to := from + 1 + random.IntN(min(40, 499-from))
		if joined[[2]int{from, to}] {
			continue
		}
		joined[[2]int{from, to}] = true
		p.Links = append(p.Links, network.Link{From: p.Milestones[from].ID, To: p.Milestones[to].ID, Lag: random.IntN(2*(to-from) + 1)})
	}
	return p
}

// bare is the floor: numbers in place of dates, an order that is known, one pass forth.
func bare(at []int, links [][]network.Link, index map[string]int) (end int) {
	for i := range at {
		for _, l := range links[i] {
			at[i] = max(at[i], at[index[l.From]]+l.Lag)
		}
		end = max(end, at[i])
	}
	return end
}

func TestALargeProgrammeIsCarriedWhole(t *testing.T) {
	t.Parallel()
	before := large(t)
	after := before
	after.Milestones = slices.Clone(before.Milestones)
	after.Milestones[0].Stated = workdays(t).AddWorkingDays(before.Milestones[0].Due, 60)
	result, effects, err := network.Carry(before, after, workdays(t))
	require.NoError(t, err)
	require.Len(t, result.Positions, 500)
	require.Greater(t, len(effects), 100)
}

// BenchmarkCarry carries one changed forecast through 500 milestones with 1,500
// links, with both computations, effects and chains; times-bare is how often the bare pass
// fits into that.
func BenchmarkCarry(b *testing.B) {
	cal, before := workdays(b), large(b)
	after := before
	after.Milestones = slices.Clone(before.Milestones)
	after.Milestones[0].Stated = cal.AddWorkingDays(before.Milestones[0].Due, 60)
	index, links := map[string]int{}, make([][]network.Link, len(after.Milestones))
	for i, m := range after.Milestones {
		index[m.ID] = i
	}
	for _, l := range after.Links {
		links[index[l.To]] = append(links[index[l.To]], l)
	}
	const rounds = 200
	started := time.Now()
	for range rounds {
		at := make([]int, len(after.Milestones))
		require.Positive(b, bare(at, links, index))
	}
	floor := time.Since(started) / rounds
	moved := 0
	for b.Loop() {
		_, effects, err := network.Carry(before, after, cal)
		if err != nil {
			b.Fatal(err)
		}
		moved = len(effects)
	}
	b.ReportMetric(float64(moved), "effects")
	b.ReportMetric(float64(floor.Microseconds()), "bare-µs")
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(floor), "times-bare")
}
