package standard_test

import (
	"maps"
	"os"
	"slices"
	"testing"

	"go.temporal.io/api/enums/v1"

	"termijn/internal/devstack/devtest"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/change"
	"termijn/workflows/standard"
)

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

// stories are lived on a server, and their histories stored, for every version.
var stories = map[string]func(t testing.TB, c story){
	"harmed_and_approved_again": func(t testing.TB, c story) {
		inForce(t, c)
		at(c, "03-04 09:00", func() { uses(c, "CHG-2026-000001", change.Success) })
		at(c, "03-05 09:00", func() { revises(c, "twee") })
		at(c, "03-05 09:10", func() { submits(c) })
		at(c, "03-06 09:00", func() { harms(c, "CHG-2026-000002") })
		at(c, "03-09 09:00", func() { revises(c, "drie") })
		at(c, "03-09 09:10", func() { submits(c) })
		at(c, "03-10 09:00", func() { decides(c, asked(t, c, "approve_standard"), standard.Approve, "") })
		at(c, "03-11 09:00", func() { retires(c) })
	},
	"late_rejected_and_withdrawn": func(t testing.TB, c story) {
		at(c, "03-03 09:00", func() { submits(c) })
		at(c, "03-12 09:00", func() { decides(c, asked(t, c, "approve_standard"), standard.Reject, "onduidelijk") })
		at(c, "03-13 09:00", func() { withdraws(c) })
	},
	"reviewed": func(t testing.TB, c story) {
		inForce(t, c)
		at(c, "09-04 09:00", func() { decides(c, asked(t, c, "review_standard"), standard.Keep, "") })
		at(c, "09-07 09:00", func() { retires(c) })
	},
}

// histories are those of the stories; casetest.Histories says how they are kept.
var histories = casetest.Histories{Workflow: standard.Workflow, Name: standard.Name, Version: standard.Version, Ref: ref,
	Stories: slices.Sorted(maps.Keys(stories)), Speed: 200_000, Live: live, Whole: casetest.RequireCompleted}

func live(t *testing.T, server *casetest.Server, name string) {
	t.Helper()
	c := drafted(t, server, 0, "CHG-2026-000007")
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
	histories.TestWithout(t, enums.EVENT_TYPE_TIMER_STARTED, "late_rejected_and_withdrawn", 1)
}
