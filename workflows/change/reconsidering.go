package change

import (
	"strconv"

	"termijn/workflows/casework"
)

// clockReconsider is the family of the clocks of second thoughts.
const clockReconsider = "reconsider/"

// taskReconsider asks the chair whether an approved change stays so.
const taskReconsider = "reconsider_change"

// reconsider follows collisions that came, went or moved. An approved change stays
// in the calendar; while there are some of which its decision knew nothing, it must
// not start, the votes that cover collisions are open again, and the chair is asked.
func reconsider(t *turn) {
	n := len(t.Own.came())
	if t.Stage == Scheduled && n > 0 && t.Own.Held == nil {
		t.Own.Terms++
		h := Hold{Since: t.At, Clock: clockReconsider + strconv.Itoa(t.Own.Terms), Came: n}
		t.Own.Held = &h
		t.StartClock(h.Clock, "change.reconsider")
	}
	recount(t, WhyCollision)
	switch {
	case t.Own.Held == nil:
	case n == 0:
		release(t)
		t.SayAlso("change.released", nil)
	default:
		askChair(t, n)
	}
}

// askChair asks on what the change has become; who was asked before about another
// content is told so.
func askChair(t *turn, came int) {
	h := *t.Own.Held
	hashes := hashesOf(t.Own.Content, t.Own.weighed(t.Stage))
	content, again := covered(hashes, Seat{}), h.Content != ""
	if content == h.Content {
		return
	}
	h.Content, h.Came = content, came
	t.Own.Held = &h
	t.OutdateTasks(taskReconsider)
	t.OpenTask(casework.Ask{Kind: taskReconsider, To: changeManagers, Clock: h.Clock, Options: []string{Confirm, Overturn}, Content: content,
		Args: map[string]string{"title": t.Own.Content.Title, "came": strconv.Itoa(came)}, Quiet: again})
}

// release lets an approved change start again.
func release(t *turn) {
	if t.Own.Held == nil {
		return
	}
	t.CancelClock(t.Own.Held.Clock)
	t.CancelTasks(taskReconsider, "")
	if t.Own.Ballot != nil {
		t.CancelTasks(taskVote, "")
	}
	t.Own.Held = nil
}

// reconsidered is the chair's word: the change stays approved as it is, collisions
// and all, or it goes back.
func reconsidered(t *turn, d casework.Decision) {
	t.StopClock(t.Own.Held.Clock)
	release(t)
	if d.Option == Confirm {
		t.Own.Cleared = marks(t.Own.Collisions)
		t.Say("change.upheld", map[string]string{"reason": d.Reason})
		return
	}
	if t.Own.Ballot == nil {
		t.Say("change.sent_back", map[string]string{"reason": d.Reason})
		toWriter(t, d.Reason)
	} else {
		backToBoard(t, WhyCollision)
		t.SayAlso("change.sent_back", map[string]any{"reason": d.Reason})
	}
	replan(t)
}

// backToBoard puts an approved change before its board once more. The votes whose
// content stands as it was are kept.
func backToBoard(t *turn, why string) {
	release(t)
	t.Own.Decision, t.Own.Cleared, t.Own.Confirmation = nil, nil, nil
	t.CancelTasks(taskConfirm, "")
	t.CancelTasks(taskStart, "")
	t.ClearAlarm(alarmFrom)
	t.Move(Approving)
	recount(t, why)
	beginTerm(t)
	propose(t)
}
