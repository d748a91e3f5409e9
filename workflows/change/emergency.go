package change

import (
	"strconv"
	"strings"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

const (
	clockConfirmation = "confirmation/"
	// taskConfirm asks a seat of the E-CAB; its subject is the seat's ID.
	taskConfirm = "confirm_emergency"
)

// unreached: the ladder of an emergency has ended. Without a quorum until then the
// chair may decide alone (9).
func unreached(t *turn) {
	b := *t.Own.Ballot
	if b.Tally(nil).Quorum {
		return
	}
	b.Unreached = true
	t.Own.Ballot = &b
	t.Say("change.unreached", nil)
	t.Mail(record.Mail{Template: "ecab_unreached", To: changeManagers})
}

func checkRuleEmergency(s *situation, m Ruling) error {
	if s.Own.Kind != Emergency {
		return casework.Refuse("board_decides")
	}
	if m.Option == Defer {
		var v casework.Invalid
		v.Add("option", "choose_option", "options", strings.Join([]string{Approve, Conditions, Reject}, ", "))
		return v.Err()
	}
	n := s.Own.Ballot.Tally(nil)
	switch {
	case !m.Alone && !n.Quorum:
		return casework.Refuse("no_quorum", "lacks", lacking(n))
	case m.Alone && (n.Quorum || !s.Own.Ballot.Unreached):
		return casework.Refuse("not_alone_yet")
	}
	m.Stroke = false
	return s.Own.checkRuling(s, m)
}

// lacking names the sides without which there is no quorum.
func lacking(n Tally) string {
	var all []string
	for _, set := range n.Lacks {
		all = append(all, strings.Join(set, "/"))
	}
	return strings.Join(all, ", ")
}

// ruleEmergency is sentence 9: the chair decides with the E-CAB, or alone.
func ruleEmergency(t *turn, m Ruling) {
	m.By, m.Stroke, m.Meeting, m.Present = t.Actor, false, "", nil
	decide(t, m)
	if m.Alone && m.Option != Reject {
		askConfirmation(t)
	}
}

// askConfirmation asks the other seats of the E-CAB to confirm what the chair decided
// alone, within one working day (B-34).
func askConfirmation(t *turn) {
	t.Own.Terms++
	c := Confirmation{Asked: t.At, Clock: clockConfirmation + strconv.Itoa(t.Own.Terms)}
	t.Own.Confirmation = &c
	t.StartClock(c.Clock, "change.confirmation")
	b := t.Own.Ballot
	for _, id := range sortedKeys(b.Panel.Seats) {
		seat := b.Panel.Seats[id]
		if seat.Side == SideChair || seat.Advises {
			continue
		}
		for _, who := range seat.Voters(t.At) {
			t.OpenTask(casework.Ask{Kind: taskConfirm, Subject: id, To: who, Clock: c.Clock, Options: []string{Confirm, Overturn},
				Content: b.Content, Args: map[string]string{"seat": seat.Name, "title": t.Own.Content.Title}})
		}
	}
}

// confirmed is the word of one seat. One that overturns is enough; it is confirmed
// when, with the chair, all sides of the quorum have.
func confirmed(t *turn, task record.Task, d casework.Decision) {
	c := *t.Own.Confirmation
	t.CancelTasks(taskConfirm, task.Subject)
	body := map[string]string{"seat": task.Subject, "option": d.Option, "reason": d.Reason}
	if d.Option == Confirm {
		c.Confirmed = with(c.Confirmed, task.Subject, t.Actor)
		t.Own.Confirmation = &c
		t.Say("change.confirmed", body)
		if !t.Own.Ballot.confirmedBy(c) {
			return
		}
	}
	at := t.At
	c.Option, c.By, c.At, c.Reason = d.Option, t.Actor, &at, d.Reason
	t.Own.Confirmation = &c
	t.StopClock(c.Clock)
	t.CancelTasks(taskConfirm, "")
	if d.Option == Overturn {
		overturned(t, body)
	}
}

// confirmedBy reports whether, with the chair, all sides of the quorum have confirmed.
func (b Ballot) confirmedBy(c Confirmation) bool {
	all := Ballot{Panel: b.Panel}
	for _, id := range sortedKeys(b.Panel.Seats) {
		if _, ok := c.Confirmed[id]; ok || b.Panel.Seats[id].Side == SideChair {
			all.Votes = with(all.Votes, id, Vote{Option: VoteApprove})
		}
	}
	return all.Tally(nil).Quorum
}

// overturned: what has not begun is not done. What has begun must be rolled back,
// which only its provider can do.
func overturned(t *turn, body map[string]string) {
	t.Say("change.overturned", body)
	if t.Stage == Scheduled {
		finish(t, Rejected)
		return
	}
	for _, to := range append(t.Own.doers(), changeManagers) {
		t.Mail(record.Mail{Template: "emergency_overturned", To: to})
	}
}
