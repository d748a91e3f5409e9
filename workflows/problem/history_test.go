package problem_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/history/v1"

	"termijn/internal/codec"
	"termijn/internal/devstack/devtest"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/problem"
)

var update = flag.Bool("update", false, "live the stories on a Temporal server and store their histories")

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

// openings are how the stories begin.
var openings = map[string]func() casework.Opening{
	"solved": func() casework.Opening { return problem.Opening(origin(), parties("alfa")) },
	"overrun": func() casework.Opening {
		o := origin()
		o.Overrun = true
		return problem.Opening(o, parties("alfa", "beta"))
	},
	"trend":    func() casework.Opening { return problem.Proposal(trend()) },
	"declined": func() casework.Opening { return problem.Proposal(trend()) },
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

// Each testdata/history/NAME.vN.json.gz is the history that a story left on a real
// server when version N of the process was current. All of them replay. With
// -update the stories are lived anew for the present version.
func TestHistories(t *testing.T) {
	t.Parallel()
	if *update {
		for name, live := range stories {
			x := options(t, openings[name]())
			x.Server = &casetest.Server{Client: devtest.Temporal(t).Client(t, codec.DataConverter(nil)), TaskQueue: "cases",
				WorkflowID: "case/" + ref, Speed: 150_000}
			c := casetest.New(t, x)
			live(c)
			c.Run()
			h, err := x.Server.History(t.Context())
			require.NoError(t, err)
			require.NoError(t, os.MkdirAll("testdata/history", 0o755))
			casetest.StoreHistory(t, fmt.Sprintf("testdata/history/%s.v%d.json.gz", name, problem.Version), h)
		}
	}
	files, err := filepath.Glob("testdata/history/*.json.gz")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(files), len(stories))
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			h := casetest.LoadHistory(t, file)
			require.NoError(t, replay(t, h))
			casetest.RequireChain(t, casetest.EventsIn(t, h))
			require.Equal(t, enums.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED, h.Events[len(h.Events)-1].EventType, "the story is whole")
		})
	}
}

// A history that the process would not have written is noticed.
func TestAnotherProcessDoesNotReplay(t *testing.T) {
	t.Parallel()
	h := casetest.LoadHistory(t, "testdata/history/solved.v1.json.gz")
	for i, e := range h.Events {
		if e.EventType == enums.EVENT_TYPE_TIMER_STARTED {
			h.Events = append(h.Events[:i:i], h.Events[i+1:]...)
			break
		}
	}
	require.Error(t, replay(t, h))
}

func replay(t *testing.T, h *history.History) error {
	return casetest.Replay(t, problem.Workflow, problem.Name, "case/"+ref, h)
}
