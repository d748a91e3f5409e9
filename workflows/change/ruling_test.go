package change_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/change"
	"termijn/workflows/notice"
)

// Sentence 7 (B-33): the chair decides on the content that she saw.
func TestTheChairDecidesOnTheContentThatSheSaw(t *testing.T) {
	t.Parallel()
	c := lived(t, options{})
	c.boards()
	var seen change.Ruling
	var stale, other, silent, bare, odd, emergency, done *casetest.Answer
	var s state
	c.at("03-03 09:10", func() {
		b := c.own().Ballot
		seen = change.Ruling{Ballot: b.ID, Content: b.Content, Option: change.Approve, By: chair}
	})
	c.at("03-03 09:11", func() { c.revises(edited(edits[change.AspectRisk])) })
	c.at("03-03 09:12", func() { stale = casetest.Send(c.Case, record.System, change.Rule, "", seen) })
	c.at("03-03 09:13", func() { other = c.rules(change.Approve, func(m *change.Ruling) { m.Ballot = "B7" }) })
	c.at("03-03 09:14", func() { silent = c.rules(change.Reject, func(m *change.Ruling) { m.Reason = " " }) })
	c.at("03-03 09:15", func() { bare = c.rules(change.Conditions, func(m *change.Ruling) { m.Conditions = "" }) })
	c.at("03-03 09:16", func() { odd = c.rules("perhaps") })
	c.at("03-03 09:17", func() {
		b := c.own().Ballot
		emergency = casetest.Send(c.Case, chair, change.RuleEmergency, "", change.Ruling{Ballot: b.ID, Content: b.Content, Option: change.Approve})
	})
	c.at("03-03 09:18", func() { done = c.rules(change.Conditions) })
	c.at("03-03 09:19", func() { s = c.State() })
	c.Run()
	require.Equal(t, casework.CodeStale, stale.Refusal.Code)
	require.Equal(t, casework.CodeStale, other.Refusal.Code)
	require.Equal(t, "required_reason", silent.Refusal.Fields[0].Code)
	require.Equal(t, casework.FieldError{Field: "conditions", Code: "required"}, bare.Refusal.Fields[0])
	require.Equal(t, "choose_option", odd.Refusal.Fields[0].Code)
	require.Equal(t, "board_decides", emergency.Refusal.Code)
	require.Equal(t, change.Scheduled, done.Receipt.Stage)
	require.Equal(t, []any{"Pas na 23 uur", chair, "ZIT-2026-000001"}, []any{s.Own.Decision.Conditions, s.Own.Decision.By, s.Own.Decision.Meeting})
	require.Equal(t, sla.Met, c.Clock("decision/1").Result.State)
	require.Equal(t, []record.Recipient{{Org: "alfa", Role: "agent"}, {Org: "alfa", Role: "manager"}}, c.told("change_approved"))
}

// Sentence 7: the meeting learns that the change waits, and in a meeting it is
// deferred, rejected, or dealt with in one stroke when all agree.
func TestAChangeComesBeforeItsMeeting(t *testing.T) {
	t.Parallel()
	c := lived(t, options{})
	c.boards()
	var stroke, deferred, agreed *casetest.Answer
	var s state
	c.at("03-03 09:10", func() {
		casetest.Send(c.Case, record.System, change.Schedule, "", change.AgendaPlace{Meeting: "ZIT-2026-000002", At: casetest.When("2026-03-10 10:00")})
	})
	c.at("03-03 09:11", func() { stroke = c.rules(change.Approve, func(m *change.Ruling) { m.Stroke = true }) })
	c.at("03-03 09:12", func() { deferred = c.rules(change.Defer) })
	c.at("03-03 09:13", func() { s = c.State() })
	c.allVote(t, "03-03 09:30")
	c.at("03-03 09:31", func() { agreed = c.rules(change.Approve, func(m *change.Ruling) { m.Stroke = true }) })
	c.Run()
	require.Equal(t, []string{`ZIT-2026-000001 propose {"change":"CHG-2026-000001","title":"Nieuwe kernrouter","from":"2026-03-10T21:00:00Z","provider":"alfa"}`}, c.tellings("ZIT"))
	require.Equal(t, "not_agreed", stroke.Refusal.Code)
	require.Equal(t, change.Approving, deferred.Receipt.Stage)
	require.Equal(t, "ZIT-2026-000002", s.Own.Ballot.Meeting)
	require.Equal(t, "2026-03-10 10:00", face(*s.Own.Ballot.MeetingAt))
	require.Len(t, s.Tasks, 6, "who votes is still asked")
	require.Equal(t, change.Scheduled, agreed.Receipt.Stage)
}

// Sentence 7: what is rejected ends, and plans nothing any more.
func TestARejectedChangeEnds(t *testing.T) {
	t.Parallel()
	c := lived(t, options{})
	c.boards()
	c.at("03-03 10:00", func() { c.rules(change.Reject) })
	c.Run()
	require.NoError(t, c.Err)
	require.Equal(t, "none", c.plans()[len(c.plans())-1])
	require.Len(t, c.tellings("ZIT"), 1, "the meeting knows what it decided")
}

// Sentence 7: the board's rule of decision counts.
func TestWithoutTheVotesNothingIsApproved(t *testing.T) {
	t.Parallel()
	c := lived(t, options{})
	p := panel()
	p.Rule, p.Count = change.RulePercentage, 60
	var refused, carried *casetest.Answer
	c.at("03-02 11:00", func() { c.submits(fit()) })
	c.at("03-03 09:00", func() {
		casetest.Send(c.Case, chair, change.Assess, "", change.Assessment{Seen: c.own().Hash, Conform: true, Fit: boarded(p)})
	})
	c.at("03-03 09:01", func() { c.votes(t, manager, "alfa", change.VoteApprove, "") })
	c.at("03-03 09:02", func() { c.votes(t, desk, "desk", change.VoteReject, "te vroeg") })
	c.at("03-03 09:03", func() { refused = c.rules(change.Approve) })
	c.at("03-03 09:04", func() { c.votes(t, chair, "chair", change.VoteApprove, "") })
	c.at("03-03 09:05", func() { carried = c.rules(change.Approve) })
	c.Run()
	require.Equal(t, []string{"not_carried", change.RulePercentage}, []string{refused.Refusal.Code, refused.Refusal.Args["rule"]})
	require.NoError(t, carried.Err)
}

// Sentence 11 (E-06, B-16): what makes a service unavailable is announced; what is
// moved and decided anew is brought up to date; what is withdrawn is called off.
func TestAnUnavailabilityIsAnnounced(t *testing.T) {
	t.Parallel()
	c := lived(t, options{content: edited(func(x *change.Content) { x.Client = "noord" })})
	c.approves()
	moved := edited(func(x *change.Content) {
		x.Client, x.Unavailability.From, x.Unavailability.To = "noord", x.Unavailability.From.Add(3600e9), x.Unavailability.To.Add(3600e9)
	})
	var s state
	c.at("03-03 10:01", func() { s = c.State() })
	c.at("03-04 09:00", func() { c.revises(moved) })
	c.at("03-04 09:01", func() { c.rules(change.Approve) })
	c.at("03-05 09:00", func() { c.withdraws() })
	c.Run()
	require.NoError(t, c.Err)
	require.Len(t, c.Openings, 1)
	require.Equal(t, []string{notice.Name, notice.Prefix}, []string{c.Openings[0].Process, c.Openings[0].Prefix})
	require.Contains(t, string(c.Openings[0].Start), `"links":[{"kind":"announces","ref":"CHG-2026-000001"}]`)
	require.Contains(t, string(c.Openings[0].Start), `"clients":["noord"]`)
	require.Equal(t, "NOT-2026-000001", s.Own.Notice)
	require.Equal(t, "noord", s.Parties.Client, "the Client sees its change")
	require.Equal(t, []string{
		`NOT-2026-000001 update {"text":"Er is even geen netwerk.","from":"2026-03-10T22:00:00Z","to":"2026-03-10T22:30:00Z"}`,
		`NOT-2026-000001 cancel {"reason":"niet nodig"}`}, c.tellings("NOT"))
}

// Sentence 11: a notice ends with the work, and none is opened where nothing is
// unavailable.
func TestANoticeEndsWithTheWork(t *testing.T) {
	t.Parallel()
	c := lived(t, options{})
	c.approves()
	c.at("03-10 22:00", func() { c.starts() })
	c.at("03-10 22:10", func() { c.completes(change.Success) })
	c.Run()
	require.Equal(t, []string{`NOT-2026-000001 end {"text":"klaar"}`}, c.tellings("NOT"))

	c = lived(t, options{content: edited(func(x *change.Content) { x.Unavailability = change.Unavailability{None: true} })})
	c.approves()
	c.Run()
	require.Empty(t, c.Openings)
}

// Sentence 11: a change whose notice is just being opened does not end meanwhile:
// nobody could call the notice off.
func TestAChangeDoesNotEndWhileItsNoticeIsOpened(t *testing.T) {
	t.Parallel()
	c := lived(t, options{})
	c.boards()
	var approved, early, late *casetest.Answer
	c.at("03-03 10:00", func() { approved = c.rules(change.Approve); early = c.withdraws() })
	c.at("03-03 10:01", func() { late = c.withdraws() })
	c.Run()
	require.NoError(t, approved.Err)
	require.Equal(t, "being_announced", early.Refusal.Code)
	require.NoError(t, late.Err)
	require.Len(t, c.tellings("NOT"), 1)
}
