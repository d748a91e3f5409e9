package activities_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"termijn/activities"
	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/calendar"
	"termijn/internal/devstack/devtest"
	"termijn/internal/ledger"
	"termijn/internal/ledger/casehistory"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/regie"
	"termijn/workflows/survey"
)

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

// parent is a process that opens a survey, and can be taken over.
type parent struct {
	Survey string `json:"survey,omitempty"`
	Paused int    `json:"paused,omitempty"`
}

type nothing struct{}

var (
	openSurvey = casework.Command[nothing]{Name: "open-survey"}
	finish     = casework.Command[nothing]{Name: "finish"}
)

var parentProcess = casework.Process[parent]{
	Initial:     "open",
	Transitions: map[string][]string{"open": {"open-survey", "finish"}},
	Opened:      func(t *casework.Turn[parent]) { t.StartClock("answer", "survey.answer") },
	Due:         func(*casework.Turn[parent], record.Clock) {},
	Alarm:       func(*casework.Turn[parent], record.Alarm) {},
	Decided:     func(*casework.Turn[parent], record.Task, casework.Decision) {},
	Returned: func(t *casework.Turn[parent], _ record.Errand, answer json.RawMessage) {
		var made record.Opened
		if json.Unmarshal(answer, &made) == nil {
			t.Own.Survey = made.Ref
		}
	},
	Waiting: func(*casework.State[parent]) string { return "waits" },
}

func about(ref string) survey.About {
	return survey.About{Incident: ref, Title: "Loket onbereikbaar", Solver: "alfa", Closed: apptest.Epoch, Counted: true}
}

func parentWorkflow(ctx workflow.Context, start casework.Start[parent]) error {
	c, err := casework.New(ctx, start, parentProcess)
	if err != nil {
		return err
	}
	always := func(*casework.Situation[parent], nothing) error { return nil }
	casework.Handle(ctx, c, openSurvey, always, func(t *casework.Turn[parent], _ nothing) {
		t.Say("parent.asked", nil)
		t.Link("relates", "REG-2026-000009")
		t.OpenCase("survey", survey.Opening(about(t.Ref), t.Parties))
	})
	casework.Handle(ctx, c, finish, always, func(t *casework.Turn[parent], _ nothing) {
		t.Say("parent.finished", nil)
		t.End("closed", "done")
	})
	casework.HandleFact(c, "pause", func(t *casework.Turn[parent], _ nothing) error {
		t.Say("parent.paused", nil)
		t.Own.Paused++
		t.PauseClock("answer", "p", "user", "")
		return nil
	})
	casework.HandleFact(c, "resume", func(t *casework.Turn[parent], _ nothing) error {
		t.Say("parent.resumed", nil)
		t.ResumeClock("answer", "p")
		return nil
	})
	return c.Run(ctx, "parent")
}

const ref = "PAR-2026-000001"

// household is a World whose worker lives surveys, with a case beside it that
// opens one. Whoever opens it dies once, after the opening.
func household(t *testing.T, taken *casework.Taken) (w *apptest.World, tries *atomic.Int64) {
	t.Helper()
	w = apptest.Start(t)
	cases := &activities.Cases{Store: w.Store, Temporal: w.Temporal, Policy: w.Policy, TaskQueue: regie.TaskQueue}
	tries = &atomic.Int64{}
	own := worker.New(w.Temporal, "parents", worker.Options{})
	own.RegisterWorkflowWithOptions(parentWorkflow, workflow.RegisterOptions{Name: "parent"})
	(&activities.Ledger{Store: w.Store}).Register(own)
	own.RegisterActivityWithOptions(func(ctx context.Context, call record.ErrandCall) (record.Opened, error) {
		made, err := cases.OpenCase(ctx, call)
		if err == nil && tries.Add(1) == 1 {
			return record.Opened{}, errors.New("the worker died before it could tell the case")
		}
		return made, err
	}, activity.RegisterOptions{Name: record.OpenCaseActivity})
	require.NoError(t, own.Start())
	t.Cleanup(own.Stop)

	start := casework.Start[parent]{Taken: taken, State: casework.State[parent]{Ref: ref, Process: "parent", Title: "Loket onbereikbaar", Time: w.Service.Time,
		Parties:     record.Parties{Client: "noord", Providers: []string{"alfa"}, Requester: "noord-aanvrager"},
		Definitions: w.Policy.Definitions.Current(calendar.DateOf(apptest.Epoch, time.UTC))}}
	_, err := w.Temporal.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{ID: app.WorkflowID(ref), TaskQueue: "parents"}, "parent", start)
	require.NoError(t, err)
	return w, tries
}

// send sends the parent a command and waits for its answer.
func send(t *testing.T, w *apptest.World, name string) {
	t.Helper()
	h, err := w.Temporal.UpdateWorkflow(t.Context(), client.UpdateWorkflowOptions{WorkflowID: app.WorkflowID(ref), UpdateName: name,
		WaitForStage: client.WorkflowUpdateStageCompleted, Args: []any{casework.Message[nothing]{Actor: record.Actor{Person: "si-servicedesk", Org: "si"}}}})
	require.NoError(t, err)
	require.NoError(t, h.Get(t.Context(), nil))
}

// kinds waits until a case has events up to one of a kind.
func kinds(t *testing.T, w *apptest.World, ref, last string) []string {
	t.Helper()
	var all []string
	require.Eventually(t, func() bool {
		events, err := w.Store.Events(t.Context(), ref, 0, 100)
		require.NoError(t, err)
		all = nil
		for _, e := range events {
			all = append(all, e.Kind)
		}
		return len(all) > 0 && all[len(all)-1] == last
	}, 30*time.Second, 50*time.Millisecond)
	return all
}

func TestACaseIsOpenedOnceHoweverOftenItIsTried(t *testing.T) {
	t.Parallel()
	w, tries := household(t, nil)
	send(t, w, "open-survey")
	require.Equal(t, []string{"case.registered", "parent.asked", "case.opened"}, kinds(t, w, ref, "case.opened"))
	require.EqualValues(t, 2, tries.Load())

	all := ledger.Scope{All: true}
	surveys, _, err := w.Store.Cases(t.Context(), all, ledger.CaseFilter{Process: survey.Name}, ledger.Page{})
	require.NoError(t, err)
	require.Len(t, surveys, 1)
	child := surveys[0].Ref
	require.Equal(t, "SRV-2026-000001", child)
	row, err := w.Store.Case(t.Context(), all, ref)
	require.NoError(t, err)
	require.Contains(t, string(row.View), child)
	view, err := w.Service.SurveyOf(t.Context(), child)
	require.NoError(t, err)
	require.True(t, view.Open)
	require.Equal(t, ref, view.Incident)
	clocks, err := w.Store.ClocksAt(t.Context(), child, w.Service.Now())
	require.NoError(t, err)
	require.Equal(t, "survey.answer", clocks[0].Definition, "it has the definitions of its process")

	// Both sides know of the link, as far as the reader may see the other case.
	links := func(scope ledger.Scope, ref string) []string {
		list, err := w.Store.Links(t.Context(), scope, ref)
		require.NoError(t, err)
		var found []string
		for _, l := range list {
			way := "to "
			if l.Incoming {
				way = "from "
			}
			found = append(found, l.Kind+" "+way+l.Ref)
		}
		return found
	}
	require.Equal(t, []string{"about from " + child}, links(all, ref))
	require.Equal(t, []string{"about to " + ref}, links(all, child))
	require.Equal(t, []string{"about from " + child}, links(ledger.Scope{Client: "noord"}, ref))
	require.Empty(t, links(ledger.Scope{Client: "zuid"}, ref))
	require.Empty(t, links(ledger.Scope{Provider: "alfa"}, ref), "a provider sees no survey")
	require.Equal(t, []string{"about to " + ref}, links(ledger.Scope{Provider: "alfa"}, child))
}

// Links, errands, their answers and facts of another tool stand in the ledger, in
// the read rows and in the histories alike.
func TestAnAuditConfirmsLinksErrandsAndWhatWasTakenOver(t *testing.T) {
	t.Parallel()
	began := apptest.Epoch.AddDate(0, 0, -14)
	w, _ := household(t, &casework.Taken{Source: "elders", Opened: began, Facts: []casework.Fact{
		{At: began.Add(time.Hour), Actor: record.Actor{Org: "alfa"}, Kind: "pause"},
		{At: began.Add(2 * time.Hour), Kind: "no such thing"},
		{At: began.Add(72 * time.Hour), Kind: "resume"},
	}})
	kinds(t, w, ref, "case.taken_over")
	send(t, w, "open-survey")
	kinds(t, w, ref, "case.opened")
	send(t, w, "finish")
	require.Equal(t, []string{"case.registered", "parent.paused", "case.fact_refused", "parent.resumed", "case.taken_over", "parent.asked",
		"case.opened", "parent.finished"}, kinds(t, w, ref, "parent.finished"))
	_, err := w.Service.AnswerSurvey(t.Context(), "SRV-2026-000001", 2, "te traag")
	require.NoError(t, err)

	audit := func() ledger.Report {
		r, err := w.Store.Audit(t.Context(), ledger.AuditOptions{Settle: 20 * time.Second,
			Histories: casehistory.Reader{Client: w.Temporal, Converter: w.Converter, Prefix: app.WorkflowID("")}})
		require.NoError(t, err)
		return r
	}
	r := audit()
	require.Empty(t, r.Findings)
	require.Empty(t, r.Notes)
	require.Equal(t, []int{2, 10, 10}, []int{r.Cases, r.Events, r.InHistory})
	done, err := w.Store.Reproject(t.Context(), "", nil)
	require.NoError(t, err)
	require.Empty(t, done.Changed)

	// A link that somebody took away is missed, and comes back from the events.
	_, err = w.Store.Pool().Exec(t.Context(), `DELETE FROM case_links WHERE kind = 'relates'`)
	require.NoError(t, err)
	r = audit()
	require.Len(t, r.Findings, 1)
	require.Equal(t, ref, r.Findings[0].Case)
	require.Contains(t, r.Findings[0].What, "case_links")
	done, err = w.Store.Reproject(t.Context(), "", nil)
	require.NoError(t, err)
	require.Equal(t, []string{ref}, done.Changed)
	require.Empty(t, audit().Findings)
}
