package regie

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

// Kinds of a change.
const (
	ChangeAdapt = "adapt"
	ChangeStop  = "stop"
)

func checkChange(s *situation, m ChangeDraft) error {
	for _, id := range slices.Sorted(maps.Keys(s.Own.Changes)) {
		if c := s.Own.Changes[id]; c.State == StateAligning || c.State == StatePending {
			return casework.Refuse("change_pending", "change", c.ID)
		}
	}
	var v casework.Invalid
	v.Check(m.Kind == ChangeAdapt || m.Kind == ChangeStop, "kind", "choose_option", "options", ChangeAdapt+", "+ChangeStop)
	v.Check(strings.TrimSpace(m.Description) != "", "description", "required")
	v.Check(m.Kind != ChangeStop || m.End != nil, "end", "required")
	v.Check(m.Kind != ChangeAdapt || m.End != nil || len(m.Hours) > 0 || len(m.IONumbers) > 0, "description", "nothing_changes")
	if m.End != nil {
		v.Check(!m.End.Before(today(s)), "end", "in_the_past")
		v.Check(!m.End.After(today(s).AddDays(5*366)), "end", "too_far")
		v.Check(m.Kind != ChangeStop || m.End.Before(s.Own.Order.End), "end", "not_earlier")
	}
	checkHours(&v, s, m.Hours)
	checkIO(&v, m.IONumbers)
	return v.Err()
}

func checkHours(v *casework.Invalid, s *situation, hours map[string]decimal.Decimal) {
	for _, id := range slices.Sorted(maps.Keys(hours)) {
		_, ok := s.Own.Offer.Lines[id]
		v.Check(ok, "hours."+id, "unknown")
		v.Check(plain(hours[id]), "hours."+id, "out_of_range")
		v.Check(!hours[id].IsNegative(), "hours."+id, "negative_hours")
	}
}

// proposeChange prepares a change or an early stop (M-07). The Client's own
// proposal is aligned with the provider first.
func proposeChange(t *turn, m ChangeDraft) {
	c := Change{ID: fmt.Sprintf("C%d", len(t.Own.Changes)+1), ChangeDraft: m, By: side(&t.Situation), Proposed: t.At}
	t.Say("regie.change_proposed", m)
	t.Made(c.ID)
	if c.By == "client" {
		c.State = StateAligning
		set(&t.Own.Changes, c.ID, c)
		t.OpenTask(ask{Kind: "align_change", Subject: c.ID, To: provider(t), Command: AlignChange.Name})
		return
	}
	c.Impact = m.Description
	offerChange(t, c)
}

// offerChange puts a prepared change before the Client, who orders it (M-07).
func offerChange(t *turn, c Change) {
	c.State = StatePending
	c.Content = record.ContentHash([]any{c.ChangeDraft, c.Impact})
	set(&t.Own.Changes, c.ID, c)
	t.StartClock("change/"+c.ID, "task.decision")
	t.OpenTask(ask{Kind: "order_change", Subject: c.ID, To: representative(t), Clock: "change/" + c.ID,
		Options: []string{"order", "decline"}, Content: c.Content})
}

func checkAlignment(s *situation, m Alignment) error {
	c, ok := s.Own.Changes[m.Change]
	if !ok {
		return casework.Refuse(casework.CodeUnknown, "subject", m.Change)
	}
	if c.State != StateAligning {
		return casework.Refuse(casework.CodeDone, "subject", m.Change)
	}
	var v casework.Invalid
	v.Check(strings.TrimSpace(m.Impact) != "", "impact", "required")
	checkHours(&v, s, m.Hours)
	return v.Err()
}

// alignChange is the provider's estimate of a change that the Client prepared.
func alignChange(t *turn, m Alignment) {
	c := t.Own.Changes[m.Change]
	c.Impact = m.Impact
	if len(m.Hours) > 0 {
		c.Hours = m.Hours
	}
	t.FinishTasks("align_change", c.ID)
	t.Say("regie.change_aligned", m)
	offerChange(t, c)
}

// decideChange orders a change, or leaves the order as it is.
func decideChange(t *turn, task record.Task, d casework.Decision) {
	c := t.Own.Changes[task.Subject]
	at := t.At
	c.Decided, c.Reason, c.State = &at, d.Reason, StateRejected
	t.StopClock("change/" + c.ID)
	kind := "regie.change_declined"
	if d.Option == "order" {
		kind, c.State = "regie.change_ordered", StateOrdered
		apply(t, c)
	}
	set(&t.Own.Changes, c.ID, c)
	t.Say(kind, map[string]string{"change": c.ID, "kind": c.Kind, "reason": d.Reason})
}

// apply brings an ordered change into the order.
func apply(t *turn, c Change) {
	o := *t.Own.Order
	if c.End != nil {
		o.End = *c.End
		if d := today(&t.Situation); o.End.Before(d) {
			// Decided after its date: the work ends with the day of the decision.
			o.End = d
		}
		t.ClearAlarm("end")
		t.SetAlarm("end", o.End.AddDays(1))
	}
	if len(c.IONumbers) > 0 {
		o.IONumbers = c.IONumbers
	}
	t.Own.Order = &o
	if len(c.Hours) == 0 {
		return
	}
	offer := *t.Own.Offer
	offer.Lines = maps.Clone(offer.Lines)
	for _, id := range slices.Sorted(maps.Keys(c.Hours)) {
		l := offer.Lines[id]
		l.Hours = c.Hours[id]
		offer.Lines[id] = l
	}
	offer.Total = total(offer.Lines)
	t.Own.Offer = &offer
}
