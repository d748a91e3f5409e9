package problem_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/change"
	"termijn/workflows/problem"
	"termijn/workflows/standard"
)

// rollout is a root cause that is a change.
var rollout = problem.RootCause{Cause: "uitrol", Kind: problem.CauseChange, Change: "CHG-2026-000003", ChangeBy: problem.ByProvider,
	Finding: problem.FindingDeviated, Proof: "verslag"}

// ended is a change that has ended, and a standard change that has not.
func ended(m record.Telling) string {
	if strings.HasPrefix(m.Ref, "CHG-") {
		return casework.CodeClosed
	}
	return ""
}

// told is the command that was sent to a case, with its body.
func told[B any](t *testing.T, c *caseOf, n int, ref string, cmd casework.Command[B]) B {
	t.Helper()
	require.Greater(t, len(c.Tellings), n)
	require.Equal(t, []string{ref, cmd.Name}, []string{c.Tellings[n].Ref, c.Tellings[n].Command})
	var m casework.Message[B]
	require.NoError(t, json.Unmarshal(c.Tellings[n].Message, &m))
	require.Equal(t, record.System, m.Actor)
	return m.Body
}

// Sentence 6 (C-28, C-30): the change that was the cause is told, once however often
// the cause is described better.
func TestTheChangeThatWasTheCauseIsTold(t *testing.T) {
	t.Parallel()
	c := usual(t)
	better := rollout
	better.Cause = "uitrol zonder proef"
	sent(c, "2026-03-03 09:00", agent, problem.IdentifyRootCause, rollout)
	corrected := sent(c, "2026-03-03 10:00", agent, problem.IdentifyRootCause, better)
	c.Run()
	accepted(t, corrected)
	require.Equal(t, change.CausedIncident{Incident: incident, Critical: true, Problem: ref, Finding: problem.FindingDeviated},
		told(t, c, 0, "CHG-2026-000003", change.ReportIncident))
	require.Len(t, c.Tellings, 1)

	// Of a problem without a critical incident, nothing critical is said.
	c = opened(t, problem.Proposal(trend()))
	decides(c, "2026-03-03 09:00", balie, "decide_proposal", "accept", "")
	sent(c, "2026-03-04 09:00", agent, problem.IdentifyRootCause, rollout)
	c.Run()
	require.Equal(t, change.CausedIncident{Problem: ref, Finding: problem.FindingDeviated}, told(t, c, 0, "CHG-2026-000003", change.ReportIncident))
}

// Sentence 6 (B-35): a change that has ended cannot hear of a critical incident; what
// it followed does.
func TestOfAChangeThatHasEndedItsStandardIsTold(t *testing.T) {
	t.Parallel()
	c := usual(t)
	c.Refuse = ended
	sent(c, "2026-03-03 09:00", agent, problem.IdentifyRootCause, rollout)
	seen(c, "2026-03-03 10:00")
	c.Run()
	require.Equal(t, standard.Harm{Change: "CHG-2026-000003", Incident: incident, Reason: "uitrol"}, told(t, c, 1, "STD-2026-000002", standard.Harmed))
	require.JSONEq(t, `{"change":"CHG-2026-000003","standard":"STD-2026-000002"}`, string(c.Event("problem.standard_told").Body))

	c = opened(t, problem.Proposal(trend()))
	c.Refuse = ended
	decides(c, "2026-03-03 09:00", balie, "decide_proposal", "accept", "")
	sent(c, "2026-03-04 09:00", agent, problem.IdentifyRootCause, rollout)
	seen(c, "2026-03-04 10:00")
	c.Run()
	require.Len(t, c.Tellings, 1, "without a critical incident nothing goes back to normal")
}

// Sentence 6: a change that refuses, because it has not begun, is written down.
func TestAChangeThatRefusesIsWrittenDown(t *testing.T) {
	t.Parallel()
	c := usual(t)
	c.Refuse = func(record.Telling) string { return casework.CodeNotNow }
	sent(c, "2026-03-03 09:00", agent, problem.IdentifyRootCause, rollout)
	seen(c, "2026-03-03 10:00")
	c.Run()
	require.JSONEq(t, `{"change":"CHG-2026-000003","code":"not_now"}`, string(c.Event("problem.change_refused").Body))
}

// Sentence 6 (C-28): a change that turns out not to be the cause is told so, and told
// again when it is after all.
func TestAChangeThatWasNotTheCauseIsToldSo(t *testing.T) {
	t.Parallel()
	c := usual(t)
	other := rollout
	other.Change = "CHG-2026-000004"
	for n, one := range []problem.RootCause{rollout, other, rollout, cause} {
		sent(c, fmt.Sprintf("2026-03-03 %02d:00", 9+n), agent, problem.IdentifyRootCause, one)
	}
	seen(c, "2026-03-03 14:00")
	c.Run()
	first, second := "CHG-2026-000003", "CHG-2026-000004"
	heard := map[string][]string{}
	for _, m := range c.Tellings {
		heard[m.Ref] = append(heard[m.Ref], m.Command)
	}
	require.Equal(t, map[string][]string{first: {"report-incident", "retract-incident", "report-incident", "retract-incident"},
		second: {"report-incident", "retract-incident"}}, heard)
	require.Equal(t, change.Retraction{Incident: incident, Problem: ref}, told(t, c, len(c.Tellings)-1, first, change.RetractIncident))
	keys := map[string]bool{}
	for _, m := range c.Tellings {
		keys[m.Key] = true
	}
	require.Len(t, keys, 6, "each is a command of its own")
}
