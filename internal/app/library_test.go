package app_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/workflows/casework"
	"termijn/workflows/notice"
	"termijn/workflows/template"
)

func firstNews() template.Request {
	return template.Request{Kind: template.Communication, Name: "Eerste bericht", Texts: map[string]template.Text{
		"nl": {Subject: "Storing {{service}}", Text: "{{title}} ({{ref}}), sinds {{since}}. Volgend bericht: {{next}}."},
		"en": {Subject: "Disruption: {{service}}", Text: "{{title}} ({{ref}}), since {{since}}. Next news: {{next}}."},
	}}
}

// anIncident is as the read rows show one.
func anIncident() ledger.CaseRow {
	return ledger.CaseRow{Ref: "INC-2026-000042", Process: "incident", Title: "Geen wifi", OpenedAt: apptest.Epoch,
		View: []byte(`{"service":"netwerk","registered":"2026-03-29T00:30:00Z"}`)}
}

// Nothing is used before the Board approved it (B-30).
func TestATemplateIsUsedOnceTheBoardApprovedIt(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	desk, board := w.As(t, "si-servicedesk"), w.As(t, "bestuurslid")
	opened, err := w.Service.OpenTemplate(t.Context(), desk, "one", firstNews())
	require.NoError(t, err)
	require.Equal(t, "TPL-2026-000001", opened.Ref)
	none, err := w.Service.Templates(t.Context(), desk, template.Communication)
	require.NoError(t, err)
	require.Empty(t, none)
	_, err = w.Service.Draft(t.Context(), desk, opened.Ref, 0, anIncident())
	require.ErrorIs(t, err, app.ErrNotFound)

	bringIntoForce(t, w, opened.Ref, desk, board)
	list, err := w.Service.Templates(t.Context(), w.As(t, "alfa-medewerker"), template.Communication)
	require.NoError(t, err)
	require.Len(t, list, 1)
	require.Equal(t, []any{opened.Ref, 1, "Eerste bericht", "bestuurslid"}, []any{list[0].Ref, list[0].Number, list[0].Name, list[0].Approved.Person})
	others, err := w.Service.Templates(t.Context(), desk, "letter")
	require.NoError(t, err)
	require.Empty(t, others)

	d, err := w.Service.Draft(t.Context(), desk, opened.Ref, 0, anIncident())
	require.NoError(t, err)
	require.Equal(t, 1, d.Version)
	require.Equal(t, "Storing Netwerk en telefonie", d.Texts["nl"].Subject)
	require.Equal(t, "Disruption: Network and telephony", d.Texts["en"].Subject)
	require.Contains(t, d.Texts["nl"].Text, "Geen wifi (INC-2026-000042), sinds ")
	require.Contains(t, d.Texts["nl"].Text, "zo 29 maart 2026, 01.30 uur", "in Brussels")
	require.Contains(t, d.Texts["nl"].Text, "{{next}}", "only the sender knows when there will be news")
	_, err = w.Service.Draft(t.Context(), desk, opened.Ref, 2, anIncident())
	require.ErrorIs(t, err, app.ErrNotFound)
}

func bringIntoForce(t *testing.T, w *apptest.World, ref string, desk, board identity.Principal) {
	t.Helper()
	row, err := w.Store.Case(t.Context(), ledger.Scope{All: true}, ref)
	require.NoError(t, err)
	content := contentOf(t, row)
	_, err = app.Send(t.Context(), w.Service, desk, template.Name, ref, "submit", template.Submit, template.Submission{Content: content})
	require.NoError(t, err)
	tasks, _, err := w.Service.Tasks(t.Context(), board, ledger.TaskFilter{Kind: "approve_template"}, ledger.Page{})
	require.NoError(t, err)
	require.Len(t, tasks, 1)
	_, err = w.Service.Decide(t.Context(), desk, tasks[0].ID, "self", app.Decision{Option: "approve", Content: content})
	require.ErrorIs(t, err, app.ErrForbidden, "who writes does not approve")
	_, err = w.Service.Decide(t.Context(), board, tasks[0].ID, "yes", app.Decision{Option: "approve", Content: content})
	require.NoError(t, err)
}

func contentOf(t *testing.T, row ledger.CaseRow) string {
	t.Helper()
	own, err := app.TemplateOf(row)
	require.NoError(t, err)
	return own.Draft.Content
}

func TestWhoMayNotWriteOrReadTemplates(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.WithoutWorker())
	for _, person := range []string{"noord-aanvrager", "alfa-medewerker", "bestuurslid", "si-cab-voorzitter"} {
		_, err := w.Service.OpenTemplate(t.Context(), w.As(t, person), "k", firstNews())
		require.ErrorIs(t, err, app.ErrForbidden, person)
	}
	_, err := w.Service.Templates(t.Context(), w.As(t, "noord-aanvrager"), "")
	require.ErrorIs(t, err, app.ErrForbidden)
	_, err = w.Service.Draft(t.Context(), w.As(t, "noord-aanvrager"), "TPL-2026-000001", 0, anIncident())
	require.ErrorIs(t, err, app.ErrForbidden)
	bad := firstNews()
	bad.Texts["nl"] = template.Text{Subject: "{{wie}}", Text: "x"}
	_, err = w.Service.OpenTemplate(t.Context(), w.As(t, "si-dienstniveau"), "k", bad)
	refusal, ok := casework.RefusalOf(err)
	require.True(t, ok)
	require.Equal(t, "unknown_placeholder", refusal.Fields[0].Code)
}

// A notice reaches the requesters of the Clients that it affects, and is seen by
// the provider whose service it is (E-06).
func TestANoticeGoesToWhomItAffects(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	a := notice.Announcement{Service: "netwerk", Title: "Nieuwe kernrouter", Text: "Geen netwerk.",
		From: apptest.Epoch.Add(24 * time.Hour), To: apptest.Epoch.Add(26 * time.Hour)}
	r, err := w.Service.OpenNotice(t.Context(), w.As(t, "si-cab-voorzitter"), "one", a)
	require.NoError(t, err)
	require.Equal(t, "NOT-2026-000001", r.Ref)
	require.Equal(t, []string{"outside_weekend"}, r.Notes)
	var readers []string
	rows, err := w.Store.Pool().Query(t.Context(), `SELECT person FROM outbox WHERE template = 'notice_update' ORDER BY person`)
	require.NoError(t, err)
	for rows.Next() {
		var person string
		require.NoError(t, rows.Scan(&person))
		readers = append(readers, person)
	}
	require.NoError(t, rows.Err())
	require.Equal(t, []string{"noord-aanvrager", "noord-projectleider", "zuid-projectleider"}, readers)
	_, err = w.Service.Case(t.Context(), w.As(t, "alfa-medewerker"), r.Ref)
	require.NoError(t, err)
	_, err = w.Service.Case(t.Context(), w.As(t, "beta-medewerker"), r.Ref)
	require.ErrorIs(t, err, app.ErrNotFound)
	_, err = w.Service.Case(t.Context(), w.As(t, "noord-aanvrager"), r.Ref)
	require.ErrorIs(t, err, app.ErrNotFound, "who reads the status page needs no case")

	a.Clients = []string{"zuid"}
	only, err := w.Service.OpenNotice(t.Context(), w.As(t, "si-servicedesk"), "two", a)
	require.NoError(t, err)
	_, err = w.Service.Case(t.Context(), w.As(t, "zuid-projectleider"), only.Ref)
	require.NoError(t, err)

	a.From = apptest.Epoch.Add(-time.Hour)
	_, err = w.Service.OpenNotice(t.Context(), w.As(t, "si-servicedesk"), "three", a)
	refusal, ok := casework.RefusalOf(err)
	require.True(t, ok)
	require.Equal(t, []string{"from", "instant_in_the_past"}, []string{refusal.Fields[0].Field, refusal.Fields[0].Code})
	_, err = w.Service.OpenNotice(t.Context(), w.As(t, "noord-aanvrager"), "four", a)
	require.ErrorIs(t, err, app.ErrForbidden)
}
