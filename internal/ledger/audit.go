package ledger

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// What an audit holds against what.
const (
	CheckChain   = "chain"   // the events of a case among themselves
	CheckRows    = "rows"    // the read rows against the events
	CheckTexts   = "texts"   // the vault against the references in the events
	CheckHistory = "history" // the events against the workflow's own history
)

// Finding is something that differs. It holds no personal text.
type Finding struct {
	Case string `json:"case"`
	// Seq is the event that it is about; 0 when it is about none.
	Seq   int64  `json:"seq,omitempty"`
	Check string `json:"check"`
	What  string `json:"what"`
}

// Note is something that could not be checked, and why. It is no difference.
type Note struct {
	Case string `json:"case"`
	What string `json:"what"`
}

// Report is what an audit looked at and found.
type Report struct {
	Cases  int `json:"cases"`
	Events int `json:"events"`
	// Texts are the personal texts that match their reference, Erased those that
	// were forgotten on record, Unused those that no event refers to.
	Texts  int `json:"texts"`
	Erased int `json:"erased"`
	Unused int `json:"unused"`
	// InHistory are the events that a workflow history confirms.
	InHistory int       `json:"inHistory"`
	Notes     []Note    `json:"notes"`
	Findings  []Finding `json:"findings"`
}

func (r *Report) find(ref string, seq int64, check, format string, args ...any) {
	r.Findings = append(r.Findings, Finding{Case: ref, Seq: seq, Check: check, What: fmt.Sprintf(format, args...)})
}

func (r *Report) note(ref, format string, args ...any) {
	r.Notes = append(r.Notes, Note{Case: ref, What: fmt.Sprintf(format, args...)})
}

// AuditOptions say what is audited.
type AuditOptions struct {
	// Case limits the audit to one; empty means all.
	Case string
	// Histories are what the workflows recorded; nil leaves them out.
	Histories Histories
	// Settle is how long the audit waits for a running workflow to write down
	// what the ledger has already; 0 means 10 s.
	Settle   time.Duration
	Progress Progress
}

// Audit holds the ledger, the read rows, the vault and the workflow histories
// against one another and reports every difference. It writes nothing, and is
// safe while the product runs. ErrNotFound: nothing knows the case.
func (s *Store) Audit(ctx context.Context, o AuditOptions) (Report, error) {
	r := Report{Notes: []Note{}, Findings: []Finding{}}
	b, err := s.rebuilder(ctx)
	if err != nil {
		return r, err
	}
	defer b.close()
	erased, err := s.erasedTexts(ctx)
	if err != nil {
		return r, err
	}
	refs := []string{o.Case}
	if o.Case == "" {
		if refs, err = b.cases(ctx); err != nil {
			return r, fmt.Errorf("audit: list cases: %w", err)
		}
		if refs, err = withHistories(ctx, refs, o.Histories); err != nil {
			return r, err
		}
	}
	a := audit{Report: &r, rebuilder: b, erased: erased, options: o}
	for i, ref := range refs {
		known, err := a.one(ctx, ref)
		if err != nil {
			return r, fmt.Errorf("audit %s: %w", ref, err)
		}
		if !known && o.Case != "" {
			return r, ErrNotFound
		}
		if o.Progress != nil {
			o.Progress(i+1, len(refs))
		}
	}
	return r, nil
}

// audit is an audit under way.
type audit struct {
	*Report
	*rebuilder
	erased  map[string]bool
	options AuditOptions
}

// one audits a case. The history is read first: what it has was committed to the
// ledger before, so the ledger's snapshot must have it too.
func (a *audit) one(ctx context.Context, ref string) (known bool, err error) {
	var h Recorded
	if a.options.Histories != nil {
		if h, err = a.options.Histories.Recorded(ctx, ref); err != nil {
			return false, err
		}
	}
	var c chain
	err = pgx.BeginTxFunc(ctx, a.conn, pgx.TxOptions{IsoLevel: pgx.RepeatableRead}, func(tx pgx.Tx) error {
		if c, err = a.chain(ctx, tx, ref); err != nil {
			return err
		}
		if err := a.texts(ctx, tx, ref, c); err != nil {
			return err
		}
		return a.rows(ctx, tx, ref, &c)
	})
	if err != nil {
		return false, err
	}
	if a.options.Histories != nil {
		if err := a.history(ctx, ref, c, h); err != nil {
			return false, err
		}
	}
	if len(c.hashes) == 0 && !c.row && len(h.Events) == 0 {
		return false, nil
	}
	a.Cases++
	a.Events += len(c.hashes)
	return true, nil
}

// rows holds the read rows against what the events give.
func (a *audit) rows(ctx context.Context, tx pgx.Tx, ref string, c *chain) error {
	err := tx.QueryRow(ctx, fmt.Sprintf(`SELECT count(*) > 0, coalesce(max(outcome), '') FROM %s.cases WHERE ref = $1`, a.schema), ref).Scan(&c.row, &c.outcome)
	if err != nil {
		return err
	}
	if len(c.hashes) == 0 {
		if c.row {
			a.find(ref, 0, CheckRows, "the case has read rows, but no events")
		}
		return nil
	}
	if _, err := a.replay(ctx, tx, ref); errors.Is(err, errDamaged) {
		a.note(ref, "read rows not compared: %v", err)
		return nil
	} else if err != nil {
		return err
	}
	differences, err := a.compare(ctx, tx, ref)
	if err != nil {
		return err
	}
	for _, d := range differences {
		a.find(ref, 0, CheckRows, "%s", d)
	}
	return nil
}
