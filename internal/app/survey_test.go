package app_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/client"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/calendar"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/regie"
	"termijn/workflows/survey"
)

// invited opens a survey as the activity that opens cases does.
func invited(t *testing.T, w *apptest.World, ref string) {
	t.Helper()
	o := survey.Opening(survey.About{Incident: "INC-2026-000042", Title: "Loket onbereikbaar", Solver: "alfa", Closed: apptest.Epoch, Counted: true},
		record.Parties{Client: "noord", Requester: "noord-aanvrager"})
	start := casework.Start[survey.State]{Links: o.Links, State: casework.State[survey.State]{Ref: ref, Process: o.Process, Version: o.Version,
		Title: o.Title, Parties: o.Parties, Time: w.Service.Time, Own: o.Own.(survey.State),
		Definitions: w.Policy.Definitions.For(o.Process, calendar.DateOf(apptest.Epoch, time.UTC))}}
	_, err := w.Temporal.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{ID: app.WorkflowID(ref), TaskQueue: regie.TaskQueue}, survey.Name, start)
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		_, err := w.Service.SurveyOf(t.Context(), ref)
		return err == nil
	}, 20*time.Second, 20*time.Millisecond)
}

func refusal(t *testing.T, err error) string {
	t.Helper()
	var r *casework.Refusal
	require.True(t, errors.As(err, &r), "%v", err)
	return r.Code
}

func TestASurveyIsAnsweredByItsLinkOnce(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	for n, score := range []int{2, 4} { // the first is followed up, the second ends the case
		ref := fmt.Sprintf("SRV-2026-%06d", n+1)
		invited(t, w, ref)
		v, err := w.Service.SurveyOf(t.Context(), ref)
		require.NoError(t, err)
		require.Equal(t, app.Survey{Ref: ref, Incident: "INC-2026-000042", Title: "Loket onbereikbaar", Solver: "ICT-Dienstverlener Alfa",
			Closed: v.Closed, Open: true}, v)
		require.True(t, v.Closed.Equal(apptest.Epoch))

		_, err = w.Service.AnswerSurvey(t.Context(), ref, 6, "")
		require.Equal(t, casework.CodeInvalid, refusal(t, err))
		_, err = w.Service.AnswerSurvey(t.Context(), ref, score, "a\x00b")
		require.Equal(t, casework.CodeInvalid, refusal(t, err))
		first, err := w.Service.AnswerSurvey(t.Context(), ref, score, "dank")
		require.NoError(t, err)
		again, err := w.Service.AnswerSurvey(t.Context(), ref, score, "dank")
		require.NoError(t, err, "the same answer is no second one")
		require.Equal(t, first.Seq, again.Seq)
		_, err = w.Service.AnswerSurvey(t.Context(), ref, 5, "toch goed")
		require.Equal(t, casework.CodeDone, refusal(t, err))

		v, err = w.Service.SurveyOf(t.Context(), ref)
		require.NoError(t, err)
		require.False(t, v.Open)
		require.Equal(t, score, v.Score)
		events, err := w.Store.Events(t.Context(), ref, 0, 10)
		require.NoError(t, err)
		require.Len(t, events, 2)
		require.Equal(t, record.Actor{Person: "noord-aanvrager", Org: "noord"}, events[1].Actor)
	}
	_, err := w.Service.SurveyOf(t.Context(), "SRV-2026-000009")
	require.ErrorIs(t, err, app.ErrNotFound)
	recorded(t, w, "REG-2026-000001", "noord", "alfa")
	_, err = w.Service.SurveyOf(t.Context(), "REG-2026-000001")
	require.ErrorIs(t, err, app.ErrNotFound, "no other case is read without a scope")
	_, err = w.Service.AnswerSurvey(t.Context(), "REG-2026-000001", 5, "")
	require.ErrorIs(t, err, app.ErrNotFound)
}

// After a low score the Service Desk reports the contact, and nobody else (E-15).
func TestTheServiceDeskReportsTheContact(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	const ref = "SRV-2026-000001"
	invited(t, w, ref)
	answered := func(who string) error {
		_, err := app.Send(t.Context(), w.Service, w.As(t, who), survey.Name, ref, "k", survey.Answer, survey.Reply{Score: 1})
		return err
	}
	require.ErrorIs(t, answered("zuid-projectleider"), app.ErrNotFound)
	require.ErrorIs(t, answered("alfa-medewerker"), app.ErrNotFound, "the provider that solved it sees no survey")
	require.ErrorIs(t, answered("si-servicedesk"), app.ErrForbidden)
	require.Equal(t, casework.CodeForbidden, refusal(t, answered("noord-projectleider")), "a colleague is not the reporter")
	require.NoError(t, answered("noord-aanvrager"))

	reported := func(who string) error {
		_, err := app.Send(t.Context(), w.Service, w.As(t, who), survey.Name, ref, "k", survey.ReportContact, survey.Report{Result: "gebeld"})
		return err
	}
	require.ErrorIs(t, reported("noord-aanvrager"), app.ErrForbidden)
	require.ErrorIs(t, reported("si-dienstniveau"), app.ErrForbidden)
	tasks, _, err := w.Service.Tasks(t.Context(), w.As(t, "si-servicedesk"), ledger.TaskFilter{}, ledger.Page{})
	require.NoError(t, err)
	require.Len(t, tasks, 1)
	require.Equal(t, "contact_reporter", tasks[0].Kind)
	require.NoError(t, reported("si-servicedesk"))
	row, err := w.Service.Case(t.Context(), w.As(t, "bestuurslid"), ref)
	require.NoError(t, err)
	require.Equal(t, survey.Contacted, row.Outcome)
}

// scored writes a survey with an answer straight into the ledger.
func scored(t *testing.T, w *apptest.World, client, at string, score int, counted bool) {
	t.Helper()
	moment := wall(t, at)
	st := survey.State{About: survey.About{Incident: "INC-2026-000042", Counted: counted, Closed: moment.Add(-time.Hour)}}
	if score > 0 {
		st.Answer = &survey.Given{Reply: survey.Reply{Score: score}, At: moment}
	}
	view, err := json.Marshal(st)
	require.NoError(t, err)
	var n int
	require.NoError(t, w.Store.Pool().QueryRow(t.Context(), `SELECT count(*) + 1 FROM cases`).Scan(&n))
	_, err = w.Store.Record(t.Context(), record.Batch{View: view, Event: record.Event{Case: fmt.Sprintf("SRV-2026-%06d", n), Seq: 1, At: moment,
		Recorded: moment, Kind: "survey.answered", Effects: record.Effects{Case: &record.CaseChange{Process: survey.Name, Stage: survey.Answered,
			Parties: &record.Parties{Client: client}, View: view}}}})
	require.NoError(t, err)
}

// wall is an instant on a wall clock in Brussels, in UTC.
func wall(t *testing.T, text string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Brussels")
	require.NoError(t, err)
	at, err := time.ParseInLocation("2006-01-02 15:04:05.999", text, zone)
	require.NoError(t, err)
	return at.UTC()
}

func TestScoresArePerMonthAndPerClient(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.WithoutWorker())
	for _, x := range []struct {
		client, at string
		score      int
		counted    bool
	}{
		{"noord", "2026-02-01 00:00:00", 5, true}, // the first instant of February
		{"noord", "2026-02-28 23:59:59.999", 4, true},
		{"zuid", "2026-02-10 12:00:00", 2, true},
		{"zuid", "2026-02-10 12:00:00", 1, false}, // the Service Desk did nothing by hand
		{"zuid", "2026-02-11 12:00:00", 0, true},  // not answered
		{"noord", "2026-03-01 00:00:00", 3, true}, // March already, in Brussels
		{"noord", "2026-04-01 00:00:00", 1, true}, // after the months asked for
		{"noord", "2026-01-31 23:59:59.999", 1, true},
	} {
		scored(t, w, x.client, x.at, x.score, x.counted)
	}
	february, march := calendar.Date{Year: 2026, Month: 2, Day: 14}, calendar.Date{Year: 2026, Month: 3, Day: 31}
	all := []app.SurveyScore{
		{Month: "2026-03", Number: 1, Mean: 3, Scores: [5]int{0, 0, 1}},
		{Month: "2026-03", Client: "noord", Number: 1, Mean: 3, Scores: [5]int{0, 0, 1}},
		{Month: "2026-02", Number: 3, Mean: 11.0 / 3, Scores: [5]int{0, 1, 0, 1, 1}},
		{Month: "2026-02", Client: "noord", Number: 2, Mean: 4.5, Scores: [5]int{0, 0, 0, 1, 1}, Reached: true},
		{Month: "2026-02", Client: "zuid", Number: 1, Mean: 2, Scores: [5]int{0, 1}},
	}
	for who, want := range map[string][]app.SurveyScore{
		"bestuurslid": all, "si-dienstniveau": all, "noord-projectleider": {all[1], all[3]}, "zuid-projectleider": {all[4]},
	} {
		got, err := w.Service.SurveyScores(t.Context(), w.As(t, who), february, march)
		require.NoError(t, err, who)
		require.Len(t, got, len(want), who)
		for i := range want {
			require.InDelta(t, want[i].Mean, got[i].Mean, 1e-9, who)
			got[i].Mean = want[i].Mean
		}
		require.Equal(t, want, got, who)
	}
	_, err := w.Service.SurveyScores(t.Context(), w.As(t, "alfa-medewerker"), february, march)
	require.ErrorIs(t, err, app.ErrForbidden)
}

func TestScoresReadTheirIndex(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.WithoutWorker())
	_, err := w.Store.Pool().Exec(t.Context(), `INSERT INTO cases (ref, process, stage, title, seq, head, opened_at, updated_at, view)
		SELECT 'SRV-' || i, 'survey', 'answered', '', 1, '', now(), now(), jsonb_build_object('about', jsonb_build_object('counted', true),
			'answered', jsonb_build_object('score', 1 + i % 5, 'at', to_char(timestamp '2020-01-01' + i * interval '1 hour', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))
		FROM generate_series(1, 50000) i`)
	require.NoError(t, err)
	_, err = w.Store.Pool().Exec(t.Context(), `ANALYZE cases`)
	require.NoError(t, err)
	from, until := wall(t, "2023-03-01 00:00:00"), wall(t, "2023-04-01 00:00:00")
	rows, err := w.Store.Pool().Query(t.Context(), "EXPLAIN "+app.SurveyScoresSQL, "", "2023-02-28", "2023-04-02", from, until, "Europe/Brussels")
	require.NoError(t, err)
	plan, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.Contains(t, fmt.Sprint(plan), "cases_surveys")
}
