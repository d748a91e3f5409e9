package transition_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/transition"
)

// Sentence 6: an owner states a forecast; the second of two is refused and sees the first.
func TestAForecastIsTheOwnersAndReplacesTheOneThatWasSeen(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	accepted(t, c)
	var first, second, foreign, lead, past, silent *casetest.Answer
	at(c, "03-04 09:00", func() {
		seen := c.State().Own.Milestones["BETA"].Seen()
		stale := func(who record.Actor, day, reason string) *casetest.Answer {
			return casetest.Send(c, who, transition.Forecast, "", transition.ForecastDate{Milestone: "BETA", Date: date(day), Reason: reason, Seen: seen})
		}
		first, second = stale(beta, "2026-05-11", "leverancier laat"), stale(betaToo, "2026-05-18", "ook laat")
	})
	at(c, "03-04 09:01", func() { foreign = forecasts(c, alfa, "BETA", "2026-05-12", "x") })
	at(c, "03-04 09:02", func() { lead = forecasts(c, leader, "BETA", "2026-05-12", "x") })
	at(c, "03-04 09:03", func() { past = forecasts(c, beta, "BETA", "2026-03-03", "x") })
	at(c, "03-04 09:04", func() { silent = forecasts(c, beta, "BETA", "2026-05-12", " ") })
	s := look(c, "03-04 09:05")
	c.Run()
	require.NoError(t, first.Err)
	require.Equal(t, casework.CodeStale, second.Refusal.Code)
	require.Equal(t, s.Own.Milestones["BETA"].Seen(), second.Refusal.Args["current"])
	require.Equal(t, casework.CodeForbidden, foreign.Refusal.Code)
	require.Equal(t, casework.CodeForbidden, lead.Refusal.Code, "the integrator acts for no provider (G-02)")
	require.Equal(t, "in_the_past", past.Refusal.Fields[0].Code)
	require.Equal(t, "required", silent.Refusal.Fields[0].Code)
	require.Equal(t, date("2026-05-11"), s.Own.Milestones["BETA"].Forecast.Date)
	require.Equal(t, transition.MilestoneAtRisk, s.Own.Milestones["BETA"].Status, "its owner does not expect to keep the date")
	require.Equal(t, date("2026-05-04"), s.Own.Milestones["BETA"].Due, "a forecast moves no promise")
}

// rungs are when the steps of a clock's ladder were reached, and who was told.
func rungs(c story, clock string) map[string][]string {
	all := map[string][]string{}
	for _, e := range c.Ledger.Events() {
		if e.Kind != casework.KindThreshold && e.Kind != "transition.milestone_missed" {
			continue
		}
		for _, m := range e.Effects.Mails {
			if m.Args["clock"] == clock {
				key := m.Args["rung"] + " " + face(e.At)
				all[key] = append(all[key], m.To.Org+"."+m.To.Role)
			}
		}
	}
	return all
}

// Sentence 7: the risk is signalled 20, 10 and 5 working days before.
func TestTheRiskIsSignalledTwentyTenAndFiveWorkingDaysBefore(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	accepted(t, c)
	early, late := look(c, "04-07 09:00"), look(c, "04-28 09:00")
	end := look(c, "05-06 09:00")
	c.Run()
	// Easter Monday (6 April) and 1 May are no working days.
	require.Equal(t, map[string][]string{
		"-20WD 2026-04-02 00:00": {"beta.manager"},
		"-10WD 2026-04-17 00:00": {"beta.manager"},
		"-5WD 2026-04-24 00:00":  {"beta.manager", "si.programme_manager"},
		"due 2026-05-05 00:00":   {"beta.manager", "si.programme_manager", "board.member"},
	}, rungs(c, "milestone/BETA/1"))
	_, ok := early.OpenTask("state_forecast", "BETA")
	require.True(t, ok, "a forecast was never stated")
	require.Equal(t, transition.MilestoneAtRisk, late.Own.Milestones["BETA"].Status, "its work product is not accepted")
	require.True(t, late.Own.Milestones["BETA"].Unready)
	require.NotEqual(t, transition.MilestoneAtRisk, late.Own.Milestones["ALFA"].Status, "it has none")
	require.Equal(t, transition.MilestoneMissed, end.Own.Milestones["BETA"].Status)
}

// Sentence 8: a miss goes to the provider's management, to the lead, to the Board.
func TestAMissEscalatesStepByStep(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	accepted(t, c)
	missed, before, after := look(c, "05-05 00:01"), look(c, "05-11 09:00"), look(c, "05-13 09:00")
	c.Run()
	task, ok := missed.OpenTask("recover_milestone", "ALFA")
	require.True(t, ok)
	require.Equal(t, record.Recipient{Org: "alfa", Role: "manager"}, task.Assignee)
	require.Equal(t, "2026-05-13 00:00", face(*task.Due), "5 working days from the 6th on")
	require.Equal(t, "2026-05-05 00:00", face(*missed.Own.Milestones["ALFA"].Missed))
	require.Empty(t, before.Own.Milestones["ALFA"].Escalated)
	_, twice := before.OpenTask("state_forecast", "ALFA")
	require.False(t, twice, "the recovery's ladder asks nobody else for a date")
	require.Equal(t, "board", after.Own.Milestones["ALFA"].Escalated)
	told := rungs(c, "recovery/ALFA/1")
	require.Equal(t, []string{"alfa.manager", "si.programme_manager"}, told["60% 2026-05-09 00:00"], "%v", told)
	require.Contains(t, c.Kinds(), "transition.miss_escalated")
	require.Contains(t, after.Own.Agenda(), transition.AgendaItem{Kind: transition.AgendaMissed, Subject: "ALFA"})
}

// Sentence 8: a reasoned new forecast answers.
func TestANewForecastAnswersAMiss(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	accepted(t, c)
	var a *casetest.Answer
	at(c, "05-06 09:00", func() { a = forecasts(c, alfa, "ALFA", "2026-05-20", "extra ploeg") })
	s := look(c, "05-20 09:00")
	c.Run()
	require.NoError(t, a.Err)
	require.Equal(t, sla.Met, c.Clock("recovery/ALFA/1").Result.State)
	require.Empty(t, s.Own.Milestones["ALFA"].Escalated)
	require.Equal(t, transition.MilestoneMissed, s.Own.Milestones["ALFA"].Status, "it stays missed until it is reached")
	_, open := s.OpenTask("recover_milestone", "ALFA")
	require.False(t, open)
}

// Sentence 9: a milestone is reached with its work products accepted, and stops its clock.
func TestAMilestoneIsReachedWhenItsWorkProductsAreAccepted(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	accepted(t, c)
	var open, foreign, future, reached *casetest.Answer
	at(c, "03-10 09:00", func() { open = reaches(c, leader, "SPEC", "2026-03-10") })
	at(c, "03-10 10:00", func() { delivers(c, leader, "catalogue") })
	at(c, "03-12 09:00", func() { decides(c, asked(t, c, "accept_work_product", "catalogue"), "approve", "") })
	at(c, "03-12 09:01", func() { foreign = reaches(c, alfa, "SPEC", "2026-03-12") })
	at(c, "03-12 09:02", func() { future = reaches(c, leader, "SPEC", "2026-03-13") })
	at(c, "03-12 10:00", func() { reached = reaches(c, leader, "SPEC", "2026-03-11") })
	claimed := look(c, "03-12 10:01")
	at(c, "03-13 09:00", func() { decides(c, asked(t, c, "accept_milestone", "SPEC"), "approve", "in orde") })
	s := look(c, "03-13 09:01")
	c.Run()
	require.Equal(t, "products_open", open.Refusal.Code)
	require.Equal(t, casework.CodeForbidden, foreign.Refusal.Code)
	require.Equal(t, "in_the_future", future.Refusal.Fields[0].Code)
	require.NoError(t, reached.Err)
	require.Equal(t, sla.Met, c.Clock("milestone/SPEC/1").Result.State)
	require.Equal(t, transition.MilestoneReached, claimed.Own.Milestones["SPEC"].Status)
	require.False(t, claimed.Own.Milestones["SPEC"].Done())
	require.True(t, s.Own.Milestones["SPEC"].Done())
	require.Equal(t, date("2026-03-11"), s.Own.Carried["SPEC"].Expected, "it is carried with the day on which it was")
}

// Sentence 9: a refusal takes the reaching back, and the clock runs on.
func TestARefusedReachingRunsOnAsIfItHadNeverBeenSaid(t *testing.T) {
	t.Parallel()
	r := request()
	r.Plan.Milestones[1].Accept = true
	c := programme(t, lived{request: &r})
	accepted(t, c)
	var again *casetest.Answer
	at(c, "04-20 09:00", func() { reaches(c, alfa, "ALFA", "2026-04-20") })
	at(c, "04-21 09:00", func() { decides(c, asked(t, c, "accept_milestone", "ALFA"), "reject", "niet getest") })
	at(c, "04-21 09:01", func() { again = reaches(c, alfa, "ALFA", "2026-04-21") })
	at(c, "05-06 09:00", func() { decides(c, asked(t, c, "accept_milestone", "ALFA"), "reject", "nog niet getest") })
	s := look(c, "05-06 09:01")
	c.Run()
	require.NoError(t, again.Err)
	require.Nil(t, s.Own.Milestones["ALFA"].Reached)
	require.Equal(t, "nog niet getest", s.Own.Milestones["ALFA"].Refusal.Reason)
	require.Equal(t, transition.MilestoneMissed, s.Own.Milestones["ALFA"].Status, "the date has passed meanwhile")
	k := c.Clock("milestone/ALFA/1")
	require.Equal(t, sla.Breached, k.Result.State)
	require.Equal(t, "2026-05-05 00:00", face(*k.Result.BreachedAt))
	require.Equal(t, "2026-03-03 10:00", face(k.Facts.Start), "it counts from the baseline")
	n := 0
	for _, e := range c.Ledger.Events() {
		for _, m := range e.Effects.Mails {
			if m.Args["clock"] == "milestone/ALFA/1" && m.Args["rung"] == "-20WD" {
				n++
			}
		}
	}
	require.Equal(t, 1, n, "what was signalled is not signalled again")
}
