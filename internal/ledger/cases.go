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

// casesQuery reads a list from the index that has its scope and its order: a
// provider's from case_providers, everybody else's from cases.
func casesQuery(scope Scope, f CaseFilter, page Page) (string, []any, error) {
	q := query{}
	from, due, opened, ref, open := "cases c", "coalesce(c.due_at, 'infinity')", "c.opened_at", "c.ref", "c.outcome = ''"
	provider := f.Provider
	if !scope.All && scope.Client == "" && scope.Provider != "" && (provider == "" || provider == scope.Provider) {
		provider = scope.Provider
	} else {
		scope.limit(&q)
	}
	if provider != "" {
		from, due, opened, ref, open = "case_providers p JOIN cases c ON c.ref = p.case_ref", "p.due_at", "p.opened_at", "p.case_ref", "p.is_open"
		q.equal("p.provider", provider)
	}
	q.equal("c.process", f.Process)
	q.equal("c.stage", f.Stage)
	q.equal("c.client_org", f.Client)
	if f.Person != "" {
		n := q.text(f.Person)
		// An array, so that the person's own indexes come first, whatever the planner hopes for.
		q.add("c.ref = ANY (ARRAY(SELECT ref FROM cases WHERE requester = " + n + " UNION SELECT ref FROM cases WHERE representative = " + n + "))")
	}
	switch {
	case f.Open == "open" || f.byDue():
		q.add(open)
	case f.Open == "closed":
		q.add("NOT (" + open + ")")
	}
	q.words(f.Text)
	at, err := page.position()
	if err != nil {
		return "", nil, err
	}
	order := opened + " DESC, " + ref + " DESC"
	if f.byDue() {
		order = due + ", " + ref
	}
	switch {
	case page.Cursor == "":
	case f.byDue():
		q.add("(" + due + ", " + ref + ") > (coalesce(" + q.arg(at.At) + "::timestamptz, 'infinity'), " + q.arg(at.Key) + ")")
	case at.At == nil:
		return "", nil, ErrCursor
	default:
		q.add("(" + opened + ", " + ref + ") < (" + q.arg(*at.At) + ", " + q.arg(at.Key) + ")")
	}
	return `SELECT ` + caseColumns + ` FROM ` + from + ` WHERE ` + q.where() + ` ORDER BY ` + order +
		fmt.Sprintf(` LIMIT %d`, page.limit()+1), q.args, nil
}
