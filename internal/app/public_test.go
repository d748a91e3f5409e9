package app_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/record"
	"termijn/workflows/incident"
	"termijn/workflows/notice"
	"termijn/workflows/problem"
)

// stands writes a case as it stands straight into the ledger, in one event.
func stands(t *testing.T, w *apptest.World, ref, process, stage, outcome string, at time.Time, own any) {
	t.Helper()
	view, err := json.Marshal(own)
	require.NoError(t, err)
	change := &record.CaseChange{Process: process, Stage: stage, Outcome: outcome, Title: "Wachtwoord van Jansen staat op een briefje",
		Parties: &record.Parties{Client: "noord", Requester: "noord-aanvrager"}, View: view}
	_, err = w.Store.Record(t.Context(), record.Batch{View: view, Event: record.Event{Case: ref, Seq: 1, At: at, Recorded: at,
		Kind: process + ".told", Effects: record.Effects{Case: change}}})
	require.NoError(t, err)
}

// told is an incident with communications, the last of them public or not.
func told(at time.Time, public bool) incident.State {
	sent := func(after time.Duration, subject string, public bool) incident.Communicated {
		return incident.Communicated{At: at.Add(after), Communication: incident.Communication{Subject: subject, Text: subject + ": tekst", Public: public}}
	}
	st := incident.State{Service: "e-mail", Registered: at, Report: incident.Report{Description: "interne beschrijving"},
		Communications: map[string]incident.Communicated{"C1": sent(time.Minute, "Alleen voor klanten", false), "C2": sent(2*time.Minute, "E-mail werkt niet", public)}}
	if public {
		st.Published = &at
		st.Communications["C3"] = sent(3*time.Minute, "E-mail hapert nog", true)
	}
	return st
}

func TestPublicNewsHoldsWhatWasPublishedAndNothingElse(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.WithoutWorker())
	now := apptest.Epoch
	stands(t, w, "INC-2026-000001", incident.Name, incident.Working, "", now.Add(-time.Hour), told(now.Add(-time.Hour), true))
	stands(t, w, "INC-2026-000002", incident.Name, incident.Working, "", now, told(now, false))
	stands(t, w, "INC-2026-000003", incident.Name, incident.Closed, incident.OutcomeConfirmed, now.Add(-app.PublicAfterEnd+time.Minute), told(now.Add(-20*time.Hour), true))
	stands(t, w, "INC-2026-000004", incident.Name, incident.Closed, incident.OutcomeConfirmed, now.Add(-app.PublicAfterEnd-time.Minute), told(now.Add(-20*time.Hour), true))
	window := notice.State{Service: "hosting", Title: "Onderhoud", Text: "Traag", From: now.Add(time.Hour), To: now.Add(2 * time.Hour), Published: &now}
	stands(t, w, "NOT-2026-000001", notice.Name, notice.Planned, "", now, window)
	stands(t, w, "NOT-2026-000002", notice.Name, notice.Ended, notice.Ended, now, window)
	known := problem.State{Origin: problem.Origin{Service: "netwerk", Description: "intern"}, Published: &now,
		KnownError: &problem.KnownAs{KnownError: problem.KnownError{Symptoms: "Geen wifi", Workaround: "Gebruik de kabel", Public: true}}}
	stands(t, w, "PRB-2026-000001", problem.Name, problem.Known, "", now, known)
	stands(t, w, "PRB-2026-000002", problem.Name, problem.Closed, problem.Closed, now, known)
	hidden := known
	hidden.Published = nil
	stands(t, w, "PRB-2026-000003", problem.Name, problem.Known, "", now, hidden)

	news, err := w.Service.PublicNews(t.Context())
	require.NoError(t, err)
	require.False(t, news.None())
	require.Len(t, news.Incidents, 2, "one that was never published, and one closed too long ago, are not there")
	first := news.Incidents[0]
	require.Equal(t, "INC-2026-000001", first.Ref, "what goes on comes before what is over")
	require.False(t, first.Over)
	require.Len(t, first.News, 2, "the communication that was for Clients only is not public")
	require.Equal(t, "E-mail hapert nog", first.News[0].Subject, "the newest first")
	require.Equal(t, "INC-2026-000003", news.Incidents[1].Ref)
	require.True(t, news.Incidents[1].Over)
	require.Len(t, news.Notices, 1)
	require.Equal(t, "NOT-2026-000001", news.Notices[0].Ref)
	require.Len(t, news.Errors, 1)
	require.Equal(t, "PRB-2026-000001", news.Errors[0].Ref)
	all, err := json.Marshal(news)
	require.NoError(t, err)
	for _, private := range []string{"Jansen", "intern", "noord", "Alleen voor klanten"} {
		require.NotContains(t, string(all), private)
	}

	t.Run("by reference", func(t *testing.T) {
		t.Parallel()
		old, err := w.Service.PublicIncident(t.Context(), "INC-2026-000004")
		require.NoError(t, err, "one that left the page is still found by its reference")
		require.True(t, old.Over)
		for _, ref := range []string{"INC-2026-000002", "INC-2026-999999", "PRB-2026-000001", "NOT-2026-000001", "x' OR 1=1", ""} {
			_, err := w.Service.PublicIncident(t.Context(), ref)
			require.ErrorIs(t, err, app.ErrNotFound, ref)
		}
	})
	t.Run("before one reports", func(t *testing.T) {
		t.Parallel()
		user := w.As(t, "zuid-projectleider")
		for _, c := range []struct {
			service, text                string
			incidents, notices, mistakes int
		}{
			{"", "", 1, 1, 1},
			{"e-mail", "", 1, 0, 0},
			{"netwerk", "niets gemeen", 0, 0, 1},
			{"", "mijn WIFI doet het niet", 0, 0, 1},
			{"werkplek", "wifi", 0, 0, 0}, // one word says nothing about another service
			{"werkplek", "E-mail hapert", 1, 0, 0},
		} {
			k, err := w.Service.KnownNews(t.Context(), user, c.service, c.text)
			require.NoError(t, err)
			require.Equal(t, []int{c.incidents, c.notices, c.mistakes}, []int{len(k.Incidents), len(k.Notices), len(k.Errors)}, "%s, %s", c.service, c.text)
		}
		_, err := w.Service.KnownNews(t.Context(), w.As(t, "bestuurslid"), "", "")
		require.ErrorIs(t, err, app.ErrForbidden)
	})
}
