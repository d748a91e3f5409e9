package casework_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
)

// asks lets a case ask somebody about a subject, for a decision on a content.
func asks(kind, subject, content string, quiet bool) act {
	return func(t *casework.Turn[notes]) error {
		t.OpenTask(casework.Ask{Kind: kind, Subject: subject, To: record.Recipient{Person: "bob"}, Options: []string{"yes"}, Content: content, Quiet: quiet})
		return nil
	}
}

func acted(do func(*casework.Turn[notes])) act {
	return func(t *casework.Turn[notes]) error { do(t); return nil }
}

// decidesOn sends a decision on the nth task of the case.
func decidesOn(c *casetest.Case[notes], n int, content string) *casetest.Answer {
	return casetest.Send(c, bob, casework.Decide, fmt.Sprint("decide ", n, content), casework.Decision{Task: fmt.Sprintf("NOT-2026-000001/%d", n), Option: "yes", Content: content})
}

// A task that is outdated about one subject leaves those about others alone; who
// decides on it is told what stands in its place, also when it was closed before.
func TestATaskIsOutdatedAboutItsSubject(t *testing.T) {
	t.Parallel()
	acts := map[string]act{"1": asks("vote", "a", "old", false), "2": asks("vote", "b", "kept", false), "3": asks("vote", "a", "new", true), "4": asks("look", "", "x", false),
		"outdate": acted(func(t *casework.Turn[notes]) { t.OutdateTasksAbout("vote", "a") }),
		"cancel":  acted(func(t *casework.Turn[notes]) { t.CancelTask("NOT-2026-000001/4"); t.CancelTask("NOT-2026-000001/99") }),
		"late":    acted(func(t *casework.Turn[notes]) { t.Outdate("NOT-2026-000001/2", "vote", "a") })}
	c := casetest.New(t, labOptions(t, lab(), acts))
	for i, name := range []string{"1", "2", "outdate", "3", "4", "cancel"} {
		c.At(monday.Add(time.Duration(i+1)*time.Minute), func() { does(c, name) })
	}
	var s casework.State[notes]
	var outdated, voted, cancelled, again, unknown *casetest.Answer
	c.At(days(1), func() { s = c.State() })
	c.At(days(1), func() { outdated = decidesOn(c, 1, "old") })
	c.At(days(1), func() { voted = decidesOn(c, 2, "kept") })
	c.At(days(1), func() { cancelled = decidesOn(c, 4, "x") })
	c.At(days(1), func() { does(c, "late") })
	c.At(days(1), func() { again = decidesOn(c, 2, "kept again") })
	c.At(days(1), func() { unknown = decidesOn(c, 99, "x") })
	c.Run()
	require.Equal(t, map[string]string{"NOT-2026-000001/1": "vote/a"}, s.Outdated)
	require.Equal(t, casework.CodeStale, outdated.Refusal.Code)
	require.Equal(t, "new", outdated.Refusal.Args["current"])
	require.NoError(t, voted.Err)
	require.Equal(t, casework.CodeDone, cancelled.Refusal.Code)
	require.Equal(t, []string{casework.CodeStale, "new"}, []string{again.Refusal.Code, again.Refusal.Args["current"]})
	require.Equal(t, casework.CodeUnknown, unknown.Refusal.Code)
	mailed := map[string]bool{}
	for _, e := range c.Ledger.Events() {
		for _, m := range e.Effects.Mails {
			mailed[m.Task] = true
		}
	}
	require.Equal(t, map[string]bool{"NOT-2026-000001/1": true, "NOT-2026-000001/2": true, "NOT-2026-000001/4": true}, mailed, "a quiet one asks by no mail")
}

// However often content changes, a case remembers the newest of the tasks about it.
func TestOnlyTheNewestOutdatedTasksAreRemembered(t *testing.T) {
	t.Parallel()
	acts := map[string]act{"many": acted(func(t *casework.Turn[notes]) {
		for n := range 250 {
			_ = asks("vote", "a", fmt.Sprint(n), true)(t)
			t.OutdateTasksAbout("vote", "a")
		}
	})}
	c := casetest.New(t, labOptions(t, lab(), acts))
	c.At(days(1), func() { does(c, "many") })
	var s casework.State[notes]
	var oldest, kept *casetest.Answer
	c.At(days(1), func() { s = c.State() })
	c.At(days(1), func() { oldest = decidesOn(c, 50, "49") })
	c.At(days(1), func() { kept = decidesOn(c, 51, "50") })
	c.Run()
	require.Len(t, s.Outdated, 200)
	require.Equal(t, casework.CodeDone, oldest.Refusal.Code)
	require.Equal(t, casework.CodeStale, kept.Refusal.Code)
}

// A process can say more of a task that is closed than that it is.
func TestAProcessSaysWhatBecameOfATaskThatIsGone(t *testing.T) {
	t.Parallel()
	p := lab()
	p.Gone = func(s *casework.Situation[notes], d casework.Decision) error {
		if d.Task == "NOT-2026-000001/1" {
			return casework.Refuse("decided", "by", s.Actor.Person)
		}
		return nil
	}
	acts := map[string]act{"1": asks("vote", "", "x", false), "2": asks("vote", "", "y", false), "cancel": acted(func(t *casework.Turn[notes]) { t.CancelTasks("vote", "") })}
	c := casetest.New(t, labOptions(t, p, acts))
	for i, name := range []string{"1", "2", "cancel"} {
		c.At(monday.Add(time.Duration(i+1)*time.Minute), func() { does(c, name) })
	}
	var first, second *casetest.Answer
	c.At(days(1), func() { first = decidesOn(c, 1, "x") })
	c.At(days(1), func() { second = decidesOn(c, 2, "y") })
	c.Run()
	require.Equal(t, []string{"decided", "bob"}, []string{first.Refusal.Code, first.Refusal.Args["by"]})
	require.Equal(t, casework.CodeDone, second.Refusal.Code)
}

// A clock can run until an instant that the case itself knows, round the clock.
func TestAClockRunsUntilAnInstant(t *testing.T) {
	t.Parallel()
	end := casetest.When("2026-03-07 03:30") // a Saturday night
	acts := map[string]act{"start": acted(func(t *casework.Turn[notes]) { t.StartClockUntil("window", "hours", end) })}
	c := casetest.New(t, labOptions(t, lab(), acts))
	c.At(days(1), func() { does(c, "start") })
	c.At(end.Add(time.Hour), func() {})
	c.Run()
	k := c.Clock("window")
	require.Equal(t, sla.Breached, k.Result.State)
	require.True(t, end.Equal(*k.Result.Due), "%s", k.Result.Due)
	require.Contains(t, c.Ledger.Events()[len(c.Ledger.Events())-2].Kind+c.Ledger.Events()[len(c.Ledger.Events())-1].Kind, "clock.due")
}

// A case becomes one of a Client, of another one, or of none.
func TestACaseBecomesAClients(t *testing.T) {
	t.Parallel()
	to := func(client string) act { return acted(func(t *casework.Turn[notes]) { t.ForClient(client) }) }
	acts := map[string]act{"zuid": to("zuid"), "again": to("zuid"), "none": to("")}
	c := casetest.New(t, labOptions(t, lab(), acts))
	for i, name := range []string{"zuid", "again", "none"} {
		c.At(monday.Add(time.Duration(i+1)*time.Minute), func() { does(c, name) })
	}
	c.Run()
	var clients []string
	for _, e := range c.Ledger.Events()[1:] {
		if e.Kind == "did" && e.Effects.Case != nil && e.Effects.Case.Parties != nil {
			clients = append(clients, "to "+e.Effects.Case.Parties.Client)
		}
	}
	require.Equal(t, []string{"to zuid", "to "}, clients, "what does not change is not said")
}
