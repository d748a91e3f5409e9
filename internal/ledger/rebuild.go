package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"termijn/internal/record"
)

// rebuilder makes a case's read rows anew from its events, beside the ones that
// stand. It works on a connection of its own with temporary tables that have the
// read tables' names: there project, the code that Record uses, writes to them.
type rebuilder struct {
	conn *pgx.Conn
	// schema is where the standing tables are.
	schema string
	// columns of each read table that are written, not computed.
	columns map[string][]string
}

// readTables are the tables that follow from the events, with the column that
// names the case, the one that names the row in it, and the primary key.
var readTables = []struct{ name, ref, key, primary string }{
	{"cases", "ref", "ref", "ref"},
	{"case_providers", "case_ref", "provider", "case_ref, provider"},
	{"clocks", "case_ref", "id", "case_ref, id"},
	{"tasks", "case_ref", "id", "id"},
	{"case_links", "case_ref", "link", "case_ref, link"},
	{"plans", "case_ref", "case_ref", "case_ref"},
	{"plan_items", "case_ref", "item", "case_ref, item"},
}

// rebuilder connects. Closing the connection drops the temporary tables.
func (s *Store) rebuilder(ctx context.Context) (*rebuilder, error) {
	conn, err := pgx.ConnectConfig(ctx, s.db.Config().ConnConfig.Copy())
	if err != nil {
		return nil, fmt.Errorf("rebuild: connect: %w", err)
	}
	b := &rebuilder{conn: conn, columns: map[string][]string{}}
	if err := b.prepare(ctx); err != nil {
		b.close()
		return nil, fmt.Errorf("rebuild: %w", err)
	}
	return b, nil
}

func (b *rebuilder) close() { _ = b.conn.Close(context.Background()) }

func (b *rebuilder) prepare(ctx context.Context) error {
	err := b.conn.QueryRow(ctx, `SELECT relnamespace::regnamespace::text FROM pg_class WHERE oid = 'cases'::regclass`).Scan(&b.schema)
	if err != nil {
		return err
	}
	for _, t := range readTables {
		rows, err := b.conn.Query(ctx, `SELECT quote_ident(attname) FROM pg_attribute
			WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`, b.schema+"."+t.name)
		if err != nil {
			return err
		}
		if b.columns[t.name], err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil {
			return err
		}
		// They are emptied at the end of each transaction.
		_, err = b.conn.Exec(ctx, fmt.Sprintf(`CREATE TEMPORARY TABLE %[1]s (LIKE %[2]s.%[1]s INCLUDING DEFAULTS, PRIMARY KEY (%[3]s))
			ON COMMIT DELETE ROWS`, t.name, b.schema, t.primary))
		if err != nil {
			return err
		}
	}
	return nil
}

// eventsAtATime bounds what a rebuild holds in memory.
const eventsAtATime = 500

// replay makes the case's read rows in the temporary tables, from how many events.
func (b *rebuilder) replay(ctx context.Context, tx pgx.Tx, ref string) (events int, err error) {
	view := json.RawMessage(`{}`)
	for {
		rows, err := tx.Query(ctx, selectEvents, ref, events, eventsAtATime)
		if err != nil {
			return events, err
		}
		list, err := pgx.CollectRows(rows, scanIntact)
		if err != nil {
			return events, err
		}
		w := &pgx.Batch{}
		for i, e := range list {
			if events++; e.Seq != int64(events) {
				return events, fmt.Errorf("event %d is missing: %w", events, errDamaged)
			}
			if e.Effects.Case != nil && len(e.Effects.Case.View) > 0 {
				if view, err = record.Merge(view, e.Effects.Case.View); err != nil {
					return events, fmt.Errorf("event %d: view: %w", e.Seq, err)
				}
			}
			var shown json.RawMessage // only the last one's is seen
			if i == len(list)-1 {
				shown = view
			}
			if err := project(w, e, shown); err != nil {
				return events, err
			}
		}
		if err := tx.SendBatch(ctx, w).Close(); err != nil {
			return events, err
		}
		if len(list) < eventsAtATime {
			return events, nil
		}
	}
}

// errDamaged: the events of a case are not what was recorded. Read rows made of
// them would hide it.
var errDamaged = errors.New("the ledger is damaged")

// scanIntact reads an event whose bytes still give its hash.
func scanIntact(row pgx.CollectableRow) (record.Event, error) {
	var payload []byte
	var hash string
	if err := row.Scan(&payload, &hash); err != nil {
		return record.Event{}, err
	}
	e, err := decode(payload, hash)
	if err != nil || record.HashOf(payload) != hash {
		return e, fmt.Errorf("event %d was changed: %w", e.Seq, errDamaged)
	}
	return e, nil
}

// replace puts the rebuilt rows of a case in the place of the standing ones.
func (b *rebuilder) replace(ctx context.Context, tx pgx.Tx, ref string) error {
	w := &pgx.Batch{}
	for _, t := range readTables {
		columns := strings.Join(b.columns[t.name], ", ")
		stand := b.schema + "." + t.name
		w.Queue(fmt.Sprintf(`DELETE FROM %s WHERE %s = $1`, stand, t.ref), ref)
		if t.name == "tasks" {
			// A damaged row may name another case.
			w.Queue(fmt.Sprintf(`DELETE FROM %s WHERE id IN (SELECT id FROM pg_temp.tasks)`, stand))
		}
		w.Queue(fmt.Sprintf(`INSERT INTO %s (%s) SELECT %s FROM pg_temp.%s`, stand, columns, columns, t.name))
	}
	return tx.SendBatch(ctx, w).Close()
}

// cases lists every case that the ledger or the read rows know, in order.
func (b *rebuilder) cases(ctx context.Context) ([]string, error) {
	rows, err := b.conn.Query(ctx, strings.ReplaceAll(`SELECT DISTINCT case_ref FROM events UNION SELECT ref FROM $.cases
		UNION SELECT DISTINCT case_ref FROM $.clocks UNION SELECT DISTINCT case_ref FROM $.tasks
		UNION SELECT DISTINCT case_ref FROM $.case_providers UNION SELECT case_ref FROM $.plans
		UNION SELECT DISTINCT case_ref FROM $.plan_items ORDER BY 1`, "$", b.schema))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}
