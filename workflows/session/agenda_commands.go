package session

import (
	"fmt"
	"slices"
	"strings"

	"termijn/workflows/casework"
)

func checkPropose(s *situation, p Proposal) error {
	if err := checkSystem(s); err != nil {
		return err
	}
	if i, on := s.Own.Items[p.Change]; on && i.Open() {
		return casework.Refuse(casework.CodeDone, "subject", p.Change)
	}
	if s.Own.Cut != nil || !s.At.Before(s.Own.About.Cutoff) {
		return casework.Refuse("agenda_closed")
	}
	return nil
}

// propose is a change that says itself that it waits (1).
func propose(t *turn, p Proposal) {
	place(t, Item{Proposal: p})
	t.Say("session.proposed", map[string]string{"change": p.Change})
}

func checkDrop(s *situation, d Dropping) error {
	if err := checkSystem(s); err != nil {
		return err
	}
	switch i, on := s.Own.Items[d.Change]; {
	case !on:
		return casework.Refuse(casework.CodeUnknown, "subject", d.Change)
	case i.State == ItemDeciding || !i.Open():
		return casework.Refuse(casework.CodeDone, "subject", d.Change) // it was decided here
	}
	return nil
}

func drop(t *turn, d Dropping) {
	leave(t, d.Change, d.Reason)
	note(t, d.Change, "dropped", map[string]string{"reason": d.Reason})
	t.Say("session.dropped", map[string]string{"change": d.Change, "why": d.Reason})
}

func checkRefill(s *situation, _ Nothing) error {
	if err := checkChair(s); err != nil {
		return err
	}
	if s.Own.Asking != "" {
		return casework.Refuse(casework.CodeDone, "subject", "agenda")
	}
	return nil
}

// refill asks for the agenda again (1).
func refill(t *turn, _ Nothing) {
	t.Say("session.refilled", nil)
	askForAgenda(t, toFill)
}

func checkAdd(s *situation, a Adding) error {
	if err := checkChair(s); err != nil {
		return err
	}
	var v casework.Invalid
	v.Check(a.Change != "", "change", "required")
	v.Check(a.Change == "" || a.Item != nil && a.Item.Change == a.Change, "change", "not_waiting")
	text(&v, "reason", a.Reason)
	if i, on := s.Own.Items[a.Change]; on && i.State != ItemOff {
		v.Add("change", "on_agenda")
	}
	return v.Err()
}

// add puts a change on the agenda that the rules did not put there (2).
func add(t *turn, a Adding) {
	by := t.Actor
	place(t, Item{Proposal: *a.Item, By: &by, Reason: strings.TrimSpace(a.Reason)})
	note(t, a.Change, "added", map[string]string{"reason": strings.TrimSpace(a.Reason)})
	t.Say("session.added", map[string]string{"change": a.Change, "reason": strings.TrimSpace(a.Reason)})
}

func checkOrder(s *situation, o Ordering) error {
	if err := checkChair(s); err != nil {
		return err
	}
	var v casework.Invalid
	open := s.Own.open()
	v.Check(len(o.Changes) == len(open), "changes", "all_items")
	for n, ref := range o.Changes {
		v.Check(slices.Contains(open, ref) && !slices.Contains(o.Changes[:n], ref), fmt.Sprintf("changes[%d]", n), "unknown")
	}
	return v.Err()
}

// order is the chair's order (3). What is decided keeps its place at the beginning.
func order(t *turn, o Ordering) {
	var list []Item
	for _, i := range t.Own.Agenda() {
		if !i.Open() {
			list = append(list, i)
		}
	}
	for _, ref := range o.Changes {
		list = append(list, t.Own.Items[ref])
	}
	number(t, list)
	at := t.At
	t.Own.Ordered = &at
	t.Say("session.ordered", nil)
}

func checkTakeOff(s *situation, o TakingOff) error {
	if err := checkChair(s); err != nil {
		return err
	}
	if err := checkItem(s, o.Change); err != nil {
		return err
	}
	var v casework.Invalid
	text(&v, "reason", o.Reason)
	return v.Err()
}

// checkItem refuses an item that is not on the agenda, or not open.
func checkItem(s *situation, ref string) error {
	switch i, on := s.Own.Items[ref]; {
	case !on || i.State == ItemOff:
		return casework.Refuse(casework.CodeUnknown, "subject", ref)
	case i.State == ItemDeciding || !i.Open():
		return casework.Refuse(casework.CodeDone, "subject", ref)
	}
	return nil
}

// takeOff leaves a change to a later session (3).
func takeOff(t *turn, o TakingOff) {
	by := t.Actor
	leave(t, o.Change, strings.TrimSpace(o.Reason))
	i := t.Own.Items[o.Change]
	i.By = &by
	set(&t.Own.Items, o.Change, i)
	note(t, o.Change, "taken_off", map[string]string{"reason": i.Reason})
	t.Say("session.taken_off", map[string]string{"change": o.Change, "reason": i.Reason})
}
