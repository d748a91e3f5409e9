package ledger

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"termijn/internal/record"
)

// project queues the changes that an event makes to the read rows. view is the
// process's whole state after the event. Record and Reproject both use it, so
// what is rebuilt is what was written.
func project(w *pgx.Batch, e record.Event, view json.RawMessage) error {
	projectCase(w, e, view)
	for _, k := range e.Effects.Clocks {
		if err := projectClock(w, e.Case, k); err != nil {
			return err
		}
	}
	for _, t := range e.Effects.Tasks {
		projectTask(w, e.Case, t)
	}
	if len(e.Effects.Clocks) > 0 {
		// A clock that moved takes its open tasks and its case along.
		w.Queue(`UPDATE tasks t SET due_at = coalesce(k.due_at, 'infinity') FROM clocks k
			WHERE t.case_ref = $1 AND t.state = 'open' AND k.case_ref = t.case_ref AND k.id = t.clock
			AND t.due_at <> coalesce(k.due_at, 'infinity')`, e.Case)
		w.Queue(`UPDATE cases SET due_at = (SELECT min(due_at) FROM clocks
			WHERE case_ref = $1 AND state IN ('running', 'paused')) WHERE ref = $1`, e.Case)
	}
	return nil
}

func projectCase(w *pgx.Batch, e record.Event, view json.RawMessage) {
	c := record.CaseChange{}
	if e.Effects.Case != nil {
		c = *e.Effects.Case
	}
	if len(view) == 0 {
		view = json.RawMessage(`{}`)
	}
	if e.Seq == 1 {
		p := record.Parties{}
		if c.Parties != nil {
			p = *c.Parties
		}
		providers := p.Providers
		if providers == nil {
			providers = []string{}
		}
		w.Queue(`INSERT INTO cases (ref, process, stage, title, client_org, provider_orgs, requester, representative,
				seq, head, opened_at, updated_at, view)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
			e.Case, c.Process, c.Stage, c.Title, p.Client, providers, p.Requester, p.Representative,
			e.Seq, e.Hash, e.At, e.Recorded, string(view))
		return
	}
	var closed *time.Time
	if c.Outcome != "" {
		closed = &e.At
	}
	var p record.Parties
	if c.Parties != nil {
		p = *c.Parties
	}
	w.Queue(`UPDATE cases SET seq = $2, head = $3, updated_at = $4, view = $5,
			stage = coalesce(nullif($6, ''), stage), title = coalesce(nullif($7, ''), title),
			outcome = coalesce(nullif($8, ''), outcome), closed_at = coalesce($9, closed_at),
			client_org = coalesce(nullif($10, ''), client_org),
			provider_orgs = coalesce($11, provider_orgs),
			requester = coalesce(nullif($12, ''), requester),
			representative = coalesce(nullif($13, ''), representative)
		WHERE ref = $1`,
		e.Case, e.Seq, e.Hash, e.Recorded, string(view), c.Stage, c.Title, c.Outcome, closed,
		p.Client, p.Providers, p.Requester, p.Representative)
}

func projectClock(w *pgx.Batch, ref string, k record.Clock) error {
	facts, err := json.Marshal(k.Facts)
	if err != nil {
		return fmt.Errorf("clock %s of %s: %w", k.ID, ref, err)
	}
	result, err := json.Marshal(k.Result)
	if err != nil {
		return fmt.Errorf("clock %s of %s: %w", k.ID, ref, err)
	}
	rungs, err := json.Marshal(append([]record.Rung{}, k.Rungs...))
	if err != nil {
		return fmt.Errorf("clock %s of %s: %w", k.ID, ref, err)
	}
	w.Queue(`INSERT INTO clocks (case_ref, id, definition, version, calendar, calendar_version, lapse, facts, result, rungs, fired, state, due_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (case_ref, id) DO UPDATE SET definition = excluded.definition, version = excluded.version,
			calendar = excluded.calendar, calendar_version = excluded.calendar_version, lapse = excluded.lapse,
			facts = excluded.facts, result = excluded.result, rungs = excluded.rungs, fired = excluded.fired,
			state = excluded.state, due_at = excluded.due_at`,
		ref, k.ID, k.Definition, k.Version, k.Calendar, k.CalendarVersion, k.Lapse, string(facts), string(result), string(rungs),
		append([]string{}, k.Fired...), string(k.Result.State), k.Result.Due)
	return nil
}

func projectTask(w *pgx.Batch, ref string, t record.Task) {
	var by, behalf string
	if t.By != nil {
		by, behalf = t.By.Person, t.By.For
	}
	args := t.Args
	if args == nil {
		args = map[string]string{}
	}
	w.Queue(`INSERT INTO tasks (id, case_ref, kind, subject, to_person, to_org, to_role, state, opened_at, due_at, clock,
			options, command, content, args, closed_at, closed_by, closed_for, option, reason)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, coalesce($10, 'infinity'::timestamptz), $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
		ON CONFLICT (id) DO UPDATE SET state = excluded.state, due_at = excluded.due_at, content = excluded.content,
			args = excluded.args, closed_at = excluded.closed_at, closed_by = excluded.closed_by,
			closed_for = excluded.closed_for, option = excluded.option, reason = excluded.reason`,
		t.ID, ref, t.Kind, t.Subject, t.Assignee.Person, t.Assignee.Org, t.Assignee.Role, t.State, t.Opened, t.Due, t.Clock,
		append([]string{}, t.Options...), t.Command, t.Content, args, t.Closed, by, behalf, t.Option, t.Reason)
}

// post queues the event's mails, one row per reader. Its key makes each mail
// unique, so that recording twice posts once.
func post(w *pgx.Batch, e record.Event) {
	for n, m := range e.Effects.Mails {
		args := m.Args
		if args == nil {
			args = map[string]string{}
		}
		w.Queue(`INSERT INTO outbox (key, case_ref, template, person, task, args, created_at)
			SELECT $1 || '.' || p.id, $2, $3, p.id, $4, $5, $6 FROM people p
			WHERE p.active AND (p.id = $7 OR ($7 = '' AND p.org = $8 AND ($9 = '' OR $9 = ANY (p.roles))))
			ON CONFLICT (key) DO NOTHING`,
			fmt.Sprintf("%s.%d.%d", e.Case, e.Seq, n), e.Case, m.Template, m.Task, args, e.Recorded,
			m.To.Person, m.To.Org, m.To.Role)
	}
}
