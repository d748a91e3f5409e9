package session_test

import (
	"maps"
	"os"
	"slices"
	"testing"

	"go.temporal.io/api/enums/v1"

	"termijn/internal/devstack/devtest"
	"termijn/internal/record"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/change"
	"termijn/workflows/session"
)

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

// stories are lived on a server, and their histories stored, for every version.
// Steps lie hours apart: a server's come a little later than they say.
var stories = map[string]func(c *caseOf){
	"held": func(c *caseOf) {
		sent(c, "05 09:00", record.System, session.Propose, session.Proposal{Change: chg(1), Title: "Wijziging 1"}) // is there already
		sent(c, "05 12:00", chair, session.Order, session.Ordering{Changes: []string{chg(3), chg(2), chg(1)}})
		sent(c, "10 10:00", chair, session.Open, session.Nothing{})
		sent(c, "10 11:00", chair, session.Attend, session.Attendance{Seat: "voorzitter"})
		sent(c, "10 12:00", manager, session.Attend, session.Attendance{Seat: "alfa"})
		sent(c, "10 13:00", chair, session.DealAgree, session.Stroke{Items: []session.Seen{{Change: chg(2), Ballot: "B1", Content: "h"}}})
		sent(c, "10 14:00", chair, session.Front, session.Fronting{Change: chg(1)})
		sent(c, "10 15:00", chair, session.Minute, session.Entry{Change: chg(1), Text: "Alfa test eerst."})
		sent(c, "10 16:00", chair, session.Decide, rules(1, change.Reject))
		sent(c, "10 17:00", manager, session.Attend, session.Attendance{Seat: "alfa", Left: true})
		sent(c, "10 18:00", chair, session.Close, session.Closing{Summary: "Vlotte vergadering."})
		c.At(casetest.When("2026-03-12 18:00"), func() {}) // the board is told yet
	},
	"moved_and_lapsed": func(c *caseOf) {
		sent(c, "08 09:00", record.System, session.Postpone, session.Postponing{At: begins.AddDate(0, 0, 2), Cutoff: cutoff.AddDate(0, 0, 3), Reason: "Zaal bezet"})
		sent(c, "09 12:00", record.System, session.Drop, session.Dropping{Change: chg(2), Reason: "withdrawn"})
		sent(c, "11 09:00", chair, session.TakeOff, session.TakingOff{Change: chg(1), Reason: "Wacht op een test"})
		c.At(casetest.When("2026-03-15 09:00"), func() {})
	},
}

// histories are those of the stories; casetest.Histories says how they are kept.
var histories = casetest.Histories{Workflow: session.Workflow, Name: session.Name, Version: session.Version, Ref: ref,
	Stories: slices.Sorted(maps.Keys(stories)), Speed: 36_000, Live: live, Whole: casetest.RequireCompleted}

func live(t *testing.T, server *casetest.Server, story string) {
	t.Helper()
	w := &waiting{}
	w.are(three()...)
	o := options(t, about(), w)
	o.Server = server
	c := casetest.New(t, o)
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
	histories.TestWithout(t, enums.EVENT_TYPE_TIMER_STARTED, "moved_and_lapsed", 1)
}
