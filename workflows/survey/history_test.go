package survey_test

import (
	"maps"
	"os"
	"slices"
	"testing"

	"go.temporal.io/api/enums/v1"

	"termijn/internal/devstack/devtest"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/survey"
)

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

// stories are lived on a server, and their histories stored, for every version.
var stories = map[string]func(c *casetest.Case[survey.State]){
	"satisfied": func(c *casetest.Case[survey.State]) {
		c.At(casetest.When("2026-03-03 09:00"), func() { replies(c, melder, 4, "snel geholpen") })
	},
	"contacted_late": func(c *casetest.Case[survey.State]) {
		c.At(casetest.When("2026-03-03 09:00"), func() { replies(c, melder, 9, "") })
		c.At(casetest.When("2026-03-03 09:10"), func() { replies(c, melder, 1, "te traag") })
		c.At(casetest.When("2026-03-10 09:00"), func() { reports(c, "gebeld") })
	},
	"unanswered": func(c *casetest.Case[survey.State]) {
		c.At(casetest.When("2026-03-17 12:00"), func() {})
	},
}

// histories are those of the stories; casetest.Histories says how they are kept.
var histories = casetest.Histories{Workflow: survey.Workflow, Name: survey.Name, Version: survey.Version, Ref: ref,
	Stories: slices.Sorted(maps.Keys(stories)), Speed: 150_000, Live: live, Whole: casetest.RequireCompleted}

func live(t *testing.T, server *casetest.Server, story string) {
	t.Helper()
	c := asked(t, server, 0)
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
	histories.TestWithout(t, enums.EVENT_TYPE_TIMER_STARTED, "satisfied", 1)
}
