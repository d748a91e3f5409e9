package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
	"time"

	"termijn/internal/app"
	"termijn/internal/codec"
	"termijn/internal/ledger"
	"termijn/internal/ledger/casehistory"
)

// AuditCmd holds ledger, read rows, personal texts and histories against one another.
type AuditCmd struct {
	Connection
	Case      string        `help:"Only this case." placeholder:"REF"`
	NoHistory bool          `name:"no-history" help:"Leave Temporal's workflow histories out."`
	Settle    time.Duration `help:"How long to wait for a running case to write down what the ledger has already." default:"10s"`
	JSON      bool          `name:"json" help:"Print the report as JSON."`
}

// Help shows how the command is used.
func (AuditCmd) Help() string {
	return `Example:

  termijn audit --database postgres://termijn@db/termijn --temporal temporal:7233 --json

For each case: the events' chain of hashes over their exact bytes, what lists and pages
show against what the events give, the personal texts against their salted references,
and the ledger against the workflow's own history. It writes nothing and is safe while
the product runs. A history that retention removed is reported as not available.
Exit status 1 when anything differs.`
}

// Run audits and prints the report.
func (c *AuditCmd) Run(ctx context.Context) error {
	store, done, err := c.Store(ctx)
	if err != nil {
		return err
	}
	defer done()
	bar := progress("cases")
	o := ledger.AuditOptions{Case: c.Case, Settle: c.Settle, Progress: bar}
	if !c.NoHistory {
		set, err := c.settings()
		if err != nil {
			return err
		}
		temporal, err := c.TemporalClient(ctx)
		if err != nil {
			return err
		}
		defer temporal.Close()
		o.Histories = casehistory.Reader{Client: temporal, Converter: codec.DataConverter(set.keys), Prefix: app.WorkflowID("")}
	}
	r, err := store.Audit(ctx, o)
	bar(0, 0)
	if errors.Is(err, ledger.ErrNotFound) {
		return fmt.Errorf("audit: there is no case %s", c.Case)
	}
	if err != nil {
		return err
	}
	if err := printAudit(os.Stdout, r, c.JSON); err != nil {
		return err
	}
	if n := len(r.Findings); n > 0 {
		return fmt.Errorf("audit: %d differences", n)
	}
	return nil
}

func printAudit(to io.Writer, r ledger.Report, asJSON bool) error {
	if asJSON {
		e := json.NewEncoder(to)
		e.SetIndent("", "  ")
		return e.Encode(r)
	}
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	if len(r.Findings) > 0 {
		fmt.Fprintln(w, "CASE\tEVENT\tCHECK\tWHAT DIFFERS")
	}
	for _, f := range r.Findings {
		event := "-"
		if f.Seq > 0 {
			event = fmt.Sprint(f.Seq)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", f.Case, event, f.Check, f.What)
	}
	for _, n := range r.Notes {
		fmt.Fprintf(w, "%s\t-\tnote\t%s\n", n.Case, n.What)
	}
	fmt.Fprintf(w, "%d cases, %d events (%d also in a workflow history), %d personal texts, %d erased on record, %d not referred to: %d differences\n",
		r.Cases, r.Events, r.InHistory, r.Texts, r.Erased, r.Unused, len(r.Findings))
	return w.Flush()
}
