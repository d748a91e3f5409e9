package main

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"
	"go.temporal.io/sdk/client"

	"termijn/config"
	"termijn/internal/codec"
	"termijn/internal/ledger"
)

// Connection says where PostgreSQL and Temporal are, for every command that
// works on an installation.
type Connection struct {
	Database  string `help:"PostgreSQL connection string." placeholder:"URL" env:"TERMIJN_DATABASE"`
	Temporal  string `help:"Temporal server." default:"127.0.0.1:7233" env:"TERMIJN_TEMPORAL"`
	Namespace string `help:"Temporal namespace." default:"termijn" env:"TERMIJN_NAMESPACE"`
	Config    string `help:"Directory with policy files that replace those in the program." type:"existingdir" placeholder:"DIR" env:"TERMIJN_CONFIG"`
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
		return nil, nil, fmt.Errorf("database: %w", err)
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
		return nil, fmt.Errorf("temporal: %w", err)
	}
	return t, nil
}

// settings reads what the connection names.
func (c Connection) settings() (settings, error) {
	if c.Database == "" {
		return settings{}, misuse("say where the database is: --database postgres://… or TERMIJN_DATABASE")
	}
	policy, err := config.Load(c.Config)
	if err != nil {
		return settings{}, err
	}
	keys, err := codec.KeyRingFromEnvironment()
	if err != nil {
		return settings{}, err
	}
	return settings{database: c.Database, temporal: c.Temporal, namespace: c.Namespace, keys: keys, policy: policy}, nil
}
