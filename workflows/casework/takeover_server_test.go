package casework_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"termijn/internal/devstack/devtest"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
)

// A worker loses the server in the middle of a take-over, after it wrote a fact
// down. Another begins anew: every fact is there once.
func TestATakeOverOutlivesItsWorkerOnAServer(t *testing.T) {
	t.Parallel()
	ns := devtest.Temporal(t)
	o := takenOptions(t, fact("2026-02-05 11:00", "pause"), fact("2026-02-12 09:00", "resume"), fact("2026-02-20 09:00", "ask"),
		fact("2026-02-26 10:00", "resolve"))
	ledger := casetest.NewLedger(o.Calendars)
	work := func(c client.Client, do func(context.Context, record.Batch) (record.Event, error)) {
		w := worker.New(c, "cases", worker.Options{})
		w.RegisterWorkflowWithOptions(o.Workflow, workflow.RegisterOptions{Name: o.Name})
		w.RegisterActivityWithOptions(do, activity.RegisterOptions{Name: record.Activity})
		require.NoError(t, w.Start())
		t.Cleanup(w.Stop)
	}
	lost, err := client.Dial(ns.Options())
	require.NoError(t, err)
	written, over := make(chan struct{}), make(chan struct{})
	t.Cleanup(func() { shut(over) })
	work(lost, func(ctx context.Context, b record.Batch) (record.Event, error) {
		e, err := ledger.RecordEvent(ctx, b)
		if b.Event.Seq == 3 {
			shut(written)
			<-over
		}
		return e, err
	})
	c := ns.Client(t)
	_, err = c.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{ID: "case", TaskQueue: "cases", WorkflowTaskTimeout: 2 * time.Second},
		o.Name, o.Start)
	require.NoError(t, err)
	<-written
	lost.Close()
	work(c, ledger.RecordEvent)

	h, err := c.UpdateWorkflow(t.Context(), client.UpdateWorkflowOptions{WorkflowID: "case", UpdateName: casework.UpdateRegistered,
		WaitForStage: client.WorkflowUpdateStageCompleted})
	require.NoError(t, err)
	require.NoError(t, h.Get(t.Context(), nil), "it is answered when all is there")
	events := ledger.Events()
	require.GreaterOrEqual(t, len(events), 6)
	require.Equal(t, []string{"case.registered", "did", "did", "did", "did", "case.taken_over"}, kinds(events)[:6])
	for i, f := range o.Start.Taken.Facts {
		require.JSONEq(t, string(f.Body), string(events[i+1].Body))
		require.True(t, events[i+1].At.Equal(f.At))
	}
	require.Empty(t, ledger.Faults())
	v, err := c.QueryWorkflow(t.Context(), "case", "", casework.QueryState)
	require.NoError(t, err)
	var state casework.State[notes]
	require.NoError(t, v.Get(&state))
	require.Len(t, state.Clocks["term"].Facts.Pauses, 1)
	casetest.RequireChain(t, events)
}
