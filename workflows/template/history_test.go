package template_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/history/v1"

	"termijn/internal/codec"
	"termijn/internal/devstack/devtest"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/template"
)

var update = flag.Bool("update", false, "live the stories on a Temporal server and store their histories")

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

// stories are lived on a server, and their histories stored, for every version.
var stories = map[string]func(t testing.TB, c story){
	"revised_and_retired": func(t testing.TB, c story) {
		inForce(t, c)
		at(c, "04 09:00", func() { revises(c, "twee") })
		at(c, "04 09:10", func() { submits(c) })
		at(c, "04 09:20", func() { decides(c, asked(t, c), "reject", "onduidelijk") })
		at(c, "04 09:30", func() { revises(c, "drie") })
		at(c, "04 09:40", func() { submits(c) })
		at(c, "04 09:50", func() { revises(c, "vier") })
		at(c, "05 09:00", func() { decides(c, asked(t, c), "approve", "") })
		at(c, "05 10:00", func() { retires(c, "overbodig") })
	},
	"late_and_withdrawn": func(_ testing.TB, c story) {
		at(c, "03 09:00", func() { submits(c) })
		at(c, "12 09:00", func() { withdraws(c) })
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
				WorkflowID: "case/" + ref, Speed: 50_000}
			c := drafted(t, server, 0)
			live(t, c)
			c.Run()
			h, err := server.History(t.Context())
			require.NoError(t, err)
			require.NoError(t, os.MkdirAll("testdata/history", 0o755))
			casetest.StoreHistory(t, fmt.Sprintf("testdata/history/%s.v%d.json.gz", name, template.Version), h)
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
			casetest.RequireChain(t, casetest.EventsIn(t, h))
			require.Equal(t, enums.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED, h.Events[len(h.Events)-1].EventType, "the story is whole")
		})
	}
}

// A history that the process would not have written is noticed.
func TestAnotherProcessDoesNotReplay(t *testing.T) {
	t.Parallel()
	h := casetest.LoadHistory(t, "testdata/history/late_and_withdrawn.v1.json.gz")
	for i, e := range h.Events {
		if e.EventType == enums.EVENT_TYPE_TIMER_STARTED {
			h.Events = append(h.Events[:i:i], h.Events[i+1:]...)
			break
		}
	}
	require.Error(t, replay(t, h))
}

func replay(t *testing.T, h *history.History) error {
	return casetest.Replay(t, template.Workflow, template.Name, "case/"+ref, h)
}
