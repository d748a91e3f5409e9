package ledger

import (
	"context"
	"fmt"
)

// changeResults counts the normal changes of a provider that ended with a result and
// touched one of some items, by result.
const changeResults = `SELECT view #>> '{result,result}' AS result, count(*)::int FROM cases
	WHERE process = 'change' AND outcome <> '' AND view->>'provider' = $1 AND view->>'kind' = 'normal'
		AND view #> '{content,items}' ?| $2 AND view #>> '{result,result}' IS NOT NULL
	GROUP BY 1`

// ChangeResults counts a provider's normal changes of some items that ended, by what
// became of them; nil when there are none.
func (s *Store) ChangeResults(ctx context.Context, provider string, items []string) (map[string]int, error) {
	rows, err := s.db.Query(ctx, changeResults, provider, items)
	if err != nil {
		return nil, fmt.Errorf("results of changes of %s: %w", provider, err)
	}
	defer rows.Close()
	var counts map[string]int
	for rows.Next() {
		var result string
		var n int
		if err := rows.Scan(&result, &n); err != nil {
			return nil, fmt.Errorf("results of changes of %s: %w", provider, err)
		}
		if counts == nil {
			counts = map[string]int{}
		}
		counts[result] = n
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("results of changes of %s: %w", provider, err)
	}
	return counts, nil
}
