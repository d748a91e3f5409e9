package app_test

import (
	"encoding/json"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/calendar"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/workflows/casework"
	"termijn/workflows/transition"
)

func day(t testing.TB, text string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(text)
	require.NoError(t, err)
	return d
}

// programme is a plan of the integrator and two providers: SPEC, on which ALFA and
// BETA build, and DONE after BETA. ALFA and DONE are no neighbours.
func programme(t testing.TB, w *apptest.World) transition.Request {
	t.Helper()
	cal, err := w.Policy.Calendars.CurrentAt("workdays", w.Service.Now())
	require.NoError(t, err)
	in := func(days int) calendar.Date { return cal.AddWorkingDays(cal.DateOf(w.Service.Now()), days) }
	half := decimal.NewFromInt(50)
	return transition.Request{Kind: transition.KindProgramme, Plan: transition.Plan{Title: "Transitie", Price: decimal.NewFromInt(1000),
		Projects: []transition.ProjectPlan{{ID: "si", Title: "Integratie", Owner: transition.Owner{Org: "si"}},
			{ID: "alfa", Title: "Hosting", Owner: transition.Owner{Org: "alfa"}}, {ID: "beta", Title: "Toepassingen", Owner: transition.Owner{Org: "beta"}}},
		Milestones: []transition.MilestonePlan{{ID: "SPEC", Title: "Specificaties", Project: "si", Due: in(40), Share: half},
			{ID: "ALFA", Title: "Hosting klaar", Project: "alfa", Due: in(60)}, {ID: "BETA", Title: "Toepassingen klaar", Project: "beta", Due: in(60), Share: half},
			{ID: "DONE", Title: "Exploitatie", Project: "si", Due: in(80)}},
		Links:    []transition.Link{{From: "SPEC", To: "ALFA", Lag: 5}, {From: "SPEC", To: "BETA", Lag: 5}, {From: "BETA", To: "DONE"}},
		Products: []transition.ProductPlan{{ID: "report", Milestone: "BETA", Title: "Geheim rapport"}},
		Risks:    []transition.RiskPlan{{ID: "r", Title: "Geheim risico", Mitigation: "Niets", Owner: transition.Owner{Org: "beta"}}},
	}}
}

// running is a programme whose plan the Board accepted.
func running(t testing.TB, w *apptest.World) string {
	t.Helper()
	ctx, lead := t.Context(), w.As(t, "si-programma")
	made, err := w.Service.OpenProgramme(ctx, lead, "open", programme(t, w))
	require.NoError(t, err)
	own := programmeOf(t, w, lead, made.Ref)
	_, err = app.Send(ctx, w.Service, lead, transition.Name, made.Ref, "submit", transition.SubmitPlan, transition.Submission{Content: own.Content})
	require.NoError(t, err)
	board := w.As(t, "bestuurslid")
	tasks, _, err := w.Service.Tasks(ctx, board, ledger.TaskFilter{}, ledger.Page{Limit: 10})
	require.NoError(t, err)
	require.Len(t, tasks, 1)
	_, err = w.Service.Decide(ctx, board, tasks[0].ID, "accept", app.Decision{Option: "approve", Content: tasks[0].Content})
	require.NoError(t, err)
	return made.Ref
}

func programmeOf(t testing.TB, w *apptest.World, p identity.Principal, ref string) transition.State {
	t.Helper()
	row, err := w.Service.Case(t.Context(), p, ref)
	require.NoError(t, err)
	var own transition.State
	require.NoError(t, json.Unmarshal(row.View, &own))
	return own
}

// Whoever posts and then reads, reads the carried plan (sentence 10 of the story).
func TestAForecastIsCarriedThroughBeforeItsSenderIsAnswered(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	ref, lead := running(t, w), w.As(t, "si-programma")
	before := programmeOf(t, w, lead, ref)
	require.Len(t, before.Carried, 4)
	due := before.Milestones["BETA"].Due
	r, err := app.Send(t.Context(), w.Service, lead, transition.Name, ref, "f", transition.Forecast,
		transition.ForecastDate{Milestone: "SPEC", Date: due, Reason: "Later", Seen: before.Milestones["SPEC"].Seen()})
	require.NoError(t, err)
	require.Empty(t, r.Notes)
	after := programmeOf(t, w, lead, ref)
	require.True(t, after.Carried["BETA"].Expected.After(due), "%v", after.Carried["BETA"])
	require.Equal(t, "SPEC", after.Carried["BETA"].Via)
	require.Equal(t, transition.MilestoneImpossible, after.Milestones["BETA"].Status)
	require.Len(t, after.Requests, 2, "alfa and beta; what comes after still has room")
	// The same command again is the same answer, and changes nothing.
	again, err := app.Send(t.Context(), w.Service, lead, transition.Name, ref, "f", transition.Forecast,
		transition.ForecastDate{Milestone: "SPEC", Date: due, Reason: "Later", Seen: before.Milestones["SPEC"].Seen()})
	require.NoError(t, err)
	require.Equal(t, r.Seq, again.Seq)
}

// Two people forecast the same milestone: the second sees the first.
func TestTheSecondOfTwoForecastsIsStale(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	ref := running(t, w)
	agent, manager := w.As(t, "beta-medewerker"), w.As(t, "beta-verantwoordelijke")
	own := programmeOf(t, w, manager, ref)
	m := own.Milestones["BETA"]
	cal, err := w.Policy.Calendars.CurrentAt("workdays", w.Service.Now())
	require.NoError(t, err)
	later := transition.ForecastDate{Milestone: "BETA", Date: cal.AddWorkingDays(m.Due, 3), Reason: "Ziekte", Seen: m.Seen()}
	_, err = app.Send(t.Context(), w.Service, agent, transition.Name, ref, "1", transition.Forecast, later)
	require.NoError(t, err)
	_, err = app.Send(t.Context(), w.Service, manager, transition.Name, ref, "2", transition.Forecast, later)
	require.Equal(t, casework.CodeStale, refusal(t, err))
	require.Equal(t, "Ziekte", programmeOf(t, w, manager, ref).Milestones["BETA"].Forecast.Reason)
}

// A provider reads its own projects, and of its neighbours the dates and no more.
func TestAProviderReadsItsOwnProjectsAndItsNeighboursDates(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	ref := running(t, w)
	ctx, alfa, beta := t.Context(), w.As(t, "alfa-verantwoordelijke"), w.As(t, "beta-verantwoordelijke")
	own := programmeOf(t, w, beta, ref)
	before := own.Milestones["BETA"]
	_, err := app.Send(ctx, w.Service, beta, transition.Name, ref, "f", transition.Forecast, transition.ForecastDate{Milestone: "BETA", Date: before.Due,
		Reason: "Geheime reden", Seen: before.Seen()})
	require.NoError(t, err)

	seen := programmeOf(t, w, alfa, ref)
	require.ElementsMatch(t, []string{"ALFA", "SPEC"}, keysOf(seen.Milestones))
	require.Equal(t, "Specificaties", seen.Milestones["SPEC"].Title)
	require.True(t, seen.Milestones["SPEC"].Share.IsZero() && seen.Milestones["SPEC"].Amount.IsZero())
	require.True(t, seen.Price.IsZero())
	require.Equal(t, []string{"SPEC>ALFA"}, keysOf(seen.Links))
	require.Empty(t, seen.Products)
	require.Empty(t, seen.Risks)
	require.Len(t, seen.Baselines["1"].Dates, 2)
	require.ElementsMatch(t, []string{"BETA", "SPEC", "DONE"}, keysOf(programmeOf(t, w, beta, ref).Milestones))

	whole, err := w.Service.Whole(ctx, alfa, ref)
	require.NoError(t, err)
	events, err := w.Service.Events(ctx, alfa, ref, 0, 100)
	require.NoError(t, err)
	clocks, err := w.Service.Clocks(ctx, alfa, ref)
	require.NoError(t, err)
	all, err := json.Marshal([]any{whole.View, whole.Events, whole.Tasks, whole.Clocks, events, clocks})
	require.NoError(t, err)
	for _, secret := range []string{"Geheim", "geheim", "BETA", "DONE", "1000", `"50"`} {
		require.NotContains(t, string(all), secret)
	}
	var seqs []int64
	for _, e := range events {
		seqs = append(seqs, e.Seq)
	}
	require.Len(t, seqs, int(whole.Seq), "what is withheld keeps its place")
	for _, person := range []string{"noord-projectleider", "zuid-goedkeurder"} {
		_, err := w.Service.Case(ctx, w.As(t, person), ref)
		require.ErrorIs(t, err, app.ErrNotFound, person)
	}
	board, err := w.Service.Whole(ctx, w.As(t, "bestuurslid"), ref)
	require.NoError(t, err)
	require.Len(t, programmeOf(t, w, w.As(t, "bestuurslid"), ref).Milestones, 4)
	require.Len(t, board.Events, int(board.Seq))
}

// What the case cannot know is refused before it comes there.
func TestAProgrammeRefusesHolidaysAndWhoIsNotKnown(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	lead := w.As(t, "si-programma")
	r := programme(t, w)
	r.Plan.Milestones[1].Due = day(t, "2026-11-11")
	r.Plan.Milestones[0].Due, r.Plan.Milestones[0].Rule = day(t, "2026-11-01"), "N-12"
	r.Plan.Projects[2].Owner.Org = "gamma"
	r.Plan.Price = decimal.NewFromInt(4_600_001)
	_, err := w.Service.OpenProgramme(t.Context(), lead, "k", r)
	var got []string
	for _, f := range refusedFields(t, err) {
		got = append(got, f.Field+"="+f.Code)
	}
	require.ElementsMatch(t, []string{"plan.milestones[1].due=not_a_working_day", "plan.projects[2].owner.org=unknown_org", "plan.price=above_cap"}, got)
	rows, _, err := w.Service.Cases(t.Context(), lead, ledger.CaseFilter{Process: transition.Name}, ledger.Page{Limit: 10})
	require.NoError(t, err)
	require.Empty(t, rows, "nothing is opened")
	for _, person := range []string{"alfa-verantwoordelijke", "bestuurslid", "si-dienstniveau", "noord-projectleider"} {
		_, err := w.Service.OpenProgramme(t.Context(), w.As(t, person), "k", programme(t, w))
		require.ErrorIs(t, err, app.ErrForbidden, person)
	}
}

func keysOf[V any](m map[string]V) []string {
	var all []string
	for k := range m {
		all = append(all, k)
	}
	return all
}

func refusedFields(t testing.TB, err error) []casework.FieldError {
	t.Helper()
	r, ok := casework.RefusalOf(err)
	require.True(t, ok, "%v", err)
	return r.Fields
}
