package session

import (
	"fmt"
	"slices"
	"strings"

	"termijn/workflows/casework"
	"termijn/workflows/change"
)

// checkQuorum: without it nothing is decided (7).
func checkQuorum(s *situation) error {
	if s.Own.Quorate() {
		return nil
	}
	present, needed, missing := s.Own.Quorum()
	var sides []string
	for _, set := range missing {
		sides = append(sides, strings.Join(set, "/"))
	}
	return casework.Refuse("not_quorate", "present", fmt.Sprint(present), "needed", fmt.Sprint(max(needed, 1)), "sides", strings.Join(sides, ", "))
}

func checkRule(s *situation, d Deciding) error {
	if err := checkChair(s); err != nil {
		return err
	}
	if err := checkItem(s, d.Change); err != nil {
		return err
	}
	if s.Own.Front != d.Change {
		return casework.Refuse("not_in_front", "change", d.Change, "front", s.Own.Front)
	}
	var v casework.Invalid
	v.Check(slices.Contains(change.Rulings, d.Option), "option", "choose_option", "options", strings.Join(change.Rulings, ", "))
	v.Check(d.Ballot != "", "ballot", "required")
	v.Check(d.Content != "", "content", "required")
	v.Check(d.Option != change.Reject && d.Option != change.Defer || strings.TrimSpace(d.Reason) != "", "reason", "required_reason")
	v.Check(len(d.Reason) <= longest, "reason", "too_long", "max", fmt.Sprint(longest))
	v.Check(d.Option != change.Conditions || strings.TrimSpace(d.Conditions) != "", "conditions", "required")
	v.Check(len(d.Conditions) <= longest, "conditions", "too_long", "max", fmt.Sprint(longest))
	if err := v.Err(); err != nil {
		return err
	}
	return checkQuorum(s)
}

// rule tells the change what was decided (7).
func rule(t *turn, d Deciding) {
	d.Reason, d.Conditions = strings.TrimSpace(d.Reason), strings.TrimSpace(d.Conditions)
	send(t, d, false)
	t.Say("session.ruled", map[string]string{"change": d.Change, "ruling": d.Option, "reason": d.Reason})
}

// send tells the change. Its answer comes in a turn of its own.
func send(t *turn, d Deciding, stroke bool) {
	by := t.Actor
	i := t.Own.Items[d.Change]
	i.State, i.Decision, i.Chair, i.Stroke, i.At, i.Refused = ItemDeciding, &d, &by, stroke, nil, ""
	set(&t.Own.Items, d.Change, i)
	casework.TellCase(t, errand(t, errandRule, d.Change), d.Change, change.Rule, change.Ruling{Ballot: d.Ballot, Content: d.Content, Option: d.Option,
		Reason: d.Reason, Conditions: d.Conditions, AcceptLate: d.AcceptLate, Stroke: stroke, By: by, Meeting: t.Ref, Present: t.Own.Seated()})
}

// answered is the change's answer: it takes the decision, or says why not (7).
func answered(t *turn, ref, refused string) {
	i, on := t.Own.Items[ref]
	if !on || i.State != ItemDeciding || i.Decision == nil {
		return
	}
	at := t.At
	i.At, i.Refused = &at, refused
	args := map[string]string{"change": ref, "ruling": i.Decision.Option}
	if refused != "" {
		i.State = ItemRefused
		set(&t.Own.Items, ref, i)
		args["why"] = refused
		note(t, ref, "refused", map[string]string{"ruling": i.Decision.Option, "why": refused})
		t.Say("session.not_taken", args)
		return
	}
	i.State = ItemDecided
	set(&t.Own.Items, ref, i)
	if t.Own.Front == ref {
		putFront(t, "")
	}
	said := map[string]string{"ruling": i.Decision.Option, "reason": i.Decision.Reason, "conditions": i.Decision.Conditions}
	keep(t, Minuted{Change: ref, Code: "decided", Args: said})
	m := t.Own.Minutes[fmt.Sprintf("M%d", len(t.Own.Minutes))]
	if i.Chair != nil {
		m.By = *i.Chair
		set(&t.Own.Minutes, m.ID, m)
	}
	t.Say("session.taken", args)
}

func checkStroke(s *situation, x Stroke) error {
	if err := checkChair(s); err != nil {
		return err
	}
	var v casework.Invalid
	v.Check(len(x.Items) > 0, "items", "required")
	for n, i := range x.Items {
		field := fmt.Sprintf("items[%d]", n)
		v.Check(checkItem(s, i.Change) == nil, field+".change", "not_open")
		v.Check(!slices.ContainsFunc(x.Items[:n], func(o Seen) bool { return o.Change == i.Change }), field+".change", "twice")
		v.Check(i.Ballot != "" && i.Content != "", field+".content", "required")
	}
	if err := v.Err(); err != nil {
		return err
	}
	return checkQuorum(s)
}

// stroke approves the items on which all agree, each on the content that the chair saw
// (8). A change on which not all agree any more refuses.
func stroke(t *turn, x Stroke) {
	var refs []string
	for _, i := range x.Items {
		send(t, Deciding{Change: i.Change, Ballot: i.Ballot, Content: i.Content, Option: change.Approve}, true)
		refs = append(refs, i.Change)
	}
	t.Say("session.stroke", map[string]string{"changes": strings.Join(refs, ", "), "count": fmt.Sprint(len(refs))})
}
