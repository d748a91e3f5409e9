package ledger

import (
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"termijn/internal/record"
)

// spans are the classes of how long a plan lasts, each with its longest. What overlaps
// a window began no longer before it than that, so each class is a short stretch of an
// index on the beginning, however long the longest plan of all is. The last takes
// what is longer than the others.
var spans = [...]string{"12 hours", "96 hours", "768 hours", "876000 hours"}

var putPlan = `
INSERT INTO plans (case_ref, kind, sort, items, provider, team, starts, ends, span, firm, exempt, over)
SELECT $1, $2, $3, $4, $5, $6, $7::timestamptz, $8::timestamptz, CASE` + spanOf(`$8::timestamptz - $7::timestamptz`) + ` END, $9, $10, false
ON CONFLICT (case_ref) DO UPDATE SET kind = excluded.kind, sort = excluded.sort, items = excluded.items, provider = excluded.provider,
	team = excluded.team, starts = excluded.starts, ends = excluded.ends, span = excluded.span, firm = excluded.firm,
	exempt = excluded.exempt, over = excluded.over`

// spanOf are the cases that give the class of a length.
func spanOf(length string) string {
	var cases strings.Builder
	last := len(spans) - 1
	for class, longest := range spans[:last] {
		fmt.Fprintf(&cases, ` WHEN %s <= interval '%s' THEN %d`, length, longest, class)
	}
	fmt.Fprintf(&cases, ` ELSE %d`, last)
	return cases.String()
}

const dropPlanItems = `DELETE FROM plan_items WHERE case_ref = $1`

const putPlanItems = `
INSERT INTO plan_items (case_ref, item, starts, ends, span)
SELECT DISTINCT p.case_ref, i.item, p.starts, p.ends, p.span FROM plans p, unnest(p.items) AS i (item) WHERE p.case_ref = $1`

// What is taken back before it began was never there; what began has ended then.
const (
	dropPlan = `DELETE FROM plans WHERE case_ref = $1 AND starts >= $2`
	endPlan  = `UPDATE plans SET over = true, ends = least(ends, $2) WHERE case_ref = $1 AND NOT over`
)

func projectPlan(w *pgx.Batch, e record.Event, p record.Plan) {
	w.Queue(dropPlanItems, e.Case)
	if !p.Planned() {
		w.Queue(dropPlan, e.Case, e.At)
		w.Queue(endPlan, e.Case, e.At)
		return
	}
	w.Queue(putPlan, e.Case, legible(p.Kind), legible(p.Sort), legibleAll(p.Items), legible(p.Provider), legible(p.Team), p.From, p.To,
		p.Firm, legibleAll(p.Exempt))
	w.Queue(putPlanItems, e.Case)
}

// legibleAll is a text column's list, never null.
func legibleAll(texts []string) []string {
	all := []string{}
	for _, t := range texts {
		all = append(all, legible(t))
	}
	return all
}
