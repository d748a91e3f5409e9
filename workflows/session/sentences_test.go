package session_test

import (
	"cmp"
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/change"
	"termijn/workflows/session"
)

func sorted(all []record.Recipient) []record.Recipient {
	slices.SortFunc(all, func(a, b record.Recipient) int {
		return cmp.Or(cmp.Compare(cmp.Or(a.Person, a.Role), cmp.Or(b.Person, b.Role)), cmp.Compare(a.Org, b.Org))
	})
	return all
}

// Sentence 5.
func TestSeatsAreTaken(t *testing.T) {
	t.Parallel()
	c, _ := preparing(t, three()...)
	early := sent(c, "10 09:00", manager, session.Attend, session.Attendance{Seat: "alfa"})
	theirs := sent(c, "10 09:59", manager, session.Open, session.Nothing{})
	opened := sent(c, "10 10:00", chair, session.Open, session.Nothing{})
	own := sent(c, "10 10:01", delegate, session.Attend, session.Attendance{Seat: "alfa"})
	shared := sent(c, "10 10:02", manager, session.Attend, session.Attendance{Seat: "alfa"})
	again := sent(c, "10 10:03", delegate, session.Attend, session.Attendance{Seat: "alfa"})
	foreign := sent(c, "10 10:04", beta, session.Attend, session.Attendance{Seat: "bestuur"})
	for_ := sent(c, "10 10:05", beta, session.Attend, session.Attendance{Seat: "beta", Person: "iemand"})
	said := sent(c, "10 10:06", chair, session.Attend, session.Attendance{Seat: "beta", Person: beta.Person})
	none := sent(c, "10 10:07", chair, session.Attend, session.Attendance{Seat: "niets"})
	role := sent(c, "10 10:08", desk, session.Attend, session.Attendance{Seat: "desk"})
	other := sent(c, "10 10:09", beta, session.Attend, session.Attendance{Seat: "alfa", Left: true})
	left := sent(c, "10 10:30", delegate, session.Attend, session.Attendance{Seat: "alfa", Left: true})
	never := sent(c, "10 10:31", delegate, session.Attend, session.Attendance{Seat: "alfa", Left: true})
	in := sent(c, "10 10:32", manager, session.Attend, session.Attendance{Seat: "alfa"})
	s := seen(c, "10 10:40")
	c.Run()
	refused(t, early, casework.CodeNotNow)
	refused(t, theirs, casework.CodeForbidden)
	for _, a := range []**casetest.Answer{opened, own, said, role, left, in} {
		accepted(t, a)
	}
	refused(t, shared, "seat_taken")
	require.Equal(t, map[string]string{"seat": "Alfa", "person": delegate.Person}, (*shared).Refusal.Args)
	refused(t, again, casework.CodeDone)
	refused(t, foreign, casework.CodeForbidden)
	refused(t, for_, casework.CodeForbidden)
	refused(t, none, casework.CodeUnknown)
	refused(t, other, casework.CodeForbidden)
	refused(t, never, casework.CodeUnknown)
	require.Equal(t, []string{"alfa", "beta", "desk"}, s.Own.Seated())
	require.Equal(t, manager.Person, s.Own.Present["alfa"].Person)
	_, hold := s.OpenTask("hold_session", "")
	require.False(t, hold)
	_, closing := s.OpenTask("close_session", "")
	require.True(t, closing)
}

// Sentence 5: a delegate acts in their time only.
func TestADelegateActsInTheirTime(t *testing.T) {
	t.Parallel()
	c, _ := preparing(t, three()...)
	sent(c, "05 10:00", chair, session.Open, session.Nothing{})
	early := sent(c, "05 10:01", delegate, session.Attend, session.Attendance{Seat: "alfa"})
	c.Run()
	refused(t, early, casework.CodeForbidden)
}

// Sentence 6.
func TestTheTimeOfAnItemIsCounted(t *testing.T) {
	t.Parallel()
	c, _ := preparing(t, three()...)
	opens(c, chair, manager)
	sent(c, "10 10:05", chair, session.Front, session.Fronting{Change: chg(1)})
	theirs := sent(c, "10 10:06", manager, session.Front, session.Fronting{Change: chg(2)})
	same := sent(c, "10 10:07", chair, session.Front, session.Fronting{Change: chg(1)})
	none := sent(c, "10 10:08", chair, session.Front, session.Fronting{Change: chg(9)})
	sent(c, "10 10:15", chair, session.Front, session.Fronting{Change: chg(2)})
	sent(c, "10 10:20", chair, session.Front, session.Fronting{Change: chg(1)})
	sent(c, "10 10:21", chair, session.Front, session.Fronting{})
	s := seen(c, "10 10:30")
	c.Run()
	refused(t, theirs, casework.CodeForbidden)
	refused(t, same, casework.CodeDone)
	refused(t, none, casework.CodeUnknown)
	require.InDelta(t, 11*60, s.Own.Items[chg(1)].Seconds, 2)
	require.InDelta(t, 5*60, s.Own.Items[chg(2)].Seconds, 2)
	require.Empty(t, s.Own.Front)
	require.Nil(t, s.Own.FrontSince)
}

// Sentence 7.
func TestTheChairDecidesOnTheItemInFront(t *testing.T) {
	t.Parallel()
	c, w := preparing(t, three()...)
	opens(c, chair, manager, desk)
	behind := sent(c, "10 10:04", chair, session.Decide, rules(1, change.Approve))
	sent(c, "10 10:05", chair, session.Front, session.Fronting{Change: chg(1)})
	theirs := sent(c, "10 10:06", manager, session.Decide, rules(1, change.Approve))
	bare := sent(c, "10 10:07", chair, session.Decide, session.Deciding{Change: chg(1), Option: change.Reject})
	open := sent(c, "10 10:08", chair, session.Decide, session.Deciding{Change: chg(1), Ballot: "B1", Content: "h", Option: change.Conditions})
	d := rules(1, change.Conditions)
	d.AcceptLate = true
	good := sent(c, "10 10:09", chair, session.Decide, d)
	again := sent(c, "10 10:10", chair, session.Decide, rules(1, change.Approve))
	sent(c, "10 10:11", chair, session.Front, session.Fronting{Change: chg(2)})
	deferred := sent(c, "10 10:12", chair, session.Decide, rules(2, change.Defer))
	s := seen(c, "10 10:20")
	_ = w
	c.Run()
	refused(t, behind, "not_in_front")
	refused(t, theirs, casework.CodeForbidden)
	refused(t, bare, casework.CodeInvalid, "ballot=required", "content=required", "reason=required_reason")
	refused(t, open, casework.CodeInvalid, "conditions=required")
	accepted(t, good)
	refused(t, again, casework.CodeDone)
	accepted(t, deferred)
	require.Equal(t, "2:decided 1:decided 3", agenda(s.Own))
	require.Empty(t, s.Own.Front, "what is decided makes place")
	var ruling change.Ruling
	require.NoError(t, json.Unmarshal(told(t, c, "rule")[chg(1)][0], &ruling))
	require.Equal(t, change.Ruling{Ballot: "B1", Content: "hash-" + chg(1), Option: change.Conditions, Conditions: "Buiten de kantooruren", AcceptLate: true,
		By: chair, Meeting: ref, Present: []string{"alfa", "desk", "voorzitter"}}, ruling)
	require.Equal(t, []any{change.Conditions, &chair}, []any{s.Own.Items[chg(1)].Decision.Option, s.Own.Items[chg(1)].Chair})
}

// Sentence 7: the change has the last word, and the item stays.
func TestAChangeThatRefusesStaysOnTheAgendaAndSaysWhy(t *testing.T) {
	t.Parallel()
	c, _ := preparing(t, three()...)
	times := 0
	c.Refuse = func(x record.Telling) string {
		if x.Command != "rule" {
			return ""
		}
		if times++; times == 1 {
			return "stale"
		}
		return ""
	}
	opens(c, chair, manager)
	sent(c, "10 10:05", chair, session.Front, session.Fronting{Change: chg(1)})
	sent(c, "10 10:06", chair, session.Decide, rules(1, change.Approve))
	stays := seen(c, "10 10:07")
	again := sent(c, "10 10:08", chair, session.Decide, rules(1, change.Reject))
	s := seen(c, "10 10:09")
	c.Run()
	require.Equal(t, []string{session.ItemRefused, "stale"}, []string{stays.Own.Items[chg(1)].State, stays.Own.Items[chg(1)].Refused})
	require.Equal(t, chg(1), stays.Own.Front)
	accepted(t, again)
	require.Equal(t, []string{session.ItemDecided, ""}, []string{s.Own.Items[chg(1)].State, s.Own.Items[chg(1)].Refused})
	require.JSONEq(t, `{"change":"`+chg(1)+`","ruling":"approve","why":"stale"}`, string(c.Event("session.not_taken").Body))
}

// Sentence 7: a quorum that is lost in the meeting.
func TestWithoutAQuorumNothingIsDecided(t *testing.T) {
	t.Parallel()
	c, _ := preparing(t, three()...)
	opens(c, chair, desk, member)
	sent(c, "10 10:05", chair, session.Front, session.Fronting{Change: chg(1)})
	side := sent(c, "10 10:06", chair, session.Decide, rules(1, change.Approve))
	sent(c, "10 10:07", beta, session.Attend, session.Attendance{Seat: "beta"})
	good := sent(c, "10 10:08", chair, session.Decide, rules(1, change.Approve))
	sent(c, "10 10:09", chair, session.Front, session.Fronting{Change: chg(2)})
	sent(c, "10 10:10", beta, session.Attend, session.Attendance{Seat: "beta", Left: true})
	lost := sent(c, "10 10:11", chair, session.Decide, rules(2, change.Approve))
	stroke := sent(c, "10 10:12", chair, session.DealAgree, session.Stroke{Items: []session.Seen{{Change: chg(2), Ballot: "B1", Content: "x"}}})
	sent(c, "10 10:13", chair, session.Attend, session.Attendance{Seat: "desk", Left: true})
	few := sent(c, "10 10:14", chair, session.Decide, rules(2, change.Approve))
	c.Run()
	refused(t, side, "not_quorate")
	require.Equal(t, map[string]string{"present": "2", "needed": "2", "sides": "provider"}, (*side).Refusal.Args, "whoever advises does not count")
	accepted(t, good)
	refused(t, lost, "not_quorate")
	refused(t, stroke, "not_quorate")
	refused(t, few, "not_quorate")
	require.Equal(t, "1", (*few).Refusal.Args["present"])
}

// Sentence 8.
func TestWhatAllAgreeOnIsDealtWithInOneStroke(t *testing.T) {
	t.Parallel()
	c, _ := preparing(t, three()...)
	c.Refuse = func(x record.Telling) string {
		if x.Command == "rule" && x.Ref == chg(3) {
			return "not_agreed"
		}
		return ""
	}
	opens(c, chair, manager)
	seenAs := func(n int) session.Seen { return session.Seen{Change: chg(n), Ballot: "B1", Content: "hash"} }
	theirs := sent(c, "10 10:04", manager, session.DealAgree, session.Stroke{Items: []session.Seen{seenAs(2)}})
	none := sent(c, "10 10:05", chair, session.DealAgree, session.Stroke{})
	bad := sent(c, "10 10:06", chair, session.DealAgree, session.Stroke{Items: []session.Seen{seenAs(2), seenAs(2), seenAs(9), {Change: chg(3)}}})
	good := sent(c, "10 10:07", chair, session.DealAgree, session.Stroke{Items: []session.Seen{seenAs(2), seenAs(3)}})
	s := seen(c, "10 10:08")
	c.Run()
	refused(t, theirs, casework.CodeForbidden)
	refused(t, none, casework.CodeInvalid, "items=required")
	refused(t, bad, casework.CodeInvalid, "items[1].change=twice", "items[2].change=not_open", "items[3].content=required")
	accepted(t, good)
	require.Equal(t, "2:decided 1 3:refused", agenda(s.Own))
	var ruling change.Ruling
	require.NoError(t, json.Unmarshal(told(t, c, "rule")[chg(2)][0], &ruling))
	require.True(t, ruling.Stroke)
	require.Equal(t, change.Approve, ruling.Option)
	require.True(t, s.Own.Items[chg(2)].Stroke)
}

// Sentence 9.
func TestTheMinutesWriteThemselves(t *testing.T) {
	t.Parallel()
	c, _ := preparing(t, three()...)
	opens(c, chair, manager)
	sent(c, "10 10:05", chair, session.Front, session.Fronting{Change: chg(1)})
	theirs := sent(c, "10 10:06", manager, session.Minute, session.Entry{Text: "x"})
	unknown := sent(c, "10 10:07", chair, session.Minute, session.Entry{Change: chg(9), Text: " "})
	noted := sent(c, "10 10:08", chair, session.Minute, session.Entry{Change: chg(1), Text: " Alfa test eerst. "})
	sent(c, "10 10:09", chair, session.Decide, rules(1, change.Reject))
	sent(c, "10 10:10", chair, session.TakeOff, session.TakingOff{Change: chg(3), Reason: "Geen tijd"})
	sent(c, "10 10:11", manager, session.Attend, session.Attendance{Seat: "alfa", Left: true})
	s := seen(c, "10 10:20")
	c.Run()
	refused(t, theirs, casework.CodeForbidden)
	refused(t, unknown, casework.CodeInvalid, "text=required", "change=unknown")
	require.Equal(t, "M5", (*noted).Receipt.Subject)
	require.Equal(t, []string{"opened", "present", "present", "front " + chg(1), "Alfa test eerst. " + chg(1), "decided " + chg(1), "taken_off " + chg(3), "left"}, lines(s.Own))
	require.Equal(t, map[string]string{"ruling": "reject", "reason": "Nog niet rijp", "conditions": ""}, s.Own.Minutes["M6"].Args)
	require.Equal(t, chair, s.Own.Minutes["M6"].By, "the decision is the chair's")
}

// Sentence 10.
func TestClosingCarriesOverAndMailsTheMinutes(t *testing.T) {
	t.Parallel()
	c, _ := preparing(t, three()...)
	opens(c, chair, manager)
	sent(c, "10 10:05", chair, session.Front, session.Fronting{Change: chg(1)})
	sent(c, "10 10:06", chair, session.Decide, rules(1, change.Approve))
	theirs := sent(c, "10 11:00", manager, session.Close, session.Closing{Summary: "x"})
	bare := sent(c, "10 11:01", chair, session.Close, session.Closing{})
	done := sent(c, "10 11:02", chair, session.Close, session.Closing{Summary: "Vlotte vergadering."})
	after := sent(c, "10 11:03", chair, session.Minute, session.Entry{Text: "nog iets"})
	c.Run()
	require.NoError(t, c.Err)
	refused(t, theirs, casework.CodeForbidden)
	refused(t, bare, casework.CodeInvalid, "summary=required")
	accepted(t, done)
	refused(t, after, casework.CodeClosed)
	e := c.Event("session.closed")
	require.JSONEq(t, `{"decided":1,"carried":2}`, string(e.Body))
	require.Equal(t, session.Closed, e.Effects.Case.Outcome)
	mails := mailed(c, "session_minutes")
	require.Len(t, mails, 6, "the delegate acts today")
	require.Equal(t, map[string]string{"decided": "1", "carried": "2", "summary": "Vlotte vergadering.", "rulings": chg(1) + " approve"}, mails[0].Args)
	require.JSONEq(t, `{"meeting":"`+ref+`","held":true}`, string(told(t, c, "meeting-ended")[board][0]))
	var last session.State
	require.NoError(t, json.Unmarshal(c.Ledger.Batches()[e.Seq-1].View, &last))
	require.Equal(t, "2:carried_over 1:decided 3:carried_over", agenda(last))
}

// Sentence 11.
func TestASessionThatNobodyOpensLapses(t *testing.T) {
	t.Parallel()
	c, _ := preparing(t, three()...)
	seen(c, "11 09:00")
	c.Run()
	e := c.Event("session.lapsed")
	require.Equal(t, "2026-03-11 00:00", face(e.At))
	require.Equal(t, session.Lapsed, e.Effects.Case.Outcome)
	require.Equal(t, []record.Recipient{{Person: chair.Person, Org: "si"}}, recipients(mailed(c, "session_news")))
	require.JSONEq(t, `{"meeting":"`+ref+`"}`, string(told(t, c, "meeting-ended")[board][0]))
}

// Sentence 11: one that is held goes on after midnight.
func TestASessionThatIsHeldDoesNotLapse(t *testing.T) {
	t.Parallel()
	c, _ := preparing(t, three()...)
	opens(c, chair, manager)
	s := seen(c, "11 09:00")
	c.Run()
	require.Equal(t, session.InSession, s.Stage)
	require.Equal(t, "2026-03-11 00:00", face(c.Event("session.day_over").At))
}
