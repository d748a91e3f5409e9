package status_test

import (
	"context"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/history/v1"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/worker"

	"termijn/internal/devstack/devtest"
	"termijn/internal/record"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/status"
)

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

// stories are lived on a server, and their histories stored, for every version.
var stories = map[string]func(s *story){
	"two_weeks_with_a_trend": func(s *story) {
		s.trends.Found = []record.Trend{trend("netwerk", "verbinding")}
		at(s, "04 15:00", func() { s.asks("nu") })
		at(s, "13 12:00", func() {})
	},
}

// histories are those of the stories; casetest.Histories says how they are kept.
var histories = casetest.Histories{Workflow: status.Workflow, Name: status.Name, Version: status.Version, Ref: ref,
	Stories: slices.Sorted(maps.Keys(stories)), Speed: 20_000, Live: live, Whole: whole}

func live(t *testing.T, server *casetest.Server, name string) {
	t.Helper()
	s := running(t, "2026-03-02 10:00", server, 0)
	stories[name](s)
	s.runErrands(t, server)
	s.Run()
}

// whole wants the trend's proposal, once, among the reports of the days.
func whole(t testing.TB, _ *history.History, events []record.Event) {
	t.Helper()
	kinds := map[string]int{}
	for _, e := range events {
		kinds[e.Kind]++
	}
	require.GreaterOrEqual(t, kinds[status.Reported], 6, "the story is whole")
	require.Equal(t, 1, kinds["status.problem_proposed"])
}

func TestHistories(t *testing.T) {
	t.Parallel()
	histories.Test(t)
}

// runErrands gives the server a worker that does what the case sends it out for.
func (s *story) runErrands(t *testing.T, server *casetest.Server) {
	t.Helper()
	w := worker.New(server.Client, server.TaskQueue, worker.Options{DisableWorkflowWorker: true})
	w.RegisterActivityWithOptions(func(context.Context, record.ErrandCall) (record.DailyStatus, error) { return s.list, nil },
		activity.RegisterOptions{Name: record.DailyStatusActivity})
	w.RegisterActivityWithOptions(func(context.Context, record.ErrandCall) (record.Trends, error) { return s.trends, nil },
		activity.RegisterOptions{Name: record.TrendsActivity})
	w.RegisterActivityWithOptions(func(context.Context, record.ErrandCall) (record.Opened, error) {
		return record.Opened{Process: "problem", Ref: "PRB-2026-000001"}, nil
	}, activity.RegisterOptions{Name: record.OpenCaseActivity})
	require.NoError(t, w.Start())
	t.Cleanup(w.Stop)
}

// A history that the process would not have written is noticed.
func TestAnotherProcessDoesNotReplay(t *testing.T) {
	t.Parallel()
	histories.TestWithout(t, enums.EVENT_TYPE_TIMER_STARTED, "two_weeks_with_a_trend", 1)
}
