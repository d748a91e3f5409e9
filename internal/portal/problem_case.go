package portal

import (
	"strings"
	"time"

	"termijn/internal/record"
	"termijn/workflows/problem"
)

// problemContent is what the page of a problem shows of its own.
type problemContent struct {
	*Page
	Origin []fact
	Stages []problemStage
	// Cause, Known, Solution and Overrun are facts; empty for what is not known.
	Cause, Known, Solution, Overrun []fact
	// Correction says what the finding means for the price correction (C-30).
	Correction, Uncounted string
	Public                bool
	Notes                 []signedText
}

// problemStage is one of the three stages of B-13.
type problemStage struct {
	Name, Look, State string
	// Agreed is the date with its reason; Done when it was reached.
	Agreed, Reason, Done string
	// Who must act, and for what.
	Who string
}

// signedText is a text with who wrote it when.
type signedText struct{ Who, When, Text string }

// problemSteps are the steps of the picture, problemPlace where a stage stands in it.
var (
	problemSteps = []string{"cause", "known", "solved", "checked"}
	problemPlace = map[string]int{problem.Analysing: 0, problem.Identified: 1, problem.Known: 2, problem.Solved: 3, problem.Closed: 4}
)

func (r problemReader) steps() []step {
	at, ok := problemPlace[r.Stage]
	here := stepCurrent
	if !ok {
		if r.Stage == problem.Proposed {
			return nil
		}
		here = stepStopped
		for at < len(problem.Steps) && r.own.Steps[problem.Steps[at]].Done != nil {
			at++
		}
	}
	return r.labelled(stepsAt(problemSteps, at, here))
}

// waiting says who must act (B-13): the next actor, not whoever has another task.
func (r problemReader) waiting() string {
	next := r.own.NextActor
	id := "problem.wait." + r.Stage
	if r.Outcome != "" || next == nil || !r.say.Has(id) {
		return r.caseReader.waiting()
	}
	due := r.say.T("case.task.nodue")
	for _, t := range r.open(next.Task) {
		due, _ = r.taskDue(t)
		if k, ok := r.clock(t.Clock); ok && k.Result.Due != nil {
			due = r.say.Deadline(*k.Result.Due)
		}
	}
	return r.say.T(id, "Who", r.recipient(next.Recipient), "Due", due)
}

// clockRank puts the contract's term before agreed dates.
func (r problemReader) clockRank(k record.Clock) int {
	switch {
	case k.ID == problem.ClockRootCause, k.ID == problem.ClockProposal:
		return 0
	case k.ID == problem.ClockOverrun:
		return 2
	}
	return 1
}

// clockAbout names the stage that an agreed date is for: stage/solution/2.
func (r problemReader) clockAbout(id string) string {
	rest, ok := strings.CutPrefix(id, "stage/")
	if !ok {
		return ""
	}
	name, _, _ := strings.Cut(rest, "/")
	word, _ := r.word("step", name)
	return word
}

func (r problemReader) content(page *Page) any {
	own := r.own
	c := problemContent{Page: page, Origin: r.origin(), Correction: r.correction(), Overrun: r.overrun()}
	if reason := own.Uncounted(); reason != "" && own.Origin.Trend == nil {
		c.Uncounted = r.say.T("problem.uncounted." + reason)
	}
	for _, name := range problem.Steps {
		c.Stages = append(c.Stages, r.stageOf(name))
	}
	c.Cause = r.cause()
	if k := own.KnownError; k != nil {
		c.Public = own.Published != nil
		c.Known = []fact{{r.say.T("problem.symptoms"), k.Symptoms}, {r.say.T("problem.workaround"), k.Workaround}}
		if c.Public {
			c.Known = append(c.Known, fact{r.say.T("problem.published"), r.say.DateTime(*own.Published)})
		}
		c.Known = append(c.Known, r.signed(k.By, k.At))
	}
	if s := own.Solution; s != nil {
		c.Solution = r.facts("solution", s.Solution.Solution, "change", s.Change, "result", own.Result)
		c.Solution = append(c.Solution, r.signed(s.By, s.At))
	}
	for _, n := range inOrder(own.Notes, func(n problem.Noted) time.Time { return n.At }) {
		c.Notes = append(c.Notes, signedText{Who: r.who(n.By), When: r.say.DateTime(n.At), Text: n.Text})
	}
	return c
}

// facts are those of pairs of field and value that say something.
func (r problemReader) facts(pairs ...string) []fact {
	var all []fact
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			all = append(all, fact{r.say.T("problem." + pairs[i]), pairs[i+1]})
		}
	}
	return all
}

// signed is who wrote something when.
func (r problemReader) signed(by record.Actor, at time.Time) fact {
	return fact{r.say.T("problem.by"), r.say.T("problem.by.at", "Who", r.who(by), "At", r.say.DateTime(at))}
}

// origin is where the problem comes from.
func (r problemReader) origin() []fact {
	o := r.own.Origin
	all := r.facts("description", o.Description, "service", serviceName(r.say, r.catalogue, o.Service),
		"category", categoryName(r.say, r.catalogue, o.Service, o.Category), "item", o.Item,
		"handler", r.handler(), "outside", r.own.Outside)
	if t := o.Trend; t != nil {
		pattern, _ := r.word("pattern", t.Pattern)
		all = append(all, fact{r.say.T("problem.trend"), r.say.T("problem.trend.found", "Pattern", pattern, "Count", t.Count,
			"From", r.say.Date(t.From), "Until", r.say.Date(t.Until))})
	}
	if p := r.own.Proposal; p != nil {
		all = append(all, fact{r.say.T("problem.proposal"), r.say.T("problem.proposal.ruled", "Who", r.who(p.By), "At", r.say.DateTime(p.At),
			"Option", titled(r.say, "task.option.", p.Option), "Reason", p.Reason)})
	}
	return append(all, r.facts("reason", r.own.Reason)...)
}

// handler is the team that has the problem, with its organisation.
func (r problemReader) handler() string {
	h := r.own.Handler
	return teamName(r.say, r.catalogue, h.Team) + " – " + r.name(h.Org)
}

// stageOf is how far a stage of B-13 has come.
func (r problemReader) stageOf(name string) problemStage {
	s := r.own.Steps[name]
	word, _ := r.word("step", name)
	x := problemStage{Name: capital(word), Reason: s.Reason, Look: "open", State: r.say.T("problem.stage.open")}
	if s.Date != nil {
		x.Agreed = r.say.DayDate(*s.Date)
	}
	late := false
	if k, ok := r.clock(s.Clock); ok {
		late = lookOf(k) == "breached"
	}
	current := map[string]string{problem.Analysing: problem.StepRootCause, problem.Identified: problem.StepKnownError, problem.Known: problem.StepSolution}[r.Stage] == name
	switch {
	case s.Done != nil && late:
		x.Look, x.State = "late", r.say.T("problem.stage.done_late")
	case s.Done != nil:
		x.Look, x.State = "approved", r.say.T("problem.stage.done")
	case late:
		x.Look, x.State = "rejected", r.say.T("problem.stage.late")
	case current:
		x.State = r.say.T("problem.stage.now")
	}
	if s.Done != nil {
		x.Done = r.say.DateTime(*s.Done)
	}
	if next := r.own.NextActor; next != nil && current {
		x.Who = r.recipient(next.Recipient)
	}
	return x
}
