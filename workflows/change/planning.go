package change

import (
	"encoding/json"
	"slices"

	"termijn/internal/record"
)

// The errands that look for collisions: the usual one, and that of a change that
// has ended, which only tells the others.
const (
	errandLook = "collisions"
	errandLast = "collisions/last"
)

// plan is what the change plans in a stage; nil when it plans nothing.
func (s State) plan(stage string) *record.Plan {
	planning := stage == Drafting || stage == AtGate || stage == Assessing || stage == Approving || stage == Scheduled || stage == Implementing
	p := record.Plan{Kind: record.PlanChange, Sort: s.Kind, Items: s.Content.Items, Provider: s.Provider, Team: s.Content.Team,
		From: s.Content.From, To: s.Content.To, Firm: stage == Scheduled || stage == Implementing || stage == AtGate && s.Gate.Reserved > 0}
	if !planning || len(p.Items) == 0 || p.From.IsZero() || !p.Planned() {
		return nil
	}
	return &p
}

// replan is sentence 4: the plan stands in the calendar as it is now, and is held
// against all others; those that it touched before look again too. It comes last in
// a turn.
func replan(t *turn) {
	before, now := t.Own.Planned, t.Own.plan(t.Stage)
	if record.ContentHash(before) == record.ContentHash(now) {
		return
	}
	if before != nil {
		t.Own.Were = append(slices.Clone(t.Own.Were), *before)
	}
	t.Own.Planned, t.Own.TellAgain = now, true
	if now == nil {
		t.Plan(record.Plan{})
		t.Own.Collisions, t.Own.More = nil, 0
	} else {
		t.Plan(*now)
	}
	if t.Closed() {
		// A look that is under way may have read the plan; its answer comes too late.
		look(t, errandLast)
		return
	}
	lookAgain(t)
}

// KindRechecked is the event of a change that looks again because of another case.
const KindRechecked = "change.rechecked"

// lookAgain looks for collisions now, or after the look that is under way.
func lookAgain(t *turn) {
	if _, out := t.Errands[errandLook]; out {
		t.Own.CheckAgain = true
		return
	}
	look(t, errandLook)
}

func look(t *turn, errand string) {
	var before []string
	for _, key := range sortedKeys(t.Own.Collisions) {
		if other := t.Own.Collisions[key].Other; !slices.Contains(before, other) {
			before = append(before, other)
		}
	}
	t.Send(errand, record.CollisionsActivity, record.CollisionsAsked{Before: before, Was: t.Own.Were, Tell: t.Own.TellAgain})
	t.Own.CheckAgain, t.Own.TellAgain, t.Own.Were = false, false, nil
}

// checkRecheck refuses to look again when a look that begins later is due anyway, or
// when nothing is planned: that costs the history nothing.
func checkRecheck(s *situation, _ Rechecking) error {
	if s.Own.CheckAgain || s.Own.Planned == nil {
		return alreadyDone("recheck")
	}
	return nil
}

func recheck(t *turn, m Rechecking) {
	t.Say(KindRechecked, m)
	lookAgain(t)
}

// looked is the answer: what it collides with now. Votes that cover collisions are
// re-opened when one came, went or moved (6, 11).
func looked(t *turn, raw json.RawMessage) {
	var found record.CollisionsFound
	if json.Unmarshal(raw, &found) != nil {
		return
	}
	at := t.At
	t.Own.Checked = &at
	if t.Own.Planned != nil {
		take(t, found)
	}
	if t.Stage == AtGate {
		atGate(t, found.Seq)
	}
	if t.Own.CheckAgain && !t.Closed() {
		look(t, errandLook)
	}
}

func take(t *turn, found record.CollisionsFound) {
	before := marks(t.Own.Collisions)
	t.Own.Collisions, t.Own.More = nil, found.More
	for _, c := range found.Found {
		t.Own.Collisions = with(t.Own.Collisions, c.Key(), c)
	}
	now := marks(t.Own.Collisions)
	came, gone := missing(now, before), missing(before, now)
	if came+gone == 0 {
		return
	}
	t.Say("change.collisions", map[string]int{"came": came, "gone": gone})
	reconsider(t)
}

// missing counts what stands in one list and not in another.
func missing(in, from []string) int {
	n := 0
	for _, x := range in {
		if !slices.Contains(from, x) {
			n++
		}
	}
	return n
}
