package status_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/history/v1"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/worker"

	"termijn/internal/codec"
	"termijn/internal/devstack/devtest"
	"termijn/internal/record"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/status"
)

var update = flag.Bool("update", false, "live the stories on a Temporal server and store their histories")

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

// stories are lived on a server, and their histories stored, for every version.
var stories = map[string]func(s *story){
	"two_weeks_with_a_trend": func(s *story) {
		s.trends.Found = []record.Trend{trend("netwerk", "verbinding")}
		at(s, "04 15:00", func() { s.asks("nu") })
		at(s, "13 12:00", func() {})
	},
}

// Each testdata/history/NAME.vN.json.gz is the history that a story left on a real
// server when version N of the process was current. All of them replay. With
// -update the stories are lived anew for the present version.
func TestHistories(t *testing.T) {
	t.Parallel()
	if *update {
		for name, live := range stories {
			server := &casetest.Server{Client: devtest.Temporal(t).Client(t, codec.DataConverter(nil)), TaskQueue: "cases",
				WorkflowID: "case/" + ref, Speed: 20_000}
			s := running(t, "2026-03-02 10:00", server, 0)
			live(s)
			s.runErrands(t, server)
			s.Run()
			h, err := server.History(t.Context())
			require.NoError(t, err)
			require.NoError(t, os.MkdirAll("testdata/history", 0o755))
			casetest.StoreHistory(t, fmt.Sprintf("testdata/history/%s.v%d.json.gz", name, status.Version), h)
		}
	}
	files, err := filepath.Glob("testdata/history/*.json.gz")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(files), len(stories))
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			h := casetest.LoadHistory(t, file)
			require.NoError(t, replay(t, h))
			events := casetest.EventsIn(t, h)
			casetest.RequireChain(t, events)
			kinds := map[string]int{}
			for _, e := range events {
				kinds[e.Kind]++
			}
			require.GreaterOrEqual(t, kinds[status.Reported], 6, "the story is whole")
			require.Equal(t, 1, kinds["status.problem_proposed"])
		})
	}
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
	h := casetest.LoadHistory(t, "testdata/history/two_weeks_with_a_trend.v1.json.gz")
	for i, e := range h.Events {
		if e.EventType == enums.EVENT_TYPE_TIMER_STARTED {
			h.Events = append(h.Events[:i:i], h.Events[i+1:]...)
			break
		}
	}
	require.Error(t, replay(t, h))
}

func replay(t *testing.T, h *history.History) error {
	return casetest.Replay(t, status.Workflow, status.Name, "case/"+ref, h)
}
