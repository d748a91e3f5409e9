package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// ChangeFilter narrows a list of changes. Empty fields do not.
type ChangeFilter struct {
	// Stages of which one holds; Kind of the change; Provider that does it.
	Stages         []string
	Kind, Provider string
	// Item of the service map that the change names itself.
	Item string
	// From and To are a stretch of time that the window overlaps.
	From, To time.Time
	// Text is searched as words in reference and title.
	Text string
	// Closed lists those that have ended, the latest window first, instead of those
	// that are open, the earliest window first.
	Closed bool
}

// windowFrom orders changes by the beginning of their window.
const windowFrom = `coalesce(c.view #>> '{content,from}', '9999')`

// Changes lists the changes that the scope may see, with the cursor of the next page.
func (s *Store) Changes(ctx context.Context, scope Scope, f ChangeFilter, page Page) ([]CaseRow, string, error) {
	sql, args, err := changesQuery(scope, f, page)
	if err != nil {
		return nil, "", err
	}
	rows, err := s.db.Query(ctx, sql, append([]any{planned}, args...)...)
	if err != nil {
		return nil, "", fmt.Errorf("list changes: %w", err)
	}
	list, err := pgx.CollectRows(rows, scanCase)
	if err != nil {
		return nil, "", fmt.Errorf("list changes: %w", err)
	}
	n := page.limit()
	if len(list) <= n {
		return list, "", nil
	}
	list = list[:n]
	last := list[n-1]
	at, err := beginningOf(last)
	return list, position{At: at, Key: last.Ref}.String(), err
}

// beginningOf is the beginning of a change's window; nil when it has none yet.
func beginningOf(row CaseRow) (*time.Time, error) {
	var own struct {
		Content struct {
			From *time.Time `json:"from"`
		} `json:"content"`
	}
	if err := json.Unmarshal(row.View, &own); err != nil {
		return nil, fmt.Errorf("state of %s: %w", row.Ref, err)
	}
	return own.Content.From, nil
}

func changesQuery(scope Scope, f ChangeFilter, page Page) (string, []any, error) {
	q := query{}
	q.add("c.process = 'change'")
	open, order, after := "true", windowFrom+", c.ref", ">"
	if f.Closed {
		open, order, after = "false", windowFrom+" DESC, c.ref DESC", "<"
	}
	q.add("(c.outcome = '') = " + open)
	scope.limit(&q)
	if len(f.Stages) > 0 {
		q.add("c.stage = ANY (" + q.arg(legibleAll(f.Stages)) + ")")
	}
	if f.Kind != "" {
		q.add("c.view->>'kind' = " + q.text(f.Kind))
	}
	if f.Provider != "" {
		q.add("c.view->>'provider' = " + q.text(f.Provider))
	}
	if f.Item != "" {
		q.add("c.view #> '{content,items}' ? " + q.text(f.Item))
	}
	if !f.To.IsZero() {
		q.add(windowFrom + " < " + q.arg(written(f.To)))
	}
	if !f.From.IsZero() {
		q.add("coalesce(c.view #>> '{content,to}', '9999') > " + q.arg(written(f.From)))
	}
	q.words(f.Text)
	at, err := page.position()
	if err != nil {
		return "", nil, err
	}
	if page.Cursor != "" {
		from := "9999"
		if at.At != nil {
			from = written(*at.At)
		}
		q.add("(" + windowFrom + ", c.ref) " + after + " (" + q.arg(from) + ", " + q.arg(at.Key) + ")")
	}
	return `SELECT ` + caseColumns + ` FROM cases c WHERE ` + q.where() + ` ORDER BY ` + order + fmt.Sprintf(` LIMIT %d`, page.limit()+1), q.args, nil
}

// written is an instant as a change's state holds it.
func written(at time.Time) string { return at.UTC().Truncate(time.Second).Format(time.RFC3339) }

// CausedRow is a critical incident whose root cause is a change, as its problem says.
type CausedRow struct {
	Problem, Incident string
	// At is when the incident was registered.
	At time.Time
	// Cause is the problem's: problem.Cause.
	Cause json.RawMessage
}

const causedByChanges = `SELECT c.ref, i.ref, i.opened_at, c.view->'cause' FROM cases c JOIN cases i ON i.ref = c.view #>> '{origin,incident}'
	WHERE c.process = 'problem' AND c.view #>> '{cause,kind}' = 'change' AND c.stage <> 'withdrawn' AND `

// CausedByChanges lists the critical incidents that were registered from an instant
// until another and whose root cause is a change (C-28), oldest first.
func (s *Store) CausedByChanges(ctx context.Context, scope Scope, from, to time.Time) ([]CausedRow, error) {
	sql, args := causedQuery(scope, from, to)
	rows, err := s.db.Query(ctx, sql, append([]any{planned}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("incidents caused by changes: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[CausedRow])
	if err != nil {
		return nil, fmt.Errorf("incidents caused by changes: %w", err)
	}
	return list, nil
}

func causedQuery(scope Scope, from, to time.Time) (string, []any) {
	q := query{}
	q.add("i.opened_at >= " + q.arg(from) + " AND i.opened_at < " + q.arg(to))
	scope.limit(&q)
	return causedByChanges + q.where() + ` ORDER BY i.opened_at, c.ref`, q.args
}
