package main

import (
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/calendar"
	"termijn/internal/ledger"
	"termijn/internal/ledger/casehistory"
	"termijn/workflows/regie"
)

// The whole way: cases through the application service, their workflow histories
// as Temporal has them, and what a superuser could do to the ledger.
func TestAnAuditConfirmsRealCasesFromTheirHistories(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	client, agent := w.As(t, "noord-projectleider"), w.As(t, "alfa-medewerker")
	var refs []string
	for _, key := range []string{"one", "two"} {
		r, err := w.Service.OpenRegie(t.Context(), client, key, regie.Request{
			Title: "Functioneel analist", Nature: "analyse", Goal: "migratie", Provider: "alfa", Representative: client.Person,
			Start: calendar.Date{Year: 2026, Month: 4, Day: 1}, Months: 3,
			Profiles: []regie.Wish{{Profile: "analist", FTE: decimal.NewFromInt(1)}},
		})
		require.NoError(t, err)
		_, err = app.Send(t.Context(), w.Service, agent, regie.Name, r.Ref, "questions", regie.AskQuestions,
			regie.Questions{Questions: []string{"Welke toepassing?"}})
		require.NoError(t, err)
		refs = append(refs, r.Ref)
	}
	_, err := app.Send(t.Context(), w.Service, client, regie.Name, refs[1], "withdraw", regie.Withdraw, regie.Because{Reason: "niet meer nodig"})
	require.NoError(t, err)

	o := ledger.AuditOptions{Settle: 20 * time.Second,
		Histories: casehistory.Reader{Client: w.Temporal, Converter: w.Converter, Prefix: app.WorkflowID("")}}
	r, err := w.Store.Audit(t.Context(), o)
	require.NoError(t, err)
	require.Empty(t, r.Findings)
	require.Equal(t, 2, r.Cases)
	require.Equal(t, 5, r.Events)
	require.Equal(t, 5, r.InHistory)
	done, err := w.Store.Reproject(t.Context(), "", nil)
	require.NoError(t, err)
	require.Empty(t, done.Changed)

	// The last event of the closed case is taken out, and its traces with it: only
	// the history still has it.
	for _, sql := range []string{`ALTER TABLE events DISABLE TRIGGER ALL`, `DELETE FROM events WHERE kind LIKE '%withdrawn'`, `ALTER TABLE events ENABLE TRIGGER ALL`} {
		_, err := w.Store.Pool().Exec(t.Context(), sql)
		require.NoError(t, err)
	}
	done, err = w.Store.Reproject(t.Context(), refs[1], nil)
	require.NoError(t, err)
	require.Equal(t, refs[1:], done.Changed)
	r, err = w.Store.Audit(t.Context(), o)
	require.NoError(t, err)
	require.Len(t, r.Findings, 2)
	require.Equal(t, ledger.Finding{Case: refs[1], Seq: 3, Check: ledger.CheckHistory,
		What: "the event stands in the workflow history only, not in the ledger (regie.withdrawn)"}, r.Findings[0])
	require.Contains(t, r.Findings[1].What, "the workflow has ended (Completed), but the case is open")

	var table, asJSON strings.Builder
	require.NoError(t, printAudit(&table, r, false))
	require.Contains(t, table.String(), refs[1]+"  3      history  the event stands in the workflow history only")
	require.Contains(t, table.String(), "2 cases, 4 events (4 also in a workflow history), 0 personal texts, 0 erased on record, 0 not referred to: 2 differences")
	require.NoError(t, printAudit(&asJSON, r, true))
	require.Contains(t, asJSON.String(), `"check": "history"`)
}
