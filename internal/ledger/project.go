package ledger

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"termijn/internal/record"
)

// project queues the changes that an event makes to the read rows, in a handful
// of statements however much the event holds. view is the process's whole state
// after the event; nil leaves what stands. Record, Reproject and Audit all use
// it, so what is rebuilt is what was written.
func project(w *pgx.Batch, e record.Event, view json.RawMessage) error {
	clocks, err := rowsOf(e.Effects.Clocks, func(k record.Clock) string { return k.ID })
	if err != nil {
		return fmt.Errorf("clocks of %s/%d: %w", e.Case, e.Seq, err)
	}
	tasks, err := rowsOf(e.Effects.Tasks, func(t record.Task) string { return t.ID })
	if err != nil {
		return fmt.Errorf("tasks of %s/%d: %w", e.Case, e.Seq, err)
	}
	if view, err = storable(view); err != nil {
		return fmt.Errorf("view of %s/%d: %w", e.Case, e.Seq, err)
	}
	if clocks != nil {
		w.Queue(putClocks, e.Case, string(clocks))
	}
	projectCase(w, e, view, clocks != nil)
	if tasks != nil {
		w.Queue(putTasks, e.Case, string(tasks))
	}
	if clocks != nil {
		w.Queue(moveTasks, e.Case)
	}
	if e.Effects.Case != nil && len(e.Effects.Case.Links) > 0 {
		links, err := json.Marshal(e.Effects.Case.Links)
		if err != nil {
			return fmt.Errorf("links of %s/%d: %w", e.Case, e.Seq, err)
		}
		w.Queue(putLinks, e.Case, e.Seq, string(links))
	}
	if e.Effects.Case != nil && e.Effects.Case.Plan != nil {
		projectPlan(w, e, *e.Effects.Case.Plan)
	}
	return nil
}

const putLinks = `
INSERT INTO case_links (case_ref, link, kind, to_ref, seq)
SELECT DISTINCT $1, l.kind || ' ' || l.ref, l.kind, l.ref, $2::bigint FROM jsonb_to_recordset($3::jsonb) AS l (kind text, ref text)
ON CONFLICT DO NOTHING`

// While a clock stands still nothing is due: its due time moves with every day.
const putClocks = `
INSERT INTO clocks (case_ref, id, definition, version, calendar, calendar_version, lapse, facts, result, rungs, fired, state, due_at)
SELECT $1, k.id, k.definition, k.version, k.calendar, coalesce(k."calendarVersion", 0), coalesce(k.lapse, false), k.facts, k.result,
	coalesce(k.rungs, '[]'), coalesce(k.fired, '{}'), k.result->>'state',
	CASE WHEN k.result->>'state' <> 'paused' THEN (k.result->>'due')::timestamptz END
FROM jsonb_to_recordset($2::jsonb) AS k (id text, definition text, version int, calendar text, "calendarVersion" int,
	lapse boolean, facts jsonb, result jsonb, rungs jsonb, fired text[])
ON CONFLICT (case_ref, id) DO UPDATE SET definition = excluded.definition, version = excluded.version,
	calendar = excluded.calendar, calendar_version = excluded.calendar_version, lapse = excluded.lapse,
	facts = excluded.facts, result = excluded.result, rungs = excluded.rungs, fired = excluded.fired,
	state = excluded.state, due_at = excluded.due_at`

// A task that a clock limits is due when its clock is.
const putTasks = `
INSERT INTO tasks (id, case_ref, kind, subject, to_person, to_org, to_role, state, opened_at, due_at, clock,
	options, command, content, args, closed_at, closed_by, closed_for, option, reason)
SELECT t.id, $1, t.kind, coalesce(t.subject, ''), coalesce(t.assignee->>'person', ''), coalesce(t.assignee->>'org', ''),
	coalesce(t.assignee->>'role', ''), t.state, t.opened,
	coalesce((SELECT coalesce(k.due_at, 'infinity') FROM clocks k WHERE k.case_ref = $1 AND k.id = t.clock), t.due, 'infinity'), coalesce(t.clock, ''),
	coalesce(t.options, '{}'), coalesce(t.command, ''), coalesce(t.content, ''), coalesce(t.args, '{}'),
	t.closed, coalesce(t."by"->>'person', ''), coalesce(t."by"->>'for', ''), coalesce(t.option, ''), coalesce(t.reason, '')
FROM jsonb_to_recordset($2::jsonb) AS t (id text, kind text, subject text, assignee jsonb, state text, opened timestamptz,
	due timestamptz, clock text, options text[], command text, content text, args jsonb, closed timestamptz, "by" jsonb,
	option text, reason text)
ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, subject = excluded.subject, to_person = excluded.to_person,
	to_org = excluded.to_org, to_role = excluded.to_role, state = excluded.state, opened_at = excluded.opened_at,
	due_at = excluded.due_at, clock = excluded.clock, options = excluded.options, command = excluded.command,
	content = excluded.content, args = excluded.args, closed_at = excluded.closed_at, closed_by = excluded.closed_by,
	closed_for = excluded.closed_for, option = excluded.option, reason = excluded.reason`

// A clock that moved takes its open tasks along, also those that the event does not name.
const moveTasks = `
UPDATE tasks t SET due_at = coalesce(k.due_at, 'infinity') FROM clocks k
WHERE t.case_ref = $1 AND t.state = 'open' AND k.case_ref = $1 AND k.id = t.clock
	AND t.due_at <> coalesce(k.due_at, 'infinity')`

// nextDue is the earliest due time of a case's clocks that still ask for
// something: a promise stays urgent once it is broken, a term that lapsed does not.
const nextDue = `(SELECT min(due_at) FROM clocks WHERE case_ref = $1 AND state IN ('running', 'paused', 'breached')
	AND facts->>'stop' IS NULL AND facts->>'cancelled' IS NULL AND NOT (lapse AND state = 'breached'))`

const putCase = `
INSERT INTO cases (ref, process, stage, title, outcome, client_org, provider_orgs, requester, representative,
	seq, head, opened_at, updated_at, closed_at, due_at, view)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, ` + nextDue + `, coalesce($15::jsonb, '{}'))
ON CONFLICT (ref) DO UPDATE SET process = excluded.process, stage = excluded.stage, title = excluded.title,
	outcome = excluded.outcome, client_org = excluded.client_org, provider_orgs = excluded.provider_orgs,
	requester = excluded.requester, representative = excluded.representative, seq = excluded.seq, head = excluded.head,
	opened_at = excluded.opened_at, updated_at = excluded.updated_at, closed_at = excluded.closed_at,
	due_at = excluded.due_at, view = excluded.view`

const moveCase = `
UPDATE cases SET seq = $2, head = $3, updated_at = $4, view = coalesce($5::jsonb, view),
	stage = coalesce(nullif($6, ''), stage), outcome = coalesce(nullif($7, ''), outcome), closed_at = coalesce($8, closed_at),
	due_at = CASE WHEN $9 THEN ` + nextDue + ` ELSE due_at END
WHERE ref = $1`

// Title and parties change rarely, and their columns have indexes.
const renameCase = `
UPDATE cases SET title = coalesce(nullif($2, ''), title), client_org = coalesce(nullif($3, ''), client_org),
	provider_orgs = coalesce($4, provider_orgs), requester = coalesce(nullif($5, ''), requester),
	representative = coalesce(nullif($6, ''), representative)
WHERE ref = $1`

const putProviders = `
INSERT INTO case_providers (provider, case_ref, is_open, due_at, opened_at)
SELECT DISTINCT p, c.ref, c.outcome = '', coalesce(c.due_at, 'infinity'), c.opened_at FROM cases c, unnest(c.provider_orgs) p WHERE c.ref = $1
ON CONFLICT (case_ref, provider) DO UPDATE SET is_open = excluded.is_open, due_at = excluded.due_at, opened_at = excluded.opened_at`

const moveProviders = `
UPDATE case_providers p SET is_open = (c.outcome = ''), due_at = coalesce(c.due_at, 'infinity') FROM cases c
WHERE p.case_ref = $1 AND c.ref = $1 AND (p.is_open <> (c.outcome = '') OR p.due_at <> coalesce(c.due_at, 'infinity'))`

const dropProviders = `
DELETE FROM case_providers p USING cases c WHERE p.case_ref = $1 AND c.ref = $1 AND p.provider <> ALL (c.provider_orgs)`

func projectCase(w *pgx.Batch, e record.Event, view json.RawMessage, clocks bool) {
	c, p := record.CaseChange{}, record.Parties{}
	if e.Effects.Case != nil {
		c = *e.Effects.Case
	}
	if c.Parties != nil {
		p = *c.Parties
	}
	var closed *time.Time
	if c.Outcome != "" {
		closed = &e.At
	}
	var shown *string
	if len(view) > 0 {
		text := string(view)
		shown = &text
	}
	if e.Seq == 1 {
		w.Queue(putCase, e.Case, c.Process, c.Stage, legible(c.Title), c.Outcome, p.Client, append([]string{}, p.Providers...),
			p.Requester, p.Representative, e.Seq, e.Hash, e.At, e.Recorded, closed, shown)
		w.Queue(putProviders, e.Case)
		return
	}
	w.Queue(moveCase, e.Case, e.Seq, e.Hash, e.Recorded, shown, c.Stage, c.Outcome, closed, clocks)
	if c.Title != "" || c.Parties != nil {
		var providers []string // nil keeps what stands
		if len(p.Providers) > 0 {
			providers = p.Providers
		}
		w.Queue(renameCase, e.Case, legible(c.Title), p.Client, providers, p.Requester, p.Representative)
	}
	switch {
	case len(p.Providers) > 0:
		w.Queue(dropProviders, e.Case)
		w.Queue(putProviders, e.Case)
	case clocks || closed != nil:
		w.Queue(moveProviders, e.Case)
	}
}

// rowsOf encodes a list for jsonb_to_recordset: the last of each ID, or nil when
// there are none.
func rowsOf[T any](list []T, id func(T) string) (json.RawMessage, error) {
	if len(list) == 0 {
		return nil, nil
	}
	var kept []T
	at := map[string]int{}
	for _, item := range list {
		if n, twice := at[id(item)]; twice {
			kept[n] = item
			continue
		}
		at[id(item)] = len(kept)
		kept = append(kept, item)
	}
	raw, err := json.Marshal(kept)
	if err != nil {
		return nil, err
	}
	return storable(raw)
}
