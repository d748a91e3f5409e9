package transition

import (
	"strconv"
	"strings"

	"termijn/workflows/casework"
)

func checkSubmit(s *situation, m Submission) error {
	if err := checkLead(s); err != nil {
		return err
	}
	if m.Content != s.Own.Content {
		return casework.Refuse(casework.CodeStale, "seen", m.Content, "current", s.Own.Content)
	}
	var v casework.Invalid
	v.Check(len(s.Own.Milestones) > 0, "plan.milestones", "required")
	s.Own.checkWhole(&v)
	if !s.Own.shares().IsZero() || s.Own.Price.IsPositive() {
		s.Own.checkShares(&v)
		v.Check(s.Own.Price.IsPositive(), "plan.price", "must_be_positive")
	}
	return v.Err()
}

// submitPlan is sentence 3.
func submitPlan(t *turn, _ Submission) {
	t.FinishTasks(taskSubmit, "")
	t.Own.Refused = ""
	t.Move(Submitted)
	askPlan(t)
	t.Say("transition.plan_submitted", map[string]string{"content": t.Own.Content})
}

// askPlan puts the plan before the Board, with a term of its own.
func askPlan(t *turn) {
	clock := nextClock(t, clockPlan)
	t.StartClock(clock, decision)
	t.OpenTask(casework.Ask{Kind: taskPlan, To: members, Clock: clock, Options: verdicts, Content: t.Own.Content,
		Args: map[string]string{"name": t.Title}})
}

// nextClock names the next clock of a family; one that still runs is called off.
func nextClock(t *turn, family string) string {
	for _, id := range keys(t.Clocks) {
		if strings.HasPrefix(id, family+"/") {
			t.CancelClock(id)
		}
	}
	set(&t.Own.Asked, family, t.Own.Asked[family]+1)
	return family + "/" + strconv.Itoa(t.Own.Asked[family])
}

// planDecided is the Board's answer (sentences 3 and 4).
func planDecided(t *turn, d casework.Decision) {
	for _, id := range keys(t.Clocks) {
		if strings.HasPrefix(id, clockPlan+"/") {
			t.StopClock(id)
		}
	}
	if d.Option == approve {
		firstBaseline(t, d)
		return
	}
	t.Own.Refused = strings.TrimSpace(d.Reason)
	t.Say("transition.plan_refused", map[string]string{"reason": t.Own.Refused})
	t.Move(Planning)
	askToSubmit(t)
}

func checkAward(s *situation, a Award) error {
	if s.Actor.Org != integrator && s.Actor.Org != board {
		return casework.Refuse(casework.CodeForbidden)
	}
	if s.Own.Condition == nil {
		return casework.Refuse("no_condition")
	}
	var v casework.Invalid
	within(&v, "date", a.Date)
	v.Check(!a.Date.After(today(s)), "date", "in_the_future")
	v.Check(s.Own.Condition.Awarded == nil || *s.Own.Condition.Awarded != a.Date, "date", "nothing_changes")
	return v.Err()
}

// recordAward is sentence 5. Dates that no longer hold are no promises any more.
func recordAward(t *turn, a Award) {
	c := *t.Own.Condition
	c.Awarded = &a.Date
	t.Own.Condition = &c
	t.Own.Content = t.Own.content()
	n := 0
	for _, id := range keys(t.Own.Milestones) {
		m := t.Own.Milestones[id]
		if unfixed := c.Late(); m.Conditional && !m.Ended() && m.Unfixed != unfixed {
			m.Unfixed = unfixed
			if t.Stage == Running {
				refix(t, id, &m)
			}
			t.Own.Milestones[id] = m
			restate(t, id)
			n++
		}
	}
	t.Say("transition.award_recorded", map[string]any{"date": a.Date, "late": c.Late(), "milestones": n})
	if t.Stage == Submitted {
		t.OutdateTasks(taskPlan)
		askPlan(t)
		t.Note("board_asked_again")
	}
}
