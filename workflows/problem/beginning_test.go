package problem_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/casework"
	"termijn/workflows/problem"
)

// Sentence 1 (C-25, C-26): resolved on Friday, day 1 is Monday 2 and day 5 Friday 6 March.
func TestAResolvedCriticalIncidentRegistersItsProblem(t *testing.T) {
	t.Parallel()
	c := usual(t)
	s := seen(c, "2026-03-02 11:00")
	c.Run()
	first := c.Ledger.Events()[0]
	require.Equal(t, "problem.registered", first.Kind)
	require.Equal(t, []record.Link{{Kind: "explains", Ref: incident}}, first.Effects.Case.Links)
	require.Equal(t, problem.Analysing, s.Stage)
	require.Equal(t, "", s.Own.Uncounted())
	k := s.Clocks[problem.ClockRootCause]
	require.True(t, k.Facts.Start.Equal(resolved))
	require.Equal(t, "2026-03-07 00:00", face(k.Result.Due))
	require.Equal(t, map[string]record.Recipient{"identify_root_cause": alfa}, asked(s))
	task, _ := s.OpenTask("identify_root_cause", "")
	require.Equal(t, "2026-03-07 00:00", face(task.Due))
	require.Contains(t, s.Own.Incidents, incident)
}

// Sentence 1: the ladder tells the handler's people, then the duty manager too.
func TestTheTermOfTheRootCauseIsEscalated(t *testing.T) {
	t.Parallel()
	c := usual(t)
	s := seen(c, "2026-03-09 09:00")
	c.Run()
	manager := record.Recipient{Org: "alfa", Role: "manager"}
	accounts := record.Recipient{Org: "si", Role: "account_manager"}
	var told [][]record.Recipient
	var when []string
	for _, e := range c.Ledger.Events() {
		if e.Kind == casework.KindThreshold || e.Kind == casework.KindDue {
			var to []record.Recipient
			for _, m := range e.Effects.Mails {
				to = append(to, m.To)
			}
			told, when = append(told, to), append(when, face(&e.At))
		}
	}
	require.Equal(t, [][]record.Recipient{{alfa}, {alfa, manager}, {manager, accounts}}, told)
	require.Equal(t, []string{"2026-03-05 00:00", "2026-03-06 00:00", "2026-03-07 00:00"}, when, "the ends of days 3, 4 and 5")
	require.Equal(t, problem.Analysing, s.Stage, "a promise that is broken is still to be kept")
}

// Sentence 1 (C-27) and sentence 4: what does not count says why.
func TestOnlyTheProblemOfAnIncidentThatAUserReportedCounts(t *testing.T) {
	t.Parallel()
	monitored := origin()
	monitored.ByUser = false
	require.Equal(t, problem.NotByUser, problem.State{Origin: monitored}.Uncounted())
	require.Equal(t, problem.NotCritical, problem.State{Origin: problem.Origin{Manual: true, ByUser: true}}.Uncounted())
	require.Equal(t, problem.FoundOutside, problem.State{Origin: origin(), Outside: "een leverancier"}.Uncounted())
	require.Empty(t, problem.State{Origin: origin()}.Uncounted())
}

// Sentence 2: day 5 after Monday 2 March is Monday the 9th.
func TestAProblemThatIsOpenedByHandCountsFromItsRegistration(t *testing.T) {
	t.Parallel()
	c := opened(t, problem.Opening(problem.Origin{Title: "Traag", Service: "werkplek", Handler: handler, Manual: true,
		Incidents: []string{"INC-2026-000007", "INC-2026-000007"}}, record.Parties{Requester: "medewerker-alfa", Providers: []string{"alfa"}}))
	s := seen(c, "2026-03-02 11:00")
	c.Run()
	first := c.Ledger.Events()[0]
	require.Equal(t, []record.Link{{Kind: "explains", Ref: "INC-2026-000007"}}, first.Effects.Case.Links)
	require.Equal(t, "2026-03-10 00:00", face(s.Clocks[problem.ClockRootCause].Result.Due))
	require.Equal(t, record.Mail{Template: "case_registered", To: record.Recipient{Person: "medewerker-alfa"}}, first.Effects.Mails[0])
}

// Sentence 3 (B-31, E-42).
func TestATrendIsProposedAndAccepted(t *testing.T) {
	t.Parallel()
	c := opened(t, problem.Proposal(trend()))
	before := seen(c, "2026-03-02 11:00")
	early := sent(c, "2026-03-02 12:00", agent, problem.IdentifyRootCause, cause)
	yes := decides(c, "2026-03-04 09:00", balie, "decide_proposal", "accept", "")
	after := seen(c, "2026-03-04 10:00")
	c.Run()
	require.Equal(t, problem.Proposed, before.Stage)
	require.Equal(t, map[string]record.Recipient{"decide_proposal": desk}, asked(before))
	require.Equal(t, "2026-03-10 00:00", face(before.Clocks[problem.ClockProposal].Result.Due))
	require.NotContains(t, before.Clocks, problem.ClockRootCause)
	require.Equal(t, "decide_proposal", before.Own.NextActor.Task)
	refused(t, early, casework.CodeNotNow)
	accepted(t, yes)
	require.Equal(t, problem.Analysing, after.Stage)
	require.Equal(t, sla.Met, clock(c, problem.ClockProposal).Result.State)
	require.Equal(t, "2026-03-12 00:00", face(after.Clocks[problem.ClockRootCause].Result.Due), "it counts from the acceptance")
	require.Equal(t, map[string]record.Recipient{"identify_root_cause": alfa}, asked(after))
}

// Sentence 3.
func TestATrendIsDeclinedWithAReason(t *testing.T) {
	t.Parallel()
	c := opened(t, problem.Proposal(trend()))
	bare := decides(c, "2026-03-04 09:00", balie, "decide_proposal", "decline", " ")
	no := decides(c, "2026-03-04 10:00", balie, "decide_proposal", "decline", "al opgelost")
	late := sent(c, "2026-03-04 11:00", balie, problem.AddNote, problem.Note{Text: "nog iets"})
	c.Run()
	require.NoError(t, c.Err)
	refused(t, bare, casework.CodeInvalid, "reason=required_reason")
	accepted(t, no)
	refused(t, late, casework.CodeClosed)
	e := event(t, c, "problem.declined")
	require.Equal(t, problem.Declined, e.Effects.Case.Outcome)
	require.JSONEq(t, `{"reason":"al opgelost"}`, string(e.Body))
}

// Sentence 4 (B-31): several providers, so the Service Integrator is asked.
func TestTheProblemIsAssignedToTheBestPlacedProvider(t *testing.T) {
	t.Parallel()
	c := opened(t, problem.Opening(origin(), parties("alfa", "gamma")))
	before := seen(c, "2026-03-02 11:00")
	bad := sent(c, "2026-03-03 08:00", balie, problem.Assign, problem.Assignment{})
	done := sent(c, "2026-03-03 09:00", balie, problem.Assign, problem.Assignment{Team: "beta-hosting", Org: "beta", Reason: "hun platform"})
	after := seen(c, "2026-03-03 10:00")
	mine := sent(c, "2026-03-03 11:00", agent, problem.IdentifyRootCause, cause)
	theirs := sent(c, "2026-03-03 12:00", other, problem.IdentifyRootCause, cause)
	c.Run()
	require.Equal(t, map[string]record.Recipient{"assign_problem": desk, "identify_root_cause": alfa}, asked(before))
	refused(t, bad, casework.CodeInvalid, "team=required", "org=required", "reason=required")
	accepted(t, done)
	beta := record.Recipient{Org: "beta", Role: "agent"}
	require.Equal(t, map[string]record.Recipient{"identify_root_cause": beta}, asked(after))
	require.Equal(t, &problem.NextActor{Recipient: beta, Task: "identify_root_cause"}, after.Own.NextActor)
	require.Equal(t, []string{"alfa", "gamma", "beta"}, after.Parties.Providers, "all that are involved see it")
	require.Equal(t, balie, after.Own.Assignments["A1"].By)
	require.Equal(t, "2026-03-07 00:00", face(after.Clocks[problem.ClockRootCause].Result.Due), "the term is not moved")
	refused(t, mine, "not_yours")
	accepted(t, theirs)
}

// Sentence 4 (C-27).
func TestACauseThatAProviderOutsideTheEcosystemMustFindDoesNotCount(t *testing.T) {
	t.Parallel()
	c := usual(t)
	sent(c, "2026-03-03 09:00", balie, problem.Assign, problem.Assignment{Team: "desk", Org: "si", Reason: "buiten ons", Outside: "telecomoperator"})
	s := seen(c, "2026-03-03 10:00")
	c.Run()
	require.Equal(t, problem.FoundOutside, s.Own.Uncounted())
	require.Equal(t, map[string]record.Recipient{"identify_root_cause": desk}, asked(s))
}

// Sentence 4: nobody is known, so the Service Desk has it and is asked to assign.
func TestAProblemWithoutAHandlerIsTheServiceDesks(t *testing.T) {
	t.Parallel()
	c := opened(t, problem.Opening(problem.Origin{Title: "Onbekend", Service: "andere", Manual: true}, record.Parties{}))
	s := seen(c, "2026-03-02 11:00")
	c.Run()
	require.True(t, s.Own.Handler.Desk())
	require.Equal(t, map[string]record.Recipient{"assign_problem": desk, "identify_root_cause": desk}, asked(s))
	require.Empty(t, s.Parties.Providers)
}
