package casehistory_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"termijn/internal/codec"
	"termijn/internal/devstack/devtest"
	"termijn/internal/ledger/casehistory"
	"termijn/internal/record"
)

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

// carried is what a case carries over, as casework spells it.
type carried struct {
	State struct {
		Ref  string `json:"ref"`
		Seq  int64  `json:"seq"`
		Head string `json:"head"`
	} `json:"state"`
}

// life records three events in each of three runs, with other local activities
// and a failed attempt between them, and then waits.
func life(ctx workflow.Context, c carried) error {
	quick := temporal.RetryPolicy{InitialInterval: time.Millisecond, MaximumInterval: time.Millisecond}
	ctx = workflow.WithLocalActivityOptions(ctx, workflow.LocalActivityOptions{ScheduleToCloseTimeout: time.Minute, RetryPolicy: &quick})
	for range 3 {
		var e record.Event
		in := record.Batch{Event: record.Event{Case: c.State.Ref, Seq: c.State.Seq + 1, Prev: c.State.Head, At: workflow.Now(ctx), Kind: "case.moved",
			Body: json.RawMessage(`{"text":"<b>&é</b>"}`)}}
		if err := workflow.ExecuteLocalActivity(ctx, record.Activity, in).Get(ctx, &e); err != nil {
			return err
		}
		if err := workflow.ExecuteLocalActivity(ctx, "Other").Get(ctx, nil); err != nil {
			return err
		}
		c.State.Seq, c.State.Head = e.Seq, e.Hash
	}
	if c.State.Seq < 9 {
		return workflow.NewContinueAsNewError(ctx, life, c)
	}
	workflow.GetSignalChannel(ctx, "end").Receive(ctx, nil)
	return nil
}

func recordEvent(ctx context.Context, b record.Batch) (record.Event, error) {
	if b.Event.Seq%2 == 0 && activity.GetInfo(ctx).Attempt == 1 {
		return record.Event{}, fmt.Errorf("the database is away")
	}
	_, err := b.Event.Seal()
	return b.Event, err
}

func TestEventsAreReadFromTheHistoryOfAllRuns(t *testing.T) {
	t.Parallel()
	ring, err := codec.ParseKeyRing(codec.GenerateKey())
	require.NoError(t, err)
	sealed := codec.DataConverter(ring)
	ns := devtest.Temporal(t)
	c := ns.Client(t, sealed)
	w := worker.New(c, "cases", worker.Options{})
	w.RegisterWorkflow(life)
	w.RegisterActivityWithOptions(recordEvent, activity.RegisterOptions{Name: record.Activity})
	w.RegisterActivityWithOptions(func(context.Context) error { return nil }, activity.RegisterOptions{Name: "Other"})
	require.NoError(t, w.Start())
	t.Cleanup(w.Stop)
	var start carried
	start.State.Ref = "REG-2026-000001"
	run, err := c.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{ID: "case/" + start.State.Ref, TaskQueue: "cases"}, life, start)
	require.NoError(t, err)
	first := run.GetRunID() // awaiting it changes it to the last one's

	reader := casehistory.Reader{Client: c, Converter: sealed, Prefix: "case/"}
	require.Eventually(t, func() bool {
		h, err := reader.Recorded(t.Context(), start.State.Ref)
		return err == nil && len(h.Events) == 9 && !h.Busy
	}, 30*time.Second, 50*time.Millisecond)
	h, err := reader.Recorded(t.Context(), start.State.Ref)
	require.NoError(t, err)
	require.True(t, h.Running)
	require.False(t, h.Gone)
	require.Zero(t, h.After)
	before := ""
	for i, e := range h.Events {
		require.EqualValues(t, i+1, e.Seq)
		require.Equal(t, before, e.Prev)
		payload, err := e.Payload()
		require.NoError(t, err)
		require.Equal(t, e.Hash, record.HashOf(payload), "the bytes can be had from the history alone")
		before = e.Hash
	}
	require.Eventually(t, func() bool {
		refs, err := reader.Cases(t.Context())
		return err == nil && len(refs) == 1 && refs[0] == start.State.Ref
	}, 30*time.Second, 50*time.Millisecond)

	// Without the key it cannot be read, and says so.
	_, err = casehistory.Reader{Client: c, Converter: codec.DataConverter(nil), Prefix: "case/"}.Recorded(t.Context(), start.State.Ref)
	require.ErrorContains(t, err, "history of "+start.State.Ref)

	require.NoError(t, c.SignalWorkflow(t.Context(), "case/"+start.State.Ref, "", "end", nil))
	require.NoError(t, run.Get(t.Context(), nil))
	h, err = reader.Recorded(t.Context(), start.State.Ref)
	require.NoError(t, err)
	require.False(t, h.Running)
	require.Equal(t, "Completed", h.Status)

	// Retention takes the first run, and in the end all of it.
	h, err = casehistory.Reader{Client: forgetful{Client: c, gone: first}, Converter: sealed, Prefix: "case/"}.Recorded(t.Context(), start.State.Ref)
	require.NoError(t, err)
	require.Len(t, h.Events, 6)
	require.EqualValues(t, 3, h.After)
	h, err = casehistory.Reader{Client: forgetful{Client: c, all: true}, Converter: sealed, Prefix: "case/"}.Recorded(t.Context(), start.State.Ref)
	require.NoError(t, err)
	require.True(t, h.Gone)
	h, err = reader.Recorded(t.Context(), "REG-2026-999999")
	require.NoError(t, err)
	require.True(t, h.Gone)
}
