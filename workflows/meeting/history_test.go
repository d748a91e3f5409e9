package meeting_test

import (
	"maps"
	"os"
	"slices"
	"testing"

	"go.temporal.io/api/enums/v1"

	"termijn/internal/devstack/devtest"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/meeting"
)

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

// histories are those of the stories; casetest.Histories says how they are kept.
var histories = casetest.Histories{Workflow: meeting.Workflow, Name: meeting.Name, Version: meeting.Version, Ref: ref,
	Stories: slices.Sorted(maps.Keys(stories)), Speed: 3_600, Live: live, Whole: casetest.RequireCompleted}

func live(t *testing.T, server *casetest.Server, story string) {
	t.Helper()
	x := options(t, meeting.Opening(about(), parties()))
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
	histories.TestWithout(t, enums.EVENT_TYPE_TIMER_STARTED, "late_action", 1)
}
