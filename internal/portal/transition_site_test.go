package portal_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"termijn/internal/calendar"
	"termijn/workflows/transition"
)

// onDay is a date of 2026.
func onDay(month, day int) calendar.Date {
	return calendar.Date{Year: 2026, Month: time.Month(month), Day: day}
}

// transitionPlan is a small programme: Alfa's platform, then Beta's migration, then
// the Service Integrator's go-live.
func transitionPlan() transition.Plan {
	share := decimal.NewFromInt
	return transition.Plan{
		Title: "Transitie van de werkplekdiensten", Price: decimal.RequireFromString("1000000.00"),
		Projects: []transition.ProjectPlan{{ID: "ALFA", Title: "Platform", Owner: transition.Owner{Org: "alfa"}}, {ID: "BETA", Title: "Migratie", Owner: transition.Owner{Org: "beta"}},
			{ID: "SI", Title: "Service-Integratie", Owner: transition.Owner{Org: "si"}}},
		Milestones: []transition.MilestonePlan{
			{ID: "M1", Title: "Platform ingericht", Project: "ALFA", Due: onDay(4, 1), Share: share(30)},
			{ID: "M2", Title: "Gebruikers gemigreerd", Project: "BETA", Due: onDay(4, 15), Share: share(30)},
			{ID: "M3", Title: "In gebruik genomen", Project: "SI", Due: onDay(4, 30), Share: share(40), GoLive: true},
			{ID: "M4", Title: "Opleiding gegeven", Project: "BETA", Due: onDay(5, 20)},
		},
		Links:    []transition.Link{{From: "M1", To: "M2", Lag: 5}, {From: "M2", To: "M3", Lag: 5}},
		Products: []transition.ProductPlan{{ID: "P1", Milestone: "M1", Title: "Ontwerp van het platform", Criteria: []string{"Beschrijft de terugval", "Is getest"}}},
		Checklist: []transition.ItemPlan{{ID: "C1", Milestone: "M3", Kind: transition.ItemBackOut, Title: "Terugvalprocedure geoefend"},
			{ID: "C2", Milestone: "M3", Kind: transition.ItemProcesses, Title: "Alle processen werken"}},
		Risks:     []transition.RiskPlan{{ID: "K1", Title: "Te weinig capaciteit", Milestone: "M1", Owner: transition.Owner{Org: "si"}, Mitigation: "Extra mensen achter de hand.", Chance: 2, Impact: 3}},
		ExitItems: []transition.ExitPlan{{ID: "X1", Title: "Openstaande incidenten", Kind: "incident", From: "Vorige dienstverlener", Way: transition.ExitHandOver, To: "alfa", Due: onDay(4, 20)}},
	}
}

// drafted opens a programme with the plan.
func (s site) drafted(t *testing.T) string {
	t.Helper()
	r, err := s.Service.OpenProgramme(t.Context(), s.As(t, "si-programma"), "programme", transition.Request{Kind: transition.KindProgramme, Plan: transitionPlan()})
	require.NoError(t, err)
	return r.Ref
}

// programme opens a programme whose plan the Board accepted.
func (s site) programme(t *testing.T) string {
	t.Helper()
	ref := s.drafted(t)
	s.as(t, "si-programma").steers(ref, "submit-plan")
	s.decides(t, "bestuurslid", ref, "accept_programme_plan", "approve", "")
	return ref
}

// steers sends a form of a programme that must be done and lead back to it.
func (r reader) steers(ref, command string, pairs ...string) answer {
	r.t.Helper()
	a := r.send("/cases/"+ref+"/"+command, pairs...)
	require.Equal(r.t, http.StatusOK, a.Status, a.Text)
	require.Equal(r.t, "/programmes/"+ref, a.Path, "%s leads back to the programme: %s", command, a.Text)
	require.Contains(r.t, a.Text, `class="flash done"`, command)
	return a
}

func TestASlipIsCarriedAcknowledgedAndTold(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.programme(t)
	board, alfa, beta := s.as(t, "bestuurslid"), s.as(t, "alfa-verantwoordelijke"), s.as(t, "beta-verantwoordelijke")
	beta.post("/language", "language", "nl")
	require.Contains(t, board.get("/programmes/"+ref).Text, "Geen enkele mijlpaal is te laat of in gevaar.")
	for _, page := range []string{"plan", "plan?view=table", "plan?zoom=week&open=none", "steering", "baselines", "milestone?id=M3"} {
		a := board.get("/programmes/" + ref + "/" + page)
		require.Equal(t, http.StatusOK, a.Status, a.Text)
		require.NotContains(t, a.Text, "no value")
	}

	alfa.steers(ref, "forecast?subject=M1", "date", "2026-04-22", "reason", "De servers komen later.")
	page := beta.get("/programmes/" + ref).Text
	require.Contains(t, page, "Te bevestigen: anderen verschoven data")
	require.Contains(t, page, "“Platform ingericht” van ICT-Dienstverlener Alfa wordt verwacht op 22 april 2026.")
	require.NotContains(t, page, "De servers komen later.", "a neighbour's reasons are its own")
	beta.steers(ref, "acknowledge", "seen.M2", "2026-04-29", "answer.M2", "move", "date.M2", "2026-04-29", "reason.M2", "Wij schuiven mee.")
	// Another day, another session: what happened since the last one is news.
	told := s.as(t, "bestuurslid").get("/programmes/" + ref).Text
	for _, text := range []string{"niet haalbaar", "Komt door “Gebruikers gemigreerd” van ICT-Dienstverlener Beta", "Wij schuiven mee.", "De servers komen later.", "sinds uw vorige bezoek"} {
		require.Contains(t, told, text)
	}
}
