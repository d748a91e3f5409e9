package devtest

import (
	"context"
	"fmt"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Migrate brings the database at url to the schema that tests expect.
type Migrate func(ctx context.Context, url string) error

// template is a migrated database that those of the tests are copied from.
type template struct {
	once sync.Once
	name string
	err  error
}

// templates by the code address of their Migrate function.
var templates sync.Map

// Postgres makes a database for the test, migrated unless migrate is nil, and
// returns its connection string. The database is dropped when the test ends.
// migrate runs once per process and must be a plain function, not a closure:
// it is told apart by its code, not by what it captures.
func Postgres(t testing.TB, migrate Migrate) (url string) {
	t.Helper()
	server := postgresURL(t)
	from := ""
	if migrate != nil {
		from = " TEMPLATE " + migrated(t, server, migrate)
	}
	name := databaseName("test")
	if err := execute(t.Context(), server, "CREATE DATABASE "+name+from); err != nil {
		t.Fatalf("create the test's database: %v", err)
	}
	t.Cleanup(func() {
		if err := execute(context.Background(), server, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("drop the test's database: %v", err)
		}
	})
	return database(server, name)
}

// Pool is Postgres with a connection pool on the database, closed when the
// test ends.
func Pool(t testing.TB, migrate Migrate) *pgxpool.Pool {
	t.Helper()
	pool, err := pgxpool.New(t.Context(), Postgres(t, migrate))
	if err != nil {
		t.Fatalf("connect to the test's database: %v", err)
	}
	t.Cleanup(pool.Close)
	return pool
}

// migrated returns the name of the template database for migrate, made at the
// first call.
func migrated(t testing.TB, server string, migrate Migrate) string {
	t.Helper()
	held, _ := templates.LoadOrStore(reflect.ValueOf(migrate).Pointer(), &template{})
	made := held.(*template)
	made.once.Do(func() {
		ctx := context.WithoutCancel(t.Context())
		made.name = databaseName("template")
		if made.err = execute(ctx, server, "CREATE DATABASE "+made.name); made.err == nil {
			made.err = migrate(ctx, database(server, made.name))
		}
		// A connection that migrate left open would prevent every copy.
		if made.err == nil {
			made.err = execute(ctx, server, fmt.Sprintf("ALTER DATABASE %s ALLOW_CONNECTIONS false", made.name))
		}
		if made.err == nil {
			made.err = execute(ctx, server, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"+made.name+"'")
		}
	})
	if made.err != nil {
		t.Fatalf("make the migrated template database: %v", made.err)
	}
	return made.name
}

func databaseName(kind string) string {
	return kind + "_" + strings.ReplaceAll(uuid.NewString(), "-", "")
}

// database is the connection string of another database of the same server.
func database(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		panic(fmt.Sprintf("%s is not a connection URL: %v", PostgresVariable, err))
	}
	u.Path = "/" + name
	return u.String()
}

// execute runs one statement on a connection of its own.
func execute(ctx context.Context, server, statement string) error {
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, statement)
	_ = conn.Close(ctx)
	return err
}
