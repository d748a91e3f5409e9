package ledger

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"termijn/internal/collision"
	"termijn/internal/record"
)

// Scheduled is a plan as the calendar has it, with its case.
type Scheduled struct {
	collision.Planned
	// Over: it was taken back after its beginning.
	Over                           bool
	Process, Title, Stage, Outcome string
	Parties                        record.Parties
	Updated                        time.Time
	// Links are the cases that this one links to.
	Links []string
}

// Announces reports whether one of two cases announces what the other plans.
func (s Scheduled) Announces(o Scheduled) bool {
	return (s.Kind == record.PlanNotice) != (o.Kind == record.PlanNotice) && (slices.Contains(s.Links, o.Ref) || slices.Contains(o.Links, s.Ref))
}

// schedulePlans asks each kind and class of length by itself: a short stretch of an
// index each. Their cases are read one by one (OFFSET keeps it so): never all there are.
var schedulePlans = `
SELECT ` + planColumns + `, p.over, c.process, c.title, c.stage, c.outcome, c.client_org, c.provider_orgs, c.updated_at,
	ARRAY (SELECT to_ref FROM case_links l WHERE l.case_ref = p.case_ref)
FROM (SELECT * FROM (` + strings.Join(inEachSpan(`SELECT * FROM plans WHERE kind = ANY ($1)`), `
	UNION ALL `) + `) u ORDER BY starts, ends, case_ref LIMIT $4) p
	CROSS JOIN LATERAL (SELECT * FROM cases WHERE ref = p.case_ref OFFSET 0) c
ORDER BY p.starts, p.ends, p.case_ref`

// AllPlans are the kinds of plans.
var AllPlans = []string{record.PlanChange, record.PlanFreeze, record.PlanMaintenance, record.PlanNotice}

func scheduleQuery(from, to time.Time, most int) (sql string, args []any) {
	return schedulePlans, []any{AllPlans, from, to, most}
}

// Schedule lists what is planned in a window, also what is over, by when it begins: at
// most so many.
func (s *Store) Schedule(ctx context.Context, from, to time.Time, most int) ([]Scheduled, error) {
	sql, args := scheduleQuery(from, to, most)
	rows, err := s.db.Query(ctx, sql, slices.Concat([]any{planned}, args)...)
	if err != nil {
		return nil, fmt.Errorf("schedule: %w", err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (Scheduled, error) {
		var x Scheduled
		err := row.Scan(&x.Ref, &x.Kind, &x.Sort, &x.Items, &x.Provider, &x.Team, &x.From, &x.To, &x.Firm, &x.Exempt,
			&x.Over, &x.Process, &x.Title, &x.Stage, &x.Outcome, &x.Parties.Client, &x.Parties.Providers, &x.Updated, &x.Links)
		x.From, x.To = x.From.UTC(), x.To.UTC()
		return x, err
	})
	if err != nil {
		return nil, fmt.Errorf("schedule: %w", err)
	}
	return list, nil
}
