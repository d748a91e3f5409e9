package transition_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/transition"
)

// Sentence 10: a forecast is carried through the network, with the calendar's version.
func TestAForecastIsCarriedThroughTheNetwork(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	accepted(t, c)
	at(c, "03-04 09:00", func() { forecasts(c, leader, "SPEC", "2026-04-22", "catalogus groter dan gedacht") })
	s := look(c, "03-04 09:01")
	c.Run()
	// 10 working days after 22 April, without 1 May: 7 May. 5 more, without Ascension (14 May).
	require.Equal(t, transition.Carried{Expected: date("2026-05-07"), Float: 7, Critical: false, Via: "SPEC"}, withoutFloat(s.Own.Carried["ALFA"], 7))
	require.Equal(t, date("2026-05-04"), s.Own.Carried["BETA"].Expected, "5 working days after it is still in time")
	require.Equal(t, transition.MilestoneImpossible, s.Own.Milestones["ALFA"].Status)
	require.Equal(t, transition.MilestonePlanned, s.Own.Milestones["BETA"].Status)
	require.Equal(t, []string{"SPEC", "ALFA"}, s.Own.Chain("ALFA"))
	require.Equal(t, "workdays", s.Own.Carry.Calendar)
	require.Positive(t, s.Own.Carry.Version)
	require.False(t, s.Own.Carry.Pending())
	events := c.Ledger.Events()
	last := events[len(events)-1]
	for _, e := range events {
		if e.Kind == "transition.carried" {
			last = e
		}
	}
	require.NotContains(t, string(last.Effects.Case.View), `"BETA"`, "only what moved is in the event")
}

func withoutFloat(c transition.Carried, float int) transition.Carried {
	c.Float = float
	c.Critical = false
	return c
}

// Sentence 10: what changes while somebody carries is carried by the next.
func TestWhatChangesMeanwhileIsCarriedToo(t *testing.T) {
	t.Parallel()
	var c story
	out := 0
	c = programme(t, lived{carrying: func(c story) func(record.ErrandCall) (any, error) {
		return func(call record.ErrandCall) (any, error) { out++; return carried(c)(call) }
	}})
	accepted(t, c)
	at(c, "03-04 09:00", func() {
		forecasts(c, leader, "SPEC", "2026-04-22", "een")
		forecasts(c, alfa, "ALFA", "2026-05-11", "twee")
		forecasts(c, beta, "BETA", "2026-05-12", "drie")
	})
	s := look(c, "03-04 09:01")
	c.Run()
	require.False(t, s.Own.Carry.Pending())
	require.Equal(t, date("2026-05-11"), s.Own.Carried["ALFA"].Expected)
	require.Equal(t, date("2026-05-12"), s.Own.Carried["BETA"].Expected)
	require.LessOrEqual(t, out, 5, "three changes at once need two carryings at most")
	require.Empty(t, s.Errands)
}

// moved is a programme in which SPEC was forecast so late that ALFA and BETA move.
func moved(t testing.TB) story {
	c := programme(t, lived{})
	accepted(t, c)
	at(c, "03-04 09:00", func() { forecasts(c, leader, "SPEC", "2026-05-04", "catalogus groter dan gedacht") })
	return c
}

// Sentence 11: one request for each owner; the owner holds the date or moves.
func TestOwnersHoldTheirDatesOrMove(t *testing.T) {
	t.Parallel()
	c := moved(t)
	asks := look(c, "03-04 09:01")
	var foreign, stale, silent, held, gone, wandered *casetest.Answer
	answer := func(who record.Actor, request string, a transition.Answer) *casetest.Answer {
		return casetest.Send(c, who, transition.Acknowledge, "", transition.Acknowledgement{Request: request, Answers: []transition.Answer{a}})
	}
	at(c, "03-05 09:00", func() {
		foreign = answer(beta, "A1", transition.Answer{Milestone: "ALFA", Expected: date("2026-05-19"), Reason: "x"})
	})
	at(c, "03-05 09:01", func() {
		stale = answer(alfa, "A1", transition.Answer{Milestone: "ALFA", Expected: date("2026-05-18"), Reason: "x"})
	})
	at(c, "03-05 09:02", func() {
		silent = answer(alfa, "A1", transition.Answer{Milestone: "ALFA", Expected: date("2026-05-19")})
	})
	at(c, "03-05 09:03", func() {
		held = answer(alfa, "A1", transition.Answer{Milestone: "ALFA", Expected: date("2026-05-19"), Reason: "we beginnen met de ruwe versie"})
	})
	at(c, "03-05 09:04", func() {
		gone = answer(alfa, "A1", transition.Answer{Milestone: "ALFA", Expected: date("2026-05-19"), Reason: "nog eens"})
	})
	at(c, "03-05 09:05", func() {
		wandered = answer(beta, "A2", transition.Answer{Milestone: "BETA", Expected: date("2026-05-11"), Date: dated("2026-05-13"), Reason: "twee dagen extra"})
	})
	s := look(c, "03-05 09:06")
	c.Run()
	require.Equal(t, map[string]calendar.Date{"ALFA": date("2026-05-19")}, asks.Own.Requests["A1"].Dates)
	require.Equal(t, map[string]calendar.Date{"BETA": date("2026-05-11")}, asks.Own.Requests["A2"].Dates)
	require.Equal(t, "SPEC", asks.Own.Requests["A1"].Source)
	task, _ := asks.OpenTask("acknowledge_dates", "A1")
	require.Equal(t, record.Recipient{Org: "alfa", Role: "manager"}, task.Assignee)
	require.Equal(t, "2026-03-10 00:00", face(*task.Due), "3 working days")
	require.Equal(t, casework.CodeForbidden, foreign.Refusal.Code)
	require.Equal(t, casework.CodeStale, stale.Refusal.Code)
	require.Equal(t, "required", silent.Refusal.Fields[0].Code)
	require.NoError(t, held.Err)
	require.Equal(t, casework.CodeDone, gone.Refusal.Code)
	require.NoError(t, wandered.Err)
	require.Empty(t, s.Own.Requests)
	require.Equal(t, transition.MilestoneAtRisk, s.Own.Milestones["ALFA"].Status, "held, though others make it later")
	require.Equal(t, date("2026-05-19"), s.Own.Carried["ALFA"].Expected, "holding a date changes no arithmetic")
	require.Equal(t, date("2026-05-13"), s.Own.Milestones["BETA"].Forecast.Date)
	require.Equal(t, sla.Met, c.Clock("ack/A1").Result.State)
}

// Sentence 11: a milestone that moves again stays in the request, whose term runs on.
func TestAMilestoneThatMovesAgainStaysInItsRequest(t *testing.T) {
	t.Parallel()
	c := moved(t)
	at(c, "03-06 09:00", func() { forecasts(c, leader, "SPEC", "2026-05-05", "nog een dag") })
	again := look(c, "03-06 09:01")
	at(c, "03-06 10:00", func() { forecasts(c, leader, "SPEC", "2026-04-01", "toch op tijd") })
	relieved := look(c, "03-06 10:01")
	c.Run()
	require.Equal(t, date("2026-05-20"), again.Own.Requests["A1"].Dates["ALFA"])
	require.Len(t, again.Own.Requests, 2)
	require.Equal(t, "2026-03-10 00:00", face(*again.Clocks["ack/A1"].Result.Due), "the term runs on")
	require.Empty(t, relieved.Own.Requests, "nothing is to be acknowledged any more")
	_, open := relieved.OpenTask("acknowledge_dates", "A1")
	require.False(t, open)
}

// Sentence 12: what nobody acknowledges goes to the steering committee.
func TestWhatNobodyAcknowledgesGoesToTheSteeringCommittee(t *testing.T) {
	t.Parallel()
	c := moved(t)
	before, after := look(c, "03-09 23:59"), look(c, "03-10 00:01")
	var late *casetest.Answer
	at(c, "03-11 09:00", func() {
		late = casetest.Send(c, alfa, transition.Acknowledge, "", transition.Acknowledgement{Request: "A1",
			Answers: []transition.Answer{{Milestone: "ALFA", Expected: date("2026-05-19"), Reason: "toch gehouden"}}})
	})
	s := look(c, "03-11 09:01")
	c.Run()
	require.NotContains(t, before.Own.Agenda(), transition.AgendaItem{Kind: transition.AgendaSilent, Subject: "A1"})
	require.Contains(t, after.Own.Agenda(), transition.AgendaItem{Kind: transition.AgendaSilent, Subject: "A1"})
	var told []string
	for _, e := range c.Ledger.Events() {
		if e.Kind == "transition.unacknowledged" {
			for _, m := range e.Effects.Mails {
				told = append(told, m.To.Org+"."+m.To.Role)
			}
		}
	}
	require.Equal(t, []string{"alfa.manager", "si.programme_manager", "beta.manager", "si.programme_manager"}, told)
	require.NoError(t, late.Err, "a late answer is an answer")
	require.NotContains(t, s.Own.Agenda(), transition.AgendaItem{Kind: transition.AgendaSilent, Subject: "A1"})
}
