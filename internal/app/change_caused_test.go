package app_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/calendar"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/workflows/casework"
	"termijn/workflows/change"
	"termijn/workflows/incident"
	"termijn/workflows/problem"
	"termijn/workflows/standard"
)

// A critical incident's problem finds that a change was the cause: the change learns it
// while it is open; of one that has ended the template goes back to normal all the same
// (B-35), the month's figure counts it, and says by whose process (C-28 to C-30).
func TestAProblemTellsTheChangeThatWasTheCause(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.WithServiceMap(), apptest.Speed(600))
	s, ctx, alfa, desk := w.Service, t.Context(), w.As(t, "alfa-medewerker"), w.As(t, "si-servicedesk")
	open, ended := followed(t, w, "wifi"), followed(t, w, "kernrouter")
	reviewed(t, w, ended)
	inc, prb := criticalProblem(t, w)
	says := func(key, ref, by, finding string) {
		t.Helper()
		_, err := app.Send(ctx, s, alfa, problem.Name, prb, key, problem.IdentifyRootCause,
			problem.RootCause{Cause: "uitrol", Kind: problem.CauseChange, Change: ref, ChangeBy: by, Finding: finding, Proof: "verslag"})
		require.NoError(t, err)
	}
	says("open", open.change, problem.ByProvider, problem.FindingDescribed)
	eventually(t, func() bool {
		return changeOf(t, w, open.change).Caused[inc] == change.CausedIncident{Incident: inc, Critical: true, Problem: prb, Finding: problem.FindingDescribed}
	}, "the open change learns it")
	eventually(t, func() bool { return stageOf(t, w, open.standard) == standard.SetToBack }, "and so does its template")
	require.Equal(t, []app.CausedIncidentRow{{Incident: inc, Problem: prb, Change: open.change, Attribution: app.AttributedProcess,
		Finding: problem.FindingDescribed, Proof: "verslag"}}, monthly(t, w, desk, 1))

	says("ended", ended.change, problem.ByProvider, problem.FindingDeviated)
	eventually(t, func() bool { return stageOf(t, w, ended.standard) == standard.SetToBack }, "a change that has ended cannot hear it, its template does")
	require.Empty(t, changeOf(t, w, ended.change).Caused)
	eventually(t, func() bool { return len(changeOf(t, w, open.change).Caused) == 0 }, "what was not the cause after all is told so")
	require.Equal(t, standard.SetToBack, stageOf(t, w, open.standard), "until a person approves it again")
	require.Equal(t, app.AttributedProvider, monthly(t, w, alfa, 1)[0].Attribution)
	says("outside", "RFC 4711", problem.ByOutside, problem.FindingNone)
	require.Equal(t, app.AttributedOutside, monthly(t, w, w.As(t, "bestuurslid"), 0)[0].Attribution)

	// Each page names the other case, from both sides.
	for ref, kinds := range map[string][]string{open.change: {"caused", "caused_by"}, inc: {"caused", "explains"}} {
		whole, err := s.Whole(ctx, desk, ref)
		require.NoError(t, err)
		var got []string
		for _, l := range whole.Links {
			got = append(got, l.Kind)
		}
		require.Subset(t, got, kinds, ref)
	}
	require.Empty(t, monthly(t, w, w.As(t, "beta-medewerker"), 0), "a provider reads its own")
	_, err := s.CausedByChanges(ctx, w.As(t, "noord-aanvrager"), march(1), march(1).AddMonthsClamped(1))
	require.ErrorIs(t, err, app.ErrForbidden)
	_, err = s.CausedByChanges(ctx, desk, march(1), march(1))
	require.Equal(t, map[string]string{"until": "must_be_after_from"}, fields(t, err))
}

func march(day int) calendar.Date { return calendar.Date{Year: 2026, Month: time.March, Day: day} }

// monthly are the rows of March as somebody reads them, without their instants.
func monthly(t *testing.T, w *apptest.World, p identity.Principal, count int) []app.CausedIncidentRow {
	t.Helper()
	months, err := w.Service.CausedByChanges(t.Context(), p, march(1), march(1).AddMonthsClamped(2))
	require.NoError(t, err)
	require.Len(t, months, 2)
	require.Equal(t, count, months[0].Count, "C-28")
	for i := range months[0].Rows {
		months[0].Rows[i].At = time.Time{}
	}
	return months[0].Rows
}

// following is a change with the standard change that it follows.
type following struct{ change, standard string }

// followed is a standard change of Alfa that is carried out, up to its review.
func followed(t *testing.T, w *apptest.World, item string) following {
	t.Helper()
	s, ctx, alfa, chair := w.Service, t.Context(), w.As(t, "alfa-medewerker"), w.As(t, "si-cab-voorzitter")
	text := standard.Text{Kind: standard.Template, Name: "Herstart van " + item, Why: "Vaak gedaan", Items: []string{item}, Minutes: 1440, Steps: []string{"Herstarten"},
		Impact: "Geen", Risk: change.Risk{Likelihood: "low", Effect: "low"}, TestPlan: "Op test", BackOut: "Terug", Communication: "Servicedesk"}
	std, err := s.OpenStandard(ctx, alfa, "std-"+item, standard.Request{Text: text})
	require.NoError(t, err)
	row, err := s.Case(ctx, alfa, std.Ref)
	require.NoError(t, err)
	own, err := app.StandardOf(row)
	require.NoError(t, err)
	_, err = s.SubmitStandard(ctx, alfa, std.Ref, "sub-"+item, standard.Submission{Content: own.Draft.Content})
	require.NoError(t, err)
	decideTask(t, w, chair, std.Ref, "approve_standard", "approve")

	c := change.Content{Title: text.Name, Reason: "Traag", Items: text.Items, Impact: "Geen", Risk: text.Risk,
		TestPlan: text.TestPlan, BackOut: change.BackOut{Plan: text.BackOut, Always: true}, Communication: text.Communication,
		Unavailability: change.Unavailability{None: true}, Steps: text.Steps, Template: std.Ref, TemplateVersion: 1}
	// Its window begins as soon as the servers let it: the product's time runs on while
	// they answer.
	var chg casework.Receipt
	for lead := 30 * time.Minute; ; lead *= 2 {
		c.From = s.Now().Add(lead).Truncate(time.Second)
		c.To = c.From.Add(24 * time.Hour)
		chg, err = s.OpenChange(ctx, alfa, item+lead.String(), change.Request{Kind: change.Standard, Content: c, Submit: true})
		if refusal, ok := casework.RefusalOf(err); !ok || refusal.Fields[0].Code != "instant_in_the_past" {
			break
		}
	}
	require.NoError(t, err)
	eventually(t, func() bool { return !s.Now().Before(c.From) }, "its window begins")
	_, err = app.Send(ctx, s, alfa, change.Name, chg.Ref, "start-"+item, change.Start, change.Starting{})
	require.NoError(t, err)
	_, err = app.Send(ctx, s, alfa, change.Name, chg.Ref, "done-"+item, change.Complete, change.Completion{Result: change.Success, Text: "Gelukt"})
	require.NoError(t, err)
	return following{chg.Ref, std.Ref}
}

// reviewed ends a change.
func reviewed(t *testing.T, w *apptest.World, f following) {
	t.Helper()
	_, err := w.Service.ReviewChange(t.Context(), w.As(t, "si-cab-voorzitter"), f.change, "review-"+f.change, change.Verdict{AsPlanned: true, Text: "Volgens plan"})
	require.NoError(t, err)
}

// decideTask answers the open task of a kind of a case.
func decideTask(t *testing.T, w *apptest.World, p identity.Principal, ref, kind, option string) {
	t.Helper()
	tasks, _, err := w.Service.Tasks(t.Context(), p, ledger.TaskFilter{Kind: kind, Case: ref}, ledger.Page{})
	require.NoError(t, err)
	require.NotEmpty(t, tasks, kind)
	_, err = w.Service.Decide(t.Context(), p, tasks[0].ID, "decide-"+tasks[0].ID, app.Decision{Option: option, Content: tasks[0].Content})
	require.NoError(t, err)
}

// criticalProblem is the problem of a critical incident that Alfa resolved.
func criticalProblem(t *testing.T, w *apptest.World) (inc, prb string) {
	t.Helper()
	s, ctx, alfa := w.Service, t.Context(), w.As(t, "alfa-medewerker")
	made, err := s.OpenIncident(ctx, w.As(t, "noord-aanvrager"), "p1", incident.Report{Title: "Netwerk weg", Description: "Niemand kan werken", Service: "netwerk",
		Impact: "high", Urgency: "high"})
	require.NoError(t, err)
	_, err = app.Send(ctx, s, alfa, incident.Name, made.Ref, "take", incident.Take, incident.Taking{})
	require.NoError(t, err)
	_, err = app.Send(ctx, s, alfa, incident.Name, made.Ref, "resolve", incident.Resolve, incident.Resolution{Solution: "Teruggezet"})
	require.NoError(t, err)
	eventually(t, func() bool {
		rows, _, err := s.Cases(ctx, w.As(t, "si-servicedesk"), ledger.CaseFilter{Process: problem.Name}, ledger.Page{Limit: 1})
		require.NoError(t, err)
		if len(rows) == 1 {
			prb = rows[0].Ref
		}
		return prb != ""
	}, "the problem is registered")
	return made.Ref, prb
}

func eventually(t *testing.T, holds func() bool, what string) {
	t.Helper()
	require.Eventually(t, holds, time.Minute, 50*time.Millisecond, what)
}

func changeOf(t *testing.T, w *apptest.World, ref string) change.State {
	t.Helper()
	row, err := w.Service.Case(t.Context(), w.As(t, "si-cab-voorzitter"), ref)
	require.NoError(t, err)
	own, err := app.ChangeOf(row)
	require.NoError(t, err)
	return own
}

func stageOf(t *testing.T, w *apptest.World, ref string) string {
	t.Helper()
	row, err := w.Service.Case(t.Context(), w.As(t, "si-cab-voorzitter"), ref)
	require.NoError(t, err)
	return row.Stage
}
