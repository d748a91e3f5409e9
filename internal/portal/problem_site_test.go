package portal_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAProblemIsOpenedAndSolvedByItsForms(t *testing.T) {
	t.Parallel()
	s := open(t)
	found := s.reported(t, "one", "Het loket is traag", "burgerloket", "medium", "medium")
	agent, desk := s.as(t, "beta-medewerker"), s.as(t, "si-servicedesk")
	agent.post("/language", "language", "nl")

	wrong := agent.send("/problems/new", "title", "Het loket is traag", "service", "burgerloket", "category", "netwerk/verbinding")
	require.Equal(t, http.StatusUnprocessableEntity, wrong.Status)
	require.Contains(t, wrong.Text, "hoort bij een andere dienst")
	require.Contains(t, wrong.Text, `value="Het loket is traag"`, "what was typed stays")
	foreign := agent.send("/problems/new", "title", "Wifi", "description", "Valt weg", "service", "netwerk")
	require.Equal(t, http.StatusUnprocessableEntity, foreign.Status, "another provider's service")
	opened := agent.send("/problems/new", "title", "Het loket is traag", "description", "Elke maandag.", "service", "burgerloket", "category", "burgerloket/traag", "incidents", found)
	require.Regexp(t, `^/cases/PRB-`, opened.Path, opened.Text)
	ref := opened.Path[len("/cases/"):]
	require.Contains(t, opened.Text, "Wacht op de grondoorzaak van")
	require.Contains(t, opened.Text, found)
	require.Contains(t, opened.Text, "Telt niet mee voor de termijn")

	list := agent.get("/problems")
	require.Contains(t, list.Text, ref)
	require.Contains(t, list.Text, "ICT-Dienstverlener Beta: Zoek de grondoorzaak")
	require.NotContains(t, s.as(t, "alfa-medewerker").get("/problems").Text, ref)

	agent.does(ref, "plan-stage", "stage", "solution", "date", "2026-03-20", "reason", "Afgesproken met het loket")
	a := agent.does(ref, "identify-root-cause", "cause", "Een index ontbrak na een uitrol.", "kind", "change", "change", "CHG-77", "changeBy", "provider",
		"finding", "provider_deviated", "proof", "Verslag 12")
	require.Contains(t, a.Text, "de dienstverlener week af van het proces")
	require.NotContains(t, a.Text, "Prijscorrectie", "no critical incident, no correction")
	require.Contains(t, a.Text, "vr 20 maart 2026")
	agent.does(ref, "record-known-error", "symptoms", "Pagina's laden traag.", "workaround", "Probeer het na 10 uur.", "public", "yes")
	require.Contains(t, visitor(t, s.URL).get("/status").Text, "Probeer het na 10 uur.", "a public known error helps everybody")
	a = agent.does(ref, "implement-solution", "solution", "De index is terug.")
	require.Contains(t, a.Text, "gaat na of ze werkt")
	a = desk.does(ref, "close", "result", "Twee weken geen traagheid.")
	require.Contains(t, a.Text, "Gesloten")
	require.NotContains(t, visitor(t, s.URL).get("/status").Text, "Probeer het na 10 uur.")
	require.Contains(t, desk.get("/problems?open=closed").Text, ref)
}
