package session_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/change"
	"termijn/workflows/session"
)

// Sentence 1.
func TestTheAgendaIsFilledWithWhatWaitsForTheBoard(t *testing.T) {
	t.Parallel()
	c, _ := preparing(t, three()...)
	came := sent(c, "05 09:00", record.System, session.Propose, session.Proposal{Change: chg(4), Title: "Wijziging 4", From: begins, Provider: "gamma"})
	twice := sent(c, "05 09:01", record.System, session.Propose, session.Proposal{Change: chg(4)})
	person := sent(c, "05 09:02", chair, session.Propose, session.Proposal{Change: chg(5)})
	s := seen(c, "05 10:00")
	c.Run()
	first := c.Ledger.Events()[0]
	require.Equal(t, "session.prepared", first.Kind)
	require.Equal(t, []record.Link{{Kind: "session_of", Ref: board}}, first.Effects.Case.Links)
	require.Equal(t, session.Preparing, s.Stage)
	accepted(t, came)
	refused(t, twice, casework.CodeDone)
	refused(t, person, casework.CodeForbidden)
	require.Equal(t, "2 1 3 4", agenda(s.Own))
	task, asked := s.OpenTask("hold_session", "")
	require.True(t, asked)
	require.Equal(t, record.Recipient{Person: chair.Person, Org: "si"}, task.Assignee)
	require.Equal(t, []string{"alfa", "beta", "gamma"}, s.Parties.Providers, "whose change it is sees the session")

	// Each learns when it will be decided.
	places := told(t, c, "schedule")
	require.Len(t, places, 4)
	for n := 1; n <= 4; n++ {
		require.Len(t, places[chg(n)], 1)
		var place change.AgendaPlace
		require.NoError(t, json.Unmarshal(places[chg(n)][0], &place))
		require.Equal(t, ref, place.Meeting)
		require.True(t, place.At.Equal(begins))
	}
}

// Sentence 1: an extra session has the agenda that its chair gives it.
func TestTheChairFillsTheAgendaOfAnExtraSession(t *testing.T) {
	t.Parallel()
	w := &waiting{}
	w.are(three()...)
	a := about()
	a.Extra = true
	c := casetest.New(t, options(t, a, w))
	before := seen(c, "05 09:00")
	sent(c, "05 09:10", chair, session.Add, session.Adding{Change: chg(3), Reason: "Dringend", Item: &session.Proposal{Change: chg(3), Title: "Wijziging 3", From: item(3, false).From}})
	cut := seen(c, "07 09:00")
	sent(c, "07 09:30", chair, session.Refill, session.Nothing{})
	all := seen(c, "07 10:00")
	c.Run()
	require.Empty(t, before.Own.Items)
	require.Equal(t, "3", agenda(cut.Own), "the cut-off adds nothing")
	require.Equal(t, "2 1 3", agenda(all.Own), "unless the chair asks for what waits")
}

// Sentence 2.
func TestAtTheCutOffTheAgendaClosesAndTheMembersAreTold(t *testing.T) {
	t.Parallel()
	c, w := preparing(t, item(1, false, "beta", "alfa"), item(2, true))
	late := item(5, false, "alfa")
	late.Since = cutoff
	c.At(casetest.When("2026-03-06 12:00"), func() { w.are(item(1, false, "beta", "alfa"), item(2, true), item(3, false, "alfa"), late) })
	s := seen(c, "07 00:01")
	after := sent(c, "07 09:00", record.System, session.Propose, session.Proposal{Change: chg(4)})
	added := sent(c, "09 09:00", chair, session.Add, session.Adding{Change: chg(5), Reason: "Kan niet wachten", Item: &session.Proposal{Change: chg(5), Title: "Wijziging 5", Provider: "alfa"}})
	bare := sent(c, "09 09:01", chair, session.Add, session.Adding{Change: chg(6)})
	again := sent(c, "09 09:02", chair, session.Add, session.Adding{Change: chg(5), Reason: "x", Item: &session.Proposal{Change: chg(5)}})
	foreign := sent(c, "09 09:03", manager, session.Add, session.Adding{Change: chg(6), Reason: "x", Item: &session.Proposal{Change: chg(6)}})
	last := seen(c, "09 10:00")
	c.Run()
	cut := c.Event("session.cut_off")
	require.Equal(t, "2026-03-07 00:00", face(cut.At))
	require.Equal(t, "2 1 3", agenda(s.Own), "what came in time is on it, though nobody said so; what came later is not")
	refused(t, after, "agenda_closed")
	accepted(t, added)
	refused(t, bare, casework.CodeInvalid, "change=not_waiting", "reason=required")
	refused(t, again, casework.CodeInvalid, "change=on_agenda")
	refused(t, foreign, casework.CodeForbidden)
	require.Equal(t, "2 1 3 5", agenda(last.Own))
	require.Equal(t, []any{"Kan niet wachten", &chair}, []any{last.Own.Items[chg(5)].Reason, last.Own.Items[chg(5)].By})

	mails := mailed(c, "session_agenda")
	require.Equal(t, []record.Recipient{{Person: manager.Person}, {Person: member.Person}, {Person: beta.Person}, {Org: "si", Role: "service_desk"}, {Person: chair.Person, Org: "si"}},
		sorted(recipients(mails)), "each seat once; the delegate does not act yet")
	for _, m := range mails {
		want := map[string]string{"count": "3", "begins": "2026-03-10T09:00:00Z", "missing": "0"}
		switch m.To.Person {
		case manager.Person:
			want["missing"], want["changes"] = "2", chg(1)+", "+chg(3)
		case beta.Person:
			want["missing"], want["changes"] = "1", chg(1)
		}
		require.Equal(t, want, m.Args, m.To)
	}
}

// Sentence 3.
func TestTheChairOrdersTheAgenda(t *testing.T) {
	t.Parallel()
	c, w := preparing(t, three()...)
	theirs := sent(c, "05 09:00", manager, session.Order, session.Ordering{Changes: []string{chg(1), chg(2), chg(3)}})
	short := sent(c, "05 09:01", chair, session.Order, session.Ordering{Changes: []string{chg(1), chg(1)}})
	strange := sent(c, "05 09:02", chair, session.Order, session.Ordering{Changes: []string{chg(1), chg(2), chg(9)}})
	good := sent(c, "05 09:03", chair, session.Order, session.Ordering{Changes: []string{chg(3), chg(1), chg(2)}})
	ordered := seen(c, "05 09:04")
	c.At(casetest.When("2026-03-06 12:00"), func() { w.are(append(three(), item(4, true))...) })
	kept := seen(c, "07 09:00")
	c.Run()
	refused(t, theirs, casework.CodeForbidden)
	refused(t, short, casework.CodeInvalid, "changes=all_items", "changes[1]=unknown")
	refused(t, strange, casework.CodeInvalid, "changes[2]=unknown")
	accepted(t, good)
	require.Equal(t, "3 1 2", agenda(ordered.Own))
	require.Equal(t, "3 1 2 4", agenda(kept.Own), "the rules leave the chair's order")
}

// Sentence 3.
func TestWhatIsTakenOffOrDoesNotWaitAnyMoreLeavesTheAgenda(t *testing.T) {
	t.Parallel()
	c, w := preparing(t, append(three(), item(4, false))...)
	bare := sent(c, "05 09:00", chair, session.TakeOff, session.TakingOff{Change: chg(1)})
	off := sent(c, "05 09:01", chair, session.TakeOff, session.TakingOff{Change: chg(1), Reason: "Wacht op een test"})
	twice := sent(c, "05 09:02", chair, session.TakeOff, session.TakingOff{Change: chg(1), Reason: "x"})
	drop := sent(c, "05 09:03", record.System, session.Drop, session.Dropping{Change: chg(2), Reason: "withdrawn"})
	gone := sent(c, "05 09:04", record.System, session.Drop, session.Dropping{Change: chg(2), Reason: "withdrawn"})
	person := sent(c, "05 09:05", manager, session.Drop, session.Dropping{Change: chg(3), Reason: "x"})
	c.At(casetest.When("2026-03-06 12:00"), func() { w.are(item(1, false), item(4, false)) })
	s := seen(c, "07 09:00")
	c.At(casetest.When("2026-03-07 12:00"), func() { w.are(item(1, false), item(3, false), item(4, false)) })
	sent(c, "07 13:00", chair, session.Refill, session.Nothing{})
	back := seen(c, "07 14:00")
	c.Run()
	refused(t, bare, casework.CodeInvalid, "reason=required")
	accepted(t, off)
	refused(t, twice, casework.CodeUnknown)
	accepted(t, drop)
	refused(t, gone, casework.CodeDone)
	refused(t, person, casework.CodeForbidden)
	require.Equal(t, "4", agenda(s.Own), "3 does not wait any more; 1 was taken off, and is not put back by the rules")
	require.Equal(t, session.ItemOff, s.Own.Items[chg(3)].State)
	require.Equal(t, "3 4", agenda(back.Own), "what left by itself and waits again comes back")
}

// What the asking could not see, because it came while it was under way, stays.
func TestAProposalThatComesWhileTheAgendaIsAskedForStays(t *testing.T) {
	t.Parallel()
	c, _ := preparing(t, three()...)
	var refill, came, early *casetest.Answer
	c.At(casetest.When("2026-03-05 09:00"), func() {
		early = casetest.Send(c, record.System, session.Propose, "early", session.Proposal{Change: chg(6), Title: "Eerder", From: begins, Provider: "alfa"})
	})
	c.At(casetest.When("2026-03-05 09:05"), func() {
		refill = casetest.Send(c, chair, session.Refill, "refill", session.Nothing{})
		came = casetest.Send(c, record.System, session.Propose, "came", session.Proposal{Change: chg(7), Title: "Nieuw", From: begins, Provider: "alfa"})
	})
	s := seen(c, "05 10:00")
	c.Run()
	for _, a := range []*casetest.Answer{refill, came, early} {
		require.NoError(t, a.Err)
	}
	require.Equal(t, session.ItemWaiting, s.Own.Items[chg(7)].State)
	require.Equal(t, session.ItemOff, s.Own.Items[chg(6)].State, "what was there before the asking, and was not found, does not wait")
}

// Sentence 4.
func TestABoardMovesItsSession(t *testing.T) {
	t.Parallel()
	c, _ := preparing(t, three()...)
	to := casetest.When("2026-03-12 14:00")
	person := sent(c, "08 09:00", chair, session.Postpone, session.Postponing{At: to, Cutoff: casetest.When("2026-03-11 00:00"), Reason: "x"})
	past := sent(c, "08 09:01", record.System, session.Postpone, session.Postponing{At: begins.AddDate(0, 0, -5), Cutoff: cutoff, Reason: "x"})
	moved := sent(c, "08 09:02", record.System, session.Postpone, session.Postponing{At: to, Cutoff: casetest.When("2026-03-11 00:00"), Reason: "Zaal bezet"})
	open := sent(c, "10 12:00", record.System, session.Propose, session.Proposal{Change: chg(4), Title: "Vier", Provider: "alfa"})
	s := seen(c, "11 09:00")
	c.Run()
	refused(t, person, casework.CodeForbidden)
	refused(t, past, casework.CodeInvalid, "at=instant_in_the_past", "cutoff=after_meeting")
	accepted(t, moved)
	accepted(t, open)
	require.Equal(t, session.Preparing, s.Stage, "its day is another one")
	require.NotNil(t, s.Own.Cut)
	require.Equal(t, "2026-03-11 00:00", face(*s.Own.Cut), "the agenda was open again")
	require.Len(t, told(t, c, "schedule")[chg(1)], 2, "each change learns of it")
	for _, m := range mailed(c, "session_news") {
		require.Equal(t, map[string]string{"news": "moved", "begins": "2026-03-12T13:00:00Z", "was": "2026-03-10T09:00:00Z", "reason": "Zaal bezet"}, m.Args)
	}
	require.Len(t, mailed(c, "session_news"), 5)
}

// Sentence 4.
func TestABoardCallsItsSessionOff(t *testing.T) {
	t.Parallel()
	c, _ := preparing(t, three()...)
	person := sent(c, "08 09:00", chair, session.Cancel, session.Because{Reason: "x"})
	off := sent(c, "08 09:01", record.System, session.Cancel, session.Because{Reason: "Feestdag"})
	after := sent(c, "08 09:02", chair, session.Open, session.Nothing{})
	c.Run()
	refused(t, person, casework.CodeForbidden)
	accepted(t, off)
	refused(t, after, casework.CodeClosed)
	require.Equal(t, session.CalledOff, c.Event("session.called_off").Effects.Case.Outcome)
	require.JSONEq(t, `{"meeting":"`+ref+`"}`, string(told(t, c, "meeting-ended")[board][0]))
	require.Len(t, mailed(c, "session_news"), 5)
}
