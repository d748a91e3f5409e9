package portal_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
	"termijn/internal/ledger"
)

func TestTheDailyMeetingShowsWhoMustActAndToWhom(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.WithStatus())
	alfa, beta := s.reported(t, "one", "Wifi valt weg", "netwerk", "medium", "high"), s.reported(t, "two", "Loket onbereikbaar", "burgerloket", "high", "medium")
	for person, sees := range map[string][2]bool{"si-servicedesk": {true, true}, "bestuurslid": {true, true}, "alfa-medewerker": {true, false}, "beta-medewerker": {false, true}} {
		page := s.as(t, person).get("/incidents/daily")
		require.Equal(t, http.StatusOK, page.Status, person)
		for i, ref := range []string{alfa, beta} {
			require.Equal(t, sees[i], containsText(page, ref), "%s and %s", person, ref)
		}
	}
	require.Contains(t, s.as(t, "alfa-medewerker").get("/incidents/daily").Text, "1 in totaal")
	require.Equal(t, http.StatusForbidden, s.as(t, "noord-aanvrager").get("/incidents/daily").Status)
	desk := s.as(t, "si-servicedesk")
	require.Contains(t, desk.get("/incidents/daily").Text, "Er is nog geen lijst vastgelegd")

	rows, _, err := s.Service.Cases(t.Context(), s.As(t, "si-servicedesk"), ledger.CaseFilter{Process: "status"}, ledger.Page{})
	require.NoError(t, err)
	require.Len(t, rows, 1)
	desk.does(rows[0].Ref, "report-now", "remark", "Voor het overleg")
	require.Eventually(t, func() bool {
		return containsText(desk.get("/incidents/daily"), "Laatste vastgelegde lijst: ma 2 maart 2026")
	}, 30*time.Second, 100*time.Millisecond)
	require.Contains(t, desk.get("/incidents/daily").Text, "2 incidenten: ")
	own := s.as(t, "alfa-medewerker").get("/incidents/daily")
	require.Contains(t, own.Text, "1 incident: ", "a provider reads its own part of the report")
	require.NotContains(t, own.Text, rows[0].Ref)
}
