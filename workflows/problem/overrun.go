package problem

import (
	"termijn/internal/record"
	"termijn/workflows/casework"
)

// askOverrun starts the analysis of why the incident took too long (C-24).
func askOverrun(t *turn) {
	t.Own.Overrun = &Overrun{State: OverrunOpen}
	t.StartClock(ClockOverrun, "problem.overrun")
	t.OpenTask(ask{Kind: taskOverrun, To: levels, Clock: ClockOverrun, Command: AnalyseOverrun.Name})
}

func checkOverrun(s *situation, a OverrunAnalysis) error {
	switch o := s.Own.Overrun; {
	case o == nil:
		return casework.Refuse("no_overrun")
	case o.State != OverrunOpen:
		return casework.Refuse(casework.CodeDone)
	}
	var v casework.Invalid
	text(&v, "cause", a.Cause)
	v.Check(a.Share || a.Proof != "", "proof", "required_proof")
	short(&v, "proof", a.Proof)
	return v.Err()
}

// analyseOverrun is the Service Integrator's word. That it had no share is for the
// Board to judge (C-24).
func analyseOverrun(t *turn, a OverrunAnalysis) {
	at, by := t.At, t.Actor
	o := Overrun{State: OverrunShared, OverrunAnalysis: a, At: &at, By: &by}
	t.StopClock(ClockOverrun)
	t.FinishTasks(taskOverrun, "")
	t.Say("problem.overrun_analysed", a)
	if !a.Share {
		o.State = OverrunPending
		t.OpenTask(ask{Kind: taskRuling, To: board, Options: []string{"approve", "reject"}, Content: record.ContentHash(a)})
	}
	t.Own.Overrun = &o
}

// ruleOverrun is the Board's ruling, with its reason.
func ruleOverrun(t *turn, d casework.Decision) {
	o := *t.Own.Overrun
	o.State = OverrunStays
	if d.Option == "approve" {
		o.State = OverrunExcluded
	}
	o.Ruling = &Ruling{Option: d.Option, Reason: d.Reason, At: t.At, By: t.Actor}
	t.Own.Overrun = &o
	t.Say("problem.overrun_ruled", map[string]string{"ruling": d.Option, "reason": d.Reason})
}
