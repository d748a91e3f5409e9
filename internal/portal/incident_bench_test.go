package portal_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
	"termijn/internal/portal"
)

// yearOfIncidents fills the read rows with as many incidents as the log of a year
// has; one of 29 is open.
const yearOfIncidents = `
WITH made AS (INSERT INTO cases (ref, process, stage, title, outcome, client_org, provider_orgs, requester, seq, head, opened_at, updated_at, closed_at, due_at, view)
	SELECT 'INC-2026-' || lpad(i::text, 6, '0'), 'incident', CASE WHEN i % 29 = 0 THEN 'working' ELSE 'closed' END, 'Storing ' || i,
		CASE WHEN i % 29 = 0 THEN '' ELSE 'confirmed' END, 'noord', '{alfa}', 'noord-aanvrager', 1, '', $1::timestamptz - i * interval '1 minute', $1,
		CASE WHEN i % 29 = 0 THEN NULL ELSE $1::timestamptz END, CASE WHEN i % 29 = 0 THEN $1::timestamptz + ((i * 7919) % 10000) * interval '1 minute' END,
		jsonb_build_object('priority', 'P' || (1 + i % 4), 'service', 'werkplek', 'handler', '{"team":"alfa-werkplek","org":"alfa"}'::jsonb)
	FROM generate_series(1, 14497) i RETURNING ref, outcome, opened_at, due_at),
provided AS (INSERT INTO case_providers SELECT 'alfa', ref, outcome = '', coalesce(due_at, 'infinity'), opened_at FROM made)
INSERT INTO clocks (case_ref, id, definition, version, calendar, calendar_version, lapse, facts, result, rungs, state, due_at)
SELECT ref, 'resolution-1', 'incident.p2', 1, 'loh', 1, false, jsonb_build_object('target', '{"workingTime":"4h","calendar":"loh"}'::jsonb, 'start', opened_at)
	|| CASE WHEN outcome = '' THEN '{}'::jsonb ELSE jsonb_build_object('stop', $1::timestamptz) END, '{"state":"running","unit":"seconds"}', '[]',
	CASE WHEN outcome = '' THEN 'running' ELSE 'met' END, due_at FROM made`

// BenchmarkQueuePage asks for the whole page of the queue over HTTP, its refresh when
// nothing changed, and the rows alone by the statement that they come from.
func BenchmarkQueuePage(b *testing.B) {
	w := apptest.Start(b, apptest.WithoutWorker())
	_, err := w.Store.Pool().Exec(b.Context(), yearOfIncidents, apptest.Epoch)
	require.NoError(b, err)
	_, err = w.Store.Pool().Exec(b.Context(), `VACUUM ANALYZE cases, clocks, case_providers`)
	require.NoError(b, err)
	server := httptest.NewServer(portal.New(portal.Options{Service: w.Service, Dev: true}))
	b.Cleanup(server.Close)
	jar, err := cookiejar.New(nil)
	require.NoError(b, err)
	reader := &http.Client{Jar: jar}
	signed, err := reader.PostForm(server.URL+"/sign-in", url.Values{"person": {"si-servicedesk"}})
	require.NoError(b, err)
	require.NoError(b, signed.Body.Close())
	tag, sent := "", int64(0)
	get := func(path string, live bool) error {
		req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, server.URL+path, nil)
		if err != nil {
			return err
		}
		if live {
			req.Header.Set("HX-Request", "true")
			req.Header.Set("HX-Target", "queue")
			req.Header.Set("If-None-Match", tag)
		}
		resp, err := reader.Do(req)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		tag = resp.Header.Get("ETag")
		sent, err = io.Copy(io.Discard, resp.Body)
		return err
	}
	for _, c := range []struct {
		name string
		read func() error
	}{
		{"open", func() error { return get("/incidents", false) }},
		{"closed", func() error { return get("/incidents?open=closed", false) }},
		{"words", func() error { return get("/incidents?open=closed&text=13777", false) }},
		{"refresh", func() error { return get("/incidents", true) }},
		{"direct", func() error {
			_, err := w.Store.Pool().Exec(b.Context(), `SELECT * FROM cases WHERE process = 'incident' AND outcome = '' ORDER BY coalesce(due_at, 'infinity'), ref LIMIT 501`)
			return err
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				began := time.Now()
				require.NoError(b, c.read())
				took = append(took, time.Since(began))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
			b.ReportMetric(float64(sent), "bytes")
		})
	}
}
