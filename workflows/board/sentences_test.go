package board_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/workflows/board"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/change"
	"termijn/workflows/session"
)

// Sentences 1 and 2.
func TestABoardIsSetUpAndItsMeetingsArePlanned(t *testing.T) {
	t.Parallel()
	c, x := sitting(t)
	s := seen(c, "04 11:00")
	c.Run()
	require.Equal(t, "board.set_up", c.Ledger.Events()[0].Kind)
	require.Equal(t, board.Sitting, s.Stage)
	require.Equal(t, []any{"CAB van het ecosysteem", "0 10 * * 2", 1}, []any{s.Own.Definition.Name, s.Own.Definition.Cron, s.Own.Number})
	require.Equal(t, []record.MeetingsAsked{{Cron: "0 10 * * 2", Cutoff: 2, From: setUp.UTC(), Count: 8}}, x.asked)
	require.Len(t, s.Own.Planned, 8)
	require.Equal(t, "2026-03-10 10:00 "+zit(1), plan(s.Own)[0])
}

// Sentence 2: what is special of a day is kept.
func TestNotesOfAMeetingAreKept(t *testing.T) {
	t.Parallel()
	x := &tuesdays{}
	o := options(t, weekly(), x)
	o.Errands[record.MeetingsActivity] = func(record.ErrandCall) (any, error) {
		return record.MeetingsPlanned{CalendarVersion: 3, Meetings: []record.MeetingPlanned{{At: at("29 03:30"), Cutoff: at("27 00:00"),
			Notes: []string{record.MeetingNoWorkingDay, record.MeetingSkippedHour}}}}, nil
	}
	c := casetest.New(t, o)
	s := seen(c, "04 11:00")
	c.Run()
	require.Equal(t, []string{"no_working_day", "skipped_hour"}, s.Own.Planned[s.Own.Meetings()[0]].Notes)
	require.JSONEq(t, `{"count":1,"calendar":3}`, string(c.Event("board.meetings_planned").Body))
}

// Sentence 3.
func TestThereIsAlwaysOneMeetingInPreparation(t *testing.T) {
	t.Parallel()
	c, _ := sitting(t)
	other := sent(c, "10 10:59", record.System, board.MeetingEnded, session.Ended{Meeting: "ZIT-2026-000099"})
	faked := sent(c, "10 11:00", chair, board.MeetingEnded, session.Ended{Meeting: zit(1), Held: true})
	held := ends(c, "10 11:30", 1, true)
	twice := ends(c, "10 11:31", 1, true)
	next := seen(c, "10 12:00")
	ends(c, "18 00:01", 2, false)
	s := seen(c, "18 09:00")
	c.Run()
	refused(t, other, casework.CodeUnknown)
	refused(t, faked, casework.CodeForbidden)
	accepted(t, held)
	refused(t, twice, casework.CodeUnknown)
	require.Equal(t, []any{zit(2), 1, 0}, []any{next.Own.Current, next.Own.Held, next.Own.Missed})
	require.Equal(t, []any{zit(3), 1, 1}, []any{s.Own.Current, s.Own.Held, s.Own.Missed})
	require.Equal(t, "2026-03-10 11:30", casetest.Face(*s.Own.LastHeld))
	require.Equal(t, "2026-03-24 10:00 "+zit(3), plan(s.Own)[0], "what is over leaves the calendar")
	require.Len(t, c.Openings, 3)
	var start casework.Start[session.State]
	require.NoError(t, json.Unmarshal(c.Openings[0].Start, &start))
	a := start.State.Own.About
	require.Equal(t, []any{ref, ref, 1, "CAB van het ecosysteem", 2}, []any{a.Board, a.Panel.Board, a.Panel.Version, a.Panel.Name, len(a.Panel.Seats)})
	require.True(t, a.At.Equal(at("10 10:00")))
	require.Equal(t, []string{"alfa"}, start.State.Parties.Providers)
	require.Equal(t, session.Version, start.State.Version)
}

// Sentence 4.
func TestAMeetingIsSkipped(t *testing.T) {
	t.Parallel()
	c, _ := sitting(t)
	bare := sent(c, "05 09:00", chair, board.Skip, board.Skipping{At: at("10 10:00")})
	none := sent(c, "05 09:01", chair, board.Skip, board.Skipping{At: at("11 10:00"), Reason: "x"})
	later := sent(c, "05 09:02", chair, board.Skip, board.Skipping{At: at("17 10:00"), Reason: "Vakantie"})
	now := sent(c, "05 09:03", chair, board.Skip, board.Skipping{At: at("10 10:00"), Reason: "Niemand kan"})
	again := sent(c, "05 09:04", chair, board.Skip, board.Skipping{At: at("10 10:00"), Reason: "x"})
	ends(c, "05 09:05", 1, false)
	s := seen(c, "05 10:00")
	c.Run()
	refused(t, bare, casework.CodeInvalid, "reason=required")
	refused(t, none, casework.CodeUnknown)
	accepted(t, later)
	accepted(t, now)
	refused(t, again, casework.CodeDone)
	require.Equal(t, zit(2), s.Own.Current)
	require.Zero(t, s.Own.Missed, "what was skipped was not missed")
	require.Equal(t, []string{"2026-03-17 10:00 skipped", "2026-03-24 10:00 " + zit(2)}, plan(s.Own)[1:3])
	refs, bodies := told(t, c, "cancel")
	require.Equal(t, []string{zit(1)}, refs, "a meeting that is not opened needs no word")
	require.JSONEq(t, `{"reason":"Niemand kan"}`, string(bodies[0]))
}

// Sentence 4.
func TestAMeetingIsMoved(t *testing.T) {
	t.Parallel()
	c, x := sitting(t)
	move := func(from, to, reason string) board.Moving {
		return board.Moving{At: at(from), To: at(to), Reason: reason, Cutoff: at(to).Add(-48 * time.Hour)}
	}
	taken := sent(c, "05 09:00", chair, board.Move, move("10 10:00", "17 10:00", "x"))
	past := sent(c, "05 09:01", chair, board.Move, move("10 10:00", "04 10:00", "x"))
	same := sent(c, "05 09:02", chair, board.Move, move("10 10:00", "10 10:00", "x"))
	good := sent(c, "05 09:03", chair, board.Move, move("10 10:00", "09 14:00", "Zaal bezet"))
	c.At(at("09 15:00"), func() {})
	held := ends(c, "09 15:30", 1, true)
	s := seen(c, "09 16:00")
	after := ends(c, "17 11:00", 2, true)
	last := seen(c, "17 12:00")
	c.Run()
	refused(t, taken, casework.CodeInvalid, "to=meeting_exists")
	refused(t, past, casework.CodeInvalid, "to=must_be_future_instant")
	refused(t, same, casework.CodeInvalid, "to=meeting_exists", "to=same_instant")
	accepted(t, good)
	accepted(t, held)
	accepted(t, after)
	refs, bodies := told(t, c, "postpone")
	require.Equal(t, []string{zit(1)}, refs)
	require.JSONEq(t, `{"at":"2026-03-09T13:00:00Z","cutoff":"2026-03-07T13:00:00Z","reason":"Zaal bezet"}`, string(bodies[0]))
	require.Equal(t, "2026-03-09 14:00 ended moved from 2026-03-10 10:00 "+zit(1), plan(s.Own)[0], "its own Tuesday does not come back")
	require.Equal(t, zit(2), s.Own.Current)
	require.Equal(t, "2026-03-24 10:00 "+zit(3), plan(last.Own)[0])
	require.Len(t, x.asked, 3)
}

// Sentence 4: what is in session already refuses, and stays in the calendar.
func TestAMeetingThatHasBegunStaysAsItWas(t *testing.T) {
	t.Parallel()
	c, _ := sitting(t)
	c.Refuse = func(record.Telling) string { return "not_now" }
	sent(c, "10 10:00", chair, board.Skip, board.Skipping{At: at("10 10:00"), Reason: "Toch niet"})
	skipped := seen(c, "10 10:01")
	sent(c, "10 10:02", chair, board.Move, board.Moving{At: at("10 10:00"), To: at("12 10:00"), Cutoff: at("11 00:00"), Reason: "Later"})
	moved := seen(c, "10 10:03")
	c.Run()
	for _, s := range []*casework.State[board.State]{skipped, moved} {
		require.Equal(t, "2026-03-10 10:00 "+zit(1), plan(s.Own)[0])
	}
	kept := 0
	for _, e := range c.Ledger.Events() {
		if e.Kind == "board.meeting_kept" {
			require.Contains(t, string(e.Body), `"why":"not_now"`)
			kept++
		}
	}
	require.Equal(t, 2, kept)
}

// Sentence 4.
func TestAnExtraMeetingIsOpenedBesideTheRhythm(t *testing.T) {
	t.Parallel()
	c, _ := sitting(t)
	call := func(when, reason string) board.Calling {
		return board.Calling{At: at(when), Cutoff: at(when), Reason: reason}
	}
	bare := sent(c, "05 09:00", chair, board.Extra, board.Calling{})
	taken := sent(c, "05 09:01", chair, board.Extra, call("10 10:00", "x"))
	good := sent(c, "05 09:02", chair, board.Extra, call("06 15:00", "Achterstand"))
	s := seen(c, "05 10:00")
	ends(c, "06 16:00", 2, true)
	last := seen(c, "06 17:00")
	c.Run()
	refused(t, bare, casework.CodeInvalid, "at=required", "reason=required")
	refused(t, taken, casework.CodeInvalid, "at=meeting_exists")
	accepted(t, good)
	require.Equal(t, []string{"2026-03-06 15:00 extra " + zit(2), "2026-03-10 10:00 " + zit(1)}, plan(s.Own)[:2])
	require.Equal(t, zit(1), s.Own.Current, "the rhythm goes on")
	require.Equal(t, []any{zit(1), 1}, []any{last.Own.Current, last.Own.Held})
	var start casework.Start[session.State]
	require.NoError(t, json.Unmarshal(c.Openings[1].Start, &start))
	require.True(t, start.State.Own.About.Extra)
}

// Sentence 4: at the time of one that was moved away another can be called.
func TestAnExtraMeetingTakesTheTimeOfOneThatWasMoved(t *testing.T) {
	t.Parallel()
	c, _ := sitting(t)
	sent(c, "05 09:00", chair, board.Move, board.Moving{At: at("17 10:00"), To: at("18 10:00"), Cutoff: at("17 00:00"), Reason: "x"})
	extra := sent(c, "05 09:01", chair, board.Extra, board.Calling{At: at("17 10:00"), Cutoff: at("17 10:00"), Reason: "y"})
	s := seen(c, "05 10:00")
	c.Run()
	accepted(t, extra)
	require.Equal(t, []string{"2026-03-10 10:00 " + zit(1), "2026-03-17 10:00 extra " + zit(2), "2026-03-18 10:00 moved from 2026-03-17 10:00"}, plan(s.Own)[:3])
}

// Sentence 5.
func TestAChangedDefinitionCountsFromNowOn(t *testing.T) {
	t.Parallel()
	c, x := sitting(t)
	d := weekly()
	d.Name, d.Cron = "CAB", "0 14 * * 2"
	parties := &record.Parties{Providers: []string{"alfa", "beta"}}
	stale := sent(c, "05 09:00", chair, board.Redefine, board.Redefinition{Seen: 2, Definition: d, Reason: "x"})
	kind := d
	kind.Kind, kind.Cron, kind.Cutoff = board.Emergency, "", 0
	other := sent(c, "05 09:01", chair, board.Redefine, board.Redefinition{Seen: 1, Definition: kind, Reason: " "})
	sent(c, "05 09:02", chair, board.Skip, board.Skipping{At: at("17 10:00"), Reason: "x"})
	sent(c, "05 09:03", chair, board.Move, board.Moving{At: at("24 10:00"), To: at("25 10:00"), Cutoff: at("24 00:00"), Reason: "x"})
	good := sent(c, "05 09:04", chair, board.Redefine, board.Redefinition{Seen: 1, Definition: d, Reason: "Later op de dag", Parties: parties})
	s := seen(c, "05 10:00")
	c.Run()
	refused(t, stale, casework.CodeStale)
	refused(t, other, casework.CodeInvalid, "definition.kind=cannot_change", "reason=required")
	accepted(t, good)
	require.Equal(t, []any{2, "Later op de dag", "CAB", []string{"alfa", "beta"}}, []any{s.Own.Number, s.Own.Reason, s.Title, s.Parties.Providers})
	require.Equal(t, "0 14 * * 2", x.asked[1].Cron)
	require.Equal(t, []string{"2026-03-10 10:00 " + zit(1), "2026-03-10 14:00", "2026-03-17 14:00", "2026-03-24 14:00", "2026-03-25 10:00 moved from 2026-03-24 10:00"}, plan(s.Own)[:5],
		"the one in preparation keeps its time, and so does what was moved")
	require.Len(t, c.Openings, 1)
}

// Sentence 6.
func TestABoardIsClosedWithItsMeeting(t *testing.T) {
	t.Parallel()
	c, _ := sitting(t)
	bare := sent(c, "05 09:00", chair, board.Close, board.Because{})
	done := sent(c, "05 09:01", chair, board.Close, board.Because{Reason: "Opgegaan in een andere raad"})
	after := sent(c, "05 09:02", chair, board.Extra, board.Calling{At: at("06 10:00"), Reason: "x"})
	c.Run()
	refused(t, bare, casework.CodeInvalid, "reason=required")
	accepted(t, done)
	refused(t, after, casework.CodeClosed)
	refs, _ := told(t, c, "cancel")
	require.Equal(t, []string{zit(1)}, refs)
	require.Equal(t, board.Closed, c.Event("board.closed").Effects.Case.Outcome)
}

// Sentence 1: an E-CAB has no rhythm, and its seats can wait for a change (B-34).
func TestAnEmergencyBoardHasNoMeetings(t *testing.T) {
	t.Parallel()
	d := weekly()
	d.Kind, d.Cron, d.Cutoff, d.Minutes, d.Each = board.Emergency, "", 0, 0, 0
	d.Seats["klant"] = change.Seat{ID: "klant", Name: "Klant", Side: change.SideClient}
	require.NoError(t, d.Check())
	d.Kind = board.Regular
	require.Error(t, d.Check(), "in a regular board somebody takes each seat")
	d.Kind = board.Emergency
	x := &tuesdays{}
	c := casetest.New(t, options(t, d, x))
	extra := sent(c, "05 09:00", chair, board.Extra, board.Calling{At: at("06 10:00"), Reason: "x"})
	s := seen(c, "05 10:00")
	c.Run()
	refused(t, extra, casework.CodeInvalid, "at=ecab_meets_at_once")
	require.Empty(t, s.Own.Planned)
	require.Empty(t, x.asked)
}
