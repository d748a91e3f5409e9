package ledger

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"termijn/internal/collision"
	"termijn/internal/record"
	"termijn/internal/topology"
)

// Seeking is what is looked for beside a plan: those of other cases in a window that
// name one of some items, or are of some kinds, or for one team.
type Seeking struct {
	Self     string
	From, To time.Time
	Items    []string
	Kinds    []string
	// Only, when set, is the kind of plans that are wanted.
	Only           string
	Provider, Team string
}

// SeekingFor is what can collide with a case's plan.
func SeekingFor(ref string, p record.Plan, l *collision.Look) Seeking {
	s := Seeking{Self: ref, From: p.From, To: p.To}
	switch {
	case p.Kind == record.PlanChange:
		// Unavailability and freezes are few; those of all items name none.
		s.Items, s.Kinds, s.Provider, s.Team = l.Related(), []string{record.PlanNotice, record.PlanFreeze}, p.Provider, p.Team
	case p.Kind == record.PlanFreeze && len(p.Items) == 0:
		s.Kinds = []string{record.PlanChange, record.PlanMaintenance}
	case p.Kind == record.PlanNotice:
		s.Items, s.Kinds = l.Near(), []string{record.PlanNotice}
	default:
		s.Items, s.Kinds = l.Related(), []string{record.PlanFreeze}
	}
	return s
}

// seekPlans asks each class of length by itself, so that PostgreSQL knows how short the
// stretch of its index is. A change does not collide with the unavailability that it
// announces itself: the two cases are linked.
var seekPlans = `
SELECT ` + planColumns + ` FROM plans p WHERE p.case_ref IN (` + strings.Join(slices.Concat(
	inEachSpan(`SELECT case_ref FROM plan_items WHERE item = ANY ($4)`),
	inEachSpan(`SELECT case_ref FROM plans WHERE kind = ANY ($5) AND NOT over`),
	inEachSpan(`SELECT case_ref FROM plans WHERE provider = $6 AND team = $7 AND team <> '' AND NOT over`)), `
	UNION ALL `) + `
) AND p.case_ref <> $1 AND NOT p.over AND ($8 = '' OR p.kind = $8)
	AND NOT ('notice' IN (p.kind, $9) AND (EXISTS (SELECT FROM case_links l WHERE l.case_ref = p.case_ref AND l.to_ref = $1)
		OR EXISTS (SELECT FROM case_links l WHERE l.case_ref = $1 AND l.to_ref = p.case_ref)))
ORDER BY p.starts, p.case_ref`

// inEachSpan asks for what overlaps the window from $2 to $3, class by class; the
// query has its own first conditions.
func inEachSpan(sql string) []string {
	var all []string
	for class, longest := range spans {
		all = append(all, fmt.Sprintf(`%s AND span = %d AND starts < $3 AND ends > $2 AND starts > $2::timestamptz - interval '%s'`, sql, class, longest))
	}
	return all
}

const planColumns = `p.case_ref, p.kind, p.sort, p.items, p.provider, p.team, p.starts, p.ends, p.firm, p.exempt`

func seek(s Seeking, kind string) (sql string, args []any) {
	return seekPlans, []any{s.Self, s.From, s.To, legibleAll(s.Items), legibleAll(s.Kinds), legible(s.Provider), legible(s.Team), s.Only, kind}
}

func scanPlan(row pgx.CollectableRow) (collision.Planned, error) {
	var p collision.Planned
	err := row.Scan(&p.Ref, &p.Kind, &p.Sort, &p.Items, &p.Provider, &p.Team, &p.From, &p.To, &p.Firm, &p.Exempt)
	p.From, p.To = p.From.UTC(), p.To.UTC()
	return p, err
}

// Looking is a case's plan as it stands, and what was found beside it.
type Looking struct {
	// Seq is the case's last event when the plans were read.
	Seq int64
	// Plan is the case's own, nil when it plans nothing.
	Plan *record.Plan
	// Others may collide with it: who asks holds them against it.
	Others []collision.Planned
	// OthersWas may have collided with the plan before.
	OthersWas []collision.Planned
}

// LookAround reads a case's plan and what can collide with it, and with the plan that
// it had before when was is set, all at one instant. only limits the kind of the others.
func (s *Store) LookAround(ctx context.Context, ref string, on *topology.Map, was *record.Plan, only string) (Looking, error) {
	var found Looking
	err := pgx.BeginTxFunc(ctx, s.db, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `SELECT seq FROM cases WHERE ref = $1`, ref).Scan(&found.Seq)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `SELECT `+planColumns+` FROM plans p WHERE p.case_ref = $1 AND NOT p.over`, ref)
		if err != nil {
			return err
		}
		own, err := pgx.CollectRows(rows, scanPlan)
		if err != nil {
			return err
		}
		if len(own) == 1 {
			found.Plan = &own[0].Plan
			if found.Others, err = others(ctx, tx, ref, *found.Plan, on, only); err != nil {
				return err
			}
		}
		if was != nil && was.Planned() {
			found.OthersWas, err = others(ctx, tx, ref, *was, on, only)
		}
		return err
	})
	if err != nil {
		return found, fmt.Errorf("plans beside %s: %w", ref, err)
	}
	return found, nil
}

func others(ctx context.Context, db interface {
	Query(context.Context, string, ...any) (pgx.Rows, error)
}, ref string, p record.Plan, on *topology.Map, only string) ([]collision.Planned, error) {
	sought := SeekingFor(ref, p, collision.Of(p, on))
	sought.Only = only
	sql, args := seek(sought, p.Kind)
	rows, err := db.Query(ctx, sql, append([]any{planned}, args...)...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanPlan)
}

// Beside reads what can collide with a plan that no case has yet, or that the case of
// a reference could have.
func (s *Store) Beside(ctx context.Context, ref string, p record.Plan, on *topology.Map, only string) ([]collision.Planned, error) {
	found, err := others(ctx, s.db, ref, p, on, only)
	if err != nil {
		return nil, fmt.Errorf("plans beside one: %w", err)
	}
	return found, nil
}

// Planning lists the cases of a kind that plan something on one of some items, the
// past left out.
func (s *Store) Planning(ctx context.Context, kind string, items []string) ([]string, error) {
	rows, err := s.db.Query(ctx, `SELECT DISTINCT p.case_ref FROM plan_items i JOIN plans p USING (case_ref)
		WHERE i.item = ANY ($1) AND p.kind = $2 AND NOT p.over ORDER BY 1`, legibleAll(items), kind)
	if err != nil {
		return nil, fmt.Errorf("plans on items: %w", err)
	}
	refs, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("plans on items: %w", err)
	}
	return refs, nil
}
