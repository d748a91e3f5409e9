package portal_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/workflows/template"
)

// inForce is a template that the Board approved.
func (s site) inForce(t *testing.T) {
	t.Helper()
	ctx, desk := t.Context(), s.As(t, "si-servicedesk")
	dutch := template.Text{Subject: "Storing: {{service}}", Text: "Er is een storing ({{ref}}) bij {{service}}."}
	english := template.Text{Subject: "Disruption: {{service}}", Text: "There is a disruption ({{ref}}) of {{service}}."}
	r, err := s.Service.OpenTemplate(ctx, desk, "template-1", template.Request{Kind: template.Communication, Name: "Storing gemeld",
		Texts: map[string]template.Text{"nl": dutch, "en": english}})
	require.NoError(t, err)
	whole, err := s.Service.Whole(ctx, desk, r.Ref)
	require.NoError(t, err)
	own, err := app.TemplateOf(whole.CaseRow)
	require.NoError(t, err)
	_, err = app.Send(ctx, s.Service, desk, template.Name, r.Ref, "template-submit", template.Submit, template.Submission{Content: own.Draft.Content})
	require.NoError(t, err)
	task := s.taskOf(t, "bestuurslid", r.Ref, "approve_template")
	row, err := s.Service.Task(ctx, s.As(t, "bestuurslid"), task)
	require.NoError(t, err)
	_, err = s.Service.Decide(ctx, s.As(t, "bestuurslid"), task, "template-approve", app.Decision{Option: "approve", Content: row.Content})
	require.NoError(t, err)
}

func TestWhoeverHasAKnownIncidentJoinsItInsteadOfReportingIt(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.reported(t, "one", "Geheime titel van de melder", "e-mail", "high", "medium")
	desk, zuid := s.as(t, "si-servicedesk"), s.as(t, "zuid-projectleider")
	require.Contains(t, desk.get("/cases/"+ref+"/communicate").Text, "geen goedgekeurd sjabloon")
	refused := desk.send("/cases/"+ref+"/communicate", "heading", "Storing", "text", "Wij zoeken.")
	require.Equal(t, http.StatusUnprocessableEntity, refused.Status, "no text without a template (B-30)")

	s.inForce(t)
	form := desk.get("/cases/" + ref + "/communicate")
	require.Contains(t, form.Text, "Er is een storing ("+ref+") bij E-mail en agenda.\n\n— English —\n\nThere is a disruption ("+ref+") of E-mail and calendar.</textarea>",
		"drafted from the template, for readers of both languages")
	require.Contains(t, form.Text, `value="Storing: E-mail en agenda / Disruption: E-mail and calendar"`)
	told := desk.does(ref, "communicate", "heading", "Storing bij e-mail", "text", "Wij zoeken de oorzaak.", "client.zuid", "yes", "public", "yes")
	require.Contains(t, told.Text, "ook op de statuspagina")
	again := desk.get("/cases/" + ref + "/communicate").Text
	require.NotContains(t, again, `name="client.zuid"`, "who is affected hears it: there is nothing to leave out")
	require.Contains(t, again, "Departement Zuid")

	known := zuid.get("/incidents/new?service=e-mail&text=mail+werkt+niet")
	require.Contains(t, known.Text, "Storing bij e-mail")
	require.Contains(t, known.Text, "Wij zoeken de oorzaak.")
	require.NotContains(t, known.Text, "Geheime titel", "only what was written to be public")
	require.Contains(t, known.Text, "Toch melden")
	require.Contains(t, zuid.get("/incidents/new?service=e-mail&text=mail+werkt+niet&full=1").Text, `value="mail werkt niet"`, "the words survive")
	joined := zuid.post("/incidents/join", "key", known.hidden(t, "key"), "ref", ref)
	require.Equal(t, "/incidents", joined.Path)
	require.Contains(t, joined.Text, "U volgt "+ref+" nu")
	twice := zuid.post("/incidents/join", "key", "another-key", "ref", ref)
	require.Contains(t, twice.Text, "flash problem")
	page := desk.get("/cases/" + ref).Text
	require.Contains(t, page, "1 andere persoon heeft dit ook.")
	require.Contains(t, page, "Projectleider Zuid heeft hetzelfde incident")
	reporter := s.as(t, "noord-aanvrager").get("/cases/" + ref).Text
	require.Contains(t, reporter, "1 andere persoon heeft dit ook.")
	require.Contains(t, reporter, "Iemand van een andere klant heeft hetzelfde incident")
	require.NotContains(t, reporter, "Projectleider Zuid", "who it is, is not for another Client")
	require.Equal(t, http.StatusNotFound, zuid.post("/incidents/join", "key", "third-key", "ref", "INC-2026-000099").Status)
}
