package portal

import (
	"slices"

	"termijn/workflows/regie"
)

// stepState says where a step of a process stands.
type stepState string

// The states of a step. A picture shows each by an icon and a word.
const (
	stepDone    stepState = "done"
	stepCurrent stepState = "current"
	stepNext    stepState = "next"
	// stepStopped is where a case ended before its end.
	stepStopped stepState = "stopped"
	stepSkipped stepState = "skipped"
)

// step is one step of the picture of a process.
type step struct {
	Key   string
	State stepState
	Label string
	// StateLabel is the state in words.
	StateLabel string
}

// regieSteps are the steps of support in regie, in order.
var regieSteps = []string{"request", "completeness", "offer", "approval", "order", "execution", "closing"}

// stepOfStage is the step that a stage works on.
var stepOfStage = map[string]string{
	regie.Submitted: "completeness", regie.Clarifying: "completeness", regie.Preparing: "offer",
	regie.Offered: "approval", regie.Approving: "approval", regie.Approved: "order",
	regie.Executing: "execution", regie.Closing: "closing",
}

// stepsOf returns the picture of a case of support in regie.
func stepsOf(stage string, own regie.State) []step {
	current, open := stepOfStage[stage]
	here := stepCurrent
	if !open && stage != regie.Ended {
		current, here = lastStep(own), stepStopped
	}
	at := slices.Index(regieSteps, current)
	if stage == regie.Ended {
		at = len(regieSteps)
	}
	var all []step
	for i, key := range regieSteps {
		s := step{Key: key, State: stepNext}
		switch {
		case i < at:
			s.State = stepDone
		case i == at:
			s.State = here
		case here == stepStopped:
			s.State = stepSkipped
		}
		all = append(all, s)
	}
	return all
}

// lastStep is how far a case came that ended early.
func lastStep(own regie.State) string {
	switch {
	case own.Order != nil:
		return "execution"
	case own.Approval != nil && own.Approval.Step >= len(own.Policy.Flow):
		return "order"
	case own.Offer != nil:
		return "approval"
	case own.Complete != nil:
		return "offer"
	}
	return "completeness"
}
