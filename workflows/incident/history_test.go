package incident_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/history/v1"

	"termijn/internal/devstack/devtest"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/incident"
)

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

// continued is the story whose last run is kept.
const continued = "continued"

// histories are those of the stories beside them; casetest.Histories says how they are kept.
var histories = casetest.Histories{Workflow: incident.Workflow, Name: incident.Name, Version: incident.Version, Ref: ref,
	Stories: casetest.WrittenStories(), Speed: 20_000, Live: live, LastRun: continued}

func live(t *testing.T, server *casetest.Server, name string) {
	t.Helper()
	after := 0
	if name == continued {
		after = 40
	}
	tell(t, server, casetest.WrittenStory(t, name), after).Run()
}

func TestHistories(t *testing.T) {
	t.Parallel()
	histories.Test(t)
}

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
	histories.TestWithout(t, enums.EVENT_TYPE_TIMER_CANCELED, "complete", 1)
}

// The events can be read from the history alone, byte for byte as the ledger has them.
func TestTheEventsAreReadableFromTheHistoryAlone(t *testing.T) {
	t.Parallel()
	server := histories.Server(t, 3600)
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
	casetest.RequireSameEvents(t, recorded[:n], read[:n])
	require.NoError(t, histories.Replay(t, h))
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
