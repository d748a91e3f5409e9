package ledger

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// UrgentIncident is an open incident whose earliest term ends soon or has ended.
type UrgentIncident struct {
	Ref, Title, Stage, Client, Service, Priority string
	// Org must act; Team and Agent are whose the incident is.
	Org, Team, Agent string
	// Frozen: the Service Integrator must say whose it is first (B-28).
	Frozen bool
	Due    time.Time
	// OrgCount, OrgLate and OrgToday count all of the organisation's, also those
	// that were left out.
	OrgCount, OrgLate, OrgToday int
}

// Urgent asks for incidents that need action so that their targets are met (B-11).
type Urgent struct {
	// Org is whose; empty for everybody's.
	Org string
	// Now, Today and Until are instants: what is due before Now is late; what is
	// due at or after Until is left out.
	Now, Today, Until time.Time
	// Each bounds the incidents of one organisation.
	Each int
}

// UrgentIncidents lists them by organisation and due time. What waits with its
// clock standing still, or for the reporter's confirmation, needs nobody's action.
func (s *Store) UrgentIncidents(ctx context.Context, u Urgent) ([]UrgentIncident, error) {
	sql, args := urgentQuery(u)
	rows, err := s.db.Query(ctx, sql, append([]any{planned}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("urgent incidents: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[UrgentIncident])
	if err != nil {
		return nil, fmt.Errorf("urgent incidents: %w", err)
	}
	return list, nil
}

// urgentQuery reads one organisation's incidents from its own queue, everybody's
// from the open cases by due time. A frozen incident is the Service Integrator's
// to act on, whoever had it last.
func urgentQuery(u Urgent) (string, []any) {
	q := query{}
	now, today, until, each := q.arg(u.Now), q.arg(u.Today), q.arg(u.Until), q.arg(u.Each)
	q.add("outcome = '' AND process = 'incident' AND stage NOT IN ('resolved', 'deciding')")
	q.add("coalesce(due_at, 'infinity') < " + until)
	if u.Org != "" {
		q.add("view #>> '{handler,org}' = " + q.text(u.Org) + " AND NOT view ? 'frozen'")
	}
	return `SELECT ref, title, stage, client, service, priority, org, team, agent, frozen, due, n, late, today FROM (
		SELECT i.*, row_number() OVER (PARTITION BY org ORDER BY due, ref) AS place,
			count(*) OVER (PARTITION BY org) AS n,
			count(*) FILTER (WHERE due < ` + now + `) OVER (PARTITION BY org) AS late,
			count(*) FILTER (WHERE due >= ` + now + ` AND due < ` + today + `) OVER (PARTITION BY org) AS today
		FROM (SELECT ref, title, stage, client_org AS client, coalesce(view->>'service', '') AS service,
				coalesce(view->>'priority', '') AS priority,
				CASE WHEN view ? 'frozen' THEN 'si' ELSE coalesce(view #>> '{handler,org}', 'si') END AS org,
				coalesce(view #>> '{handler,team}', '') AS team, coalesce(view #>> '{handler,agent}', '') AS agent,
				view ? 'frozen' AS frozen, due_at AS due
			FROM cases WHERE ` + q.where() + `) i
		) ranked WHERE place <= ` + each + ` ORDER BY org, due, ref`, q.args
}

// IncidentTrend is a category of a service with many incidents, or, where none of
// its categories has that many, the service as a whole.
type IncidentTrend struct {
	Service, Category string
	Count             int
	First, Last       time.Time
	// Refs are the newest, newest first.
	Refs []string
}

// trendRefs bounds the incidents that a trend names.
const trendRefs = 50

// IncidentTrends lists the services and categories with at least least incidents
// registered in [from, to), for which no problem is open that names them, and
// none was proposed since from (B-31). Withdrawn incidents do not count.
func (s *Store) IncidentTrends(ctx context.Context, from, to time.Time, least int) ([]IncidentTrend, error) {
	rows, err := s.db.Query(ctx, trendsSQL, planned, from, to, least)
	if err != nil {
		return nil, fmt.Errorf("incident trends: %w", err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[IncidentTrend])
	if err != nil {
		return nil, fmt.Errorf("incident trends: %w", err)
	}
	return list, nil
}

var trendsSQL = fmt.Sprintf(`
WITH i AS MATERIALIZED (SELECT ref, opened_at, view->>'service' AS service, coalesce(view->>'category', '') AS category
	FROM cases WHERE process = 'incident' AND opened_at >= $1 AND opened_at < $2 AND outcome <> 'withdrawn' AND view ? 'service'),
t AS (
	SELECT service, category, count(*) AS n, min(opened_at) AS first, max(opened_at) AS last,
		(array_agg(ref ORDER BY opened_at DESC, ref DESC))[1:%[1]d] AS refs
	FROM i GROUP BY service, category HAVING count(*) >= $3
	UNION ALL
	SELECT service, '', count(*), min(opened_at), max(opened_at), (array_agg(ref ORDER BY opened_at DESC, ref DESC))[1:%[1]d]
	FROM i GROUP BY service HAVING count(*) >= $3
		AND service NOT IN (SELECT service FROM i GROUP BY service, category HAVING count(*) >= $3))
SELECT * FROM t WHERE NOT EXISTS (SELECT FROM cases p WHERE p.process = 'problem' AND p.view #>> '{origin,service}' = t.service
		AND coalesce(p.view #>> '{origin,category}', '') = t.category
		AND (p.outcome = '' OR p.opened_at >= $1 AND p.view #> '{origin,trend}' IS NOT NULL))
ORDER BY n DESC, service, category`, trendRefs)
