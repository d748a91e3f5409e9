package change

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

// Families of clocks that limit a decision: of a board, and of an E-CAB.
const (
	clockDecision = "decision/"
	clockECAB     = "ecab/"
)

// taskVote asks a seat; its subject is the seat's ID.
const taskVote = "vote_change"

// alarmDelegates is when somebody begins or ends to act for a seat.
const alarmDelegates = "delegates"

// Why a vote was re-opened.
const (
	WhyRevised   = "revised"
	WhyCollision = "collision"
)

// openBallot is sentence 6: the change lies before a board, whose members vote.
func openBallot(t *turn, panel Panel) {
	t.Own.Ballots++
	hashes := hashesOf(t.Own.Content, t.Own.weighed(Approving))
	t.Own.Ballot = &Ballot{ID: "B" + strconv.Itoa(t.Own.Ballots), Panel: panel, Opened: t.At, Hashes: hashes, Content: covered(hashes, Seat{}),
		Meeting: panel.Meeting}
	for _, id := range sortedKeys(panel.Seats) {
		if seat := panel.Seats[id]; seat.Side == SideProvider {
			t.Involve(cmp.Or(seat.Org, seat.Holder.Org))
		}
	}
	t.Move(Approving)
	beginTerm(t)
	propose(t)
}

// beginTerm gives the board a term to decide, and asks every seat that has not voted.
func beginTerm(t *turn) {
	t.Own.Terms++
	b := *t.Own.Ballot
	b.Unreached = false
	b.Clock = clockDecision + strconv.Itoa(t.Own.Terms)
	definition := "change.decision"
	if t.Own.Kind == Emergency {
		b.Clock, definition = clockECAB+strconv.Itoa(t.Own.Terms), "change.ecab"
	}
	t.Own.Ballot = &b
	t.StartClock(b.Clock, definition)
	for _, id := range sortedKeys(b.Panel.Seats) {
		for _, task := range asked(t, taskVote, id) {
			t.Reclock(task.ID, b.Clock)
		}
		askSeat(t, id, false)
	}
	watchDelegates(t)
	if t.Own.Kind == Emergency {
		t.OpenTask(casework.Ask{Kind: "rule_change", Subject: b.ID, To: changeManagers, Clock: b.Clock, Command: RuleEmergency.Name, Mail: "ecab_called",
			Args: map[string]string{"title": t.Own.Content.Title}})
	}
}

// askSeat asks for the vote of a seat: its holder, and whoever may act for it now.
// Nobody is asked twice. quiet: they were asked before, about another content.
func askSeat(t *turn, id string, quiet bool) {
	b := t.Own.Ballot
	if _, voted := b.Votes[id]; voted {
		return
	}
	seat := b.Panel.Seats[id]
	args := map[string]string{"seat": seat.Name, "title": t.Own.Content.Title}
	mail := "change_vote"
	if t.Own.Kind == Emergency {
		mail = "ecab_called"
	}
	if r, reopened := b.Reopened[id]; reopened {
		mail = "vote_reopened"
		args["aspects"], args["why"] = strings.Join(r.Aspects, ","), r.Why
	}
	clock := b.Clock
	if t.Own.Held != nil {
		clock = t.Own.Held.Clock
	}
	already := asked(t, taskVote, id)
	for _, who := range seat.Voters(t.At) {
		if !slices.ContainsFunc(already, func(x record.Task) bool { return x.Assignee == who }) {
			t.OpenTask(casework.Ask{Kind: taskVote, Subject: id, To: who, Clock: clock, Options: []string{VoteApprove, VoteReject, VoteAbstain},
				Content: b.Covered(id), Args: args, Mail: mail, Quiet: quiet})
		}
	}
}

// Voters are who can vote for a seat at an instant.
func (s Seat) Voters(at time.Time) []record.Recipient {
	all := []record.Recipient{s.Holder}
	for _, d := range s.Delegates {
		who := record.Recipient{Person: d.Person}
		if d.acts(at) && !slices.Contains(all, who) {
			all = append(all, who)
		}
	}
	return all
}

// acts reports whether a delegate acts at an instant: from the first until before
// the last.
func (d Delegate) acts(at time.Time) bool {
	return !at.Before(d.From) && (d.To.IsZero() || at.Before(d.To))
}

// watchDelegates wakes the case when the next delegation of an undecided seat
// begins or ends.
func watchDelegates(t *turn) {
	var next time.Time
	for _, id := range sortedKeys(t.Own.Ballot.Panel.Seats) {
		for _, d := range t.Own.Ballot.Panel.Seats[id].Delegates {
			for _, at := range []time.Time{d.From, d.To} {
				if at.After(t.At) && (next.IsZero() || at.Before(next)) {
					next = at
				}
			}
		}
	}
	t.ClearAlarm(alarmDelegates)
	if !next.IsZero() {
		t.SetAlarmAt(alarmDelegates, next)
	}
}

// delegationChanged asks who acts for a seat from now on, and asks no more who does not.
func delegationChanged(t *turn) {
	t.Say("change.delegates", nil)
	if t.Own.Ballot == nil || t.Stage != Approving {
		return
	}
	for _, id := range sortedKeys(t.Own.Ballot.Panel.Seats) {
		may := t.Own.Ballot.Panel.Seats[id].Voters(t.At)
		for _, task := range asked(t, taskVote, id) {
			if !slices.Contains(may, task.Assignee) {
				t.CancelTask(task.ID)
			}
		}
		askSeat(t, id, false)
	}
	watchDelegates(t)
}

// asked lists the open tasks of a kind about a subject, in the order of their IDs.
func asked(t *turn, kind, subject string) []record.Task {
	var all []record.Task
	for _, id := range sortedKeys(t.Tasks) {
		if task := t.Tasks[id]; task.Kind == kind && task.Subject == subject {
			all = append(all, task)
		}
	}
	return all
}
