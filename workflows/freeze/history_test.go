package freeze_test

import (
	"maps"
	"os"
	"slices"
	"testing"

	"go.temporal.io/api/enums/v1"

	"termijn/internal/devstack/devtest"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/freeze"
)

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

// stories are lived on a server, and their histories stored, for every version.
var stories = map[string]func(c story){
	"as_announced": func(c story) { at(c, "12 09:00", func() {}) },
	"moved_and_lifted": func(c story) {
		at(c, "03 09:00", func() {
			updates(c, chair, freeze.Update{From: casetest.When("2026-03-06 20:00"), Items: []string{"counter", "mail"}, Reason: "vroeger"})
		})
		at(c, "04 09:00", func() {
			updates(c, chair, freeze.Update{Everything: true, Providers: []string{"beta"}, Reason: "alles"})
		})
		at(c, "07 09:00", func() { lifts(c, chair) })
		at(c, "08 09:00", func() {}) // the errand of the end is done
	},
}

// histories are those of the stories; casetest.Histories says how they are kept.
var histories = casetest.Histories{Workflow: freeze.Workflow, Name: freeze.Name, Version: freeze.Version, Ref: ref,
	Stories: slices.Sorted(maps.Keys(stories)), Speed: 50_000, Live: live, Whole: casetest.RequireCompleted}

func live(t *testing.T, server *casetest.Server, name string) {
	t.Helper()
	c := announced(t, elections(), "", server, 0)
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
	histories.TestWithout(t, enums.EVENT_TYPE_TIMER_STARTED, "as_announced", 1)
}
