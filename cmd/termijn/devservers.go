package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"termijn/config"
	"termijn/internal/calendar"
	"termijn/internal/codec"
	"termijn/internal/devstack"
	"termijn/internal/ledger"
	"termijn/internal/mail"
	"termijn/internal/producttime"
	"termijn/internal/webhook"
)

// claim makes the data directory and keeps it from every other termijn: the
// servers would not bear company on their files.
func (c *DevCmd) claim(s *stack) error {
	if c.Data == "" {
		return c.makeRoom(s)
	}
	dir, err := filepath.Abs(c.Data)
	if err == nil {
		err = os.MkdirAll(dir, 0o755)
	}
	var lock *os.File
	if err == nil {
		lock, err = os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	}
	if err != nil {
		return fmt.Errorf("--data: %w; choose a directory that you may write in", err)
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = lock.Close()
		return fmt.Errorf("--data: %s is in use by another termijn; stop that one first or choose another directory", dir)
	}
	c.Data, c.room = dir, dir
	// The kernel gives it up with the process, however that ends.
	s.push("data directory", nil, nil, lock.Close)
	return nil
}

// makeRoom makes the directory where other commands find an installation that is
// kept in memory.
func (c *DevCmd) makeRoom(s *stack) (err error) {
	if c.room, err = os.MkdirTemp("", "termijn-"); err != nil {
		return err
	}
	s.push("temporary directory", nil, nil, func() error { return os.RemoveAll(c.room) })
	return nil
}

// keyFile keeps the payloads' keys.
func (c *DevCmd) keyFile() string { return filepath.Join(c.room, "payload.keys") }

// leave writes down where the servers are, for other commands (Connection.Data).
func (c *DevCmd) leave(s *stack, p *product) error {
	d := devConnection{Database: p.database, Temporal: p.temporal, Namespace: p.namespace, Config: c.Config}
	if _, err := os.Stat(c.keyFile()); err == nil {
		d.Keys = c.keyFile()
	}
	text, err := json.Marshal(d)
	path := filepath.Join(c.room, connectionFile)
	if err == nil {
		err = os.WriteFile(path, text, 0o600) // the database's password stands in it
	}
	if err != nil {
		return fmt.Errorf("%s: %w", connectionFile, err)
	}
	s.push("connection file", nil, nil, func() error { return os.Remove(path) })
	return nil
}

// servers starts the private PostgreSQL and Temporal.
func (c *DevCmd) servers(ctx context.Context, s *stack) error {
	notice := func(line string) { fmt.Println(line) }
	pgDir, temporalFile := "", ""
	if c.Data != "" {
		pgDir, temporalFile = filepath.Join(c.Data, "postgres"), filepath.Join(c.Data, "temporal.db")
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
		smtp: sink.Options(), sink: sink, receiver: webhook.NewReceiver(),
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
	path := c.keyFile()
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		if err := codec.CreateKeyFile(path); err != nil {
			return nil, err
		}
	}
	return codec.LoadKeyRing(path)
}

// scale is the product's time: what the installation began with, or a new one.
func (c *DevCmd) scale(ctx context.Context, p *product) (producttime.Scale, error) {
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
		speed := max(1, kept.Speed)
		return kept, fmt.Errorf("the state in %s runs at speed %g; use --speed %g, or another --data directory", c.Data, speed, speed)
	}
	if c.Start != "" && !kept.Epoch.Equal(epoch) {
		began := calendar.DateOf(kept.Epoch, p.days().Location())
		return kept, fmt.Errorf("the state in %s began on %s and goes on from there; leave --start out, or use another --data directory", c.Data, began)
	}
	return kept, nil
}
