package ledger

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// RetentionRule keeps what is known of the people in certain cases for a time
// after the case has ended. It is policy as data: config/retention.yaml.
type RetentionRule struct {
	// ID names the rule; Rule is the contract rule, for example "M-21".
	ID   string `yaml:"id"`
	Rule string `yaml:"rule"`
	// Process limits it to the cases of a process; Holds is an SQL/JSON path that
	// is true of the view of the cases that it is about.
	Process string `yaml:"process"`
	Holds   string `yaml:"holds"`
	// Years after the end of the case.
	Years int    `yaml:"years"`
	Basis string `yaml:"basis"`
	// Flag is contractual, or assumed where the contract leaves the value open.
	Flag string `yaml:"flag"`
}

// KeptError: personal data may not be erased yet. Reasons are for the operator.
type KeptError struct{ Reasons []string }

func (e *KeptError) Error() string { return "it must be kept: " + strings.Join(e.Reasons, "; ") }

// Erasure says who asks for data to be erased, why, and under which rules.
type Erasure struct {
	// By is who asked, Reason why. Both stay on record: no personal texts.
	By, Reason string
	// Now is the product's present instant.
	Now   time.Time
	Rules []RetentionRule
	// DryRun does everything and takes it back.
	DryRun bool
}

func (e Erasure) check() error {
	if strings.TrimSpace(e.By) == "" || strings.TrimSpace(e.Reason) == "" {
		return fmt.Errorf("erase: say who asks for it and why; that stays on record")
	}
	return nil
}

// keptCases lists why cases may not lose what they hold of people. condition
// chooses the cases, on alias c with its argument $1.
func (e Erasure) keptCases(ctx context.Context, tx pgx.Tx, condition string, arg any) ([]string, error) {
	var reasons []string
	for _, r := range e.Rules {
		refs, err := collectColumn(ctx, tx, `SELECT c.ref FROM cases c WHERE `+condition+` AND c.process = $2
			AND jsonb_path_exists(c.view, $3::jsonpath) AND coalesce(c.closed_at, $4) + make_interval(years => $5) > $4
			ORDER BY c.ref`, arg, r.Process, r.Holds, e.Now, r.Years)
		if err != nil {
			return nil, fmt.Errorf("rule %s: %w", r.ID, err)
		}
		if len(refs) > 0 {
			reasons = append(reasons, fmt.Sprintf("rule %s (%s) keeps it for %d years after the end of %s", r.ID, r.Rule, r.Years, some(refs)))
		}
	}
	return reasons, nil
}

func collectColumn(ctx context.Context, db querier, sql string, args ...any) ([]string, error) {
	rows, err := db.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// some lists a few of many.
func some(refs []string) string {
	const shown = 5
	if len(refs) <= shown {
		return strings.Join(refs, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(refs[:shown], ", "), len(refs)-shown)
}
