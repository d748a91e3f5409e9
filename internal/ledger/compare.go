package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// difference is a read row that is not what the events give.
type difference struct {
	table, key string
	// missing: the row is not there; extra: it should not be.
	missing, extra bool
	// columns are those that differ, with what stands and what the events give.
	columns []string
}

func (d difference) String() string {
	switch {
	case d.missing:
		return fmt.Sprintf("%s row %s is missing", d.table, d.key)
	case d.extra:
		return fmt.Sprintf("%s row %s does not follow from the events", d.table, d.key)
	}
	return fmt.Sprintf("%s row %s: %s", d.table, d.key, strings.Join(d.columns, "; "))
}

// compare holds the standing rows of a case against the rebuilt ones. A null in
// a row or a view is the same as nothing: a merge patch cannot tell them apart.
func (b *rebuilder) compare(ctx context.Context, tx pgx.Tx, ref string) ([]difference, error) {
	var all []difference
	for _, t := range readTables {
		rows, err := tx.Query(ctx, fmt.Sprintf(`
			SELECT coalesce(s.key, r.key), s.row, r.row
			FROM (SELECT %[3]s AS key, jsonb_strip_nulls(to_jsonb(x) - 'words') AS row FROM %[1]s.%[2]s x WHERE %[4]s = $1) s
			FULL JOIN (SELECT %[3]s AS key, jsonb_strip_nulls(to_jsonb(x) - 'words') AS row FROM pg_temp.%[2]s x) r ON r.key = s.key
			WHERE s.row IS DISTINCT FROM r.row ORDER BY 1`, b.schema, t.name, t.key, t.ref), ref)
		if err != nil {
			return nil, err
		}
		list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (difference, error) {
			d := difference{table: t.name}
			var stands, given map[string]json.RawMessage
			if err := row.Scan(&d.key, &stands, &given); err != nil {
				return d, err
			}
			d.missing, d.extra = stands == nil, given == nil
			if !d.missing && !d.extra {
				d.columns = differing(stands, given)
			}
			return d, nil
		})
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	return all, nil
}

func differing(stands, given map[string]json.RawMessage) []string {
	var all []string
	for _, k := range slices.Sorted(maps.Keys(union(stands, given))) {
		if a, b := canonical(stands[k]), canonical(given[k]); a != b {
			all = append(all, fmt.Sprintf("%s is %s, the events give %s", k, short(a), short(b)))
		}
	}
	return all
}

func union[V any](a, b map[string]V) map[string]V {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

func canonical(raw json.RawMessage) string {
	if len(raw) == 0 {
		return "nothing"
	}
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return string(raw)
	}
	b, _ := json.Marshal(v) // was decoded just now: cannot fail
	return string(b)
}

// short keeps a message readable; personal texts stand in no read row.
func short(s string) string {
	const most = 120
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
