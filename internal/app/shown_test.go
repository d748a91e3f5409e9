package app_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/workflows/incident"
)

// How a reporter without an account is reached is for who handles the incident now,
// and for the reporter's own side.
func TestAProviderThatHandedItOverNoLongerReadsHowTheReporterIsReached(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	s, ctx := w.Service, t.Context()
	alfa := w.As(t, "alfa-medewerker")
	r := printer
	r.Channel, r.Client, r.Contact = incident.Phone, "noord", "toestel 4417"
	made, err := s.OpenIncident(ctx, w.As(t, "si-servicedesk"), "k", r)
	require.NoError(t, err)
	reads := func(person string, want string) {
		t.Helper()
		whole, err := s.Whole(ctx, w.As(t, person), made.Ref)
		require.NoError(t, err, person)
		own, err := app.IncidentOf(whole.CaseRow)
		require.NoError(t, err)
		require.Contains(t, whole.Texts, own.Report.Contact, "the text is there, or there is nothing to leave out")
		require.Equal(t, want, whole.Texts[own.Report.Contact], person)
		require.Equal(t, want == "", whole.Withheld, person)
		texts, err := s.Texts(ctx, w.As(t, person), made.Ref)
		require.NoError(t, err)
		require.Equal(t, whole.Texts, texts, person)
	}
	reads("alfa-medewerker", "toestel 4417")
	_, err = app.Send(ctx, s, alfa, incident.Name, made.Ref, "h", incident.HandOver, incident.HandingOver{Team: "beta-hosting", Reason: "De server."})
	require.NoError(t, err)
	reads("alfa-medewerker", "")
	for _, person := range []string{"beta-medewerker", "si-servicedesk", "bestuurslid", "noord-aanvrager"} {
		reads(person, "toestel 4417")
	}
}

// The reporting Client sees that others have its incident too, and not who they are.
func TestAClientDoesNotReadWhoOfAnotherClientJoined(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t)
	s, ctx, desk, noord := w.Service, t.Context(), w.As(t, "si-servicedesk"), w.As(t, "noord-aanvrager")
	made, err := s.OpenIncident(ctx, noord, "k", printer)
	require.NoError(t, err)
	written, err := s.OpenTemplate(ctx, desk, "t", firstNews())
	require.NoError(t, err)
	bringIntoForce(t, w, written.Ref, desk, w.As(t, "bestuurslid"))
	_, err = s.CommunicateIncident(ctx, desk, made.Ref, "c", incident.Communication{Template: written.Ref, Version: 1, Subject: "Printers", Text: "We werken eraan.", Public: true})
	require.NoError(t, err)
	for _, person := range []string{"zuid-projectleider", "noord-projectleider"} {
		_, err = s.JoinIncident(ctx, w.As(t, person), made.Ref, "j", incident.Joining{Remark: "Ook bij " + person})
		require.NoError(t, err, person)
	}
	// told is everything that a reader gets of the case.
	told := func(person string) (incident.State, string) {
		t.Helper()
		whole, err := s.Whole(ctx, w.As(t, person), made.Ref)
		require.NoError(t, err)
		events, err := s.Events(ctx, w.As(t, person), made.Ref, 0, 100)
		require.NoError(t, err)
		own, err := app.IncidentOf(whole.CaseRow)
		require.NoError(t, err)
		all, err := json.Marshal([]any{own, whole.CaseRow, whole.Events, events})
		require.NoError(t, err)
		return own, string(all)
	}
	own, all := told("noord-aanvrager")
	require.NotContains(t, all, "zuid", "neither the person, nor the organisation, nor what they wrote")
	require.Contains(t, all, "Ook bij noord-projectleider", "its own people are no secret")
	require.Len(t, own.Followers, 2, "how many there are is told")
	require.Equal(t, app.AnotherClient, own.Followers[app.AnotherClient+"/1"].Org)
	for _, person := range []string{"si-servicedesk", "bestuurslid"} {
		own, all = told(person)
		require.Contains(t, all, "Ook bij zuid-projectleider", person)
		require.Equal(t, "zuid", own.Followers["zuid-projectleider"].Org)
	}
}
