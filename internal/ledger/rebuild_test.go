package ledger_test

import (
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/internal/sla"
)

// snapshot is everything that stands in the read tables, of one case or of all.
func snapshot(t require.TestingT, s *ledger.Store, ref string) map[string][]string {
	all := map[string][]string{}
	for table, column := range map[string]string{"cases": "ref", "case_providers": "case_ref", "clocks": "case_ref", "tasks": "case_ref",
		"plans": "case_ref", "plan_items": "case_ref"} {
		rows, err := s.Pool().Query(ctxOf, `SELECT to_jsonb(x)::text FROM `+table+` x WHERE $1 IN ('', `+column+`) ORDER BY 1`, ref)
		require.NoError(t, err)
		all[table], err = pgx.CollectRows(rows, pgx.RowTo[string])
		require.NoError(t, err)
	}
	return all
}

// drawEvents tells a case of random events: titles, stages, parties, views,
// clocks that pause, stop and are cancelled, tasks that open and close.
func drawEvents(t *rapid.T, st *story) {
	fx := opening(rapid.String().Draw(t, "title"))
	st.records("case.registered", fx, drawView(t))
	clocks := map[string]record.Clock{}
	tasks := map[string]record.Task{}
	n := rapid.IntRange(0, 12).Draw(t, "events")
	for i := range n {
		fx := record.Effects{}
		if rapid.Bool().Draw(t, "changes") {
			fx.Case = drawChange(t, i == n-1)
		}
		for range rapid.IntRange(0, 2).Draw(t, "clocks") {
			id := rapid.SampledFrom([]string{"answer", "approval/1", "lapsing"}).Draw(t, "clock")
			k, there := clocks[id]
			if !there {
				k = clock(id, st.at, rapid.IntRange(1, 20).Draw(t, "target"))
				k.Lapse = id == "lapsing"
			}
			drawFacts(t, &k, st.at)
			clocks[id] = k
			fx.Clocks = append(fx.Clocks, k)
		}
		for range rapid.IntRange(0, 3).Draw(t, "tasks") {
			id := rapid.IntRange(1, 5).Draw(t, "task")
			k := task(st.ref, id, rapid.SampledFrom([]record.Recipient{{Person: "p"}, {Org: "noord", Role: "approver"}}).Draw(t, "to"),
				rapid.SampledFrom([]string{"", "answer", "lapsing", "unknown"}).Draw(t, "of"))
			k.Options, k.Args = []string{"yes", "no"}[:rapid.IntRange(0, 2).Draw(t, "options")], map[string]string{"a": rapid.String().Draw(t, "arg")}
			if old, there := tasks[k.ID]; there && rapid.Bool().Draw(t, "closes") {
				at := st.at
				k = old
				k.State, k.Closed, k.By, k.Option = record.TaskDone, &at, &record.Actor{Person: "p", For: "q"}, "yes"
			}
			tasks[k.ID] = k
			fx.Tasks = append(fx.Tasks, k)
		}
		for _, k := range st.records("case.moved", fx, drawView(t)).Effects.Clocks {
			clocks[k.ID] = k
		}
	}
}

func drawChange(t *rapid.T, last bool) *record.CaseChange {
	c := &record.CaseChange{Stage: rapid.SampledFrom([]string{"", "offered", "ended"}).Draw(t, "stage"),
		Title: rapid.SampledFrom([]string{"", "Ander", "nul\x00"}).Draw(t, "retitled")}
	if rapid.Bool().Draw(t, "parties") {
		c.Parties = &record.Parties{Providers: rapid.SampledFrom([][]string{nil, {}, {"beta"}, {"alfa", "beta"}}).Draw(t, "providers"),
			Representative: rapid.SampledFrom([]string{"", "noord-aanvrager"}).Draw(t, "representative")}
	}
	if rapid.Bool().Draw(t, "plans") {
		plan := drawPlan(t)
		c.Plan = &plan
	}
	if last && rapid.Bool().Draw(t, "ends") {
		c.Outcome = "ended"
	}
	return c
}

func drawFacts(t *rapid.T, k *record.Clock, at time.Time) {
	if k.Stopped() {
		return
	}
	switch rapid.IntRange(0, 4).Draw(t, "fact") {
	case 1:
		k.Facts.Pauses = append(append([]sla.Pause{}, k.Facts.Pauses...), sla.Pause{ID: fmt.Sprint(len(k.Facts.Pauses)), From: at})
	case 2:
		for i := range k.Facts.Pauses {
			k.Facts.Pauses[i].To = &at
		}
	case 3:
		k.Facts.Stop = &at
	case 4:
		k.Facts.Cancelled = &at
	}
}

func drawView(t *rapid.T) string {
	view := map[string]any{}
	for _, key := range []string{"a", "b", "c"} {
		switch rapid.IntRange(0, 4).Draw(t, key) {
		case 1:
			view[key] = rapid.String().Draw(t, "text")
		case 2:
			view[key] = map[string]any{"n": rapid.IntRange(0, 3).Draw(t, "n"), rapid.SampledFrom([]string{"x", "y", "z\x00"}).Draw(t, "k"): true}
		case 3:
			view[key] = []any{1.5, nil, map[string]any{"deep": "x", "none": nil}}
		case 4:
			view[key] = map[string]any{"m": map[string]any{"l": rapid.Float64Range(-1e6, 1e6).Draw(t, "f")}}
		}
	}
	b, err := json.Marshal(view)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestReprojectGivesWhatWasRecorded(t *testing.T) {
	t.Parallel()
	s := open(t)
	var cases atomic.Int64
	rapid.Check(t, func(t *rapid.T) {
		st := &story{store: s, ref: fmt.Sprintf("REG-2026-%06d", cases.Add(1)), at: begin, view: json.RawMessage(`{}`),
			fails: func(err error) { require.NoError(t, err) }}
		drawEvents(t, st)
		recorded := snapshot(t, s, st.ref)

		// Right already: nothing is written.
		done, err := s.Reproject(ctxOf, st.ref, nil)
		require.NoError(t, err)
		require.Empty(t, done.Changed)
		require.EqualValues(t, st.seq, done.Events)
		audit, err := s.Audit(ctxOf, ledger.AuditOptions{Case: st.ref})
		require.NoError(t, err)
		require.Empty(t, audit.Findings)

		damage := rapid.SampledFrom([]string{
			`DELETE FROM cases WHERE ref = $1`, `DELETE FROM clocks WHERE case_ref = $1`, `DELETE FROM tasks WHERE case_ref = $1`,
			`DELETE FROM case_providers WHERE case_ref = $1`,
			`UPDATE cases SET title = 'x', view = '{}', due_at = now(), outcome = 'gone', provider_orgs = '{}' WHERE ref = $1`,
			`UPDATE tasks SET state = 'open', due_at = now(), to_person = 'thief' WHERE case_ref = $1`,
			`UPDATE clocks SET result = '{}', state = 'met', due_at = NULL WHERE case_ref = $1`,
			`INSERT INTO tasks (id, case_ref, kind, state, opened_at) VALUES ($1 || '/99', $1, 'false', 'open', now())`,
			`DELETE FROM plans WHERE case_ref = $1`, `DELETE FROM plan_items WHERE case_ref = $1`,
			`UPDATE plans SET over = NOT over, starts = starts + interval '1 hour' WHERE case_ref = $1`,
			`INSERT INTO plan_items (case_ref, item, starts, ends, span) VALUES ($1, 'zz', now(), now(), 0)`,
			`INSERT INTO case_providers (case_ref, provider, is_open, due_at, opened_at) VALUES ($1, 'spy', true, now(), now())`,
		}).Draw(t, "damage")
		_, err = s.Pool().Exec(ctxOf, damage, st.ref)
		require.NoError(t, err)
		damaged := snapshot(t, s, st.ref)
		done, err = s.Reproject(ctxOf, st.ref, nil)
		require.NoError(t, err)
		require.Equal(t, recorded, snapshot(t, s, st.ref))
		require.Equal(t, fmt.Sprint(damaged) != fmt.Sprint(recorded), len(done.Changed) == 1)
	})

	// All of it at once, from nothing.
	recorded := snapshot(t, s, "")
	for _, table := range []string{"cases", "case_providers", "clocks", "tasks", "plans", "plan_items"} {
		exec(t, s.Pool(), `TRUNCATE `+table)
	}
	var steps []string
	done, err := s.Reproject(t.Context(), "", func(n, total int) { steps = append(steps, fmt.Sprintf("%d/%d", n, total)) })
	require.NoError(t, err)
	require.Equal(t, recorded, snapshot(t, s, ""))
	require.Len(t, done.Changed, int(cases.Load()))
	require.Len(t, steps, int(cases.Load()))
	require.Equal(t, fmt.Sprintf("%[1]d/%[1]d", cases.Load()), steps[len(steps)-1])
}

func TestReprojectWhileTheProductRunsLosesNothing(t *testing.T) {
	t.Parallel()
	s := open(t)
	const cases, events = 4, 40
	var group sync.WaitGroup
	var running atomic.Int64
	running.Store(cases)
	for i := range cases {
		group.Go(func() {
			defer running.Add(-1)
			st := tell(t, s, fmt.Sprintf("REG-2026-%06d", i+1))
			st.records("case.registered", fullEffects(st.ref), `{"n":0}`)
			for n := range events {
				fx := record.Effects{Case: &record.CaseChange{Stage: fmt.Sprint("stage", n)}}
				if n%3 == 0 {
					k := clock("answer", begin, 15+n)
					fx.Clocks = []record.Clock{k}
				}
				st.records("case.moved", fx, fmt.Sprintf(`{"n":%d}`, n+1))
			}
		})
	}
	for running.Load() > 0 {
		// The worst moment: the row is gone while its next event is on the way.
		_, err := s.Pool().Exec(t.Context(), `DELETE FROM cases WHERE ref = 'REG-2026-000001'`)
		require.NoError(t, err)
		_, err = s.Reproject(t.Context(), "", nil)
		require.NoError(t, err)
		report, err := s.Audit(t.Context(), ledger.AuditOptions{Case: "REG-2026-000002"})
		if err != nil {
			require.ErrorIs(t, err, ledger.ErrNotFound, "not opened yet")
		}
		require.Empty(t, report.Findings, "an audit sees whole events only")
	}
	group.Wait()
	done, err := s.Reproject(t.Context(), "", nil)
	require.NoError(t, err)
	require.Empty(t, done.Changed)
	for i := range cases {
		c, err := s.Case(t.Context(), all, fmt.Sprintf("REG-2026-%06d", i+1))
		require.NoError(t, err)
		require.EqualValues(t, events+1, c.Seq)
		require.Equal(t, fmt.Sprint("stage", events-1), c.Stage)
		require.JSONEq(t, fmt.Sprintf(`{"n":%d}`, events), string(c.View))
	}
}

func TestReprojectLeavesADamagedLedgerAlone(t *testing.T) {
	t.Parallel()
	s := open(t)
	st := tell(t, s, "REG-2026-000001")
	st.records("case.registered", opening("Analist"), "")
	st.records("case.moved", record.Effects{}, `{"n":1}`)
	before := snapshot(t, s, "")
	tamper(t, s, `DELETE FROM events WHERE seq = 1`)
	done, err := s.Reproject(t.Context(), "", nil)
	require.NoError(t, err)
	require.Empty(t, done.Changed)
	require.Len(t, done.Damaged, 1)
	require.Equal(t, before, snapshot(t, s, ""))
	_, err = s.Reproject(t.Context(), "REG-2026-999999", nil)
	require.ErrorIs(t, err, ledger.ErrNotFound)
}
