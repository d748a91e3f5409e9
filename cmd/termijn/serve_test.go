package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"termijn/config"
	"termijn/internal/devstack"
	"termijn/internal/devstack/devtest"
	"termijn/internal/ledger"
)

func migrate(ctx context.Context, url string) error {
	_, err := ledger.Migrate(ctx, url, false)
	return err
}

// served starts serve as it is delivered, or with personas, on servers of the tests.
func served(t testing.TB, as string, args ...string) (p *program, address, database string) {
	t.Helper()
	database = devtest.Postgres(t, migrate)
	pool, err := pgxpool.New(t.Context(), database)
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	policy, err := config.Load("")
	require.NoError(t, err)
	eco, err := config.Demonstration()
	require.NoError(t, err)
	require.NoError(t, ledger.Open(pool, policy.Calendars).Enrol(t.Context(), eco.Organisations, eco.People))
	temporal := devtest.Temporal(t)
	listen := fmt.Sprintf("127.0.0.1:%d", devstack.FreePort(0))
	p = launch(t, as, nil, append([]string{"serve", "--database", database, "--temporal", temporal.Address, "--namespace", temporal.Name, "--listen", listen}, args...)...)
	p.until(t, func() bool { return status(t, "http://"+listen+"/readyz") == http.StatusOK }, "is ready")
	return p, "http://" + listen, database
}

func TestServeKnowsNoPersonas(t *testing.T) {
	t.Parallel()
	p, address, _ := served(t, plain)
	r, _, err := (&careful{url: address}).once(t.Context(), clientLead, http.MethodGet, "/api/v1/me", "", nil)
	require.NoError(t, err)
	require.Equal(t, http.StatusUnauthorized, r.Status)
	require.Equal(t, http.StatusNotFound, status(t, address+"/dev/mail"))

	b := newBrowser(t)
	answer, err := b.PostForm(address+"/sign-in", url.Values{"person": {clientLead}})
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, http.StatusServiceUnavailable, answer.StatusCode, "there is no way to sign in yet")
	code, _ := b.page(t, address+"/tasks")
	require.Equal(t, http.StatusSeeOther, code, "and nobody is signed in")

	p.signal(t, syscall.SIGTERM)
	require.Zero(t, p.status(t), "%s", p.errs.String())
}

// The process lives and says that it is not ready while a server is away, also
// when it is started before them, and recovers without being started again.
func TestServeWaitsForItsServersAndRecovers(t *testing.T) {
	t.Parallel()
	i := install(t, 1)
	i.kill("api")
	i.kill("worker")
	i.kill("postgres")
	i.kill("temporal")
	listen := "http://" + i.address
	p := launch(t, personas, nil, "serve", "--database", i.postgres.URL("termijn"), "--temporal", i.temporal.Address(),
		"--listen", i.address, "--smtp-host", i.sink.Options().Host, "--smtp-port", fmt.Sprint(i.sink.Options().Port), "--smtp-tls", "none")
	p.until(t, func() bool { return status(t, listen+"/healthz") == http.StatusOK }, "lives")
	p.warns(t, "waiting for the database")
	require.Equal(t, http.StatusServiceUnavailable, status(t, listen+"/readyz"))
	require.Equal(t, http.StatusServiceUnavailable, status(t, listen+"/api/v1/me"))
	i.restart(t, "postgres")
	p.warns(t, "waiting for Temporal")
	require.Equal(t, http.StatusServiceUnavailable, status(t, listen+"/readyz"))
	i.restart(t, "temporal")
	p.until(t, func() bool { return status(t, listen+"/readyz") == http.StatusOK }, "is ready")

	// The worker, too, has started after all.
	c := &careful{url: listen}
	r, err := c.send(t.Context(), clientLead, http.MethodPost, "/api/v1/regie", "first", request("Na de storing"))
	require.NoError(t, err)
	require.Equal(t, http.StatusCreated, r.Status, "%s", r.Body)

	for _, away := range []string{"postgres", "temporal"} {
		i.kill(away)
		p.until(t, func() bool { return status(t, listen+"/readyz") == http.StatusServiceUnavailable }, "is not ready")
		require.Equal(t, http.StatusOK, status(t, listen+"/healthz"))
		i.restart(t, away)
		p.until(t, func() bool { return status(t, listen+"/readyz") == http.StatusOK }, "is ready again")
	}
	p.signal(t, syscall.SIGTERM)
	require.Zero(t, p.status(t), "%s", p.errs.String())
}

func TestServeStopsWhileItWaits(t *testing.T) {
	t.Parallel()
	nobody := devstack.FreePort(0)
	p := launch(t, plain, nil, "serve", "--database", fmt.Sprintf("postgres://nobody@127.0.0.1:%d/none", nobody), "--listen", "127.0.0.1:0")
	p.warns(t, "waiting for the database")
	p.signal(t, syscall.SIGTERM)
	require.Zero(t, p.status(t), "%s", p.errs.String())
}

func TestServeSaysThatTheDatabaseIsNotMigrated(t *testing.T) {
	t.Parallel()
	p := launch(t, plain, nil, "serve", "--database", devtest.Postgres(t, nil), "--listen", "127.0.0.1:0")
	p.warns(t, "type: termijn migrate up")
}

// Each mail under way holds a database connection. A mail server that says nothing
// must not take those that cases need.
func TestAMailServerThatSaysNothingHoldsUpNobody(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	conversations := make(chan net.Conn, 100)
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			conversations <- conn // and not a word
		}
	}()
	t.Cleanup(func() { _ = l.Close() })
	port := l.Addr().(*net.TCPAddr).Port
	_, address, _ := served(t, personas, "--smtp-host", "127.0.0.1", "--smtp-port", fmt.Sprint(port), "--smtp-tls", "none")
	c := &careful{url: address}
	open := func(key string) {
		body := request("Vraag " + key)
		body["start"] = time.Now().AddDate(0, 1, 0).Format(time.DateOnly)
		r, err := c.send(t.Context(), clientLead, http.MethodPost, "/api/v1/regie", key, body)
		require.NoError(t, err)
		require.Equal(t, http.StatusCreated, r.Status, "%s", r.Body)
	}
	open("before")
	open("before too")
	eventually(t, "four mails are under way", func() bool { return len(conversations) >= 4 })
	before := len(c.failures())
	open("meanwhile")
	require.Len(t, c.failures(), before)
}

func TestServeWarnsOfPlainPayloads(t *testing.T) {
	t.Parallel()
	keys := filepath.Join(t.TempDir(), "none")
	p := launch(t, plain, []string{"TERMIJN_PAYLOAD_KEYS_FILE=" + keys}, "serve", "--database", "postgres://x/d")
	require.Equal(t, statusFailed, p.status(t))
	require.Contains(t, p.errs.String(), "read payload keys")
	q := launch(t, plain, nil, "serve", "--database", fmt.Sprintf("postgres://x@127.0.0.1:%d/d", devstack.FreePort(0)), "--listen", "127.0.0.1:0")
	q.warns(t, "payloads in Temporal are not encrypted")
}
