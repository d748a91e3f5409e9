package board

import (
	"fmt"
	"strings"
	"time"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/session"
)

// ahead is how many meetings of the rhythm are planned.
const ahead = 8

// furthest bounds how far ahead a meeting can be put.
const furthest = 366 * 24 * time.Hour

// askForMeetings asks for the next meetings of the rhythm (2).
func askForMeetings(t *turn) {
	d := t.Own.Definition
	t.Own.Asked++
	if d.Cron == "" {
		planned(t, record.MeetingsPlanned{})
		return
	}
	t.Send(fmt.Sprintf("%s/%d", errandMeetings, t.Own.Asked), record.MeetingsActivity, record.MeetingsAsked{Cron: d.Cron, Cutoff: d.Cutoff, From: t.At, Count: ahead})
}

// planned takes over the next meetings (2): what people changed stays, the rest is as
// the rhythm says now.
func planned(t *turn, found record.MeetingsPlanned) {
	again := map[string]bool{}
	for _, m := range found.Meetings {
		again[keyOf(m.At)] = true
	}
	for _, key := range t.Own.Meetings() {
		p := t.Own.Planned[key]
		over := !p.At.After(t.At) && !first(key).After(t.At) && (p.Ended || p.Meeting == "" && !p.Preparing)
		ofRhythm := p.Meeting == "" && !p.Preparing && !p.Extra && p.Moved == nil && (!p.Skipped || !again[key])
		if over || ofRhythm {
			delete(t.Own.Planned, key)
		}
	}
	for _, m := range found.Meetings {
		if _, kept := t.Own.Planned[keyOf(m.At)]; !kept {
			set(&t.Own.Planned, keyOf(m.At), Planned{At: casework.Exact(m.At), Cutoff: casework.Exact(m.Cutoff), Notes: m.Notes})
		}
	}
	if len(found.Meetings) > 0 {
		t.Say("board.meetings_planned", map[string]any{"count": len(found.Meetings), "calendar": found.CalendarVersion})
	}
	prepare(t)
}

// prepare opens the next meeting of the rhythm, unless there is one (3).
func prepare(t *turn) {
	for _, key := range t.Own.Meetings() {
		if p := t.Own.Planned[key]; !p.Extra && !p.Ended && !p.Skipped && (p.Preparing || p.Meeting != "") {
			return
		}
	}
	for _, key := range t.Own.Meetings() {
		if p := t.Own.Planned[key]; !p.Extra && !p.Ended && !p.Skipped && p.At.After(t.At) {
			openMeeting(t, key)
			return
		}
	}
}

// openMeeting opens a planned meeting as a case of its own (3).
func openMeeting(t *turn, key string) {
	p, d := t.Own.Planned[key], t.Own.Definition
	p.Preparing = true
	set(&t.Own.Planned, key, p)
	t.OpenCase(errandOpen+"/"+key, session.Opening(session.About{Board: t.Ref, Panel: d.Panel(t.Ref, t.Own.Number), At: p.At, Cutoff: p.Cutoff,
		Minutes: d.Minutes, Each: d.Each, Extra: p.Extra}, t.Parties))
}

// prepared is a meeting's reference.
func prepared(t *turn, key, ref string) {
	p, ok := t.Own.Planned[key]
	if !ok {
		return
	}
	p.Preparing, p.Meeting = false, ref
	set(&t.Own.Planned, key, p)
	if !p.Extra {
		t.Own.Current = ref
	}
	t.Say("board.meeting_prepared", map[string]any{"meeting": ref, "begins": p.At})
}

func checkEnded(s *situation, e session.Ended) error {
	if s.Actor != record.System {
		return casework.Refuse(casework.CodeForbidden)
	}
	for _, key := range s.Own.Meetings() {
		if p := s.Own.Planned[key]; p.Meeting == e.Meeting && !p.Ended {
			return nil
		}
	}
	return casework.Refuse(casework.CodeUnknown, "subject", e.Meeting)
}

// ended counts a meeting that is over, and looks for the next (3).
func ended(t *turn, e session.Ended) {
	for _, key := range t.Own.Meetings() {
		p := t.Own.Planned[key]
		if p.Meeting != e.Meeting {
			continue
		}
		p.Ended, p.Before = true, nil
		set(&t.Own.Planned, key, p)
		if t.Own.Current == e.Meeting {
			t.Own.Current = ""
		}
		switch at := t.At; {
		case e.Held:
			t.Own.Held++
			t.Own.LastHeld = &at
		case !p.Skipped:
			t.Own.Missed++
		}
	}
	t.Say("board.meeting_ended", map[string]any{"meeting": e.Meeting, "held": e.Held})
	askForMeetings(t)
}

// checkPlanned refuses a meeting that is not there, or cannot be changed any more.
func checkPlanned(s *situation, at time.Time) (Planned, error) {
	key, ok := s.Own.find(at)
	p := s.Own.Planned[key]
	switch {
	case !ok:
		return p, casework.Refuse(casework.CodeUnknown, "subject", keyOf(at))
	case p.Skipped:
		return p, casework.Refuse(casework.CodeDone, "subject", keyOf(at))
	case p.Preparing || p.Before != nil:
		return p, casework.Refuse("meeting_opening")
	case !p.At.After(s.At) && p.Meeting == "":
		return p, casework.Refuse(casework.CodeDone, "subject", keyOf(at))
	}
	return p, nil
}

func checkSkip(s *situation, k Skipping) error {
	if _, err := checkPlanned(s, k.At); err != nil {
		return err
	}
	var v casework.Invalid
	text(&v, "reason", k.Reason)
	return v.Err()
}

// skip leaves a meeting out (4).
func skip(t *turn, k Skipping) {
	key, _ := t.Own.find(k.At)
	p := t.Own.Planned[key]
	was := Was{At: p.At, Cutoff: p.Cutoff, Notes: p.Notes, Moved: p.Moved, Reason: p.Reason}
	p.Skipped, p.Reason, p.Changes = true, strings.TrimSpace(k.Reason), p.Changes+1
	if p.Meeting != "" {
		p.Before = &was
		tellSkip(t, key, p.Meeting, p.Reason)
	}
	set(&t.Own.Planned, key, p)
	t.Say("board.meeting_skipped", map[string]any{"begins": p.At, "reason": p.Reason})
}

func tellSkip(t *turn, key, meeting, reason string) {
	t.Own.Told++
	casework.TellCase(t, fmt.Sprintf("%s/%s/%d", errandSkip, key, t.Own.Told), meeting, session.Cancel, session.Because{Reason: reason})
}

func checkMove(s *situation, m Moving) error {
	p, err := checkPlanned(s, m.At)
	if err != nil {
		return err
	}
	var v casework.Invalid
	checkInstant(s, &v, "to", m.To, m.Cutoff)
	v.Check(!m.To.Equal(p.At), "to", "same_instant")
	text(&v, "reason", m.Reason)
	return v.Err()
}

// checkInstant: a meeting begins in the future, on an instant of its own.
func checkInstant(s *situation, v *casework.Invalid, field string, at, cutoff time.Time) {
	v.Check(!at.IsZero(), field, "required")
	if at.IsZero() {
		return
	}
	v.Check(at.After(s.At), field, "must_be_future_instant")
	v.Check(!at.After(s.At.Add(furthest)), field, "too_far")
	v.Check(!cutoff.After(at), "cutoff", "after_meeting")
	for _, key := range s.Own.Meetings() {
		p := s.Own.Planned[key]
		v.Check(p.Skipped || p.Ended || !p.At.Equal(casework.Exact(at)), field, "meeting_exists")
	}
}

// move moves a meeting (4).
func move(t *turn, m Moving) {
	key, _ := t.Own.find(m.At)
	p := t.Own.Planned[key]
	was := Was{At: p.At, Cutoff: p.Cutoff, Notes: p.Notes, Moved: p.Moved, Reason: p.Reason}
	p.At, p.Cutoff, p.Notes, p.Moved = casework.Exact(m.To), casework.Exact(m.Cutoff), m.Notes, &was.At
	p.Reason, p.Changes = strings.TrimSpace(m.Reason), p.Changes+1
	if p.Meeting != "" {
		p.Before = &was
		t.Own.Told++
		casework.TellCase(t, fmt.Sprintf("%s/%s/%d", errandMove, key, t.Own.Told), p.Meeting, session.Postpone,
			session.Postponing{At: p.At, Cutoff: p.Cutoff, Reason: p.Reason})
	}
	set(&t.Own.Planned, key, p)
	t.Say("board.meeting_moved", map[string]any{"was": was.At, "begins": p.At, "reason": p.Reason})
}

// answered is the meeting's answer: one that is in session stays as it was (4).
func answered(t *turn, what, key, refused string) {
	p, ok := t.Own.Planned[key]
	if !ok || p.Before == nil {
		return
	}
	was := *p.Before
	p.Before = nil
	if refused != "" {
		p.At, p.Cutoff, p.Notes, p.Moved, p.Reason, p.Changes = was.At, was.Cutoff, was.Notes, was.Moved, was.Reason, p.Changes+1
		if what == errandSkip {
			p.Skipped = false
		}
		t.Say("board.meeting_kept", map[string]any{"meeting": p.Meeting, "begins": p.At, "why": refused})
	}
	set(&t.Own.Planned, key, p)
}

func checkExtra(s *situation, c Calling) error {
	var v casework.Invalid
	v.Check(s.Own.Definition.Kind == Regular, "at", "ecab_meets_at_once")
	checkInstant(s, &v, "at", c.At, c.Cutoff)
	text(&v, "reason", c.Reason)
	return v.Err()
}

// callExtra calls a meeting beside the rhythm, and opens it (4).
func callExtra(t *turn, c Calling) {
	key := keyOf(casework.Exact(c.At))
	for t.Own.Planned[key].taken() {
		key += "+" // it was the time of another one, which was skipped or moved
	}
	p := Planned{At: casework.Exact(c.At), Cutoff: casework.Exact(c.Cutoff), Notes: c.Notes, Extra: true, Reason: strings.TrimSpace(c.Reason)}
	set(&t.Own.Planned, key, p)
	t.Say("board.meeting_called", map[string]any{"begins": p.At, "reason": p.Reason})
	openMeeting(t, key)
}
