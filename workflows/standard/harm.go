package standard

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/change"
)

// followersErrand asks which changes follow it.
const followersErrand = "followers/"

// beginRhythm is sentence 5: from now the time until the next review runs.
func beginRhythm(t *turn) {
	t.CancelTasks("review_standard", "")
	stopReviews(t)
	t.Own.Rhythms++
	t.StartClock(clockRhythm+strconv.Itoa(t.Own.Rhythms), "standard.rhythm")
}

// stopReviews: nothing is reviewed any more, or not yet.
func stopReviews(t *turn) {
	n := strconv.Itoa(t.Own.Rhythms)
	t.CancelClock(clockRhythm + n)
	t.CancelClock(clockReview + n)
}

// due is sentence 5: it is time for a review. A late decision or review is still awaited.
func due(t *turn, c record.Clock) {
	n, rhythm := strings.CutPrefix(c.ID, clockRhythm)
	v, ok := t.Own.InForce()
	if !rhythm || !ok {
		return
	}
	t.CancelClock(c.ID) // its term is over
	t.StartClock(clockReview+n, "standard.review")
	t.OpenTask(casework.Ask{Kind: "review_standard", Subject: n, To: changeManagers, Clock: clockReview + n,
		Options: []string{Keep, ToBack}, Content: v.Content, Args: map[string]string{"name": t.Own.Name}})
	t.Say("standard.review_due", map[string]any{"version": v.Number})
}

// reviewed is sentence 5.
func reviewed(t *turn, d casework.Decision) {
	n := strconv.Itoa(t.Own.Rhythms)
	t.StopClock(clockReview + n)
	reviews := maps.Clone(t.Own.Reviews)
	if reviews == nil {
		reviews = map[string]Reviewed{}
	}
	reviews[n] = Reviewed{Number: t.Own.Rhythms, By: t.Actor, At: t.At, Version: t.Own.Current, Option: d.Option, Reason: d.Reason, Uses: t.Own.Uses}
	t.Own.Reviews = reviews
	if d.Option == ToBack {
		setBack(t, Harm{Reason: d.Reason})
		return
	}
	t.Say("standard.kept", map[string]any{"version": t.Own.Current, "reason": d.Reason})
	beginRhythm(t)
}

// longestRef bounds the reference of another case.
const longestRef = 40

func checkHarm(m Harm) error {
	var v casework.Invalid
	text(&v, "reason", m.Reason)
	v.Check(len(m.Change) <= longestRef, "change", "too_long", "max", fmt.Sprint(longestRef))
	v.Check(len(m.Incident) <= longestRef, "incident", "too_long", "max", fmt.Sprint(longestRef))
	return v.Err()
}

func checkSetBack(s *situation, m Harm) error {
	if s.Own.Current == 0 {
		return casework.Refuse("not_in_force")
	}
	return checkHarm(m)
}

// setBackNow is a person's word that it does harm.
func setBackNow(t *turn, m Harm) { setBack(t, m) }

func checkHarmed(_ *situation, m Harm) error { return checkHarm(m) }

// harmed is sentence 6: a change of it did harm. One that is not in force, because
// another one did before, keeps that it happened again.
func harmed(t *turn, m Harm) {
	if t.Own.Current == 0 {
		t.Say("standard.harmed_again", m)
		return
	}
	setBack(t, m)
}

// setBack is sentence 6.
func setBack(t *turn, m Harm) {
	version := t.Own.Current
	t.Own.Backs++
	t.Own.Back = &SetBackIs{Harm: m, By: t.Actor, At: t.At}
	endCurrent(t, t.Own.Back)
	t.Own.Current = 0
	t.CancelTasks("review_standard", "")
	stopReviews(t)
	if t.Stage == Approving {
		t.OutdateTasks("approve_standard")
		t.CancelClock(t.Own.Draft.Clock)
		d := *t.Own.Draft
		d.Clock = ""
		t.Own.Draft = &d
	}
	t.Say("standard.set_back", map[string]any{"version": version, "change": m.Change, "incident": m.Incident, "reason": m.Reason})
	t.Move(SetToBack)
	args := map[string]string{"version": strconv.Itoa(version)}
	for _, to := range []record.Recipient{{Org: t.Own.Provider, Role: "agent"}, {Org: t.Own.Provider, Role: "manager"}, changeManagers} {
		t.Mail(record.Mail{Template: "standard_set_back", To: to, Args: args})
	}
	t.Send(followersErrand+strconv.Itoa(t.Own.Backs), record.FollowersActivity, record.FollowersAsked{Kind: change.LinkFollows})
}

// returned is sentence 6: the changes that follow it learn that they are normal
// ones. Those that have begun refuse that.
func returned(t *turn, e record.Errand, answer json.RawMessage) {
	n, ok := strings.CutPrefix(e.ID, followersErrand)
	var found record.Followers
	if !ok || json.Unmarshal(answer, &found) != nil {
		return
	}
	slices.Sort(found.Refs)
	for _, ref := range found.Refs {
		casework.TellCase(t, "lost/"+n+"/"+ref, ref, change.TemplateLost, change.Lost{Template: t.Ref, Reason: lastHarm(t.Own)})
	}
	t.Say("standard.followers_told", map[string]any{"count": len(found.Refs)})
}

// lastHarm is why it was set back the last time, also when it was approved again since.
func lastHarm(s State) string {
	for n := s.Newest; n > 0; n-- {
		if v, ok := s.Edition(n); ok && v.Back != nil {
			return v.Back.Reason
		}
	}
	return ""
}

func checkUsed(_ *situation, m Use) error {
	var v casework.Invalid
	line(&v, "change", m.Change, longestRef)
	v.Check(slices.Contains(change.Results, m.Result), "result", "choose_option", "options", strings.Join(change.Results, ", "))
	return v.Err()
}

// used counts what became of the changes of it.
func used(t *turn, m Use) {
	uses := maps.Clone(t.Own.Uses)
	if uses == nil {
		uses = map[string]int{}
	}
	uses[m.Result]++
	t.Own.Uses = uses
	t.Say("standard.used", m)
}

func checkBecause(_ *situation, m Because) error {
	var v casework.Invalid
	text(&v, "reason", m.Reason)
	return v.Err()
}

func checkWithdraw(s *situation, m Because) error {
	if s.Own.Draft == nil {
		return casework.Refuse("no_draft")
	}
	return checkBecause(s, m)
}

// withdrawDraft is sentence 7.
func withdrawDraft(t *turn, m Because) {
	t.CancelTasks("approve_standard", "")
	t.CancelTasks("revise_standard", "")
	t.CancelClock(t.Own.Draft.Clock)
	t.Own.Draft = nil
	t.Say("standard.draft_withdrawn", m)
	if t.Own.Newest == 0 {
		t.End(Withdrawn, Withdrawn)
		return
	}
	t.Move(resting(t))
}

// retire is sentence 7. A draft that nobody approved goes with it.
func retire(t *turn, m Because) {
	endCurrent(t, nil)
	t.Own.Current, t.Own.Draft, t.Own.Reason = 0, nil, m.Reason
	t.Say("standard.retired", m)
	t.End(Retired, Retired)
}

// recipients: there is no Client in the case of a standard change.
func recipients(_ *situation, part string) ([]record.Recipient, bool) {
	return nil, strings.HasPrefix(part, "client.")
}
