package ledger

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"termijn/internal/record"
)

// Orders of the queue of incidents.
const (
	// QueueByDue has the least time left first; with QueueFilter.Desk what the
	// Service Desk has to do itself before all else.
	QueueByDue = "due"
	// QueueByPriority has the gravest first, then the least time left.
	QueueByPriority = "priority"
	// QueueByNewest has what was registered last first. Closed ones have this order.
	QueueByNewest = "newest"
)

// QueueFilter narrows the queue of incidents. Empty fields do not.
type QueueFilter struct {
	// Closed asks for incidents that have ended, instead of open ones.
	Closed bool
	// Org is the organisation that has the incident, Team one of its teams, Agent a person.
	Org, Team, Agent string
	// Unassigned: nobody has taken up what is still to be resolved.
	Unassigned bool
	// Requester is who reported it.
	Requester         string
	Priority, Service string
	// Text is searched as words in reference and title.
	Text string
	// Sort is one of the orders above; QueueByDue when empty.
	Sort string
	// Desk puts what the Service Desk has, and what is frozen until it decides
	// (B-28), before all else.
	Desk bool
}

func (f QueueFilter) order() string {
	switch {
	case f.Closed || f.Sort == QueueByNewest:
		return QueueByNewest
	case f.Sort == QueueByPriority:
		return QueueByPriority
	}
	return QueueByDue
}

// QueueRow is an incident in the queue. Instants are UTC.
type QueueRow struct {
	Ref, Stage, Title, Outcome, Client, Requester string
	Priority, Service, Team, Org, Agent           string
	// Frozen: nobody hands it over until the Service Integrator decides (B-28).
	Frozen bool
	// Waits is the reason of the wait that holds; empty when nothing is waited for.
	Waits               string
	OpenedAt, UpdatedAt time.Time
	ClosedAt            *time.Time
	// Clock is the running clock that is due first, with its facts; nil when none runs.
	Clock *record.Clock

	due  *time.Time
	rank string
}

// queueClock is the clock of a row: among those that still run the one that is due
// first, one that stands still after those that do not.
const queueClock = `LEFT JOIN LATERAL (
	SELECT jsonb_build_object('id', id, 'definition', definition, 'version', version, 'calendar', calendar,
		'calendarVersion', calendar_version, 'lapse', lapse, 'facts', facts, 'result', result) AS clock
	FROM clocks WHERE case_ref = c.ref AND facts->>'stop' IS NULL AND facts->>'cancelled' IS NULL
	ORDER BY due_at NULLS LAST, lapse, id LIMIT 1) k ON true`

// Incidents lists the queue of incidents that the scope may see, with the cursor
// of the next page.
func (s *Store) Incidents(ctx context.Context, scope Scope, f QueueFilter, page Page) ([]QueueRow, string, error) {
	sql, args, err := queueQuery(scope, f, page)
	if err != nil {
		return nil, "", err
	}
	rows, err := s.db.Query(ctx, sql, append([]any{planned}, args...)...)
	if err != nil {
		return nil, "", fmt.Errorf("queue of incidents: %w", err)
	}
	list, err := pgx.CollectRows(rows, scanQueue)
	if err != nil {
		return nil, "", fmt.Errorf("queue of incidents: %w", err)
	}
	n := page.limit()
	if len(list) <= n {
		return list, "", nil
	}
	list = list[:n]
	last := list[n-1]
	at := place{Rank: last.rank, At: last.due, Key: last.Ref}
	if f.order() == QueueByNewest {
		at.At = &last.OpenedAt
	}
	return list, at.String(), nil
}

func scanQueue(row pgx.CollectableRow) (QueueRow, error) {
	var r QueueRow
	var clock []byte
	err := row.Scan(&r.Ref, &r.Stage, &r.Title, &r.Outcome, &r.Client, &r.Requester, &r.Priority, &r.Service, &r.Team, &r.Org, &r.Agent,
		&r.Frozen, &r.Waits, &r.OpenedAt, &r.UpdatedAt, &r.ClosedAt, &r.due, &r.rank, &clock)
	if err == nil && clock != nil {
		r.Clock = &record.Clock{}
		err = json.Unmarshal(clock, r.Clock)
	}
	return r, err
}

// queueQuery reads the queue in one statement.
func queueQuery(scope Scope, f QueueFilter, page Page) (string, []any, error) {
	rows, args, err := queueRows(scope, f, page)
	// The clocks are looked up for the rows of the page alone.
	return `SELECT c.ref, c.stage, c.title, c.outcome, c.client_org, c.requester, c.priority, c.service, c.team, c.org, c.agent,
			c.frozen, c.waits, c.opened_at, c.updated_at, c.closed_at, c.due_at, c.rank, k.clock
		FROM (` + rows + `) c ` + queueClock + ` ORDER BY c.n`, args, err
}

// queueRows are the rows of a page of the queue and the one after it, numbered. Open
// incidents stand in one partial index, cases_handler; there are few of them, however
// many have ended.
func queueRows(scope Scope, f QueueFilter, page Page) (string, []any, error) {
	q := query{}
	scope.limit(&q)
	q.add("c.process = 'incident'")
	if f.Closed {
		q.add("c.outcome <> ''")
	} else {
		q.add("c.outcome = ''")
	}
	q.equal("c.view #>> '{handler,org}'", f.Org)
	q.equal("c.view #>> '{handler,team}'", f.Team)
	q.equal("c.view #>> '{handler,agent}'", f.Agent)
	if f.Unassigned {
		q.add("NOT c.view -> 'handler' ? 'agent' AND c.stage NOT IN ('resolved', 'deciding')")
	}
	q.equal("c.requester", f.Requester)
	q.equal("c.view->>'priority'", f.Priority)
	q.equal("c.view->>'service'", f.Service)
	q.words(f.Text)

	due, rank := "coalesce(c.due_at, 'infinity')", "''::text"
	switch {
	case f.order() == QueueByPriority:
		rank = "coalesce(c.view->>'priority', '')"
	case f.order() == QueueByDue && f.Desk:
		rank = "CASE WHEN c.view ? 'frozen' OR c.view #>> '{handler,org}' = 'si' THEN '0' ELSE '1' END"
	}
	at, err := placeOf(page.Cursor)
	if err != nil {
		return "", nil, err
	}
	order := rank + ", " + due + ", c.ref"
	if f.order() == QueueByNewest {
		order = "c.opened_at DESC, c.ref DESC"
	}
	switch {
	case page.Cursor == "":
	case f.order() != QueueByNewest:
		q.add("(" + rank + ", " + due + ", c.ref) > (" + q.arg(at.Rank) + "::text, coalesce(" + q.arg(at.At) + "::timestamptz, 'infinity'), " + q.arg(at.Key) + ")")
	case at.At == nil:
		return "", nil, ErrCursor
	default:
		q.add("(c.opened_at, c.ref) < (" + q.arg(*at.At) + ", " + q.arg(at.Key) + ")")
	}
	return `SELECT c.ref, c.seq, c.stage, c.title, c.outcome, c.client_org, c.requester, c.opened_at, c.updated_at, c.closed_at, c.due_at,
				coalesce(c.view->>'priority', '') AS priority, coalesce(c.view->>'service', '') AS service,
				coalesce(c.view #>> '{handler,team}', '') AS team, coalesce(c.view #>> '{handler,org}', '') AS org,
				coalesce(c.view #>> '{handler,agent}', '') AS agent, c.view ? 'frozen' AS frozen,
				coalesce(c.view #>> ARRAY['waits', c.view->>'waiting', 'reason'], '') AS waits,
				` + rank + ` AS rank, row_number() OVER (ORDER BY ` + order + `) AS n
			FROM cases c WHERE ` + q.where() + ` ORDER BY ` + order + fmt.Sprintf(` LIMIT %d`, page.limit()+1), q.args, nil
}

// place is the last row of a page of the queue.
type place struct {
	Rank string     `json:"r,omitempty"`
	At   *time.Time `json:"a,omitempty"`
	Key  string     `json:"k"`
}

func (p place) String() string {
	b, _ := json.Marshal(p) // plain fields: cannot fail
	return base64.RawURLEncoding.EncodeToString(b)
}

func placeOf(cursor string) (place, error) {
	var at place
	if cursor == "" {
		return at, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || json.Unmarshal(b, &at) != nil || at.Key == "" || legible(at.Key) != at.Key || legible(at.Rank) != at.Rank {
		return at, ErrCursor
	}
	if at.At != nil && (at.At.Year() < 1 || at.At.Year() > 9999) {
		return at, ErrCursor
	}
	return at, nil
}

// Answer is what a command came to: the case and the number of its event.
type Answer struct {
	Ref, Stage string
	Seq        int64
}

// TookWith finds the open incident that a person of an organisation has and did
// something in by a command whose key begins with prefix: what the first of two
// clicks took. ErrNotFound when there is none.
func (s *Store) TookWith(ctx context.Context, org, person, prefix string) (Answer, error) {
	var a Answer
	err := s.db.QueryRow(ctx, `SELECT c.ref, c.stage, e.seq FROM cases c JOIN events e ON e.case_ref = c.ref
		WHERE c.outcome = '' AND c.process = 'incident' AND c.view #>> '{handler,org}' = $1 AND c.view #>> '{handler,agent}' = $2
			AND e.actor = $2 AND starts_with(e.command, $3) LIMIT 1`, org, person, prefix).Scan(&a.Ref, &a.Stage, &a.Seq)
	if errors.Is(err, pgx.ErrNoRows) {
		return a, ErrNotFound
	}
	if err != nil {
		return a, fmt.Errorf("what %s took: %w", person, err)
	}
	return a, nil
}
