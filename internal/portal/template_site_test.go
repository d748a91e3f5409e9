package portal_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

var templateTexts = []string{"name", "Storing gemeld", "texts.nl.subject", "Storing: {{title}}", "texts.nl.text", "Sinds {{since}} werkt {{service}} niet.",
	"texts.en.subject", "Disruption: {{title}}", "texts.en.text", "{{service}} is down since {{since}}.", "kind", "communication"}

func TestATemplateIsWrittenApprovedAndRevisedWithItsChangesInSight(t *testing.T) {
	t.Parallel()
	s := open(t)
	desk := s.as(t, "si-servicedesk")
	require.Contains(t, desk.send("/templates/new", "kind", "communication", "name", "Storing", "texts.nl.subject", "{{waar}}", "texts.nl.text", "x", "texts.en.subject", "y", "texts.en.text", "z").Text,
		"geen bestaande invulplaats")
	preview := desk.send("/templates/new", append([]string{"do", "preview"}, templateTexts...)...)
	require.Contains(t, preview.Text, "Storing: Het burgerloket geeft een foutmelding")
	opened := desk.send("/templates/new", templateTexts...)
	require.Regexp(t, `^/cases/TPL-`, opened.Path, opened.Text)
	ref := opened.Path[len("/cases/"):]
	require.Contains(t, desk.get("/templates").Text, ref)
	desk.does(ref, "submit")
	task := "/tasks/" + s.taskOf(t, "bestuurslid", ref, "approve_template")
	require.Contains(t, s.as(t, "bestuurslid").get(task).Text, "Sinds {{since}} werkt {{service}} niet.", "the Board reads what it decides on")
	s.decides(t, "bestuurslid", ref, "approve_template", "approve", "")
	require.Contains(t, desk.get("/cases/"+ref).Text, "Versie 1")

	revise := "/cases/" + ref + "/revise"
	shown := desk.send(revise, append([]string{"do", "preview"}, templateTexts[2:]...)...)
	require.Contains(t, shown.Text, "Sinds ma 2 maart 2026, 10.00 uur werkt Digitaal burgerloket niet.")
	desk.does(ref, "revise", "texts.nl.subject", "Storing: {{title}}", "texts.nl.text", "Sinds {{since}} hapert {{service}} erg.",
		"texts.en.subject", "Disruption: {{title}}", "texts.en.text", "{{service}} is down since {{since}}.")
	desk.does(ref, "submit")
	page := s.as(t, "bestuurslid").get("/tasks/" + s.taskOf(t, "bestuurslid", ref, "approve_template")).Text
	require.Contains(t, page, "Sinds {{since}} <del>werkt </del><ins>hapert </ins>{{service}} <del>niet.</del><ins>erg.</ins>")
	for person, status := range map[string]int{"noord-aanvrager": http.StatusForbidden, "alfa-medewerker": http.StatusOK, "bestuurslid": http.StatusOK} {
		require.Equal(t, status, s.as(t, person).get("/templates").Status, person)
		require.Equal(t, http.StatusForbidden, s.as(t, person).get("/templates/new").Status, person)
	}
}

// The minimum requirements of verification are drafted by the Service Integrator,
// approved by the Board and published to all (B-37).
func TestRequirementsAreReadByEverybodyOnceTheBoardApprovedThem(t *testing.T) {
	t.Parallel()
	s := open(t)
	desk := s.as(t, "si-servicedesk")
	requirements := []string{"kind", "verification", "name", "Overdracht", "texts.nl.subject", "Minimumvereisten", "texts.nl.text", "Elke oplevering is {{overdraagbaar}}.",
		"texts.en.subject", "Minimum requirements", "texts.en.text", "Every delivery can be transferred."}
	preview := desk.send("/templates/new", append([]string{"do", "preview"}, requirements...)...)
	require.Contains(t, preview.Text, "Elke oplevering is {{overdraagbaar}}.", "nothing is filled in")
	require.NotContains(t, preview.Text, "het nummer van het incident", "and no places are offered")
	opened := desk.send("/templates/new", requirements...)
	require.Regexp(t, `^/cases/TPL-`, opened.Path, opened.Text)
	ref := opened.Path[len("/cases/"):]
	require.Contains(t, desk.get("/templates").Text, "Minimumvereisten voor verificatie")
	desk.does(ref, "submit")
	require.NotContains(t, s.as(t, "noord-aanvrager").get("/verification").Text, "overdraagbaar", "not before the Board approved it")
	s.decides(t, "bestuurslid", ref, "approve_template", "approve", "")
	for _, person := range []string{"noord-aanvrager", "zuid-goedkeurder", "alfa-medewerker", "si-beheerder", "bestuurslid"} {
		page := s.as(t, person).get("/verification")
		require.Equal(t, http.StatusOK, page.Status, person)
		require.Contains(t, page.Text, "Elke oplevering is {{overdraagbaar}}.", person)
		require.Contains(t, page.Text, "Versie 1, goedgekeurd op", person)
	}
	require.Contains(t, s.as(t, "beta-medewerker").get("/verification").Text, "Every delivery can be transferred.", "in the reader's language")
	require.Contains(t, s.as(t, "noord-aanvrager").get("/cases").Text, `<a href="/verification">`, "everybody finds it")
}
