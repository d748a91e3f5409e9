package portal_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/internal/signedlink"
	"termijn/workflows/casework"
	"termijn/workflows/regie"
	"termijn/workflows/survey"
)

// invited opens a survey as a closed incident does, and returns its link.
func (s site) invited(t *testing.T, ref string) string {
	t.Helper()
	o := survey.Opening(survey.About{Incident: "INC-2026-000042", Title: "Loket onbereikbaar", Solver: "alfa", Closed: apptest.Epoch, Counted: true},
		record.Parties{Client: "noord", Requester: "noord-aanvrager"})
	start := casework.Start[survey.State]{State: casework.State[survey.State]{Ref: ref, Process: o.Process, Version: o.Version, Title: o.Title,
		Parties: o.Parties, Time: s.Service.Time, Own: o.Own.(survey.State), Definitions: s.Policy.Definitions.For(o.Process, calendar.DateOf(apptest.Epoch, time.UTC))}}
	_, err := s.Temporal.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{ID: app.WorkflowID(ref), TaskQueue: regie.TaskQueue}, survey.Name, start)
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		_, err := s.Service.SurveyOf(t.Context(), ref)
		return err == nil
	}, 30*time.Second, 20*time.Millisecond)
	key, err := s.Store.LinkKey(t.Context())
	require.NoError(t, err)
	return signedlink.SurveyPath(key, ref)
}

func TestASurveyIsAnsweredByItsLinkWithoutSigningIn(t *testing.T) {
	t.Parallel()
	s := open(t)
	link := s.invited(t, "SRV-2026-000001")
	r := visitor(t, s.URL)
	page := r.get(link + "?score=2")
	require.Equal(t, http.StatusOK, page.Status)
	require.Contains(t, page.Text, "ICT-Dienstverlener Alfa", "who solved it is shown (E-14)")
	require.Contains(t, page.Text, `value="2" checked`)
	v, err := s.Service.SurveyOf(t.Context(), "SRV-2026-000001")
	require.NoError(t, err)
	require.Zero(t, v.Score, "following a link answers nothing")

	require.Equal(t, http.StatusUnprocessableEntity, r.post(link, "comment", "Geen score").Status)
	require.Contains(t, r.post(link, "comment", "Geen score").Text, "Kies een score van 1 tot 5.")
	require.Contains(t, r.post(link, "score", "2", "comment", "Het duurde lang").Text, "Bedankt voor uw antwoord")
	require.Contains(t, r.get(link).Text, "al beantwoord")
	require.Contains(t, r.post(link, "score", "5", "comment", "Toch goed").Text, "al beantwoord")

	// An altered link tells nothing: not whether there is such a survey.
	bad := r.get(strings.Replace(link, "SRV-2026-000001", "SRV-2026-000002", 1))
	require.Equal(t, http.StatusNotFound, bad.Status)
	require.NotContains(t, bad.Text, "Loket onbereikbaar")
	require.Contains(t, r.post(link+"x", "score", "5").Text, "Deze link werkt niet")

	inside := s.as(t, "si-servicedesk").get("/cases/SRV-2026-000001").Text
	require.Contains(t, inside, "2 – weinig tevreden")
	require.Contains(t, inside, "Het duurde lang")
	colleague := s.as(t, "noord-projectleider").get("/cases/SRV-2026-000001").Text
	require.NotContains(t, colleague, "Het duurde lang", "a colleague of the reporter sees that there is an answer, not which")
	require.NotContains(t, colleague, "weinig tevreden")
	done := s.as(t, "si-servicedesk").does("SRV-2026-000001", "report-contact", "result", "Uitgelegd en verontschuldigd.")
	require.Contains(t, done.Text, "Uitgelegd en verontschuldigd.")
}

func TestASurveyCanBeAnsweredInThePortalTooByItsReporterAlone(t *testing.T) {
	t.Parallel()
	s := open(t)
	link := s.invited(t, "SRV-2026-000001")
	require.Equal(t, http.StatusForbidden, s.as(t, "noord-projectleider").send("/cases/SRV-2026-000001/answer", "score", "5").Status)
	require.NotContains(t, s.as(t, "noord-projectleider").get("/cases/SRV-2026-000001").Text, "/answer")
	s.as(t, "noord-aanvrager").does("SRV-2026-000001", "answer", "score", "5")
	require.Contains(t, visitor(t, s.URL).get(link).Text, "al beantwoord")
}

func TestASurveyWhoseTermPassedSaysSo(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.WithoutWorker())
	s.stands(t, "SRV-2026-000001", survey.Name, survey.Unanswered, survey.State{About: survey.About{Incident: "INC-2026-000042", Title: "Loket onbereikbaar"}})
	key, err := s.Store.LinkKey(t.Context())
	require.NoError(t, err)
	r := visitor(t, s.URL)
	link := signedlink.SurveyPath(key, "SRV-2026-000001")
	page := r.get(link)
	require.Equal(t, http.StatusGone, page.Status)
	require.Contains(t, page.Text, "De termijn is voorbij")
	require.NotContains(t, page.Text, `name="score"`)
}
