package transition

import (
	"strings"

	"termijn/workflows/casework"
)

func checkReach(s *situation, r Reaching) error {
	m, err := milestone(s, r.Milestone)
	if err != nil {
		return err
	}
	if err := checkOwner(s, m.Owner); err != nil {
		return err
	}
	var v casework.Invalid
	within(&v, "date", r.Date)
	v.Check(!r.Date.After(today(s)), "date", "in_the_future")
	optional(&v, "note", r.Note)
	links(&v, "evidence", r.Evidence, m.NeedsAcceptance() && len(s.Own.products(r.Milestone)) == 0)
	if err := v.Err(); err != nil {
		return err
	}
	if open := s.Own.unaccepted(r.Milestone); len(open) > 0 {
		return casework.Refuse("products_open", "products", strings.Join(open, ", "))
	}
	if open := s.Own.unsettled(r.Milestone); m.GoLive && len(open) > 0 {
		return casework.Refuse("checklist_open", "items", strings.Join(open, ", ")) // N-03, N-08, N-09
	}
	return nil
}

// reach is sentence 9.
func reach(t *turn, r Reaching) {
	m := t.Own.Milestones[r.Milestone]
	x := Reached{Date: r.Date, Note: strings.TrimSpace(r.Note), Evidence: r.Evidence, At: t.At, By: t.Actor, Fired: t.Clocks[m.Clock].Fired}
	x.Content = hash([]any{r.Milestone, m.Due, x})
	m.Reached, m.Refusal = &x, nil
	t.StopClock(m.Clock)
	stopRecovery(t, r.Milestone, &m)
	t.Own.Milestones[r.Milestone] = m
	t.FinishTasks(taskForecast, r.Milestone)
	restate(t, r.Milestone)
	settleAck(t, r.Milestone)
	t.Say("transition.milestone_reached", map[string]any{"milestone": r.Milestone, "date": r.Date, "due": m.Due, "note": x.Note})
	t.Made(r.Milestone)
	if open := t.Own.openBefore(r.Milestone); len(open) > 0 {
		t.Note("before_predecessor")
	}
	changed(t)
	if !m.NeedsAcceptance() {
		return
	}
	clock := nextClock(t, clockJudgement+"/"+r.Milestone)
	t.StartClock(clock, decision)
	t.OpenTask(casework.Ask{Kind: taskMilestone, Subject: r.Milestone, To: members, Clock: clock, Options: verdicts, Content: x.Content,
		Args: map[string]string{"name": m.Title, "date": r.Date.String()}})
}

// openBefore lists the predecessors of a milestone that are not reached.
func (s State) openBefore(id string) []string {
	var open []string
	for _, key := range keys(s.Links) {
		if l := s.Links[key]; l.To == id && !s.Milestones[l.From].Ended() {
			open = append(open, l.From)
		}
	}
	return open
}

// products lists the work products of a milestone.
func (s State) products(id string) []string {
	var all []string
	for _, p := range keys(s.Products) {
		if s.Products[p].Milestone == id {
			all = append(all, p)
		}
	}
	return all
}

// reachingDecided is the Board's acceptance, or its refusal (sentence 9).
func reachingDecided(t *turn, id string, d casework.Decision) {
	m := t.Own.Milestones[id]
	stopFamily(t, clockJudgement+"/"+id)
	if d.Option == approve {
		m.Accepted = judged(t, d.Reason)
		t.Own.Milestones[id] = m
		t.Say("transition.milestone_accepted", map[string]string{"milestone": id, "reason": m.Accepted.Reason})
		makePayable(t, id) // 22
		return
	}
	resume(t, m, m.Reached.Fired)
	m.Reached, m.Refusal = nil, judged(t, d.Reason)
	t.Own.Milestones[id] = m
	t.OpenTask(casework.Ask{Kind: taskForecast, Subject: id, To: people(t, m.Owner), Clock: m.Clock, Command: Forecast.Name,
		Args: map[string]string{"name": m.Title, "date": m.Due.String()}})
	restate(t, id)
	t.Say("transition.reaching_refused", map[string]string{"milestone": id, "reason": m.Refusal.Reason})
	changed(t)
}

// resume makes the clock of a date run on as if it had never been stopped: the fact
// that stopped it is taken back. What its ladder told already is not told again.
func resume(t *turn, m Milestone, fired []string) {
	if m.Clock == "" {
		return
	}
	t.StartDateClock(m.Clock, defMilestone, m.Due)
	k := t.Clocks[m.Clock]
	k.Facts.Start, k.Fired = *m.Since, fired
	t.Clocks[m.Clock] = k
}

// stopFamily stops the running clocks of a family.
func stopFamily(t *turn, family string) {
	for _, id := range keys(t.Clocks) {
		if strings.HasPrefix(id, family+"/") {
			t.StopClock(id)
		}
	}
}
