package change_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/workflows/change"
)

// seats is a ballot with n seats, of which the first voted so; the others are silent.
func seats(p change.Panel, n int, votes ...string) change.Ballot {
	b := change.Ballot{Panel: p, Votes: map[string]change.Vote{}}
	b.Panel.Seats = map[string]change.Seat{}
	for i := range n {
		id := fmt.Sprintf("s%02d", i)
		b.Panel.Seats[id] = change.Seat{ID: id, Side: change.SideProvider}
		if i < len(votes) {
			b.Votes[id] = change.Vote{Seat: id, Option: votes[i]}
		}
	}
	return b
}

const (
	yes  = change.VoteApprove
	no   = change.VoteReject
	none = change.VoteAbstain
)

func TestTheRulesOfDecision(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rule    string
		count   int
		votes   []string
		carried bool
	}{
		{change.RuleAll, 0, []string{yes, yes}, true},
		{change.RuleAll, 0, []string{yes, none}, true},
		{change.RuleAll, 0, []string{yes, no}, false},
		{change.RuleAll, 0, []string{none}, false},
		{change.RuleAll, 0, nil, false},
		{change.RuleAny, 0, []string{no, yes}, true},
		{change.RuleAny, 0, []string{no, none}, false},
		{change.RuleNumber, 2, []string{yes, no}, false},
		{change.RuleNumber, 2, []string{yes, no, yes}, true},
		{change.RulePercentage, 50, []string{yes, no}, true},
		{change.RulePercentage, 51, []string{yes, no}, false},
		{change.RulePercentage, 66, []string{yes, yes, no}, true},
		{change.RulePercentage, 67, []string{yes, yes, no}, false},
		{change.RulePercentage, 100, []string{yes, none, none}, true},
		{change.RulePercentage, 1, []string{none}, false},
		{change.RuleChair, 0, []string{no, no}, true},
		{change.RuleChair, 0, nil, true},
	} {
		n := seats(change.Panel{Rule: c.rule, Count: c.count}, 3, c.votes...).Tally(nil)
		require.Equal(t, c.carried, n.Carried, "%s %d %v", c.rule, c.count, c.votes)
		require.Equal(t, 3-len(c.votes), n.Missing)
	}
}

// Who is present and has not voted is waited for where all must agree.
func TestAllMeansAllWhoArePresent(t *testing.T) {
	t.Parallel()
	b := seats(change.Panel{Rule: change.RuleAll}, 3, yes)
	require.True(t, b.Tally(nil).Carried)
	require.True(t, b.Tally([]string{"s00"}).Carried)
	require.False(t, b.Tally([]string{"s00", "s01"}).Carried)
}

// A quorum counts seats that vote or are present, and sides; who advises is neither.
func TestTheQuorum(t *testing.T) {
	t.Parallel()
	b := change.Ballot{Panel: *ecab(), Votes: map[string]change.Vote{}}
	b.Panel.Quorum = 3
	require.Equal(t, [][]string{{"chair"}, {"provider"}, {"client", "board"}}, b.Tally(nil).Lacks)
	for _, id := range []string{"chair", "alfa"} {
		b.Votes[id] = change.Vote{Seat: id, Option: none}
	}
	require.Equal(t, [][]string{{"client", "board"}}, b.Tally(nil).Lacks)
	require.False(t, b.Tally(nil).Quorum)
	require.True(t, b.Tally([]string{"board"}).Quorum, "present is enough")
	b.Votes["noord"] = change.Vote{Seat: "noord", Option: no}
	require.True(t, b.Tally(nil).Quorum, "Client or Board")
	seat := b.Panel.Seats["noord"]
	seat.Advises = true
	b.Panel.Seats["noord"] = seat
	n := b.Tally(nil)
	require.False(t, n.Quorum)
	require.Zero(t, n.Reject)
}

// Whatever the votes: every seat is counted once, all agree exactly when every seat
// that counts approved, and one more approval never takes a majority away.
func TestCountingVotes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		size := rapid.IntRange(1, 8).Draw(rt, "seats")
		votes := rapid.SliceOfN(rapid.SampledFrom([]string{yes, no, none}), 0, size-1).Draw(rt, "votes")
		p := change.Panel{Rule: rapid.SampledFrom([]string{change.RuleAll, change.RuleAny, change.RuleNumber, change.RulePercentage, change.RuleChair}).Draw(rt, "rule"),
			Count: rapid.IntRange(1, 100).Draw(rt, "count")}
		n := seats(p, size, votes...).Tally(nil)
		require.Equal(rt, size, n.Approve+n.Reject+n.Abstain+n.Missing)
		require.False(rt, n.Agreed, "somebody has not voted")
		more := seats(p, size, append(votes, yes)...).Tally(nil)
		require.True(rt, !n.Carried || more.Carried)
		every := make([]string, size)
		for i := range every {
			every[i] = yes
		}
		require.True(rt, seats(p, size, every...).Tally(nil).Agreed)
	})
}
