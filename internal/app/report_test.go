package app_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/calendar"
	"termijn/internal/devstack/devtest"
	"termijn/internal/i18n"
	"termijn/internal/record"
	"termijn/internal/sla"
)

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

// recorded writes a case with clocks straight into the ledger.
func recorded(t *testing.T, w *apptest.World, ref, client, provider string, clocks ...record.Clock) {
	t.Helper()
	at := apptest.Epoch
	_, err := w.Store.Record(t.Context(), record.Batch{View: json.RawMessage(`{}`), Event: record.Event{
		Case: ref, Seq: 1, At: at, Recorded: at, Kind: "case.registered",
		Effects: record.Effects{Clocks: clocks, Case: &record.CaseChange{Process: "regie", Stage: "submitted", Title: ref,
			Parties: &record.Parties{Client: client, Providers: []string{provider}}}},
	}})
	require.NoError(t, err)
}

// promise is a clock of 15 working days with a start and, unless empty, a stop.
func promise(t *testing.T, id, start, stop string) record.Clock {
	t.Helper()
	moment := func(text string) time.Time {
		at, err := time.Parse("2006-01-02 15:04", text)
		require.NoError(t, err)
		return at
	}
	k := record.Clock{ID: id, Definition: "regie.answer", Version: 1, Calendar: "workdays",
		Facts: sla.Facts{Target: sla.Target{WorkingDays: 15}, Start: moment(start)}}
	if stop != "" {
		end := moment(stop)
		k.Facts.Stop = &end
	}
	return k
}

func TestTheReportCountsPromisesWhereTheyWereDecided(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.WithoutWorker()) // it is 2 March 2026
	lapse := promise(t, "lapse", "2026-02-02 10:00", "2026-02-03 10:00")
	lapse.Lapse = true
	cancelled := promise(t, "cancelled", "2026-02-02 10:00", "")
	gone := cancelled.Facts.Start.Add(time.Hour)
	cancelled.Facts.Cancelled = &gone
	recorded(t, w, "REG-2026-000001", "noord", "alfa",
		promise(t, "met-in-february", "2026-02-02 10:00", "2026-02-10 10:00"),
		// Due at the end of 16 February at the latest: broken in February, however late it stops.
		promise(t, "broken-in-february", "2026-01-26 10:00", "2026-02-27 10:00"),
		// Nothing was recorded when its due time passed on 23 February; it is broken all the same.
		promise(t, "broken-unseen", "2026-02-02 10:00", ""),
		promise(t, "open", "2026-02-27 10:00", ""), lapse, cancelled)
	recorded(t, w, "REG-2026-000002", "zuid", "beta", promise(t, "met-in-january", "2026-01-05 10:00", "2026-01-09 10:00"))

	f := app.SLAFilter{From: calendar.Date{Year: 2026, Month: 1, Day: 1}, Until: calendar.Date{Year: 2026, Month: 3, Day: 1}}
	r, err := w.Service.SLA(t.Context(), w.As(t, "bestuurslid"), f)
	require.NoError(t, err)
	require.Len(t, r.Months, 3)
	march, february, january := r.Months[0], r.Months[1], r.Months[2]
	require.Equal(t, "2026-03", march.Period)
	require.Equal(t, 1, march.Running)
	require.Nil(t, march.Percent, "nothing is measured yet")
	require.Equal(t, 3, february.Measured)
	require.Equal(t, 1, february.Met)
	require.Equal(t, 2, february.Breached)
	require.InDelta(t, 33.3, *february.Percent, 0)
	require.InDelta(t, 95, *february.Objective, 0)
	require.Equal(t, "M-08", february.ObjectiveRule)
	require.False(t, *february.Reached)
	require.InDelta(t, 100, *january.Percent, 0)
	require.True(t, *january.Reached)

	require.Len(t, r.Quarters, 2)
	require.Equal(t, "noord", r.Quarters[0].Client)
	require.Equal(t, "2026-Q1", r.Quarters[0].Period)
	require.Equal(t, 3, r.Quarters[0].Measured)
	require.Equal(t, 1, r.Quarters[0].Running)
	require.InDelta(t, 80, *r.Quarters[0].Objective, 0)
	require.Equal(t, "M-10", r.Quarters[0].ObjectiveRule)
	require.Equal(t, "zuid", r.Quarters[1].Client)

	// A quarter is whole even when one month of it is asked for.
	f.From = f.Until
	r, err = w.Service.SLA(t.Context(), w.As(t, "bestuurslid"), f)
	require.NoError(t, err)
	require.Len(t, r.Months, 1)
	require.Equal(t, 3, r.Quarters[0].Measured)
	// A provider sees the figures of its own cases.
	r, err = w.Service.SLA(t.Context(), w.As(t, "beta-medewerker"), f)
	require.NoError(t, err)
	require.Len(t, r.Quarters, 1)
	require.Equal(t, "zuid", r.Quarters[0].Client)
}

func rowsOf(rows ...app.RegieRow) func(func(app.RegieRow, error) bool) {
	return func(yield func(app.RegieRow, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// billed is a case with two statements and a title that is a formula.
func billed() app.RegieRow {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	return app.RegieRow{Ref: "REG-2026-000001", Title: `=HYPERLINK("http://evil.example";"klik")`, Client: "+32", Representative: "Klant; Noord", Requested: at,
		Ordered: &at, Answer: app.AnswerTime{State: "met", Actual: 19, Corrected: 14}, Statements: []app.StatementRow{
			{ID: "S1", Month: "2026-03", State: "approved", Submitted: at, Approved: &at, Amount: decimal.RequireFromString("12345.5")},
			{ID: "S2", Month: "2026-04", State: "pending", Submitted: at, Amount: decimal.RequireFromString("1")},
		}}
}

func TestTheCSVOpensInDutchExcelAndRunsNothing(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	require.NoError(t, app.WriteRegie(&b, app.CSV, i18n.For("nl"), rowsOf(billed())))
	lines := strings.Split(strings.TrimSuffix(b.String(), "\r\n"), "\r\n")
	require.Len(t, lines, 3, "one line per statement")
	require.True(t, strings.HasPrefix(lines[0], "\ufeffReferentie;"))
	require.Equal(t, `REG-2026-000001;"'=HYPERLINK(""http://evil.example"";""klik"")";'+32;"Klant; Noord";;2026-03-02 10:00;;;2026-03-02 10:00;19;14;;gehaald;S1;2026-03;2026-03-02 10:00;2026-03-02 10:00;12345,50`, lines[1])
	require.True(t, strings.HasSuffix(lines[2], ";S2;2026-04;2026-03-02 10:00;;1,00"), lines[2])
	for _, start := range []string{"=1", "+1", "-1", "@a", "\t=1", " =1", "|a", "＝1"} {
		b.Reset()
		require.NoError(t, app.WriteRegie(&b, app.CSV, i18n.For("en"), rowsOf(app.RegieRow{Ref: "x", Title: start})))
		require.Contains(t, b.String(), "'"+start, "a cell must not begin with %q", start)
	}
}

func TestTheWorkbookHasNumbersAndDatesAndNoFormulas(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	require.NoError(t, app.WriteRegie(&b, app.XLSX, i18n.For("nl"), rowsOf(billed(), app.RegieRow{Ref: "REG-2026-000002", Requested: time.Unix(0, 0)})))
	book, err := excelize.OpenReader(&b)
	require.NoError(t, err)
	rows, err := book.GetRows("M-22")
	require.NoError(t, err)
	require.Len(t, rows, 4)
	formula, err := book.GetCellFormula("M-22", "B2")
	require.NoError(t, err)
	require.Empty(t, formula)
	require.Equal(t, billed().Title, rows[1][1])
	require.Equal(t, "2026-03-02 10:00", rows[1][5])
	require.Equal(t, "12,345.50", rows[1][17])
	kind, err := book.GetCellType("M-22", "R2")
	require.NoError(t, err)
	require.NotEqual(t, excelize.CellTypeInlineString, kind, "an amount is a number")
}

func TestAnErrorEndsTheExport(t *testing.T) {
	t.Parallel()
	broken := errors.New("away")
	for _, format := range []string{app.CSV, app.XLSX} {
		var b bytes.Buffer
		err := app.WriteRegie(&b, format, i18n.For("nl"), func(yield func(app.RegieRow, error) bool) {
			_ = yield(billed(), nil) && yield(app.RegieRow{}, broken)
		})
		require.ErrorIs(t, err, broken)
	}
	require.ErrorIs(t, app.WriteRegie(&bytes.Buffer{}, "pdf", i18n.For("nl"), rowsOf()), app.ErrFormat)
}
