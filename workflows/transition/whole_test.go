package transition_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/transition"
)

// contractPlan is the contract's own programme, with every provider of N-16.
func contractPlan(t testing.TB) transition.Request {
	t.Helper()
	template, ok := casetest.Policy(t).Transition.Template("contract")
	require.True(t, ok)
	parties := map[string]string{}
	for _, p := range template.Parties {
		parties[p.ID] = p.ID
	}
	cal, err := casetest.Policy(t).Calendars.Current("workdays", date("2021-05-17"))
	require.NoError(t, err)
	plan, err := template.Plan(calendar.Date{}, parties, cal)
	require.NoError(t, err)
	raw, err := json.Marshal(plan)
	require.NoError(t, err)
	r := transition.Request{Kind: transition.KindProgramme}
	require.NoError(t, json.Unmarshal(raw, &r.Plan))
	r.Plan.Price = share("4199999.99")
	require.NoError(t, r.Check())
	return r
}

// when is a step at a time of the contract's transition.
func when(c story, at string, do func()) { c.At(casetest.When(at), do) }

// manager is who answers for an organisation's milestones.
func manager(org string) record.Actor {
	if org == "si" {
		return leader
	}
	return record.Actor{Person: org + "-verantwoordelijke", Org: org}
}

// achieves brings a milestone to its end: products, checklist, reaching, acceptance,
// payment.
func achieves(t testing.TB, c story, id, day string) {
	own := transition.Opened(contractPlan(t))
	m := own.Milestones[id]
	who := manager(m.Owner.Org)
	for _, p := range slices.Sorted(maps.Keys(own.Products)) {
		if own.Products[p].Milestone != id {
			continue
		}
		when(c, day+" 08:00", func() { delivers(c, who, p) })
		when(c, day+" 08:30", func() { decides(c, asked(t, c, "accept_work_product", p), "approve", "voldoet") })
	}
	for _, i := range slices.Sorted(maps.Keys(own.Checklist)) {
		if own.Checklist[i].Milestone == id {
			when(c, day+" 09:00", func() { proves(c, who, i) })
		}
	}
	when(c, day+" 10:00", func() {
		require.NotNil(t, reaches(c, who, id, day))
	})
	if m.NeedsAcceptance() {
		when(c, day+" 11:00", func() { decides(c, asked(t, c, "accept_milestone", id), "approve", "") })
	}
	if m.Share.IsPositive() {
		when(c, day+" 12:00", func() { decides(c, asked(t, c, "approve_programme_payment", id), "approve", "") })
	}
}

func holds(c story, session, day string) {
	when(c, day+" 14:00", func() {
		opens(c, session, "si", "board", "app1", "app2", "app3", "cloud", "work", "vorige dienstverlener")
	})
	when(c, day+" 15:00", func() { closes(c, "Verslag van "+session) })
}

var providers = []string{"app1", "app2", "app3", "cloud", "work"}

// The contract's transition from the award to the exploitation: two slips, one that is
// acknowledged and one that reaches the steering committee, another baseline, payments.
func TestTheContractsTransitionFromAwardToExploitation(t *testing.T) {
	t.Parallel()
	r := contractPlan(t)
	c := programme(t, lived{request: &r, at: casetest.When("2021-05-17 09:00")})
	when(c, "2021-05-28 09:00", func() {
		casetest.Send(c, member, transition.RecordAward, "", transition.Award{Date: date("2021-05-28")})
	})
	when(c, "2021-05-31 09:00", func() { submits(c) })
	when(c, "2021-06-01 10:00", func() { decides(c, asked(t, c, "accept_programme_plan", ""), "approve", "") })
	holds(c, "S1", "2021-06-01")
	holds(c, "S2", "2021-07-06")
	holds(c, "S3", "2021-08-03")
	achieves(t, c, "CLOUD-H", "2021-08-13")
	achieves(t, c, "M1", "2021-08-27")
	achieves(t, c, "M2", "2021-08-31")
	holds(c, "S4", "2021-09-07")
	holds(c, "S5", "2021-10-05")
	for _, id := range []string{"APP1-K", "APP2-K", "APP3-K", "CLOUD-K", "WERK-K"} {
		achieves(t, c, id, "2021-10-07")
	}
	// The first slip: the production environment comes later. Every provider answers.
	when(c, "2021-10-11 09:00", func() { forecasts(c, leader, "M3", "2021-11-24", "de certificaten komen later") })
	first := c.SeenAt(casetest.When("2021-10-11 09:01"))
	for i, org := range providers {
		when(c, "2021-10-12 09:00", func() {
			answers := c.State().Own.Requests
			for id, x := range answers {
				if x.Owner.Org != org {
					continue
				}
				a := transition.Acknowledgement{Request: id}
				for _, m := range slices.Sorted(maps.Keys(x.Dates)) {
					answer := transition.Answer{Milestone: m, Expected: x.Dates[m], Reason: "we testen vooraf in de testomgeving"}
					if i == 0 {
						d := x.Dates[m]
						answer.Date, answer.Reason = &d, "twee dagen later"
					}
					a.Answers = append(a.Answers, answer)
				}
				casetest.Send(c, manager(org), transition.Acknowledge, "", a)
			}
		})
	}
	acknowledged := c.SeenAt(casetest.When("2021-10-12 09:30"))
	achieves(t, c, "M4", "2021-10-29")
	when(c, "2021-11-03 09:00", func() { forecasts(c, leader, "M3", "2021-11-24", "de certificaten zijn besteld; de datum blijft") })
	holds(c, "S6", "2021-11-03")
	achieves(t, c, "M3", "2021-11-24")
	// The second slip: nobody answers, so the steering committee deals with it.
	when(c, "2021-12-01 09:00", func() { forecasts(c, manager("work"), "WERK-P", "2022-01-12", "de leverancier ging failliet") })
	silent := c.SeenAt(casetest.When("2021-12-07 09:00"))
	when(c, "2021-12-07 10:00", func() {
		proposes(c, leader, transition.Proposing{Kind: transition.ProposeBaseline, Reason: "een week uitstel is veiliger dan een half netwerk",
			Changes: map[string]transition.Redating{"WERK-P": {Due: dated("2022-01-12")}, "WERK-G": {Due: dated("2022-01-26")}, "M6": {Due: dated("2022-02-07")}}})
	})
	when(c, "2021-12-07 14:00", func() { opens(c, "S7", "si", "board", "work") })
	when(c, "2021-12-07 14:10", func() { puts(c, "R1") })
	when(c, "2021-12-07 14:20", func() { decides(c, asked(t, c, "decide_programme_proposal", "R1"), "approve", "eenmalig") })
	when(c, "2021-12-07 15:00", func() { closes(c, "Verslag van S7: nieuw basisplan.") })
	rebased := c.SeenAt(casetest.When("2021-12-07 15:01"))
	for _, id := range []string{"APP1-P", "APP2-P", "APP3-P", "CLOUD-P"} {
		achieves(t, c, id, "2021-12-13")
	}
	holds(c, "S8", "2022-01-04")
	achieves(t, c, "WERK-P", "2022-01-12")
	for _, id := range []string{"APP1-G", "APP2-G", "APP3-G", "CLOUD-G", "M5"} {
		achieves(t, c, id, "2022-01-18")
	}
	achieves(t, c, "WERK-G", "2022-01-26")
	holds(c, "S9", "2022-02-01")
	achieves(t, c, "M6", "2022-02-07")
	for i := range 7 {
		item := "X" + string(rune('1'+i))
		when(c, "2022-02-08 09:00", func() {
			casetest.Send(c, leader, transition.SettleExitItem, "", transition.ExitSettled{Item: item, Way: transition.ExitHandOver, To: "Service Integrator", Note: "overgedragen"})
		})
	}
	s := c.SeenAt(casetest.When("2022-02-08 09:30"))
	var done *casetest.Answer
	when(c, "2022-02-08 10:00", func() {
		done = casetest.Send(c, leader, transition.Complete, "", transition.Completion{Report: "De exploitatie is gestart."})
	})
	c.Run()

	require.NoError(t, c.Err)
	require.Nil(t, done.Refusal)
	require.Len(t, first.Own.Requests, 5, "one for each provider")
	require.Equal(t, "M3", first.Own.Requests["A1"].Source)
	require.Empty(t, acknowledged.Own.Requests)
	require.Equal(t, transition.MilestoneAtRisk, acknowledged.Own.Milestones["WERK-P"].Status, "held in spite of it")
	require.Equal(t, transition.MilestoneImpossible, silent.Own.Milestones["M6"].Status)
	require.Equal(t, []string{"WERK-P", "WERK-G", "M6"}, silent.Own.Chain("M6"))
	var overdue []string
	for _, i := range silent.Own.Agenda() {
		if i.Kind == transition.AgendaSilent {
			overdue = append(overdue, i.Subject)
		}
	}
	require.Equal(t, []string{"A6", "A7"}, overdue)
	require.Equal(t, 2, rebased.Own.Baseline)
	require.Equal(t, date("2022-02-01"), rebased.Own.Baselines["1"].Dates["M6"])
	require.Equal(t, transition.MilestonePlanned, rebased.Own.Milestones["M6"].Status)
	require.Empty(t, rebased.Own.Requests, "the new dates leave nothing to acknowledge")
	sum := share("0")
	for _, p := range s.Own.Payments {
		require.Equal(t, transition.PaymentApproved, p.State)
		sum = sum.Add(p.Amount)
	}
	require.Equal(t, "4199999.99", sum.StringFixed(2))
	for month, m := range s.Own.Months {
		require.Nil(t, m.Missed, month)
	}
	met, late := 0, 0
	for id := range s.Own.Milestones {
		for _, n := range []string{"1", "2"} {
			switch c.Clock("milestone/" + id + "/" + n).Result.State {
			case sla.Met:
				met++
			case sla.Breached:
				late++
			}
		}
	}
	require.Equal(t, []int{len(s.Own.Milestones) - 1, 1}, []int{met, late}, "M3 alone was missed")
}
