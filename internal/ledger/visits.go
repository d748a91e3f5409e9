package ledger

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"termijn/internal/record"
)

// Visit is up to which event somebody saw a case, and when. At is product time.
type Visit struct {
	Seq int64     `json:"seq"`
	At  time.Time `json:"at"`
}

// LastVisit returns a person's last visit to a case, or ErrNotFound.
func (s *Store) LastVisit(ctx context.Context, person, ref string) (Visit, error) {
	var v Visit
	err := s.db.QueryRow(ctx, `SELECT seq, at FROM visits WHERE person = $1 AND case_ref = $2`, person, ref).Scan(&v.Seq, &v.At)
	if errors.Is(err, pgx.ErrNoRows) {
		return v, ErrNotFound
	}
	if err != nil {
		return v, fmt.Errorf("last visit to %s: %w", ref, err)
	}
	return v, nil
}

// KeepVisit notes that a person saw a case up to an event. Of two pages at once the
// one that saw more counts.
func (s *Store) KeepVisit(ctx context.Context, person, ref string, v Visit) error {
	if _, err := s.db.Exec(ctx, `INSERT INTO visits (person, case_ref, seq, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (person, case_ref) DO UPDATE SET seq = greatest(visits.seq, excluded.seq), at = greatest(visits.at, excluded.at)`,
		person, ref, v.Seq, v.At); err != nil {
		return fmt.Errorf("keep visit to %s: %w", ref, err)
	}
	return nil
}

// EventsOf returns a case's events of some kinds after a number, the newest first,
// at most limit. It reads the bytes of those kinds alone.
func (s *Store) EventsOf(ctx context.Context, ref string, kinds []string, after int64, limit int) ([]record.Event, error) {
	rows, err := s.db.Query(ctx, selectEventsOf, ref, kinds, after, limit)
	if err != nil {
		return nil, fmt.Errorf("events of %s by kind: %w", ref, err)
	}
	list, err := pgx.CollectRows(rows, scanEvent)
	if err != nil {
		return nil, fmt.Errorf("events of %s by kind: %w", ref, err)
	}
	return list, nil
}

const selectEventsOf = `SELECT payload, hash FROM events WHERE case_ref = $1 AND kind = ANY ($2) AND seq > $3 ORDER BY seq DESC LIMIT $4`

// OpenTasks lists a case's open tasks by due time.
func (s *Store) OpenTasks(ctx context.Context, ref string) ([]TaskRow, error) {
	rows, err := s.db.Query(ctx, selectOpenTasks, ref)
	if err != nil {
		return nil, fmt.Errorf("open tasks of %s: %w", ref, err)
	}
	list, err := pgx.CollectRows(rows, scanTask)
	if err != nil {
		return nil, fmt.Errorf("open tasks of %s: %w", ref, err)
	}
	return list, nil
}

const selectOpenTasks = `SELECT ` + taskColumns + ` FROM tasks t JOIN cases c ON c.ref = t.case_ref
	WHERE t.case_ref = $1 AND t.state = 'open' ORDER BY t.due_at, t.id`

// visitsOf are a person's visits, for the record of what is held on them.
func visitsOf(ctx context.Context, tx pgx.Tx, person string) ([]HeldVisit, error) {
	rows, err := tx.Query(ctx, `SELECT case_ref, seq, at FROM visits WHERE person = $1 ORDER BY case_ref`, person)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (HeldVisit, error) {
		var v HeldVisit
		return v, row.Scan(&v.Case, &v.Seq, &v.At)
	})
}
