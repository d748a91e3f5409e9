package regie

import (
	"fmt"
	"strings"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

func checkDueDate(s *situation, d DueDate) error {
	if s.Clocks[ClockAnswer].Stopped() {
		return casework.Refuse(casework.CodeDone)
	}
	if p := s.Own.DueDate; p != nil && p.State == "open" {
		return casework.Refuse("due_date_pending", "date", p.Date.String())
	}
	var v casework.Invalid
	v.Check(!d.Date.IsZero(), "date", "required")
	v.Check(d.Date.IsZero() || d.Date.After(today(s)), "date", "must_be_future")
	v.Check(!d.Date.After(today(s).AddDays(2*366)), "date", "too_far")
	v.Check(strings.TrimSpace(d.Reason) != "", "reason", "required")
	return v.Err()
}

// proposeDueDate asks the other side to agree on a date (M-08).
func proposeDueDate(t *turn, d DueDate) {
	p := Proposal{ID: fmt.Sprintf("N%d", t.Issued+1), Date: d.Date, Reason: d.Reason, By: side(&t.Situation), State: "open"}
	t.Own.DueDate = &p
	to := representative(t)
	if p.By == "client" {
		to = provider(t)
	}
	t.Say("regie.due_date_proposed", p)
	t.Made(p.ID)
	t.OpenTask(ask{Kind: "agree_due_date", Subject: p.ID, To: to, Options: []string{"accept", "decline"},
		Content: record.ContentHash(p), Args: map[string]string{"date": d.Date.String()}})
}

// checkAgreement refuses to agree on a date that has passed since it was proposed.
func checkAgreement(s *situation, d casework.Decision) error {
	var v casework.Invalid
	v.Check(d.Option != "accept" || !s.Own.DueDate.Date.Before(today(s)), "option", "must_be_future")
	return v.Err()
}

// lapseDueDate: the offer is there, so its date is no question any more.
func lapseDueDate(t *turn) {
	t.CancelTasks("agree_due_date", "")
	if p := t.Own.DueDate; p != nil && p.State == "open" {
		lapsed := *p
		lapsed.State = "lapsed"
		t.Own.DueDate = &lapsed
	}
}

// agreeDueDate is the other side's answer. Agreed, the date replaces the target.
func agreeDueDate(t *turn, _ record.Task, d casework.Decision) {
	p := *t.Own.DueDate
	p.State = "declined"
	if d.Option == "accept" {
		p.State = "accepted"
		t.AgreeDate(ClockAnswer, p.Date)
	}
	t.Own.DueDate = &p
	t.Say("regie.due_date_"+p.State, map[string]string{"date": p.Date.String(), "reason": d.Reason})
}
