package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"termijn/config"
	"termijn/internal/app"
	"termijn/internal/calendar"
	"termijn/internal/codec"
	"termijn/internal/takeover"
)

// ImportCmd groups the take-over of other tools' cases.
type ImportCmd struct {
	ServiceNow ServiceNowCmd `cmd:"" name:"servicenow" help:"Take the incidents of a ServiceNow log over."`
}

// ServiceNowCmd takes a ServiceNow incident log over.
type ServiceNowCmd struct {
	Connection
	File     string        `arg:"" help:"The log: CSV, or CSV packed with gzip." type:"existingfile"`
	Map      string        `help:"What the log's values are here; without it the one of the configuration (servicenow.yaml)." type:"existingfile" placeholder:"FILE"`
	Until    string        `help:"Cut the log off at the start of this date: what was open then goes on living here." placeholder:"DATE"`
	DryRun   bool          `help:"Only read the log and say what would come out; needs no servers."`
	Rejects  string        `help:"Write every row that could not be used into this file, with its line and the reason (CSV)." placeholder:"FILE"`
	JSON     bool          `help:"Print the reconciliation as JSON." name:"json"`
	Parallel int           `help:"Cases under way at once." default:"32"`
	Patience time.Duration `help:"Give up when nothing is recorded for this long." default:"2m"`
}

// Help shows how the command is used.
func (ServiceNowCmd) Help() string {
	return `Examples:

  termijn import servicenow incidents.csv.gz --dry-run          only say what would come out
  termijn import servicenow incidents.csv.gz --data ./state     into a termijn dev that runs on ./state
  termijn import servicenow incidents.csv --database postgres://termijn@db/termijn --temporal temporal:7233

It can be stopped and run again: nothing is taken over twice. Rows that could not be used are listed with their line and the reason. An incident that cannot be taken over stops none of the others, is named at the end, and is tried again by the next run. Exit status: 0 when what stands in the ledger is what the log says, 1 when not or when it was stopped.`
}

// Run reads the log, takes it over, and lays what stands in the ledger beside it.
func (c *ServiceNowCmd) Run(ctx context.Context) error {
	if c.Parallel < 1 || c.Parallel > 500 {
		return misuse("--parallel must lie between 1 and 500, not %d", c.Parallel)
	}
	if c.Patience <= 0 {
		return misuse("--patience must be above zero, not %s", c.Patience)
	}
	if c.Data != "" {
		// The mapping, too, is that of the running one's configuration.
		if err := c.fromDev(); err != nil {
			return err
		}
	}
	mapping, err := c.mapping()
	if err != nil {
		return err
	}
	if c.DryRun {
		return c.rehearse(mapping)
	}
	service, done, err := c.Service(ctx)
	if err != nil {
		return err
	}
	defer done()
	t := app.TakeOver{Service: service, Source: mapping.System, Parallel: c.Parallel, Patience: c.Patience}
	if err := t.Fits(ctx, mapping); err != nil {
		return c.unfit(err)
	}
	key, err := service.Store.LinkKey(ctx)
	if err != nil {
		return err
	}
	log, err := c.read(mapping, service.Policy.Calendars, key)
	if err != nil {
		return err
	}
	taken, err := c.takeOver(ctx, t, log.Incidents)
	if err != nil {
		return again(ctx, err, taken, len(log.Incidents))
	}
	r, err := t.Reconcile(ctx, log)
	if err != nil {
		return again(ctx, err, taken, len(log.Incidents))
	}
	if err := c.print(os.Stdout, r.Expected, &r, taken); err != nil {
		return err
	}
	return verdict(r, taken)
}

// unfit says which mapping names what is not here.
func (c *ServiceNowCmd) unfit(err error) error {
	if c.Map == "" {
		return fmt.Errorf("%s: %w", config.ServiceNowFile, err)
	}
	return fmt.Errorf("%s: %w", c.Map, err)
}

// again says how far it came and what to do.
func again(ctx context.Context, err error, taken app.Taken, all int) error {
	if ctx.Err() != nil {
		err = errors.New("stopped")
	}
	return fmt.Errorf("%w; %d of %d incidents are taken over: run the command again to go on from there", err, taken.New+taken.Already, all)
}

// errUnbalanced: the ledger holds something else than the log says.
var errUnbalanced = errors.New("the ledger does not hold what the log says")

func verdict(r app.Reconciled, taken app.Taken) error {
	switch {
	case len(taken.Failed) > 0:
		return fmt.Errorf("%d incidents could not be taken over; run the command again to try them again", len(taken.Failed))
	case len(takeover.Compare(r.Expected, r.Found)) > 0:
		return errUnbalanced
	}
	return nil
}

// read reads the log by its mapping. key makes the pseudonyms of its people.
func (c *ServiceNowCmd) read(m takeover.Mapping, calendars *calendar.Book, key []byte) (*takeover.Log, error) {
	o := takeover.Options{Key: key}
	if c.Until != "" {
		d, err := calendar.ParseDate(c.Until)
		if err != nil {
			return nil, misuse("--until: %w", err)
		}
		days, err := calendars.Current("workdays", d)
		if err != nil {
			return nil, misuse("--until: %w", err)
		}
		o.Until = d.Start(days.Location())
	}
	f, err := os.Open(c.File)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	log, err := takeover.Read(f, m, o)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.File, err)
	}
	if err := c.writeRejects(log.Report.Rejections); err != nil {
		return nil, err
	}
	return log, log.Report.Check()
}

func (c *ServiceNowCmd) mapping() (takeover.Mapping, error) {
	if c.Map == "" {
		m, err := config.ServiceNow(c.Config)
		if err != nil {
			return m, misuse("%w", err)
		}
		return m, nil
	}
	text, err := os.ReadFile(c.Map)
	if err != nil {
		return takeover.Mapping{}, err
	}
	m, err := takeover.ParseMapping(c.Map, text)
	if err != nil {
		return m, misuse("--map: %w", err)
	}
	return m, nil
}

// rehearse says what would come out, without any server.
func (c *ServiceNowCmd) rehearse(m takeover.Mapping) error {
	policy, err := config.Load(c.Config)
	if err != nil {
		return err
	}
	if err := app.FitsPolicy(m, policy.Incident); err != nil {
		return c.unfit(err)
	}
	// Nothing is kept, so any key will do for the pseudonyms.
	log, err := c.read(m, policy.Calendars, []byte(codec.GenerateKey()))
	if err != nil {
		return err
	}
	expected, err := (&app.Service{Policy: policy}).ExpectTakeOver(log, time.Now().Truncate(time.Second))
	if err != nil {
		return err
	}
	return c.print(os.Stdout, expected, nil, app.Taken{})
}

// takeOver shows how far it is, how fast it goes, and how long it will still take.
func (c *ServiceNowCmd) takeOver(ctx context.Context, t app.TakeOver, incidents []takeover.Incident) (app.Taken, error) {
	m := newMeter(os.Stderr, len(incidents))
	t.Progress = m.tell
	t.Waits = func(err error) { m.say(err.Error()) }
	began := time.Now()
	taken, err := t.Run(ctx, incidents)
	m.end()
	fmt.Fprintf(os.Stderr, "%d taken over in %.0f s, %d were there already", taken.New, time.Since(began).Seconds(), taken.Already)
	if n := len(taken.Failed); n > 0 {
		fmt.Fprintf(os.Stderr, ", %d could not be taken over:", n)
	}
	fmt.Fprintln(os.Stderr)
	for _, f := range taken.Failed {
		fmt.Fprintf(os.Stderr, "  %s (%s): %v\n", f.Number, f.Ref, f.Reason)
	}
	return taken, err
}
