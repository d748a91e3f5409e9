// Package worker puts a Temporal worker together: the workflows of all
// processes and the activities that they use.
package worker

import (
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"termijn/workflows/board"
	"termijn/workflows/change"
	"termijn/workflows/freeze"
	"termijn/workflows/incident"
	"termijn/workflows/meeting"
	"termijn/workflows/notice"
	"termijn/workflows/problem"
	"termijn/workflows/regie"
	"termijn/workflows/servicemap"
	"termijn/workflows/session"
	"termijn/workflows/standard"
	"termijn/workflows/status"
	"termijn/workflows/survey"
	"termijn/workflows/template"
	"termijn/workflows/transition"
)

// Workflows are the processes by their workflow type on the wire.
var Workflows = map[string]any{
	change.Name:     change.Workflow,
	freeze.Name:     freeze.Workflow,
	board.Name:      board.Workflow,
	incident.Name:   incident.Workflow,
	meeting.Name:    meeting.Workflow,
	notice.Name:     notice.Workflow,
	problem.Name:    problem.Workflow,
	regie.Name:      regie.Workflow,
	servicemap.Name: servicemap.Workflow,
	session.Name:    session.Workflow,
	standard.Name:   standard.Workflow,
	status.Name:     status.Workflow,
	survey.Name:     survey.Workflow,
	template.Name:   template.Workflow,
	transition.Name: transition.Workflow,
}

// Activities are the side effects of one counterparty.
type Activities interface{ Register(worker.Worker) }

// New returns a worker for the cases on a task queue with the activities that they
// use. The caller starts and stops it; died, if not nil, is told when it ends by itself.
func New(c client.Client, queue string, died func(error), effects ...Activities) worker.Worker {
	w := worker.New(c, queue, worker.Options{
		// A turn is one workflow task; keep many cases in memory and work on many at once.
		MaxConcurrentWorkflowTaskPollers:        8,
		MaxConcurrentLocalActivityExecutionSize: 200,
		WorkerStopTimeout:                       10 * time.Second,
		OnFatalError:                            died,
	})
	Register(w)
	for _, e := range effects {
		e.Register(w)
	}
	return w
}

// Register registers the processes under their wire names.
func Register(r worker.WorkflowRegistry) {
	for name, wf := range Workflows {
		r.RegisterWorkflowWithOptions(wf, workflow.RegisterOptions{Name: name})
	}
}
