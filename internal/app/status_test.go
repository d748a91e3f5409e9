package app_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/workflows/incident"
	"termijn/workflows/problem"
	"termijn/workflows/status"
)

// reported makes n incidents of Noord about the network.
func reported(t *testing.T, w *apptest.World, n int) {
	t.Helper()
	user := w.As(t, "noord-aanvrager")
	for i := range n {
		_, err := w.Service.OpenIncident(t.Context(), user, fmt.Sprint(i), incident.Report{Title: "Geen wifi", Description: "Het draadloze netwerk valt uit.",
			Service: "netwerk", Category: "verbinding", Impact: "medium", Urgency: "medium", Channel: incident.Web})
		require.NoError(t, err)
	}
}

// lastReport is the newest report of the case, as far as there is one.
func lastReport(t *testing.T, w *apptest.World, ref string) (found status.Report, ok bool) {
	t.Helper()
	events, err := w.Store.Events(t.Context(), ref, 0, 2000)
	require.NoError(t, err)
	for _, e := range events {
		if e.Kind == status.Reported {
			require.NoError(t, json.Unmarshal(e.Body, &found))
			ok = true
		}
	}
	return found, ok
}

const statusRef = "DSO-2026-000001"

func TestTheDailyStatusMeetingIsOpenedOnce(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.WithStatus())
	require.NoError(t, w.Service.EnsureStatus(t.Context()))
	rows, _, err := w.Service.Cases(t.Context(), w.As(t, "bestuurslid"), ledger.CaseFilter{}, ledger.Page{})
	require.NoError(t, err)
	require.Len(t, rows, 1)
	require.Equal(t, []string{statusRef, "status", "Dagelijks statusoverleg"}, []string{rows[0].Ref, rows[0].Process, rows[0].Title})
	for _, person := range []string{"noord-aanvrager", "alfa-medewerker"} {
		_, err := w.Service.Case(t.Context(), w.As(t, person), statusRef)
		require.ErrorIs(t, err, app.ErrNotFound, person)
	}
}

// B-11: what the Service Desk asks for holds who must act, and they get a mail.
func TestAReportNowListsWhatNeedsAction(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.WithStatus())
	reported(t, w, 2)
	desk := w.As(t, "si-servicedesk")
	_, err := app.Send(t.Context(), w.Service, w.As(t, "si-dienstniveau"), status.Name, statusRef, "k", status.ReportNow, status.Extra{})
	require.ErrorIs(t, err, app.ErrForbidden)
	_, err = app.Send(t.Context(), w.Service, desk, status.Name, statusRef, "k", status.ReportNow, status.Extra{Remark: "voor het overleg"})
	require.NoError(t, err)
	var r status.Report
	require.Eventually(t, func() bool {
		var ok bool
		r, ok = lastReport(t, w, statusRef)
		return ok
	}, 20*time.Second, 50*time.Millisecond)
	require.True(t, r.Extra)
	require.Equal(t, 2, r.Count)
	require.Len(t, r.Organisations, 1)
	require.Equal(t, "alfa", r.Organisations[0].Org)
	item := r.Organisations[0].Items[0]
	require.Equal(t, []string{"INC-2026-000001", "P3", "alfa-netwerk", record.StatusToday, record.NeedsTaking},
		[]string{item.Ref, item.Priority, item.Team, item.State, item.Needs})
	var told int
	require.NoError(t, w.Store.Pool().QueryRow(t.Context(), `SELECT count(DISTINCT person) FROM outbox WHERE template = 'status_daily'
		AND args->>'count' = '2' AND args->>'date' = '2026-03-02'`).Scan(&told))
	require.Equal(t, 2, told, "who works for Alfa and who manages it")

	// The live list is the same one; a provider sees its own part, a Client nothing.
	for person, count := range map[string]int{"si-servicedesk": 2, "bestuurslid": 2, "alfa-medewerker": 2, "beta-medewerker": 0} {
		live, err := w.Service.DailyStatus(t.Context(), w.As(t, person))
		require.NoError(t, err)
		require.Equal(t, count, live.Count, person)
	}
	_, err = w.Service.DailyStatus(t.Context(), w.As(t, "noord-aanvrager"))
	require.ErrorIs(t, err, app.ErrForbidden)
	_, err = w.Service.DailyStatus(t.Context(), identity.Principal{Kind: "provider"})
	require.ErrorIs(t, err, app.ErrForbidden, "no organisation is not every organisation")
}

// B-31, E-42: after the day's report, many incidents of one kind become a proposal.
func TestATrendBecomesAProposedProblem(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.From(time.Date(2026, 3, 2, 5, 0, 0, 0, time.UTC)), apptest.Speed(600), apptest.WithStatus())
	reported(t, w, 5)
	var found []ledger.CaseRow
	require.Eventually(t, func() bool {
		var err error
		found, _, err = w.Store.Cases(t.Context(), ledger.Scope{All: true}, ledger.CaseFilter{Process: problem.Name}, ledger.Page{})
		require.NoError(t, err)
		return len(found) > 0
	}, 60*time.Second, 100*time.Millisecond)
	require.Len(t, found, 1)
	require.Equal(t, problem.Proposed, found[0].Stage)
	require.Equal(t, []string{"alfa"}, found[0].Parties.Providers)
	require.Equal(t, "Terugkerende incidenten: Netwerk en telefonie – Verbinding (5)", found[0].Title)
	var own problem.State
	require.NoError(t, json.Unmarshal(found[0].View, &own))
	require.Equal(t, []any{"netwerk", "verbinding", 5}, []any{own.Origin.Trend.Service, own.Origin.Trend.Category, own.Origin.Trend.Count})
	links, err := w.Store.Links(t.Context(), ledger.Scope{All: true}, found[0].Ref)
	require.NoError(t, err)
	require.Len(t, links, 5)
}
