package transition_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/identity"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/transition"
)

// These names stand in histories, in the ledger and in other programs. A test
// that fails here means: do not rename.
func TestTheNamesOnTheWire(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"transition", "TRP"}, []string{transition.Name, transition.Prefix})
	require.Equal(t, []string{"change-plan", "submit-plan", "record-award", "forecast", "acknowledge", "reach", "deliver", "check",
		"record-evidence", "withdraw-evidence", "record-risk", "update-risk", "plan-exit-item", "settle-exit-item", "propose",
		"withdraw-proposal", "plan-session", "open-session", "put-proposal", "record-decision", "close-session", "resubmit-payment", "complete", "stop"},
		[]string{transition.ChangePlan.Name, transition.SubmitPlan.Name, transition.RecordAward.Name, transition.Forecast.Name,
			transition.Acknowledge.Name, transition.Reach.Name, transition.Deliver.Name, transition.Check.Name, transition.RecordEvidence.Name,
			transition.WithdrawEvidence.Name, transition.RecordRisk.Name, transition.UpdateRisk.Name, transition.PlanExitItem.Name,
			transition.SettleExitItem.Name, transition.Propose.Name, transition.WithdrawProposal.Name, transition.PlanSession.Name,
			transition.OpenSession.Name, transition.PutProposal.Name, transition.RecordDecision.Name, transition.CloseSession.Name,
			transition.ResubmitPayment.Name, transition.Complete.Name, transition.Stop.Name})
	require.Equal(t, []string{"planning", "submitted", "running", "completed", "stopped"}, []string{transition.Planning, transition.Submitted,
		transition.Running, transition.Completed, transition.Stopped})
	require.Equal(t, []string{"programme", "client_onboarding", "provider_joining", "provider_leaving"}, transition.Kinds)
	require.Equal(t, []string{"missed", "impossible", "at_risk", "planned", "reached", "cancelled"}, transition.MilestoneStatuses)
	require.Equal(t, []string{"planned", "delivered", "checked", "accepted", "refused"}, []string{transition.ProductPlanned,
		transition.ProductDelivered, transition.ProductChecked, transition.ProductAccepted, transition.ProductRefused})
	require.Equal(t, []string{"processes", "data", "training", "back_out", "lowest_period", "other"}, transition.ItemKinds)
	require.Equal(t, []string{"open", "mitigated", "occurred", "closed"}, transition.RiskStates)
	require.Equal(t, []string{"close", "hand_over"}, transition.ExitWays)
	require.Equal(t, []string{"rebaseline", "exemption", "dispute"}, transition.ProposalKinds)
	require.Equal(t, []string{"proposed", "put", "approved", "rejected", "withdrawn"}, []string{transition.ProposalMade, transition.ProposalPut,
		transition.ProposalApproved, transition.ProposalRejected, transition.ProposalGone})
	require.Equal(t, []string{"planned", "open", "held", "lapsed"}, []string{transition.SessionPlanned, transition.SessionOpen, transition.SessionHeld, transition.SessionLapsed})
	require.Equal(t, []string{"payable", "approved", "refused"}, []string{transition.PaymentPayable, transition.PaymentApproved, transition.PaymentRefused})
	require.Equal(t, []string{"month_missed", "proposal", "unfixed", "missed", "unacknowledged", "impossible", "at_risk", "payment", "exit"}, transition.AgendaKinds)
	require.Equal(t, "CarryProgramme", record.CarryActivity)
	require.Equal(t, 2, transition.Version)
}

// The activity that carries reads these parts of the recorded state under these names.
func TestTheNamesThatCarryingReads(t *testing.T) {
	t.Parallel()
	for holder, names := range map[reflect.Type][]string{
		reflect.TypeFor[transition.State]():     {"milestones", "links", "carried", "carry"},
		reflect.TypeFor[transition.Milestone](): {"due", "status", "unfixed", "forecast", "reached"},
		reflect.TypeFor[transition.Carry]():     {"changed", "seq"},
		reflect.TypeFor[transition.Link]():      {"from", "to", "lag"},
	} {
		var tags []string
		for i := range holder.NumField() {
			tag := holder.Field(i).Tag.Get("json")
			tags = append(tags, tag[:min(len(tag), indexOr(tag, ','))])
		}
		require.Subset(t, tags, names)
	}
}

func indexOr(text string, sep byte) int {
	if i := slices.Index([]byte(text), sep); i >= 0 {
		return i
	}
	return len(text)
}

// attempts send every command with a body that says little: whether it is allowed in
// a stage comes first.
var attempts = map[string]func(story) *casetest.Answer{
	"change-plan": func(c story) *casetest.Answer {
		return casetest.Send(c, leader, transition.ChangePlan, "", transition.PlanChange{})
	},
	"submit-plan": func(c story) *casetest.Answer {
		return casetest.Send(c, leader, transition.SubmitPlan, "", transition.Submission{})
	},
	"record-award": func(c story) *casetest.Answer {
		return casetest.Send(c, leader, transition.RecordAward, "", transition.Award{})
	},
	"forecast": func(c story) *casetest.Answer {
		return casetest.Send(c, beta, transition.Forecast, "", transition.ForecastDate{})
	},
	"acknowledge": func(c story) *casetest.Answer {
		return casetest.Send(c, beta, transition.Acknowledge, "", transition.Acknowledgement{})
	},
	"reach": func(c story) *casetest.Answer {
		return casetest.Send(c, beta, transition.Reach, "", transition.Reaching{})
	},
	"deliver": func(c story) *casetest.Answer {
		return casetest.Send(c, beta, transition.Deliver, "", transition.Delivering{})
	},
	"check": func(c story) *casetest.Answer {
		return casetest.Send(c, leader, transition.Check, "", transition.Checking{})
	},
	"record-evidence": func(c story) *casetest.Answer {
		return casetest.Send(c, beta, transition.RecordEvidence, "", transition.Proof{})
	},
	"withdraw-evidence": func(c story) *casetest.Answer {
		return casetest.Send(c, beta, transition.WithdrawEvidence, "", transition.ProofWithdrawn{})
	},
	"record-risk": func(c story) *casetest.Answer {
		return casetest.Send(c, beta, transition.RecordRisk, "", transition.RiskPlan{})
	},
	"update-risk": func(c story) *casetest.Answer {
		return casetest.Send(c, beta, transition.UpdateRisk, "", transition.RiskUpdate{})
	},
	"plan-exit-item": func(c story) *casetest.Answer {
		return casetest.Send(c, leader, transition.PlanExitItem, "", transition.ExitPlan{})
	},
	"settle-exit-item": func(c story) *casetest.Answer {
		return casetest.Send(c, leader, transition.SettleExitItem, "", transition.ExitSettled{})
	},
	"propose": func(c story) *casetest.Answer {
		return casetest.Send(c, beta, transition.Propose, "", transition.Proposing{})
	},
	"withdraw-proposal": func(c story) *casetest.Answer {
		return casetest.Send(c, beta, transition.WithdrawProposal, "", transition.ProposalWithdrawn{})
	},
	"plan-session": func(c story) *casetest.Answer {
		return casetest.Send(c, leader, transition.PlanSession, "", transition.SessionPlan{})
	},
	"open-session": func(c story) *casetest.Answer {
		return casetest.Send(c, leader, transition.OpenSession, "", transition.SessionOpening{})
	},
	"put-proposal": func(c story) *casetest.Answer {
		return casetest.Send(c, leader, transition.PutProposal, "", transition.Putting{})
	},
	"record-decision": func(c story) *casetest.Answer {
		return casetest.Send(c, leader, transition.RecordDecision, "", transition.DecisionTaken{})
	},
	"close-session": func(c story) *casetest.Answer {
		return casetest.Send(c, leader, transition.CloseSession, "", transition.SessionClosing{})
	},
	"resubmit-payment": func(c story) *casetest.Answer {
		return casetest.Send(c, leader, transition.ResubmitPayment, "", transition.PaymentAgain{})
	},
	"complete": func(c story) *casetest.Answer {
		return casetest.Send(c, leader, transition.Complete, "", transition.Completion{})
	},
	"stop": func(c story) *casetest.Answer {
		return casetest.Send(c, leader, transition.Stop, "", transition.Because{})
	},
}

// The transition table is the whole truth.
func TestEveryCommandInEveryStage(t *testing.T) {
	t.Parallel()
	ways := map[string]func(story){
		transition.Planning:  func(story) {},
		transition.Submitted: func(c story) { at(c, "03-03 09:00", func() { submits(c) }) },
		transition.Running:   func(c story) { accepted(t, c) },
		transition.Stopped: func(c story) {
			at(c, "03-03 09:00", func() { casetest.Send(c, member, transition.Stop, "", transition.Because{Reason: "opzegging"}) })
		},
	}
	for stage, way := range ways {
		c := programme(t, lived{})
		way(c)
		answers := map[string]*casetest.Answer{}
		for command, attempt := range attempts {
			at(c, "03-04 09:00", func() { answers[command] = attempt(c) })
		}
		c.Run()
		for command, a := range answers {
			require.NotNil(t, a.Refusal, "%s in %s: %v", command, stage, a.Err)
			switch {
			case stage == transition.Stopped:
				require.Equal(t, casework.CodeClosed, a.Refusal.Code, "%s in %s", command, stage)
			case slices.Contains(transition.Allowed(stage), command):
				require.NotContains(t, []string{casework.CodeNotNow, casework.CodeClosed}, a.Refusal.Code, "%s in %s", command, stage)
			default:
				require.Equal(t, casework.CodeNotNow, a.Refusal.Code, "%s in %s", command, stage)
			}
		}
	}
}

// Every command stands in the policy, and in the table above.
func TestEveryCommandHasItsPolicy(t *testing.T) {
	t.Parallel()
	for _, stage := range []string{transition.Planning, transition.Submitted, transition.Running} {
		for _, command := range transition.Allowed(stage) {
			require.Contains(t, identity.Actions(), identity.Action(transition.Name+"."+command))
			require.Contains(t, attempts, command)
		}
	}
	require.Empty(t, transition.Allowed(transition.Completed))
}

// Whatever stands in the events of the stories has its words.
func TestWhatHappensHasItsWords(t *testing.T) {
	t.Parallel()
	for name, live := range stories {
		c := programme(t, lived{})
		live(t, c)
		c.Run()
		require.NotEmpty(t, c.Ledger.Events(), name)
		casetest.RequireWords(t, transition.Name, c.Ledger.Events())
	}
}

// A timer is matched on replay by its number alone, so its length is pinned here.
func TestTheTimersOfACase(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	accepted(t, c)
	at(c, "04-20 09:00", func() { casetest.Send(c, member, transition.Stop, "", transition.Because{Reason: "opzegging"}) })
	c.Run()
	require.Equal(t, []string{
		"2026-03-02 10:00 until 2026-03-03 09:00", // the agenda of the first session, a week before it
		"2026-03-03 09:00 until 2026-03-12 00:00", // the first session lapses
		"2026-03-03 09:00 until 2026-03-07 00:00", // 60 % of the Board's term
		"2026-03-03 10:00 until 2026-03-04 00:00", // 20 working days before SPEC
		"2026-03-12 00:00 until 2026-03-18 00:00", // 10
		"2026-03-18 00:00 until 2026-03-25 00:00", // 5
		"2026-03-25 00:00 until 2026-04-01 00:00", // April begins
		"2026-04-01 00:00 until 2026-04-02 00:00", // SPEC is due; 20 working days before ALFA and BETA
		"2026-04-02 00:00 until 2026-04-07 09:00", // the agenda of the second session
	}, c.Spans()[:9])
}

// Continuing as new after every event changes nothing.
func TestContinuingAsNewChangesNothing(t *testing.T) {
	t.Parallel()
	casetest.RequireSameWhenContinued(t, func(every int) story {
		c := programme(t, lived{every: every})
		stories["slips"](t, c)
		return c
	}, casetest.Seal)
}
