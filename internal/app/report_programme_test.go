package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/identity"
	"termijn/workflows/transition"
)

// A programme holds the milestones of several providers: a provider's report counts
// what that provider promised, whoever asks for it.
func TestAProvidersReportCountsItsOwnMilestones(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	ref := running(t, w)
	ctx, lead, alfa, beta := t.Context(), w.As(t, "si-programma"), w.As(t, "alfa-verantwoordelijke"), w.As(t, "beta-verantwoordelijke")
	report := func(p identity.Principal, provider string) map[string][2]int {
		r, err := w.Service.SLA(ctx, p, app.SLAFilter{Process: transition.Name, Provider: provider, From: day(t, "2026-01-01"), Until: day(t, "2026-12-01")})
		require.NoError(t, err)
		count := map[string][2]int{}
		for _, m := range r.Months {
			n := count[m.Definition]
			count[m.Definition] = [2]int{n[0] + m.Measured, n[1] + m.Running}
		}
		return count
	}
	// Nobody but the Board had to decide so far: on the plan.
	all := report(lead, "")
	require.Equal(t, [2]int{0, 4}, all["transition.milestone"], "SPEC, ALFA, BETA and DONE")
	require.Equal(t, [2]int{1, 0}, all["transition.decision"])
	for _, of := range []map[string][2]int{report(alfa, ""), report(lead, "alfa"), report(alfa, "alfa")} {
		require.Equal(t, map[string][2]int{"transition.milestone": {0, 1}}, of)
	}
	require.Empty(t, report(alfa, "beta"), "nothing of another provider")

	// SPEC slips: alfa and beta are asked to acknowledge, and beta does.
	own := programmeOf(t, w, lead, ref)
	_, err := app.Send(ctx, w.Service, lead, transition.Name, ref, "f", transition.Forecast, transition.ForecastDate{Milestone: "SPEC", Date: own.Milestones["BETA"].Due,
		Reason: "Later", Seen: own.Milestones["SPEC"].Seen()})
	require.NoError(t, err)
	own = programmeOf(t, w, beta, ref)
	require.Len(t, own.Requests, 1)
	for id := range own.Requests {
		_, err = app.Send(ctx, w.Service, beta, transition.Name, ref, "a", transition.Acknowledge, transition.Acknowledgement{Request: id,
			Answers: []transition.Answer{{Milestone: "BETA", Expected: own.Carried["BETA"].Expected, Reason: "Wij testen in het weekend."}}})
		require.NoError(t, err)
	}
	require.Equal(t, [2]int{1, 1}, report(lead, "")["transition.acknowledgement"])
	require.Equal(t, map[string][2]int{"transition.milestone": {0, 1}, "transition.acknowledgement": {0, 1}}, report(alfa, ""))
	require.Equal(t, map[string][2]int{"transition.milestone": {0, 1}, "transition.acknowledgement": {1, 0}}, report(lead, "beta"), "what is answered counts for who answered")
}
