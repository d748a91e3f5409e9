package network

import (
	"fmt"
	"strings"
)

// Codes of what can be wrong with a plan.
const (
	// CodeNoID: a milestone has no ID.
	CodeNoID = "required"
	// CodeDuplicate: two milestones have the same ID.
	CodeDuplicate = "duplicate_id"
	// CodeUnknown: a link begins or ends at a milestone that is not there.
	CodeUnknown = "unknown_milestone"
	// CodeSelf: a link leads from a milestone to itself.
	CodeSelf = "depends_on_itself"
	// CodeDuplicateLink: two links join the same milestones.
	CodeDuplicateLink = "duplicate_link"
	// CodeLag: a lag below zero.
	CodeLag = "negative_lag"
	// CodeCycle: milestones depend on one another in a circle.
	CodeCycle = "cycle"
)

// Problem is one thing that is wrong with a plan.
type Problem struct {
	Code string
	// Milestone is the index of the milestone at fault, or -1.
	Milestone int
	// Link is the index of the link at fault, or -1. Of a cycle, it is the last of
	// the plan's links that are part of it.
	Link int
	// ID that is unknown or there twice; the first of a cycle.
	ID string
	// Path of a cycle: IDs in the order of the links, the first one again at the end.
	Path []string
}

// Invalid is the error of a plan that cannot be computed: all that is wrong with it.
type Invalid []Problem

func (v Invalid) Error() string {
	p := v[0]
	what := p.ID
	if len(p.Path) > 0 {
		what = strings.Join(p.Path, " → ")
	}
	return fmt.Sprintf("network: %s: %s (%d problems)", p.Code, what, len(v))
}

// Check returns everything that is wrong with a plan: milestones first, links
// next, cycles last; none when it can be computed. Of milestones that are all
// part of one another's cycles, one shortest cycle is named.
func Check(p Plan) []Problem {
	_, problems := graphOf(p)
	return problems
}

// graph is a plan by index, without what is cancelled.
type graph struct {
	plan  Plan
	index map[string]int
	// ends are the milestones that a link joins.
	ends [][2]int
	// in and out are the links to and from a milestone, as indices of plan.Links.
	in, out [][]int
	// order is topological: of two open milestones the alphabetically first goes
	// first where the links allow both.
	order []int
}

func graphOf(p Plan) (*graph, []Problem) {
	g := &graph{plan: p, index: make(map[string]int, len(p.Milestones)), in: make([][]int, len(p.Milestones)), out: make([][]int, len(p.Milestones)), ends: make([][2]int, len(p.Links))}
	var problems []Problem
	for i, m := range p.Milestones {
		if m.ID == "" {
			problems = append(problems, Problem{Code: CodeNoID, Milestone: i, Link: -1})
			continue
		}
		if _, twice := g.index[m.ID]; twice {
			problems = append(problems, Problem{Code: CodeDuplicate, Milestone: i, Link: -1, ID: m.ID})
			continue
		}
		g.index[m.ID] = i
	}
	joined := make(map[[2]string]bool, len(p.Links))
	for i, l := range p.Links {
		wrong := func(code, id string) {
			problems = append(problems, Problem{Code: code, Milestone: -1, Link: i, ID: id})
		}
		from, okFrom := g.index[l.From]
		to, okTo := g.index[l.To]
		switch pair := [2]string{l.From, l.To}; {
		case !okFrom:
			wrong(CodeUnknown, l.From)
		case l.From == l.To:
			wrong(CodeSelf, l.To)
		case joined[pair]:
			wrong(CodeDuplicateLink, l.To)
		default:
			joined[pair] = true
		}
		if !okTo && l.From != l.To {
			wrong(CodeUnknown, l.To)
		}
		if l.Lag < 0 {
			wrong(CodeLag, l.To)
		}
		if okFrom && okTo && from != to && !p.Milestones[from].Cancelled && !p.Milestones[to].Cancelled {
			g.ends[i] = [2]int{from, to}
			g.out[from] = append(g.out[from], i)
			g.in[to] = append(g.in[to], i)
		}
	}
	problems = append(problems, g.sort()...)
	return g, problems
}

func (g *graph) id(i int) string { return g.plan.Milestones[i].ID }

func (g *graph) from(link int) int { return g.ends[link][0] }

func (g *graph) to(link int) int { return g.ends[link][1] }
