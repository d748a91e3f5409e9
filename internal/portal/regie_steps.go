package portal

import (
	"slices"

	"termijn/workflows/regie"
)

// steps is the picture of the process in words.
func (r regieReader) steps() []step { return r.labelled(stepsOf(r.Stage, r.own)) }

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
	return stepsAt(regieSteps, at, here)
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
