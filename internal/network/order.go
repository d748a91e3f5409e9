package network

import (
	"container/heap"
	"slices"
)

// sort fills the graph's order, and names a cycle for each part that has none.
func (g *graph) sort() []Problem {
	waits := make([]int, len(g.in))
	ready := &byID{g: g}
	for i := range g.in {
		if waits[i] = len(g.in[i]); waits[i] == 0 {
			heap.Push(ready, i)
		}
	}
	for ready.Len() > 0 {
		i := heap.Pop(ready).(int)
		g.order = append(g.order, i)
		for _, l := range g.out[i] {
			if to := g.to(l); waits[to] > 0 {
				if waits[to]--; waits[to] == 0 {
					heap.Push(ready, to)
				}
			}
		}
	}
	if len(g.order) == len(g.in) {
		return nil
	}
	return g.cycles(waits)
}

// cycles names a shortest cycle through the first milestone of the plan that is
// part of one, then through the first that this one does not reach and come back
// from, and so on.
func (g *graph) cycles(waits []int) []Problem {
	var problems []Problem
	named := make([]bool, len(waits))
	for i := range waits {
		if waits[i] == 0 || named[i] {
			continue
		}
		path, last := g.cycleThrough(i)
		if path == nil {
			continue
		}
		g.nameAll(i, named)
		problems = append(problems, Problem{Code: CodeCycle, Milestone: -1, Link: last, ID: path[0], Path: path})
	}
	return problems
}

// cycleThrough finds a shortest way from a milestone back to itself, and the
// greatest index of its links; nil when there is none.
func (g *graph) cycleThrough(start int) (path []string, last int) {
	came := make([]int, len(g.in)) // the link by which a milestone was found
	for i := range came {
		came[i] = -1
	}
	for queue := []int{start}; len(queue) > 0; queue = queue[1:] {
		for _, l := range g.out[queue[0]] {
			to := g.to(l)
			if came[to] >= 0 {
				continue
			}
			came[to] = l
			if to != start {
				queue = append(queue, to)
				continue
			}
			path, last = []string{g.id(start)}, -1
			for at := start; ; {
				last = max(last, came[at])
				at = g.from(came[at])
				path = append(path, g.id(at))
				if at == start {
					slices.Reverse(path)
					return path, last
				}
			}
		}
	}
	return nil, -1
}

// nameAll marks every milestone that lies on some way from i back to i.
func (g *graph) nameAll(i int, named []bool) {
	forth := g.reach(i, g.out, g.to)
	back := g.reach(i, g.in, g.from)
	for j := range named {
		named[j] = named[j] || forth[j] && back[j]
	}
}

func (g *graph) reach(start int, links [][]int, end func(int) int) []bool {
	seen := make([]bool, len(links))
	seen[start] = true
	for stack := []int{start}; len(stack) > 0; {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, l := range links[at] {
			if to := end(l); !seen[to] {
				seen[to] = true
				stack = append(stack, to)
			}
		}
	}
	return seen
}

// byID is a heap of milestones with the alphabetically first ID on top.
type byID struct {
	g     *graph
	items []int
}

func (h *byID) Len() int           { return len(h.items) }
func (h *byID) Less(i, j int) bool { return h.g.id(h.items[i]) < h.g.id(h.items[j]) }
func (h *byID) Swap(i, j int)      { h.items[i], h.items[j] = h.items[j], h.items[i] }
func (h *byID) Push(x any)         { h.items = append(h.items, x.(int)) }
func (h *byID) Pop() any {
	last := h.items[len(h.items)-1]
	h.items = h.items[:len(h.items)-1]
	return last
}
