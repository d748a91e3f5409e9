package incident

import (
	"go.temporal.io/sdk/workflow"

	"termijn/workflows/casework"
)

// Late reports whether a clock has reached its due time.
var Late = late

// Continuing is the process with runs of so many history events.
func Continuing(after int) func(workflow.Context, casework.Start[State]) error {
	p := process
	p.ContinueAfter = after
	return func(ctx workflow.Context, start casework.Start[State]) error { return live(ctx, start, p) }
}
