package servicemap_test

import (
	"maps"
	"os"
	"slices"
	"testing"

	"go.temporal.io/api/enums/v1"

	"termijn/internal/devstack/devtest"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/servicemap"
)

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

// stories are lived on a server, and their histories stored, for every version.
var stories = map[string]func(c story){
	"edited": func(c story) {
		at(c, "03 09:00", func() {
			edits(c, []servicemap.Item{with("site", func(i *servicemap.Item) { i.NL = "Webstek" })}, "mail")
		})
		at(c, "04 09:00", func() { edits(c, []servicemap.Item{with("mail", func(*servicemap.Item) {})}) })
		at(c, "06 09:00", func() {}) // the answer has come
	},
}

// histories are those of the stories; casetest.Histories says how they are kept.
var histories = casetest.Histories{Workflow: servicemap.Workflow, Name: servicemap.Name, Version: servicemap.Version, Ref: ref,
	Stories: slices.Sorted(maps.Keys(stories)), Speed: 50_000, Live: live}

func live(t *testing.T, server *casetest.Server, name string) {
	t.Helper()
	c := opened(t, server, 0)
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
	histories.TestWithout(t, enums.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED, "edited", 1)
}
