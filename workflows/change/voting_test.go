package change_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/change"
)

// voters are who votes for the seats of the panel.
var voters = map[string]record.Actor{"chair": chair, "desk": desk, "alfa": manager, "beta": {Person: "beta-verantwoordelijke", Org: "beta"}, "board": director}

// allVote makes every seat approve.
func (c *story) allVote(t testing.TB, when string) {
	for _, seat := range slices.Sorted(maps.Keys(voters)) {
		c.at(when, func() { c.votes(t, voters[seat], seat, change.VoteApprove, "") })
	}
}

// edits change one aspect of the content each.
var edits = map[string]func(*change.Content){
	change.AspectScope:  func(x *change.Content) { x.Items = append(x.Items, "vpn") },
	change.AspectWindow: func(x *change.Content) { x.To = x.To.Add(3600e9) },
	change.AspectPlans:  func(x *change.Content) { x.TestPlan = "Twee keer geprobeerd" },
	change.AspectRisk:   func(x *change.Content) { x.Risk.Likelihood = "high" },
}

// losing are the seats whose vote covers an aspect.
func losing(aspect string) []string {
	var all []string
	for id, seat := range panel().Seats {
		if len(seat.Covers) == 0 || slices.Contains(seat.Covers, aspect) {
			all = append(all, id)
		}
	}
	slices.Sort(all)
	return all
}

// Sentence 6: each aspect re-opens exactly the votes that cover it, before and after
// the approval; the others are kept, and what it says is which and why.
func TestAnEditLosesExactlyTheVotesThatItShould(t *testing.T) {
	t.Parallel()
	for _, approved := range []bool{false, true} {
		for _, aspect := range change.Aspects {
			c := lived(t, options{})
			c.boards()
			c.allVote(t, "03-03 09:30")
			if approved {
				c.at("03-03 10:00", func() { c.rules(change.Approve) })
			}
			var before, after state
			c.at("03-04 09:00", func() { before = c.State() })
			c.at("03-04 09:01", func() {
				if aspect == change.AspectCollisions {
					c.meets(collides("CHG-2026-000007"))
					casetest.Send(c.Case, record.System, change.Recheck, "", change.Rechecking{Because: "CHG-2026-000007"})
					return
				}
				require.NoError(t, c.revises(edited(edits[aspect])).Err)
			})
			c.at("03-04 09:02", func() { after = c.State() })
			c.Run()
			b := after.Own.Ballot
			require.Len(t, before.Own.Ballot.Votes, 5)
			require.True(t, before.Own.Ballot.Agreed)
			lost := losing(aspect)
			require.Equal(t, lost, slices.Sorted(maps.Keys(b.Reopened)), "%s, approved %t", aspect, approved)
			for id, vote := range before.Own.Ballot.Votes {
				kept, ok := b.Votes[id]
				require.Equal(t, !slices.Contains(lost, id), ok, "%s of %s", aspect, id)
				if ok {
					require.Equal(t, vote, kept, "a vote that is kept is the same vote")
					continue
				}
				require.Equal(t, vote, b.Reopened[id].Vote)
				require.Equal(t, []string{aspect}, b.Reopened[id].Aspects)
			}
			why := change.WhyRevised
			if aspect == change.AspectCollisions {
				why = change.WhyCollision
			}
			require.Equal(t, why, b.Reopened[lost[0]].Why)
			require.Equal(t, slices.Contains(lost, "alfa") || slices.Contains(lost, "beta") || slices.Contains(lost, "chair") || slices.Contains(lost, "desk"), !b.Agreed)
			asked := map[string]bool{}
			for _, task := range after.Tasks {
				if task.Kind == "vote_change" {
					asked[task.Subject] = true
					require.Equal(t, b.Covered(task.Subject), task.Content, "who is asked is asked about what there is now")
				}
			}
			require.Equal(t, lost, slices.Sorted(maps.Keys(asked)), "exactly those are asked again")
			requireApproval(t, approved, aspect, after)
		}
	}
}

// requireApproval wants what became of an approval: content that changed goes back to
// the board; a collision that came leaves it in the calendar and holds it.
func requireApproval(t *testing.T, approved bool, aspect string, after state) {
	t.Helper()
	switch {
	case !approved:
		require.Equal(t, change.Approving, after.Stage)
	case aspect == change.AspectCollisions:
		require.Equal(t, change.Scheduled, after.Stage)
		require.NotNil(t, after.Own.Held)
		require.True(t, after.Own.Planned.Firm)
	default:
		require.Equal(t, change.Approving, after.Stage)
		require.Nil(t, after.Own.Decision)
		require.False(t, after.Own.Planned.Firm, "it is not firm any more")
	}
}

// Sentence 6: a collision that goes gives back the votes of who has not voted again:
// what they voted on is there once more.
func TestAVoteCountsForTheContentThatItWasCastOn(t *testing.T) {
	t.Parallel()
	c := lived(t, options{})
	c.boards()
	c.allVote(t, "03-03 09:30")
	recheck := func(found ...record.Collision) func() {
		return func() {
			c.meets(found...)
			casetest.Send(c.Case, record.System, change.Recheck, "", change.Rechecking{Because: "CHG-2026-000007"})
		}
	}
	c.at("03-04 09:00", recheck(collides("CHG-2026-000007")))
	c.at("03-04 09:01", func() { c.votes(t, voters["beta"], "beta", change.VoteReject, "te veel tegelijk") })
	c.at("03-04 09:02", recheck())
	var s state
	c.at("03-04 09:03", func() { s = c.State() })
	c.Run()
	b := s.Own.Ballot
	require.Equal(t, []string{"beta"}, slices.Sorted(maps.Keys(b.Reopened)), "Beta voted on the collision, which is gone")
	require.Equal(t, change.VoteApprove, b.Votes["alfa"].Option)
	require.Equal(t, []string{change.AspectCollisions}, b.Reopened["beta"].Aspects)
	require.Equal(t, change.VoteReject, b.Reopened["beta"].Vote.Option)
}

// Sentence 6: who decides on content that has changed since is told so.
func TestAVoteOnAnotherContentIsRefused(t *testing.T) {
	t.Parallel()
	c := lived(t, options{})
	c.boards()
	var seen record.Task
	var stale, kept, early *casetest.Answer
	var hash, now string
	c.at("03-03 09:30", func() { seen = c.ask(t, "vote_change", "desk"); hash = c.own().Hash })
	c.at("03-03 09:31", func() { c.revises(edited(edits[change.AspectWindow])) })
	c.at("03-03 09:32", func() { stale = c.decides(desk, seen, change.VoteApprove, "") })
	c.at("03-03 09:33", func() {
		now = c.ask(t, "vote_change", "desk").Content
		kept = c.votes(t, director, "board", change.VoteApprove, "")
	})
	c.at("03-03 09:34", func() {
		early = casetest.Send(c.Case, writer, change.Revise, "", change.Revision{Seen: hash, Content: whole(), Why: "x", Fit: fit()})
	})
	c.Run()
	require.Equal(t, casework.CodeStale, stale.Refusal.Code)
	require.Equal(t, []string{seen.Content, now}, []string{stale.Refusal.Args["seen"], stale.Refusal.Args["current"]})
	require.NoError(t, kept.Err, "the Board's seat looks at the risk alone")
	require.Equal(t, casework.CodeStale, early.Refusal.Code)
	require.Empty(t, c.told("vote_reopened"), "who had not voted is not mailed again")
}

// Sentence 6: principal and delegate share one vote, also at once.
func TestPrincipalAndDelegateShareOneVote(t *testing.T) {
	t.Parallel()
	c := lived(t, options{})
	c.boards()
	var one, two *casetest.Answer
	var tasks []record.Task
	var s state
	c.at("03-03 09:30", func() {
		tasks = c.asks("vote_change", "alfa")
		one = c.decides(manager, tasks[0], change.VoteApprove, "")
		two = c.decides(delegate, tasks[1], change.VoteReject, "liever niet")
	})
	c.at("03-03 09:31", func() { s = c.State() })
	c.Run()
	require.Len(t, tasks, 2)
	require.Equal(t, []record.Recipient{{Org: "alfa", Role: "manager"}, {Person: delegate.Person}}, []record.Recipient{tasks[0].Assignee, tasks[1].Assignee})
	require.NoError(t, one.Err)
	require.Equal(t, "already_voted", two.Refusal.Code)
	require.Equal(t, map[string]string{"seat": "Alfa", "option": "approve", "by": manager.Person, "number": "1"}, two.Refusal.Args)
	vote := s.Own.Ballot.Votes["alfa"]
	require.Equal(t, []any{change.VoteApprove, manager}, []any{vote.Option, vote.By})
	require.Empty(t, c.asks("vote_change", "alfa"), "either acting closes the other's task")
}

// Sentence 6: a delegation begins and ends; who acts is asked.
func TestADelegateIsAskedWhileActing(t *testing.T) {
	t.Parallel()
	c := lived(t, options{})
	p := panel()
	seat := p.Seats["desk"]
	seat.Delegates = []change.Delegate{{Person: "si-dienstniveau", From: casetest.When("2026-03-04 00:00"), To: casetest.When("2026-03-05 00:00")}}
	p.Seats["desk"] = seat
	var before, during, after []record.Task
	c.at("03-02 11:00", func() { c.submits(fit()) })
	c.at("03-03 09:00", func() {
		casetest.Send(c.Case, chair, change.Assess, "", change.Assessment{Seen: c.own().Hash, Conform: true, Fit: boarded(p)})
	})
	c.at("03-03 12:00", func() { before = c.asks("vote_change", "desk") })
	c.at("03-04 12:00", func() { during = c.asks("vote_change", "desk") })
	c.at("03-05 12:00", func() { after = c.asks("vote_change", "desk") })
	c.Run()
	require.Len(t, before, 1)
	require.Len(t, during, 2)
	require.Equal(t, "si-dienstniveau", during[1].Assignee.Person)
	require.Equal(t, before, after)
}

// Sentence 6: a vote can be changed before the decision, naming the one that it
// replaces: of two tabs only the first does.
func TestAVoteIsRevisedOnceForTwoTabs(t *testing.T) {
	t.Parallel()
	c := lived(t, options{})
	c.boards()
	revise := func(who record.Actor, seat, option string) *casetest.Answer {
		b := c.own().Ballot
		return casetest.Send(c.Case, who, change.ReviseVote, "", change.VoteRevision{Seat: seat, Replaces: 1, Option: option, Content: b.Covered(seat), Reason: "bij nader inzien"})
	}
	var one, two, none, stranger, late *casetest.Answer
	var s state
	c.at("03-03 09:30", func() { c.votes(t, manager, "alfa", change.VoteApprove, "") })
	c.at("03-03 09:31", func() {
		one = revise(manager, "alfa", change.VoteReject)
		two = revise(manager, "alfa", change.VoteAbstain)
	})
	c.at("03-03 09:32", func() { none = revise(desk, "desk", change.VoteApprove) })
	c.at("03-03 09:33", func() { stranger = revise(other, "alfa", change.VoteApprove) })
	c.at("03-03 09:34", func() { s = c.State() })
	c.at("03-03 10:00", func() { c.rules(change.Reject) })
	c.at("03-03 10:01", func() { late = revise(manager, "alfa", change.VoteApprove) })
	c.Run()
	require.NoError(t, one.Err)
	require.Equal(t, []string{"already_voted", "reject", "2"}, []string{two.Refusal.Code, two.Refusal.Args["option"], two.Refusal.Args["number"]})
	require.Equal(t, casework.CodeUnknown, none.Refusal.Code)
	require.Equal(t, casework.CodeForbidden, stranger.Refusal.Code)
	require.Equal(t, casework.CodeClosed, late.Refusal.Code)
	require.Equal(t, change.VoteReject, s.Own.Ballot.Votes["alfa"].Option)
}

// Sentence 6: a vote after the decision says that it is decided.
func TestAVoteAfterTheDecisionIsRefused(t *testing.T) {
	t.Parallel()
	c := lived(t, options{})
	c.boards()
	var task record.Task
	var late, unknown *casetest.Answer
	c.at("03-03 09:30", func() { task = c.ask(t, "vote_change", "desk") })
	c.at("03-03 10:00", func() { c.rules(change.Conditions) })
	c.at("03-03 10:01", func() { late = c.decides(desk, task, change.VoteApprove, "") })
	c.at("03-03 10:02", func() { task.ID = ref + "/99"; unknown = c.decides(desk, task, change.VoteApprove, "") })
	c.Run()
	require.Equal(t, []string{"decided", change.Conditions}, []string{late.Refusal.Code, late.Refusal.Args["option"]})
	require.Equal(t, casework.CodeUnknown, unknown.Refusal.Code)
}

// Sentences 6 and 12: an approved change that a collision came to does not start
// until the chair has decided on it.
func TestAnApprovedChangeThatCollidesIsHeldUntilTheChairDecides(t *testing.T) {
	t.Parallel()
	meet := func(c *story, when string, found ...record.Collision) {
		c.at(when, func() {
			c.meets(found...)
			casetest.Send(c.Case, record.System, change.Recheck, "", change.Rechecking{Because: "CHG-2026-000007"})
		})
	}
	t.Run("and confirms", func(t *testing.T) {
		t.Parallel()
		c := lived(t, options{})
		c.approves()
		meet(c, "03-09 09:00", collides("CHG-2026-000007"))
		meet(c, "03-09 09:01", collides("CHG-2026-000007"), collides("CHG-2026-000008"))
		var task record.Task
		var held, started *casetest.Answer
		var s state
		c.at("03-10 22:00", func() { task = c.ask(t, "reconsider_change", ""); held = c.starts() })
		c.at("03-10 22:01", func() { c.decides(chair, task, change.Confirm, "kan samen") })
		c.at("03-10 22:02", func() { s = c.State() })
		meet(c, "03-10 22:03", collides("CHG-2026-000008"))
		c.at("03-10 22:04", func() { started = c.starts() })
		c.Run()
		require.Equal(t, []string{"held", "2"}, []string{held.Refusal.Code, held.Refusal.Args["came"]})
		require.Equal(t, "2026-03-12 00:00", face(*task.Due), "2 working days")
		require.Nil(t, s.Own.Held)
		require.Len(t, s.Own.Cleared, 2)
		require.NoError(t, started.Err, "one that is gone is no reason to think again")
	})
	t.Run("and sends it back", func(t *testing.T) {
		t.Parallel()
		c := lived(t, options{})
		c.boards()
		c.allVote(t, "03-03 09:30")
		c.at("03-03 10:00", func() { c.rules(change.Approve) })
		meet(c, "03-09 09:00", collides("CHG-2026-000007"))
		var silent *casetest.Answer
		var s state
		c.at("03-09 10:00", func() { silent = c.decides(chair, c.ask(t, "reconsider_change", ""), change.Overturn, "") })
		c.at("03-09 10:01", func() { c.decides(chair, c.ask(t, "reconsider_change", ""), change.Overturn, "eerst de andere") })
		c.at("03-09 10:02", func() { s = c.State() })
		c.Run()
		require.Equal(t, "required_reason", silent.Refusal.Fields[0].Code)
		require.Equal(t, change.Approving, s.Stage)
		require.Equal(t, []string{"alfa", "beta", "chair"}, slices.Sorted(maps.Keys(s.Own.Ballot.Reopened)))
		require.Len(t, s.Own.Ballot.Votes, 2)
		require.Nil(t, s.Own.Decision)
	})
	t.Run("or it goes by itself", func(t *testing.T) {
		t.Parallel()
		c := lived(t, options{})
		c.boards()
		c.allVote(t, "03-03 09:30")
		c.at("03-03 10:00", func() { c.rules(change.Approve) })
		meet(c, "03-09 09:00", collides("CHG-2026-000007"))
		meet(c, "03-09 09:30")
		var s state
		c.at("03-09 09:31", func() { s = c.State() })
		c.Run()
		require.Nil(t, s.Own.Held)
		require.Len(t, s.Own.Ballot.Votes, 5, "and the votes are what they were")
		require.Empty(t, s.Own.Ballot.Reopened)
		require.Empty(t, s.Tasks)
	})
}
