package app_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/workflows/transition"
)

// On a real server, on which a day lasts 173 ms, the worker is away for more than a
// month. On its return everything that was due is recorded: in order, as of the instant
// at which it was due, and with how late that was.
func TestAWorkerThatWasAwayForAMonthRecordsAllThatWasDue(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.WithoutWorker(), apptest.Speed(500_000))
	stop := w.Work(t)
	ctx, lead, board := t.Context(), w.As(t, "si-programma"), w.As(t, "bestuurslid")
	cal, err := w.Policy.Calendars.CurrentAt("workdays", w.Service.Now())
	require.NoError(t, err)
	begun := cal.DateOf(w.Service.Now())
	made, err := w.Service.OpenProgramme(ctx, lead, "open", transition.Request{Kind: transition.KindProgramme, Plan: transition.Plan{Title: "Transitie",
		Projects: []transition.ProjectPlan{{ID: "alfa", Title: "Hosting", Owner: transition.Owner{Org: "alfa"}}},
		Milestones: []transition.MilestonePlan{{ID: "A", Title: "Hosting klaar", Project: "alfa", Due: cal.AddWorkingDays(begun, 25)},
			{ID: "B", Title: "In gebruik", Project: "alfa", Due: cal.AddWorkingDays(begun, 200)}},
		Links: []transition.Link{{From: "A", To: "B", Lag: 5}}}})
	require.NoError(t, err)
	_, err = app.Send(ctx, w.Service, lead, transition.Name, made.Ref, "submit", transition.SubmitPlan, transition.Submission{Content: programmeOf(t, w, lead, made.Ref).Content})
	require.NoError(t, err)
	tasks, _, err := w.Service.Tasks(ctx, board, ledger.TaskFilter{}, ledger.Page{Limit: 10})
	require.NoError(t, err)
	require.Len(t, tasks, 1)
	_, err = w.Service.Decide(ctx, board, tasks[0].ID, "accept", app.Decision{Option: "approve", Content: tasks[0].Content})
	require.NoError(t, err)

	stop()
	left := w.Service.Now()
	row, err := w.Service.Case(ctx, lead, made.Ref)
	require.NoError(t, err)
	clocks, err := w.Service.Clocks(ctx, lead, made.Ref)
	require.NoError(t, err)
	due := map[time.Time]string{} // what the clock of A will have to tell meanwhile
	for _, k := range clocks {
		if k.ID != "milestone/A/1" {
			continue
		}
		for _, step := range k.Rungs {
			if step.At.After(left) && step.Key != record.RungDue {
				due[step.At.UTC()] = "clock.threshold"
			}
		}
		due[k.Result.Due.UTC()] = "transition.milestone_missed"
		due[cal.AddWorkingDays(cal.DateOf(*k.Result.Due), 5).AddDays(1).Start(cal.Location()).UTC()] = "transition.miss_escalated"
	}
	require.GreaterOrEqual(t, len(due), 3, "it left before the date")

	// It comes back when all of that has passed, and a month at least.
	back := left.AddDate(0, 1, 0)
	for at := range due {
		if at.After(back) {
			back = at
		}
	}
	back = back.AddDate(0, 0, 1)
	require.Eventually(t, func() bool { return w.Service.Now().After(back) }, time.Minute, 10*time.Millisecond)
	meanwhile, err := w.Service.Events(ctx, lead, made.Ref, row.Seq, 10)
	require.NoError(t, err)
	require.Empty(t, meanwhile, "nobody worked on it")
	back = w.Service.Now()
	w.Work(t)
	var caught []record.Event
	require.Eventually(t, func() bool {
		caught, err = w.Service.Events(ctx, lead, made.Ref, row.Seq, 500)
		return err == nil && len(caught) > 0 && !caught[len(caught)-1].At.Before(back)
	}, 30*time.Second, 20*time.Millisecond)

	last, kinds := left, map[string]int{}
	for i, e := range caught {
		require.Equal(t, row.Seq+int64(i)+1, e.Seq)
		require.False(t, e.At.Before(last), "%s at %s comes before %s", e.Kind, e.At, last)
		last = e.At
		if e.At.After(back) {
			continue
		}
		require.False(t, e.Recorded.Before(back), "%s was recorded on return", e.Kind)
		require.Equal(t, e.Recorded.Sub(e.At), e.Lateness(), e.Kind)
		require.GreaterOrEqual(t, e.Lateness(), back.Sub(e.At), e.Kind)
		kinds[e.Kind]++
		if due[e.At.UTC()] == e.Kind {
			delete(due, e.At.UTC())
		}
	}
	require.Empty(t, due, "everything that was due is there, as of its instant")
	require.Equal(t, 1, kinds["transition.milestone_missed"], "once")
	require.Positive(t, kinds["transition.agenda_sent"], "the agenda of April's session")
	require.Positive(t, kinds["transition.session_lapsed"], "which nobody opened")
	require.Positive(t, kinds["transition.month_begun"])
	own := programmeOf(t, w, lead, made.Ref)
	require.Equal(t, transition.MilestoneMissed, own.Milestones["A"].Status)
	require.NotEmpty(t, own.Milestones["A"].Escalated)
}
