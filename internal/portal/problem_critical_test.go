package portal_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/problem"
	"termijn/workflows/regie"
)

// explained resolves a critical incident some time after it was reported, and
// returns the problem that this opens (C-26).
func (s site) explained(t *testing.T, after time.Duration) string {
	t.Helper()
	ref, _ := s.critical(t)
	s.reaches(t, s.Service.Now().Add(after))
	s.as(t, "beta-medewerker").does(ref, "resolve", "solution", "De databank is herstart.")
	found := ""
	require.Eventually(t, func() bool {
		whole, err := s.Service.Whole(t.Context(), s.As(t, "si-servicedesk"), ref)
		require.NoError(t, err)
		for _, l := range whole.Links {
			if l.Process == problem.Name {
				found = l.Ref
			}
		}
		return found != ""
	}, 30*time.Second, 50*time.Millisecond)
	return found
}

func TestTheBoardRulesOnACriticalIncidentThatTookTooLong(t *testing.T) {
	t.Parallel()
	for option, c := range map[string]struct{ reason, ruling, end string }{
		"approve": {"", "de overschrijding blijft buiten de prijscorrectie", "Goedgekeurd door het Bestuur: niet in de prijscorrectie"},
		"reject":  {"Het overleg begon te laat.", "de overschrijding blijft in de prijscorrectie", "Afgekeurd door het Bestuur: blijft in de prijscorrectie"},
	} {
		t.Run(option, func(t *testing.T) {
			t.Parallel()
			// Half an hour a second: the target of 90 minutes passes during the test.
			s := open(t, apptest.Speed(1800))
			ref := s.explained(t, 91*time.Minute)
			level, board := s.as(t, "si-dienstniveau"), s.as(t, "bestuurslid")
			page := level.get("/cases/" + ref).Text
			for _, text := range []string{"Overschrijding van de termijn", "Nog te onderzoeken", "Onderzoek waarom het incident langer duurde dan zijn termijn"} {
				require.Contains(t, page, text)
			}
			require.NotContains(t, s.as(t, "beta-medewerker").get("/cases/"+ref).Text, "/analyse-overrun", "the Service Integrator analyses its own share (C-24)")

			form := "/cases/" + ref + "/analyse-overrun"
			for field, typed := range map[string][]string{"share": {"cause", "De leverancier kwam laat."}, "proof": {"cause", "De leverancier kwam laat.", "share", "no"}} {
				wrong := level.send(form, typed...)
				require.Equal(t, http.StatusUnprocessableEntity, wrong.Status)
				require.Contains(t, wrong.Text, linkTo(field))
				require.Contains(t, wrong.Text, "De leverancier kwam laat.", "what was typed stays")
			}
			page = level.does(ref, "analyse-overrun", "cause", "De leverancier kwam laat.", "share", "no", "proof", "Verslag 12").Text
			require.Contains(t, page, "Wacht op de beslissing van het Bestuur")
			require.NotContains(t, page, "/analyse-overrun", "once is enough")

			task := "/tasks/" + s.taskOf(t, "bestuurslid", ref, "rule_overrun")
			shown := board.get(task).Text
			for _, text := range []string{"Beslis of de overschrijding buiten de prijscorrectie blijft", "De leverancier kwam laat.", "zonder aandeel van de Service Integrator", "Verslag 12", "Dienstniveaubeheerder"} {
				require.Contains(t, shown, text, "the Board reads what it rules on")
			}
			require.NotContains(t, level.get(task).Text, `name="option"`, "nobody rules on their own share")
			require.Equal(t, http.StatusForbidden, level.post(task, "option", option, "reason", "Zo is het.", "key", "a-key-of-their-own", "content", board.get(task).hidden(t, "content")).Status)
			if c.reason != "" {
				bare := board.send(task, "option", option)
				require.Equal(t, http.StatusUnprocessableEntity, bare.Status, "a refusal has its reason")
			}
			s.decides(t, "bestuurslid", ref, "rule_overrun", option, c.reason)
			page = board.get("/cases/" + ref).Text
			for _, text := range []string{c.end, c.ruling, c.reason} {
				require.Contains(t, page, text)
			}
			require.NotContains(t, page, "Wacht op de beslissing van het Bestuur")
		})
	}
}

func TestAShareOfTheServiceIntegratorIsNotForTheBoard(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.Speed(1800))
	ref := s.explained(t, 91*time.Minute)
	page := s.as(t, "si-dienstniveau").does(ref, "analyse-overrun", "cause", "Het overleg begon te laat.", "share", "yes").Text
	require.Contains(t, page, "De Service Integrator had er een aandeel in")
	require.Contains(t, page, "met een aandeel van de Service Integrator")
	require.NotContains(t, page, "Wacht op de beslissing van het Bestuur")
}

func TestTheFindingSaysWhatItMeansForThePriceCorrection(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.explained(t, 0)
	desk := s.as(t, "si-servicedesk")
	require.NotContains(t, desk.get("/cases/"+ref).Text, "/analyse-overrun", "it was resolved in time")
	cause := []string{"cause", "Een uitrol brak een index.", "kind", "change", "change", "CHG-77", "changeBy", "provider"}
	found := func(finding string, more ...string) string {
		return desk.does(ref, "identify-root-cause", append(append([]string{"finding", finding}, more...), cause...)...).Text
	}
	require.Contains(t, found("none"), "nog niet beslist: er is geen vaststelling (C-30)")
	bare := desk.send("/cases/"+ref+"/identify-root-cause", append([]string{"finding", "provider_deviated"}, cause...)...)
	require.Equal(t, http.StatusUnprocessableEntity, bare.Status)
	require.Contains(t, bare.Text, linkTo("proof"), "a finding comes with its proof (C-30)")
	require.Contains(t, found("provider_deviated", "proof", "Verslag 12"), "geen prijscorrectie: de dienstverlener week af van het proces (C-30)")
	for _, finding := range []string{"process_badly_described", "process_badly_communicated"} {
		require.Contains(t, found(finding, "proof", "Verslag 13"), "de prijscorrectie blijft: het proces was slecht beschreven of gecommuniceerd (C-30)")
	}
	require.Contains(t, s.as(t, "bestuurslid").get("/cases/"+ref).Text, "de prijscorrectie blijft")
}

// trend opens the proposal that the analysis over all incidents makes (B-31, E-42).
func (s site) trend(t *testing.T, ref string) {
	t.Helper()
	one, two := s.reported(t, ref+"-one", "Traag op maandag", "burgerloket", "low", "low"), s.reported(t, ref+"-two", "Weer traag", "burgerloket", "low", "low")
	o := problem.Proposal(problem.Trend{Title: "Digitaal burgerloket: traag", Service: "burgerloket", Category: "burgerloket/traag", Pattern: problem.Recurring,
		From: calendar.Date{Year: 2026, Month: 2, Day: 2}, Until: calendar.Date{Year: 2026, Month: 3, Day: 2}, Count: 7, Incidents: []string{one, two},
		Handler: casework.Handler{Team: "beta-toepassingen", Org: "beta"}, Parties: record.Parties{Providers: []string{"beta"}}})
	start := casework.Start[problem.State]{Links: o.Links, State: casework.State[problem.State]{Ref: ref, Process: o.Process, Version: o.Version, Title: o.Title,
		Parties: o.Parties, Time: s.Service.Time, Own: o.Own.(problem.State), Definitions: s.Policy.Definitions.For(o.Process, calendar.DateOf(apptest.Epoch, time.UTC))}}
	_, err := s.Temporal.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{ID: app.WorkflowID(ref), TaskQueue: regie.TaskQueue}, problem.Name, start)
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		_, err := s.Service.Case(t.Context(), s.As(t, "si-servicedesk"), ref)
		return err == nil
	}, 30*time.Second, 20*time.Millisecond)
}

func TestTheServiceDeskDecidesOnAProposedProblem(t *testing.T) {
	t.Parallel()
	s := open(t)
	const taken, left = "PRB-2026-000901", "PRB-2026-000902"
	s.trend(t, taken)
	s.trend(t, left)
	desk := s.as(t, "si-servicedesk")
	for _, ref := range []string{taken, left} {
		page := desk.get("/cases/" + ref).Text
		for _, text := range []string{"Voorgesteld", "is dit voorstel een probleem?", "terugkerende incidenten", "7 incidenten"} {
			require.Contains(t, page, text)
		}
		task := desk.get("/tasks/" + s.taskOf(t, "si-servicedesk", ref, "decide_proposal")).Text
		for _, text := range []string{"Beslis over het voorgestelde probleem", "terugkerende incidenten", "Traag op maandag", "Weer traag", "Aanvaarden", "Weigeren"} {
			require.Contains(t, task, text, "the desk reads what it decides on")
		}
	}
	s.decides(t, "si-servicedesk", taken, "decide_proposal", "accept", "")
	page := desk.get("/cases/" + taken).Text
	require.Contains(t, page, "Wacht op de grondoorzaak van")
	require.Contains(t, page, "Servicedesk aanvaardde het voorstel.")

	bare := desk.send("/tasks/"+s.taskOf(t, "si-servicedesk", left, "decide_proposal"), "option", "decline")
	require.Equal(t, http.StatusUnprocessableEntity, bare.Status, "a refusal has its reason")
	s.decides(t, "si-servicedesk", left, "decide_proposal", "decline", "Het onderhoud op maandag verklaart het.")
	page = desk.get("/cases/" + left).Text
	for _, text := range []string{"Voorstel geweigerd", "Dit dossier is afgesloten", "Het onderhoud op maandag verklaart het."} {
		require.Contains(t, page, text)
	}
	require.NotContains(t, page, "/identify-root-cause")
	list := desk.get("/problems").Text
	require.Contains(t, list, taken)
	require.NotContains(t, list, left)
}
