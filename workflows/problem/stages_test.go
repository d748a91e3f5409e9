package problem_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/casework"
	"termijn/workflows/problem"
)

func march(day int) calendar.Date { return calendar.Date{Year: 2026, Month: 3, Day: day} }

// Sentence 5 (B-13): each stage has its date, its clock, and who must act.
func TestADateIsAgreedForEachStage(t *testing.T) {
	t.Parallel()
	c := usual(t)
	for i, step := range problem.Steps {
		sent(c, "2026-03-02 11:00", balie, problem.PlanStage, problem.Plan{Stage: step, Date: march(5 + 5*i), Reason: "afgesproken"})
	}
	planned := seen(c, "2026-03-02 12:00")
	toStage(c, problem.Known)
	known := seen(c, "2026-03-04 10:00")
	c.Run()
	for i, due := range []string{"2026-03-06 00:00", "2026-03-11 00:00", "2026-03-16 00:00"} {
		step := planned.Own.Steps[problem.Steps[i]]
		require.Equal(t, march(5+5*i), *step.Date)
		require.Equal(t, "stage/"+problem.Steps[i], step.Clock)
		require.Equal(t, due, face(planned.Clocks[step.Clock].Result.Due))
	}
	require.Equal(t, "2026-03-07 00:00", face(planned.Clocks[problem.ClockRootCause].Result.Due), "C-25 stays what it is")
	require.Equal(t, sla.Met, c.Clock("stage/root_cause").Result.State)
	require.Equal(t, sla.Met, c.Clock("stage/known_error").Result.State)
	require.Equal(t, "2026-03-03 09:00", face(known.Own.Steps[problem.StepRootCause].Done))
	require.Equal(t, "2026-03-04 09:00", face(known.Own.Steps[problem.StepKnownError].Done))
	require.Nil(t, known.Own.Steps[problem.StepSolution].Done)
	require.Equal(t, &problem.NextActor{Recipient: alfa, Task: "implement_solution"}, known.Own.NextActor)
	task, _ := known.OpenTask("implement_solution", "")
	require.Equal(t, "2026-03-16 00:00", face(task.Due), "the agreed date is the task's")
}

// Sentence 5.
func TestALaterDateDoesNotHideThatAnEarlierOnePassed(t *testing.T) {
	t.Parallel()
	c := usual(t)
	toStage(c, problem.Identified)
	sent(c, "2026-03-03 10:00", agent, problem.PlanStage, problem.Plan{Stage: problem.StepKnownError, Date: march(4), Reason: "afgesproken"})
	again := sent(c, "2026-03-05 10:00", agent, problem.PlanStage, problem.Plan{Stage: problem.StepKnownError, Date: march(9), Reason: "wacht op leverancier"})
	between := seen(c, "2026-03-05 11:00")
	sent(c, "2026-03-09 10:00", agent, problem.RecordKnownError, known)
	s := seen(c, "2026-03-09 11:00")
	c.Run()
	accepted(t, again)
	require.NotContains(t, between.Clocks, "stage/known_error", "only the last date is waited for")
	require.Contains(t, between.Clocks, "stage/known_error/2")
	require.Equal(t, sla.Breached, c.Clock("stage/known_error").Result.State)
	require.Equal(t, sla.Met, c.Clock("stage/known_error/2").Result.State)
	require.Equal(t, 2, s.Own.Steps[problem.StepKnownError].Plans)
	require.Equal(t, "wacht op leverancier", s.Own.Steps[problem.StepKnownError].Reason)
}

// Sentence 5.
func TestADateThatCannotBeAgreedIsRefused(t *testing.T) {
	t.Parallel()
	c := usual(t)
	toStage(c, problem.Identified)
	empty := sent(c, "2026-03-03 10:00", balie, problem.PlanStage, problem.Plan{})
	past := sent(c, "2026-03-03 10:01", balie, problem.PlanStage, problem.Plan{Stage: problem.StepSolution, Date: march(2), Reason: "x"})
	far := sent(c, "2026-03-03 10:02", balie, problem.PlanStage, problem.Plan{Stage: problem.StepSolution, Date: calendar.Date{Year: 2032, Month: 1, Day: 1}, Reason: "x"})
	done := sent(c, "2026-03-03 10:03", balie, problem.PlanStage, problem.Plan{Stage: problem.StepRootCause, Date: march(9), Reason: "x"})
	foreign := sent(c, "2026-03-03 10:04", other, problem.PlanStage, problem.Plan{Stage: problem.StepSolution, Date: march(9), Reason: "x"})
	c.Run()
	refused(t, empty, casework.CodeInvalid, "stage=choose_option", "date=required", "reason=required")
	refused(t, past, casework.CodeInvalid, "date=in_the_past")
	refused(t, far, casework.CodeInvalid, "date=too_far")
	refused(t, done, casework.CodeDone)
	refused(t, foreign, "not_yours")
}

// Sentence 6 (C-25): after 4 working days the term is met, after 6 it is not.
func TestTheRootCauseStopsTheTerm(t *testing.T) {
	t.Parallel()
	for when, want := range map[string]sla.State{"2026-03-05 17:00": sla.Met, "2026-03-09 17:00": sla.Breached} {
		c := usual(t)
		done := sent(c, when, agent, problem.IdentifyRootCause, cause)
		s := seen(c, "2026-03-09 18:00")
		c.Run()
		accepted(t, done)
		require.Equal(t, want, c.Clock(problem.ClockRootCause).Result.State)
		require.Equal(t, problem.Identified, s.Stage)
		require.Equal(t, map[string]record.Recipient{"record_known_error": alfa}, asked(s))
		require.Equal(t, problem.FindingNone, s.Own.Cause.Finding)
		require.Equal(t, agent, s.Own.Cause.By)
	}
}

// Sentence 6 (C-28, C-29): a change that is a case is linked, another is a text.
func TestAChangeThatWasTheCauseIsNamedAndLinked(t *testing.T) {
	t.Parallel()
	for change, links := range map[string][]record.Link{
		"CHG-2026-000003": {{Kind: "caused_by", Ref: "CHG-2026-000003"}},
		"RFC 4711":        nil,
	} {
		c := usual(t)
		x := problem.RootCause{Cause: "uitrol", Kind: problem.CauseChange, Change: change, ChangeBy: problem.ByProvider}
		done := sent(c, "2026-03-03 09:00", agent, problem.IdentifyRootCause, x)
		c.Run()
		accepted(t, done)
		require.Equal(t, links, c.Event("problem.root_cause_identified").Effects.Case.Links)
	}
	c := usual(t)
	bare := sent(c, "2026-03-03 09:00", agent, problem.IdentifyRootCause, problem.RootCause{Cause: "uitrol", Kind: problem.CauseChange})
	stray := sent(c, "2026-03-03 09:01", agent, problem.IdentifyRootCause,
		problem.RootCause{Cause: "uitrol", Kind: "human", Change: "CHG-2026-000003", ChangeBy: problem.ByOutside})
	empty := sent(c, "2026-03-03 09:02", agent, problem.IdentifyRootCause, problem.RootCause{Kind: "pech"})
	c.Run()
	refused(t, bare, casework.CodeInvalid, "change=required", "changeBy=choose_option")
	refused(t, stray, casework.CodeInvalid, "change=only_for_change", "changeBy=only_for_change")
	refused(t, empty, casework.CodeInvalid, "cause=required", "kind=choose_option")
}

// Sentence 6.
func TestACorrectedCauseTouchesNoClock(t *testing.T) {
	t.Parallel()
	c := usual(t)
	toStage(c, problem.Known)
	better := sent(c, "2026-03-12 09:00", balie, problem.IdentifyRootCause, problem.RootCause{Cause: "foute sleutel", Kind: "human"})
	s := seen(c, "2026-03-12 10:00")
	c.Run()
	accepted(t, better)
	require.Equal(t, problem.Known, s.Stage)
	require.Equal(t, "foute sleutel", s.Own.Cause.Cause)
	require.Empty(t, c.Event("problem.root_cause_corrected").Effects.Clocks)
	require.Equal(t, sla.Met, c.Clock(problem.ClockRootCause).Result.State)
	require.Equal(t, "2026-03-03 09:00", face(s.Own.Steps[problem.StepRootCause].Done))
}

// Sentence 7 (C-30): the reading of every finding, and when there is none to read.
func TestTheFindingSaysWhatBecomesOfThePriceCorrection(t *testing.T) {
	t.Parallel()
	for finding, want := range map[string]string{problem.FindingDeviated: problem.CorrectionNone, problem.FindingDescribed: problem.CorrectionStays,
		problem.FindingCommunicated: problem.CorrectionStays, problem.FindingNone: problem.CorrectionUndecided, "": problem.CorrectionUndecided} {
		c := usual(t)
		x := problem.RootCause{Cause: "uitrol", Kind: problem.CauseChange, Change: "RFC 1", ChangeBy: problem.ByProvider, Finding: finding, Proof: "verslag"}
		sent(c, "2026-03-03 09:00", agent, problem.IdentifyRootCause, x)
		s := seen(c, "2026-03-03 10:00")
		c.Run()
		require.True(t, s.Own.CausedByChange())
		require.Equal(t, want, s.Own.Correction(), finding)
		s.Own.Cause.ChangeBy = problem.ByOutside
		require.False(t, s.Own.CausedByChange(), "C-29")
		require.Empty(t, s.Own.Correction())
	}
	c := usual(t)
	noProof := sent(c, "2026-03-03 09:00", agent, problem.IdentifyRootCause, problem.RootCause{Cause: "x", Kind: "human", Finding: problem.FindingDeviated})
	c.Run()
	refused(t, noProof, casework.CodeInvalid, "proof=required")
}

// Sentence 8 (E-06): published is the instant since which everybody sees it.
func TestAPublicKnownErrorIsShownFromThatInstantOn(t *testing.T) {
	t.Parallel()
	c := usual(t)
	toStage(c, problem.Known)
	public, private := known, known
	public.Public = true
	before := seen(c, "2026-03-04 10:00")
	sent(c, "2026-03-05 09:00", agent, problem.RecordKnownError, public)
	sent(c, "2026-03-06 09:00", agent, problem.RecordKnownError, public)
	shown := seen(c, "2026-03-06 10:00")
	sent(c, "2026-03-09 09:00", agent, problem.RecordKnownError, private)
	hidden := seen(c, "2026-03-09 10:00")
	empty := sent(c, "2026-03-09 11:00", agent, problem.RecordKnownError, problem.KnownError{})
	c.Run()
	require.Nil(t, before.Own.Published)
	require.Equal(t, "2026-03-05 09:00", face(shown.Own.Published))
	require.Contains(t, string(c.Ledger.Batches()[slices.Index(c.Kinds(), "problem.known_error_changed")].View), `"published":"2026-03-05T08:00:00Z"`)
	require.Nil(t, hidden.Own.Published)
	require.NotContains(t, string(c.Ledger.Batches()[len(c.Ledger.Batches())-1].View), `"published"`)
	refused(t, empty, casework.CodeInvalid, "symptoms=required", "workaround=required")
}

// Sentence 9.
func TestTheSolutionIsCheckedAndTheProblemClosed(t *testing.T) {
	t.Parallel()
	c := usual(t)
	toStage(c, problem.Known)
	notTheirs := sent(c, "2026-03-05 08:00", balie, problem.ImplementSolution, solution)
	sent(c, "2026-03-05 09:00", agent, problem.ImplementSolution, problem.Solution{Solution: "vernieuwd", Change: "CHG-2026-000008"})
	s := seen(c, "2026-03-05 10:00")
	empty := sent(c, "2026-03-06 08:00", balie, problem.Close, problem.Closing{Result: " "})
	done := sent(c, "2026-03-06 09:00", balie, problem.Close, closing)
	c.Run()
	require.NoError(t, c.Err)
	refused(t, notTheirs, "not_yours") // G-02
	require.Equal(t, map[string]record.Recipient{"close_problem": desk}, asked(s))
	require.Contains(t, c.Event("problem.solved").Effects.Case.Links, record.Link{Kind: "solved_by", Ref: "CHG-2026-000008"})
	refused(t, empty, casework.CodeInvalid, "result=required")
	accepted(t, done)
	e := c.Event("problem.closed")
	require.Equal(t, problem.Closed, e.Effects.Case.Outcome)
	require.Contains(t, string(c.Ledger.Batches()[e.Seq-1].View), `"result":"vier weken zonder herhaling"`)
	require.NotContains(t, string(c.Ledger.Batches()[e.Seq-1].View), "nextActor")
}

// Sentence 9: who goes straight to the solution is not asked for a known error.
func TestAKnownErrorCanBeSkipped(t *testing.T) {
	t.Parallel()
	c := usual(t)
	toStage(c, problem.Identified)
	sent(c, "2026-03-03 10:00", agent, problem.PlanStage, problem.Plan{Stage: problem.StepKnownError, Date: march(20), Reason: "afgesproken"})
	sent(c, "2026-03-05 09:00", agent, problem.ImplementSolution, solution)
	s := seen(c, "2026-03-05 10:00")
	c.Run()
	require.NotContains(t, s.Clocks, "stage/known_error", "its date is not waited for")
	require.Equal(t, sla.Cancelled, c.Clock("stage/known_error").Result.State)
	require.Equal(t, map[string]record.Recipient{"close_problem": desk}, asked(s))
}

// Sentence 10: two days as if found, Tuesday 3 to Thursday 5, move the term by two.
func TestAWrongCauseLetsTheTermRunOn(t *testing.T) {
	t.Parallel()
	c := usual(t)
	toStage(c, problem.Known)
	bare := sent(c, "2026-03-05 08:00", balie, problem.Reopen, problem.Because{})
	done := sent(c, "2026-03-05 09:00", balie, problem.Reopen, because)
	s := seen(c, "2026-03-05 10:00")
	sent(c, "2026-03-09 09:00", agent, problem.IdentifyRootCause, cause)
	again := seen(c, "2026-03-09 10:00")
	c.Run()
	refused(t, bare, casework.CodeInvalid, "reason=required")
	accepted(t, done)
	require.Equal(t, problem.Analysing, s.Stage)
	k := s.Clocks[problem.ClockRootCause]
	require.Equal(t, sla.Running, k.Result.State)
	require.Equal(t, "2026-03-11 00:00", face(k.Result.Due))
	require.Equal(t, map[string]record.Recipient{"identify_root_cause": alfa}, asked(s))
	require.Equal(t, "klopt niet", s.Own.Reopenings["R1"].Reason)
	require.Nil(t, s.Own.Steps[problem.StepRootCause].Done)
	require.Equal(t, problem.Known, again.Stage, "the known error was recorded before")
	require.Equal(t, sla.Met, c.Clock(problem.ClockRootCause).Result.State)
}

// Sentence 10.
func TestASolutionThatDoesNotWorkReopensTheStageBefore(t *testing.T) {
	t.Parallel()
	c := usual(t)
	sent(c, "2026-03-02 11:00", agent, problem.PlanStage, problem.Plan{Stage: problem.StepSolution, Date: march(20), Reason: "afgesproken"})
	toStage(c, problem.Solved)
	sent(c, "2026-03-06 09:00", balie, problem.Reopen, because)
	s := seen(c, "2026-03-06 10:00")
	sent(c, "2026-03-06 11:00", agent, problem.PlanStage, problem.Plan{Stage: problem.StepSolution, Date: march(27), Reason: "opnieuw"})
	planned := seen(c, "2026-03-06 12:00")
	c.Run()
	require.Equal(t, problem.Known, s.Stage)
	require.Nil(t, s.Own.Solution)
	require.Nil(t, s.Own.Steps[problem.StepSolution].Done)
	require.Equal(t, map[string]record.Recipient{"implement_solution": alfa}, asked(s))
	require.Equal(t, sla.Met, c.Clock(problem.ClockRootCause).Result.State, "the cause stands")
	require.Equal(t, "stage/solution/2", planned.Own.Steps[problem.StepSolution].Clock)
}

// Nobody is asked the same twice: a step that changes nothing for the task leaves it.
func TestATaskThatStandsIsLeftAlone(t *testing.T) {
	t.Parallel()
	c := usual(t)
	sent(c, "2026-03-02 11:00", agent, problem.PlanStage, problem.Plan{Stage: problem.StepSolution, Date: march(20), Reason: "afgesproken"})
	c.Run()
	e := c.Event("problem.stage_planned")
	require.Empty(t, e.Effects.Tasks)
	require.Empty(t, e.Effects.Mails)
}
