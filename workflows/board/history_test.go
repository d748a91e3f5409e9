package board_test

import (
	"maps"
	"os"
	"slices"
	"testing"

	"go.temporal.io/api/enums/v1"

	"termijn/internal/devstack/devtest"
	"termijn/workflows/board"
	"termijn/workflows/casework/casetest"
)

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

// stories are lived on a server, and their histories stored, for every version.
var stories = map[string]func(c *caseOf){
	"kept": func(c *caseOf) {
		sent(c, "05 09:00", chair, board.Skip, board.Skipping{At: at("17 10:00"), Reason: "Vakantie"})
		sent(c, "05 12:00", chair, board.Move, board.Moving{At: at("24 10:00"), To: at("25 10:00"), Cutoff: at("24 00:00"), Reason: "Zaal bezet"})
		sent(c, "05 15:00", chair, board.Extra, board.Calling{At: at("09 15:00"), Cutoff: at("09 15:00"), Reason: "Achterstand"})
		ends(c, "09 18:00", 2, true)
		ends(c, "10 12:00", 1, true)
		d := weekly()
		d.Cron = "0 14 * * 2"
		sent(c, "11 09:00", chair, board.Redefine, board.Redefinition{Seen: 1, Definition: d, Reason: "Later"})
		sent(c, "11 15:00", chair, board.Close, board.Because{Reason: "Opgegaan in een andere raad"})
		c.At(at("14 15:00"), func() {}) // its meeting is told yet
	},
	"skipped_and_missed": func(c *caseOf) {
		sent(c, "05 09:00", chair, board.Skip, board.Skipping{At: at("10 10:00"), Reason: "Niemand kan"})
		ends(c, "05 15:00", 1, false)
		ends(c, "18 09:00", 2, false)
		sent(c, "18 15:00", chair, board.Close, board.Because{Reason: "Klaar"})
		c.At(at("21 15:00"), func() {})
	},
}

// histories are those of the stories; casetest.Histories says how they are kept.
var histories = casetest.Histories{Workflow: board.Workflow, Name: board.Name, Version: board.Version, Ref: ref,
	Stories: slices.Sorted(maps.Keys(stories)), Speed: 36_000, Live: live, Whole: casetest.RequireCompleted}

func live(t *testing.T, server *casetest.Server, story string) {
	t.Helper()
	o := options(t, weekly(), &tuesdays{})
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
	histories.TestWithout(t, enums.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED, "kept", 1)
}
