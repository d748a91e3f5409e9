// Package worker puts a Temporal worker together: the workflows of all
// processes and the activities that they use.
package worker

import (
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"termijn/activities"
	"termijn/workflows/regie"
)

// Workflows are the processes by their workflow type on the wire.
var Workflows = map[string]any{
	regie.Name: regie.Workflow,
}

// New returns a worker for the cases on a task queue. The caller starts and stops
// it; died, if not nil, is told when it ends by itself.
func New(c client.Client, queue string, ledger *activities.Ledger, died func(error)) worker.Worker {
	w := worker.New(c, queue, worker.Options{
		// A turn is one workflow task; keep many cases in memory and work on many at once.
		MaxConcurrentWorkflowTaskPollers:        8,
		MaxConcurrentLocalActivityExecutionSize: 200,
		WorkerStopTimeout:                       10 * time.Second,
		OnFatalError:                            died,
	})
	Register(w)
	ledger.Register(w)
	return w
}

// Register registers the processes under their wire names.
func Register(r worker.WorkflowRegistry) {
	for name, wf := range Workflows {
		r.RegisterWorkflowWithOptions(wf, workflow.RegisterOptions{Name: name})
	}
}
