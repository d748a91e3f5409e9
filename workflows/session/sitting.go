package session

import (
	"fmt"
	"slices"
	"strings"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/change"
)

func checkOpen(s *situation, _ Nothing) error { return checkChair(s) }

// open begins the session (5). What does not wait any more leaves the agenda; an agenda
// that is not closed yet closes now.
func open(t *turn, _ Nothing) {
	at := t.At
	t.Own.Opened = &at
	if t.Own.Cut == nil {
		t.Own.Cut, t.Own.Told = &at, true // who is there sees it
	}
	t.ClearAlarm(alarmCutoff)
	t.FinishTasks(taskHold, "")
	t.OpenTask(casework.Ask{Kind: "close_session", To: t.Own.chair().Holder, Command: Close.Name})
	note(t, "", "opened", nil)
	t.Move(InSession)
	t.Say("session.opened", nil)
	askForAgenda(t, toLook)
}

// who completes an attendance: the sender, when it names nobody.
func who(s *situation, a Attendance) string {
	if a.Person != "" {
		return a.Person
	}
	return s.Actor.Person
}

// holds reports whether the actor can take a seat: it is theirs, or they act for its
// holder. Whether somebody has the role of a seat is for the application service.
func holds(s *situation, seat change.Seat) bool {
	if slices.ContainsFunc(seat.Delegates, func(d change.Delegate) bool { return d.Person == s.Actor.Person && acts(d, s.At) }) {
		return true
	}
	if seat.Holder.Person != "" {
		return seat.Holder.Person == s.Actor.Person
	}
	return seat.Holder.Org != "" && seat.Holder.Org == s.Actor.Org
}

func checkAttend(s *situation, a Attendance) error {
	seat, ok := s.Own.About.Panel.Seats[a.Seat]
	if !ok {
		return casework.Refuse(casework.CodeUnknown, "subject", a.Seat)
	}
	leads := checkChair(s) == nil
	if !leads && (!holds(s, seat) || who(s, a) != s.Actor.Person) {
		return casework.Refuse(casework.CodeForbidden)
	}
	p, there := s.Own.Present[a.Seat]
	there = there && p.Left == nil
	switch {
	case a.Left && !there:
		return casework.Refuse(casework.CodeUnknown, "subject", a.Seat)
	case a.Left && !leads && p.Person != s.Actor.Person:
		return casework.Refuse(casework.CodeForbidden)
	case !a.Left && there && p.Person == who(s, a):
		return casework.Refuse(casework.CodeDone, "subject", a.Seat)
	case !a.Left && there:
		return casework.Refuse("seat_taken", "seat", seat.Name, "person", p.Person)
	}
	return nil
}

// attend says who takes a seat (5).
func attend(t *turn, a Attendance) {
	p := t.Own.Present[a.Seat]
	args := map[string]string{"seat": t.Own.About.Panel.Seats[a.Seat].Name}
	if a.Left {
		at := t.At
		p.Left = &at
		args["person"] = p.Person
		note(t, "", "left", args)
		t.Say("session.left", args)
	} else {
		p = Present{Person: who(&t.Situation, a), Since: t.At}
		args["person"] = p.Person
		note(t, "", "present", args)
		t.Say("session.attended", args)
	}
	set(&t.Own.Present, a.Seat, p)
}

func checkFront(s *situation, f Fronting) error {
	if err := checkChair(s); err != nil {
		return err
	}
	switch {
	case f.Change == s.Own.Front:
		return casework.Refuse(casework.CodeDone, "subject", f.Change)
	case f.Change == "":
		return nil
	}
	return checkItem(s, f.Change)
}

// front puts an item in front (6).
func front(t *turn, f Fronting) {
	putFront(t, f.Change)
	if f.Change != "" {
		note(t, f.Change, "front", nil)
	}
	t.Say("session.fronted", map[string]string{"change": f.Change})
}

// putFront counts the time of the item that was in front, and starts another's.
func putFront(t *turn, ref string) {
	if i, on := t.Own.Items[t.Own.Front]; on && t.Own.FrontSince != nil {
		i.Seconds += int64(t.At.Sub(*t.Own.FrontSince).Seconds())
		set(&t.Own.Items, t.Own.Front, i)
	}
	t.Own.Front, t.Own.FrontSince = ref, nil
	if ref != "" {
		at := t.At
		t.Own.FrontSince = &at
	}
}

func checkMinute(s *situation, e Entry) error {
	if err := checkChair(s); err != nil {
		return err
	}
	var v casework.Invalid
	text(&v, "text", e.Text)
	_, on := s.Own.Items[e.Change]
	v.Check(e.Change == "" || on, "change", "unknown")
	return v.Err()
}

// minute is what the chair adds to the minutes (9).
func minute(t *turn, e Entry) {
	m := keep(t, Minuted{Change: e.Change, Text: strings.TrimSpace(e.Text)})
	t.Say("session.minuted", map[string]string{"change": e.Change, "note": m.Text})
	t.Made(m.ID)
}

// note is a line of the minutes that writes itself (9).
func note(t *turn, ref, code string, args map[string]string) {
	if t.Stage == Preparing && code != "opened" {
		return // the minutes begin with the session
	}
	keep(t, Minuted{Change: ref, Code: code, Args: args})
}

func keep(t *turn, m Minuted) Minuted {
	m.ID, m.At, m.By = fmt.Sprintf("M%d", len(t.Own.Minutes)+1), t.At, t.Actor
	set(&t.Own.Minutes, m.ID, m)
	return m
}

// everybody are all members, each once.
func (s State) everybody(t *turn) []record.Recipient {
	var all []record.Recipient
	for _, id := range s.seats() {
		for _, to := range s.members(id, t.At) {
			if !slices.Contains(all, to) {
				all = append(all, to)
			}
		}
	}
	return all
}
