package notice_test

import (
	"maps"
	"os"
	"slices"
	"testing"

	"go.temporal.io/api/enums/v1"

	"termijn/internal/devstack/devtest"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/notice"
)

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

// stories are lived on a server, and their histories stored, for every version.
var stories = map[string]func(c story){
	"moved_and_ended_early": func(c story) {
		at(c, "03 09:00", func() { updates(c, notice.Update{Text: "een uur later", From: casetest.When("2026-03-07 23:00")}) })
		at(c, "08 01:00", func() { ends(c, "klaar") })
		at(c, "09 09:00", func() {}) // the errand of the end is done
	},
	"as_planned": func(c story) { at(c, "12 09:00", func() {}) },
	"called_off": func(c story) {
		at(c, "03 09:00", func() { cancels(c, "levering te laat") })
		at(c, "04 09:00", func() {}) // the errand of the end is done
	},
}

// histories are those of the stories; casetest.Histories says how they are kept.
var histories = casetest.Histories{Workflow: notice.Workflow, Name: notice.Name, Version: notice.Version, Ref: ref,
	Stories: slices.Sorted(maps.Keys(stories)), Speed: 50_000, Live: live, Whole: casetest.RequireCompleted}

func live(t *testing.T, server *casetest.Server, name string) {
	t.Helper()
	c := published(t, work(), server, 0)
	stories[name](c)
	c.Run()
}

func TestHistories(t *testing.T) {
	t.Parallel()
	histories.Test(t)
}

// A history that the process would not have written is noticed.
func TestAnotherProcessDoesNotReplay(t *testing.T) {
	t.Parallel()
	histories.TestWithout(t, enums.EVENT_TYPE_TIMER_STARTED, "as_planned", 1)
}
