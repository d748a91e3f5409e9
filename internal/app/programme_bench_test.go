package app_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/ledger"
	"termijn/workflows/transition"
)

// largePlan has 500 milestones of three organisations with 1,479 dependencies, each on
// three before it.
func largePlan(tb testing.TB, w *apptest.World) transition.Request {
	tb.Helper()
	cal, err := w.Policy.Calendars.CurrentAt("workdays", w.Service.Now())
	require.NoError(tb, err)
	first := cal.AddWorkingDays(cal.DateOf(w.Service.Now()), 60)
	orgs := []string{"si", "alfa", "beta"}
	r := transition.Request{Kind: transition.KindProgramme, Plan: transition.Plan{Title: "Groot programma", Price: decimal.NewFromInt(1000)}}
	for _, org := range orgs {
		r.Plan.Projects = append(r.Plan.Projects, transition.ProjectPlan{ID: org, Title: "Project " + org, Owner: transition.Owner{Org: org}})
	}
	for n := range 500 {
		m := transition.MilestonePlan{ID: fmt.Sprintf("M%04d", n), Title: fmt.Sprintf("Mijlpaal %d van het transitieprogramma", n), Project: orgs[n%3], Due: cal.AddWorkingDays(first, 2*n)}
		if n < 100 {
			m.Share = decimal.NewFromInt(1)
		}
		r.Plan.Milestones = append(r.Plan.Milestones, m)
		for _, back := range []int{1, 7, 13} {
			if n >= back {
				r.Plan.Links = append(r.Plan.Links, transition.Link{From: fmt.Sprintf("M%04d", n-back), To: m.ID, Lag: back / 7})
			}
		}
	}
	return r
}

// BenchmarkForecast carries one forecast through a programme of 500 milestones: from
// the command to its answer, which comes when the dates are carried. In turn it moves
// some thirty milestones, and all that follow. The floor in the same run is a command
// of the same programme that touches no date. One iteration is a round of the three.
func BenchmarkForecast(b *testing.B) {
	w := apptest.Start(b)
	ctx, lead, board := b.Context(), w.As(b, "si-programma"), w.As(b, "bestuurslid")
	made, err := w.Service.OpenProgramme(ctx, lead, "open", largePlan(b, w))
	require.NoError(b, err)
	own := programmeOf(b, w, lead, made.Ref)
	_, err = app.Send(ctx, w.Service, lead, transition.Name, made.Ref, "submit", transition.SubmitPlan, transition.Submission{Content: own.Content})
	require.NoError(b, err)
	tasks, _, err := w.Service.Tasks(ctx, board, ledger.TaskFilter{}, ledger.Page{Limit: 1})
	require.NoError(b, err)
	_, err = w.Service.Decide(ctx, board, tasks[0].ID, "accept", app.Decision{Option: "approve", Content: tasks[0].Content})
	require.NoError(b, err)
	cal, err := w.Policy.Calendars.CurrentAt("workdays", w.Service.Now())
	require.NoError(b, err)

	round := 0
	forecast := func(days int) (took float64, moved, history int64) {
		before := programmeOf(b, w, lead, made.Ref)
		m, length := before.Milestones["M0000"], historyLength(b, w, made.Ref)
		round++
		began := time.Now()
		r, err := app.Send(ctx, w.Service, lead, transition.Name, made.Ref, fmt.Sprint(round), transition.Forecast,
			transition.ForecastDate{Milestone: "M0000", Date: cal.AddWorkingDays(m.Due, days), Reason: fmt.Sprint("reden ", round), Seen: m.Seen()})
		took = float64(time.Since(began).Microseconds()) / 1000
		require.NoError(b, err)
		require.Empty(b, r.Notes, "it was carried in time")
		after := programmeOf(b, w, lead, made.Ref)
		for id, c := range after.Carried {
			if c.Expected != before.Carried[id].Expected {
				moved++
			}
		}
		return took, moved, historyLength(b, w, made.Ref) - length
	}
	var some, all, floor, someMoved, allMoved, events []float64
	for b.Loop() {
		took, moved, history := forecast(60)
		some, someMoved, events = append(some, took), append(someMoved, float64(moved)), append(events, float64(history))
		took, moved, history = forecast(1100)
		all, allMoved, events = append(all, took), append(allMoved, float64(moved)), append(events, float64(history))
		_, _, _ = forecast(0)
		round++
		began := time.Now()
		_, err := app.Send(ctx, w.Service, lead, transition.Name, made.Ref, fmt.Sprint(round), transition.RecordRisk,
			transition.RiskPlan{ID: fmt.Sprint("r", round), Title: "Risico", Mitigation: "Opvolgen"})
		require.NoError(b, err)
		floor = append(floor, float64(time.Since(began).Microseconds())/1000)
	}
	b.ReportMetric(median(some), "some-ms")
	b.ReportMetric(median(someMoved), "some-moved")
	b.ReportMetric(median(all), "all-ms")
	b.ReportMetric(median(allMoved), "all-moved")
	b.ReportMetric(median(floor), "floor-ms")
	b.ReportMetric(median(some)/median(floor), "some/floor")
	b.ReportMetric(median(events), "history-events")
	b.ReportMetric(0, "ns/op")
}

// historyLength is the number of events in the history of a case's newest run.
func historyLength(b *testing.B, w *apptest.World, ref string) int64 {
	b.Helper()
	d, err := w.Temporal.DescribeWorkflowExecution(b.Context(), app.WorkflowID(ref), "")
	require.NoError(b, err)
	return d.WorkflowExecutionInfo.HistoryLength
}
