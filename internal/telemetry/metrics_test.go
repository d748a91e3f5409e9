package telemetry

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/stretchr/testify/require"

	"termijn/internal/devstack/devtest"
	"termijn/internal/producttime"
	"termijn/internal/record"
)

// gathered are the metrics that need no database.
func gathered(t *testing.T, m *Metrics) string {
	t.Helper()
	r := prometheus.NewRegistry()
	r.MustRegister(m.requests, m.duration)
	return do(promhttp.HandlerFor(r, promhttp.HandlerOpts{}), http.MethodGet, "/metrics").Body.String()
}

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func fill(t *testing.T, db *pgxpool.Pool) {
	t.Helper()
	for _, sql := range []string{
		`INSERT INTO cases (ref, process, stage, title, seq, head, opened_at, updated_at) VALUES
			('REG-2026-000001', 'regie', 'executing', 'x', 1, '', now(), now()), ('INC-2026-000001', 'incident', 'work', 'y', 1, '', now(), now())`,
		`INSERT INTO clocks (case_ref, id, definition, version, calendar, calendar_version, lapse, facts, result, rungs, state) VALUES
			('REG-2026-000001', 'a', 'd', 1, 'c', 1, false, '{}', '{}', '[]', 'running'), ('REG-2026-000001', 'b', 'd', 1, 'c', 1, false, '{}', '{}', '[]', 'running'),
			('REG-2026-000001', 'c', 'd', 1, 'c', 1, false, '{}', '{}', '[]', 'breached'), ('INC-2026-000001', 'a', 'd', 1, 'c', 1, false, '{}', '{}', '[]', 'met')`,
		`INSERT INTO tasks (id, case_ref, kind, state, opened_at) VALUES
			('REG-2026-000001/1', 'REG-2026-000001', 'place_order', 'open', '2026-03-02T10:00:00Z'),
			('REG-2026-000001/2', 'REG-2026-000001', 'place_order', 'open', '2026-03-02T11:59:00Z'),
			('REG-2026-000001/3', 'REG-2026-000001', 'submit_offer', 'done', '2026-01-01T00:00:00Z')`,
		`INSERT INTO outbox (key, case_ref, template, person, created_at, sent_at, dropped_at) VALUES
			('1', 'REG-2026-000001', 't', 'p', '2026-03-02T11:59:30Z', null, null), ('2', 'REG-2026-000001', 't', 'p', '2026-03-02T11:59:50Z', null, null),
			('3', 'REG-2026-000001', 't', 'p', '2026-03-01T00:00:00Z', now(), null), ('4', 'REG-2026-000001', 't', 'p', '2026-03-01T00:00:00Z', null, now())`,
	} {
		_, err := db.Exec(t.Context(), sql)
		require.NoError(t, err)
	}
}

// value is the value of one line of a scrape.
func value(t *testing.T, text, series string) string {
	t.Helper()
	for line := range strings.SplitSeq(text, "\n") {
		if v, ok := strings.CutPrefix(line, series+" "); ok {
			return v
		}
	}
	require.Failf(t, "no such series", "%s in\n%s", series, text)
	return ""
}

func TestHowThingsStandIsReadFromTheDatabase(t *testing.T) {
	t.Parallel()
	db := devtest.Pool(t, migrate)
	fill(t, db)
	m := NewMetrics(db)
	// Time nearly stands still: ages are those at noon.
	scale, err := producttime.Start(time.Now(), noon, 1)
	require.NoError(t, err)
	m.SetTime(scale)
	text := scrape(t, m)
	for series, want := range map[string]string{
		`termijn_database_up`:                                    "1",
		`termijn_clocks{process="regie",state="running"}`:        "2",
		`termijn_clocks{process="regie",state="breached"}`:       "1",
		`termijn_clocks{process="incident",state="met"}`:         "1",
		`termijn_tasks_open{kind="place_order",process="regie"}`: "2",
		`termijn_outbox_depth`:                                   "2",
	} {
		require.Equal(t, want, value(t, text, series), series)
	}
	require.Regexp(t, `^72\d\d(\.\d+)?$`, value(t, text, `termijn_task_age_seconds{kind="place_order",process="regie"}`))
	require.Regexp(t, `^[3-9]\d(\.\d+)?$`, value(t, text, `termijn_outbox_oldest_age_seconds`))
	require.NotContains(t, text, "submit_offer", "done tasks have no age")
	require.Contains(t, text, "go_goroutines")
	require.Contains(t, text, "process_resident_memory_bytes")

	// Within a few seconds the answer is the same, whatever happened.
	_, err = db.Exec(t.Context(), `DELETE FROM outbox`)
	require.NoError(t, err)
	require.Equal(t, "2", value(t, scrape(t, m), "termijn_outbox_depth"))
	require.Equal(t, "0", value(t, scrape(t, NewMetrics(db)), "termijn_outbox_depth"))
	require.Equal(t, "0", value(t, scrape(t, NewMetrics(db)), "termijn_outbox_oldest_age_seconds"))
}

func TestAScrapeWithoutDatabaseSaysSo(t *testing.T) {
	t.Parallel()
	db := devtest.Pool(t, migrate)
	m := NewMetrics(db)
	db.Close()
	text := scrape(t, m)
	require.Equal(t, "0", value(t, text, "termijn_database_up"))
	require.NotContains(t, text, "termijn_outbox_depth")
	require.Contains(t, text, "go_goroutines")
}

func TestEventsAreCountedAndTimersMeasured(t *testing.T) {
	t.Parallel()
	db := devtest.Pool(t, migrate)
	fill(t, db)
	m := NewMetrics(db)
	opened := record.Event{Case: "CHG-2026-000001", Seq: 1, Kind: "case.registered", At: noon, Recorded: noon.Add(time.Hour),
		Effects: record.Effects{Case: &record.CaseChange{Process: "change"}}}
	m.Recorded(opened)
	for _, late := range []time.Duration{0, 3 * time.Second, 2 * time.Hour} {
		m.Recorded(record.Event{Case: "CHG-2026-000001", Seq: 2, Kind: "clock.due", At: noon, Recorded: noon.Add(late)})
	}
	m.Recorded(record.Event{Case: "CHG-2026-000001", Seq: 5, Kind: "case.alarm", At: noon, Recorded: noon})
	m.Recorded(record.Event{Case: "REG-2026-000001", Seq: 9, Kind: "clock.threshold", At: noon, Recorded: noon})
	m.Recorded(record.Event{Case: "XXX-2026-000001", Seq: 9, Kind: "x.said"})
	text := scrape(t, m)
	for series, want := range map[string]string{
		`termijn_events_recorded_total{kind="case.registered",process="change"}`: "1",
		`termijn_events_recorded_total{kind="clock.due",process="change"}`:       "3",
		`termijn_events_recorded_total{kind="clock.threshold",process="regie"}`:  "1",
		`termijn_events_recorded_total{kind="x.said",process="unknown"}`:         "1",
		`termijn_timer_lateness_seconds_count{process="change"}`:                 "4",
		`termijn_timer_lateness_seconds_sum{process="change"}`:                   "7203",
		`termijn_timer_lateness_seconds_bucket{process="change",le="5"}`:         "3",
		`termijn_timer_lateness_seconds_count{process="regie"}`:                  "1",
	} {
		require.Equal(t, want, value(t, text, series), series)
	}
}

func TestReadyNeedsBothParts(t *testing.T) {
	t.Parallel()
	db, gone := devtest.Pool(t, migrate), devtest.Pool(t, nil)
	gone.Close()
	namespace := devtest.Temporal(t)
	temporal, ended := namespace.Client(t), namespace.Client(t)
	ended.Close()
	ask := func(d Database, c Temporal) (int, map[string]string) {
		e := Handlers(d, c, NewMetrics(db))
		w := do(e.Ready, http.MethodGet, "/readyz")
		said := map[string]string{}
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &said))
		require.Equal(t, http.StatusOK, do(e.Health, http.MethodGet, "/healthz").Code, "alive all the same")
		return w.Code, said
	}
	code, said := ask(db, temporal)
	require.Equal(t, http.StatusOK, code)
	require.Equal(t, map[string]string{"status": "ready", "database": "reachable", "temporal": "reachable"}, said)
	code, said = ask(gone, temporal)
	require.Equal(t, http.StatusServiceUnavailable, code)
	require.Equal(t, map[string]string{"status": "not ready", "database": "unreachable", "temporal": "reachable"}, said)
	code, said = ask(db, ended)
	require.Equal(t, http.StatusServiceUnavailable, code)
	require.Equal(t, map[string]string{"status": "not ready", "database": "reachable", "temporal": "unreachable"}, said)
}

func TestReadyDoesNotWaitForEver(t *testing.T) {
	t.Parallel()
	// A port that takes connections and never answers.
	silent := silentPort(t)
	pool, err := pgxpool.New(t.Context(), "postgres://u@"+silent+"/x?sslmode=disable")
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	temporal := lazyClient(t, silent)
	began := time.Now()
	w := do(Handlers(pool, temporal, NewMetrics(nil)).Ready, http.MethodGet, "/readyz")
	require.Equal(t, http.StatusServiceUnavailable, w.Code)
	require.JSONEq(t, `{"status":"not ready","database":"unreachable","temporal":"unreachable"}`, w.Body.String())
	require.Less(t, time.Since(began), readyTakes+patience/2)
}
