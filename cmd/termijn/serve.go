package main

import (
	"context"
	"errors"
	"log/slog"
	"net/mail"
	"slices"

	"github.com/jackc/pgx/v5/pgconn"

	"termijn/internal/codec"
	outgoing "termijn/internal/mail"
	"termijn/internal/producttime"
	"termijn/internal/telemetry"
)

// ServeCmd runs the product against a PostgreSQL and a Temporal that exist.
type ServeCmd struct {
	Connection
	Role    []string `help:"What this process does: api, worker." enum:"api,worker" default:"api,worker" env:"TERMIJN_ROLE"`
	Listen  string   `help:"Address for the portal, the API and the operations pages." default:":8080" env:"TERMIJN_LISTEN"`
	BaseURL string   `help:"Address under which people reach the portal; stands in mails." name:"base-url" placeholder:"URL" env:"TERMIJN_BASE_URL"`
	SMTP    SMTP     `embed:"" prefix:"smtp-"`
	Verbose bool     `help:"Log what happens, not only what goes wrong." short:"v" env:"TERMIJN_VERBOSE"`

	// personas opens the sign-in by persona. No flag, variable or file sets it:
	// only the program of the tests does, which needs somebody to be.
	personas bool
}

// SMTP says where mail is handed over.
type SMTP struct {
	Host     string `help:"Mail server." default:"localhost" env:"TERMIJN_SMTP_HOST"`
	Port     int    `help:"Its port." default:"587" env:"TERMIJN_SMTP_PORT"`
	TLS      string `help:"required, opportunistic, implicit or none." enum:"required,opportunistic,implicit,none" default:"required" env:"TERMIJN_SMTP_TLS"`
	Username string `help:"User; without one no authentication." env:"TERMIJN_SMTP_USERNAME"`
	Password string `help:"Password; better in the environment." env:"TERMIJN_SMTP_PASSWORD"`
	From     string `help:"Sender of all mails." default:"termijn <termijn@localhost>" env:"TERMIJN_SMTP_FROM"`
}

// Help shows how the command is used.
func (ServeCmd) Help() string {
	return `Example:
  termijn migrate up --database postgres://termijn@db/termijn
  termijn serve --database postgres://termijn@db/termijn --temporal temporal:7233 --base-url https://termijn.example

The API and the workers can run in processes of their own: --role api, --role worker.
People sign in by OpenID Connect only; sign-in by persona exists in "termijn dev" alone.`
}

// Run serves until it is told to stop.
func (c *ServeCmd) Run(ctx context.Context) (err error) {
	level := slog.LevelWarn
	if c.Verbose {
		level = slog.LevelInfo
	}
	stopTelemetry, err := telemetry.Start(ctx, telemetry.Options{Level: level, Version: version})
	if err != nil {
		return err
	}
	from, err := mail.ParseAddress(c.SMTP.From)
	if err != nil {
		return misuse("--smtp-from: %w", err)
	}
	set, err := c.Connection.settings()
	if err != nil {
		return err
	}
	if set.keys == nil {
		slog.Warn("payloads in Temporal are not encrypted; set " + codec.KeysFileVariable)
	}
	set.baseURL, set.from, set.dev = c.BaseURL, *from, c.personas
	set.smtp = outgoing.SMTPOptions{Host: c.SMTP.Host, Port: c.SMTP.Port, TLS: c.SMTP.TLS, Username: c.SMTP.Username, Password: c.SMTP.Password}
	if c.SMTP.Username != "" {
		set.smtp.Auth = "auto"
	}
	var s stack
	s.push("telemetry", nil, nil, stopTelemetry)
	defer func() { err = s.close(ctx, err) }()
	p, err := assemble(ctx, &s, set)
	if err != nil {
		return err
	}
	r := roles{api: slices.Contains(c.Role, "api"), worker: slices.Contains(c.Role, "worker")}
	if err := p.start(ctx, &s, r, c.Listen, func() error { return p.awaitDatabase(ctx) }); err != nil {
		return err
	}
	slog.Info("serving", "address", p.url, "roles", c.Role)
	return s.wait(ctx)
}

// awaitDatabase waits until the database answers with the product's time, which
// needs its tables.
func (p *product) awaitDatabase(ctx context.Context) error {
	say := func(err error) {
		var refused *pgconn.PgError
		if errors.As(err, &refused) && refused.Code == "42P01" { // undefined_table
			slog.Warn("the database lacks the product's tables; type: termijn migrate up", "error", err)
			return
		}
		slog.Warn("waiting for the database", "error", err)
	}
	return retry(ctx, say, func() error {
		scale, err := p.store.ProductTime(ctx, producttime.Scale{})
		if err != nil {
			return err
		}
		p.service.Time = scale
		p.metrics.SetTime(scale)
		return nil
	})
}
