package template_test

import (
	"maps"
	"os"
	"slices"
	"testing"

	"go.temporal.io/api/enums/v1"

	"termijn/internal/devstack/devtest"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/template"
)

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

// stories are lived on a server, and their histories stored, for every version.
var stories = map[string]func(t testing.TB, c story){
	"revised_and_retired": func(t testing.TB, c story) {
		inForce(t, c)
		at(c, "04 09:00", func() { revises(c, "twee") })
		at(c, "04 09:10", func() { submits(c) })
		at(c, "04 09:20", func() { decides(c, asked(t, c), "reject", "onduidelijk") })
		at(c, "04 09:30", func() { revises(c, "drie") })
		at(c, "04 09:40", func() { submits(c) })
		at(c, "04 09:50", func() { revises(c, "vier") })
		at(c, "05 09:00", func() { decides(c, asked(t, c), "approve", "") })
		at(c, "05 10:00", func() { retires(c, "overbodig") })
	},
	"late_and_withdrawn": func(_ testing.TB, c story) {
		at(c, "03 09:00", func() { submits(c) })
		at(c, "12 09:00", func() { withdraws(c) })
	},
}

// histories are those of the stories; casetest.Histories says how they are kept.
var histories = casetest.Histories{Workflow: template.Workflow, Name: template.Name, Version: template.Version, Ref: ref,
	Stories: slices.Sorted(maps.Keys(stories)), Speed: 50_000, Live: live, Whole: casetest.RequireCompleted}

func live(t *testing.T, server *casetest.Server, name string) {
	t.Helper()
	c := drafted(t, server, 0)
	stories[name](t, c)
	c.Run()
}

func TestHistories(t *testing.T) {
	t.Parallel()
	histories.Test(t)
}

// A history that the process would not have written is noticed.
func TestAnotherProcessDoesNotReplay(t *testing.T) {
	t.Parallel()
	histories.TestWithout(t, enums.EVENT_TYPE_TIMER_STARTED, "late_and_withdrawn", 1)
}
