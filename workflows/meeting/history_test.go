package meeting_test

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
	"termijn/workflows/casework/casetest"
	"termijn/workflows/meeting"
)

var update = flag.Bool("update", false, "live the stories on a Temporal server and store their histories")

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

// stories are lived on a server, and their histories stored, for every version.
// Dates leave room: a server's steps come a little later than they say.
var stories = map[string]func(c *caseOf){
	"session": func(c *caseOf) {
		sent(c, "11:00", agent, meeting.Join, meeting.Participation{Role: "techniek"})
		sent(c, "12:00", balie, meeting.Invite, meeting.Invitation{Org: "beta"})
		sent(c, "13:00", other, meeting.Log, meeting.Entry{Text: "databank herstart"})
		sent(c, "14:00", balie, meeting.RecordDecision, meeting.DecisionTaken{Text: "terugdraaien", Reason: "herstel duurt te lang"})
		sent(c, "15:00", balie, meeting.AssignAction, meeting.ActionDraft{Text: "terugdraaien", Org: "beta", Date: on(4)})
		sent(c, "16:00", balie, meeting.AssignAction, meeting.ActionDraft{Text: "testen", Org: "noord", Date: on(5)})
		sent(c, "17:00", balie, meeting.AssignAction, meeting.ActionDraft{Text: "logs bewaren", Org: "alfa", Date: on(6)})
		sent(c, "18:00", other, meeting.FinishAction, meeting.ActionResult{Action: "A1", Result: "gelukt"})
		sent(c, "19:00", balie, meeting.DropAction, meeting.ActionDropped{Action: "A2", Reason: "niet meer nodig"})
		sent(c, "20:00", agent, meeting.Join, meeting.Participation{Left: true})
		sent(c, "21:00", balie, meeting.WriteMinutes, meeting.Minutes{Summary: "ontwerp"})
		sent(c, "22:00", balie, meeting.Close, meeting.Closing{Summary: "hersteld", CarryOver: true})
	},
	"late_action": func(c *caseOf) {
		sent(c, "11:00", balie, meeting.AssignAction, meeting.ActionDraft{Text: "logs bewaren", Org: "alfa", Due: by("16:00")})
		sent(c, "21:00", agent, meeting.FinishAction, meeting.ActionResult{Action: "A1", Result: "bewaard"})
		sent(c, "22:00", balie, meeting.Close, meeting.Closing{Summary: "hersteld"})
	},
}

// Each testdata/history/NAME.vN.json.gz is the history that a story left on a real
// server when version N of the process was current. All of them replay. With
// -update the stories are lived anew for the present version.
func TestHistories(t *testing.T) {
	t.Parallel()
	if *update {
		for name, live := range stories {
			x := options(t, meeting.Opening(about(), parties()))
			x.Server = &casetest.Server{Client: devtest.Temporal(t).Client(t, codec.DataConverter(nil)), TaskQueue: "cases",
				WorkflowID: "case/" + ref, Speed: 3_600}
			c := casetest.New(t, x)
			live(c)
			c.Run()
			h, err := x.Server.History(t.Context())
			require.NoError(t, err)
			require.NoError(t, os.MkdirAll("testdata/history", 0o755))
			casetest.StoreHistory(t, fmt.Sprintf("testdata/history/%s.v%d.json.gz", name, meeting.Version), h)
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
	h := casetest.LoadHistory(t, "testdata/history/late_action.v1.json.gz")
	for i, e := range h.Events {
		if e.EventType == enums.EVENT_TYPE_TIMER_STARTED {
			h.Events = append(h.Events[:i:i], h.Events[i+1:]...)
			break
		}
	}
	require.Error(t, replay(t, h))
}

func replay(t *testing.T, h *history.History) error {
	return casetest.Replay(t, meeting.Workflow, meeting.Name, "case/"+ref, h)
}
