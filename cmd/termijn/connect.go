package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5/pgxpool"
	"go.temporal.io/sdk/client"

	"termijn/config"
	"termijn/internal/app"
	"termijn/internal/codec"
	"termijn/internal/ledger"
	"termijn/internal/producttime"
	"termijn/workflows/regie"
)

// Connection says where PostgreSQL and Temporal are, for every command that
// works on an installation.
type Connection struct {
	Database  string `help:"PostgreSQL connection string." placeholder:"URL" env:"TERMIJN_DATABASE"`
	Temporal  string `help:"Temporal server." default:"127.0.0.1:7233" env:"TERMIJN_TEMPORAL"`
	Namespace string `help:"Temporal namespace." default:"termijn" env:"TERMIJN_NAMESPACE"`
	Data      string `help:"Connect to the termijn dev that runs on this directory, instead." type:"existingdir" placeholder:"DIR"`
	Config    string `help:"Directory with policy files that replace those in the program." type:"existingdir" placeholder:"DIR" env:"TERMIJN_CONFIG"`

	// keys is the file of the payloads' keys that a running termijn dev names.
	keys string
}

// Store opens the ledger. close gives its connections back.
func (c Connection) Store(ctx context.Context) (store *ledger.Store, close func(), err error) {
	set, err := c.settings()
	if err != nil {
		return nil, nil, err
	}
	pool, err := pgxpool.New(ctx, set.database)
	if err != nil {
		return nil, nil, fmt.Errorf("database: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, nil, c.unreachable("database", err)
	}
	return ledger.Open(pool, set.policy.Calendars), pool.Close, nil
}

// TemporalClient connects to Temporal with the keys of the payloads, which are
// taken from the environment (TERMIJN_PAYLOAD_KEYS or TERMIJN_PAYLOAD_KEYS_FILE).
func (c Connection) TemporalClient(ctx context.Context) (client.Client, error) {
	set, err := c.settings()
	if err != nil {
		return nil, err
	}
	t, err := client.DialContext(ctx, set.client())
	if err != nil {
		return nil, c.unreachable("temporal", err)
	}
	return t, nil
}

// unreachable says which server does not answer. A termijn dev that was killed
// leaves its connection file behind.
func (c Connection) unreachable(server string, err error) error {
	if c.Data != "" {
		return fmt.Errorf("%s of the termijn dev on %s: %w; see that it still runs", server, c.Data, err)
	}
	return fmt.Errorf("%s: %w", server, err)
}

// settings reads what the connection names.
func (c Connection) settings() (settings, error) {
	if c.Data != "" {
		if err := c.fromDev(); err != nil {
			return settings{}, err
		}
	}
	if c.Database == "" {
		return settings{}, misuse("say where the database is: --database postgres://… or TERMIJN_DATABASE")
	}
	policy, err := config.Load(c.Config)
	if err != nil {
		return settings{}, err
	}
	keys, err := codec.KeyRingFromEnvironment()
	if err == nil && keys == nil && c.keys != "" {
		keys, err = codec.LoadKeyRing(c.keys)
	}
	if err != nil {
		return settings{}, err
	}
	return settings{database: c.Database, temporal: c.Temporal, namespace: c.Namespace, keys: keys, policy: policy}, nil
}

// connectionFile is what a running termijn dev leaves in its directory, for other
// commands to find it.
const connectionFile = "connection.json"

// devConnection is where a running termijn dev is.
type devConnection struct {
	Database  string `json:"database"`
	Temporal  string `json:"temporal"`
	Namespace string `json:"namespace"`
	Keys      string `json:"keys"`
	Config    string `json:"config,omitempty"`
}

// fromDev takes the connection from a running termijn dev.
func (c *Connection) fromDev() error {
	text, err := os.ReadFile(filepath.Join(c.Data, connectionFile))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("--data: no termijn dev runs on %s; start one with termijn dev --data %[1]s", c.Data)
	}
	if err != nil {
		return fmt.Errorf("--data: %w", err)
	}
	var d devConnection
	if err := json.Unmarshal(text, &d); err != nil {
		return fmt.Errorf("--data: %s: %w", connectionFile, err)
	}
	c.Database, c.Temporal, c.Namespace, c.keys = d.Database, d.Temporal, d.Namespace, d.Keys
	if c.Config == "" {
		c.Config = d.Config
	}
	return nil
}

// Service is the application service on an installation whose workers run
// elsewhere. close gives its connections back.
func (c Connection) Service(ctx context.Context) (service *app.Service, close func(), err error) {
	set, err := c.settings()
	if err != nil {
		return nil, nil, err
	}
	store, closeStore, err := c.Store(ctx)
	if err != nil {
		return nil, nil, err
	}
	t, err := c.TemporalClient(ctx)
	if err != nil {
		closeStore()
		return nil, nil, err
	}
	close = func() { t.Close(); closeStore() }
	scale, err := store.ProductTime(ctx, producttime.Scale{})
	if err != nil {
		close()
		return nil, nil, err
	}
	return &app.Service{Store: store, Temporal: t, Policy: set.policy, Time: scale, TaskQueue: regie.TaskQueue}, close, nil
}
