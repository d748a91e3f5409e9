package problem

import (
	"fmt"

	"termijn/workflows/casework"
)

func checkKnownError(s *situation, k KnownError) error {
	if err := checkMine(s, true); err != nil {
		return err
	}
	var v casework.Invalid
	text(&v, "symptoms", k.Symptoms)
	text(&v, "workaround", k.Workaround)
	return v.Err()
}

// recordKnown defines the known error, or brings it up to date. A public one is
// shown since the instant at which it became so (E-06).
func recordKnown(t *turn, k KnownError) {
	own := &t.Own
	kind := "problem.known_error_changed"
	if own.KnownError == nil {
		kind = "problem.known_error_recorded"
	}
	own.KnownError = &KnownAs{KnownError: k, At: t.At, By: t.Actor}
	switch at := t.At; {
	case !k.Public:
		own.Published = nil
	case own.Published == nil:
		own.Published = &at
	}
	t.Say(kind, k)
	reach(t, StepKnownError)
	if t.Stage == Identified {
		t.FinishTasks(taskKnown, "")
		t.Move(Known)
		askNext(t)
	}
}

func checkSolution(s *situation, x Solution) error {
	if err := checkMine(s, false); err != nil {
		return err
	}
	var v casework.Invalid
	text(&v, "solution", x.Solution)
	short(&v, "change", x.Change)
	return v.Err()
}

// implement says that the cause is removed. A known error that was not recorded
// is not waited for any more.
func implement(t *turn, x Solution) {
	t.Own.Solution = &Solving{Solution: x, At: t.At, By: t.Actor}
	if changeRef.MatchString(x.Change) {
		t.Link(LinkSolvedBy, x.Change)
	}
	t.Say("problem.solved", x)
	t.FinishTasks(taskSolution, "")
	skip(t, StepKnownError)
	reach(t, StepSolution)
	t.Move(Solved)
	askNext(t)
}

func checkClose(s *situation, c Closing) error {
	var v casework.Invalid
	text(&v, "result", c.Result)
	if err := v.Err(); err != nil {
		return err
	}
	return checkOverrunOver(s)
}

// checkOverrunOver keeps a problem open until it is clear whether the Service
// Integrator had a share in the overrun (C-24).
func checkOverrunOver(s *situation) error {
	if s.Own.Overrun.Open() {
		return casework.Refuse("overrun_open")
	}
	return nil
}

func closeProblem(t *turn, c Closing) {
	t.Own.Result = c.Result
	t.Say("problem.closed", map[string]string{"report": c.Result})
	t.FinishTasks(taskClose, "")
	end(t, Closed)
}

// reopen goes back one stage: to before the solution, or to before the cause.
func reopen(t *turn, b Because) {
	own := &t.Own
	id := fmt.Sprintf("R%d", len(own.Reopenings)+1)
	from, to := t.Stage, Analysing
	if from == Solved {
		to = Identified
		if own.KnownError != nil {
			to = Known
		}
		own.Solution = nil
		undo(t, StepSolution)
	} else {
		t.RestartClock(ClockRootCause, id, "reopened")
		undo(t, StepRootCause)
	}
	set(&own.Reopenings, id, Reopened{From: from, To: to, Reason: b.Reason, At: t.At, By: t.Actor})
	t.Say("problem.reopened", map[string]string{"stage": to, "reason": b.Reason})
	t.Made(id)
	t.Move(to)
	askNext(t)
}

func checkWithdraw(s *situation, b Because) error {
	if err := checkBecause(s, b); err != nil {
		return err
	}
	return checkOverrunOver(s)
}

// withdraw ends a problem that is none.
func withdraw(t *turn, b Because) {
	t.Own.Reason = b.Reason
	t.Say("problem.withdrawn", map[string]string{"reason": b.Reason})
	end(t, Withdrawn)
}
