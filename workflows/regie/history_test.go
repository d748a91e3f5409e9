package regie_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/history/v1"
	"go.temporal.io/api/temporalproto"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
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
			h := load(t, file)
			require.NoError(t, replay(t, h))
			events := eventsOf(t, h)
			require.NotEmpty(t, events)
			prev := ""
			for i, e := range events {
				payload, err := e.Payload()
				require.NoError(t, err)
				require.EqualValues(t, i+1, e.Seq)
				require.Equal(t, prev, e.Prev)
				require.Equal(t, record.HashOf(payload), e.Hash)
				prev = e.Hash
			}
		})
	}
}

// A history that the process would not have written is noticed.
func TestAnotherProcessDoesNotReplay(t *testing.T) {
	t.Parallel()
	h := load(t, "testdata/history/complete.v1.json.gz")
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
	read, err := json.Marshal(eventsOf(t, h))
	require.NoError(t, err)
	require.Equal(t, string(recorded), string(read))
	require.NoError(t, replay(t, h))
}

// eventsOf decodes the recording activity's markers: what each turn wrote.
func eventsOf(t *testing.T, h *history.History) []record.Event {
	var events []record.Event
	for _, e := range h.Events {
		marker := e.GetMarkerRecordedEventAttributes()
		result, ok := marker.GetDetails()["result"]
		if marker.GetMarkerName() != "LocalActivity" || !ok {
			continue
		}
		var written record.Event
		require.NoError(t, converter.GetDefaultDataConverter().FromPayloads(result, &written))
		events = append(events, written)
	}
	return events
}

func replay(t *testing.T, h *history.History) error {
	// The product's own converter without keys: what a test stores is no secret.
	r, err := worker.NewWorkflowReplayerWithOptions(worker.WorkflowReplayerOptions{
		DataConverter: codec.DataConverter(nil), FailureConverter: codec.FailureConverter(nil)})
	require.NoError(t, err)
	r.RegisterWorkflowWithOptions(regie.Workflow, workflow.RegisterOptions{Name: regie.Name})
	return r.ReplayWorkflowHistoryWithOptions(quiet, h, worker.ReplayWorkflowHistoryOptions{
		OriginalExecution: workflow.Execution{ID: "case/REG-2026-000001"}})
}

var quiet = log.NewStructuredLogger(slog.New(slog.NewTextHandler(io.Discard, nil)))

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
		b, err := temporalproto.CustomJSONMarshalOptions{}.Marshal(h)
		require.NoError(t, err)
		var zipped bytes.Buffer
		z, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
		require.NoError(t, err)
		_, err = z.Write(b)
		require.NoError(t, err)
		require.NoError(t, z.Close())
		name := fmt.Sprintf("%s.v%d.json.gz", strings.TrimSuffix(file, ".txtar"), regie.Version)
		require.NoError(t, os.WriteFile(name, zipped.Bytes(), 0o644))
		t.Logf("%s: %d events, %s", filepath.Base(file), len(h.Events), time.Since(began).Round(time.Second))
	}
}

func load(t testing.TB, file string) *history.History {
	f, err := os.Open(file)
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	h, err := client.HistoryFromJSON(z, client.HistoryJSONOptions{})
	require.NoError(t, err)
	return h
}
