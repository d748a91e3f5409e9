package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"termijn/internal/record"
)

// PersonalRecord is everything that the product holds on a person.
type PersonalRecord struct {
	Person Person `json:"person"`
	// Acted are the events in which the person acted, or was acted for, whole.
	Acted []ActedEvent `json:"acted"`
	// Mentioned are the other events that name the person's ID.
	Mentioned []EventName `json:"mentioned"`
	Tasks     []HeldTask  `json:"tasks"`
	// Wrote are the personal texts that the person entered, about whomever.
	Wrote []HeldText `json:"wrote"`
	// Naming are the personal texts that hold the person's name.
	Naming []HeldText `json:"naming"`
	Mails  []HeldMail `json:"mails"`
	// Subscriptions are those of the person's address to public news.
	Subscriptions []HeldSubscription `json:"subscriptions,omitempty"`
	// Visits are up to where the person read which cases.
	Visits []HeldVisit `json:"visits,omitempty"`
}

// HeldVisit is the last time that the person read a case with news in it.
type HeldVisit struct {
	Case string `json:"case"`
	Visit
}

// EventName says which event it is.
type EventName struct {
	Case string    `json:"case"`
	Seq  int64     `json:"seq"`
	At   time.Time `json:"at"`
	Kind string    `json:"kind"`
}

// ActedEvent is an event with what its actor said.
type ActedEvent struct {
	EventName
	Actor record.Actor    `json:"actor"`
	Body  json.RawMessage `json:"body,omitempty"`
}

// HeldTask is a task that was given to the person or closed by them.
type HeldTask struct {
	ID     string     `json:"id"`
	Case   string     `json:"case"`
	Kind   string     `json:"kind"`
	State  string     `json:"state"`
	Opened time.Time  `json:"opened"`
	Closed *time.Time `json:"closed,omitempty"`
	Option string     `json:"option,omitempty"`
	Reason string     `json:"reason,omitempty"`
}

// HeldText is a personal text of the vault.
type HeldText struct {
	Ref    string `json:"ref"`
	Case   string `json:"case"`
	Field  string `json:"field"`
	Author string `json:"author"`
	// Text is empty once it is erased.
	Text   string     `json:"text"`
	Erased *time.Time `json:"erased,omitempty"`
}

// HeldMail is a mail to the person. Its text is not kept.
type HeldMail struct {
	Key      string     `json:"key"`
	Case     string     `json:"case"`
	Template string     `json:"template"`
	Created  time.Time  `json:"created"`
	Sent     *time.Time `json:"sent,omitempty"`
	Dropped  *time.Time `json:"dropped,omitempty"`
}

// Personal gathers everything that is held on a person, and the personal texts
// that hold one of the names, or the person's own name. It reads all events:
// an administrator's command, not a page. ErrNotFound: there is no such person.
func (s *Store) Personal(ctx context.Context, id string, names ...string) (PersonalRecord, error) {
	var p PersonalRecord
	var err error
	if p.Person, err = s.Person(ctx, id); err != nil {
		return p, err
	}
	if p.Person.AnonymisedAt == nil {
		names = append(names, p.Person.Name)
	}
	err = pgx.BeginTxFunc(ctx, s.db, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		if err := p.events(ctx, tx, id); err != nil {
			return err
		}
		if p.Tasks, err = collect[HeldTask](ctx, tx, `SELECT id, case_ref, kind, state, opened_at, closed_at, option, reason FROM tasks
			WHERE to_person = $1 OR closed_by = $1 OR closed_for = $1 ORDER BY opened_at, id`, id); err != nil {
			return err
		}
		if p.Wrote, err = collect[HeldText](ctx, tx, selectTexts+` WHERE author = $1 ORDER BY created_at, ref`, id); err != nil {
			return err
		}
		if p.Naming, err = textsNaming(ctx, tx, names); err != nil {
			return err
		}
		p.Mails, err = collect[HeldMail](ctx, tx, `SELECT key, case_ref, template, created_at, sent_at, dropped_at FROM outbox
			WHERE person = $1 ORDER BY created_at, key`, id)
		if err != nil {
			return err
		}
		if p.Subscriptions, err = subscriptions(ctx, tx, p.Person.Email); err != nil {
			return err
		}
		p.Visits, err = visitsOf(ctx, tx, id)
		return err
	})
	if err != nil {
		return p, fmt.Errorf("personal record of %s: %w", id, err)
	}
	return p, nil
}

// events reads the events that hold the person's ID anywhere.
func (p *PersonalRecord) events(ctx context.Context, tx pgx.Tx, id string) error {
	quoted, err := json.Marshal(id)
	if err != nil {
		return err
	}
	rows, err := tx.Query(ctx, `SELECT payload, hash FROM events WHERE position($1::bytea in payload) > 0 ORDER BY recorded, case_ref, seq`, quoted)
	if err != nil {
		return err
	}
	p.Acted, p.Mentioned = []ActedEvent{}, []EventName{}
	for rows.Next() {
		e, err := scanEvent(rows)
		if err != nil {
			rows.Close()
			return err
		}
		name := EventName{Case: e.Case, Seq: e.Seq, At: e.At, Kind: e.Kind}
		if e.Actor.Person == id || e.Actor.For == id {
			p.Acted = append(p.Acted, ActedEvent{EventName: name, Actor: e.Actor, Body: e.Body})
		} else {
			p.Mentioned = append(p.Mentioned, name)
		}
	}
	return rows.Err()
}

const selectTexts = `SELECT ref, case_ref, field, author, coalesce(text, ''), erased_at FROM vault`

// TextsNaming lists the personal texts that hold a name, in whatever case of letters.
func (s *Store) TextsNaming(ctx context.Context, name string) ([]HeldText, error) {
	list, err := textsNaming(ctx, s.db, []string{name})
	if err != nil {
		return nil, fmt.Errorf("texts that hold a name: %w", err)
	}
	return list, nil
}

func textsNaming(ctx context.Context, db querier, names []string) ([]HeldText, error) {
	var wanted []string
	for _, n := range names {
		if n = normalised(n); n != "" {
			wanted = append(wanted, n)
		}
	}
	return collect[HeldText](ctx, db, selectTexts+` v WHERE EXISTS (SELECT FROM unnest($1::text[]) name
		WHERE position(name in `+normalisedText+`) > 0) ORDER BY created_at, ref`, wanted)
}

// normalised is how names are compared: small letters, single spaces.
func normalised(name string) string {
	return strings.Join(strings.Fields(strings.ToLower(legible(name))), " ")
}

const normalisedText = `btrim(regexp_replace(lower(text), '\s+', ' ', 'g'))`

// querier is a pool or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

func collect[T any](ctx context.Context, db querier, sql string, args ...any) ([]T, error) {
	rows, err := db.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[T])
}
