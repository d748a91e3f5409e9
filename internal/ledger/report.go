package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"termijn/internal/record"
	"termijn/internal/sla"
)

// PromiseFilter narrows the promises of a report. Empty fields do not.
type PromiseFilter struct {
	Process, Definition, Client, Provider string
	// From and Until bound when a promise was kept or broken: [From, Until). Open
	// ones are visited whatever their due time, which moves while a pause is open.
	From, Until time.Time
}

// Promise is a clock as a report counts it.
type Promise struct {
	Case, Process, Client, Definition string
	// Clock has the facts and what was last recorded of them.
	Clock record.Clock
}

// Promises visits the clocks in scope that measure a promise. Terms that lapse
// and clocks that were cancelled measure none.
func (s *Store) Promises(ctx context.Context, scope Scope, f PromiseFilter, visit func(Promise) error) error {
	cond, arg := scope.where(1)
	q := query{args: []any{arg}}
	q.add(cond)
	q.add("NOT k.lapse")
	q.add("k.state IN ('running', 'paused', 'met', 'breached')")
	q.equal("c.process", f.Process)
	q.equal("k.definition", f.Definition)
	q.equal("c.client_org", f.Client)
	if f.Provider != "" {
		q.add("c.provider_orgs @> ARRAY[" + q.arg(f.Provider) + "]")
		q.promisedBy(f.Provider)
	}
	if scope.Provider != "" && !scope.All {
		q.promisedBy(scope.Provider)
	}
	const moment = "coalesce((k.result->>'breachedAt')::timestamptz, (k.facts->>'stop')::timestamptz)"
	q.add("(k.state IN ('running', 'paused') OR " + moment + " >= " + q.arg(f.From) + " AND " + moment + " < " + q.arg(f.Until) + ")")
	rows, err := s.db.Query(ctx, `SELECT c.ref, c.process, c.client_org, k.definition, k.id, k.calendar, k.calendar_version,
		k.facts, k.result FROM clocks k JOIN cases c ON c.ref = k.case_ref WHERE `+q.where(), q.args...)
	if err != nil {
		return fmt.Errorf("promises: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var p Promise
		var facts, result []byte
		k := &p.Clock
		if err := rows.Scan(&p.Case, &p.Process, &p.Client, &p.Definition, &k.ID, &k.Calendar, &k.CalendarVersion, &facts, &result); err != nil {
			return fmt.Errorf("promises: %w", err)
		}
		k.Definition = p.Definition
		if err := json.Unmarshal(facts, &k.Facts); err != nil {
			return fmt.Errorf("promises: %s %s: %w", p.Case, k.ID, err)
		}
		if err := json.Unmarshal(result, &k.Result); err != nil {
			return fmt.Errorf("promises: %s %s: %w", p.Case, k.ID, err)
		}
		if err := visit(p); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("promises: %w", err)
	}
	return nil
}

// promisedBy narrows clocks to promises of one provider. A case is one provider's,
// except a programme (N-07): there a date, and the recovery from a miss, is promised by
// the milestone's owner, and an acknowledgement by who is asked for it. The other terms
// of a programme are the Board's and the Service Integrator's.
func (q *query) promisedBy(provider string) {
	p := q.arg(provider)
	q.add(`(c.process <> 'transition'
		OR split_part(k.id, '/', 1) IN ('milestone', 'recovery') AND c.view #>> ARRAY['milestones', split_part(k.id, '/', 2), 'owner', 'org'] = ` + p + `
		OR split_part(k.id, '/', 1) = 'ack' AND EXISTS (SELECT FROM tasks t LEFT JOIN people o ON o.id = t.to_person
			WHERE t.case_ref = k.case_ref AND t.clock = k.id AND coalesce(o.org, t.to_org) = ` + p + `))`)
}

// ClockOf returns the clock with an ID of each of several cases, by reference,
// with its value as of an instant. Cases without that clock are not in the answer.
func (s *Store) ClockOf(ctx context.Context, refs []string, id string, at time.Time) (map[string]record.Clock, error) {
	rows, err := s.db.Query(ctx, `SELECT case_ref, definition, calendar, calendar_version, facts FROM clocks
		WHERE case_ref = ANY($1) AND id = $2`, refs, id)
	if err != nil {
		return nil, fmt.Errorf("clock %s: %w", id, err)
	}
	all := map[string]record.Clock{}
	var ref string
	var k record.Clock
	var facts []byte
	_, err = pgx.ForEachRow(rows, []any{&ref, &k.Definition, &k.Calendar, &k.CalendarVersion, &facts}, func() error {
		one := record.Clock{ID: id, Definition: k.Definition, Calendar: k.Calendar, CalendarVersion: k.CalendarVersion}
		if err := json.Unmarshal(facts, &one.Facts); err != nil {
			return err
		}
		if one.Result, err = s.ResultAt(one, at); err != nil {
			return err
		}
		all[ref] = one
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("clock %s: %w", id, err)
	}
	return all, nil
}

// ResultAt evaluates a clock as of an instant.
func (s *Store) ResultAt(k record.Clock, at time.Time) (sla.Result, error) {
	cal, err := s.CalendarOf(k)
	if err != nil {
		return sla.Result{}, fmt.Errorf("clock %s: %w", k.ID, err)
	}
	return sla.Evaluate(k.Facts, cal, at)
}
