package ledger

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"termijn/internal/calendar"
)

//go:embed migrations/*.sql
var migrations embed.FS

// ErrNotFound: there is no such thing, or the principal may not know of it.
var ErrNotFound = errors.New("not found")

// Store is the product's database.
type Store struct {
	db *pgxpool.Pool
	// calendars evaluate the clocks of recorded events.
	calendars *calendar.Book
	// hooks are who is called for what is recorded.
	hooks []Hook
	// servicemap is the service map as it was last read.
	servicemap atomic.Pointer[keptMap]
}

// Open returns the store on a pool. The schema must be there: see Migrate.
func Open(db *pgxpool.Pool, calendars *calendar.Book) *Store {
	return &Store{db: db, calendars: calendars}
}

// Pool is the connection pool, for health checks and metrics.
func (s *Store) Pool() *pgxpool.Pool { return s.db }

// Calendars are the calendars that the store evaluates clocks with.
func (s *Store) Calendars() *calendar.Book { return s.calendars }

// Migrate brings the schema at url to the newest version, or with down one
// version back. It says which versions it applied.
func Migrate(ctx context.Context, url string, down bool) ([]string, error) {
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("migrate: database address: %w", err)
	}
	db := stdlib.OpenDB(*cfg)
	defer db.Close()
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, fmt.Errorf("migrate: %w", err)
	}
	p, err := goose.NewProvider(goose.DialectPostgres, db, files)
	if err != nil {
		return nil, fmt.Errorf("migrate: %w", err)
	}
	var results []*goose.MigrationResult
	if down {
		var r *goose.MigrationResult
		if r, err = p.Down(ctx); r != nil {
			results = append(results, r)
		}
	} else {
		results, err = p.Up(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("migrate: %w", err)
	}
	var done []string
	for _, r := range results {
		done = append(done, r.String())
	}
	return done, nil
}
