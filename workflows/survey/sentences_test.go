package survey_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/survey"
)

// Sentence 1 (E-14).
func TestTheReporterIsAskedAtOnceByOneMail(t *testing.T) {
	t.Parallel()
	c := asked(t, nil, 0)
	c.At(casetest.When("2026-04-30 10:00"), func() {})
	c.Run()
	first := c.Ledger.Events()[0]
	require.Equal(t, "survey.invited", first.Kind)
	require.Equal(t, record.System, first.Actor)
	require.True(t, first.At.Equal(closing))
	require.Equal(t, []record.Mail{{Template: "survey_invite", To: record.Recipient{Person: reporter},
		Args: map[string]string{"survey": ref, "ref": incident}}}, mails(c), "one mail in the whole life of the case")
	change := first.Effects.Case
	require.Equal(t, "Loket onbereikbaar", change.Title)
	require.Equal(t, []record.Link{{Kind: "about", Ref: incident}}, change.Links)
	require.Equal(t, &record.Parties{Client: "noord", Requester: reporter}, change.Parties, "no provider sees an answer")
}

// Sentence 1: the solving provider is kept, and whether it counts (E-14, E-20).
func TestTheSurveyKeepsWhatItIsAbout(t *testing.T) {
	t.Parallel()
	for _, counted := range []bool{true, false} {
		a := about()
		a.Counted = counted
		c := casetest.New(t, casetest.Options[survey.State]{Workflow: survey.Workflow, Name: survey.Name, At: closing,
			Start: casetest.Opened[survey.State](t, survey.Opening(a, parties()), ref, closing), Calendars: casetest.Policy(t).Calendars})
		var own survey.State
		c.At(closing.Add(time.Hour), func() { own = c.State().Own })
		c.Run()
		require.Equal(t, counted, own.About.Counted)
		require.Equal(t, "alfa", own.About.Solver)
		require.Equal(t, "alfa-werkplek", own.About.Team)
		require.True(t, own.About.Closed.Equal(closing))
	}
}

// Sentence 1.
func TestWithoutAReporterNobodyIsAsked(t *testing.T) {
	t.Parallel()
	nobody := parties()
	nobody.Requester = ""
	require.False(t, survey.Asks(nobody))
	require.True(t, survey.Asks(parties()))
	c := casetest.New(t, casetest.Options[survey.State]{Workflow: survey.Workflow, Name: survey.Name, At: closing,
		Start: casetest.Opened[survey.State](t, survey.Opening(about(), nobody), ref, closing), Calendars: casetest.Policy(t).Calendars})
	c.Run()
	require.NoError(t, c.Err)
	require.Equal(t, []string{"survey.withdrawn"}, c.Kinds())
	_, end := outcome(c)
	require.Equal(t, survey.Withdrawn, end)
	require.Empty(t, mails(c))
	require.Empty(t, c.Ledger.Events()[0].Effects.Clocks)
}

// Sentence 2: day 1 is Tuesday 3 March, day 10 Monday 16 March.
func TestWhoDoesNotAnswerIn10WorkingDaysIsNotWaitedForAnyLonger(t *testing.T) {
	t.Parallel()
	c := asked(t, nil, 0)
	var just, late *casetest.Answer
	c.At(casetest.When("2026-03-16 23:59"), func() { require.Equal(t, survey.Asked, c.State().Stage) })
	c.At(casetest.When("2026-03-17 00:01"), func() { late = replies(c, melder, 5, "") })
	c.Run()
	require.Equal(t, []string{"survey.invited", "survey.unanswered"}, c.Kinds())
	_, end := outcome(c)
	require.Equal(t, survey.Unanswered, end)
	require.Equal(t, "2026-03-17 00:00", face(&c.Ledger.Events()[1].At))
	require.True(t, c.Clock(survey.ClockAnswer).Lapse, "nobody broke a promise")
	require.Equal(t, casework.CodeClosed, late.Refusal.Code)
	require.Len(t, mails(c), 1)

	in := asked(t, nil, 0)
	in.At(casetest.When("2026-03-16 23:59"), func() { just = replies(in, melder, 5, "") })
	in.Run()
	require.NoError(t, just.Err)
}

// Sentence 3 (E-14): every score that there is, with a comment and without.
func TestTheReporterGivesAScoreFrom1To5(t *testing.T) {
	t.Parallel()
	for score, after := range map[int]string{-1: "", 0: "", 1: survey.Contacting, 2: survey.Contacting, 3: survey.Answered,
		4: survey.Answered, 5: survey.Answered, 6: ""} {
		c := asked(t, nil, 0)
		var a *casetest.Answer
		var own survey.State
		c.At(casetest.When("2026-03-03 09:00"), func() { a = replies(c, melder, score, "snel geholpen") })
		c.At(casetest.When("2026-03-03 09:01"), func() { own = c.State().Own })
		c.Run()
		if after == "" {
			require.Equal(t, []casework.FieldError{{Field: "score", Code: "between", Args: map[string]string{"min": "1", "max": "5"}}}, a.Refusal.Fields)
			require.Nil(t, own.Answer)
			continue
		}
		require.NoError(t, a.Err)
		require.Equal(t, after, a.Receipt.Stage, "score %d", score)
		require.Equal(t, survey.Reply{Score: score, Comment: "snel geholpen"}, own.Answer.Reply)
		require.Equal(t, "2026-03-03 09:00", face(&own.Answer.At))
		require.Equal(t, sla.Met, c.Clock(survey.ClockAnswer).Result.State)
	}
}

// Sentence 3.
func TestNobodyElseAnswersForTheReporter(t *testing.T) {
	t.Parallel()
	c := asked(t, nil, 0)
	var colleague, agent, long *casetest.Answer
	c.At(casetest.When("2026-03-03 09:00"), func() {
		colleague = replies(c, record.Actor{Person: "collega", Org: "noord"}, 5, "")
		agent = replies(c, desk, 5, "")
		long = replies(c, melder, 5, strings.Repeat("a", 4001))
	})
	c.Run()
	require.Equal(t, casework.CodeForbidden, colleague.Refusal.Code)
	require.Equal(t, casework.CodeForbidden, agent.Refusal.Code)
	require.Equal(t, "too_long", long.Refusal.Fields[0].Code)
	require.NotContains(t, c.Kinds(), "survey.answered")
}

// Sentence 3: a second answer is refused; the same one sent twice is one answer.
func TestTheReporterAnswersOnce(t *testing.T) {
	t.Parallel()
	c := asked(t, nil, 0)
	low := survey.Reply{Score: 1}
	var first, twice, second, other *casetest.Answer
	c.At(casetest.When("2026-03-03 09:00"), func() { first = casetest.Send(c, melder, survey.Answer, "k", low) })
	c.At(casetest.When("2026-03-03 09:01"), func() { twice = casetest.Send(c, melder, survey.Answer, "k", low) })
	c.At(casetest.When("2026-03-04 09:00"), func() { second = replies(c, melder, 5, "") })
	c.At(casetest.When("2026-03-04 09:00"), func() { other = replies(c, desk, 5, "") })
	c.Run()
	require.NoError(t, first.Err)
	require.Equal(t, first.Receipt, twice.Receipt)
	require.Equal(t, casework.CodeDone, second.Refusal.Code)
	require.Equal(t, casework.CodeForbidden, other.Refusal.Code, "others do not learn whether there is an answer")
	require.Equal(t, []string{"survey.invited", "survey.answered"}, c.Kinds()[:2])
	require.Equal(t, 1, strings.Count(strings.Join(c.Kinds(), " "), "survey.answered"))
}

// Sentence 4 (E-15): after an answer on Tuesday the 3rd, day 3 is Friday the 6th.
func TestALowScoreIsFollowedByAContactWithin3WorkingDays(t *testing.T) {
	t.Parallel()
	c := asked(t, nil, 0)
	var state casework.State[survey.State]
	var empty, done *casetest.Answer
	c.At(casetest.When("2026-03-03 09:00"), func() { replies(c, melder, 2, "te traag") })
	c.At(casetest.When("2026-03-03 09:01"), func() { state = c.State() })
	c.At(casetest.When("2026-03-06 15:00"), func() { empty = reports(c, "  ") })
	c.At(casetest.When("2026-03-06 15:01"), func() { done = reports(c, "gebeld; verwachting uitgelegd") })
	c.Run()
	task, ok := state.OpenTask("contact_reporter", "")
	require.True(t, ok)
	require.Equal(t, record.Recipient{Org: "si", Role: "service_desk"}, task.Assignee)
	require.Equal(t, survey.ReportContact.Name, task.Command)
	require.Equal(t, map[string]string{"score": "2"}, task.Args)
	require.Equal(t, "2026-03-07 00:00", face(task.Due))
	require.Equal(t, "required", empty.Refusal.Fields[0].Code)
	require.NoError(t, done.Err)
	_, end := outcome(c)
	require.Equal(t, survey.Contacted, end)
	require.Equal(t, sla.Met, c.Clock(survey.ClockContact).Result.State)
	last := c.Ledger.Events()[len(c.Ledger.Events())-1]
	require.Equal(t, record.TaskDone, last.Effects.Tasks[0].State)
	require.Equal(t, desk, *last.Effects.Tasks[0].By)
}

// Sentence 4: the promise stays when it is broken.
func TestAContactThatComesTooLateIsStillMade(t *testing.T) {
	t.Parallel()
	c := asked(t, nil, 0)
	var done *casetest.Answer
	c.At(casetest.When("2026-03-03 09:00"), func() { replies(c, melder, 1, "") })
	c.At(casetest.When("2026-03-10 15:00"), func() { done = reports(c, "gebeld") })
	c.Run()
	require.NoError(t, done.Err)
	require.Equal(t, []string{"survey.invited", "survey.answered", "clock.threshold", "clock.due", "survey.contacted"}, c.Kinds())
	require.Equal(t, sla.Breached, c.Clock(survey.ClockContact).Result.State)
	overdue := c.Ledger.Events()[3]
	var told []record.Recipient
	for _, m := range overdue.Effects.Mails {
		told = append(told, m.To)
	}
	require.Equal(t, []record.Recipient{{Org: "si", Role: "service_desk"}, {Org: "si", Role: "slm"}}, told)
}

// Sentence 5.
func TestAnyOtherScoreEndsTheSurvey(t *testing.T) {
	t.Parallel()
	c := asked(t, nil, 0)
	c.At(casetest.When("2026-03-03 09:00"), func() { replies(c, melder, 3, "") })
	c.Run()
	require.NoError(t, c.Err)
	require.Equal(t, []string{"survey.invited", "survey.answered"}, c.Kinds())
	_, end := outcome(c)
	require.Equal(t, survey.Answered, end)
	require.Len(t, mails(c), 1, "nobody is asked to do anything")
}

// The transition table is the whole truth.
func TestEveryCommandInEveryStage(t *testing.T) {
	t.Parallel()
	for stage, want := range map[string]map[string]string{
		survey.Asked:      {"answer": "", "report-contact": casework.CodeNotNow},
		survey.Contacting: {"answer": casework.CodeDone, "report-contact": ""},
		survey.Answered:   {"answer": casework.CodeClosed, "report-contact": casework.CodeClosed},
	} {
		for command, code := range want {
			c := asked(t, nil, 0)
			switch stage {
			case survey.Contacting:
				c.At(casetest.When("2026-03-03 09:00"), func() { replies(c, melder, 1, "") })
			case survey.Answered:
				c.At(casetest.When("2026-03-03 09:00"), func() { replies(c, melder, 4, "") })
			}
			var a *casetest.Answer
			c.At(casetest.When("2026-03-03 10:00"), func() {
				if command == "answer" {
					a = replies(c, melder, 4, "")
				} else {
					a = reports(c, "gebeld")
				}
			})
			c.Run()
			if code == "" {
				require.NoError(t, a.Err, "%s in %s", command, stage)
			} else {
				require.NotNil(t, a.Refusal, "%s in %s", command, stage)
				require.Equal(t, code, a.Refusal.Code, "%s in %s", command, stage)
			}
			require.Equal(t, code == "", slices.Contains(survey.Allowed(stage), command), "what is offered in %s", stage)
		}
	}
}
