package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"termijn/config"
	"termijn/internal/calendar"
	"termijn/internal/devstack"
	"termijn/internal/scenario"
	"termijn/internal/telemetry"
)

// DevCmd is the embedded default: everything on one machine.
type DevCmd struct {
	Data     string  `help:"Keep the state in this directory; without it everything is gone at the end." placeholder:"DIR"`
	Speed    float64 `help:"Run the product's time this many times as fast (1 to 1000000)." default:"1"`
	Start    string  `help:"Begin the product's time on this date, at 08:00 in Brussels (YYYY-MM-DD); needs --speed above 1." placeholder:"DATE"`
	Port     int     `help:"Port of the portal and the API; another free one when it is taken." default:"8080"`
	Config   string  `help:"Directory with policy files that replace those in the program." type:"existingdir" placeholder:"DIR"`
	Scenario string  `help:"Play this scenario after starting, one in the program (change, demonstration, incident, regie, transition) or a file; takes speed and start from it." placeholder:"NAME|FILE"`
	Empty    bool    `help:"Start without the demonstration cases."`
	UI       bool    `help:"Serve Temporal's own pages too." name:"temporal-ui"`
	Verbose  bool    `help:"Log what happens." short:"v"`

	// room is where other commands find this one: Data, or a directory for now.
	room string
}

// Help shows how the command is used.
func (DevCmd) Help() string {
	return `Examples:
  termijn dev                                    everything in memory, on http://127.0.0.1:8080
  termijn dev --data ./state                     the same, and the state is kept
  termijn dev --speed 3600 --start 2026-03-02    an hour passes in a second
  termijn dev --scenario regie                   play a scenario, by name or from a file

Ctrl-C stops it and everything that it started.`
}

// Run starts everything, waits for the end, and stops everything in order.
func (c *DevCmd) Run(ctx context.Context) (err error) {
	began := time.Now()
	story, err := c.story()
	if err != nil {
		return err
	}
	if err := c.check(); err != nil {
		return err
	}
	policy, err := config.Load(c.Config)
	if err != nil {
		return misuse("--config: %w", err)
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
	defer func() { err = s.close(ctx, err) }()
	if err := c.claim(&s); err != nil {
		return err
	}
	if err := c.servers(ctx, &s); err != nil {
		return err
	}
	p, err := c.product(ctx, &s, policy)
	if err != nil {
		return err
	}
	if story != nil {
		if err := p.store.Enrol(ctx, story.Organisations, story.People); err != nil {
			return misuse("--scenario: %w", err)
		}
	}
	ready := func() error { return nil } // product has asked the database already
	if err := p.start(ctx, &s, roles{api: true, worker: true}, fmt.Sprintf("127.0.0.1:%d", devstack.FreePort(c.Port)), ready); err != nil {
		return err
	}
	if err := c.leave(&s, p); err != nil {
		return err
	}
	c.announce(os.Stdout, &s, p, time.Since(began))
	player := &scenario.Player{URL: p.url, Time: p.service.Time, Days: p.days(), Say: func(line string) { fmt.Println("  " + line) }}
	switch {
	case story != nil:
		c.play(ctx, &s, player, story)
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
		return nil, misuse("--scenario: %w", err)
	}
	if f.Speed != 0 && c.Speed == 1 {
		c.Speed = f.Speed
	}
	if f.Start != "" && c.Start == "" && c.Speed > 1 {
		begins, err := f.Begins(c.Speed)
		if err != nil {
			return nil, misuse("--scenario: %w", err)
		}
		c.Start = begins.String()
	}
	return f, nil
}

// check refuses what can never work, before anything is started.
func (c *DevCmd) check() error {
	if !(c.Speed >= 1 && c.Speed <= 1_000_000) { // NaN is neither
		return misuse("--speed must lie between 1 and 1000000, not %g", c.Speed)
	}
	if c.Port < 0 || c.Port > 65535 {
		return misuse("--port must lie between 0 (any free one) and 65535, not %d", c.Port)
	}
	if c.Start == "" {
		return nil
	}
	if c.Speed == 1 {
		return misuse("--start needs --speed above 1: at ordinary speed the product keeps the machine's time")
	}
	d, err := calendar.ParseDate(c.Start)
	if err != nil {
		return misuse("--start: %w", err)
	}
	if d.Year < firstYear || d.Year > lastYear {
		return misuse("--start must lie between %d and %d: the calendars reach no further", firstYear, lastYear)
	}
	return nil
}

// Years in which the product's time can begin: the calendars' and some room.
const firstYear, lastYear = 2000, 2200

// play plays a scenario beside the product, which runs on when it has ended. A
// scenario that stopped halfway fails the command, for scripts.
func (c *DevCmd) play(ctx context.Context, s *stack, player *scenario.Player, story *scenario.File) {
	fmt.Printf("\nPlaying: %s\n", story.Title)
	ctx, stop := context.WithCancel(ctx)
	over := make(chan struct{})
	var failed error
	go func() {
		defer close(over)
		_, err := player.Play(ctx, story)
		switch {
		case err == nil:
			fmt.Println("\nThe scenario has been played to its end.")
		case ctx.Err() == nil:
			failed = err
			fmt.Fprintln(os.Stderr, "\nThe scenario stopped:", err)
		}
	}()
	s.push("scenario", nil, nil, func() error {
		stop()
		<-over
		return failed
	})
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
	fmt.Fprintf(w, "  Commands       termijn import servicenow FILE --data %s\n", c.room)
	if c.UI {
		fmt.Fprintf(w, "  Temporal       %s\n", s.temporal.UIAddress())
	}
	fmt.Fprintln(w, "\nCtrl-C stops it.")
}
