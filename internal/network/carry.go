package network

import (
	"cmp"
	"slices"

	"termijn/internal/calendar"
)

// Cause says what a chain of effects begins with.
type Cause string

const (
	// CauseForecast: the owner of the chain's first milestone states another date.
	CauseForecast Cause = "forecast"
	// CauseReached: it was reached on another day than expected.
	CauseReached Cause = "reached"
	// CauseDue: its due date was agreed anew.
	CauseDue Cause = "due"
	// CauseLink: the link from the chain's first milestone to its second is new,
	// longer, shorter or gone.
	CauseLink Cause = "link"
	// CauseAdded: the chain's first milestone was not there before.
	CauseAdded Cause = "added"
	// CauseCancelled: it was cancelled, or taken out.
	CauseCancelled Cause = "cancelled"
	// CauseToday: its date passed without its being reached.
	CauseToday Cause = "today"
)

// Effect is what a change of the plan did to one milestone that was there before
// and still is.
type Effect struct {
	ID string `json:"id"`
	// From and To are the expected days before and after; the same where only its
	// standing to its due date changed.
	From calendar.Date `json:"from,omitzero"`
	To   calendar.Date `json:"to,omitzero"`
	// Days is the number of working days that it moved: above zero is later. It may
	// be 0 for a move over days that are none.
	Days int `json:"days,omitempty"`
	// Cause is what the chain begins with.
	Cause Cause `json:"cause"`
	// Chain leads from the milestone where it began to this one, by ID; only this
	// one when it began here.
	Chain []string `json:"chain"`
	// Impossible: its due date could be kept before, and cannot be any more.
	Impossible bool `json:"impossible,omitempty"`
	// Possible: the other way round.
	Possible bool `json:"possible,omitempty"`
}

// Moved says that the expected day is another one.
func (e Effect) Moved() bool { return e.From != e.To }

// Carry works out where every milestone stands after a change, and what the
// change did: every milestone that moved, or whose due date became impossible or
// possible, with the chain of causes. Those that can be kept no longer come
// first, then by expected day. The error is [Invalid], of either plan.
func Carry(before, after Plan, cal *calendar.Calendar) (Result, []Effect, error) {
	old, err := Compute(before, cal)
	if err != nil {
		return Result{}, nil, err
	}
	now, err := Compute(after, cal)
	if err != nil {
		return Result{}, nil, err
	}
	t := tracing{before: sideOf(before, old), after: sideOf(after, now)}
	var effects []Effect
	for _, m := range after.Milestones {
		was, there := old.Positions[m.ID]
		is, stays := now.Positions[m.ID]
		if !there || !stays || was.Expected == is.Expected && was.Impossible == is.Impossible {
			continue
		}
		e := Effect{ID: m.ID, From: was.Expected, To: is.Expected,
			Impossible: is.Impossible && !was.Impossible, Possible: was.Impossible && !is.Impossible}
		if !was.Expected.IsZero() && !is.Expected.IsZero() {
			e.Days = cal.WorkingDaysBetween(was.Expected, is.Expected)
		}
		e.Cause, e.Chain = t.trace(m.ID)
		effects = append(effects, e)
	}
	slices.SortFunc(effects, func(a, b Effect) int {
		return cmp.Or(-cmpBool(a.Impossible, b.Impossible), a.To.Compare(b.To), cmp.Compare(a.ID, b.ID))
	})
	return now, effects, nil
}

func cmpBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// side is a plan before or after the change, with what it came to.
type side struct {
	milestones map[string]Milestone
	lags       map[[2]string]int
	result     Result
}

func sideOf(p Plan, r Result) side {
	s := side{milestones: make(map[string]Milestone, len(p.Milestones)), lags: make(map[[2]string]int, len(p.Links)), result: r}
	for _, m := range p.Milestones {
		s.milestones[m.ID] = m
	}
	for _, l := range p.Links {
		s.lags[[2]string{l.From, l.To}] = l.Lag
	}
	return s
}

type tracing struct{ before, after side }

// trace follows a milestone's move back to where it began. What became later is
// held by its driver of now; what became earlier was held by its driver of before.
func (t tracing) trace(id string) (Cause, []string) {
	chain := []string{id}
	was, is := t.before.result.Positions[id], t.after.result.Positions[id]
	if was.Expected == is.Expected {
		return t.own(id), chain
	}
	held := t.after
	if is.Expected.Before(was.Expected) {
		held = t.before
	}
	for at := id; ; {
		p := held.result.Positions[at]
		if p.Because != ByPredecessor {
			break
		}
		pair := [2]string{p.Driver, at}
		cause, ended := t.cause(pair)
		if !ended && !t.moved(p.Driver) {
			break // the driver stands where it stood: it began here
		}
		chain = append(chain, p.Driver)
		if ended {
			slices.Reverse(chain)
			return cause, chain
		}
		at = p.Driver
	}
	slices.Reverse(chain)
	return t.own(chain[0]), chain
}

func (t tracing) moved(id string) bool {
	return t.before.result.Positions[id].Expected != t.after.result.Positions[id].Expected
}

// cause says whether a chain ends with the link itself: the link changed, or its
// first milestone came or went.
func (t tracing) cause(pair [2]string) (Cause, bool) {
	_, was := t.before.result.Positions[pair[0]]
	_, is := t.after.result.Positions[pair[0]]
	switch {
	case is && !was:
		return CauseAdded, true
	case was && !is:
		return CauseCancelled, true
	}
	lagWas, linkWas := t.before.lags[pair]
	lagIs, linkIs := t.after.lags[pair]
	if linkWas != linkIs || lagWas != lagIs {
		return CauseLink, !t.moved(pair[0])
	}
	return "", false
}

// own is what changed of the milestone itself.
func (t tracing) own(id string) Cause {
	was, is := t.before.milestones[id], t.after.milestones[id]
	switch {
	case was.Reached != is.Reached:
		return CauseReached
	case was.Stated != is.Stated:
		return CauseForecast
	case was.Due != is.Due:
		return CauseDue
	}
	return CauseToday
}
