package transition_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/transition"
)

// Sentence 22: a milestone that is reached and accepted is paid, once.
func TestAMilestoneThatIsReachedAndAcceptedIsPaidOnce(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	ready(t, c)
	var first, refused, twice *casetest.Answer
	at(c, "04-01 09:00", func() {
		task := asked(t, c, "approve_programme_payment", "SPEC")
		require.Equal(t, "333333.00", task.Args["total"])
		first, twice = decides(c, task, "approve", ""), decides(c, task, "approve", "")
	})
	at(c, "04-01 09:01", func() {
		refused = decides(c, asked(t, c, "approve_programme_payment", "BETA"), "reject", "factuur ontbreekt")
	})
	at(c, "04-02 09:00", func() {
		casetest.Send(c, leader, transition.ResubmitPayment, "", transition.PaymentAgain{Milestone: "BETA", Remark: "factuur toegevoegd", Papers: evidence("factuur")})
	})
	again := look(c, "04-02 09:01")
	at(c, "04-02 10:00", func() { decides(c, asked(t, c, "approve_programme_payment", "BETA"), "approve", "") })
	s := look(c, "04-02 10:01")
	c.Run()
	require.NoError(t, first.Err)
	require.Equal(t, casework.CodeDone, twice.Refusal.Code)
	require.NoError(t, refused.Err)
	require.Equal(t, transition.PaymentPayable, again.Own.Payments["BETA"].State)
	require.Len(t, s.Own.Payments, 2, "ALFA has no share; LIVE is not reached")
	require.Equal(t, transition.PaymentApproved, s.Own.Payments["SPEC"].State)
	require.Equal(t, []transition.Evidence{evidence("SPEC")[0], evidence("catalogue")[0]}, s.Own.Payments["SPEC"].Papers, "with the papers")
	require.Equal(t, []transition.Evidence{evidence("BETA")[0], evidence("tests")[0], evidence("factuur")[0]}, s.Own.Payments["BETA"].Papers)
	require.NotContains(t, s.Own.Payments, "ALFA")
}

// Sentence 23.
func TestAProgrammeIsCompletedWhenNothingIsOpen(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	ready(t, c)
	complete := func() *casetest.Answer {
		return casetest.Send(c, leader, transition.Complete, "", transition.Completion{Report: "Alles in exploitatie."})
	}
	var open, paid, done *casetest.Answer
	at(c, "04-01 09:00", func() { decides(c, asked(t, c, "approve_programme_payment", "SPEC"), "approve", "") })
	at(c, "04-01 09:01", func() { open = complete() })
	at(c, "04-07 09:00", func() { proves(c, leader, "processes"); proves(c, alfa, "backout") })
	at(c, "04-07 09:01", func() { reaches(c, leader, "LIVE", "2026-04-07") })
	at(c, "04-07 09:02", func() { decides(c, asked(t, c, "accept_milestone", "LIVE"), "approve", "") })
	at(c, "04-07 09:03", func() { decides(c, asked(t, c, "approve_programme_payment", "LIVE"), "approve", "") })
	at(c, "04-07 09:04", func() { decides(c, asked(t, c, "approve_programme_payment", "BETA"), "approve", "") })
	at(c, "04-07 09:05", func() { paid = complete() })
	at(c, "04-07 09:06", func() {
		casetest.Send(c, leader, transition.SettleExitItem, "", transition.ExitSettled{Item: "problems", Way: transition.ExitClose, Note: "alle opgelost"})
	})
	at(c, "04-07 09:07", func() { done = complete() })
	c.Run()
	require.Equal(t, "programme_open", open.Refusal.Code)
	require.Equal(t, "BETA, LIVE, problems", open.Refusal.Args["subjects"])
	require.Equal(t, "problems", paid.Refusal.Args["subjects"])
	require.NoError(t, done.Err)
	require.NoError(t, c.Err)
	sum := share("0")
	for _, e := range c.Ledger.Events() {
		if e.Kind == "transition.payment_approved" {
			sum = sum.Add(share(amountOf(t, e)))
		}
	}
	require.Equal(t, "1000000.00", sum.StringFixed(2), "to the cent")
	last := c.Ledger.Events()[len(c.Ledger.Events())-1]
	require.Equal(t, transition.Completed, last.Effects.Case.Outcome)
	require.Equal(t, sla.Cancelled, c.Clock("steering/2026-04").Result.State)
}

// Sentence 23: only the Board stops a programme.
func TestTheBoardCanStopAProgramme(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	accepted(t, c)
	var foreign, done *casetest.Answer
	stop := func(who record.Actor) *casetest.Answer {
		return casetest.Send(c, who, transition.Stop, "", transition.Because{Reason: "opzegging"})
	}
	at(c, "03-04 09:00", func() { foreign = stop(leader) })
	at(c, "03-04 09:01", func() { done = stop(member) })
	c.Run()
	require.Equal(t, casework.CodeForbidden, foreign.Refusal.Code)
	require.Equal(t, transition.Stopped, done.Receipt.Stage)
	require.Equal(t, sla.Cancelled, c.Clock("milestone/LIVE/1").Result.State)
}
