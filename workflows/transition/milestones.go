package transition

import (
	"slices"
	"strings"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

// status is how a milestone stands, from its facts and what the network makes of it.
func (s State) status(id string) string {
	m, c := s.Milestones[id], s.Carried[id]
	late := c.Via != "" && c.Expected.After(m.Due)
	switch {
	case m.Status == MilestoneCancelled:
		return MilestoneCancelled
	case m.Reached != nil:
		return MilestoneReached
	case m.Missed != nil:
		return MilestoneMissed
	case late && m.Held == nil:
		return MilestoneImpossible
	case late, m.Own().After(m.Due), m.Unready, c.Float < 0:
		return MilestoneAtRisk
	}
	return MilestonePlanned
}

// restate brings a milestone's status up to date.
func restate(t *turn, id string) {
	m := t.Own.Milestones[id]
	if is := t.Own.status(id); is != m.Status {
		m.Status = is
		t.Own.Milestones[id] = m
	}
}

func checkForecast(s *situation, f ForecastDate) error {
	m, err := milestone(s, f.Milestone)
	if err != nil {
		return err
	}
	if err := checkOwner(s, m.Owner); err != nil {
		return err
	}
	if f.Seen != m.Seen() {
		return casework.Refuse(casework.CodeStale, "seen", f.Seen, "current", m.Seen())
	}
	var v casework.Invalid
	ahead(&v, s, "date", f.Date)
	text(&v, "reason", f.Reason)
	v.Check(m.Missed != nil || m.Forecast == nil || m.Forecast.Date != f.Date || m.Forecast.Reason != strings.TrimSpace(f.Reason), "date", "nothing_changes")
	return v.Err()
}

// forecast is sentence 6; for a milestone that is missed it answers sentence 8.
func forecast(t *turn, f ForecastDate) {
	before := t.Own.Milestones[f.Milestone].Own()
	state(t, f.Milestone, Stated{Date: f.Date, Reason: strings.TrimSpace(f.Reason), At: t.At, By: t.Actor})
	t.Say("transition.forecast_stated", map[string]any{"milestone": f.Milestone, "date": f.Date, "before": before, "reason": strings.TrimSpace(f.Reason)})
	t.Made(f.Milestone)
	changed(t)
}

// state takes a forecast over.
func state(t *turn, id string, f Stated) {
	m := t.Own.Milestones[id]
	m.Forecast, m.Held = &f, nil
	stopRecovery(t, id, &m)
	t.Own.Milestones[id] = m
	t.FinishTasks(taskForecast, id)
	restate(t, id)
}

// signal is sentence 7: a step of the ladder before a milestone's date.
func signal(t *turn, k record.Clock, r record.Rung) {
	id, ok := milestoneOf(k.ID)
	if !ok {
		return
	}
	m := t.Own.Milestones[id]
	recovering := m.Missed != nil && t.Version >= versionAsksOnce // its management is asked already
	if m.Forecast == nil && !recovering {
		if _, asked := t.State.OpenTask(taskForecast, id); !asked {
			t.OpenTask(casework.Ask{Kind: taskForecast, Subject: id, To: people(t, m.Owner), Clock: k.ID, Command: Forecast.Name,
				Args: map[string]string{"name": m.Title, "date": m.Due.String()}})
		}
	}
	if r.Key == lastSignal && !t.Own.ready(id) {
		m.Unready = true
		t.Own.Milestones[id] = m
	}
	restate(t, id)
}

// lastSignal is the step at which every work product should be accepted.
const lastSignal = "-5WD"

// ready reports whether every work product of a milestone is accepted.
func (s State) ready(id string) bool { return len(s.unaccepted(id)) == 0 }

// unaccepted lists the work products of a milestone that are not accepted.
func (s State) unaccepted(id string) []string {
	var all []string
	for _, p := range keys(s.Products) {
		if x := s.Products[p]; x.Milestone == id && x.State != ProductAccepted {
			all = append(all, p)
		}
	}
	return all
}

// miss is sentence 8: the date has passed.
func miss(t *turn, id string) {
	m, at := t.Own.Milestones[id], t.At
	m.Missed = &at
	m.Recovery = strings.Replace(m.Clock, clockMilestone, clockRecovery, 1)
	t.StartClock(m.Recovery, defRecovery)
	t.Own.Milestones[id] = m
	restate(t, id)
	t.CancelTasks(taskForecast, id)
	t.OpenTask(casework.Ask{Kind: taskRecover, Subject: id, To: management(t, m.Owner), Clock: m.Recovery, Command: Forecast.Name,
		Args: map[string]string{"name": m.Title, "date": m.Due.String()}})
	t.Say("transition.milestone_missed", map[string]any{"milestone": id, "due": m.Due})
	changed(t)
}

// toTheBoard is the end of sentence 8: nobody said how the milestone recovers.
func toTheBoard(t *turn, id string) {
	m := t.Own.Milestones[id]
	m.Escalated = board
	t.Own.Milestones[id] = m
	t.Say("transition.miss_escalated", map[string]string{"milestone": id})
}

// stopRecovery says that a miss was answered, or is none any more.
func stopRecovery(t *turn, id string, m *Milestone) {
	if m.Recovery == "" {
		return
	}
	t.StopClock(m.Recovery)
	t.FinishTasks(taskRecover, id)
	m.Recovery = ""
}

// milestoneOf is whose date a clock limits.
func milestoneOf(clock string) (string, bool) {
	kind, rest, _ := strings.Cut(clock, "/")
	id, _, _ := strings.Cut(rest, "/")
	return id, kind == clockMilestone || kind == clockRecovery
}

// letters write to the ladder of one milestone: not every provider is meant, and the
// milestone is named. A step that lay before the promise began tells nobody.
func letters(s *situation, k record.Clock, part string, args map[string]string) ([]record.Mail, bool) {
	id, ok := milestoneOf(k.ID)
	if !ok || part == "assignee" {
		return nil, false
	}
	m := s.Own.Milestones[id]
	to := told(s, part, m.Owner)
	for _, r := range k.Rungs {
		if r.Key != args["rung"] {
			continue
		}
		if r.Key != record.RungDue && r.At.Before(k.Facts.Start) {
			return nil, true
		}
		for _, earlier := range r.Notify[:max(0, slices.Index(r.Notify, part))] {
			if told(s, earlier, m.Owner) == to {
				return nil, true // once is enough
			}
		}
	}
	mail := record.Mail{Template: "milestone_signal", To: to, Args: map[string]string{"milestone": id, "name": m.Title}}
	for _, name := range keys(args) {
		mail.Args[name] = args[name]
	}
	return []record.Mail{mail}, true
}

// told is whom a part of a milestone's ladder means.
func told(s *situation, part string, o Owner) record.Recipient {
	switch part {
	case "milestone.owner":
		return owner(s, o)
	case "milestone.management":
		return manager(s, o)
	case "si.programme_manager":
		return lead
	}
	return members
}

// people is who is asked for a promise; management who answers for it.
func people(t *turn, o Owner) record.Recipient     { return owner(&t.Situation, o) }
func management(t *turn, o Owner) record.Recipient { return manager(&t.Situation, o) }

func owner(s *situation, o Owner) record.Recipient {
	if o.Person != "" {
		return record.Recipient{Person: o.Person}
	}
	return manager(s, o)
}

func manager(s *situation, o Owner) record.Recipient {
	switch o.Org {
	case integrator:
		return lead
	case board:
		return members
	case s.Parties.Client:
		return record.Recipient{Org: o.Org, Role: "project_leader"}
	}
	return record.Recipient{Org: o.Org, Role: "manager"}
}
