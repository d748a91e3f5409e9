package regie_test

import (
	"encoding/json"
	"errors"
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
	"termijn/workflows/casework/casetest"
	"termijn/workflows/regie"
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
			casetest.RequireChain(t, casetest.EventsIn(t, h))
		})
	}
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
start 2026-03-02 10:00
client submits-request
provider asks-questions "Welke omgeving?" meeting "Architectuur"
2026-03-02 10:20 client disputes Q1 CMDB
si rules annul Q1
provider submits-offer valid 2026-04-30 analist/S1/480/99.00 => refused invalid lines[0].price=above_maximum
provider submits-offer valid 2026-04-30 analist/S1/480/90.00
2026-03-02 11:00 client withdraws
`, 0)
	s.Run()
	h, err := server.History(t.Context())
	require.NoError(t, err)
	recorded, err := json.Marshal(s.Ledger.Events())
	require.NoError(t, err)
	read, err := json.Marshal(casetest.EventsIn(t, h))
	require.NoError(t, err)
	require.Equal(t, string(recorded), string(read))
	require.NoError(t, replay(t, h))
}

func replay(t *testing.T, h *history.History) error {
	return casetest.Replay(t, regie.Workflow, regie.Name, "case/REG-2026-000001", h)
}

func serverFor(t *testing.T, speed float64) *casetest.Server {
	ns := devtest.Temporal(t)
	return &casetest.Server{Client: ns.Client(t, codec.DataConverter(nil)), TaskQueue: regie.TaskQueue,
		WorkflowID: "case/REG-2026-000001", Speed: speed}
}

// store lives every story and keeps its history.
func store(t *testing.T) {
	files, err := filepath.Glob("testdata/history/*.txtar")
	require.NoError(t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		server := serverFor(t, 150_000)
		began, fail := time.Now(), (func(record.Batch, int) error)(nil)
		if strings.Contains(file, "database_away") {
			fail = func(b record.Batch, _ int) error {
				if b.Event.Seq == 3 && time.Since(began) < 40*time.Second {
					return errors.New("the database is away")
				}
				return nil
			}
		}
		s := tell(t, server, string(txtar.Parse(text).Comment), 0)
		s.Ledger.Fail = fail
		s.Run()
		h, err := server.History(t.Context())
		require.NoError(t, err)
		casetest.StoreHistory(t, fmt.Sprintf("%s.v%d.json.gz", strings.TrimSuffix(file, ".txtar"), regie.Version), h)
		t.Logf("%s: %d events, %s", filepath.Base(file), len(h.Events), time.Since(began).Round(time.Second))
	}
}
