package ledger

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// CaseFilter narrows a list of cases. Empty fields do not.
type CaseFilter struct {
	Process, Stage string
	// Open is "open", "closed" or empty for both.
	Open string
	// Text is searched as words in reference and title; without any word in it, it finds nothing.
	Text             string
	Client, Provider string
	// Person is the requester or the representative.
	Person string
	// Sort is "due" or "opened" (newest first, the default). "due" lists open cases
	// by their earliest due time; asked for closed ones, which have none, it is "opened".
	Sort string
}

func (f CaseFilter) byDue() bool { return f.Sort == "due" && f.Open != "closed" }

// dueOrder stands in the indexes on cases by due time; cases without one come last.
const dueOrder = `coalesce(c.due_at, 'infinity')`

// Cases lists the cases that the scope may see, with the cursor of the next page.
func (s *Store) Cases(ctx context.Context, scope Scope, f CaseFilter, page Page) ([]CaseRow, string, error) {
	sql, args, err := casesQuery(scope, f, page)
	if err != nil {
		return nil, "", err
	}
	rows, err := s.db.Query(ctx, sql, append([]any{planned}, args...)...)
	if err != nil {
		return nil, "", fmt.Errorf("list cases: %w", err)
	}
	list, err := pgx.CollectRows(rows, scanCase)
	if err != nil {
		return nil, "", fmt.Errorf("list cases: %w", err)
	}
	n := page.limit()
	if len(list) <= n {
		return list, "", nil
	}
	list = list[:n]
	last := list[n-1]
	if f.byDue() {
		return list, position{At: last.DueAt, Key: last.Ref}.String(), nil
	}
	return list, position{At: &last.OpenedAt, Key: last.Ref}.String(), nil
}

func casesQuery(scope Scope, f CaseFilter, page Page) (string, []any, error) {
	q := query{}
	scope.limit(&q)
	q.equal("c.process", f.Process)
	q.equal("c.stage", f.Stage)
	q.equal("c.client_org", f.Client)
	if f.Provider != "" {
		q.add("c.provider_orgs @> ARRAY[" + q.text(f.Provider) + "]")
	}
	if f.Person != "" {
		n := q.text(f.Person)
		q.add("(c.requester = " + n + " OR c.representative = " + n + ")")
	}
	switch {
	case f.Open == "open" || f.byDue():
		q.add("c.outcome = ''")
	case f.Open == "closed":
		q.add("c.outcome <> ''")
	}
	q.words(f.Text)
	at, err := page.position()
	if err != nil {
		return "", nil, err
	}
	order := "c.opened_at DESC, c.ref DESC"
	if f.byDue() {
		order = dueOrder + ", c.ref"
	}
	switch {
	case page.Cursor == "":
	case f.byDue():
		q.add("(" + dueOrder + ", c.ref) > (coalesce(" + q.arg(at.At) + "::timestamptz, 'infinity'), " + q.arg(at.Key) + ")")
	case at.At == nil:
		return "", nil, ErrCursor
	default:
		q.add("(c.opened_at, c.ref) < (" + q.arg(*at.At) + ", " + q.arg(at.Key) + ")")
	}
	return `SELECT ` + caseColumns + ` FROM cases c WHERE ` + q.where() + ` ORDER BY ` + order +
		fmt.Sprintf(` LIMIT %d`, page.limit()+1), q.args, nil
}
