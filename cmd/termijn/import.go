package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"

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
	File     string `arg:"" help:"The log: CSV, or CSV packed with gzip." type:"existingfile"`
	Map      string `help:"What the log's values are here; without it the one of the configuration (servicenow.yaml)." type:"existingfile" placeholder:"FILE"`
	Until    string `help:"Cut the log off at the start of this date: what was open then goes on living here." placeholder:"DATE"`
	DryRun   bool   `help:"Only read the log and say what would come out; needs no servers."`
	Rejects  string `help:"Write every row that could not be used into this file, with its line and the reason (CSV)." placeholder:"FILE"`
	JSON     bool   `help:"Print the reconciliation as JSON." name:"json"`
	Parallel int    `help:"Cases under way at once." default:"32"`
}

// Help shows how the command is used.
func (ServiceNowCmd) Help() string {
	return `Examples:

  termijn import servicenow incidents.csv.gz --dry-run          only say what would come out
  termijn import servicenow incidents.csv.gz --data ./state     into a termijn dev that runs on ./state
  termijn import servicenow incidents.csv --database postgres://termijn@db/termijn --temporal temporal:7233

It can be stopped and run again: nothing is taken over twice. Rows that could not be used are listed with their line and the reason. Exit status: 0 when what stands in the ledger is what the log says, 1 when not.`
}

// Run reads the log, takes it over, and lays what stands in the ledger beside it.
func (c *ServiceNowCmd) Run(ctx context.Context) error {
	if c.Parallel < 1 || c.Parallel > 500 {
		return misuse("--parallel must lie between 1 and 500, not %d", c.Parallel)
	}
	if c.DryRun {
		return c.rehearse()
	}
	service, done, err := c.Service(ctx)
	if err != nil {
		return err
	}
	defer done()
	key, err := service.Store.LinkKey(ctx)
	if err != nil {
		return err
	}
	log, err := c.read(service.Policy.Calendars, key)
	if err != nil {
		return err
	}
	t := app.TakeOver{Service: service, Source: log.system, Parallel: c.Parallel}
	began := time.Now()
	taken, err := c.takeOver(ctx, t, log.Incidents)
	fmt.Fprintf(os.Stderr, "%d taken over in %.0f s, %d were there already\n", taken.New, time.Since(began).Seconds(), taken.Already)
	if err != nil {
		return fmt.Errorf("%w; run the command again to go on where it stopped", err)
	}
	return c.reconcile(ctx, t, log)
}

// readLog is a log with the tool that it came from.
type readLog struct {
	*takeover.Log
	system string
}

// read reads the log by its mapping. key makes the pseudonyms of its people.
func (c *ServiceNowCmd) read(calendars *calendar.Book, key []byte) (readLog, error) {
	m, err := c.mapping()
	if err != nil {
		return readLog{}, err
	}
	o := takeover.Options{Key: key}
	if c.Until != "" {
		d, err := calendar.ParseDate(c.Until)
		if err != nil {
			return readLog{}, misuse("--until: %w", err)
		}
		days, err := calendars.Current("workdays", d)
		if err != nil {
			return readLog{}, misuse("--until: %w", err)
		}
		o.Until = d.Start(days.Location())
	}
	f, err := os.Open(c.File)
	if err != nil {
		return readLog{}, err
	}
	defer func() { _ = f.Close() }()
	log, err := takeover.Read(f, m, o)
	if err != nil {
		return readLog{}, fmt.Errorf("%s: %w", c.File, err)
	}
	if err := c.writeRejects(log.Report.Rejections); err != nil {
		return readLog{}, err
	}
	return readLog{log, m.System}, log.Report.Check()
}

func (c *ServiceNowCmd) writeRejects(list []takeover.Rejection) error {
	if c.Rejects == "" {
		return nil
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"line", "number", "reason", "value"}) // a buffer takes everything
	for _, r := range list {
		_ = w.Write([]string{strconv.Itoa(r.Line), r.Number, r.Reason, r.Detail})
	}
	w.Flush()
	if err := os.WriteFile(c.Rejects, b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("--rejects: %w", err)
	}
	return nil
}

// rejectsShown is how many rejected rows the reconciliation itself lists.
const rejectsShown = 50

func (c *ServiceNowCmd) listRejects(w io.Writer, list []takeover.Rejection) error {
	if len(list) == 0 {
		return nil
	}
	var b strings.Builder
	b.WriteString("\nRows that could not be used\n")
	for i, r := range list {
		if i == rejectsShown {
			fmt.Fprintf(&b, "  and %d more; --rejects FILE writes all of them\n", len(list)-i)
			break
		}
		fmt.Fprintf(&b, "  line %d, %s: %s %s\n", r.Line, r.Number, r.Reason, r.Detail)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (c *ServiceNowCmd) mapping() (takeover.Mapping, error) {
	if c.Map == "" {
		return config.ServiceNow(c.Config)
	}
	text, err := os.ReadFile(c.Map)
	if err != nil {
		return takeover.Mapping{}, err
	}
	return takeover.ParseMapping(c.Map, text)
}

// rehearse says what would come out, without any server.
func (c *ServiceNowCmd) rehearse() error {
	policy, err := config.Load(c.Config)
	if err != nil {
		return err
	}
	// Nothing is kept, so any key will do for the pseudonyms.
	log, err := c.read(policy.Calendars, []byte(codec.GenerateKey()))
	if err != nil {
		return err
	}
	now := time.Now()
	expected, err := log.Reconcile((&app.Service{Policy: policy}).TakeOverPolicy(now), now)
	if err != nil {
		return err
	}
	return c.print(os.Stdout, expected, nil)
}

// takeOver shows how far it is, how fast it goes, and how long it will still take.
func (c *ServiceNowCmd) takeOver(ctx context.Context, t app.TakeOver, incidents []takeover.Incident) (app.Taken, error) {
	bar := progressbar.NewOptions(len(incidents), progressbar.OptionSetWriter(os.Stderr), progressbar.OptionSetDescription("taking over"),
		progressbar.OptionShowIts(), progressbar.OptionSetItsString("incidents"), progressbar.OptionShowCount(),
		progressbar.OptionThrottle(200*time.Millisecond), progressbar.OptionSetPredictTime(true), progressbar.OptionOnCompletion(func() { fmt.Fprintln(os.Stderr) }))
	t.Progress = func(done int) { _ = bar.Set(done) } // a bar that cannot be drawn stops nothing
	defer func() { _ = bar.Exit() }()
	return t.Run(ctx, incidents)
}

// errUnbalanced: the ledger holds something else than the log says.
var errUnbalanced = errors.New("the ledger does not hold what the log says")

func (c *ServiceNowCmd) reconcile(ctx context.Context, t app.TakeOver, log readLog) error {
	now := t.Service.Now()
	expected, err := log.Reconcile(t.Service.TakeOverPolicy(now), now)
	if err != nil {
		return err
	}
	found, err := t.Found(ctx, expected, now)
	if err != nil {
		return err
	}
	if err := c.print(os.Stdout, expected, &found); err != nil {
		return err
	}
	if len(takeover.Compare(expected, found)) > 0 {
		return errUnbalanced
	}
	return nil
}

func (c *ServiceNowCmd) print(w io.Writer, expected takeover.Reconciliation, found *takeover.Reconciliation) error {
	if !c.JSON {
		return errors.Join(expected.WriteText(w, found), c.listRejects(w, expected.Report.Rejections))
	}
	out := map[string]any{"expected": expected}
	if found != nil {
		out["found"], out["differences"] = found, takeover.Compare(expected, *found)
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
