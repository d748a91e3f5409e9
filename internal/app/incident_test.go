package app_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/incident"
	"termijn/workflows/meeting"
	"termijn/workflows/problem"
	"termijn/workflows/survey"
)

// printer is a user's own report.
var printer = incident.Report{Title: "Printer drukt niet af", Description: "sinds vanmorgen", Service: "werkplek", Impact: "low", Urgency: "medium"}

func incidentOf(t *testing.T, w *apptest.World, p identity.Principal, ref string) incident.State {
	t.Helper()
	row, err := w.Service.Case(t.Context(), p, ref)
	require.NoError(t, err)
	own, err := app.IncidentOf(row)
	require.NoError(t, err)
	return own
}

// A user's report is the user's own, whatever it says; the catalogue names its team.
func TestAUserReportsAnIncident(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	s, ctx, reporter := w.Service, t.Context(), w.As(t, "noord-aanvrager")
	_, err := s.OpenIncident(ctx, reporter, "k", incident.Report{Channel: incident.Phone, Service: "bestaat-niet"})
	require.Equal(t, map[string]string{"channel": "choose_option", "title": "required", "description": "required", "impact": "choose_option",
		"urgency": "choose_option", "service": "unknown"}, fields(t, err))
	r := printer
	r.Client, r.Reporter, r.Contact = "zuid", "zuid-projectleider", "0470 12 34 56"
	made, err := s.OpenIncident(ctx, reporter, "k", r)
	require.NoError(t, err)
	again, err := s.OpenIncident(ctx, reporter, "k", r)
	require.NoError(t, err)
	require.Equal(t, made.Ref, again.Ref, "one key is one incident")
	own := incidentOf(t, w, reporter, made.Ref)
	require.Equal(t, casework.Handler{Team: "alfa-werkplek", Org: "alfa"}, own.Handler)
	require.Equal(t, "P4", own.Priority)
	require.Equal(t, incident.Web, own.Report.Channel)
	require.Empty(t, own.Report.Contact)
	whole, err := s.Whole(ctx, w.As(t, "alfa-medewerker"), made.Ref)
	require.NoError(t, err)
	require.Equal(t, record.Parties{Client: "noord", Requester: "noord-aanvrager", Providers: []string{"alfa"}}, whole.Parties)
	_, err = s.Case(ctx, w.As(t, "zuid-projectleider"), made.Ref)
	require.ErrorIs(t, err, app.ErrNotFound)
	_, err = s.Case(ctx, w.As(t, "beta-medewerker"), made.Ref)
	require.ErrorIs(t, err, app.ErrNotFound)
}

// The Service Desk registers for somebody without an account: how they can be
// reached is a personal text, which no event holds.
func TestTheDeskReportsForSomebodyWithoutAnAccount(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	s, ctx, desk := w.Service, t.Context(), w.As(t, "si-servicedesk")
	r := printer
	r.Channel, r.Client, r.Service = incident.Phone, "noord", "andere"
	_, err := s.OpenIncident(ctx, desk, "k", r)
	require.Equal(t, map[string]string{"reporter": "reporter_or_contact"}, fields(t, err))
	r.Reporter = "zuid-projectleider"
	_, err = s.OpenIncident(ctx, desk, "k", r)
	require.Equal(t, map[string]string{"reporter": "unknown_reporter"}, fields(t, err))
	r.Reporter, r.Contact = "", "0470 12 34 56"
	made, err := s.OpenIncident(ctx, desk, "k", r)
	require.NoError(t, err)
	own := incidentOf(t, w, desk, made.Ref)
	require.Equal(t, "desk", own.Handler.Team, "nobody clearly owns it (E-02)")
	require.True(t, own.Manual)
	require.NotEmpty(t, own.Report.Contact)
	events, err := w.Store.Events(ctx, made.Ref, 0, 10)
	require.NoError(t, err)
	raw, err := json.Marshal(events)
	require.NoError(t, err)
	require.NotContains(t, string(raw), "0470")
	var kept string
	require.NoError(t, w.Store.Pool().QueryRow(ctx, `SELECT text FROM vault WHERE case_ref = $1`, made.Ref).Scan(&kept))
	require.Equal(t, "0470 12 34 56", kept)
}

// What a provider's monitoring saw was reported by no user (C-23).
func TestAProvidersMonitoringReportsAnIncident(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	r := printer
	r.Service = "hosting"
	beta := w.As(t, "beta-medewerker")
	made, err := w.Service.OpenIncident(t.Context(), beta, "k", r)
	require.NoError(t, err)
	own := incidentOf(t, w, beta, made.Ref)
	require.False(t, own.ByUser)
	require.Equal(t, "beta-hosting", own.Handler.Team)
}

// Only an agent of the organisation that has it can be given it.
func TestAnIncidentIsGivenToAnAgentOfItsOrganisation(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	s, ctx, alfa := w.Service, t.Context(), w.As(t, "alfa-verantwoordelijke")
	made, err := s.OpenIncident(ctx, w.As(t, "noord-aanvrager"), "k", printer)
	require.NoError(t, err)
	_, err = s.AssignIncident(ctx, alfa, made.Ref, "a1", incident.Assignment{Agent: "beta-medewerker"})
	require.Equal(t, map[string]string{"agent": "unknown_agent"}, fields(t, err))
	_, err = s.AssignIncident(ctx, w.As(t, "noord-aanvrager"), made.Ref, "a2", incident.Assignment{Agent: "alfa-medewerker"})
	require.Error(t, err)
	require.Empty(t, incidentOf(t, w, alfa, made.Ref).Handler.Agent)
	_, err = s.AssignIncident(ctx, alfa, made.Ref, "a3", incident.Assignment{Agent: "alfa-medewerker"})
	require.NoError(t, err)
	require.Equal(t, "alfa-medewerker", incidentOf(t, w, alfa, made.Ref).Handler.Agent)
}

// Another Client's people join what stands on the status page, and nothing else (E-06).
func TestAnotherClientJoinsAPublishedIncident(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	s, ctx, desk, zuid := w.Service, t.Context(), w.As(t, "si-servicedesk"), w.As(t, "zuid-projectleider")
	made, err := s.OpenIncident(ctx, w.As(t, "noord-aanvrager"), "k", printer)
	require.NoError(t, err)
	_, err = s.JoinIncident(ctx, zuid, made.Ref, "j", incident.Joining{})
	require.ErrorIs(t, err, app.ErrNotFound)
	news := incident.Communication{Template: "TPL-2026-000001", Version: 1, Subject: "Printers", Text: "We werken eraan.", Public: true}
	_, err = s.CommunicateIncident(ctx, desk, made.Ref, "c0", news)
	require.Equal(t, map[string]string{"template": "not_approved"}, fields(t, err), "there is no such template")
	written, err := s.OpenTemplate(ctx, desk, "t", firstNews())
	require.NoError(t, err)
	_, err = s.CommunicateIncident(ctx, desk, made.Ref, "c1", news)
	require.Equal(t, map[string]string{"template": "not_approved"}, fields(t, err), "the Board has not seen it (B-30)")
	bringIntoForce(t, w, written.Ref, desk, w.As(t, "bestuurslid"))
	wrong := news
	wrong.Version, wrong.Text, wrong.Clients = 2, "Volgend bericht: {{next}}.", []string{"zuid", "alfa"}
	_, err = s.CommunicateIncident(ctx, desk, made.Ref, "c2", wrong)
	require.Equal(t, map[string]string{"template": "not_approved", "text": "unfilled_place", "clients[1]": "unknown"}, fields(t, err))
	_, err = s.CommunicateIncident(ctx, w.As(t, "alfa-medewerker"), made.Ref, "c3", news)
	require.ErrorIs(t, err, app.ErrForbidden)
	_, err = s.CommunicateIncident(ctx, desk, made.Ref, "c", news)
	require.NoError(t, err)
	_, err = s.JoinIncident(ctx, w.As(t, "alfa-medewerker"), made.Ref, "j", incident.Joining{})
	require.ErrorIs(t, err, app.ErrForbidden)
	_, err = s.JoinIncident(ctx, zuid, made.Ref, "j", incident.Joining{})
	require.NoError(t, err)
	own := incidentOf(t, w, desk, made.Ref)
	require.Equal(t, []string{"zuid"}, own.Clients)
	require.Equal(t, "zuid", own.Followers[zuid.Person].Org)
}

// A critical incident's meeting, Problem and survey are cases of their own, linked
// to it, each opened once (B-29, C-26, E-14).
func TestACriticalIncidentHasItsMeetingProblemAndSurvey(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	s, ctx := w.Service, t.Context()
	reporter, solver, desk := w.As(t, "noord-aanvrager"), w.As(t, "alfa-medewerker"), w.As(t, "si-servicedesk")
	r := printer
	r.Impact, r.Urgency = "high", "high"
	made, err := s.OpenIncident(ctx, reporter, "k", r)
	require.NoError(t, err)
	opened := func(process string) (ref string) {
		require.Eventually(t, func() bool {
			rows, _, err := s.Cases(ctx, desk, ledger.CaseFilter{Process: process}, ledger.Page{Limit: 10})
			if err != nil || len(rows) == 0 {
				return false
			}
			require.Len(t, rows, 1, process)
			ref = rows[0].Ref
			return true
		}, 30*time.Second, 20*time.Millisecond, process)
		return ref
	}
	held := opened(meeting.Name)
	// Whoever gets it is called to its meeting (B-29).
	_, err = app.Send(ctx, s, solver, incident.Name, made.Ref, "h", incident.HandOver, incident.HandingOver{Team: "beta-hosting", Reason: "de server"})
	require.NoError(t, err)
	beta := w.As(t, "beta-medewerker")
	require.Eventually(t, func() bool {
		_, err := s.Case(ctx, beta, held)
		return err == nil
	}, 30*time.Second, 20*time.Millisecond)
	solver = beta
	_, err = app.Send(ctx, s, solver, incident.Name, made.Ref, "r", incident.Resolve, incident.Resolution{Solution: "nieuwe inkt"})
	require.NoError(t, err)
	explained := opened(problem.Name)
	_, err = app.Send(ctx, s, reporter, incident.Name, made.Ref, "o", incident.Reopen, incident.Because{Reason: "werkt niet"})
	require.NoError(t, err)
	_, err = app.Send(ctx, s, solver, incident.Name, made.Ref, "r2", incident.Resolve, incident.Resolution{Solution: "nieuwe printer"})
	require.NoError(t, err)
	require.Eventually(t, func() bool { // it has heard which cases it has
		own := incidentOf(t, w, desk, made.Ref)
		return own.Meeting == held && own.Problem == explained
	}, 30*time.Second, 20*time.Millisecond)
	// Its Problem counts from the resolution that stands (C-25).
	require.Eventually(t, func() bool {
		row, err := s.Case(ctx, desk, explained)
		require.NoError(t, err)
		own, err := app.ProblemOf(row)
		require.NoError(t, err)
		return own.Origin.Resolved.Equal(incidentOf(t, w, desk, made.Ref).Resolution.At)
	}, 30*time.Second, 20*time.Millisecond)
	_, err = app.Send(ctx, s, reporter, incident.Name, made.Ref, "c", incident.Confirm, incident.Remark{})
	require.NoError(t, err)
	asked := opened(survey.Name)
	links, err := w.Store.Links(ctx, desk.Scope(), made.Ref)
	require.NoError(t, err)
	all := map[string]string{}
	for _, l := range links {
		all[l.Kind] = l.Ref
	}
	require.Equal(t, map[string]string{meeting.LinkAbout: held, problem.LinkExplains: explained, survey.LinkAbout: asked}, all)
}

// An e-mail waits for an agent since it came in on the mail server, which the
// Service Desk alone knows (E-26).
func TestAnEMailCountsFromItsArrivalOnTheMailServer(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	s, ctx, desk := w.Service, t.Context(), w.As(t, "si-servicedesk")
	mailed := func(channel string, ago time.Duration) incident.Report {
		r := printer
		at := s.Now().Add(-ago)
		r.Channel, r.Client, r.Reporter, r.Arrived = channel, "noord", "noord-aanvrager", &at
		return r
	}
	for name, c := range map[string]struct {
		person string
		report incident.Report
		code   string
	}{
		"by phone":         {"si-servicedesk", mailed(incident.Phone, time.Minute), "only_email"},
		"a user's own":     {"noord-aanvrager", mailed("", time.Minute), "only_email"},
		"of monitoring":    {"alfa-medewerker", mailed("", time.Minute), "only_email"},
		"not yet":          {"si-servicedesk", mailed(incident.Email, -time.Hour), "instant_in_the_future"},
		"more than a week": {"si-servicedesk", mailed(incident.Email, 7*24*time.Hour+time.Minute), "too_long_ago"},
	} {
		_, err := s.OpenIncident(ctx, w.As(t, c.person), "wrong", c.report)
		require.Equal(t, map[string]string{"arrived": c.code}, fields(t, err), name)
	}
	r := mailed(incident.Email, 15*time.Minute)
	made, err := s.OpenIncident(ctx, desk, "k", r)
	require.NoError(t, err)
	clocks, err := s.Clocks(ctx, desk, made.Ref)
	require.NoError(t, err)
	for _, k := range clocks {
		if k.ID == incident.ClockResponse {
			require.True(t, k.Facts.Start.Equal(*r.Arrived), "%v", k.Facts.Start)
			return
		}
	}
	require.Fail(t, "no response clock")
}
