package portal_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
	"termijn/internal/calendar"
	"termijn/internal/portal"
	"termijn/workflows/transition"
)

// largeProgramme is a running programme of 500 milestones in ten projects, with 1,500
// dependencies, of which the network made every fifth milestone late.
func largeProgramme() transition.State {
	own := transition.State{Kind: transition.KindProgramme, Baseline: 1, Projects: map[string]transition.Project{}, Milestones: map[string]transition.Milestone{},
		Links: map[string]transition.Link{}, Carried: map[string]transition.Carried{}, Baselines: map[string]transition.Baseline{}}
	first := transition.Baseline{Number: 1, At: apptest.Epoch, Dates: map[string]calendar.Date{}}
	for i := range 500 {
		id, project := fmt.Sprintf("M%d", i), fmt.Sprintf("P%d", i%10)
		org := []string{"alfa", "beta", "si"}[i%3]
		own.Projects[project] = transition.Project{Title: "Project " + project, Owner: transition.Owner{Org: []string{"alfa", "beta", "si"}[i%10%3]}}
		due := onDay(3, 9).AddDays(2 * i)
		m := transition.Milestone{Title: fmt.Sprintf("Mijlpaal %d van het programma", i), Project: project, Owner: transition.Owner{Org: org}, Due: due, Status: transition.MilestonePlanned,
			Share: decimal.RequireFromString("0.2")}
		c := transition.Carried{Expected: due, Float: 3}
		if i%5 == 0 && i > 0 {
			m.Status = transition.MilestoneImpossible
			c = transition.Carried{Expected: due.AddDays(7), Float: -5, Critical: true, Via: fmt.Sprintf("M%d", i-1)}
		}
		own.Milestones[id], own.Carried[id], first.Dates[id] = m, c, due
		for _, back := range []int{1, 7, 31} {
			if i >= back {
				l := transition.Link{From: fmt.Sprintf("M%d", i-back), To: id}
				own.Links[l.Key()] = l
			}
		}
	}
	own.Baselines["1"] = first
	own.Carry = transition.Carry{End: onDay(3, 9).AddDays(1000)}
	return own
}

// BenchmarkProgrammePage asks for the Board's page and the plan of a programme of 500
// milestones over HTTP; the floor is the statement that its state comes from.
func BenchmarkProgrammePage(b *testing.B) {
	w := apptest.Start(b, apptest.WithoutWorker())
	view, err := json.Marshal(largeProgramme())
	require.NoError(b, err)
	_, err = w.Store.Pool().Exec(b.Context(), `INSERT INTO cases (ref, process, stage, title, outcome, client_org, provider_orgs, requester, seq, head, opened_at, updated_at, view)
		VALUES ('TRP-2026-000001', 'transition', 'running', 'Groot programma', '', '', '{alfa,beta}', '', 1, '', $1, $1, $2)`, apptest.Epoch, view)
	require.NoError(b, err)
	// Its clocks, of which one in fifty is near.
	_, err = w.Store.Pool().Exec(b.Context(), `INSERT INTO clocks (case_ref, id, definition, version, calendar, calendar_version, lapse, facts, result, rungs, fired, state)
		SELECT 'TRP-2026-000001', 'milestone/M' || i || '/1', 'transition.milestone', 1, 'workdays', 1, false,
			jsonb_build_object('target', jsonb_build_object('date', to_char(date '2026-03-09' + 2 * i, 'YYYY-MM-DD')), 'start', '2026-02-02T09:00:00Z'),
			'{"state": "running"}', '[]', CASE WHEN i % 50 = 0 THEN '{-20WD}'::text[] ELSE '{}' END, 'running' FROM generate_series(0, 499) i`)
	require.NoError(b, err)
	server := httptest.NewServer(portal.New(portal.Options{Service: w.Service, Dev: true}))
	b.Cleanup(server.Close)
	jar, err := cookiejar.New(nil)
	require.NoError(b, err)
	reader := &http.Client{Jar: jar}
	signed, err := reader.PostForm(server.URL+"/sign-in", url.Values{"person": {"bestuurslid"}})
	require.NoError(b, err)
	require.NoError(b, signed.Body.Close())
	sent := int64(0)
	read := func(path string) error {
		resp, err := reader.Get(server.URL + path)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			return fmt.Errorf("status %d", resp.StatusCode)
		}
		sent, err = io.Copy(io.Discard, resp.Body)
		return err
	}
	get := func(path string) error { return read("/programmes/TRP-2026-000001" + path) }
	for _, c := range []struct {
		name string
		read func() error
	}{
		{"case", func() error { return read("/cases/TRP-2026-000001") }},
		{"case with every clock", func() error { return read("/cases/TRP-2026-000001?clocks=all") }},
		{"milestone", func() error { return get("/milestone?id=M250") }},
		{"board", func() error { return get("") }},
		{"plan", func() error { return get("/plan") }},
		{"unfolded", func() error { return get("/plan?open=all") }},
		{"table", func() error { return get("/plan?view=table") }},
		{"direct", func() error {
			var state []byte
			return w.Store.Pool().QueryRow(b.Context(), `SELECT view FROM cases WHERE ref = 'TRP-2026-000001'`).Scan(&state)
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
