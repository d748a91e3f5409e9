package app_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/ledger"
	"termijn/workflows/casework"
	"termijn/workflows/incident"
	"termijn/workflows/meeting"
	"termijn/workflows/problem"
)

// fields are what is wrong with which fields of a command.
func fields(t *testing.T, err error) map[string]string {
	t.Helper()
	refusal, ok := casework.RefusalOf(err)
	require.True(t, ok, "%v", err)
	all := map[string]string{}
	for _, f := range refusal.Fields {
		all[f.Field] = f.Code
	}
	return all
}

// A provider opens a problem for its own service; the desk gives it to another,
// whose people then see it (B-31).
func TestAProblemIsOpenedByHandAndAssigned(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	s, ctx := w.Service, t.Context()
	alfa, beta, desk, client := w.As(t, "alfa-medewerker"), w.As(t, "beta-medewerker"), w.As(t, "si-servicedesk"), w.As(t, "noord-aanvrager")
	request := problem.Request{Title: "Aanmelden mislukt", Description: "Elke maandag opnieuw", Service: "netwerk"}

	_, err := s.OpenProblem(ctx, client, "k", request)
	require.ErrorIs(t, err, app.ErrForbidden)
	_, err = s.OpenProblem(ctx, beta, "k", request)
	require.Equal(t, map[string]string{"service": "not_your_service"}, fields(t, err))
	_, err = s.OpenProblem(ctx, desk, "k", problem.Request{Service: "bestaat-niet", Incidents: []string{"INC-2026-000001"}})
	require.Equal(t, map[string]string{"title": "required", "description": "required", "service": "unknown", "incidents[0]": "unknown"}, fields(t, err))

	made, err := s.OpenProblem(ctx, alfa, "k", request)
	require.NoError(t, err)
	require.Equal(t, "PRB-2026-000001", made.Ref)
	again, err := s.OpenProblem(ctx, alfa, "k", request)
	require.NoError(t, err)
	require.Equal(t, made.Ref, again.Ref, "one key is one problem")

	_, err = s.Case(ctx, beta, made.Ref)
	require.ErrorIs(t, err, app.ErrNotFound)
	_, err = s.AssignProblem(ctx, alfa, made.Ref, "a", problem.Assignment{Team: "beta-hosting", Reason: "x"})
	require.ErrorIs(t, err, app.ErrForbidden)
	_, err = s.AssignProblem(ctx, desk, made.Ref, "a", problem.Assignment{Team: "bestaat-niet", Reason: "x"})
	require.Equal(t, map[string]string{"team": "unknown"}, fields(t, err))
	_, err = s.AssignProblem(ctx, desk, made.Ref, "a", problem.Assignment{Team: "beta-hosting", Reason: "hun platform"})
	require.NoError(t, err)
	row, err := s.Case(ctx, beta, made.Ref)
	require.NoError(t, err)
	own, err := app.ProblemOf(row)
	require.NoError(t, err)
	require.Equal(t, casework.Handler{Team: "beta-hosting", Org: "beta"}, own.Handler)
	require.Equal(t, "identify_root_cause", own.NextActor.Task)
	_, err = app.MeetingOf(row)
	require.ErrorIs(t, err, app.ErrNotFound)
}

// A critical incident calls its meeting at once (B-29), and its resolution registers
// its problem at once (C-26), from the instant of the resolution on (C-25).
func TestACriticalIncidentCallsItsMeetingAndRegistersItsProblem(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	s, ctx := w.Service, t.Context()
	client, alfa, beta, desk := w.As(t, "noord-aanvrager"), w.As(t, "alfa-medewerker"), w.As(t, "beta-medewerker"), w.As(t, "si-servicedesk")
	inc, err := s.OpenIncident(ctx, client, "k", incident.Report{Title: "Netwerk weg", Description: "Niemand kan werken", Service: "netwerk", Impact: "high", Urgency: "high"})
	require.NoError(t, err)
	find := func(process string) (row ledger.CaseRow) {
		require.Eventually(t, func() bool {
			rows, _, err := s.Cases(ctx, desk, ledger.CaseFilter{Process: process}, ledger.Page{Limit: 10})
			if err != nil || len(rows) != 1 {
				return false
			}
			row = rows[0]
			return true
		}, 30*time.Second, 20*time.Millisecond, process)
		return row
	}
	held := find(meeting.Name)
	own, err := app.MeetingOf(held)
	require.NoError(t, err)
	require.Equal(t, inc.Ref, own.About.Incident)
	require.Equal(t, []string{"alfa"}, held.Parties.Providers)

	_, err = s.JoinMeeting(ctx, beta, held.Ref, "j", meeting.Participation{})
	require.ErrorIs(t, err, app.ErrNotFound, "who is not invited does not know of it")
	_, err = s.InviteToMeeting(ctx, alfa, held.Ref, "i", meeting.Invitation{Org: "beta"})
	require.ErrorIs(t, err, app.ErrForbidden)
	_, err = s.InviteToMeeting(ctx, desk, held.Ref, "i", meeting.Invitation{Org: "noord"})
	require.Equal(t, map[string]string{"org": "unknown"}, fields(t, err))
	_, err = s.InviteToMeeting(ctx, desk, held.Ref, "i", meeting.Invitation{Org: "beta"})
	require.NoError(t, err)
	_, err = s.JoinMeeting(ctx, beta, held.Ref, "j", meeting.Participation{Role: "hosting"})
	require.NoError(t, err)
	_, err = s.JoinMeeting(ctx, desk, held.Ref, "j", meeting.Participation{Org: "alfa", Person: "beta-medewerker"})
	require.Equal(t, map[string]string{"person": "unknown"}, fields(t, err))
	_, err = s.AssignAction(ctx, desk, held.Ref, "a", meeting.ActionDraft{Text: "herstarten", Org: "beta", Person: "alfa-medewerker"})
	require.Equal(t, map[string]string{"person": "unknown"}, fields(t, err))

	_, err = app.Send(ctx, s, alfa, incident.Name, inc.Ref, "t", incident.Take, incident.Taking{})
	require.NoError(t, err)
	_, err = app.Send(ctx, s, alfa, incident.Name, inc.Ref, "r", incident.Resolve, incident.Resolution{Solution: "router herstart"})
	require.NoError(t, err)
	found := find(problem.Name)
	cause, err := app.ProblemOf(found)
	require.NoError(t, err)
	require.Equal(t, inc.Ref, cause.Origin.Incident)
	require.Empty(t, cause.Uncounted())
	row, err := s.Case(ctx, desk, inc.Ref)
	require.NoError(t, err)
	resolved, err := app.IncidentOf(row)
	require.NoError(t, err)
	clocks, err := s.Clocks(ctx, desk, found.Ref)
	require.NoError(t, err)
	require.Equal(t, problem.ClockRootCause, clocks[0].ID)
	require.True(t, clocks[0].Facts.Start.Equal(resolved.Resolution.At))
	links, err := s.Store.Links(ctx, desk.Scope(), inc.Ref)
	require.NoError(t, err)
	kinds := map[string]string{}
	for _, l := range links {
		kinds[l.Kind] = l.Ref
	}
	require.Equal(t, found.Ref, kinds[problem.LinkExplains])
	require.Equal(t, held.Ref, kinds[meeting.LinkAbout])
}
