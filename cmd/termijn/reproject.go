package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/schollz/progressbar/v3"

	"termijn/internal/ledger"
)

// ReprojectCmd rebuilds the read rows from the ledger.
type ReprojectCmd struct {
	Connection
	Case string `help:"Only this case." placeholder:"REF"`
}

// Help shows how the command is used.
func (ReprojectCmd) Help() string {
	return `Example:

  termijn reproject --database postgres://termijn@db/termijn --case REG-2026-000042

What lists and pages show (cases, tasks, clocks) is rebuilt from the events alone. It is
safe while the product runs, and running it again changes nothing. A case whose events
are not what was recorded is left alone; "termijn audit" says what is wrong with it.
Exit status 1 when there is such a case.`
}

// Run rebuilds and prints totals.
func (c *ReprojectCmd) Run(ctx context.Context) error {
	store, done, err := c.Store(ctx)
	if err != nil {
		return err
	}
	defer done()
	bar := progress("cases")
	r, err := store.Reproject(ctx, c.Case, bar)
	bar(0, 0)
	if errors.Is(err, ledger.ErrNotFound) {
		return fmt.Errorf("reproject: there is no case %s", c.Case)
	}
	if err != nil {
		return err
	}
	for _, ref := range r.Changed {
		fmt.Printf("%s  rebuilt\n", ref)
	}
	for _, n := range r.Damaged {
		fmt.Printf("%s  left alone: %s\n", n.Case, n.What)
	}
	fmt.Printf("%d cases, %d events: %d rebuilt, %d left alone, the rest was right\n", r.Cases, r.Events, len(r.Changed), len(r.Damaged))
	if len(r.Damaged) > 0 {
		return fmt.Errorf("reproject: %d cases have a damaged ledger; see termijn audit", len(r.Damaged))
	}
	return nil
}

// progress shows a bar on standard error while it is a terminal. Told of none
// of none, it takes the bar away.
func progress(what string) ledger.Progress {
	info, err := os.Stderr.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return func(int, int) {}
	}
	var bar *progressbar.ProgressBar
	return func(done, total int) {
		switch {
		case total == 0 && bar != nil:
			_ = bar.Finish()
		case total == 0:
		default:
			if bar == nil {
				bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(os.Stderr), progressbar.OptionSetDescription(what),
					progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
			}
			_ = bar.Set(done)
		}
	}
}
