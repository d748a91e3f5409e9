package casetest

import (
	"context"
	"sync"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/history/v1"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"termijn/internal/producttime"
	"termijn/internal/record"
	"termijn/workflows/casework"
)

// Server is a real Temporal server on which a case is lived, with product time
// at Speed. Steps come as soon as their product time has come, so their instants
// are those of the scenario or a little later.
type Server struct {
	Client     client.Client
	TaskQueue  string
	WorkflowID string
	Speed      float64

	sending sync.WaitGroup
}

// runOnServer lives the case to the end of its steps; it goes on after that.
func (c *Case[S]) runOnServer() {
	c.t.Helper()
	s := c.o.Server
	w := worker.New(s.Client, s.TaskQueue, worker.Options{})
	w.RegisterWorkflowWithOptions(c.o.Workflow, workflow.RegisterOptions{Name: c.o.Name})
	w.RegisterActivityWithOptions(c.Ledger.RecordEvent, activity.RegisterOptions{Name: record.Activity})
	w.RegisterActivityWithOptions(c.openCase, activity.RegisterOptions{Name: record.OpenCaseActivity})
	w.RegisterActivityWithOptions(c.tellCase, activity.RegisterOptions{Name: record.TellCaseActivity})
	for name, do := range c.o.Errands {
		w.RegisterActivityWithOptions(func(_ context.Context, call record.ErrandCall) (any, error) { return do(call) },
			activity.RegisterOptions{Name: name})
	}
	require.NoError(c.t, w.Start())
	defer w.Stop()
	scale, err := producttime.Start(time.Now(), c.o.At, s.Speed)
	require.NoError(c.t, err)
	c.o.Start.State.Time = scale
	op := s.Client.NewWithStartWorkflowOperation(client.StartWorkflowOptions{ID: s.WorkflowID, TaskQueue: s.TaskQueue,
		WorkflowIDConflictPolicy: enums.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING}, c.o.Name, c.o.Start)
	opened, err := s.Client.UpdateWithStartWorkflow(c.t.Context(), client.UpdateWithStartWorkflowOptions{StartWorkflowOperation: op,
		UpdateOptions: client.UpdateWorkflowOptions{UpdateName: casework.UpdateRegistered, WaitForStage: client.WorkflowUpdateStageCompleted}})
	require.NoError(c.t, err)
	var first casework.Receipt
	require.NoError(c.t, opened.Get(c.t.Context(), &first))
	if c.o.Start.Taken == nil {
		require.EqualValues(c.t, 1, first.Seq)
	}
	c.live = true
	for _, step := range c.steps {
		// A scenario's time is waited for, as its people do.
		<-time.After(scale.Wait(step.at.Sub(scale.Now())))
		step.do()
		s.sending.Wait()
	}
}

func sendToServer[S, B any](c *Case[S], a *Answer, name string, m casework.Message[B]) {
	s, ctx := c.o.Server, c.t.Context()
	s.sending.Go(func() {
		var r casework.Receipt
		h, err := s.Client.UpdateWorkflow(ctx, client.UpdateWorkflowOptions{WorkflowID: s.WorkflowID, UpdateName: name,
			UpdateID: m.Command, WaitForStage: client.WorkflowUpdateStageCompleted, Args: []any{m}})
		if err == nil {
			err = h.Get(ctx, &r)
		}
		a.Done, a.Accepted, a.Receipt, a.Err = true, err == nil, r, err
		if refusal, ok := casework.RefusalOf(err); ok {
			a.Refusal = refusal
		}
	})
}

// History returns the history of the workflow's newest run.
func (s *Server) History(ctx context.Context) (*history.History, error) {
	h := &history.History{}
	events := s.Client.GetWorkflowHistory(ctx, s.WorkflowID, "", false, enums.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for events.HasNext() {
		e, err := events.Next()
		if err != nil {
			return nil, err
		}
		h.Events = append(h.Events, e)
	}
	return h, nil
}
