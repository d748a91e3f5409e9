package change_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/change"
)

var approver = record.Actor{Person: "noord-diensthoofd", Org: "noord"}

// urgent is an emergency that is handed in as it is written down: its window has begun.
func urgent(t testing.TB, more ...options) *story {
	t.Helper()
	o := options{kind: change.Emergency, fit: boarded(ecab()), content: edited(func(x *change.Content) {
		x.Incident, x.From, x.To = "INC-2026-000009", begin, casetest.When("2026-03-03 02:00")
		x.Unavailability, x.BackOut.NoReturn, x.BackOut.Always = change.Unavailability{None: true}, nil, true
		x.TestPlan, x.Communication, x.Steps = "", "", nil
	})}
	for _, m := range more {
		o.server, o.every = m.server, m.every
	}
	o.submit = true
	return lived(t, o)
}

func (c *story) rulesEmergency(option string, alone bool) *casetest.Answer {
	b := c.own().Ballot
	return casetest.Send(c.Case, chair, change.RuleEmergency, "", change.Ruling{Ballot: b.ID, Content: b.Content, Option: option, Reason: "dringend", Alone: alone,
		Conditions: map[bool]string{true: "Meteen terug bij twijfel"}[option == change.Conditions]})
}

// Sentence 9 (B-34): opened in one step, decided by three people in minutes.
func TestAnEmergencyIsDecidedAtOnce(t *testing.T) {
	t.Parallel()
	c := urgent(t)
	var s state
	var early, alone, deferred, done, started *casetest.Answer
	c.at("03-02 10:01", func() { s = c.State() })
	c.at("03-02 10:02", func() { c.votes(t, manager, "alfa", change.VoteApprove, "") })
	c.at("03-02 10:03", func() { early = c.rulesEmergency(change.Approve, false) })
	c.at("03-02 10:04", func() { alone = c.rulesEmergency(change.Approve, true) })
	c.at("03-02 10:05", func() { c.votes(t, chair, "chair", change.VoteApprove, "") })
	c.at("03-02 10:06", func() { c.votes(t, approver, "noord", change.VoteApprove, "") })
	c.at("03-02 10:07", func() { deferred = c.rulesEmergency(change.Defer, false) })
	c.at("03-02 10:08", func() { done = c.rulesEmergency(change.Approve, false) })
	c.at("03-02 10:09", func() { started = c.starts() })
	c.Run()
	require.Equal(t, []string{"change.submitted"}, c.Kinds()[:1], "in one step")
	require.Equal(t, change.Approving, s.Stage)
	require.Contains(t, c.told("ecab_called"), record.Recipient{Org: "noord", Role: "approver"})
	require.Len(t, c.told("ecab_called"), 5, "four seats and the chair's own task")
	require.Equal(t, "2026-03-02 10:30", face(*c.ask0(s, "vote_change").Due), "a ladder in minutes")
	require.Contains(t, c.Ledger.Events()[0].Effects.Case.Links, record.Link{Kind: change.LinkFor, Ref: "INC-2026-000009"})
	require.Equal(t, []string{"no_quorum", "chair, client/board"}, []string{early.Refusal.Code, early.Refusal.Args["lacks"]})
	require.Equal(t, "not_alone_yet", alone.Refusal.Code)
	require.Equal(t, "option", deferred.Refusal.Fields[0].Field)
	require.Equal(t, change.Scheduled, done.Receipt.Stage)
	require.Equal(t, change.Implementing, started.Receipt.Stage)
}

// ask0 is the first task of a kind in a state.
func (c *story) ask0(s state, kind string) record.Task {
	for _, task := range casetest.TasksOf(s.Tasks) {
		if task.Kind == kind {
			return task
		}
	}
	return record.Task{}
}

// Sentence 9: an emergency needs its ground, and its board.
func TestAnEmergencyNeedsItsGround(t *testing.T) {
	t.Parallel()
	p := change.Policy{WindowDays: 31}
	r := change.Request{Kind: change.Emergency, Content: edited(func(x *change.Content) { x.Threat = "Lek" })}
	require.NoError(t, change.CheckOpening(p, r, boarded(ecab()), begin))
	refusal, _ := casework.RefusalOf(change.CheckOpening(p, r, fit(), begin))
	require.Equal(t, "no_board", refusal.Code)
	r.Content.Threat = ""
	refusal, _ = casework.RefusalOf(change.CheckOpening(p, r, boarded(ecab()), begin))
	require.Equal(t, []casework.FieldError{{Field: "content.incident", Code: "incident_or_threat"}}, refusal.Fields)
}

// Sentence 9: nobody is reached, the chair decides alone, and the E-CAB confirms.
func TestTheChairDecidesAloneAndTheECABConfirms(t *testing.T) {
	t.Parallel()
	c := urgent(t)
	var early, alone, open *casetest.Answer
	var s, half, whole state
	var tasks []record.Task
	c.at("03-02 10:29", func() { early = c.rulesEmergency(change.Approve, true) })
	c.at("03-02 10:31", func() { alone = c.rulesEmergency(change.Approve, true) })
	c.at("03-02 10:32", func() { s = c.State(); tasks = c.asks("confirm_emergency", ""); c.starts() })
	c.at("03-02 11:00", func() { c.completes(change.Success) })
	c.at("03-02 11:01", func() { open = c.reviews(change.Verdict{AsPlanned: true}) })
	c.at("03-02 12:00", func() { c.decides(manager, c.ask(t, "confirm_emergency", "alfa"), change.Confirm, "") })
	c.at("03-02 12:01", func() { half = c.State() })
	c.at("03-02 12:02", func() { c.decides(director, c.ask(t, "confirm_emergency", "board"), change.Confirm, "") })
	c.at("03-02 12:03", func() { whole = c.State() })
	c.at("03-06 09:00", func() { c.reviews(change.Verdict{AsPlanned: true}) })
	c.Run()
	require.NoError(t, c.Err)
	require.Equal(t, "not_alone_yet", early.Refusal.Code)
	require.Equal(t, change.Scheduled, alone.Receipt.Stage)
	require.Equal(t, []record.Recipient{{Org: "si", Role: "change_manager"}}, c.told("ecab_unreached"))
	require.True(t, s.Own.Decision.Alone)
	require.Equal(t, chair, s.Own.Decision.By)
	require.Len(t, tasks, 3, "every seat but the chair's")
	require.Equal(t, "2026-03-04 00:00", face(*tasks[0].Due), "1 working day")
	require.Equal(t, "confirmation_open", open.Refusal.Code)
	require.Empty(t, half.Own.Confirmation.Option, "the provider alone does not confirm its own change")
	require.Equal(t, []any{change.Confirm, director}, []any{whole.Own.Confirmation.Option, whole.Own.Confirmation.By})
	require.Equal(t, sla.Met, c.Clock("confirmation/2").Result.State)
	require.Equal(t, sla.Met, c.Clock("review").Result.State)
	require.Equal(t, "2026-03-10 00:00", casetest.FaceOf(c.Clock("review").Result.Due), "5 working days")
}

// Sentence 9: with a quorum until the end of the ladder, the chair is not alone.
func TestWithAQuorumTheChairIsNotAlone(t *testing.T) {
	t.Parallel()
	c := urgent(t)
	var alone *casetest.Answer
	c.at("03-02 10:05", func() { c.votes(t, chair, "chair", change.VoteApprove, "") })
	c.at("03-02 10:06", func() { c.votes(t, manager, "alfa", change.VoteApprove, "") })
	c.at("03-02 10:07", func() { c.votes(t, director, "board", change.VoteReject, "te riskant") })
	c.at("03-02 10:40", func() { alone = c.rulesEmergency(change.Approve, true) })
	var carried *casetest.Answer
	c.at("03-02 10:41", func() { carried = c.rulesEmergency(change.Approve, false) })
	c.Run()
	require.Equal(t, "not_alone_yet", alone.Refusal.Code)
	require.Equal(t, "not_carried", carried.Refusal.Code, "all must agree, and the Board does not")
	require.Empty(t, c.told("ecab_unreached"))
}

// Sentence 9: what the E-CAB overturns is not done; what has begun is rolled back.
func TestTheECABOverturns(t *testing.T) {
	t.Parallel()
	for begun, mails := range map[bool]int{false: 0, true: 3} {
		c := urgent(t)
		c.at("03-02 10:31", func() { c.rulesEmergency(change.Conditions, true) })
		if begun {
			c.at("03-02 10:32", func() { c.starts() })
		}
		var silent, word *casetest.Answer
		var s state
		c.at("03-02 12:00", func() { silent = c.decides(approver, c.ask(t, "confirm_emergency", "noord"), change.Overturn, "") })
		c.at("03-02 12:01", func() {
			word = c.decides(approver, c.ask(t, "confirm_emergency", "noord"), change.Overturn, "te riskant")
		})
		if begun {
			c.at("03-02 12:02", func() { s = c.State() })
		}
		c.Run()
		require.Equal(t, "required_reason", silent.Refusal.Fields[0].Code)
		require.NoError(t, word.Err)
		require.Len(t, c.told("emergency_overturned"), mails)
		if begun {
			require.Equal(t, change.Implementing, s.Stage)
			require.Equal(t, "te riskant", s.Own.Confirmation.Reason)
			require.Empty(t, c.asks("confirm_emergency", ""))
			continue
		}
		require.Equal(t, change.Rejected, word.Receipt.Stage)
		require.Equal(t, "none", c.plans()[len(c.plans())-1])
	}
}
