package problem_test

import (
	"maps"
	"os"
	"slices"
	"testing"

	"go.temporal.io/api/enums/v1"

	"termijn/internal/devstack/devtest"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/problem"
)

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

// openings are how the stories begin.
var openings = map[string]func() casework.Opening{
	"solved": func() casework.Opening { return problem.Opening(origin(), parties("alfa")) },
	"overrun": func() casework.Opening {
		o := origin()
		o.Overrun = true
		return problem.Opening(o, parties("alfa", "beta"))
	},
	"change_that_ended": func() casework.Opening { return problem.Opening(origin(), parties("alfa")) },
	"trend":             func() casework.Opening { return problem.Proposal(trend()) },
	"declined":          func() casework.Opening { return problem.Proposal(trend()) },
}

// stories are lived on a server, and their histories stored, for every version.
var stories = map[string]func(c *caseOf){
	"solved": func(c *caseOf) {
		sent(c, "2026-03-02 12:00", balie, problem.PlanStage, problem.Plan{Stage: problem.StepSolution, Date: march(20), Reason: "afgesproken"})
		sent(c, "2026-03-03 09:00", agent, problem.IdentifyRootCause, cause)
		sent(c, "2026-03-05 09:00", balie, problem.Reopen, because)
		sent(c, "2026-03-09 09:00", agent, problem.IdentifyRootCause,
			problem.RootCause{Cause: "uitrol", Kind: problem.CauseChange, Change: "CHG-2026-000003", ChangeBy: problem.ByProvider, Finding: problem.FindingDescribed, Proof: "verslag"})
		sent(c, "2026-03-10 09:00", agent, problem.RecordKnownError, problem.KnownError{Symptoms: "traag", Workaround: "wachten", Public: true})
		sent(c, "2026-03-24 09:00", agent, problem.ImplementSolution, solution)
		sent(c, "2026-03-25 09:00", balie, problem.Reopen, because)
		sent(c, "2026-03-26 09:00", agent, problem.RecordKnownError, known)
		sent(c, "2026-03-27 09:00", agent, problem.ImplementSolution, solution)
		sent(c, "2026-03-30 09:00", agent, problem.IdentifyRootCause, cause)
		sent(c, "2026-04-07 09:00", balie, problem.Close, closing)
	},
	"overrun": func(c *caseOf) {
		sent(c, "2026-03-03 09:00", balie, problem.Assign, problem.Assignment{Team: "beta-hosting", Org: "beta", Reason: "hun platform"})
		sent(c, "2026-03-11 09:00", levelsPerson, problem.AnalyseOverrun, noShare)
		decides(c, "2026-03-12 09:00", member, "rule_overrun", "reject", "te laat gemeld")
		sent(c, "2026-03-13 09:00", balie, problem.Cancel, because)
	},
	"change_that_ended": func(c *caseOf) {
		c.Refuse = ended
		sent(c, "2026-03-04 09:00", agent, problem.IdentifyRootCause, rollout)
		sent(c, "2026-03-24 09:00", agent, problem.ImplementSolution, solution)
		sent(c, "2026-04-07 09:00", balie, problem.Close, closing)
	},
	"trend": func(c *caseOf) {
		sent(c, "2026-03-03 09:00", balie, problem.LinkIncident, problem.Incident{Ref: "INC-2026-000050"})
		decides(c, "2026-03-12 09:00", balie, "decide_proposal", "accept", "")
		sent(c, "2026-03-13 09:00", agent, problem.AddNote, problem.Note{Text: "logboek gelezen"})
		sent(c, "2026-03-16 09:00", agent, problem.IdentifyRootCause, cause)
		sent(c, "2026-03-17 09:00", agent, problem.ImplementSolution, solution)
		sent(c, "2026-03-18 09:00", balie, problem.Close, closing)
	},
	"declined": func(c *caseOf) {
		decides(c, "2026-03-04 09:00", balie, "decide_proposal", "decline", "al opgelost")
	},
}

// histories are those of the stories; casetest.Histories says how they are kept.
var histories = casetest.Histories{Workflow: problem.Workflow, Name: problem.Name, Version: problem.Version, Ref: ref,
	Stories: slices.Sorted(maps.Keys(stories)), Speed: 150_000, Live: live, Whole: casetest.RequireCompleted}

func live(t *testing.T, server *casetest.Server, story string) {
	t.Helper()
	x := options(t, openings[story]())
	x.Server = server
	c := casetest.New(t, x)
	stories[story](c)
	c.Run()
}

func TestHistories(t *testing.T) {
	t.Parallel()
	histories.Test(t)
}

// A history that the process would not have written is noticed.
func TestAnotherProcessDoesNotReplay(t *testing.T) {
	t.Parallel()
	histories.TestWithout(t, enums.EVENT_TYPE_TIMER_STARTED, "solved", 1)
}
