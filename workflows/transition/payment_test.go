package transition_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/workflows/casework/casetest"
	"termijn/workflows/transition"
)

// dealt are a price, shares that come to exactly 100 %, the order in which their
// milestones are reached, and how often the Board refuses each payment.
type dealt struct {
	price    decimal.Decimal
	shares   []decimal.Decimal
	order    []int
	refusals []int
}

var dealing = rapid.Custom(func(t *rapid.T) dealt {
	n := rapid.IntRange(1, 8).Draw(t, "milestones")
	left := 1_000_000 // in ten thousandths of a per cent
	d := dealt{price: decimal.New(int64(rapid.IntRange(1, 460_000_000).Draw(t, "price")), -2)}
	for i := range n {
		part := left
		if i < n-1 {
			part = rapid.IntRange(0, left).Draw(t, "share")
		}
		left -= part
		d.shares = append(d.shares, decimal.New(int64(part), -4))
		d.order = append(d.order, i)
		d.refusals = append(d.refusals, rapid.IntRange(0, 2).Draw(t, "refusals"))
	}
	d.order = rapid.Permutation(d.order).Draw(t, "order")
	return d
})

// Sentence 22, whatever the shares, the price, the order and what the Board refuses:
// no milestone is paid twice, and all of it comes to the price to the cent. The
// amounts alone are held against many more draws beside the code.
func TestNothingIsPaidTwiceAndAllOfItIsThePrice(t *testing.T) {
	t.Parallel()
	for seed := range 6 {
		requirePaidOnce(t, dealing.Example(seed))
	}
}

func requirePaidOnce(t *testing.T, d dealt) {
	t.Helper()
	r := transition.Request{Kind: transition.KindProgramme, Plan: transition.Plan{Title: "Transitie", Price: d.price, Cap: share("4600000"),
		Projects: []transition.ProjectPlan{{ID: "si", Title: "Integratie", Owner: transition.Owner{Org: "si"}}}}}
	for i, s := range d.shares {
		id := fmt.Sprintf("M%d", i)
		r.Plan.Milestones = append(r.Plan.Milestones, transition.MilestonePlan{ID: id, Title: id, Project: "si", Due: date("2026-06-01"), Share: s})
	}
	require.NoError(t, r.Check())
	c := programme(t, lived{request: &r})
	accepted(t, c)
	now := func(do func()) { at(c, "03-04 09:00", do) }
	for _, i := range d.order {
		id := fmt.Sprintf("M%d", i)
		now(func() { reaches(c, leader, id, "2026-03-04") })
		now(func() { reaches(c, leader, id, "2026-03-04") }) // once more is refused
		if d.shares[i].IsZero() {
			continue
		}
		now(func() { decides(c, asked(t, c, "accept_milestone", id), "approve", "") })
		again := transition.PaymentAgain{Milestone: id, Remark: "factuur"}
		for range d.refusals[i] {
			now(func() { decides(c, asked(t, c, "approve_programme_payment", id), "reject", "factuur ontbreekt") })
			now(func() { casetest.Send(c, leader, transition.ResubmitPayment, "", again) })
		}
		now(func() {
			task := asked(t, c, "approve_programme_payment", id)
			decides(c, task, "approve", "")
			decides(c, task, "approve", "")
		})
		now(func() { casetest.Send(c, leader, transition.ResubmitPayment, "", again) })
	}
	c.Run()
	paid, sum := map[string]int{}, decimal.Zero
	for _, e := range c.Ledger.Events() {
		if e.Kind == "transition.payment_approved" {
			paid[milestoneOf(t, e)]++
			sum = sum.Add(share(amountOf(t, e)))
		}
	}
	for id, n := range paid {
		require.Equal(t, 1, n, id)
	}
	require.Equal(t, d.price.StringFixed(2), sum.StringFixed(2))
}

// Another baseline that shares the price out anew leaves what is payable as it is, and
// still comes to the price.
func TestSharesThatAreDealtAnewStillComeToThePrice(t *testing.T) {
	t.Parallel()
	r := request()
	r.Plan.Price = share("100.01")
	c := programme(t, lived{request: &r})
	accepted(t, c)
	at(c, "03-04 09:00", func() { delivers(c, leader, "catalogue") })
	at(c, "03-04 09:01", func() { decides(c, asked(t, c, "accept_work_product", "catalogue"), "approve", "") })
	at(c, "03-04 09:02", func() { reaches(c, leader, "SPEC", "2026-03-04") })
	at(c, "03-04 09:03", func() { decides(c, asked(t, c, "accept_milestone", "SPEC"), "approve", "") })
	var paidAlready *casetest.Answer
	third, seventh := share("60"), share("6.6667")
	at(c, "03-05 09:00", func() {
		paidAlready = proposes(c, leader, transition.Proposing{Kind: transition.ProposeBaseline, Reason: "x", Changes: map[string]transition.Redating{"SPEC": {Share: &seventh}}})
	})
	at(c, "03-05 09:01", func() {
		proposes(c, leader, transition.Proposing{Kind: transition.ProposeBaseline, Reason: "andere verdeling",
			Changes: map[string]transition.Redating{"BETA": {Share: &third}, "LIVE": {Share: &seventh}}})
	})
	at(c, "03-10 14:00", func() { opens(c, "S1", "si", "board") })
	at(c, "03-10 14:01", func() { puts(c, "R1") })
	at(c, "03-10 14:02", func() { decides(c, asked(t, c, "decide_programme_proposal", "R1"), "approve", "") })
	s := look(c, "03-10 14:03")
	c.Run()
	require.Equal(t, "milestone_ended", paidAlready.Refusal.Fields[0].Code)
	own := s.Own.Milestones
	require.Equal(t, "33.34", own["SPEC"].Amount.StringFixed(2))
	require.Equal(t, "100.01", own["SPEC"].Amount.Add(own["BETA"].Amount).Add(own["LIVE"].Amount).StringFixed(2))
	require.Equal(t, "60.00", own["BETA"].Amount.StringFixed(2))
}
