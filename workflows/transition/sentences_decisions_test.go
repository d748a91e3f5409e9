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

func proposes(c story, who record.Actor, p transition.Proposing) *casetest.Answer {
	return casetest.Send(c, who, transition.Propose, "", p)
}

func puts(c story, proposal string) *casetest.Answer {
	return casetest.Send(c, leader, transition.PutProposal, "", transition.Putting{Proposal: proposal, Content: c.State().Own.Proposals[proposal].Content, Advice: "gunstig"})
}

func redating(id, day string) transition.Proposing {
	return transition.Proposing{Kind: transition.ProposeBaseline, Reason: "leverancier failliet", Changes: map[string]transition.Redating{id: {Due: dated(day)}}}
}

// Sentence 20 (P-10, P-11): put in a session where the Board is, decided by the Board.
func TestTheCommitteePutsAProposalAndTheBoardDecides(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	accepted(t, c)
	var foreign, shares, half, made, outside, absent, stale, put, member2 *casetest.Answer
	at(c, "03-04 09:00", func() { foreign = proposes(c, alfa, redating("BETA", "2026-05-18")) })
	at(c, "03-04 09:01", func() {
		x := share("10")
		shares = proposes(c, beta, transition.Proposing{Kind: transition.ProposeBaseline, Reason: "meer geld", Changes: map[string]transition.Redating{"BETA": {Share: &x}}})
	})
	at(c, "03-04 09:02", func() {
		x := share("10")
		half = proposes(c, leader, transition.Proposing{Kind: transition.ProposeBaseline, Reason: "minder", Changes: map[string]transition.Redating{"BETA": {Share: &x}}})
	})
	at(c, "03-04 09:03", func() { made = proposes(c, alfa, redating("ALFA", "2026-05-18")) })
	at(c, "03-04 09:04", func() { outside = puts(c, "R1") })
	at(c, "03-10 14:00", func() { opens(c, "S1", "si", "alfa") })
	at(c, "03-10 14:01", func() { absent = puts(c, "R1") })
	at(c, "03-10 14:02", func() { closes(c, "Zonder Bestuur.") })
	at(c, "03-10 14:03", func() {
		casetest.Send(c, leader, transition.PlanSession, "", transition.SessionPlan{Date: date("2026-03-11"), Hour: 9, Reason: "met Bestuur"})
	})
	at(c, "03-11 09:00", func() { opens(c, "S3", "si", "board", "alfa") })
	at(c, "03-11 09:01", func() {
		stale = casetest.Send(c, leader, transition.PutProposal, "", transition.Putting{Proposal: "R1", Content: "other"})
	})
	at(c, "03-11 09:02", func() { put = puts(c, "R1") })
	at(c, "03-11 09:03", func() { closes(c, "R1 voorgelegd.") })
	at(c, "03-12 09:00", func() {
		task := asked(t, c, "decide_programme_proposal", "R1")
		require.Equal(t, record.Recipient{Org: "board", Role: "member"}, task.Assignee)
		member2 = decides(c, task, "reject", "eerst een herstelplan")
	})
	s := look(c, "03-12 09:01")
	c.Run()
	require.Equal(t, casework.CodeForbidden, foreign.Refusal.Code)
	require.Equal(t, casework.CodeForbidden, shares.Refusal.Code)
	require.Equal(t, "shares_not_whole", half.Refusal.Fields[0].Code)
	require.Equal(t, "R1", made.Receipt.Subject)
	require.Equal(t, "no_session", outside.Refusal.Code)
	require.Equal(t, "board_absent", absent.Refusal.Code)
	require.Equal(t, casework.CodeStale, stale.Refusal.Code)
	require.NoError(t, put.Err)
	require.NoError(t, member2.Err)
	require.Equal(t, transition.ProposalRejected, s.Own.Proposals["R1"].State)
	require.Equal(t, date("2026-05-04"), s.Own.Milestones["ALFA"].Due)
	require.Equal(t, transition.Decision{ID: "D1", Session: "S3", At: s.Own.Decisions["D1"].At, By: member, Reason: "eerst een herstelplan", Proposal: "R1", Option: "reject"}, s.Own.Decisions["D1"])
}

// Sentence 21: the clock moves to the new date and the old baseline is kept.
func TestANewBaselineMovesTheClockAndKeepsTheOldOne(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	accepted(t, c)
	at(c, "03-04 09:00", func() { forecasts(c, alfa, "ALFA", "2026-05-15", "leverancier failliet") })
	at(c, "03-04 09:01", func() { proposes(c, alfa, redating("ALFA", "2026-05-18")) })
	at(c, "03-10 14:00", func() { opens(c, "S1", "si", "board", "alfa") })
	at(c, "03-10 14:01", func() { puts(c, "R1") })
	at(c, "03-10 14:02", func() { decides(c, asked(t, c, "decide_programme_proposal", "R1"), "approve", "akkoord") })
	s := look(c, "03-10 14:03")
	var direct *casetest.Answer
	at(c, "03-11 09:00", func() {
		x := request().Plan.Milestones[2]
		x.Due = date("2026-05-30")
		direct = casetest.Send(c, leader, transition.ChangePlan, "", transition.PlanChange{Seen: c.State().Own.Content, Reason: "x", Plan: transition.Plan{Milestones: []transition.MilestonePlan{x}}})
	})
	c.Run()
	require.Equal(t, 2, s.Own.Baseline)
	require.Equal(t, date("2026-05-04"), s.Own.Baselines["1"].Dates["ALFA"])
	require.Equal(t, date("2026-05-18"), s.Own.Baselines["2"].Dates["ALFA"])
	require.Equal(t, "R1", s.Own.Baselines["2"].Proposal)
	require.Equal(t, sla.Cancelled, c.Clock("milestone/ALFA/1").Result.State)
	require.Equal(t, "2026-05-19 00:00", face(*c.Clock("milestone/ALFA/2").Result.Due))
	require.Nil(t, s.Own.Milestones["ALFA"].Forecast, "the new date overtakes it")
	require.Equal(t, transition.MilestonePlanned, s.Own.Milestones["ALFA"].Status)
	require.Equal(t, date("2026-05-18"), s.Own.Carried["ALFA"].Expected)
	require.Equal(t, "needs_rebaseline", direct.Refusal.Fields[0].Code, "nothing else moves a date")
}

// Sentences 14 and 20: the Board exempts an item; a disputed refusal can be overturned.
func TestTheBoardExemptsAndSettlesDisputes(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	accepted(t, c)
	var early *casetest.Answer
	at(c, "03-04 09:00", func() {
		early = proposes(c, beta, transition.Proposing{Kind: transition.ProposeDispute, Product: "tests", Reason: "x"})
	})
	at(c, "03-04 09:01", func() { delivers(c, beta, "tests") })
	at(c, "03-04 09:02", func() { checks(c, "tests", 1, false, "lettertype") })
	at(c, "03-04 09:03", func() {
		proposes(c, beta, transition.Proposing{Kind: transition.ProposeDispute, Product: "tests", Reason: "dat staat niet in de criteria"})
	})
	at(c, "03-04 09:04", func() {
		proposes(c, leader, transition.Proposing{Kind: transition.ProposeExemption, Item: "processes", Reason: "één proces volgt later (N-08)"})
	})
	at(c, "03-10 14:00", func() { opens(c, "S1", "si", "board", "beta") })
	at(c, "03-10 14:01", func() { puts(c, "R1"); puts(c, "R2") })
	at(c, "03-10 14:02", func() { decides(c, asked(t, c, "decide_programme_proposal", "R1"), "approve", "") })
	at(c, "03-10 14:03", func() { decides(c, asked(t, c, "decide_programme_proposal", "R2"), "approve", "") })
	s := look(c, "03-10 14:04")
	c.Run()
	require.Equal(t, "not_refused", early.Refusal.Code)
	require.Equal(t, transition.ProductAccepted, s.Own.Products["tests"].State)
	require.True(t, s.Own.Checklist["processes"].Settled())
	require.Equal(t, member, s.Own.Checklist["processes"].Exempt.By)
}

// Sentence 20: what can no longer be done cannot be approved.
func TestAProposalThatIsOvertakenCannotBeApproved(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	accepted(t, c)
	var over, rejected, gone *casetest.Answer
	at(c, "03-04 09:00", func() { proposes(c, alfa, redating("ALFA", "2026-05-18")) })
	at(c, "03-10 14:00", func() { opens(c, "S1", "si", "board", "alfa") })
	at(c, "03-10 14:01", func() { puts(c, "R1") })
	at(c, "03-10 15:00", func() { reaches(c, alfa, "ALFA", "2026-03-10") })
	at(c, "03-10 15:01", func() { over = decides(c, asked(t, c, "decide_programme_proposal", "R1"), "approve", "") })
	at(c, "03-10 15:02", func() { rejected = decides(c, asked(t, c, "decide_programme_proposal", "R1"), "reject", "al bereikt") })
	at(c, "03-10 15:03", func() {
		gone = casetest.Send(c, alfa, transition.WithdrawProposal, "", transition.ProposalWithdrawn{Proposal: "R1", Reason: "x"})
	})
	c.Run()
	require.Equal(t, "proposal_outdated", over.Refusal.Code)
	require.NoError(t, rejected.Err)
	require.Equal(t, casework.CodeDone, gone.Refusal.Code)
}
