package ledger

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"termijn/internal/record"
)

// Inbox is whose tasks are looked at: those given to the person, and those
// given to a role of the person's organisation.
type Inbox struct {
	Person, Org string
	Roles       []string
}

// Holds reports whether a task given to r is in the inbox.
func (i Inbox) Holds(r record.Recipient) bool {
	if r.Person != "" {
		return r.Person == i.Person
	}
	if r.Org != i.Org {
		return false
	}
	for _, role := range i.Roles {
		if role == r.Role {
			return true
		}
	}
	return false
}

// TaskFilter narrows a list of tasks. Empty fields do not.
type TaskFilter struct {
	Kind, Process, Case string
	// Overdue keeps the tasks that were due before it.
	Overdue *time.Time
	// Text is searched as words in the case's reference and title.
	Text string
}

// TaskRow is an open or closed task with what its list shows of the case.
type TaskRow struct {
	record.Task
	Case, Process, Title, Stage, Client string
	// Outcome of the case; empty while it is open.
	Outcome string
	Parties record.Parties
}

const taskColumns = `t.id, t.case_ref, t.kind, t.subject, t.to_person, t.to_org, t.to_role, t.state, t.opened_at,
	nullif(t.due_at, 'infinity'), t.clock, t.options, t.command, t.content, t.args, t.closed_at, t.closed_by, t.closed_for,
	t.option, t.reason, c.process, c.title, c.stage, c.outcome, c.client_org, c.provider_orgs, c.requester, c.representative`

func scanTask(row pgx.CollectableRow) (TaskRow, error) {
	var t TaskRow
	var by, behalf string
	err := row.Scan(&t.ID, &t.Case, &t.Kind, &t.Subject, &t.Assignee.Person, &t.Assignee.Org, &t.Assignee.Role, &t.State,
		&t.Opened, &t.Due, &t.Clock, &t.Options, &t.Command, &t.Content, &t.Args, &t.Closed, &by, &behalf, &t.Option, &t.Reason,
		&t.Process, &t.Title, &t.Stage, &t.Outcome, &t.Client, &t.Parties.Providers, &t.Parties.Requester, &t.Parties.Representative)
	t.Parties.Client = t.Client
	if t.Closed != nil {
		t.By = &record.Actor{Person: by, For: behalf}
	}
	return t, err
}

// Tasks lists an inbox's open tasks by due time, with the cursor of the next
// page. Each branch reads at most one page from its own index, so the time does
// not depend on how many tasks others have.
func (s *Store) Tasks(ctx context.Context, in Inbox, f TaskFilter, page Page) ([]TaskRow, string, error) {
	sql, args, err := tasksQuery(in, f, page)
	if err != nil {
		return nil, "", err
	}
	rows, err := s.db.Query(ctx, sql, append([]any{planned}, args...)...)
	if err != nil {
		return nil, "", fmt.Errorf("list tasks: %w", err)
	}
	list, err := pgx.CollectRows(rows, scanTask)
	if err != nil {
		return nil, "", fmt.Errorf("list tasks: %w", err)
	}
	n := page.limit()
	if len(list) <= n {
		return list, "", nil
	}
	list = list[:n]
	last := list[n-1]
	return list, position{At: last.Due, Key: last.ID}.String(), nil
}

func tasksQuery(in Inbox, f TaskFilter, page Page) (string, []any, error) {
	q := query{}
	q.equal("t.kind", f.Kind)
	q.equal("t.case_ref", f.Case)
	if f.Overdue != nil {
		q.add("t.due_at < " + q.arg(*f.Overdue))
	}
	at, err := page.position()
	if err != nil {
		return "", nil, err
	}
	if page.Cursor != "" {
		q.add("(t.due_at, t.id) > (coalesce(" + q.arg(at.At) + "::timestamptz, 'infinity'), " + q.arg(at.Key) + ")")
	}
	own := len(q.conds)
	q.equal("c.process", f.Process)
	q.words(f.Text)
	from := "tasks t"
	if len(q.conds) > own {
		from = "tasks t JOIN cases c ON c.ref = t.case_ref"
	}
	n := page.limit() + 1
	return `WITH page AS (SELECT id FROM (` + inboxArms(&q, in, from, n) + fmt.Sprintf(`) arms ORDER BY due_at, id LIMIT %d)
		SELECT `, n) + taskColumns + ` FROM page p JOIN tasks t ON t.id = p.id JOIN cases c ON c.ref = t.case_ref
		ORDER BY t.due_at, t.id`, q.args, nil
}

// inboxArms reads the person's own tasks and those of each role, each from its index.
func inboxArms(q *query, in Inbox, from string, limit int) string {
	filter := q.where()
	arm := func(whose string) string {
		return "(SELECT t.id, t.kind, t.due_at FROM " + from + " WHERE t.state = 'open' AND " + whose + " AND " + filter +
			fmt.Sprintf(" ORDER BY t.due_at, t.id LIMIT %d)", limit)
	}
	arms := []string{arm("t.to_person <> '' AND t.to_person = " + q.text(in.Person))}
	roles := slices.Clone(in.Roles)
	slices.Sort(roles)
	for _, role := range slices.Compact(roles) {
		arms = append(arms, arm("t.to_person = '' AND t.to_org = "+q.text(in.Org)+" AND t.to_role = "+q.text(role)))
	}
	return strings.Join(arms, " UNION ALL ")
}

// TaskCounts counts an inbox's open tasks by kind, and those due before an
// instant. Counting stops at CountLimit per branch, the most urgent first.
func (s *Store) TaskCounts(ctx context.Context, in Inbox, before time.Time) (byKind map[string]int, overdue int, err error) {
	sql, args := countsQuery(in, before)
	rows, err := s.db.Query(ctx, sql, append([]any{planned}, args...)...)
	if err != nil {
		return nil, 0, fmt.Errorf("count tasks: %w", err)
	}
	byKind = map[string]int{}
	var kind string
	var n, past int
	_, err = pgx.ForEachRow(rows, []any{&kind, &n, &past}, func() error {
		byKind[kind] = n
		overdue += past
		return nil
	})
	if err != nil {
		return nil, 0, fmt.Errorf("count tasks: %w", err)
	}
	return byKind, overdue, nil
}

func countsQuery(in Inbox, before time.Time) (string, []any) {
	q := query{}
	late := q.arg(before)
	return `SELECT kind, count(*), count(*) FILTER (WHERE due_at < ` + late + `) FROM (` +
		inboxArms(&q, in, "tasks t", CountLimit) + `) t GROUP BY kind`, q.args
}

// CountLimit is how far tasks are counted; beyond it "1000+" says enough.
const CountLimit = 1000

// Task returns a task of a case that the scope may see, else ErrNotFound.
func (s *Store) Task(ctx context.Context, scope Scope, id string) (TaskRow, error) {
	if !known(id) {
		return TaskRow{}, ErrNotFound
	}
	q := query{}
	q.add("t.id = " + q.arg(id))
	scope.limit(&q)
	rows, err := s.db.Query(ctx, `SELECT `+taskColumns+` FROM tasks t JOIN cases c ON c.ref = t.case_ref WHERE `+q.where(), q.args...)
	if err != nil {
		return TaskRow{}, fmt.Errorf("task %s: %w", id, err)
	}
	t, err := pgx.CollectExactlyOneRow(rows, scanTask)
	if errors.Is(err, pgx.ErrNoRows) {
		return TaskRow{}, ErrNotFound
	}
	return t, err
}

// CaseTasks returns all tasks of a case, the open ones first.
func (s *Store) CaseTasks(ctx context.Context, ref string) ([]TaskRow, error) {
	rows, err := s.db.Query(ctx, `SELECT `+taskColumns+` FROM tasks t JOIN cases c ON c.ref = t.case_ref
		WHERE t.case_ref = $1 ORDER BY t.state <> 'open', t.due_at, t.opened_at, t.id`, ref)
	if err != nil {
		return nil, fmt.Errorf("tasks of %s: %w", ref, err)
	}
	list, err := pgx.CollectRows(rows, scanTask)
	if err != nil {
		return nil, fmt.Errorf("tasks of %s: %w", ref, err)
	}
	return list, nil
}
