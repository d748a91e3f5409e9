package ledger

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Progress is told how many of how many cases are done.
type Progress func(done, total int)

// Rebuilt is what Reproject did.
type Rebuilt struct {
	Cases  int `json:"cases"`
	Events int `json:"events"`
	// Changed are the cases whose read rows were not what their events give.
	Changed []string `json:"changed"`
	// Damaged are the cases whose read rows were left alone, with the reason:
	// their events are not what was recorded. See Audit.
	Damaged []Note `json:"damaged"`
}

// Reproject rebuilds the read rows (cases, clocks, tasks) of one case, or of all
// when only is empty, from the ledger alone. It is safe while the product runs:
// each case is rebuilt beside the standing rows and put in their place in one
// transaction that holds the case's lock, the one that recording its next event
// takes, so readers see the old rows or the new ones and an event comes before
// or after, never in between. Rows that are right already are not written, so
// running it again changes nothing. ErrNotFound: nothing knows the case.
func (s *Store) Reproject(ctx context.Context, only string, progress Progress) (Rebuilt, error) {
	done := Rebuilt{Changed: []string{}, Damaged: []Note{}}
	b, err := s.rebuilder(ctx)
	if err != nil {
		return done, err
	}
	defer b.close()
	refs := []string{only}
	if only == "" {
		if refs, err = b.cases(ctx); err != nil {
			return done, fmt.Errorf("reproject: list cases: %w", err)
		}
	}
	for i, ref := range refs {
		events, changed, err := b.rebuild(ctx, ref)
		switch {
		case errors.Is(err, errNoEvents) && only != "":
			return done, ErrNotFound
		case errors.Is(err, errDamaged):
			done.Damaged = append(done.Damaged, Note{Case: ref, What: err.Error()})
		case err != nil:
			return done, fmt.Errorf("reproject %s: %w", ref, err)
		case changed:
			done.Changed = append(done.Changed, ref)
		}
		done.Cases++
		done.Events += events
		if progress != nil {
			progress(i+1, len(refs))
		}
	}
	return done, nil
}

// errNoEvents: read rows stand there, or nothing does.
var errNoEvents = fmt.Errorf("it has no events: %w", errDamaged)

// rebuild makes a case's read rows what its events give, in one transaction.
func (b *rebuilder) rebuild(ctx context.Context, ref string) (events int, changed bool, err error) {
	err = pgx.BeginFunc(ctx, b.conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT lock_case($1)`, ref); err != nil {
			return err
		}
		if events, err = b.replay(ctx, tx, ref); err != nil {
			return err
		}
		if events == 0 {
			return errNoEvents
		}
		differences, err := b.compare(ctx, tx, ref)
		if err != nil || len(differences) == 0 {
			return err
		}
		changed = true
		return b.replace(ctx, tx, ref)
	})
	return events, changed, err
}
