package ledger

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// Outgoing is a mail of the outbox with what its text needs, as it stands now.
type Outgoing struct {
	// Key is unique and the same at every attempt.
	Key      string
	Template string
	Args     map[string]string
	// Created is when the event that asked for it was recorded, in product time.
	Created time.Time
	// Attempts were made before this one.
	Attempts int
	// Reader is whom it is for; Active is false when the reader is gone.
	Reader Reader
	Case   OutgoingCase
	// Task is the task that it is about, if any.
	Task *OutgoingTask
}

// Reader is whom a mail is for. A subscriber to public news has no name.
type Reader struct {
	Person, Name, Email, Language string
	Active                        bool
	// Subscriber is the subscription's ID; empty for people of the product.
	Subscriber string
}

// OutgoingCase is what a mail says of its case.
type OutgoingCase struct {
	Ref, Process, Stage, Title, Outcome string
	// Client is the Client's name.
	Client string
	Opened time.Time
}

// OutgoingTask is what a mail says of its task.
type OutgoingTask struct {
	ID, Kind, State string
	// Person is set when one person is asked; else the people of Org with Role.
	Person, Org, Role string
	// OrgName is Org's name.
	OrgName string
	Due     *time.Time
	Args    map[string]string
}

// Delivery is what became of an attempt. The zero value means that it is sent.
type Delivery struct {
	// Error says why it was not sent. No personal texts.
	Error string
	// Drop gives it up; otherwise it is tried again after Retry, in real time.
	Drop  bool
	Retry time.Duration
}

// DeliverNext takes the next mail that is due and that nobody else works on,
// hands it to deliver, and writes down what became of it, all in one
// transaction: several processes can deliver at once. It reports whether there
// was one. When it fails after deliver succeeded, the mail stays due and goes
// out again under the same key.
func (s *Store) DeliverNext(ctx context.Context, deliver func(context.Context, Outgoing) Delivery) (found bool, err error) {
	err = pgx.BeginFunc(ctx, s.db, func(tx pgx.Tx) error {
		id, mail, err := lockNext(ctx, tx)
		if err != nil {
			return err
		}
		found = true
		d := deliver(ctx, mail)
		_, err = tx.Exec(ctx, `UPDATE outbox SET attempts = attempts + 1, error = $2,
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
		return found, fmt.Errorf("deliver from the outbox: %w", err)
	}
	return found, nil
}

// nextMail takes one row before it looks up what belongs to it.
const nextMail = `
WITH o AS MATERIALIZED (
	SELECT id, key, case_ref, template, person, task, args, created_at, attempts FROM outbox
	WHERE sent_at IS NULL AND dropped_at IS NULL AND next_try <= now()
	ORDER BY next_try, id LIMIT 1
	FOR UPDATE SKIP LOCKED)
SELECT o.id, o.key, o.template, o.args, o.created_at, o.attempts,
	o.person, coalesce(p.name, ''), coalesce(p.email, s.email, ''), coalesce(p.language, s.language, 'nl'),
	coalesce(p.active AND p.anonymised_at IS NULL, s.id IS NOT NULL), coalesce(s.id, ''),
	o.case_ref, coalesce(c.process, ''), coalesce(c.stage, ''), coalesce(c.title, ''), coalesce(c.outcome, ''),
	coalesce(co.name, c.client_org, ''), coalesce(c.opened_at, o.created_at),
	coalesce(t.id, ''), coalesce(t.kind, ''), coalesce(t.state, ''), coalesce(t.to_person, ''),
	coalesce(t.to_org, ''), coalesce(t.to_role, ''), coalesce(tg.name, t.to_org, ''),
	nullif(t.due_at, 'infinity'), coalesce(t.args, '{}')
FROM o
	LEFT JOIN people p ON p.id = o.person
	LEFT JOIN subscribers s ON s.id = substr(o.person, length($1) + 1) AND starts_with(o.person, $1)
	LEFT JOIN cases c ON c.ref = o.case_ref
	LEFT JOIN organisations co ON co.id = c.client_org
	LEFT JOIN tasks t ON t.id = o.task AND o.task <> ''
	LEFT JOIN organisations tg ON tg.id = t.to_org`

// lockNext reads the mail that has waited longest and locks it for the transaction.
func lockNext(ctx context.Context, tx pgx.Tx) (id int64, m Outgoing, err error) {
	var t OutgoingTask
	err = tx.QueryRow(ctx, nextMail, subscriberPrefix).Scan(
		&id, &m.Key, &m.Template, &m.Args, &m.Created, &m.Attempts,
		&m.Reader.Person, &m.Reader.Name, &m.Reader.Email, &m.Reader.Language, &m.Reader.Active, &m.Reader.Subscriber,
		&m.Case.Ref, &m.Case.Process, &m.Case.Stage, &m.Case.Title, &m.Case.Outcome, &m.Case.Client, &m.Case.Opened,
		&t.ID, &t.Kind, &t.State, &t.Person, &t.Org, &t.Role, &t.OrgName, &t.Due, &t.Args)
	if t.ID != "" {
		m.Task = &t
	}
	return id, m, err
}
