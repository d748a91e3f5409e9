package app_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/ledger"
	"termijn/internal/ledger/casehistory"
	"termijn/internal/takeover"
	"termijn/workflows/incident"
)

var (
	werkplek = takeover.Team{ID: "alfa-werkplek", Org: "alfa"}
	hosting  = takeover.Team{ID: "beta-hosting", Org: "beta"}
)

// logged are twelve incidents of another tool: closed, resolved and open ones, with
// waits, hand-overs, weighings and reopenings.
func logged(t *testing.T) []takeover.Incident {
	t.Helper()
	day := apptest.Epoch.AddDate(0, 0, -7) // Monday 23 February, 10:00
	at := func(d time.Duration, f takeover.Fact) takeover.Fact {
		f.At, f.Line = day.Add(d), 2
		return f
	}
	h, m := time.Hour, time.Minute
	begun := []takeover.Fact{at(5*m, takeover.Fact{Kind: takeover.Assigned, Team: werkplek, Agent: "X12"}), at(5*m, takeover.Fact{Kind: takeover.Working})}
	waited := append(begun[:2:2], at(h, takeover.Fact{Kind: takeover.Waiting, Reason: takeover.User}), at(3*h, takeover.Fact{Kind: takeover.Working}))
	moved := append(waited[:4:4], at(4*h, takeover.Fact{Kind: takeover.Assigned, Team: hosting}),
		at(5*h, takeover.Fact{Kind: takeover.Prioritised, Priority: "P2", Impact: "high", Urgency: "medium"}))
	resolved := append(moved[:6:6], at(6*h, takeover.Fact{Kind: takeover.Resolved, Code: "configuration"}))
	again := append(resolved[:7:7], at(24*h, takeover.Fact{Kind: takeover.Reopened}))
	closed := append(again[:8:8], at(25*h, takeover.Fact{Kind: takeover.Resolved}), at(50*h, takeover.Fact{Kind: takeover.Closed}))
	var all []takeover.Incident
	for i, facts := range [][]takeover.Fact{nil, begun, waited, waited[:3], moved, resolved, again, closed, closed, closed, closed, closed} {
		inc := takeover.Incident{Number: fmt.Sprintf("INC00%02d", i+1), Title: "Printer", Client: "noord", Channel: "web", Service: "werkplek",
			Impact: "medium", Urgency: "medium", Priority: "P3", Opened: day, Team: werkplek, Line: 2, Facts: facts}
		require.NoError(t, inc.Check())
		all = append(all, inc)
	}
	return all
}

// Stopped in the middle and run again it does nothing twice, and what stands in the
// ledger is what the log says must come out (N-09).
func TestATakeOverIsStoppedAndRunAgain(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	incidents := logged(t)
	ctx, stop := context.WithCancel(t.Context())
	var told atomic.Int64
	over := app.TakeOver{Service: w.Service, Source: "servicenow", Parallel: 2, Progress: func(done int) {
		told.Store(int64(done))
		if done == 4 {
			stop()
		}
	}}
	first, err := over.Run(ctx, incidents)
	require.ErrorIs(t, err, context.Canceled)
	require.Less(t, first.New, len(incidents))
	require.GreaterOrEqual(t, first.New, 4)
	references := func() map[string]string {
		rows, err := w.Store.Pool().Query(t.Context(), `SELECT key, case_ref FROM claims WHERE person = 'import/servicenow'`)
		require.NoError(t, err)
		refs := map[string]string{}
		var number, ref string
		_, err = pgx.ForEachRow(rows, []any{&number, &ref}, func() error { refs[number] = ref; return nil })
		require.NoError(t, err)
		return refs
	}
	before := references()

	over.Progress = func(done int) { told.Store(int64(done)) }
	second, err := over.Run(t.Context(), incidents)
	require.NoError(t, err)
	require.Equal(t, len(incidents), second.New+second.Already)
	require.GreaterOrEqual(t, second.Already, first.New)
	require.EqualValues(t, len(incidents), told.Load())
	third, err := over.Run(t.Context(), incidents)
	require.NoError(t, err)
	require.Equal(t, app.Taken{Already: len(incidents)}, third)

	require.Equal(t, before, references(), "references are stable")
	desk := w.As(t, "si-servicedesk")
	rows, _, err := w.Service.Cases(t.Context(), desk, ledger.CaseFilter{Process: incident.Name}, ledger.Page{Limit: 50})
	require.NoError(t, err)
	require.Len(t, rows, len(incidents))
	for _, row := range rows {
		own, err := app.IncidentOf(row)
		require.NoError(t, err)
		require.Equal(t, before[own.Origin.Number], row.Ref)
	}
	found, _, err := w.Service.Cases(t.Context(), desk, ledger.CaseFilter{Text: "INC0003"}, ledger.Page{})
	require.NoError(t, err)
	require.Len(t, found, 1, "the number that people know finds it")
	require.Equal(t, before["INC0003"], found[0].Ref)
	var mails int
	require.NoError(t, w.Store.Pool().QueryRow(t.Context(), `SELECT count(*) FROM outbox`).Scan(&mails))
	require.Zero(t, mails, "nobody is told of the past")

	r, err := over.Reconcile(t.Context(), &takeover.Log{Incidents: incidents})
	require.NoError(t, err)
	require.Empty(t, takeover.Compare(r.Expected, r.Found))
	require.Equal(t, len(incidents), r.Found.Incidents+r.LivedOn)

	report, err := w.Store.Audit(t.Context(), ledger.AuditOptions{Settle: 20 * time.Second,
		Histories: casehistory.Reader{Client: w.Temporal, Converter: w.Converter, Prefix: app.WorkflowID("")}})
	require.NoError(t, err)
	require.Empty(t, report.Findings)
	require.Equal(t, len(incidents), report.Cases)
	require.Equal(t, report.Events, report.InHistory)
	done, err := w.Store.Reproject(t.Context(), "", nil)
	require.NoError(t, err)
	require.Empty(t, done.Changed)
	require.Empty(t, done.Damaged)
}
