package casetest

import (
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
	"termijn/internal/record"
)

var update = flag.Bool("update", false, "live the stories on a Temporal server and store their histories")

// historyDir is where a process keeps its histories.
const historyDir = "testdata/history"

// Histories are those that the stories of a process left on a real server.
// testdata/history/NAME.vN.json.gz is what a story left when version N of the
// process was current. All of them replay. With -update the stories are lived anew
// for the present version.
type Histories struct {
	// Workflow is the process under its wire Name; Ref is the case's in all stories.
	Workflow any
	Name     string
	Version  int
	Ref      string
	// Stories are the names of what is lived, for every version, at Speed.
	Stories []string
	Speed   float64
	Live    func(t *testing.T, server *Server, story string)
	// Whole, when set, wants that a history holds what its story is kept for.
	Whole func(t testing.TB, h *history.History, events []record.Event)
	// LastRun names the story of which only the last run is kept, if there is one.
	LastRun string
}

// Test replays every stored history, and wants the chain of its events.
func (x Histories) Test(t *testing.T) {
	if *update {
		for _, story := range x.Stories {
			x.store(t, story)
		}
	}
	require.NotEmpty(t, x.Stories)
	for _, story := range x.Stories {
		require.FileExists(t, x.file(story))
	}
	files, err := filepath.Glob(historyDir + "/*.json.gz")
	require.NoError(t, err)
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := LoadHistory(t, file)
			require.NoError(t, x.Replay(t, h))
			events := EventsIn(t, h)
			if x.LastRun != "" && strings.HasPrefix(name, x.LastRun+".") {
				RequireRestOfChain(t, events)
			} else {
				RequireChain(t, events)
			}
			if x.Whole != nil {
				x.Whole(t, h, events)
			}
		})
	}
}

// TestWithout takes the first event of a type out of a stored history, as a
// process would leave it that does something else: it does not replay.
func (x Histories) TestWithout(t *testing.T, kind enums.EventType, story string, version int) {
	t.Helper()
	h := LoadHistory(t, fmt.Sprintf("%s/%s.v%d.json.gz", historyDir, story, version))
	for i, e := range h.Events {
		if e.EventType == kind {
			h.Events = append(h.Events[:i:i], h.Events[i+1:]...)
			break
		}
	}
	require.Error(t, x.Replay(t, h))
}

// Replay runs the process through a history of its case.
func (x Histories) Replay(t testing.TB, h *history.History) error {
	t.Helper()
	return Replay(t, x.Workflow, x.Name, "case/"+x.Ref, h)
}

// Server is a real server for the case, in a namespace of its own.
func (x Histories) Server(t testing.TB, speed float64) *Server {
	t.Helper()
	return &Server{Client: devtest.Temporal(t).Client(t, codec.DataConverter(nil)), TaskQueue: "cases", WorkflowID: "case/" + x.Ref, Speed: speed}
}

// store lives a story and keeps its history for the present version.
func (x Histories) store(t *testing.T, story string) {
	t.Helper()
	began, server := time.Now(), x.Server(t, x.Speed)
	x.Live(t, server, story)
	h, err := server.History(t.Context())
	require.NoError(t, err)
	require.NoError(t, os.MkdirAll(historyDir, 0o755))
	StoreHistory(t, x.file(story), h)
	t.Logf("%s: %d events, %s", story, len(h.Events), time.Since(began).Round(time.Second))
}

func (x Histories) file(story string) string {
	return fmt.Sprintf("%s/%s.v%d.json.gz", historyDir, story, x.Version)
}

// RequireCompleted wants a history whose case has ended.
func RequireCompleted(t testing.TB, h *history.History, _ []record.Event) {
	t.Helper()
	require.Equal(t, enums.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED, h.Events[len(h.Events)-1].EventType, "the story is whole")
}

// WrittenStories are the names of the stories that stand beside their histories,
// as NAME.txtar.
func WrittenStories() []string {
	files, err := filepath.Glob(historyDir + "/*.txtar")
	if err != nil {
		return nil // only a bad pattern, which this is not
	}
	var names []string
	for _, file := range files {
		names = append(names, strings.TrimSuffix(filepath.Base(file), ".txtar"))
	}
	return names
}

// WrittenStory is the text of one of them.
func WrittenStory(t testing.TB, name string) string {
	t.Helper()
	return storyIn(t, filepath.Join(historyDir, name+".txtar"))
}

func storyIn(t testing.TB, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	return string(txtar.Parse(text).Comment)
}
