package ledger

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"termijn/internal/record"
)

// Scope limits a query to the cases that somebody may see. The zero value sees nothing.
type Scope struct {
	// All is for the Service Integrator and the Board.
	All bool
	// Client or Provider is the organisation whose cases are seen.
	Client, Provider string
}

// where returns the condition on table alias c and its argument.
func (s Scope) where(n int) (string, any) {
	switch {
	case s.All:
		return fmt.Sprintf("$%d = ''", n), ""
	case s.Client != "":
		return fmt.Sprintf("c.client_org = $%d", n), s.Client
	case s.Provider != "":
		return fmt.Sprintf("c.provider_orgs @> ARRAY[$%d]", n), s.Provider
	default:
		return fmt.Sprintf("$%d <> ''", n), ""
	}
}

// CaseRow is the read row of a case. Instants are UTC.
type CaseRow struct {
	Ref, Process, Stage, Title, Outcome string
	Parties                             record.Parties
	Seq                                 int64
	Head                                string
	OpenedAt, UpdatedAt                 time.Time
	ClosedAt, DueAt                     *time.Time
	// View is the process's own state as JSON.
	View json.RawMessage
}

const caseColumns = `c.ref, c.process, c.stage, c.title, c.outcome, c.client_org, c.provider_orgs, c.requester,
	c.representative, c.seq, c.head, c.opened_at, c.updated_at, c.closed_at, c.due_at, c.view`

func scanCase(row pgx.CollectableRow) (CaseRow, error) {
	var c CaseRow
	err := row.Scan(&c.Ref, &c.Process, &c.Stage, &c.Title, &c.Outcome, &c.Parties.Client, &c.Parties.Providers,
		&c.Parties.Requester, &c.Parties.Representative, &c.Seq, &c.Head, &c.OpenedAt, &c.UpdatedAt, &c.ClosedAt, &c.DueAt, &c.View)
	return c, err
}

// Case returns a case that the scope may see, else ErrNotFound.
func (s *Store) Case(ctx context.Context, scope Scope, ref string) (CaseRow, error) {
	cond, arg := scope.where(2)
	rows, err := s.db.Query(ctx, `SELECT `+caseColumns+` FROM cases c WHERE c.ref = $1 AND `+cond, ref, arg)
	if err != nil {
		return CaseRow{}, fmt.Errorf("case %s: %w", ref, err)
	}
	c, err := pgx.CollectExactlyOneRow(rows, scanCase)
	if errors.Is(err, pgx.ErrNoRows) {
		return CaseRow{}, ErrNotFound
	}
	if err != nil {
		return CaseRow{}, fmt.Errorf("case %s: %w", ref, err)
	}
	return c, nil
}

// CaseFilter narrows a list of cases. Empty fields do not.
type CaseFilter struct {
	Process, Stage string
	// Open is "open", "closed" or empty for both.
	Open string
	// Text is searched as words in reference and title.
	Text             string
	Client, Provider string
	// Person is the requester or the representative.
	Person string
	// Sort is "due" (open cases by their earliest due time) or "opened" (newest first).
	Sort string
}

// Page is a position in a list.
type Page struct {
	// Limit is how many rows are wanted, 1 to 500; 0 means 50.
	Limit int
	// Cursor is what the previous page gave as next; empty for the first.
	Cursor string
}

func (p Page) limit() int {
	switch {
	case p.Limit <= 0:
		return 50
	case p.Limit > 500:
		return 500
	}
	return p.Limit
}

// ErrCursor: the cursor is not one that this list gave out.
var ErrCursor = errors.New("unknown cursor")

type position struct {
	At  *time.Time `json:"a,omitempty"`
	Key string     `json:"k"`
}

func (p position) String() string {
	b, _ := json.Marshal(p) // two plain fields: cannot fail
	return base64.RawURLEncoding.EncodeToString(b)
}

func parsePosition(cursor string) (position, error) {
	var p position
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || json.Unmarshal(b, &p) != nil || p.Key == "" {
		return p, ErrCursor
	}
	return p, nil
}

// Cases lists the cases that the scope may see, with the cursor of the next page.
func (s *Store) Cases(ctx context.Context, scope Scope, f CaseFilter, page Page) ([]CaseRow, string, error) {
	cond, arg := scope.where(1)
	q := query{args: []any{arg}}
	q.add(cond)
	q.equal("c.process", f.Process)
	q.equal("c.stage", f.Stage)
	q.equal("c.client_org", f.Client)
	if f.Provider != "" {
		q.add("c.provider_orgs @> ARRAY[" + q.arg(f.Provider) + "]")
	}
	if f.Person != "" {
		n := q.arg(f.Person)
		q.add("(c.requester = " + n + " OR c.representative = " + n + ")")
	}
	switch f.Open {
	case "open":
		q.add("c.outcome = ''")
	case "closed":
		q.add("c.outcome <> ''")
	}
	if words := searchWords(f.Text); words != "" {
		q.add("c.words @@ to_tsquery('simple', " + q.arg(words) + ")")
	}
	order := "c.opened_at DESC, c.ref"
	if f.Sort == "due" {
		order = "coalesce(c.due_at, 'infinity'), c.ref"
	}
	if page.Cursor != "" {
		at, err := parsePosition(page.Cursor)
		if err != nil {
			return nil, "", err
		}
		if f.Sort == "due" {
			q.add("(coalesce(c.due_at, 'infinity'), c.ref) > (coalesce(" + q.arg(at.At) + "::timestamptz, 'infinity'), " + q.arg(at.Key) + ")")
		} else {
			n, k := q.arg(at.At), q.arg(at.Key)
			q.add("(c.opened_at < " + n + " OR (c.opened_at = " + n + " AND c.ref > " + k + "))")
		}
	}
	n := page.limit()
	rows, err := s.db.Query(ctx, `SELECT `+caseColumns+` FROM cases c WHERE `+q.where()+
		` ORDER BY `+order+fmt.Sprintf(` LIMIT %d`, n+1), q.args...)
	if err != nil {
		return nil, "", fmt.Errorf("list cases: %w", err)
	}
	list, err := pgx.CollectRows(rows, scanCase)
	if err != nil {
		return nil, "", fmt.Errorf("list cases: %w", err)
	}
	if len(list) <= n {
		return list, "", nil
	}
	list = list[:n]
	last := list[n-1]
	at := &last.OpenedAt
	if f.Sort == "due" {
		at = last.DueAt
	}
	return list, position{At: at, Key: last.Ref}.String(), nil
}

// query collects conditions and their arguments.
type query struct {
	conds []string
	args  []any
}

func (q *query) arg(v any) string {
	q.args = append(q.args, v)
	return fmt.Sprintf("$%d", len(q.args))
}

func (q *query) add(cond string) { q.conds = append(q.conds, cond) }

func (q *query) equal(column, value string) {
	if value != "" {
		q.add(column + " = " + q.arg(value))
	}
}

func (q *query) where() string { return strings.Join(q.conds, " AND ") }

// searchWords turns what somebody typed into a prefix search on all its words.
func searchWords(text string) string {
	var words []string
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !isWord(r) }) {
		words = append(words, w+":*")
	}
	return strings.Join(words, " & ")
}

func isWord(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 127
}
