package portal_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/record"
	"termijn/workflows/standard"
)

// standardText are the fields of a template that lacks nothing.
var standardText = []string{"kind", "template", "text.name", "Certificaat vernieuwen", "text.why", "Tien keer gedaan.", "text.items", "burgerloket", "text.minutes", "30",
	"text.steps", "Plaatsen\n\n  Herladen  ", "text.impact", "Geen.", "text.risk.likelihood", "low", "text.risk.effect", "low", "text.testPlan", "Op de testomgeving.",
	"text.backOut", "Het oude terugzetten.", "text.communication", "Aan de servicedesk."}

// with are fields with some of them changed, or added.
func with(fields []string, pairs ...string) []string {
	all := append([]string(nil), fields...)
	for i := 0; i+1 < len(pairs); i += 2 {
		found := false
		for j := 0; j+1 < len(all); j += 2 {
			if all[j] == pairs[i] {
				all[j+1], found = pairs[i+1], true
			}
		}
		if !found {
			all = append(all, pairs[i], pairs[i+1])
		}
	}
	return all
}

func TestAStandardChangeIsProposedApprovedRevisedAndSetBackInSight(t *testing.T) {
	t.Parallel()
	s := open(t)
	agent, chair := s.as(t, "alfa-medewerker"), s.as(t, "si-cab-voorzitter")
	wrong := agent.send("/standard-changes/new", with(standardText, "text.steps", " ", "text.items", "", "text.minutes", "veel")...)
	require.Equal(t, http.StatusUnprocessableEntity, wrong.Status)
	require.Contains(t, wrong.Text, "Tien keer gedaan.", "what was typed survives")
	wrong = agent.send("/standard-changes/new", with(standardText, "text.steps", " ", "text.items", "")...)
	require.Contains(t, wrong.Text, `href="#f-text.steps"`)
	require.Contains(t, wrong.Text, `href="#f-text.items"`)
	opened := agent.send("/standard-changes/new", standardText...)
	require.Regexp(t, `^/cases/STD-`, opened.Path, opened.Text)
	ref := opened.Path[len("/cases/"):]
	agent.does(ref, "submit")
	page := chair.get("/tasks/" + s.taskOf(t, "si-cab-voorzitter", ref, "approve_standard")).Text
	require.Contains(t, page, "Het oude terugzetten.", "the chair reads what is decided on")
	require.Contains(t, page, "geen afgewerkte gewone wijzigingen", "and what became of such changes")
	s.decides(t, "si-cab-voorzitter", ref, "approve_standard", "approve", "")
	require.Contains(t, agent.get("/standard-changes").Text, "Van kracht")

	require.Contains(t, agent.get("/cases/"+ref+"/revise").Text, "Plaatsen\nHerladen</textarea>", "the editor begins with what is in force")
	agent.does(ref, "revise", with(standardText, "text.backOut", "Het vorige terugzetten.")...)
	require.Contains(t, agent.get("/cases/"+ref+"/submit").Text, "Het <del>oude </del><ins>vorige </ins>terugzetten.", "with its changes in sight")
	agent.does(ref, "submit")
	s.decides(t, "si-cab-voorzitter", ref, "approve_standard", "approve", "")
	page = agent.get("/cases/" + ref).Text
	require.Contains(t, page, "Versie 2")
	require.Contains(t, page, "Gewijzigd ten opzichte van versie 1")

	chair.does(ref, "set-back", "reason", "Drie storingen in een maand.", "incident", "INC-2026-000009")
	for _, reader := range []reader{agent, chair} {
		require.Contains(t, reader.get("/standard-changes").Text, "Drie storingen in een maand.", "the catalogue says why")
		page = reader.get("/cases/" + ref).Text
		require.Contains(t, page, "Niemand mag deze standaardwijziging nog volgen")
		require.Contains(t, page, `href="/cases/INC-2026-000009"`)
	}
	for person, status := range map[string]int{"noord-aanvrager": http.StatusForbidden, "alfa-medewerker": http.StatusOK, "beta-medewerker": http.StatusOK, "bestuurslid": http.StatusOK} {
		a := s.as(t, person).get("/standard-changes")
		require.Equal(t, status, a.Status, person)
		if person == "beta-medewerker" {
			require.NotContains(t, a.Text, ref, "another provider's is not there")
			require.Equal(t, http.StatusNotFound, s.as(t, person).get("/cases/"+ref).Status)
		}
	}
	require.Equal(t, http.StatusForbidden, chair.get("/standard-changes/new").Status, "the Service Integrator proposes none for a provider (G-02)")
}

func TestAFrameIsWrittenWithItsBounds(t *testing.T) {
	t.Parallel()
	s := open(t)
	agent := s.as(t, "alfa-medewerker")
	require.NotContains(t, agent.get("/standard-changes/new?kind=frame").Text, `name="text.steps"`)
	opened := agent.send("/standard-changes/new", "kind", "frame", "text.name", "Uitrol van het loket", "text.why", "Getest.", "text.items", "burgerloket", "text.minutes", "20",
		"text.environments", "productie", "text.evidence", "unit\nsecurity-scan", "text.fromHour", "8", "text.toHour", "18", "text.workingDays", "yes", "text.decide", "collision",
		"text.risk.likelihood", "low", "text.risk.effect", "medium", "text.backOut", "De vorige versie.", "text.communication", "Teamkanaal.")
	require.Regexp(t, `^/cases/STD-`, opened.Path, opened.Text)
	ref := opened.Path[len("/cases/"):]
	require.Contains(t, agent.get(opened.Path).Text, "van 8 tot 18 uur, alleen op werkdagen")
	row, err := s.Service.Case(t.Context(), s.As(t, "alfa-medewerker"), ref)
	require.NoError(t, err)
	own, err := app.StandardOf(row)
	require.NoError(t, err)
	require.Equal(t, []string{"unit", "security-scan"}, own.Draft.Text.Evidence)
	require.Equal(t, record.Parties{Providers: []string{"alfa"}}, row.Parties)
	require.Equal(t, standard.DecideCollision, own.Draft.Text.Decide)
	agent.does(ref, "withdraw-draft", "reason", "Niet nodig")
}
