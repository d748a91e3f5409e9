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

// Events returns a case's events after a number, oldest first, at most limit.
func (s *Store) Events(ctx context.Context, ref string, after int64, limit int) ([]record.Event, error) {
	rows, err := s.db.Query(ctx, selectEvents, ref, after, limit)
	if err != nil {
		return nil, fmt.Errorf("events of %s: %w", ref, err)
	}
	list, err := pgx.CollectRows(rows, scanEvent)
	if err != nil {
		return nil, fmt.Errorf("events of %s: %w", ref, err)
	}
	return list, nil
}

const selectEvents = `SELECT payload, hash FROM events WHERE case_ref = $1 AND seq > $2 ORDER BY seq LIMIT $3`

func scanEvent(row pgx.CollectableRow) (record.Event, error) {
	var payload []byte
	var hash string
	if err := row.Scan(&payload, &hash); err != nil {
		return record.Event{}, err
	}
	return decode(payload, hash)
}

const selectClocks = `SELECT id, definition, version, calendar, calendar_version, lapse, facts, result, rungs, fired
	FROM clocks WHERE case_ref = $1`

// Clocks returns a case's clocks by ID, as they were last recorded.
func (s *Store) Clocks(ctx context.Context, ref string) ([]record.Clock, error) {
	return s.clocks(ctx, ref, selectClocks+` ORDER BY id`, ref)
}

func (s *Store) clocks(ctx context.Context, ref, query string, args ...any) ([]record.Clock, error) {
	rows, err := s.db.Query(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("clocks of %s: %w", ref, err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (record.Clock, error) {
		var k record.Clock
		var facts, result, rungs []byte
		if err := row.Scan(&k.ID, &k.Definition, &k.Version, &k.Calendar, &k.CalendarVersion, &k.Lapse, &facts, &result, &rungs, &k.Fired); err != nil {
			return k, err
		}
		if err := json.Unmarshal(facts, &k.Facts); err != nil {
			return k, err
		}
		if err := json.Unmarshal(result, &k.Result); err != nil {
			return k, err
		}
		return k, json.Unmarshal(rungs, &k.Rungs)
	})
	if err != nil {
		return nil, fmt.Errorf("clocks of %s: %w", ref, err)
	}
	return list, nil
}

// ClocksAt returns a case's clocks with their results as of an instant:
// what a reader sees now, not what was last recorded.
func (s *Store) ClocksAt(ctx context.Context, ref string, at time.Time) ([]record.Clock, error) {
	list, err := s.Clocks(ctx, ref)
	if err != nil {
		return nil, err
	}
	return list, s.evaluate(ref, list, at)
}

// ClocksAbout returns those of a case's clocks whose ID begins with one of some names,
// such as milestone/M1, with their results as of an instant.
func (s *Store) ClocksAbout(ctx context.Context, ref string, names []string, at time.Time) ([]record.Clock, error) {
	list, err := s.clocks(ctx, ref, selectClocks+` AND split_part(id, '/', 1) || '/' || split_part(id, '/', 2) = ANY ($2) ORDER BY id`, ref, names)
	if err != nil {
		return nil, err
	}
	return list, s.evaluate(ref, list, at)
}

func (s *Store) evaluate(ref string, list []record.Clock, at time.Time) error {
	for i := range list {
		cal, err := s.CalendarOf(list[i])
		if err != nil {
			return fmt.Errorf("clock %s of %s: %w", list[i].ID, ref, err)
		}
		if list[i].Result, err = sla.Evaluate(list[i].Facts, cal, at); err != nil {
			return fmt.Errorf("clock %s of %s: %w", list[i].ID, ref, err)
		}
	}
	return nil
}
