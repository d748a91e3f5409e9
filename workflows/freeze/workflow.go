package freeze

import (
	"encoding/json"
	"fmt"

	"go.temporal.io/sdk/workflow"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

// Short names for what every handler of this process works on.
type (
	turn      = casework.Turn[State]
	situation = casework.Situation[State]
)

// transitions says what may follow what: the commands that each stage allows.
var transitions = map[string][]string{
	Planned:  {Change.Name, Lift.Name},
	Underway: {Change.Name, Lift.Name},
}

// process is what this package contributes to a case.
var process = casework.Process[State]{
	Version:     Version,
	Initial:     Planned,
	Transitions: transitions,
	Opened:      announce,
	Due:         func(*turn, record.Clock) {},
	Alarm:       alarm,
	Decided:     func(*turn, record.Task, casework.Decision) {},
	Returned:    looked,
	Waiting:     waiting,
}

// Workflow is one freeze or maintenance window. The numbers are the sentences of the
// package's story.
func Workflow(ctx workflow.Context, start casework.Start[State]) error {
	c, err := casework.New(ctx, start, process)
	if err != nil {
		return err
	}
	casework.Handle(ctx, c, Change, checkUpdate, update) // 3
	casework.Handle(ctx, c, Lift, checkLift, lift)       // 4
	return c.Run(ctx, Name)
}

// Opened is the state of a new freeze as its opener gives it to the case; provider is
// whose maintenance it is, empty for the Service Integrator's.
func Opened(a Announcement, provider string) State {
	a.From, a.To = casework.Exact(a.From), casework.Exact(a.To)
	return State{Announcement: a, Provider: provider}
}

// Plan is what an announcement plans, for a provider or the Service Integrator.
func (s State) Plan() record.Plan {
	p := record.Plan{Kind: record.PlanFreeze, Items: s.Items, Provider: s.Provider, From: s.From, To: s.To, Firm: true}
	if s.Kind == Maintenance {
		p.Kind = record.PlanMaintenance
	}
	if s.Emergencies {
		p.Exempt = []string{"emergency"}
	}
	return p
}

// announce is sentences 1 and 2.
func announce(t *turn) {
	t.Say("freeze.announced", map[string]any{"kind": t.Own.Kind, "from": t.Own.From, "to": t.Own.To, "reason": t.Own.Reason})
	wake(t)
	plan(t, errand(0), t.Own.Plan(), nil)
}

// plan records what is planned from now on, and sends somebody to tell the changes
// that it touches, and those that it touched before.
func plan(t *turn, look string, now record.Plan, was *record.Plan) {
	t.Plan(now)
	t.Send(look, record.TouchedActivity, record.TouchedAsked{Was: was})
}

// errand is the look after so many changes of the plan: each has one of its own, so
// that none is lost while another is under way.
func errand(updates int) string { return fmt.Sprintf("touched/%d", updates) }

// wake wakes the case at the window's ends.
func wake(t *turn) {
	if t.Stage == Planned {
		t.SetAlarmAt(alarmFrom, t.Own.From)
	}
	t.SetAlarmAt(alarmTo, t.Own.To)
}

// looked is the rest of sentence 2. An answer about a plan that has changed since
// counts no more.
func looked(t *turn, e record.Errand, answer json.RawMessage) {
	var found record.TouchedFound
	if e.ID != errand(t.Own.Updates) || json.Unmarshal(answer, &found) != nil {
		return
	}
	t.Own.Touched, t.Own.More = found.Touched, found.More
	t.Say("freeze.touches", map[string]int{"changes": len(found.Touched) + found.More})
}

// update is sentence 3.
func update(t *turn, m Update) {
	was := t.Own.Plan()
	t.Own.From, t.Own.To = t.Own.window(m)
	switch {
	case m.Everything:
		t.Own.Items = nil
	case m.Items != nil:
		t.Own.Items = m.Items
	}
	for _, provider := range m.Providers {
		t.Involve(provider)
	}
	t.Own.Updates++
	t.Say("freeze.updated", updated(t, m))
	wake(t)
	plan(t, errand(t.Own.Updates), t.Own.Plan(), &was)
}

// updated is what the event of an update says: also for what it holds then.
func updated(t *turn, m Update) map[string]any {
	says := map[string]any{"from": t.Own.From, "to": t.Own.To, "reason": m.Reason}
	if t.Version < versionItemsTold {
		return says
	}
	if t.Own.Everything() {
		says["everything"] = true
	} else {
		says["items"] = t.Own.Items
	}
	return says
}

// alarm is the first half of sentence 4.
func alarm(t *turn, a record.Alarm) {
	if a.ID == alarmFrom {
		t.Say("freeze.began", nil)
		t.Move(Underway)
		return
	}
	t.Say("freeze.ended", nil)
	end(t, Ended)
}

func checkLift(s *situation, m Because) error {
	if err := announcer(s); err != nil {
		return err
	}
	var v casework.Invalid
	checkReason(&v, m.Reason)
	return v.Err()
}

// lift is the second half of sentence 4.
func lift(t *turn, m Because) {
	t.Own.Lifted = m.Reason
	t.Say("freeze.lifted", m)
	end(t, Lifted)
}

// end takes the plan back; what it touched looks again.
func end(t *turn, how string) {
	was := t.Own.Plan()
	plan(t, "touched/end", record.Plan{}, &was)
	t.End(how, how)
}

// waiting tells an operator what the case waits for.
func waiting(s *casework.State[State]) string {
	switch s.Stage {
	case Planned:
		return "waits for its beginning (B-36)"
	case Underway:
		return "waits for its end (B-36)"
	}
	return s.Stage
}
