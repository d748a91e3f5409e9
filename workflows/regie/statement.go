package regie

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

// days walks the days of a timesheet that fall in or before a month and are
// not billed yet, in order.
func days(sheet Timesheet, month string, visit func(month string, hours decimal.Decimal)) {
	for i, h := range sheet.Days {
		m := monthOf(sheet.Week.AddDays(i))
		if _, billed := sheet.Billed[m]; h.IsZero() || m > month || billed {
			continue
		}
		visit(m, h)
	}
}

// worked reports whether there are hours of a month that no statement bills yet,
// approved or still to be approved.
func worked(s *situation, month string) bool {
	found := false
	for _, id := range slices.Sorted(maps.Keys(s.Own.Timesheets)) {
		if sheet := s.Own.Timesheets[id]; sheet.State != StateRejected {
			days(sheet, month, func(string, decimal.Decimal) { found = true })
		}
	}
	for week := monday(s.Own.Order.Start); !week.After(s.Own.Order.End) && monthOf(week) <= month; week = week.AddDays(7) {
		found = found || len(missing(s, week)) > 0
	}
	return found
}

// billable adds up the approved hours up to the end of a month that no
// statement bills yet, by line. Hours approved late come on the next statement.
func billable(s *situation, month string) []BilledLine {
	hours := map[string]decimal.Decimal{}
	for _, id := range slices.Sorted(maps.Keys(s.Own.Timesheets)) {
		sheet := s.Own.Timesheets[id]
		if sheet.State == StateApproved {
			days(sheet, month, func(_ string, h decimal.Decimal) { hours[sheet.Line] = hours[sheet.Line].Add(h) })
		}
	}
	var lines []BilledLine
	for _, id := range slices.Sorted(maps.Keys(hours)) {
		l := s.Own.Offer.Lines[id]
		lines = append(lines, BilledLine{Line: id, Profile: l.Profile, Hours: hours[id], Price: l.Price,
			Amount: hours[id].Mul(l.Price).Round(2)})
	}
	return lines
}

func checkStatement(s *situation, m StatementDraft) error {
	var v casework.Invalid
	o := s.Own.Order
	_, err := time.Parse("2006-01", m.Month)
	v.Check(err == nil && m.Month >= monthOf(o.Start) && m.Month <= monthOf(o.End), "month", "outside_period")
	// A statement covers a whole month, or what there is once the period is over.
	v.Check(m.Month < monthOf(today(s)) || s.Stage == Closing, "month", "month_not_over")
	if err := v.Err(); err != nil {
		return err
	}
	if month := pendingStatement(s); month != "" {
		return casework.Refuse("statement_pending", "month", month)
	}
	if len(billable(s, m.Month)) == 0 {
		return casework.Refuse("nothing_to_bill", "month", m.Month)
	}
	return nil
}

// pendingStatement is the month of the statement that the representative still
// has to decide on, empty when there is none.
func pendingStatement(s *situation) string {
	for _, id := range slices.Sorted(maps.Keys(s.Own.Statements)) {
		if st := s.Own.Statements[id]; st.State == StatePending {
			return st.Month
		}
	}
	return ""
}

// correcting reports whether the provider was asked to correct a statement.
func correcting(t *turn) bool {
	for _, id := range slices.Sorted(maps.Keys(t.Tasks)) {
		if t.Tasks[id].Kind == "correct_statement" {
			return true
		}
	}
	return false
}

// dropIdle takes back the request for a statement of a month in which there is
// nothing to bill: nobody worked, or a later statement has billed it.
func dropIdle(t *turn) {
	for _, id := range slices.Sorted(maps.Keys(t.Tasks)) {
		task := t.Tasks[id]
		if task.Kind == "submit_statement" && !worked(&t.Situation, task.Subject) {
			t.CancelTasks("submit_statement", task.Subject)
			t.CancelClock(ClockStatement + "/" + task.Subject)
		}
	}
}

// submitStatement puts the month's approved hours and amounts before the
// representative (M-21). Amounts are rounded half up to the cent.
func submitStatement(t *turn, m StatementDraft) {
	st := Statement{ID: fmt.Sprintf("S%d", len(t.Own.Statements)+1), Month: m.Month, State: StatePending, Submitted: t.At,
		Lines: billable(&t.Situation, m.Month), Total: decimal.Zero}
	for _, l := range st.Lines {
		st.Total = st.Total.Add(l.Amount)
	}
	st.Content = record.ContentHash([]any{st.Month, st.Lines})
	mark(t, st, true)
	set(&t.Own.Statements, st.ID, st)
	t.Say("regie.statement_submitted", st)
	t.Made(st.ID)
	t.FinishTasks("correct_statement", "")
	for _, id := range slices.Sorted(maps.Keys(t.Tasks)) {
		// A statement bills what earlier months left open too.
		if task := t.Tasks[id]; task.Kind == "submit_statement" && task.Subject <= m.Month {
			t.FinishTasks("submit_statement", task.Subject)
			t.StopClock(ClockStatement + "/" + task.Subject)
		}
	}
	clock := ClockStatement + "-approval/" + st.ID
	t.StartClock(clock, "task.decision")
	t.OpenTask(ask{Kind: "approve_statement", Subject: st.ID, To: representative(t), Clock: clock,
		Options: []string{"approve", "reject"}, Content: st.Content,
		Args: map[string]string{"month": st.Month, "total": st.Total.StringFixed(2)}})
}

// mark says of the statement's days that it bills them, or takes that back.
func mark(t *turn, st Statement, billed bool) {
	for _, id := range slices.Sorted(maps.Keys(t.Own.Timesheets)) {
		sheet := t.Own.Timesheets[id]
		sheet.Billed = maps.Clone(sheet.Billed)
		if billed && sheet.State == StateApproved {
			days(sheet, st.Month, func(month string, _ decimal.Decimal) { set(&sheet.Billed, month, st.ID) })
		}
		if !billed {
			maps.DeleteFunc(sheet.Billed, func(_, by string) bool { return by == st.ID })
		}
		t.Own.Timesheets[id] = sheet
	}
}

// decideStatement is the representative's word on a month. What is refused can
// be submitted again.
func decideStatement(t *turn, task record.Task, d casework.Decision) {
	st := t.Own.Statements[task.Subject]
	at := t.At
	st.Decided, st.Reason, st.State = &at, d.Reason, StateApproved
	t.StopClock(ClockStatement + "-approval/" + st.ID)
	kind := "regie.statement_approved"
	if d.Option == "reject" {
		kind, st.State = "regie.statement_rejected", StateRejected
		mark(t, st, false)
		t.OpenTask(ask{Kind: "correct_statement", Subject: st.ID, To: provider(t), Command: SubmitStatement.Name,
			Args: map[string]string{"month": st.Month}})
	}
	set(&t.Own.Statements, st.ID, st)
	t.Say(kind, map[string]string{"statement": st.ID, "month": st.Month, "total": st.Total.StringFixed(2), "reason": d.Reason})
	settle(t)
}
