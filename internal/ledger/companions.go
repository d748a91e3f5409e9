package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"
)

// withCompanions adds to references into the vault those that stand in the same
// object of an event: what was said in one breath about one person.
func withCompanions(ctx context.Context, tx pgx.Tx, refs []string) ([]string, error) {
	found := map[string]bool{}
	for _, ref := range refs {
		var in string
		var kept bool
		err := tx.QueryRow(ctx, `SELECT case_ref, text IS NOT NULL FROM vault WHERE ref = $1`, ref).Scan(&in, &kept)
		if errors.Is(err, pgx.ErrNoRows) || err == nil && !kept {
			continue
		}
		if err != nil {
			return nil, err
		}
		found[ref] = true
		rows, err := tx.Query(ctx, `SELECT payload FROM events WHERE case_ref = $1 AND position($2::bytea in payload) > 0`, in, []byte(ref))
		if err != nil {
			return nil, err
		}
		payloads, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
		if err != nil {
			return nil, err
		}
		for _, p := range payloads {
			var v any
			if err := json.Unmarshal(p, &v); err != nil {
				return nil, err
			}
			companions(v, ref, found)
		}
	}
	return slices.Sorted(maps.Keys(found)), nil
}

// companions walks a value and notes the references that are in the same object
// as ref.
func companions(v any, ref string, found map[string]bool) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			companions(item, ref, found)
		}
	case map[string]any:
		together := false
		for _, item := range v {
			together = together || item == any(ref)
			companions(item, ref, found)
		}
		for _, item := range v {
			if text, ok := item.(string); together && ok && IsText(text) {
				found[text] = true
			}
		}
	}
}
