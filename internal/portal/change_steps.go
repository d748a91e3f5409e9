package portal

import (
	"slices"

	"termijn/internal/identity"
	"termijn/workflows/change"
)

// changeWays are the stages that a change of a kind goes through, in order.
var changeWays = map[string][]string{
	change.Normal:    {change.Drafting, change.Assessing, change.Approving, change.Scheduled, change.Implementing, change.Reviewing},
	change.Standard:  {change.Drafting, change.Scheduled, change.Implementing, change.Reviewing},
	change.Emergency: {change.Drafting, change.Approving, change.Scheduled, change.Implementing, change.Reviewing},
	change.Automated: {stepGate, change.Implementing},
}

// stepGate is the first step of an automated change.
const stepGate = "gate"

// steps are the picture of the process for the kind of the change.
func (r changeReader) steps() []step {
	way, ok := changeWays[r.own.Kind]
	if !ok {
		return nil
	}
	at, here := slices.Index(way, r.Stage), stepCurrent
	switch {
	case r.Stage == change.Done:
		at = len(way)
	case r.Outcome != "":
		at, here = r.reached(way), stepStopped
	case at < 0:
		at = 0 // a stage that this kind does not have: the first step is not done
	}
	return r.labelled(stepsAt(way, at, here))
}

// reached is the last step of a way that a change which stopped had come to.
func (r changeReader) reached(way []string) int {
	last := 0
	for _, e := range r.Events {
		if e.Effects.Case != nil {
			last = max(last, slices.Index(way, e.Effects.Case.Stage))
		}
	}
	return last
}

// waiting says what the change waits for: in a decision with how the votes stand, and
// before its window with when it begins.
func (r changeReader) waiting() string {
	if r.Outcome != "" {
		return r.caseReader.waiting()
	}
	own := r.own
	if c := own.Confirmation; c != nil && c.Option == "" && r.Stage != change.Approving {
		return r.say.T("change.wait.confirmation", "Due", r.due(c.Clock))
	}
	switch r.Stage {
	case change.Drafting:
		return r.say.T("change.wait.draft")
	case change.Approving:
		if own.Ballot == nil {
			return r.caseReader.waiting()
		}
		switch b := own.Ballot; {
		case own.Kind == change.Emergency:
			return r.say.T("change.wait.approval.emergency", "Votes", r.counted())
		case b.MeetingAt != nil:
			return r.say.T("change.wait.approval.meeting", "At", r.say.DateTime(*b.MeetingAt), "Votes", r.counted())
		}
		return r.say.T("change.wait.approval", "Votes", r.counted())
	case change.Scheduled:
		return r.startsWhen()
	}
	return r.caseReader.waiting()
}

// sensible leaves out what the change would refuse, and what has a place of its own on
// the page.
func (r changeReader) sensible(command string, p identity.Principal) bool {
	own, mine := r.own, p.Org == r.own.Provider
	switch command {
	case change.Save.Name, change.Submit.Name, change.Revise.Name, change.Complete.Name, change.Withdraw.Name:
		return mine
	case change.Reclassify.Name:
		return own.Kind != change.Automated && (p.Kind == "si" || mine && r.Stage == change.Drafting)
	case change.Start.Name:
		return mine && own.Held == nil && !r.Now.Before(own.Content.From) && r.Now.Before(own.Content.To)
	case change.FinishStep.Name:
		return mine && len(r.openSteps()) > 0
	case change.ReviseVote.Name:
		return len(r.ownVotes()) > 0
	case change.RuleEmergency.Name:
		return own.Kind == change.Emergency && own.Ballot != nil
	case change.ReportOutcome.Name:
		return mine && own.Kind == change.Automated
	}
	return true
}
