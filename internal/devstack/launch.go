package devstack

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// launch starts the server on port, or on another one if that is taken
// meanwhile and anyPort allows it.
func (p *Postgres) launch(ctx context.Context, port int, anyPort bool) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute) // a recovery can be long
	defer cancel()
	for {
		c, err := p.attempt(ctx, port)
		if err == nil {
			p.mu.Lock()
			p.port, p.child = port, c
			p.mu.Unlock()
			return nil
		}
		switch text := err.Error(); {
		case ctx.Err() != nil:
			return err
		case strings.Contains(text, "Address already in use") || strings.Contains(text, "is not free"):
			if !anyPort {
				return fmt.Errorf("port %d is taken by another program; stop it or choose another port: %w", port, err)
			}
			port = FreePort(0)
		case strings.Contains(text, "still in use"):
			// The processes of a crashed server are on their way out.
			time.Sleep(50 * time.Millisecond)
		default:
			return err
		}
	}
}

// attempt starts the server once and waits until it answers.
func (p *Postgres) attempt(ctx context.Context, port int) (*child, error) {
	if err := portFree(port); err != nil {
		return nil, err
	}
	c, err := p.place.start(exec.Command(filepath.Join(p.bindir, "postgres"), p.flags(port)...), p.parting(), p.options.Log)
	if err != nil {
		return nil, err
	}
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		// The file names the process: another server on the port is not taken for ours.
		if pid, ready := postmasterFile(p.place.cluster); ready && pid == c.pid() && postgresAnswers(ctx, port) {
			return c, nil
		}
		select {
		case <-c.done:
			return nil, c.failure()
		case <-ctx.Done():
			c.kill()
			return nil, fmt.Errorf("postgres was not ready in time: %w%s", ctx.Err(), c.tail.quote())
		case <-tick.C:
		}
	}
}

func (p *Postgres) flags(port int) []string {
	settings := []string{
		"listen_addresses=127.0.0.1", fmt.Sprintf("port=%d", port), "unix_socket_directories=",
		"max_connections=200", "timezone=UTC", "log_timezone=UTC", "lc_messages=C", "log_min_messages=warning",
	}
	if !p.options.Fsync {
		settings = append(settings, "fsync=off", "synchronous_commit=off", "full_page_writes=off",
			"wal_level=minimal", "max_wal_senders=0",
			// In files, not in the kernel's shared memory, which nobody would free after a crash.
			"dynamic_shared_memory_type=mmap")
	}
	flags := []string{"-D", p.place.cluster}
	for _, s := range settings {
		flags = append(flags, "-c", s)
	}
	return flags
}

// parting is the signal that ends the server: in order when its state is
// kept, else at once.
func (p *Postgres) parting() syscall.Signal {
	if p.place.temp == "" {
		return syscall.SIGINT
	}
	return syscall.SIGQUIT
}

func postgresAnswers(ctx context.Context, port int) bool {
	conn, err := pgx.Connect(ctx, connString(port, "postgres"))
	if err != nil {
		return false
	}
	return conn.Close(ctx) == nil
}
