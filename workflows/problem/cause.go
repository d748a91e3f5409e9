package problem

import (
	"regexp"

	"termijn/workflows/casework"
)

func checkCause(s *situation, c RootCause) error {
	if err := checkMine(s, true); err != nil {
		return err
	}
	var v casework.Invalid
	text(&v, "cause", c.Cause)
	oneOf(&v, "kind", c.Kind, CauseKinds)
	if c.Kind == CauseChange {
		text(&v, "change", c.Change)
		oneOf(&v, "changeBy", c.ChangeBy, ChangeMakers)
	} else {
		v.Check(c.Change == "", "change", "only_for_change")
		v.Check(c.ChangeBy == "", "changeBy", "only_for_change")
	}
	if found := c.Finding != "" && c.Finding != FindingNone; found {
		oneOf(&v, "finding", c.Finding, Findings)
		text(&v, "proof", c.Proof)
	}
	short(&v, "proof", c.Proof)
	return v.Err()
}

// changeRef is how a change that is a case is written. Others are texts.
var changeRef = regexp.MustCompile(`^CHG-\d{4}-\d{6,}$`)

// identify stops the term for the root cause (C-25). A correction touches no clock.
func identify(t *turn, c RootCause) {
	own := &t.Own
	if c.Finding == "" {
		c.Finding = FindingNone
	}
	before := own.Cause
	own.Cause = &Cause{RootCause: c, At: t.At, By: t.Actor}
	if before != nil && before.Change != c.Change {
		retract(t, before.Change)
	}
	if changeRef.MatchString(c.Change) && (before == nil || before.Change != c.Change) {
		t.Link(LinkCausedBy, c.Change) // C-28
		tellChange(t, c)
	}
	if t.Stage != Analysing {
		t.Say("problem.root_cause_corrected", c)
		return
	}
	t.Say("problem.root_cause_identified", c)
	t.FinishTasks(taskCause, "")
	t.StopClock(ClockRootCause)
	reach(t, StepRootCause)
	if own.KnownError != nil {
		t.Move(Known) // known since before it was reopened
	} else {
		t.Move(Identified)
	}
	askNext(t)
}
