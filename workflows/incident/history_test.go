package incident_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/history/v1"
	"golang.org/x/tools/txtar"

	"termijn/internal/codec"
	"termijn/internal/devstack/devtest"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/incident"
)

var update = flag.Bool("update", false, "live the stories in testdata/history on a Temporal server and store their histories")

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

// Each testdata/history/NAME.txtar is a story; NAME.vN.json.gz is the history
// that it left on a real server when version N of the process was current. All
// of them replay. With -update the stories are lived anew for the present version.
func TestHistories(t *testing.T) {
	t.Parallel()
	if *update {
		store(t)
	}
	files, err := filepath.Glob("testdata/history/*.json.gz")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			h := casetest.LoadHistory(t, file)
			require.NoError(t, replay(t, h))
			events := casetest.EventsIn(t, h)
			if !strings.HasPrefix(filepath.Base(file), continued) {
				casetest.RequireChain(t, events)
				return
			}
			require.Greater(t, events[0].Seq, int64(1), "the run goes on where another ended")
			for i := range events[1:] {
				require.Equal(t, events[i].Hash, events[i+1].Prev)
			}
		})
	}
}

// continued is the story whose last run is kept.
const continued = "continued"

// The stories have in them what replay must be able to do.
func TestTheStoredHistoriesHaveErrandsAndATakeOver(t *testing.T) {
	t.Parallel()
	require.Equal(t, 3, activitiesIn(casetest.LoadHistory(t, "testdata/history/complete.v1.json.gz")), "a meeting, a problem, a survey")
	taken := casetest.EventsIn(t, casetest.LoadHistory(t, "testdata/history/taken_over.v1.json.gz"))
	require.Equal(t, "servicenow", taken[0].Source)
	require.Empty(t, taken[len(taken)-1].Source, "it goes on living")
}

// A history that the process would not have written is noticed.
func TestAnotherProcessDoesNotReplay(t *testing.T) {
	t.Parallel()
	h := casetest.LoadHistory(t, "testdata/history/complete.v1.json.gz")
	for i, e := range h.Events {
		if e.EventType == enums.EVENT_TYPE_TIMER_CANCELED {
			h.Events = append(h.Events[:i:i], h.Events[i+1:]...)
			break
		}
	}
	require.Error(t, replay(t, h))
}

// The events can be read from the history alone, byte for byte as the ledger has them.
func TestTheEventsAreReadableFromTheHistoryAlone(t *testing.T) {
	t.Parallel()
	server := serverFor(t, 3600)
	s := tell(t, server, `
start 2026-03-02 10:00 P1
alfa takes
2026-03-02 10:20 alfa waits-for user
2026-03-02 10:40 desk communicates public
reporter answers
2026-03-02 11:00 alfa resolves
2026-03-02 11:20 reporter confirms
`, 0)
	s.Run()
	h, err := server.History(t.Context())
	require.NoError(t, err)
	read, recorded := casetest.EventsIn(t, h), s.Ledger.Events()
	require.GreaterOrEqual(t, len(recorded), 7)
	// The last errand's answer may still be under way when the story is told.
	n := min(len(read), len(recorded))
	require.GreaterOrEqual(t, n, 7)
	a, err := json.Marshal(recorded[:n])
	require.NoError(t, err)
	b, err := json.Marshal(read[:n])
	require.NoError(t, err)
	require.Equal(t, string(a), string(b))
	require.NoError(t, replay(t, h))
}

func replay(t *testing.T, h *history.History) error {
	return casetest.Replay(t, incident.Workflow, incident.Name, "case/"+ref, h)
}

func activitiesIn(h *history.History) int {
	n := 0
	for _, e := range h.Events {
		if e.EventType == enums.EVENT_TYPE_ACTIVITY_TASK_COMPLETED {
			n++
		}
	}
	return n
}

func serverFor(t *testing.T, speed float64) *casetest.Server {
	return &casetest.Server{Client: devtest.Temporal(t).Client(t, codec.DataConverter(nil)), TaskQueue: "termijn", WorkflowID: "case/" + ref, Speed: speed}
}

// store lives every story and keeps its history.
func store(t *testing.T) {
	files, err := filepath.Glob("testdata/history/*.txtar")
	require.NoError(t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		began, server := time.Now(), serverFor(t, 20_000)
		after := 0
		if strings.HasPrefix(filepath.Base(file), continued) {
			after = 40
		}
		tell(t, server, string(txtar.Parse(text).Comment), after).Run()
		h, err := server.History(t.Context())
		require.NoError(t, err)
		casetest.StoreHistory(t, fmt.Sprintf("%s.v%d.json.gz", strings.TrimSuffix(file, ".txtar"), incident.Version), h)
		t.Logf("%s: %d events, %s", filepath.Base(file), len(h.Events), time.Since(began).Round(time.Second))
	}
}
