package problem

import (
	"termijn/internal/record"
	"termijn/workflows/casework"
)

// checkResolved lets nobody but the product say that the incident was resolved.
func checkResolved(s *situation, _ ResolvedAgain) error {
	if s.Actor != record.System {
		return casework.Refuse(casework.CodeForbidden)
	}
	return nil
}

// resolvedAgain takes over a new resolution of the incident: the earlier one was
// none. The root-cause time counts from it, unless the cause is known; and what
// took too long only now is analysed too.
func resolvedAgain(t *turn, r ResolvedAgain) {
	own := &t.Own
	own.Origin.Resolved = r.At
	if t.Running(ClockRootCause) || t.Clocks[ClockRootCause].HasFired(record.RungDue) && !t.Clocks[ClockRootCause].Stopped() {
		t.StartClockFrom(ClockRootCause, "problem.rootcause", r.At, nil)
	}
	t.Say("problem.incident_resolved", r)
	if r.Overrun && !own.Origin.Overrun {
		own.Origin.Overrun = true
		askOverrun(t)
	}
}
