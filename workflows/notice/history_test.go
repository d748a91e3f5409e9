package notice_test

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
	"termijn/workflows/notice"
)

var update = flag.Bool("update", false, "live the stories on a Temporal server and store their histories")

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

// stories are lived on a server, and their histories stored, for every version.
var stories = map[string]func(c story){
	"moved_and_ended_early": func(c story) {
		at(c, "03 09:00", func() { updates(c, notice.Update{Text: "een uur later", From: casetest.When("2026-03-07 23:00")}) })
		at(c, "08 01:00", func() { ends(c, "klaar") })
	},
	"as_planned": func(c story) { at(c, "12 09:00", func() {}) },
	"called_off": func(c story) { at(c, "03 09:00", func() { cancels(c, "levering te laat") }) },
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
			c := published(t, work(), server, 0)
			live(c)
			c.Run()
			h, err := server.History(t.Context())
			require.NoError(t, err)
			require.NoError(t, os.MkdirAll("testdata/history", 0o755))
			casetest.StoreHistory(t, fmt.Sprintf("testdata/history/%s.v%d.json.gz", name, notice.Version), h)
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
	h := casetest.LoadHistory(t, "testdata/history/as_planned.v1.json.gz")
	for i, e := range h.Events {
		if e.EventType == enums.EVENT_TYPE_TIMER_STARTED {
			h.Events = append(h.Events[:i:i], h.Events[i+1:]...)
			break
		}
	}
	require.Error(t, replay(t, h))
}

func replay(t *testing.T, h *history.History) error {
	return casetest.Replay(t, notice.Workflow, notice.Name, "case/"+ref, h)
}
