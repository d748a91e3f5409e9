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

func checks(c story, product string, delivery int, ok bool, findings string) *casetest.Answer {
	return casetest.Send(c, leader, transition.Check, "", transition.Checking{Product: product, Delivery: delivery, OK: ok, Findings: findings})
}

// Sentence 13: delivered, checked, refused twice, accepted.
func TestAWorkProductIsRefusedAsOftenAsItIsDelivered(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	accepted(t, c)
	var foreign, bare, twice, self, silent, old, again *casetest.Answer
	at(c, "03-10 09:00", func() { foreign = delivers(c, alfa, "tests") })
	at(c, "03-10 09:01", func() {
		bare = casetest.Send(c, beta, transition.Deliver, "", transition.Delivering{Product: "tests", Evidence: []transition.Evidence{{Title: "x", URL: "javascript:alert(1)"}}})
	})
	at(c, "03-10 09:02", func() { delivers(c, betaToo, "tests") })
	at(c, "03-10 09:03", func() { twice = delivers(c, beta, "tests") })
	at(c, "03-11 09:00", func() { silent = checks(c, "tests", 1, false, "") })
	at(c, "03-11 09:01", func() {
		self = casetest.Send(c, beta, transition.Check, "", transition.Checking{Product: "tests", Delivery: 1, OK: true})
	})
	at(c, "03-11 09:02", func() { checks(c, "tests", 1, false, "hoofdstuk 3 ontbreekt") })
	refused := look(c, "03-11 09:03")
	at(c, "03-12 09:00", func() { delivers(c, beta, "tests") })
	at(c, "03-12 09:01", func() { old = checks(c, "tests", 1, true, "") })
	at(c, "03-12 09:02", func() { checks(c, "tests", 2, true, "volledig") })
	checked := look(c, "03-12 09:03")
	at(c, "03-13 09:00", func() { decides(c, asked(t, c, "accept_work_product", "tests"), "reject", "te weinig gevallen") })
	at(c, "03-16 09:00", func() { delivers(c, beta, "tests") })
	at(c, "03-16 09:01", func() { checks(c, "tests", 3, true, "") })
	at(c, "03-17 09:00", func() { again = decides(c, asked(t, c, "accept_work_product", "tests"), "approve", "") })
	s := look(c, "03-17 09:01")
	c.Run()
	require.Equal(t, casework.CodeForbidden, foreign.Refusal.Code)
	require.Equal(t, "not_a_link", bare.Refusal.Fields[0].Code)
	require.Equal(t, casework.CodeDone, twice.Refusal.Code)
	require.Equal(t, "required_reason", silent.Refusal.Fields[0].Code)
	require.Equal(t, casework.CodeForbidden, self.Refusal.Code, "nobody checks the own work")
	task, ok := refused.OpenTask("deliver_work_product", "tests")
	require.True(t, ok)
	require.Equal(t, record.Recipient{Org: "beta", Role: "manager"}, task.Assignee)
	require.Equal(t, casework.CodeStale, old.Refusal.Code)
	board, _ := checked.OpenTask("accept_work_product", "tests")
	require.Equal(t, "2026-04-13 00:00", face(*board.Due), "one calendar month (P-13)")
	require.NoError(t, again.Err)
	p := s.Own.Products["tests"]
	require.Equal(t, transition.ProductAccepted, p.State)
	require.Len(t, p.Deliveries, 3)
	require.Equal(t, "hoofdstuk 3 ontbreekt", p.Deliveries["1"].Refused.Reason)
	require.Equal(t, "te weinig gevallen", p.Deliveries["2"].Refused.Reason)
	require.Equal(t, sla.Met, c.Clock("acceptance/tests/3").Result.State)
}

// Sentence 13: two refuse the same delivery; the second hears that it is done.
func TestADeliveryIsRefusedOnce(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	accepted(t, c)
	var one, two *casetest.Answer
	at(c, "03-10 09:00", func() { delivers(c, leader, "catalogue") })
	at(c, "03-10 10:00", func() {
		task := asked(t, c, "accept_work_product", "catalogue")
		one, two = decides(c, task, "reject", "een"), decides(c, task, "reject", "twee")
	})
	s := look(c, "03-10 10:01")
	c.Run()
	require.NoError(t, one.Err)
	require.Equal(t, casework.CodeDone, two.Refusal.Code)
	require.Equal(t, "een", s.Own.Products["catalogue"].Deliveries["1"].Refused.Reason)
}

// ready brings everything before the go-live to its end, in time.
func ready(t testing.TB, c story) {
	accepted(t, c)
	at(c, "03-10 09:00", func() { delivers(c, leader, "catalogue") })
	at(c, "03-10 10:00", func() { decides(c, asked(t, c, "accept_work_product", "catalogue"), "approve", "") })
	at(c, "03-10 11:00", func() { reaches(c, leader, "SPEC", "2026-03-10") })
	at(c, "03-10 12:00", func() { decides(c, asked(t, c, "accept_milestone", "SPEC"), "approve", "") })
	at(c, "03-30 09:00", func() { reaches(c, alfa, "ALFA", "2026-03-30") })
	at(c, "03-31 09:00", func() { delivers(c, beta, "tests") })
	at(c, "03-31 09:01", func() { checks(c, "tests", 1, true, "") })
	at(c, "03-31 09:02", func() { decides(c, asked(t, c, "accept_work_product", "tests"), "approve", "") })
	at(c, "03-31 10:00", func() { reaches(c, beta, "BETA", "2026-03-31") })
	at(c, "03-31 11:00", func() { decides(c, asked(t, c, "accept_milestone", "BETA"), "approve", "") })
}

func proves(c story, who record.Actor, item string) *casetest.Answer {
	return casetest.Send(c, who, transition.RecordEvidence, "", transition.Proof{Item: item, Evidence: evidence(item)})
}

// Sentence 14: no go-live without the whole checklist.
func TestAGoLiveNeedsItsWholeChecklist(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	ready(t, c)
	var without, foreign, withdrawn, half, live *casetest.Answer
	at(c, "04-07 09:00", func() { without = reaches(c, leader, "LIVE", "2026-04-07") })
	at(c, "04-07 09:01", func() { foreign = proves(c, leader, "backout") })
	at(c, "04-07 09:02", func() { proves(c, leader, "processes"); proves(c, alfa, "backout") })
	at(c, "04-07 09:03", func() {
		withdrawn = casetest.Send(c, leader, transition.WithdrawEvidence, "", transition.ProofWithdrawn{Item: "backout", Reason: "niet getest"})
	})
	at(c, "04-07 09:04", func() { half = reaches(c, leader, "LIVE", "2026-04-07") })
	at(c, "04-08 09:00", func() { proves(c, alfa, "backout") })
	at(c, "04-08 09:01", func() { live = reaches(c, leader, "LIVE", "2026-04-08") })
	s := look(c, "04-08 09:02")
	c.Run()
	require.Equal(t, "checklist_open", without.Refusal.Code)
	require.Equal(t, "backout, processes", without.Refusal.Args["items"])
	require.Equal(t, casework.CodeForbidden, foreign.Refusal.Code)
	require.NoError(t, withdrawn.Err)
	require.Equal(t, "backout", half.Refusal.Args["items"])
	require.NoError(t, live.Err)
	require.Equal(t, "https://dms.example/backout", s.Own.Checklist["backout"].Proof.Evidence[0].URL)
}

// Sentence 15.
func TestRisksAreKeptWithTheirMitigation(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	var twice, foreign *casetest.Answer
	at(c, "03-03 09:00", func() {
		casetest.Send(c, alfa, transition.RecordRisk, "", transition.RiskPlan{ID: "glas", Title: "Glasvezel laat", Mitigation: "Tijdelijke lijn", Chance: 2, Impact: 3})
	})
	at(c, "03-03 09:01", func() {
		twice = casetest.Send(c, beta, transition.RecordRisk, "", transition.RiskPlan{ID: "glas", Title: "Nog eens", Mitigation: "x"})
	})
	at(c, "03-03 09:02", func() {
		foreign = casetest.Send(c, beta, transition.UpdateRisk, "", transition.RiskUpdate{Risk: "glas", State: transition.RiskClosed, Note: "x"})
	})
	at(c, "03-03 09:03", func() {
		casetest.Send(c, alfa, transition.UpdateRisk, "", transition.RiskUpdate{Risk: "glas", State: transition.RiskOccurred, Note: "de lijn ligt er niet", Mitigation: "4G"})
	})
	s := look(c, "03-03 09:04")
	c.Run()
	require.Equal(t, "given_twice", twice.Refusal.Fields[0].Code)
	require.Equal(t, casework.CodeForbidden, foreign.Refusal.Code)
	k := s.Own.Risks["glas"]
	require.Equal(t, transition.Owner{Org: "alfa", Person: "alfa-verantwoordelijke"}, k.Owner, "its finder's")
	require.Equal(t, []any{transition.RiskOccurred, "4G", 2, 3}, []any{k.State, k.Mitigation, k.Chance, k.Impact})
}

// Sentence 16 (O-03).
func TestOpenItemsOfThePreviousProviderAreClosedOrHandedOver(t *testing.T) {
	t.Parallel()
	c := programme(t, lived{})
	settle := func(x transition.ExitSettled) *casetest.Answer {
		return casetest.Send(c, leader, transition.SettleExitItem, "", x)
	}
	var toNobody, done, again *casetest.Answer
	before := look(c, "03-03 08:59")
	at(c, "03-03 09:00", func() {
		casetest.Send(c, leader, transition.PlanExitItem, "", transition.ExitPlan{ID: "problems", Title: "Openstaande problemen", Way: transition.ExitHandOver, To: "Beta", Due: date("2026-05-04")})
	})
	planned := look(c, "03-03 09:01")
	at(c, "03-03 09:02", func() {
		toNobody = settle(transition.ExitSettled{Item: "problems", Way: transition.ExitHandOver, Note: "x"})
	})
	at(c, "03-03 09:03", func() {
		done = settle(transition.ExitSettled{Item: "problems", Way: transition.ExitHandOver, To: "Beta", Note: "12 problemen", Evidence: evidence("lijst")})
	})
	at(c, "03-03 09:04", func() { again = settle(transition.ExitSettled{Item: "problems", Way: transition.ExitClose, Note: "x"}) })
	s := look(c, "03-03 09:05")
	c.Run()
	item := transition.AgendaItem{Kind: transition.AgendaExit, Subject: "problems"}
	require.Contains(t, before.Own.Agenda(), item)
	require.NotContains(t, planned.Own.Agenda(), item)
	require.Equal(t, "required", toNobody.Refusal.Fields[0].Code)
	require.NoError(t, done.Err)
	require.Equal(t, casework.CodeDone, again.Refusal.Code)
	require.Equal(t, "Beta", s.Own.ExitItems["problems"].Settled.To)
}
