package network_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/internal/network"
)

func TestEverythingThatIsWrongIsNamed(t *testing.T) {
	t.Parallel()
	p := network.Plan{
		Milestones: []network.Milestone{{ID: "A"}, {ID: "B"}, {ID: "C"}, {ID: "A"}, {}, {ID: "D"}, {ID: "E"}},
		Links: []network.Link{{From: "A", To: "B"}, {From: "B", To: "C", Lag: 2}, {From: "C", To: "A"}, {From: "D", To: "D"},
			{From: "A", To: "B", Lag: 1}, {From: "X", To: "Y"}, {From: "D", To: "E", Lag: -1}, {From: "E", To: "Z"}},
	}
	require.Equal(t, []network.Problem{
		{Code: network.CodeDuplicate, Milestone: 3, Link: -1, ID: "A"},
		{Code: network.CodeNoID, Milestone: 4, Link: -1},
		{Code: network.CodeSelf, Milestone: -1, Link: 3, ID: "D"},
		{Code: network.CodeDuplicateLink, Milestone: -1, Link: 4, ID: "B"},
		{Code: network.CodeUnknown, Milestone: -1, Link: 5, ID: "X"},
		{Code: network.CodeUnknown, Milestone: -1, Link: 5, ID: "Y"},
		{Code: network.CodeLag, Milestone: -1, Link: 6, ID: "E"},
		{Code: network.CodeUnknown, Milestone: -1, Link: 7, ID: "Z"},
		{Code: network.CodeCycle, Milestone: -1, Link: 2, ID: "A", Path: []string{"A", "B", "C", "A"}},
	}, network.Check(p))
	_, err := network.Compute(p, workdays(t))
	require.ErrorContains(t, err, "duplicate_id: A (9 problems)")
	_, _, err = network.Carry(network.Plan{}, p, workdays(t))
	require.ErrorAs(t, err, &network.Invalid{})
}

func TestTwoCyclesAreBothNamedAndWhatOnlyFollowsIsNot(t *testing.T) {
	t.Parallel()
	p := network.Plan{Milestones: []network.Milestone{{ID: "A"}, {ID: "B"}, {ID: "C"}, {ID: "D"}, {ID: "E"}, {ID: "F"}},
		Links: []network.Link{{From: "A", To: "B"}, {From: "B", To: "A"}, {From: "B", To: "C"}, {From: "C", To: "D"}, {From: "D", To: "E"}, {From: "E", To: "D"}, {From: "E", To: "F"}}}
	problems := network.Check(p)
	require.Len(t, problems, 2)
	require.Equal(t, []string{"A", "B", "A"}, problems[0].Path)
	require.Equal(t, []string{"D", "E", "D"}, problems[1].Path)
	require.Equal(t, 5, problems[1].Link, "the last of its links is the one that closes it")
	p.Milestones[1].Cancelled = true
	require.Len(t, network.Check(p), 1, "what is cancelled closes no cycle")
}

// Warshall's closure says which milestones reach themselves.
func TestCyclesEqualAnIndependentClosure(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(t, "n")
		reach := make([][]bool, n)
		var p network.Plan
		for i := range n {
			reach[i] = make([]bool, n)
			p.Milestones = append(p.Milestones, network.Milestone{ID: fmt.Sprint(i)})
		}
		links := map[[2]string]int{}
		for i := range n {
			for j := range n {
				if i != j && rapid.IntRange(0, 5).Draw(t, "link") == 0 {
					links[[2]string{fmt.Sprint(i), fmt.Sprint(j)}] = len(p.Links)
					p.Links = append(p.Links, network.Link{From: fmt.Sprint(i), To: fmt.Sprint(j)})
					reach[i][j] = true
				}
			}
		}
		for k := range n {
			for i := range n {
				for j := range n {
					reach[i][j] = reach[i][j] || reach[i][k] && reach[k][j]
				}
			}
		}
		parts := map[int]bool{} // cycles by their first milestone
		for i := range n {
			first := -1
			for j := n - 1; j >= 0; j-- {
				if reach[i][j] && reach[j][i] {
					first = j
				}
			}
			if reach[i][i] {
				parts[first] = true
			}
		}
		problems := network.Check(p)
		require.Len(t, problems, len(parts))
		for _, x := range problems {
			require.Equal(t, network.CodeCycle, x.Code)
			require.Equal(t, x.Path[0], x.Path[len(x.Path)-1])
			last := -1
			for i := 1; i < len(x.Path); i++ {
				link, ok := links[[2]string{x.Path[i-1], x.Path[i]}]
				require.True(t, ok, "%v is a path of links", x.Path)
				last = max(last, link)
			}
			require.Equal(t, last, x.Link)
		}
	})
}
