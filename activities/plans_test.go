package activities_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"termijn/activities"
	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/change"
)

// planner is a case that plans something, and looks with what it collides.
type planner struct {
	Looks int `json:"looks,omitempty"`
	// With are the cases that it collides with, Because those that told it to look again.
	With    []string       `json:"with,omitempty"`
	Because map[string]int `json:"because,omitempty"`
	Touched []string       `json:"touched,omitempty"`
}

type intent struct {
	Plan record.Plan  `json:"plan"`
	Was  *record.Plan `json:"was,omitempty"`
}

var planIt = casework.Command[intent]{Name: "plan"}

func look(t *casework.Turn[planner], tell bool) {
	t.Own.Looks++
	t.Send(fmt.Sprintf("collisions/%d", t.Own.Looks), record.CollisionsActivity, record.CollisionsAsked{Before: t.Own.With, Tell: tell})
}

var plannerProcess = casework.Process[planner]{
	Initial:     "open",
	Transitions: map[string][]string{"open": {"plan", "recheck", "finish"}},
	Opened:      func(*casework.Turn[planner]) {},
	Due:         func(*casework.Turn[planner], record.Clock) {},
	Alarm:       func(*casework.Turn[planner], record.Alarm) {},
	Decided:     func(*casework.Turn[planner], record.Task, casework.Decision) {},
	Returned: func(t *casework.Turn[planner], _ record.Errand, answer json.RawMessage) {
		var found struct {
			Found   []record.Collision
			Touched []string
		}
		if json.Unmarshal(answer, &found) == nil {
			t.Own.With, t.Own.Touched = nil, found.Touched
			for _, c := range found.Found {
				t.Own.With = append(t.Own.With, c.Other)
			}
		}
	},
	Waiting: func(*casework.State[planner]) string { return "waits" },
}

func plannerWorkflow(ctx workflow.Context, start casework.Start[planner]) error {
	c, err := casework.New(ctx, start, plannerProcess)
	if err != nil {
		return err
	}
	casework.Handle(ctx, c, planIt, func(*casework.Situation[planner], intent) error { return nil }, func(t *casework.Turn[planner], p intent) {
		t.Say("planner.planned", nil)
		t.Plan(p.Plan)
		if p.Plan.Kind != record.PlanChange {
			t.Own.Looks++
			t.Send(fmt.Sprintf("touched/%d", t.Own.Looks), record.TouchedActivity, record.TouchedAsked{Was: p.Was})
			return
		}
		look(t, true)
	})
	casework.Handle(ctx, c, change.Recheck, func(*casework.Situation[planner], change.Rechecking) error { return nil }, func(t *casework.Turn[planner], r change.Rechecking) {
		t.Say("planner.rechecks", r)
		because := maps.Clone(t.Own.Because)
		if because == nil {
			because = map[string]int{}
		}
		because[r.Because]++
		t.Own.Because = because
		look(t, false)
	})
	casework.Handle(ctx, c, finish, func(*casework.Situation[planner], nothing) error { return nil }, func(t *casework.Turn[planner], _ nothing) {
		t.Say("planner.finished", nil)
		t.Plan(record.Plan{})
		t.End("closed", "done")
	})
	return c.Run(ctx, "planner")
}

// planners is a World with some cases that plan.
type planners struct {
	*testing.T
	w *apptest.World
}

func startPlanners(t *testing.T, refs ...string) planners {
	t.Helper()
	w := apptest.Start(t)
	own := worker.New(w.Temporal, "planners", worker.Options{})
	own.RegisterWorkflowWithOptions(plannerWorkflow, workflow.RegisterOptions{Name: "planner"})
	(&activities.Ledger{Store: w.Store}).Register(own)
	(&activities.Plans{Store: w.Store, Temporal: w.Temporal}).Register(own)
	require.NoError(t, own.Start())
	t.Cleanup(own.Stop)
	for _, ref := range refs {
		start := casework.Start[planner]{State: casework.State[planner]{Ref: ref, Process: "planner", Title: ref, Time: w.Service.Time,
			Definitions: w.Policy.Definitions.Current(calendar.DateOf(apptest.Epoch, time.UTC))}}
		_, err := w.Temporal.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{ID: app.WorkflowID(ref), TaskQueue: "planners"}, "planner", start)
		require.NoError(t, err)
	}
	return planners{t, w}
}

func (p planners) send(ref, name string, body any) {
	p.Helper()
	h, err := p.w.Temporal.UpdateWorkflow(p.Context(), client.UpdateWorkflowOptions{WorkflowID: app.WorkflowID(ref), UpdateName: name,
		WaitForStage: client.WorkflowUpdateStageCompleted, Args: []any{casework.Message[any]{Actor: record.Actor{Person: "alfa-medewerker", Org: "alfa"}, Body: body}}})
	require.NoError(p, err)
	require.NoError(p, h.Get(p.Context(), nil))
}

// until waits until a case is as it should be.
func (p planners) until(ref string, ok func(planner) bool) planner {
	p.Helper()
	var s casework.State[planner]
	require.Eventually(p, func() bool {
		v, err := p.w.Temporal.QueryWorkflow(p.Context(), app.WorkflowID(ref), "", casework.QueryState)
		require.NoError(p, err)
		s = casework.State[planner]{}
		require.NoError(p, v.Get(&s))
		return len(s.Errands) == 0 && ok(s.Own)
	}, 30*time.Second, 50*time.Millisecond)
	return s.Own
}

func with(refs ...string) func(planner) bool {
	return func(p planner) bool { return slices.Equal(p.With, refs) }
}

func evening(day, from, to int, items ...string) record.Plan {
	at := func(hour int) time.Time {
		return apptest.Epoch.AddDate(0, 0, day).Truncate(24 * time.Hour).Add(time.Duration(hour) * time.Hour)
	}
	return record.Plan{Kind: record.PlanChange, Sort: "normal", Items: items, Provider: "alfa", From: at(from), To: at(to)}
}

const a, b, c, frz = "CHG-2026-000001", "CHG-2026-000002", "CHG-2026-000003", "FRZ-2026-000001"

func TestAnEditIsSeenFromEveryChangeThatItTouches(t *testing.T) {
	t.Parallel()
	p := startPlanners(t, a, b, c)
	p.send(a, "plan", intent{Plan: evening(7, 18, 22, "dns")})
	p.until(a, with())
	p.send(b, "plan", intent{Plan: evening(7, 20, 23, "dns")})
	p.until(b, with(a))
	require.Equal(t, map[string]int{b: 1}, p.until(a, with(b)).Because)

	// It moves away from one and towards another: both look again, once.
	p.send(c, "plan", intent{Plan: evening(8, 18, 22, "dns")})
	p.until(c, with())
	p.send(b, "plan", intent{Plan: evening(8, 20, 23, "dns")})
	p.until(b, with(c))
	require.Equal(t, map[string]int{b: 2}, p.until(a, with()).Because)
	require.Equal(t, map[string]int{b: 1}, p.until(c, with(b)).Because)

	// What has ended is told nothing, and nobody waits for it.
	p.send(c, "finish", nothing{})
	p.send(b, "plan", intent{Plan: evening(9, 20, 23, "dns")})
	p.until(b, with())
}

func TestWhatAFreezeTouchesLooksAgain(t *testing.T) {
	t.Parallel()
	p := startPlanners(t, a, b, c, frz)
	p.send(a, "plan", intent{Plan: evening(7, 18, 22, "dns")})
	p.send(b, "plan", intent{Plan: evening(8, 18, 22, "mail")})
	p.until(a, with())
	urgent := evening(7, 18, 22, "dns")
	urgent.Sort = "emergency"
	p.send(c, "plan", intent{Plan: urgent})
	p.until(a, with(c))
	p.until(c, with(a))

	first := evening(7, 0, 24)
	first.Kind, first.Exempt = record.PlanFreeze, []string{"emergency"}
	p.send(frz, "plan", intent{Plan: first})
	require.Equal(t, []string{a}, p.until(frz, func(f planner) bool { return f.Touched != nil }).Touched)
	p.until(a, with(c, frz))
	p.until(b, with())

	// Moved by a day: what it touched before and touches now.
	second := evening(8, 0, 24)
	second.Kind = record.PlanFreeze
	p.send(frz, "plan", intent{Plan: second, Was: &first})
	p.until(frz, func(f planner) bool { return slices.Equal(f.Touched, []string{b}) })
	p.until(a, with(c))
	p.until(b, with(frz))
	require.Empty(t, p.until(c, with(a)).Because, "an emergency may be carried out in it")

	// Lifted.
	p.send(frz, "plan", intent{Was: &second})
	p.until(b, with())
}

// An errand that is tried again tells nobody twice of the same event, and gives the
// same answer.
func TestCollisionsCanBeLookedForAgain(t *testing.T) {
	t.Parallel()
	p := startPlanners(t, a, b)
	p.send(a, "plan", intent{Plan: evening(7, 18, 22, "dns")})
	p.until(a, with())
	p.send(b, "plan", intent{Plan: evening(7, 18, 22, "dns")})
	p.until(b, with(a))
	p.until(a, with(b))
	plans := &activities.Plans{Store: p.w.Store, Temporal: p.w.Temporal}
	input, err := json.Marshal(record.CollisionsAsked{Tell: true, Before: []string{a, a, "FRZ-2026-000007", "CHG-2026-000099"}})
	require.NoError(t, err)
	var answers []record.CollisionsFound
	for range 3 {
		found, err := plans.Collisions(context.Background(), record.ErrandCall{Case: b, ID: "collisions/9", Input: input})
		require.NoError(t, err)
		answers = append(answers, found)
	}
	require.Equal(t, answers[0], answers[1])
	require.Equal(t, answers[0], answers[2])
	require.EqualValues(t, 3, answers[0].Seq)
	require.Len(t, answers[0].Found, 1)
	// The errand's own telling was because of the second event, these because of the third.
	require.Equal(t, map[string]int{b: 2}, p.until(a, func(s planner) bool { return s.Because[b] >= 2 }).Because)
}

// The wire name that activities use is the change's own.
func TestChangesAreToldByTheirOwnCommand(t *testing.T) {
	t.Parallel()
	require.Equal(t, change.Recheck.Name, record.CommandRecheck)
	ours, err := json.Marshal(record.Rechecking{Because: "x"})
	require.NoError(t, err)
	theirs, err := json.Marshal(change.Rechecking{Because: "x"})
	require.NoError(t, err)
	require.JSONEq(t, string(theirs), string(ours))
	require.Equal(t, "CHG", change.Prefix)
}
