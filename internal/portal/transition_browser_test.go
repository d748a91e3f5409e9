package portal_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/calendar"
	"termijn/workflows/transition"
)

// slipped is a programme in which Alfa's delay reached Beta and the Service Integrator.
func (s site) slipped(t *testing.T) string {
	t.Helper()
	ref := s.programme(t)
	s.as(t, "alfa-verantwoordelijke").steers(ref, "forecast?subject=M1", "date", "2026-04-22", "reason", "De servers komen later.")
	return ref
}

func TestTheProgrammeIsAccessible(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.slipped(t)
	on := func(page string) string { return "/programmes/" + ref + page }
	s.inspects(t, "bestuurslid", map[string]string{"programme": on(""), "plan": on("/plan"), "plan-week": on("/plan?zoom=week"), "plan-month": on("/plan?zoom=month&open=all"), "plan-quarter": on("/plan?zoom=quarter"), "plan-table": on("/plan?view=table"), "steering": on("/steering"),
		"baselines": on("/baselines"), "milestone": on("/milestone?id=M1"), "programmes": "/programmes"})
	s.inspects(t, "beta-verantwoordelijke", map[string]string{"programme-provider": on(""), "acknowledge": "/cases/" + ref + "/acknowledge", "plan-provider": on("/plan"), "milestone-provider": on("/milestone?id=M2")})
	s.inspects(t, "alfa-verantwoordelijke", map[string]string{"deliver": "/cases/" + ref + "/deliver?subject=P1", "baselines-provider": on("/baselines")})
	s.inspects(t, "si-programma", map[string]string{"programme-new": "/programmes/new", "programme-case": "/cases/" + ref, "propose": "/cases/" + ref + "/propose", "open-session": "/cases/" + ref + "/open-session"})
}

// The forms of a running programme, for whom they are; that of a payment that was refused
// looks as the others do.
func TestTheFormsOfAProgrammeAreAccessible(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.slipped(t)
	ctx, alfa, lead := t.Context(), s.As(t, "alfa-verantwoordelijke"), s.As(t, "si-programma")
	_, err := app.Send(ctx, s.Service, alfa, transition.Name, ref, "deliver", transition.Deliver,
		transition.Delivering{Product: "P1", Evidence: []transition.Evidence{{Title: "Ontwerp", URL: "https://dms.example/ontwerp"}}})
	require.NoError(t, err)
	_, err = app.Send(ctx, s.Service, lead, transition.Name, ref, "prove", transition.RecordEvidence,
		transition.Proof{Item: "C2", Evidence: []transition.Evidence{{Title: "Verslag", URL: "https://dms.example/verslag"}}})
	require.NoError(t, err)
	later := onDay(4, 24)
	_, err = app.Send(ctx, s.Service, alfa, transition.Name, ref, "propose", transition.Propose,
		transition.Proposing{Kind: "rebaseline", Reason: "Twee dagen erbij.", Changes: map[string]transition.Redating{"M1": {Due: &later}}})
	require.NoError(t, err)
	planned, err := app.Send(ctx, s.Service, lead, transition.Name, ref, "plan", transition.PlanSession,
		transition.SessionPlan{Date: calendar.DateOf(apptest.Epoch, time.UTC), Hour: 14, Reason: "De servers komen later."})
	require.NoError(t, err)
	_, err = app.Send(ctx, s.Service, lead, transition.Name, ref, "open", transition.OpenSession,
		transition.SessionOpening{Session: planned.Subject, Participants: []transition.Participation{{Org: "si"}, {Org: "board"}, {Org: "alfa"}}})
	require.NoError(t, err)
	for person, forms := range map[string][]string{
		"si-programma": {"change-plan", "check?subject=P1", "record-evidence?subject=C1", "withdraw-evidence?subject=C2", "record-risk", "update-risk?subject=K1", "plan-exit-item", "settle-exit-item?subject=X1", "plan-session",
			"put-proposal?subject=R1", "record-decision", "close-session", "complete"},
		"alfa-verantwoordelijke": {"forecast?subject=M1", "propose", "withdraw-proposal?subject=R1"},
		"beta-verantwoordelijke": {"reach?subject=M4"},
		"bestuurslid":            {"record-award", "stop"},
	} {
		pages := map[string]string{}
		for _, form := range forms {
			path := "/cases/" + ref + "/" + form
			a := s.as(t, person).get(path)
			require.Equal(t, []any{http.StatusOK, path}, []any{a.Status, a.Path}, person)
			pages["form-"+form] = path
		}
		pages["steering-"+person] = "/programmes/" + ref + "/steering"
		s.inspects(t, person, pages)
	}
}
