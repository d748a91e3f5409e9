package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"termijn/internal/calendar"
	"termijn/internal/record"
)

// Record evaluates the event's clocks, seals it, and writes it with its read
// rows and outbox in one transaction, in one round trip. An event that stands in
// the ledger already, by number, is returned as it stands. One that does not
// follow the case's last event is refused by the database.
func (s *Store) Record(ctx context.Context, b record.Batch) (record.Event, error) {
	e, payload, err := Seal(s.calendars, b)
	if err != nil {
		return record.Event{}, err
	}
	w := &pgx.Batch{}
	w.Queue(`INSERT INTO events (case_ref, seq, at, recorded, kind, actor, command, payload, prev, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		e.Case, e.Seq, e.At, e.Recorded, e.Kind, e.Actor.Person, b.Command, payload, e.Prev, e.Hash)
	if err := project(w, e, b.View); err != nil {
		return record.Event{}, err
	}
	if err := post(w, e); err != nil {
		return record.Event{}, err
	}
	if err := s.call(w, e); err != nil {
		return record.Event{}, err
	}
	// Between two synchronisation points of the protocol everything is one
	// transaction: all of the batch is written, or nothing.
	err = s.db.SendBatch(ctx, w).Close()
	var taken *pgconn.PgError
	if errors.As(err, &taken) && taken.Code == "23505" && taken.TableName == "events" {
		return s.Event(ctx, e.Case, e.Seq)
	}
	if err != nil {
		return record.Event{}, fmt.Errorf("record %s/%d: %w", e.Case, e.Seq, err)
	}
	return e, nil
}

// Seal evaluates what a batch's clocks, alarms and tasks come to and seals its
// event. payload is what the hash covers. It is pure.
func Seal(calendars *calendar.Book, b record.Batch) (e record.Event, payload []byte, err error) {
	e = b.Event
	if err := evaluate(calendars, &e, b.Ladders); err != nil {
		return record.Event{}, nil, err
	}
	payload, err = e.Seal()
	return e, payload, err
}

// Event returns one event of the ledger.
func (s *Store) Event(ctx context.Context, ref string, seq int64) (record.Event, error) {
	var payload []byte
	var hash string
	err := s.db.QueryRow(ctx, `SELECT payload, hash FROM events WHERE case_ref = $1 AND seq = $2`, ref, seq).Scan(&payload, &hash)
	if errors.Is(err, pgx.ErrNoRows) {
		return record.Event{}, ErrNotFound
	}
	if err != nil {
		return record.Event{}, fmt.Errorf("event %s/%d: %w", ref, seq, err)
	}
	return decode(payload, hash)
}

func decode(payload []byte, hash string) (record.Event, error) {
	var e record.Event
	if err := json.Unmarshal(payload, &e); err != nil {
		return e, fmt.Errorf("event: decode: %w", err)
	}
	e.Hash = hash
	return e, nil
}
