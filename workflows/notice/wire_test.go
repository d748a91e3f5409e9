package notice_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/notice"
)

// These names stand in histories, in the ledger and in other programs. A test
// that fails here means: do not rename.
func TestTheNamesOnTheWire(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"notice", "NOT"}, []string{notice.Name, notice.Prefix})
	require.Equal(t, []string{"update", "end", "cancel"}, []string{notice.Change.Name, notice.End.Name, notice.Cancel.Name})
	require.Equal(t, []string{"planned", "underway", "ended", "called_off"}, []string{notice.Planned, notice.Underway, notice.Ended, notice.CalledOff})
	require.Equal(t, 2, notice.Version)
}

// The transition table is the whole truth.
func TestEveryCommandInEveryStage(t *testing.T) {
	t.Parallel()
	attempts := map[string]func(story) *casetest.Answer{
		"update": func(c story) *casetest.Answer { return updates(c, notice.Update{Text: "bijgewerkt"}) },
		"end":    func(c story) *casetest.Answer { return ends(c, "klaar") },
		"cancel": func(c story) *casetest.Answer { return cancels(c, "niet nodig") },
	}
	for stage, when := range map[string]string{notice.Planned: "03 09:00", notice.Underway: "08 01:00", notice.Ended: "08 05:00"} {
		for command, attempt := range attempts {
			c := published(t, work(), nil, 0)
			var a *casetest.Answer
			at(c, when, func() { a = attempt(c) })
			c.Run()
			switch {
			case stage == notice.Ended:
				require.Equal(t, casework.CodeClosed, a.Refusal.Code, "%s in %s", command, stage)
			case slices.Contains(notice.Allowed(stage), command):
				require.Nil(t, a.Refusal, "%s in %s", command, stage)
				require.NoError(t, a.Err, "%s in %s", command, stage)
			default:
				require.Equal(t, casework.CodeNotNow, a.Refusal.Code, "%s in %s", command, stage)
			}
		}
	}
}

// A timer is matched on replay by its number alone, so its length is pinned here.
func TestTheTimersOfACase(t *testing.T) {
	t.Parallel()
	c := published(t, work(), nil, 0)
	at(c, "08 05:00", func() {})
	c.Run()
	require.Equal(t, []string{"2026-03-02 10:00 until 2026-03-07 22:00", "2026-03-07 22:00 until 2026-03-08 04:00"}, c.Spans())
}

// Continuing as new after every event changes nothing.
func TestContinuingAsNewChangesNothing(t *testing.T) {
	t.Parallel()
	casetest.RequireSameWhenContinued(t, func(every int) story {
		c := published(t, work(), nil, every)
		at(c, "03 09:00", func() { updates(c, notice.Update{Text: "bevestigd"}) })
		at(c, "08 01:00", func() { ends(c, "klaar") })
		return c
	}, func(e record.Event) string {
		if e.Kind == "notice.began" {
			require.Equal(t, "2026-03-07 22:00", face(e.At))
		}
		return e.Kind + " " + face(e.At) + " " + string(e.Body)
	})
}
