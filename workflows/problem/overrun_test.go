package problem_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/problem"
)

// overran is the problem of an incident that took longer than its target.
func overran(t testing.TB) *caseOf {
	o := origin()
	o.Overrun = true
	return opened(t, problem.Opening(o, parties("alfa")))
}

var (
	levelsPerson = record.Actor{Person: "dienstniveaubeheerder", Org: "si"}
	noShare      = problem.OverrunAnalysis{Cause: "wachtte op de leverancier", Proof: "tijdlijn in het dossier"}
)

// Sentence 11 (C-24): 5 working days from the registration on Monday 2 March.
func TestAnOverrunIsAnalysed(t *testing.T) {
	t.Parallel()
	c := overran(t)
	before := seen(c, "2026-03-02 11:00")
	bare := sent(c, "2026-03-03 08:00", levelsPerson, problem.AnalyseOverrun, problem.OverrunAnalysis{Cause: "x"})
	done := sent(c, "2026-03-03 09:00", levelsPerson, problem.AnalyseOverrun, problem.OverrunAnalysis{Cause: "te laat gebeld", Share: true})
	again := sent(c, "2026-03-03 10:00", levelsPerson, problem.AnalyseOverrun, noShare)
	after := seen(c, "2026-03-03 11:00")
	c.Run()
	require.Equal(t, levels, asked(before)["analyse_overrun"])
	require.Equal(t, "2026-03-10 00:00", face(before.Clocks[problem.ClockOverrun].Result.Due))
	require.Equal(t, "identify_root_cause", before.Own.NextActor.Task, "the cause is looked for meanwhile")
	refused(t, bare, casework.CodeInvalid, "proof=required_proof")
	accepted(t, done)
	refused(t, again, casework.CodeDone)
	require.Equal(t, problem.OverrunShared, after.Own.Overrun.State)
	require.False(t, after.Own.Overrun.Open())
	require.Equal(t, sla.Met, c.Clock(problem.ClockOverrun).Result.State)
	require.NotContains(t, asked(after), "rule_overrun", "who had a share needs no ruling")
}

// Sentence 12 (C-24): what the Board says stands with its reason.
func TestTheBoardRulesWhenTheServiceIntegratorHadNoShare(t *testing.T) {
	t.Parallel()
	for option, want := range map[string]string{"approve": problem.OverrunExcluded, "reject": problem.OverrunStays} {
		c := overran(t)
		sent(c, "2026-03-03 09:00", levelsPerson, problem.AnalyseOverrun, noShare)
		pending := seen(c, "2026-03-03 10:00")
		var bare **casetest.Answer
		if option == "reject" {
			bare = decides(c, "2026-03-04 08:00", member, "rule_overrun", option, "")
		}
		ruled := decides(c, "2026-03-04 09:00", member, "rule_overrun", option, "gezien de tijdlijn")
		s := seen(c, "2026-03-04 10:00")
		c.Run()
		require.Equal(t, record.Recipient{Org: "board", Role: "member"}, asked(pending)["rule_overrun"])
		require.True(t, pending.Own.Overrun.Open())
		if bare != nil {
			refused(t, bare, casework.CodeInvalid, "reason=required_reason")
		}
		accepted(t, ruled)
		require.Equal(t, want, s.Own.Overrun.State)
		require.Equal(t, "gezien de tijdlijn", s.Own.Overrun.Ruling.Reason)
		require.Equal(t, member, s.Own.Overrun.Ruling.By)
		require.Equal(t, noShare, s.Own.Overrun.OverrunAnalysis)
	}
}

// Sentence 12: neither closed nor withdrawn while it is open, in either state.
func TestAProblemDoesNotEndWhileItsOverrunIsOpen(t *testing.T) {
	t.Parallel()
	c := overran(t)
	toStage(c, problem.Solved)
	open := sent(c, "2026-03-06 09:00", balie, problem.Close, closing)
	gone := sent(c, "2026-03-06 09:01", balie, problem.Cancel, because)
	sent(c, "2026-03-06 09:02", levelsPerson, problem.AnalyseOverrun, noShare)
	pending := sent(c, "2026-03-06 09:03", balie, problem.Close, closing)
	decides(c, "2026-03-06 09:04", member, "rule_overrun", "approve", "")
	done := sent(c, "2026-03-06 09:05", balie, problem.Close, closing)
	c.Run()
	refused(t, open, "overrun_open")
	refused(t, gone, "overrun_open")
	refused(t, pending, "overrun_open")
	accepted(t, done)
}

// Sentence 11.
func TestWithoutAnOverrunThereIsNothingToAnalyse(t *testing.T) {
	t.Parallel()
	c := usual(t)
	a := sent(c, "2026-03-03 09:00", levelsPerson, problem.AnalyseOverrun, noShare)
	c.Run()
	refused(t, a, "no_overrun")
}

// Sentence 13.
func TestIncidentsAreLinkedAndNotesWritten(t *testing.T) {
	t.Parallel()
	c := usual(t)
	sent(c, "2026-03-03 09:00", agent, problem.LinkIncident, problem.Incident{Ref: "INC-2026-000050"})
	again := sent(c, "2026-03-03 09:01", balie, problem.LinkIncident, problem.Incident{Ref: incident})
	odd := sent(c, "2026-03-03 09:02", agent, problem.LinkIncident, problem.Incident{Ref: "REG-2026-000050"})
	sent(c, "2026-03-03 09:03", agent, problem.AddNote, problem.Note{Text: "logboek gelezen"})
	empty := sent(c, "2026-03-03 09:04", agent, problem.AddNote, problem.Note{Text: " "})
	s := seen(c, "2026-03-03 10:00")
	c.Run()
	require.Equal(t, []record.Link{{Kind: "explains", Ref: "INC-2026-000050"}}, c.Event("problem.incident_linked").Effects.Case.Links)
	require.Equal(t, agent, s.Own.Incidents["INC-2026-000050"].By)
	refused(t, again, casework.CodeDone)
	refused(t, odd, casework.CodeInvalid, "ref=unknown")
	require.Equal(t, "logboek gelezen", s.Own.Notes["N1"].Text)
	refused(t, empty, casework.CodeInvalid, "text=required")
}

// Sentence 13.
func TestAProblemThatIsNoneIsWithdrawn(t *testing.T) {
	t.Parallel()
	c := usual(t)
	sent(c, "2026-03-03 09:00", balie, problem.Cancel, because)
	c.Run()
	require.NoError(t, c.Err)
	e := c.Event("problem.withdrawn")
	require.Equal(t, problem.Withdrawn, e.Effects.Case.Outcome)
	require.Equal(t, sla.Cancelled, c.Clock(problem.ClockRootCause).Result.State)
}
