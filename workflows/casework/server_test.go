package casework_test

import (
	"fmt"
	"os"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"termijn/internal/devstack/devtest"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
)

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

// On a real server a case continues as new while commands are on their way: each
// is done once, and its sender hears the answer.
func TestCommandsOutliveContinuingAsNewOnAServer(t *testing.T) {
	t.Parallel()
	c := devtest.Temporal(t).Client(t)
	short := process
	short.ContinueAfter = 60
	ledger := casetest.NewLedger(calendars(t))
	w := worker.New(c, "cases", worker.Options{})
	w.RegisterWorkflowWithOptions(run(short), workflow.RegisterOptions{Name: "notes"})
	w.RegisterActivityWithOptions(ledger.RecordEvent, activity.RegisterOptions{Name: record.Activity})
	require.NoError(t, w.Start())
	t.Cleanup(w.Stop)
	opening, err := c.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{ID: "case", TaskQueue: "cases"}, "notes", start())
	require.NoError(t, err)

	const people, each = 5, 20
	var sending sync.WaitGroup
	for p := range people {
		sending.Go(func() {
			for i := range each {
				text := fmt.Sprintf("%d-%d", p, i)
				m := casework.Message[note]{Actor: ann, Command: casework.CommandKey("ann", text, text), Body: note{Text: text}}
				h, err := c.UpdateWorkflow(t.Context(), client.UpdateWorkflowOptions{WorkflowID: "case", UpdateName: write.Name,
					UpdateID: m.Command, WaitForStage: client.WorkflowUpdateStageCompleted, Args: []any{m}})
				if err == nil {
					var r casework.Receipt
					err = h.Get(t.Context(), &r)
				}
				if err != nil {
					t.Errorf("%s: %v", text, err)
				}
			}
		})
	}
	sending.Wait()
	require.Empty(t, ledger.Faults())
	seen := map[string]int{}
	for _, e := range ledger.Events()[1:] {
		seen[string(e.Body)]++
	}
	require.Len(t, seen, people*each)
	require.Len(t, ledger.Events(), 1+people*each)
	latest, err := c.DescribeWorkflowExecution(t.Context(), "case", "")
	require.NoError(t, err)
	require.NotEqual(t, opening.GetRunID(), latest.GetWorkflowExecutionInfo().GetExecution().GetRunId())
	require.Less(t, latest.GetWorkflowExecutionInfo().GetHistoryLength(), int64(300))
	require.Equal(t, enums.WORKFLOW_EXECUTION_STATUS_RUNNING, latest.GetWorkflowExecutionInfo().GetStatus())
}

// A case that cannot even be opened fails, and its opener hears why.
func TestACaseThatCannotBeOpenedFails(t *testing.T) {
	t.Parallel()
	c := devtest.Temporal(t).Client(t)
	ledger := casetest.NewLedger(calendars(t))
	ledger.Fail = func(record.Batch, int) error {
		return temporal.NewNonRetryableApplicationError("cannot be", "test", nil)
	}
	w := worker.New(c, "cases", worker.Options{})
	w.RegisterWorkflowWithOptions(run(process), workflow.RegisterOptions{Name: "notes"})
	w.RegisterActivityWithOptions(ledger.RecordEvent, activity.RegisterOptions{Name: record.Activity})
	require.NoError(t, w.Start())
	t.Cleanup(w.Stop)
	op := c.NewWithStartWorkflowOperation(client.StartWorkflowOptions{ID: "case", TaskQueue: "cases",
		WorkflowIDConflictPolicy: enums.WORKFLOW_ID_CONFLICT_POLICY_FAIL}, "notes", start())
	h, err := c.UpdateWithStartWorkflow(t.Context(), client.UpdateWithStartWorkflowOptions{StartWorkflowOperation: op,
		UpdateOptions: client.UpdateWorkflowOptions{UpdateName: casework.UpdateRegistered, WaitForStage: client.WorkflowUpdateStageCompleted}})
	if err == nil {
		err = h.Get(t.Context(), nil)
	}
	require.ErrorContains(t, err, "cannot be")
	require.ErrorContains(t, c.GetWorkflow(t.Context(), "case", "").Get(t.Context(), nil), "cannot be")
}

// A case that waits for an instant and is cancelled leaves its terminal event, on
// a server too: there its timer is ready when it is cancelled.
func TestACaseThatWaitsForAnInstantIsCancelled(t *testing.T) {
	t.Parallel()
	c := devtest.Temporal(t).Client(t)
	ledger := casetest.NewLedger(calendars(t))
	w := worker.New(c, "cases", worker.Options{})
	w.RegisterWorkflowWithOptions(run(process), workflow.RegisterOptions{Name: "notes"})
	w.RegisterActivityWithOptions(ledger.RecordEvent, activity.RegisterOptions{Name: record.Activity})
	require.NoError(t, w.Start())
	t.Cleanup(w.Stop)
	opening, err := c.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{ID: "case", TaskQueue: "cases"}, "notes", start())
	require.NoError(t, err)
	m := casework.Message[note]{Actor: ann, Command: casework.CommandKey("ann", "1", "1"), Body: note{Text: "ask", Ask: true}}
	h, err := c.UpdateWorkflow(t.Context(), client.UpdateWorkflowOptions{WorkflowID: "case", UpdateName: write.Name,
		UpdateID: m.Command, WaitForStage: client.WorkflowUpdateStageCompleted, Args: []any{m}})
	require.NoError(t, err)
	require.NoError(t, h.Get(t.Context(), nil))
	require.NoError(t, c.CancelWorkflow(t.Context(), "case", ""))
	require.True(t, temporal.IsCanceledError(opening.Get(t.Context(), nil)))
	requireEnded(t, ledger.Events(), casework.KindCancelled, casework.OutcomeCanceled)
}
