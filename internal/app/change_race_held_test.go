package app_test

import (
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/record"
	"termijn/internal/topology"
	"termijn/workflows/casework"
	"termijn/workflows/change"
)

// untilQuiet waits until no change has anything under way, twice in a row with
// nothing recorded in between: who tells others to look again is under way until they
// have begun to.
func (c *crowd) untilQuiet() {
	c.Helper()
	last := int64(-1)
	require.Eventually(c, func() bool {
		var sum int64
		for _, ref := range c.refs {
			v, err := c.w.Temporal.QueryWorkflow(c.Context(), app.WorkflowID(ref), "", casework.QueryState)
			require.NoError(c, err)
			var s casework.State[change.State]
			require.NoError(c, v.Get(&s))
			if len(s.Errands) > 0 || s.Own.CheckAgain {
				last = -1
				return false
			}
			sum += s.Seq
		}
		quiet := sum == last
		last = sum
		return quiet
	}, 2*time.Minute, 100*time.Millisecond)
}

// ballot is a vote as the ledger has it.
type ballot struct {
	Seat, Option string
	Number       int
}

// requireNoVoteIsLost holds every change against its own ledger: every vote that was
// accepted stands there once, and of each seat the last one stands in the ballot as
// long as what it covers is as it was, and among the re-opened ones when it is not.
// Who has no vote that counts is asked, about the content as it is.
func (c *crowd) requireNoVoteIsLost() {
	c.Helper()
	for _, ref := range c.refs {
		own, last, n := c.state(ref), map[string]ballot{}, 0
		events, err := c.w.Store.Events(c.Context(), ref, 0, 5000)
		require.NoError(c, err)
		for _, e := range events {
			var v ballot
			if e.Kind == "change.voted" {
				require.NoError(c, json.Unmarshal(e.Body, &v))
				last[v.Seat] = v
				n++
			}
		}
		require.Equal(c, c.cast[ref], n, "%s: every vote that was accepted is written down once", ref)
		b := own.Ballot
		require.Equal(c, len(last), len(b.Votes)+len(b.Reopened), ref)
		for seat, v := range last {
			kept, stands := b.Votes[seat]
			if !stands {
				kept = b.Reopened[seat].Vote
			}
			require.Equal(c, []any{v.Number, v.Option}, []any{kept.Number, kept.Option}, "%s %s", ref, seat)
			require.Equal(c, kept.Content == b.Covered(seat), stands, "%s %s: it counts for what it was cast on", ref, seat)
		}
		tasks, err := c.w.Store.CaseTasks(c.Context(), ref)
		require.NoError(c, err)
		asked := map[string]bool{}
		for _, task := range tasks {
			if task.Kind == "vote_change" && task.State == record.TaskOpen {
				require.Equal(c, b.Covered(task.Subject), task.Content, "%s %s", ref, task.Subject)
				asked[task.Subject] = true
			}
		}
		for seat := range b.Panel.Seats {
			_, stands := b.Votes[seat]
			require.NotEqual(c, stands, asked[seat], "%s %s", ref, seat)
		}
	}
}

// requireTheCollisionsThereAre holds what each change knows against what the test
// works out itself from contents and the service map.
func (c *crowd) requireTheCollisionsThereAre() {
	c.Helper()
	on, _, err := c.w.Store.ServiceMap(c.Context())
	require.NoError(c, err)
	reach := disturbed(on.Items())
	states := map[string]change.State{}
	for _, ref := range c.refs {
		states[ref] = c.state(ref)
	}
	pairs := 0
	for _, ref := range c.refs {
		want, got := map[string][2]time.Time{}, map[string][2]time.Time{}
		for _, other := range c.refs {
			if from, to, ok := meets(reach, states[ref], states[other]); ok && other != ref {
				want[other] = [2]time.Time{from, to}
			}
		}
		for _, found := range states[ref].Collisions {
			got[found.Other] = [2]time.Time{found.From.UTC(), found.To.UTC()}
		}
		require.Equal(c, want, got, "%s", ref)
		require.Zero(c, states[ref].More)
		pairs += len(want)
	}
	require.Greater(c, pairs, manyChanges/2, "many of them collide")
	c.Logf("%d collisions seen from both sides", pairs)
}

// meets reports whether two changes collide, and when both are under way.
func meets(reach map[string]map[string]bool, a, b change.State) (from, to time.Time, ok bool) {
	from = slices.MaxFunc([]time.Time{a.Content.From, b.Content.From}, time.Time.Compare)
	to = slices.MinFunc([]time.Time{a.Content.To, b.Content.To}, time.Time.Compare)
	over := a.Provider == b.Provider && a.Content.Team != "" && a.Content.Team == b.Content.Team
	for _, x := range a.Content.Items {
		for _, y := range b.Content.Items {
			over = over || reach[x][y] || reach[y][x]
		}
	}
	return from, to, over && from.Before(to)
}

// disturbed is what a change of each item reaches: itself and its parts, what these
// are a part of, and what depends on any of it; worked out step by step until nothing
// is added.
func disturbed(items []topology.Item) map[string]map[string]bool {
	all := map[string]map[string]bool{}
	for _, start := range items {
		reached := map[string]bool{start.ID: true}
		settle(reached, items, func(i topology.Item) {
			if reached[i.Parent] {
				reached[i.ID] = true
			}
		})
		settle(reached, items, func(i topology.Item) {
			if slices.ContainsFunc(i.DependsOn, func(on string) bool { return reached[on] }) {
				reached[i.ID] = true
			}
			if reached[i.ID] && i.Parent != "" {
				reached[i.Parent] = true
			}
		})
		all[start.ID] = reached
	}
	return all
}

// settle goes over the items until nothing more is reached.
func settle(reached map[string]bool, items []topology.Item, reach func(topology.Item)) {
	for size := -1; size != len(reached); {
		size = len(reached)
		for _, i := range items {
			reach(i)
		}
	}
}

// insist sends a command again, with its key, while the servers are too busy to answer:
// that does it once.
func (c *crowd) insist(send func() (casework.Receipt, error)) (r casework.Receipt, err error) {
	for range 20 {
		r, err = send()
		_, refused := casework.RefusalOf(err)
		if err == nil || refused || errors.Is(err, app.ErrForbidden) || errors.Is(err, app.ErrNotFound) {
			return r, err
		}
		select {
		case <-c.Context().Done():
			return r, err
		case <-time.After(200 * time.Millisecond):
		}
	}
	return r, err
}
