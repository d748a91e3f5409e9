package ledger_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/internal/sla"
)

// incidentOf records an incident of Noord with a team, due so many hours after begin.
func incidentOf(t testing.TB, s *ledger.Store, n int, org, agent, more string, hours int) string {
	t.Helper()
	st := tell(t, s, fmt.Sprintf("INC-2026-%06d", n))
	st.at = begin.Add(time.Duration(n) * time.Minute)
	handler := fmt.Sprintf(`{"team":"%s-team","org":%q}`, org, org)
	if agent != "" {
		handler = fmt.Sprintf(`{"team":"%s-team","org":%q,"agent":%q}`, org, org, agent)
	}
	clock := record.Clock{ID: "resolution-1", Definition: "incident.p2", Version: 1, Calendar: "24x7",
		Facts: sla.Facts{Target: sla.Target{Elapsed: sla.Duration(time.Duration(hours) * time.Hour)}, Start: begin}}
	fx := record.Effects{Case: &record.CaseChange{Process: "incident", Stage: "new", Title: fmt.Sprintf("Storing %d", n),
		Parties: &record.Parties{Client: "noord", Providers: []string{"alfa"}, Requester: "noord-aanvrager"}}, Clocks: []record.Clock{clock}}
	st.records("incident.registered", fx, `{"priority":"P2","service":"e-mail","handler":`+handler+more+`}`)
	return st.ref
}

func refsOf(rows []ledger.QueueRow) []string {
	var all []string
	for _, r := range rows {
		all = append(all, r.Ref)
	}
	return all
}

func TestTheQueueHasTheLeastTimeLeftFirstAndWhatTheDeskMustDoBeforeAll(t *testing.T) {
	t.Parallel()
	s := open(t)
	late := incidentOf(t, s, 1, "alfa", "", "", 1)
	taken := incidentOf(t, s, 2, "alfa", "alfa-medewerker", `,"waiting":"W1","waits":{"W1":{"reason":"user"}}`, 2)
	desk := incidentOf(t, s, 3, "si", "", "", 9)
	frozen := incidentOf(t, s, 4, "beta", "", `,"frozen":{"because":"returned"}`, 8)
	for _, c := range []struct {
		name  string
		scope ledger.Scope
		f     ledger.QueueFilter
		want  []string
	}{
		{"all", all, ledger.QueueFilter{}, []string{late, taken, frozen, desk}},
		{"the desk", all, ledger.QueueFilter{Desk: true}, []string{frozen, desk, late, taken}},
		{"newest", all, ledger.QueueFilter{Sort: ledger.QueueByNewest}, []string{frozen, desk, taken, late}},
		{"a team's organisation", all, ledger.QueueFilter{Org: "alfa"}, []string{late, taken}},
		{"unassigned", all, ledger.QueueFilter{Org: "alfa", Unassigned: true}, []string{late}},
		{"an agent's", all, ledger.QueueFilter{Agent: "alfa-medewerker"}, []string{taken}},
		{"words", all, ledger.QueueFilter{Text: "storing 3"}, []string{desk}},
		{"another priority", all, ledger.QueueFilter{Priority: "P1"}, nil},
		{"closed", all, ledger.QueueFilter{Closed: true}, nil},
		{"another client", ledger.Scope{Client: "zuid"}, ledger.QueueFilter{}, nil},
	} {
		rows, next, err := s.Incidents(t.Context(), c.scope, c.f, ledger.Page{})
		require.NoError(t, err, c.name)
		require.Empty(t, next)
		require.Equal(t, c.want, refsOf(rows), c.name)
		// Page by page it is the same list.
		var paged []string
		for page := (ledger.Page{Limit: 1}); ; {
			rows, next, err := s.Incidents(t.Context(), c.scope, c.f, page)
			require.NoError(t, err)
			paged = append(paged, refsOf(rows)...)
			if page.Cursor = next; next == "" {
				break
			}
		}
		require.Equal(t, c.want, paged, "%s, page by page", c.name)
	}
	rows, _, err := s.Incidents(t.Context(), all, ledger.QueueFilter{Agent: "alfa-medewerker"}, ledger.Page{})
	require.NoError(t, err)
	require.Equal(t, "user", rows[0].Waits)
	require.Equal(t, "resolution-1", rows[0].Clock.ID)
	require.Equal(t, begin.Add(2*time.Hour), rows[0].Clock.Result.Due.UTC())
	_, _, err = s.Incidents(t.Context(), all, ledger.QueueFilter{}, ledger.Page{Cursor: "nonsense"})
	require.ErrorIs(t, err, ledger.ErrCursor)
}

// log fills the read rows with as many incidents as the log of one year has, of
// which a few hundred are open, among as many other cases.
func log(t testing.TB, s *ledger.Store, n int) {
	t.Helper()
	crowd(t, s, n)
	exec(t, s.Pool(), `INSERT INTO cases (ref, process, stage, title, outcome, client_org, provider_orgs, requester, seq, head, opened_at, updated_at, due_at, view)
		SELECT 'INC-2026-' || lpad(i::text, 6, '0'), 'incident', CASE WHEN i % 29 = 0 THEN 'working' ELSE 'closed' END,
			'Storing ' || (i % 977), CASE WHEN i % 29 = 0 THEN '' ELSE 'confirmed' END, 'client' || (i % 200), ARRAY['provider' || (i % 10)], 'req' || (i % 500),
			1, '', $2::timestamptz + i * interval '1 minute', $2, CASE WHEN i % 29 = 0 THEN $2::timestamptz + ((i * 7919) % 10000) * interval '1 minute' END,
			jsonb_build_object('priority', 'P' || (1 + i % 4), 'service', 's' || (i % 6), 'handler', jsonb_build_object('team', 't' || (i % 10),
				'org', CASE WHEN i % 10 = 0 THEN 'si' ELSE 'provider' || (i % 10) END)) ||
				CASE WHEN i % 3 = 0 THEN '{}' ELSE jsonb_build_object('notes', repeat('x', 2000)) END
		FROM generate_series(1, $1::int) i`, n, begin)
	exec(t, s.Pool(), `INSERT INTO clocks (case_ref, id, definition, version, calendar, calendar_version, lapse, facts, result, rungs, state, due_at)
		SELECT ref, 'resolution-1', 'incident.p2', 1, 'loh', 1, false, jsonb_build_object('target', '{"workingTime":"4h","calendar":"loh"}'::jsonb, 'start', '2026-03-02T10:00:00Z')
			|| CASE WHEN outcome = '' THEN '{}'::jsonb ELSE '{"stop":"2026-03-02T12:00:00Z"}' END,
			'{"state":"running","unit":"seconds"}', '[]', CASE WHEN outcome = '' THEN 'running' ELSE 'met' END, due_at FROM cases WHERE process = 'incident'`)
	exec(t, s.Pool(), `VACUUM ANALYZE cases, clocks`)
}

// incidentsOfAYear is how many incidents the log of a real year had.
const incidentsOfAYear = 14_497

func TestTheQueueReadsItsIndex(t *testing.T) {
	t.Parallel()
	s := open(t)
	log(t, s, incidentsOfAYear)
	for _, c := range []struct {
		scope ledger.Scope
		f     ledger.QueueFilter
		index string
	}{
		{all, ledger.QueueFilter{}, "cases_"},
		{all, ledger.QueueFilter{Desk: true}, "cases_handler"},
		{all, ledger.QueueFilter{Org: "provider7"}, "cases_handler"},
		{ledger.Scope{Provider: "provider7"}, ledger.QueueFilter{Org: "provider7", Unassigned: true}, "cases_handler"},
		{all, ledger.QueueFilter{Sort: ledger.QueueByPriority}, "cases_handler"},
		{ledger.Scope{Client: "client7"}, ledger.QueueFilter{}, "cases_"},
		{all, ledger.QueueFilter{Closed: true}, "cases_incidents_ended"},
		{all, ledger.QueueFilter{Closed: true, Priority: "P1"}, "cases_incidents_ended"},
		{all, ledger.QueueFilter{Closed: true, Priority: "P9"}, "cases_incidents_ended"},
		{all, ledger.QueueFilter{Closed: true, Team: "t7"}, "cases_incidents_ended"},
		{all, ledger.QueueFilter{Closed: true, Org: "provider7"}, "cases_incidents_ended"},
		{ledger.Scope{Provider: "provider7"}, ledger.QueueFilter{Closed: true, Team: "t7"}, "cases_incidents_ended"},
		{all, ledger.QueueFilter{Closed: true, Text: "976"}, "cases_words"},
		{ledger.Scope{Client: "client7"}, ledger.QueueFilter{Closed: true}, "cases_by_client"},
	} {
		sql, args, err := ledger.QueueQuery(c.scope, c.f, ledger.Page{Limit: 100})
		require.NoError(t, err)
		usesIndex(t, plan(t, s, sql, args), c.index)
	}
}

// BenchmarkQueue reads one page of 100 rows among the incidents of a year, and for
// comparison the references alone.
func BenchmarkQueue(b *testing.B) {
	s := open(b)
	log(b, s, incidentsOfAYear)
	direct := `SELECT ref FROM cases WHERE process = 'incident' AND outcome = '' ORDER BY coalesce(due_at, 'infinity'), ref LIMIT 100`
	for name, read := range map[string]func() error{
		"desk": func() error {
			_, _, err := s.Incidents(b.Context(), all, ledger.QueueFilter{Desk: true}, ledger.Page{Limit: 100})
			return err
		},
		"closed": func() error {
			_, _, err := s.Incidents(b.Context(), all, ledger.QueueFilter{Closed: true}, ledger.Page{Limit: 100})
			return err
		},
		"words": func() error {
			_, _, err := s.Incidents(b.Context(), all, ledger.QueueFilter{Closed: true, Text: "storing 976"}, ledger.Page{Limit: 100})
			return err
		},
		"direct": func() error { _, err := s.Pool().Exec(b.Context(), direct); return err },
	} {
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				began := time.Now()
				require.NoError(b, read())
				took = append(took, time.Since(began))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}
