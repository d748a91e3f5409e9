package casetest

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"log/slog"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/history/v1"
	"go.temporal.io/api/temporalproto"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"termijn/internal/codec"
	"termijn/internal/record"
)

// Replay runs the workflow of a name through a history. An error says where it
// would do something else now.
func Replay(t testing.TB, process any, name, workflowID string, h *history.History) error {
	t.Helper()
	// The product's own converter without keys: what a test stores is no secret.
	r, err := worker.NewWorkflowReplayerWithOptions(worker.WorkflowReplayerOptions{
		DataConverter: codec.DataConverter(nil), FailureConverter: codec.FailureConverter(nil)})
	require.NoError(t, err)
	r.RegisterWorkflowWithOptions(process, workflow.RegisterOptions{Name: name})
	return r.ReplayWorkflowHistoryWithOptions(quiet, h, worker.ReplayWorkflowHistoryOptions{
		OriginalExecution: workflow.Execution{ID: workflowID}})
}

var quiet = log.NewStructuredLogger(slog.New(slog.NewTextHandler(io.Discard, nil)))

// EventsIn reads from a history what each turn wrote: the recording activity's markers.
func EventsIn(t testing.TB, h *history.History) []record.Event {
	t.Helper()
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

// RequireChain wants events from the first on, each sealed after the one before.
func RequireChain(t testing.TB, events []record.Event) {
	t.Helper()
	require.NotEmpty(t, events)
	requireSealed(t, events, 1, "")
}

// RequireRestOfChain wants the same of events from a later one on.
func RequireRestOfChain(t testing.TB, events []record.Event) {
	t.Helper()
	require.NotEmpty(t, events)
	require.Greater(t, events[0].Seq, int64(1), "the run goes on where another ended")
	requireSealed(t, events, events[0].Seq, events[0].Prev)
}

func requireSealed(t testing.TB, events []record.Event, seq int64, prev string) {
	t.Helper()
	for _, e := range events {
		payload, err := e.Payload()
		require.NoError(t, err)
		require.Equal(t, seq, e.Seq)
		require.Equal(t, prev, e.Prev)
		require.Equal(t, record.HashOf(payload), e.Hash)
		seq, prev = seq+1, e.Hash
	}
}

// RequireSameEvents wants the same events in two places, byte for byte.
func RequireSameEvents(t testing.TB, want, got []record.Event) {
	t.Helper()
	a, err := json.Marshal(want)
	require.NoError(t, err)
	b, err := json.Marshal(got)
	require.NoError(t, err)
	require.Equal(t, string(a), string(b))
}

// LoadHistory reads a stored history.
func LoadHistory(t testing.TB, file string) *history.History {
	t.Helper()
	f, err := os.Open(file)
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	h, err := client.HistoryFromJSON(z, client.HistoryJSONOptions{})
	require.NoError(t, err)
	return h
}

// StoreHistory keeps a history for later versions to replay.
func StoreHistory(t testing.TB, file string, h *history.History) {
	t.Helper()
	b, err := temporalproto.CustomJSONMarshalOptions{}.Marshal(h)
	require.NoError(t, err)
	var zipped bytes.Buffer
	z, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	require.NoError(t, err)
	_, err = z.Write(b)
	require.NoError(t, err)
	require.NoError(t, z.Close())
	require.NoError(t, os.WriteFile(file, zipped.Bytes(), 0o644))
}
