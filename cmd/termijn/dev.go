package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"termijn/config"
	"termijn/internal/calendar"
	"termijn/internal/codec"
	"termijn/internal/devstack"
	"termijn/internal/ledger"
	"termijn/internal/mail"
	"termijn/internal/producttime"
	"termijn/internal/scenario"
	"termijn/internal/telemetry"
)

// DevCmd is the embedded default: everything on one machine.
type DevCmd struct {
	Data     string  `help:"Keep the state in this directory; without it everything is gone at the end." placeholder:"DIR"`
	Speed    float64 `help:"Run the product's time this many times as fast (1 to 1000000)." default:"1"`
	Start    string  `help:"Begin the product's time on this date, at 08:00 in Brussels (YYYY-MM-DD); needs --speed above 1." placeholder:"DATE"`
	Port     int     `help:"Port of the portal and the API; another free one when it is taken." default:"8080"`
	Config   string  `help:"Directory with policy files that replace those in the program." placeholder:"DIR"`
	Scenario string  `help:"Play this scenario after starting; takes speed and start from it." placeholder:"FILE"`
	Empty    bool    `help:"Start without the demonstration cases."`
	UI       bool    `help:"Serve Temporal's own pages too." name:"temporal-ui"`
	Verbose  bool    `help:"Log what happens." short:"v"`
}

// Help shows how the command is used.
func (DevCmd) Help() string {
	return `Examples:
  termijn dev                                    everything in memory, on http://127.0.0.1:8080
  termijn dev --data ./state                     the same, and the state is kept
  termijn dev --speed 3600 --start 2026-03-02    an hour passes in a second
  termijn dev --scenario FILE                    play a scenario at its own speed`
}

// Run starts everything, waits for the end, and stops everything in order.
func (c *DevCmd) Run(ctx context.Context) (err error) {
	began := time.Now()
	story, err := c.story()
	if err != nil {
		return err
	}
	policy, err := config.Load(c.Config)
	if err != nil {
		return err
	}
	level := slog.LevelWarn
	if c.Verbose {
		level = slog.LevelInfo
	}
	stopTelemetry, err := telemetry.Start(ctx, telemetry.Options{Level: level, Version: version})
	if err != nil {
		return err
	}
	var s stack
	s.push("telemetry", nil, nil, stopTelemetry)
	defer func() { err = errors.Join(err, s.stop()) }()
	if err := c.servers(ctx, &s); err != nil {
		return err
	}
	p, err := c.product(ctx, &s, policy)
	if err != nil {
		return err
	}
	if err := p.start(ctx, &s, roles{api: true, worker: true}, fmt.Sprintf("127.0.0.1:%d", devstack.FreePort(c.Port))); err != nil {
		return err
	}
	c.announce(os.Stdout, &s, p, time.Since(began))
	player := &scenario.Player{URL: p.url, Time: p.service.Time, Days: p.days(), Say: func(line string) { fmt.Println("  " + line) }}
	switch {
	case story != nil:
		fmt.Printf("\nPlaying: %s\n", story.Title)
		go func() {
			if _, err := player.Play(ctx, story); err != nil {
				fmt.Fprintln(os.Stderr, "\nThe scenario stopped:", err)
				return
			}
			fmt.Println("\nThe scenario has been played to its end.")
		}()
	case !c.Empty:
		if err := demonstrate(ctx, p, player); err != nil {
			return fmt.Errorf("demonstration cases: %w", err)
		}
	}
	return s.wait(ctx)
}

// story reads the scenario, whose speed and start become the product's.
func (c *DevCmd) story() (*scenario.File, error) {
	if c.Scenario == "" {
		return nil, nil
	}
	f, err := scenario.Load(c.Scenario)
	if err != nil {
		return nil, err
	}
	if f.Speed > 0 && c.Speed == 1 {
		c.Speed = f.Speed
	}
	if f.Start != "" && c.Start == "" && c.Speed > 1 {
		c.Start = f.Start
	}
	return f, nil
}

// servers starts the private PostgreSQL and Temporal.
func (c *DevCmd) servers(ctx context.Context, s *stack) error {
	notice := func(line string) { fmt.Println(line) }
	pgDir, temporalFile := "", ""
	if c.Data != "" {
		dir, err := filepath.Abs(c.Data)
		if err != nil {
			return fmt.Errorf("--data: %w", err)
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return fmt.Errorf("--data: %w", err)
		}
		c.Data, pgDir, temporalFile = dir, filepath.Join(dir, "postgres"), filepath.Join(dir, "temporal.db")
	}
	type answer struct {
		t   *devstack.Temporal
		err error
	}
	temporal := make(chan answer, 1)
	go func() {
		t, err := devstack.StartTemporal(ctx, devstack.TemporalOptions{DBFile: temporalFile, Preferred: 7233, Namespaces: []string{namespace}, UI: c.UI})
		temporal <- answer{t, err}
	}()
	pg, err := devstack.StartPostgres(ctx, devstack.PostgresOptions{Dir: pgDir, Preferred: 5432, Fsync: c.Data != "", Notice: notice})
	if err == nil {
		s.push("PostgreSQL", pg.Done(), pg.Err, func() error { return pg.Stop(context.Background()) })
	}
	a := <-temporal
	if a.err == nil {
		s.push("Temporal", a.t.Done(), a.t.Err, func() error { return a.t.Stop(context.Background()) })
	}
	if err := errors.Join(err, a.err); err != nil {
		return err
	}
	s.postgres, s.temporal = pg, a.t
	return pg.CreateDatabase(ctx, "termijn")
}

const namespace = "termijn"

// product puts the product together on the private servers.
func (c *DevCmd) product(ctx context.Context, s *stack, policy *config.Policy) (*product, error) {
	ring, err := c.keys()
	if err != nil {
		return nil, err
	}
	url := s.postgres.URL("termijn")
	if _, err := ledger.Migrate(ctx, url, false); err != nil {
		return nil, err
	}
	mails := ""
	if c.Data != "" {
		mails = filepath.Join(c.Data, "mail")
	}
	sink, err := mail.StartSink(mail.SinkOptions{Dir: mails})
	if err != nil {
		return nil, err
	}
	s.push("mail sink", nil, nil, sink.Close)
	p, err := assemble(ctx, s, settings{
		database: url, temporal: s.temporal.Address(), namespace: namespace, keys: ring, policy: policy, dev: true,
		smtp: sink.Options(), sink: sink,
	})
	if err != nil {
		return nil, err
	}
	eco, err := config.Demonstration()
	if err != nil {
		return nil, err
	}
	if err := p.store.Enrol(ctx, eco.Organisations, eco.People); err != nil {
		return nil, err
	}
	if p.service.Time, err = c.scale(ctx, p); err != nil {
		return nil, err
	}
	p.metrics.SetTime(p.service.Time)
	return p, nil
}

// keys are the environment's, or those that a data directory keeps, or new ones.
func (c *DevCmd) keys() (*codec.KeyRing, error) {
	ring, err := codec.KeyRingFromEnvironment()
	if err != nil || ring != nil {
		return ring, err
	}
	if c.Data == "" {
		return codec.ParseKeyRing(codec.GenerateKey())
	}
	path := filepath.Join(c.Data, "payload.keys")
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		if err := codec.CreateKeyFile(path); err != nil {
			return nil, err
		}
	}
	return codec.LoadKeyRing(path)
}

// scale is the product's time: what the installation began with, or a new one.
func (c *DevCmd) scale(ctx context.Context, p *product) (producttime.Scale, error) {
	if c.Start != "" && c.Speed <= 1 {
		return producttime.Scale{}, errors.New("--start needs --speed above 1: at ordinary speed the product keeps the machine's time")
	}
	now := time.Now()
	epoch := now
	if c.Start != "" {
		d, err := calendar.ParseDate(c.Start)
		if err != nil {
			return producttime.Scale{}, fmt.Errorf("--start: %w", err)
		}
		epoch = d.Start(p.days().Location()).Add(8 * time.Hour)
	}
	want := producttime.Scale{}
	if c.Speed != 1 {
		var err error
		if want, err = producttime.Start(now, epoch, c.Speed); err != nil {
			return want, fmt.Errorf("--speed: %w", err)
		}
	}
	kept, err := p.store.ProductTime(ctx, want)
	if err != nil {
		return kept, err
	}
	if kept.Speed != want.Speed {
		return kept, fmt.Errorf("the state in %s runs at speed %g; use --speed %g, or another --data directory", c.Data, max(1, kept.Speed), max(1, kept.Speed))
	}
	return kept, nil
}

// announce says where the product is and how to sign in.
func (c *DevCmd) announce(w io.Writer, s *stack, p *product, took time.Duration) {
	fmt.Fprintf(w, `
termijn runs at  %s   (started in %.1f s)

  Sign in        open the address and choose a persona; no password
  Mail           %[1]s/dev/mail
  API            %[1]s/api/docs
                 curl -H 'Authorization: Bearer dev-noord-projectleider' %[1]s/api/v1/tasks
`, p.url, took.Seconds())
	if p.service.Time.Simulated() {
		fmt.Fprintf(w, "  Product time   %s, %g times as fast\n", p.service.Now().In(p.days().Location()).Format("Mon 2006-01-02 15:04"), p.service.Time.Speed)
	}
	if c.Data == "" {
		fmt.Fprintln(w, "  State          in memory; --data DIR keeps it")
	} else {
		fmt.Fprintf(w, "  State          %s\n", c.Data)
	}
	if c.UI {
		fmt.Fprintf(w, "  Temporal       %s\n", s.temporal.UIAddress())
	}
	fmt.Fprintln(w, "\nCtrl-C stops it.")
}
