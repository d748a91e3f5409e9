package change

import (
	"slices"
	"strconv"
	"strings"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

// voted is sentence 6: a seat's holder, or who acts for it, voted.
func voted(t *turn, task record.Task, d casework.Decision) {
	b := *t.Own.Ballot
	b.Asked = with(b.Asked, task.ID, task.Subject)
	for _, other := range asked(t, taskVote, task.Subject) {
		b.Asked = with(b.Asked, other.ID, task.Subject)
	}
	t.Own.Ballot = &b
	cast(t, task.Subject, d.Option, d.Reason)
}

// cast counts a vote. Principal and delegates share it: nobody of the seat is asked
// any more.
func cast(t *turn, seat, option, reason string) {
	b := *t.Own.Ballot
	before := b.Votes[seat].Number
	b.Cast++
	b.Votes = with(b.Votes, seat, Vote{Number: b.Cast, Seat: seat, By: t.Actor, At: t.At, Option: option, Reason: reason, Content: b.Covered(seat)})
	b.Reopened = without(b.Reopened, seat)
	b.Agreed = b.Tally(nil).Agreed
	t.Own.Ballot = &b
	t.CancelTasks(taskVote, seat)
	t.Say("change.voted", map[string]any{"seat": seat, "name": b.Panel.Seats[seat].Name, "option": option, "reason": reason,
		"number": b.Cast, "replaces": before})
}

// gone says more of a vote's task that is closed: what the seat said and who it was,
// or that the change is decided.
func gone(s *situation, d casework.Decision) error {
	if s.Own.Ballot == nil {
		return nil
	}
	seat, ours := s.Own.Ballot.Asked[d.Task]
	switch vote, voted := s.Own.Ballot.Votes[seat]; {
	case ours && voted:
		return alreadyVoted(*s.Own.Ballot, vote)
	case ours && s.Own.Decision != nil && s.Stage != Approving:
		return casework.Refuse("decided", "option", s.Own.Decision.Option)
	}
	return nil
}

func alreadyVoted(b Ballot, v Vote) error {
	return casework.Refuse("already_voted", "seat", b.Panel.Seats[v.Seat].Name, "option", v.Option, "by", v.By.Person, "number", strconv.Itoa(v.Number))
}

var votes = []string{VoteApprove, VoteReject, VoteAbstain}

func checkReviseVote(s *situation, m VoteRevision) error {
	b := s.Own.Ballot
	vote, ok := b.Votes[m.Seat]
	if !ok {
		return casework.Refuse(casework.CodeUnknown, "seat", m.Seat)
	}
	if !b.Panel.Seats[m.Seat].mine(s) {
		return casework.Refuse(casework.CodeForbidden)
	}
	var v casework.Invalid
	v.Check(slices.Contains(votes, m.Option), "option", "choose_option", "options", strings.Join(votes, ", "))
	v.Check(m.Option != VoteReject || strings.TrimSpace(m.Reason) != "", "reason", "required_reason")
	bounded(&v, "reason", m.Reason)
	if err := v.Err(); err != nil {
		return err
	}
	if m.Replaces != vote.Number {
		return alreadyVoted(*b, vote)
	}
	return seen(m.Content, b.Covered(m.Seat))
}

// reviseVote takes the place of a vote before the decision.
func reviseVote(t *turn, m VoteRevision) { cast(t, m.Seat, m.Option, m.Reason) }

// mine reports whether who acts may vote for the seat; that a holder by role has
// that role, the application service has checked.
func (x Seat) mine(s *situation) bool {
	return slices.ContainsFunc(x.Voters(s.At), func(r record.Recipient) bool {
		return r.Person == s.Actor.Person && r.Person != "" || r.Person == "" && r.Org == s.Actor.Org
	})
}

// recount re-opens the votes that cover what changed, and says which and why. A vote
// counts for the content that it was cast on: when that is there again, so is the
// vote.
func recount(t *turn, why string) {
	if t.Own.Ballot == nil || t.Stage != Approving && t.Stage != Scheduled {
		return
	}
	b := *t.Own.Ballot
	hashes := hashesOf(t.Own.Content, t.Own.weighed(t.Stage))
	changed := differing(b.Hashes, hashes)
	if len(changed) == 0 {
		return
	}
	b.Hashes, b.Content = hashes, covered(hashes, Seat{})
	t.Own.Ballot = &b
	var reopened, restored []string
	for _, id := range sortedKeys(b.Panel.Seats) {
		hit := both(b.Panel.Seats[id].covers(), changed)
		if len(hit) == 0 {
			continue
		}
		vote, had := b.Votes[id]
		r, open := b.Reopened[id]
		waited := len(asked(t, taskVote, id)) > 0
		t.OutdateTasksAbout(taskVote, id)
		b.Asked = outdated(t, b.Asked, id)
		switch {
		case had:
			b.Votes = without(b.Votes, id)
			b.Reopened = with(b.Reopened, id, Reopened{Vote: vote, At: t.At, Aspects: hit, Why: why})
			reopened = append(reopened, id)
		case open && r.Vote.Content == b.Covered(id):
			b.Votes, b.Reopened = with(b.Votes, id, r.Vote), without(b.Reopened, id)
			restored = append(restored, id)
		case open:
			r.Aspects = either(r.Aspects, hit)
			b.Reopened = with(b.Reopened, id, r)
		}
		askSeat(t, id, waited)
	}
	b.Agreed = b.Tally(nil).Agreed
	said(t, why, changed, reopened, restored)
}

// outdated says of the tasks that were closed with a vote of a seat, or with the
// decision, that their content is another one now.
func outdated(t *turn, asked map[string]string, seat string) map[string]string {
	for _, id := range sortedKeys(asked) {
		if asked[id] == seat {
			t.Outdate(id, taskVote, seat)
			asked = without(asked, id)
		}
	}
	return asked
}

// said tells in the turn's event which votes were re-opened, and for what.
func said(t *turn, why string, aspects, reopened, restored []string) {
	kind := "change.revised"
	if why == WhyCollision {
		kind = "change.collisions"
	}
	t.SayAlso(kind, map[string]any{"aspects": aspects, "reopened": reopened, "restored": restored})
}
