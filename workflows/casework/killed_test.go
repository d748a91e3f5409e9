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

// A worker writes an event to the ledger and loses the server before it can say
// so. Another takes the turn up: one event, one answer, and the state is the ledger's.
func TestATurnOutlivesItsWorkerOnAServer(t *testing.T) {
	t.Parallel()
	ns := devtest.Temporal(t)
	ledger := casetest.NewLedger(calendars(t))
	work := func(c client.Client, do func(context.Context, record.Batch) (record.Event, error)) {
		w := worker.New(c, "cases", worker.Options{})
		w.RegisterWorkflowWithOptions(run(process), workflow.RegisterOptions{Name: "notes"})
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
		if b.Event.Seq == 2 {
			shut(written)
			<-over
		}
		return e, err
	})

	c := ns.Client(t)
	_, err = c.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{ID: "case", TaskQueue: "cases",
		WorkflowTaskTimeout: 2 * time.Second}, "notes", start())
	require.NoError(t, err)
	m := casework.Message[note]{Actor: ann, Command: casework.CommandKey("ann", "k", 1), Body: note{Text: "once", Ask: true}}
	answer := make(chan casework.Receipt, 1)
	go func() {
		var r casework.Receipt
		h, err := c.UpdateWorkflow(t.Context(), client.UpdateWorkflowOptions{WorkflowID: "case", UpdateName: write.Name, UpdateID: m.Command,
			WaitForStage: client.WorkflowUpdateStageCompleted, Args: []any{m}})
		if err == nil {
			err = h.Get(t.Context(), &r)
		}
		if err != nil {
			t.Error(err)
		}
		answer <- r
	}()
	<-written
	lost.Close()
	work(c, ledger.RecordEvent)

	r := <-answer
	require.EqualValues(t, 2, r.Seq)
	events := ledger.Events()
	require.Equal(t, []string{"case.registered", "note"}, kinds(events))
	require.True(t, r.At.Equal(events[1].At), "the answer is the ledger's")
	require.Empty(t, ledger.Faults())
	v, err := c.QueryWorkflow(t.Context(), "case", "", casework.QueryState)
	require.NoError(t, err)
	var state casework.State[notes]
	require.NoError(t, v.Get(&state))
	require.Equal(t, events[1].Hash, state.Head)
	require.Equal(t, []string{"once"}, state.Own.Notes)
	require.True(t, state.Tasks["NOT-2026-000001/2"].Opened.Equal(events[1].At))
}

// shut closes a channel that may be closed already.
func shut(c chan struct{}) {
	select {
	case <-c:
	default:
		close(c)
	}
}
