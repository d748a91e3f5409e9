package ledger_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"termijn/internal/ledger"
)

// crowd fills the read rows as a large installation would: n open tasks in n
// cases, half of them closed cases beside them, of 200 clients and 10 providers.
func crowd(t testing.TB, s *ledger.Store, n int) {
	t.Helper()
	exec(t, s.Pool(), `INSERT INTO cases (ref, process, stage, title, outcome, client_org, provider_orgs, requester, representative,
			seq, head, opened_at, updated_at, due_at)
		SELECT 'REG-2026-' || lpad(i::text, 6, '0'), 'regie', 'submitted', 'Zaak ' || (i % 977) || ' van ' || (i % 20),
			CASE WHEN i % 3 = 0 THEN 'ended' ELSE '' END, 'client' || (i % 200), ARRAY['provider' || (i % 10)], 'req' || (i % 500), 'rep' || (i % 500),
			1, '', $2::timestamptz + i * interval '1 minute', $2,
			CASE WHEN i % 3 > 0 THEN $2::timestamptz + ((i * 7919) % 100000) * interval '1 minute' END
		FROM generate_series(1, $1::int) i`, n, begin)
	exec(t, s.Pool(), `INSERT INTO tasks (id, case_ref, kind, to_person, to_org, to_role, state, opened_at, due_at)
		SELECT ref || '/' || k, ref, 'answer', CASE WHEN k = 1 THEN 'person' || (i % 500) ELSE '' END,
			CASE WHEN k = 2 THEN 'client' || (i % 200) ELSE '' END, CASE WHEN k = 2 THEN 'approver' ELSE '' END,
			CASE WHEN k = 3 THEN 'done' ELSE 'open' END, $2, coalesce(due_at, 'infinity')
		FROM generate_series(1, $1::int) i JOIN cases ON ref = 'REG-2026-' || lpad(i::text, 6, '0'),
			LATERAL (VALUES (1 + i % 2), (3)) AS kinds (k)`, n, begin)
	exec(t, s.Pool(), `INSERT INTO case_providers SELECT p, ref, outcome = '', coalesce(due_at, 'infinity'), opened_at
		FROM cases, unnest(provider_orgs) p`)
	exec(t, s.Pool(), `ANALYZE cases, tasks, case_providers`)
}

// plan is how PostgreSQL runs a list's query, planned as the store has it planned.
func plan(t testing.TB, s *ledger.Store, sql string, args []any) string {
	t.Helper()
	rows, err := s.Pool().Query(t.Context(), "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) "+sql, append([]any{pgx.QueryExecModeExec}, args...)...)
	require.NoError(t, err)
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	return strings.Join(lines, "\n")
}

func usesIndex(t testing.TB, plan string, indexes ...string) {
	t.Helper()
	require.NotContains(t, plan, "Seq Scan", plan)
	for _, index := range indexes {
		require.Contains(t, plan, index, plan)
	}
}

func TestEveryListReadsItsIndex(t *testing.T) {
	t.Parallel()
	s := open(t)
	crowd(t, s, 100_000)
	in := ledger.Inbox{Person: "person8", Org: "client8", Roles: []string{"approver", "requester"}}
	after := ledger.Page{}
	for _, filter := range []ledger.TaskFilter{{}, {Kind: "answer"}, {Process: "regie"}} {
		sql, args, err := ledger.TasksQuery(in, filter, after)
		require.NoError(t, err)
		usesIndex(t, plan(t, s, sql, args), "tasks_inbox_person", "tasks_inbox_role")
	}
	sql, args := ledger.CountsQuery(in, begin)
	usesIndex(t, plan(t, s, sql, args), "tasks_inbox_person", "tasks_inbox_role")

	_, next, err := s.Tasks(t.Context(), in, ledger.TaskFilter{}, ledger.Page{Limit: 10})
	require.NoError(t, err)
	sql, args, err = ledger.TasksQuery(in, ledger.TaskFilter{}, ledger.Page{Cursor: next})
	require.NoError(t, err)
	usesIndex(t, plan(t, s, sql, args), "tasks_inbox_person", "tasks_inbox_role")

	client, provider := ledger.Scope{Client: "client7"}, ledger.Scope{Provider: "provider7"}
	rare := ledger.Scope{Provider: "provider-without-cases"}
	for _, c := range []struct {
		scope ledger.Scope
		f     ledger.CaseFilter
		index string
	}{
		{all, ledger.CaseFilter{Sort: "due"}, "cases_open_by_due"},
		{all, ledger.CaseFilter{Sort: "opened"}, "cases_by_opened"},
		{all, ledger.CaseFilter{Sort: "due", Client: "client7"}, "cases_open_by_client"},
		{client, ledger.CaseFilter{Sort: "due"}, "cases_open_by_client"},
		{client, ledger.CaseFilter{}, "cases_by_client"},
		{client, ledger.CaseFilter{Open: "closed", Process: "regie"}, "cases_by_client"},
		{provider, ledger.CaseFilter{Sort: "due"}, "case_providers_by_due"},
		{provider, ledger.CaseFilter{}, "case_providers_by_opened"},
		{rare, ledger.CaseFilter{Sort: "due"}, "case_providers_by_due"},
		{rare, ledger.CaseFilter{}, "case_providers_by_opened"},
		{all, ledger.CaseFilter{Person: "req7"}, "cases_by_requester"},
		{client, ledger.CaseFilter{Person: "rep7", Sort: "due"}, "cases_by_representative"},
		{all, ledger.CaseFilter{Text: "REG-2026-000042"}, "cases_words"},
	} {
		for _, cursor := range []bool{false, true} {
			page := ledger.Page{Limit: 20}
			if cursor {
				_, page.Cursor, err = s.Cases(t.Context(), c.scope, c.f, ledger.Page{Limit: 1})
				require.NoError(t, err)
			}
			sql, args, err := ledger.CasesQuery(c.scope, c.f, page)
			require.NoError(t, err)
			usesIndex(t, plan(t, s, sql, args), c.index)
		}
	}
}

// BenchmarkInbox asks one page of an inbox among few and among many open tasks.
func BenchmarkInbox(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s := open(b)
			crowd(b, s, n)
			in := ledger.Inbox{Person: "person8", Org: "client8", Roles: []string{"approver", "requester"}}
			for b.Loop() {
				_, _, err := s.Tasks(b.Context(), in, ledger.TaskFilter{}, ledger.Page{Limit: 25})
				require.NoError(b, err)
			}
		})
		b.Run(fmt.Sprintf("counts/%d", n), func(b *testing.B) {
			s := open(b)
			crowd(b, s, n)
			in := ledger.Inbox{Person: "person8", Org: "client8", Roles: []string{"approver", "requester"}}
			for b.Loop() {
				_, _, err := s.TaskCounts(b.Context(), in, begin)
				require.NoError(b, err)
			}
		})
	}
}

// BenchmarkRecord records events of the size that a regie case writes, alone and
// by 32 cases at once.
func BenchmarkRecord(b *testing.B) {
	view := `{"request":{"title":"` + strings.Repeat("x", 200) + `","goal":"` + strings.Repeat("y", 3_000) + `"},"n":%d}`
	for _, cases := range []int{1, 32} {
		b.Run(fmt.Sprintf("cases=%d", cases), func(b *testing.B) {
			s := open(b)
			turns := make(chan *story, cases)
			for i := range cases {
				st := tell(b, s, fmt.Sprintf("REG-2026-%06d", i+1))
				st.records("case.registered", fullEffects(st.ref), fmt.Sprintf(view, 0))
				turns <- st
			}
			b.SetParallelism(max(1, cases/2))
			b.ResetTimer()
			began := time.Now()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					st := <-turns
					fx := fullEffects(st.ref)
					fx.Case = nil
					st.records("case.moved", fx, fmt.Sprintf(view, st.seq))
					turns <- st
				}
			})
			b.ReportMetric(float64(b.N)/time.Since(began).Seconds(), "events/s")
		})
	}
}
