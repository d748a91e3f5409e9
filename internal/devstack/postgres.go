package devstack

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// PostgresOptions say how to run a private PostgreSQL.
type PostgresOptions struct {
	Dir       string       // cluster directory, made when absent; "" is a temporary one that Stop removes
	Port      int          // 0 takes a free one
	Preferred int          // port to take if it is free, when Port is 0
	Fsync     bool         // survive a power cut; for state that is kept
	Log       io.Writer    // what the server prints; nil drops it
	Notice    func(string) // sentences the person at the terminal should read; nil writes them to Log
}

// Postgres is a running private PostgreSQL with one user and no password,
// reachable from this machine only.
type Postgres struct {
	options PostgresOptions
	place   *place
	bindir  string

	mu    sync.Mutex
	port  int
	child *child
}

// StartPostgres makes the cluster when it is not there and starts its server.
// When it returns without error the server answers. A server that a killed
// process left on Dir is stopped first; a live owner of Dir is an error.
func StartPostgres(ctx context.Context, o PostgresOptions) (*Postgres, error) {
	if o.Log == nil {
		o.Log = io.Discard
	}
	if o.Notice == nil {
		o.Notice = func(s string) { _, _ = fmt.Fprintln(o.Log, s) }
	}
	p := &Postgres{options: o}
	var err error
	if o.Dir == "" {
		p.place, err = claimTemp()
	} else {
		p.place, err = claimKept(o.Dir, o.Notice)
	}
	if err == nil {
		stopOrphan(p.place.cluster, o.Notice)
		p.bindir, err = p.place.prepare(ctx, o.Fsync, o.Log)
	}
	if err == nil {
		port := o.Port
		if port == 0 {
			port = FreePort(o.Preferred)
		}
		err = p.launch(ctx, port, o.Port == 0)
	}
	if err != nil {
		if p.place != nil {
			err = errors.Join(err, p.place.release())
		}
		return nil, fmt.Errorf("start PostgreSQL: %w", err)
	}
	return p, nil
}

// URL is the connection string of a database of the server; "postgres" is
// always there.
func (p *Postgres) URL(db string) string {
	return connString(p.Port(), db)
}

func connString(port int, db string) string {
	return fmt.Sprintf("postgres://%s@127.0.0.1:%d/%s?sslmode=disable", superuser, port, db)
}

// Port is the port at 127.0.0.1 that the server listens on.
func (p *Postgres) Port() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.port
}

// Dir is where the cluster really is, which differs from the directory asked
// for when the user that PostgreSQL runs as cannot enter that one.
func (p *Postgres) Dir() string { return p.place.cluster }

// PID is the process of the server.
func (p *Postgres) PID() int { return p.current().pid() }

// Done is closed when the server that runs now has ended, for whatever reason.
func (p *Postgres) Done() <-chan struct{} { return p.current().done }

// Err describes the end of the server with the last lines it printed; nil
// while it runs.
func (p *Postgres) Err() error {
	if c := p.current(); c.exited() {
		return c.failure()
	}
	return nil
}

// CreateDatabase makes a database unless it is there.
func (p *Postgres) CreateDatabase(ctx context.Context, name string) error {
	conn, err := pgx.Connect(ctx, p.URL("postgres"))
	if err != nil {
		return fmt.Errorf("create database %s: %w", name, err)
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize())
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.Code == "42P04" { // duplicate_database
		return nil
	}
	if err != nil {
		return fmt.Errorf("create database %s: %w", name, err)
	}
	return nil
}

// Stop ends the server, breaking its connections, and gives the directory up.
// An error means that it had to be killed or that files were left.
func (p *Postgres) Stop(ctx context.Context) error {
	err := p.halt(ctx)
	return errors.Join(err, p.place.release())
}

func (p *Postgres) halt(ctx context.Context) error {
	if c := p.current(); !c.exited() {
		return c.politely(ctx, 10*time.Second, p.parting(), syscall.SIGQUIT)
	}
	return nil
}

// Kill ends the server as a crash would, for tests of what follows. Restart
// brings it back.
func (p *Postgres) Kill() { p.current().kill() }

// Restart stops the server if it runs and starts it again on the same port
// and files.
func (p *Postgres) Restart(ctx context.Context) error {
	if err := p.halt(ctx); err != nil {
		return fmt.Errorf("restart PostgreSQL: %w", err)
	}
	if err := p.launch(ctx, p.Port(), false); err != nil {
		return fmt.Errorf("restart PostgreSQL: %w", err)
	}
	return nil
}

func (p *Postgres) current() *child {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.child
}
