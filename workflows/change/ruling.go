package change

import (
	"slices"
	"strings"
	"time"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

const taskRule = "rule_change"

func checkSchedule(_ *situation, m AgendaPlace) error {
	var v casework.Invalid
	needed(&v, "meeting", m.Meeting)
	return v.Err()
}

// schedule says in which meeting the board decides (7).
func schedule(t *turn, m AgendaPlace) {
	b := *t.Own.Ballot
	at := m.At
	b.Meeting, b.MeetingAt = m.Meeting, &at
	t.Own.Ballot = &b
	t.Say("change.on_agenda", m)
}

func checkRule(s *situation, m Ruling) error {
	if s.Own.Kind == Emergency {
		return casework.Refuse("emergency_board")
	}
	return s.Own.checkRuling(s, m)
}

// checkRuling refuses a decision on another content than the one that was seen, one
// that the votes do not carry, and one that nothing can follow from (3, 7).
func (st State) checkRuling(s *situation, m Ruling) error {
	b := st.Ballot
	var v casework.Invalid
	v.Check(slices.Contains(Rulings, m.Option), "option", "choose_option", "options", strings.Join(Rulings, ", "))
	v.Check(m.Option != Reject || strings.TrimSpace(m.Reason) != "", "reason", "required_reason")
	v.Check(m.Option != Conditions || strings.TrimSpace(m.Conditions) != "", "conditions", "required")
	bounded(&v, "reason", m.Reason)
	bounded(&v, "conditions", m.Conditions)
	if err := v.Err(); err != nil {
		return err
	}
	if m.Ballot != b.ID {
		return casework.Refuse(casework.CodeStale, "seen", m.Ballot, "current", b.ID)
	}
	if err := seen(m.Content, b.Content); err != nil {
		return err
	}
	if m.Stroke && (m.Option != Approve || !b.Agreed) {
		return casework.Refuse("not_agreed")
	}
	switch m.Option {
	case Approve, Conditions:
		return st.checkApproval(s, m)
	case Reject:
		return checkEnding(s)
	}
	return nil
}

func (st State) checkApproval(s *situation, m Ruling) error {
	switch n := st.Ballot.Tally(m.Present); {
	case !s.At.Before(st.Content.To):
		return casework.Refuse("window_passed")
	case st.Late() && !m.AcceptLate:
		return casework.Refuse("late_not_accepted")
	case !m.Alone && !n.Carried:
		return casework.Refuse("not_carried", "rule", st.Ballot.Panel.Rule)
	}
	return nil
}

// rule is sentence 7: the chair's decision from the board's meeting.
func rule(t *turn, m Ruling) { decide(t, m) }

// decide applies a decision.
func decide(t *turn, m Ruling) {
	t.Own.Decision = &Decided{Ruling: m, At: t.At}
	body := map[string]any{"option": m.Option, "reason": m.Reason, "conditions": m.Conditions, "by": m.By.Person, "meeting": m.Meeting, "alone": m.Alone}
	if m.Option == Defer {
		t.Say("change.deferred", body)
		return
	}
	endBallot(t)
	if m.Option == Reject {
		t.Say("change.rejected", body)
		finish(t, Rejected)
		return
	}
	t.Say("change.approved", body)
	t.Own.Cleared = marks(t.Own.Collisions)
	t.Move(Scheduled)
	stand(t)
	replan(t)
}

// endBallot ends the vote: who has not voted is asked no more, and told so when they
// vote all the same.
func endBallot(t *turn) {
	b := *t.Own.Ballot
	for _, id := range sortedKeys(b.Panel.Seats) {
		for _, task := range asked(t, taskVote, id) {
			b.Asked = with(b.Asked, task.ID, id)
		}
	}
	t.Own.Ballot = &b
	t.CancelTasks(taskVote, "")
	t.FinishTasks(taskRule, "")
	t.StopClock(b.Clock)
	t.ClearAlarm(alarmDelegates)
}

// stand is sentence 11: an approved change stands in the calendar, its provider knows
// when it can begin, and its unavailability is announced.
func stand(t *turn) {
	watchWindow(t)
	announce(t)
	args := map[string]string{"from": t.Own.Content.From.Format(time.RFC3339), "to": t.Own.Content.To.Format(time.RFC3339)}
	for _, to := range t.Own.doers() {
		t.Mail(record.Mail{Template: "change_approved", To: to, Args: args})
	}
}

// Alarms at the ends of the window, and at the point of no return.
const (
	alarmFrom     = "window-from"
	alarmTo       = "window-to"
	alarmNoReturn = "no-return"
)

// watchWindow wakes the case at the ends of its window, as far as they matter to it.
func watchWindow(t *turn) {
	t.ClearAlarm(alarmFrom)
	t.ClearAlarm(alarmTo)
	if t.Stage == Scheduled {
		t.SetAlarmAt(alarmFrom, t.Own.Content.From)
	}
	if t.Stage == Assessing || t.Stage == Approving || t.Stage == Scheduled {
		t.SetAlarmAt(alarmTo, t.Own.Content.To)
	}
}

// windowOpens asks the provider to begin (12).
func windowOpens(t *turn) {
	t.Say("change.window_opens", nil)
	t.OpenTask(casework.Ask{Kind: taskStart, To: t.Own.doer("agent"), Command: Start.Name,
		Args: map[string]string{"title": t.Own.Content.Title}})
}

// windowPasses: the window is over and the change has not begun. It needs another one.
func windowPasses(t *turn) {
	t.Own.Missed = true
	t.Say("change.window_passed", nil)
	t.CancelTasks(taskStart, "")
	t.OpenTask(casework.Ask{Kind: taskRevise, To: t.Own.doer("agent"), Command: Revise.Name,
		Args: map[string]string{"title": t.Own.Content.Title}})
	t.Mail(record.Mail{Template: "change_missed", To: changeManagers})
}
