package transition

import (
	"strings"

	"termijn/workflows/casework"
)

func checkComplete(s *situation, c Completion) error {
	if err := checkLead(s); err != nil {
		return err
	}
	var v casework.Invalid
	v.Check(strings.TrimSpace(c.Report) != "", "report", "required")
	v.Check(len(c.Report) <= longestMinutes, "report", "too_long", "max", "20000")
	if err := v.Err(); err != nil {
		return err
	}
	if open := s.Own.left(); len(open) > 0 {
		return casework.Refuse("programme_open", "subjects", strings.Join(open[:min(len(open), 20)], ", "))
	}
	return nil
}

// left lists what stands between a programme and its end (sentence 23).
func (s State) left() []string {
	var open []string
	for _, id := range keys(s.Milestones) {
		m := s.Milestones[id]
		if p, ok := s.Payments[id]; m.Status != MilestoneCancelled && !m.Done() || ok && p.State != PaymentApproved {
			open = append(open, id)
		}
	}
	for _, id := range keys(s.ExitItems) {
		if s.ExitItems[id].Settled == nil {
			open = append(open, id)
		}
	}
	if id := s.opened(); id != "" {
		open = append(open, id)
	}
	return open
}

// complete is sentence 23.
func complete(t *turn, c Completion) {
	t.Own.Report = strings.TrimSpace(c.Report)
	t.Say("transition.completed", map[string]string{"report": t.Own.Report})
	t.End(Completed, Completed)
}

func checkStop(s *situation, b Because) error {
	if s.Actor.Org != board {
		return casework.Refuse(casework.CodeForbidden)
	}
	var v casework.Invalid
	text(&v, "reason", b.Reason)
	return v.Err()
}

// stop is the end of sentence 23.
func stop(t *turn, b Because) {
	t.Own.Report = strings.TrimSpace(b.Reason)
	t.Say("transition.stopped", map[string]string{"reason": t.Own.Report})
	t.End(Stopped, Stopped)
}
