package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"termijn/internal/record"
)

// Hook says which events another program is called for.
type Hook struct {
	// Target is its name in configuration, Org the organisation whose program it is:
	// it is called for cases that the organisation sees.
	Target, Org string
	// Events are kinds of events, or all of a family: "change.*". Mails are templates:
	// it is called when such a mail goes to somebody of the organisation.
	Events, Mails []string
}

// hears reports whether the hook is for events of a kind.
func (h Hook) hears(kind string) bool {
	return slices.ContainsFunc(h.Events, func(e string) bool {
		family, all := strings.CutSuffix(e, "*")
		return e == kind || all && strings.HasPrefix(kind, family)
	})
}

// Announce sets who is called for the events that are recorded from now on. It is
// called before anything is recorded.
func (s *Store) Announce(hooks []Hook) { s.hooks = hooks }

// hooked is a call to be written: for an event, or for a mail of it.
type hooked struct {
	Target string `json:"target"`
	Org    string `json:"org"`
	Event  string `json:"event"`
	Mail   bool   `json:"mail"`
}

// postHooks writes a call for each hook whose organisation sees the case, and for a
// mail only when the mail goes to somebody of it. What is sent says nothing that
// must be kept from anybody: which case, what happened, where it stands.
const postHooks = `
INSERT INTO webhooks (key, target, case_ref, event, body, created_at)
SELECT k.key, h.target, c.ref, h.event, json_build_object('id', k.key, 'event', h.event, 'case', c.ref, 'seq', $2::bigint,
	'process', c.process, 'stage', c.stage, 'outcome', c.outcome, 'at', $3::text)::text, $4
FROM jsonb_to_recordset($5::jsonb) AS h (target text, org text, event text, mail boolean)
JOIN organisations o ON o.id = h.org
JOIN cases c ON c.ref = $1
CROSS JOIN LATERAL (SELECT c.ref || '.' || $2::bigint || '.' || h.event || '.' || h.target AS key) k
WHERE (o.kind IN ('si', 'board') OR c.client_org = o.id OR o.id = ANY (c.provider_orgs))
	AND (NOT h.mail OR EXISTS (SELECT 1 FROM jsonb_array_elements($6::jsonb) m WHERE m->>'template' = h.event
		AND coalesce((SELECT org FROM people WHERE id = m #>> '{to,person}'), m #>> '{to,org}') = h.org))
ON CONFLICT (key) DO NOTHING`

// call queues the calls that an event asks for.
func (s *Store) call(w *pgx.Batch, e record.Event) error {
	var due []hooked
	for _, h := range s.hooks {
		if h.hears(e.Kind) {
			due = append(due, hooked{h.Target, h.Org, e.Kind, false})
		}
		for _, template := range h.Mails {
			if slices.ContainsFunc(e.Effects.Mails, func(m record.Mail) bool { return m.Template == template }) {
				due = append(due, hooked{h.Target, h.Org, template, true})
			}
		}
	}
	if len(due) == 0 {
		return nil
	}
	calls, err := json.Marshal(due)
	if err != nil {
		return fmt.Errorf("calls of %s/%d: %w", e.Case, e.Seq, err)
	}
	mails, err := json.Marshal(e.Effects.Mails)
	if err == nil {
		mails, err = storable(mails)
	}
	if err != nil {
		return fmt.Errorf("calls of %s/%d: %w", e.Case, e.Seq, err)
	}
	w.Queue(postHooks, e.Case, e.Seq, e.At.UTC().Format(time.RFC3339Nano), e.Recorded, string(calls), string(mails))
	return nil
}

// Call is a webhook to be delivered.
type Call struct {
	// Key is unique and the same at every attempt.
	Key, Target, Case, Event string
	// Body is what is sent.
	Body string
	// Attempts were made before this one.
	Attempts int
}

const nextCall = `SELECT id, key, target, case_ref, event, body, attempts FROM webhooks
	WHERE sent_at IS NULL AND dropped_at IS NULL AND next_try <= now()
	ORDER BY next_try, id LIMIT 1
	FOR UPDATE SKIP LOCKED`

// DeliverNextCall takes the next call that is due, as DeliverNext does with mails.
func (s *Store) DeliverNextCall(ctx context.Context, deliver func(context.Context, Call) Delivery) (found bool, err error) {
	err = pgx.BeginFunc(ctx, s.db, func(tx pgx.Tx) error {
		var id int64
		var c Call
		if err := tx.QueryRow(ctx, nextCall).Scan(&id, &c.Key, &c.Target, &c.Case, &c.Event, &c.Body, &c.Attempts); err != nil {
			return err
		}
		found = true
		d := deliver(ctx, c)
		_, err := tx.Exec(ctx, `UPDATE webhooks SET attempts = attempts + 1, error = $2,
				sent_at    = CASE WHEN $2 = '' THEN clock_timestamp() END,
				dropped_at = CASE WHEN $3 THEN clock_timestamp() END,
				next_try   = clock_timestamp() + $4::interval
			WHERE id = $1`, id, d.Error, d.Drop, d.Retry)
		return err
	})
	if errors.Is(err, pgx.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return found, fmt.Errorf("deliver a webhook: %w", err)
	}
	return found, nil
}
