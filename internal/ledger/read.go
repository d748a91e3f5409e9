package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
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

// limit adds the scope's condition to a query.
func (s Scope) limit(q *query) {
	cond, arg := s.where(len(q.args) + 1)
	q.arg(arg)
	q.add(cond)
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
	if !known(ref) {
		return CaseRow{}, ErrNotFound
	}
	q := query{}
	q.add("c.ref = " + q.arg(ref))
	scope.limit(&q)
	rows, err := s.db.Query(ctx, `SELECT `+caseColumns+` FROM cases c WHERE `+q.where(), q.args...)
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
