package ledger

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// Found is what stands in the ledger of the cases that one claimant took over.
type Found struct {
	Incidents, HandOvers, Crossings, Reopenings int
	// Cases by stage and priority, Clocks by definition and state.
	Cases, Clocks map[string]map[string]int
	// Waits by reason: how many, and how long in all.
	Waits map[string]FoundWait
	// Refused counts facts that did not fit into their case.
	Refused int
}

// FoundWait is how often something was waited for, and how long in all.
type FoundWait struct {
	Count   int
	Seconds int64
}

// FoundTakeOver adds up what a claimant took over under some keys: a tool's log may
// come in several files. Clocks of the definitions only; a wait that is still open
// counts up to an instant.
func (s *Store) FoundTakeOver(ctx context.Context, person string, keys, definitions []string, at time.Time) (Found, error) {
	f := Found{Cases: map[string]map[string]int{}, Clocks: map[string]map[string]int{}, Waits: map[string]FoundWait{}}
	err := s.db.QueryRow(ctx, `SELECT count(*), coalesce(sum((k.view->>'handOvers')::int), 0), coalesce(sum((k.view->>'crossings')::int), 0),
			coalesce(sum((k.view->>'reopenings')::int), 0),
			(SELECT count(*) FROM events e JOIN claims c ON c.case_ref = e.case_ref WHERE c.person = $1 AND c.key = ANY ($2) AND e.kind = 'case.fact_refused')
		FROM claims c JOIN cases k ON k.ref = c.case_ref WHERE c.person = $1 AND c.key = ANY ($2)`, person, keys).
		Scan(&f.Incidents, &f.HandOvers, &f.Crossings, &f.Reopenings, &f.Refused)
	if err != nil {
		return f, fmt.Errorf("found of the take-over: %w", err)
	}
	err = s.table(ctx, f.Cases, `SELECT k.stage, k.view->>'priority', count(*) FROM claims c JOIN cases k ON k.ref = c.case_ref
		WHERE c.person = $1 AND c.key = ANY ($2) GROUP BY 1, 2`, person, keys)
	if err != nil {
		return f, err
	}
	err = s.table(ctx, f.Clocks, `SELECT k.definition, k.state, count(*) FROM claims c JOIN clocks k ON k.case_ref = c.case_ref
		WHERE c.person = $1 AND c.key = ANY ($2) AND k.definition = ANY ($3) GROUP BY 1, 2`, person, keys, definitions)
	if err != nil {
		return f, err
	}
	rows, err := s.db.Query(ctx, `SELECT w.value->>'reason', count(*),
			coalesce(sum(extract(epoch FROM coalesce((w.value->>'to')::timestamptz, $3) - (w.value->>'from')::timestamptz)), 0)::bigint
		FROM claims c JOIN cases k ON k.ref = c.case_ref, jsonb_each(k.view->'waits') w
		WHERE c.person = $1 AND c.key = ANY ($2) AND w.value->>'reason' <> 'resolved' -- between a resolution and its reopening nobody waited
		GROUP BY 1`, person, keys, at)
	if err != nil {
		return f, fmt.Errorf("found waits: %w", err)
	}
	var reason string
	var w FoundWait
	_, err = pgx.ForEachRow(rows, []any{&reason, &w.Count, &w.Seconds}, func() error { f.Waits[reason] = w; return nil })
	if err != nil {
		return f, fmt.Errorf("found waits: %w", err)
	}
	return f, nil
}

// LivedOn returns the keys of a claimant to whose cases something happened after
// they were taken over.
func (s *Store) LivedOn(ctx context.Context, person string) (map[string]bool, error) {
	rows, err := s.db.Query(ctx, `SELECT c.key FROM claims c JOIN events e ON e.case_ref = c.case_ref AND e.kind = 'case.taken_over'
		WHERE c.person = $1 AND EXISTS (SELECT FROM events n WHERE n.case_ref = e.case_ref AND n.seq = e.seq + 1)`, person)
	if err != nil {
		return nil, fmt.Errorf("lived on: %w", err)
	}
	return set(rows)
}

// set reads rows of one text.
func set(rows pgx.Rows) (map[string]bool, error) {
	all := map[string]bool{}
	var key string
	_, err := pgx.ForEachRow(rows, []any{&key}, func() error { all[key] = true; return nil })
	return all, err
}

// table reads rows of two names and a count.
func (s *Store) table(ctx context.Context, into map[string]map[string]int, sql string, args ...any) error {
	rows, err := s.db.Query(ctx, sql, args...)
	if err != nil {
		return fmt.Errorf("found of the take-over: %w", err)
	}
	var row, column string
	var n int
	_, err = pgx.ForEachRow(rows, []any{&row, &column, &n}, func() error {
		if into[row] == nil {
			into[row] = map[string]int{}
		}
		into[row][column] = n
		return nil
	})
	if err != nil {
		return fmt.Errorf("found of the take-over: %w", err)
	}
	return nil
}
