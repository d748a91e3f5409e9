package transition_test

import (
	"maps"
	"os"
	"slices"
	"testing"

	"go.temporal.io/api/enums/v1"

	"termijn/internal/devstack/devtest"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/transition"
)

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

// stories are lived on a server, and their histories stored, for every version.
var stories = map[string]func(t testing.TB, c story){
	// In time, with a refusal at every place where there can be one.
	"in_time": func(t testing.TB, c story) {
		ready(t, c)
		at(c, "04-01 09:00", func() { decides(c, asked(t, c, "approve_programme_payment", "SPEC"), "reject", "factuur ontbreekt") })
		at(c, "04-01 09:05", func() {
			casetest.Send(c, leader, transition.ResubmitPayment, "", transition.PaymentAgain{Milestone: "SPEC", Remark: "factuur", Papers: evidence("factuur")})
		})
		at(c, "04-01 09:10", func() { decides(c, asked(t, c, "approve_programme_payment", "SPEC"), "approve", "") })
		at(c, "04-01 09:15", func() { decides(c, asked(t, c, "approve_programme_payment", "BETA"), "approve", "") })
		at(c, "04-07 09:00", func() { proves(c, leader, "processes") })
		at(c, "04-07 09:05", func() { proves(c, alfa, "backout") })
		at(c, "04-07 09:10", func() { reaches(c, leader, "LIVE", "2026-04-07") })
		at(c, "04-07 09:15", func() { decides(c, asked(t, c, "accept_milestone", "LIVE"), "reject", "niet getest") })
		at(c, "04-08 09:00", func() { reaches(c, leader, "LIVE", "2026-04-08") })
		at(c, "04-08 09:05", func() { decides(c, asked(t, c, "accept_milestone", "LIVE"), "approve", "") })
		at(c, "04-08 09:10", func() { decides(c, asked(t, c, "approve_programme_payment", "LIVE"), "approve", "") })
		at(c, "04-08 09:15", func() {
			casetest.Send(c, leader, transition.SettleExitItem, "", transition.ExitSettled{Item: "problems", Way: transition.ExitClose, Note: "alle opgelost"})
		})
		at(c, "04-08 09:20", func() {
			casetest.Send(c, leader, transition.Complete, "", transition.Completion{Report: "Alles in exploitatie."})
		})
	},
	// Two slips: one acknowledged, one that nobody answers and the committee re-dates;
	// a miss, a month without a session, a stop.
	"slips": slips,
}

// slips is the story of what goes wrong.
func slips(t testing.TB, c story) {
	accepted(t, c)
	at(c, "03-04 09:00", func() { forecasts(c, leader, "SPEC", "2026-04-22", "catalogus groter dan gedacht") })
	at(c, "03-05 09:00", func() {
		casetest.Send(c, alfa, transition.Acknowledge, "", transition.Acknowledgement{Request: "A1", Answers: []transition.Answer{
			{Milestone: "ALFA", Expected: date("2026-05-07"), Reason: "we beginnen met de ruwe versie"}}})
	})
	at(c, "03-06 09:00", func() { forecasts(c, leader, "SPEC", "2026-05-04", "nog eens later") })
	at(c, "03-13 09:00", func() {
		casetest.Send(c, leader, transition.PlanSession, "", transition.SessionPlan{Date: date("2026-03-16"), Hour: 9, Reason: "twee verschuivingen zonder antwoord"})
	})
	at(c, "03-16 08:00", func() {
		proposes(c, leader, transition.Proposing{Kind: transition.ProposeBaseline, Reason: "de catalogus is groter", Changes: map[string]transition.Redating{
			"SPEC": {Due: dated("2026-05-04")}, "ALFA": {Due: dated("2026-05-20")}, "BETA": {Due: dated("2026-05-20")}, "LIVE": {Due: dated("2026-06-15")}}})
	})
	at(c, "03-16 09:00", func() { opens(c, "S3", "si", "board", "alfa", "beta") })
	at(c, "03-16 09:05", func() { puts(c, "R1") })
	at(c, "03-16 09:10", func() { decides(c, asked(t, c, "decide_programme_proposal", "R1"), "approve", "akkoord") })
	at(c, "03-16 10:00", func() { closes(c, "Nieuw basisplan.") })
	at(c, "05-06 09:00", func() { forecasts(c, leader, "SPEC", "2026-05-12", "herstel") })
	at(c, "06-03 09:00", func() { casetest.Send(c, member, transition.Stop, "", transition.Because{Reason: "opzegging"}) })
}

// histories are those of the stories; casetest.Histories says how they are kept.
var histories = casetest.Histories{Workflow: transition.Workflow, Name: transition.Name, Version: transition.Version, Ref: ref,
	Stories: slices.Sorted(maps.Keys(stories)), Speed: 100_000, Live: live, Whole: casetest.RequireCompleted}

func live(t *testing.T, server *casetest.Server, name string) {
	t.Helper()
	c := programme(t, lived{server: server})
	stories[name](t, c)
	c.Run()
}

func TestHistories(t *testing.T) {
	t.Parallel()
	histories.Test(t)
}

// A history that the process would not have written is noticed.
func TestAnotherProcessDoesNotReplay(t *testing.T) {
	t.Parallel()
	histories.TestWithout(t, enums.EVENT_TYPE_TIMER_STARTED, "slips", 1)
}
