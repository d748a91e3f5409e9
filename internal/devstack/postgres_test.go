package devstack_test

import (
	"bytes"
	"context"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"termijn/internal/devstack"
)

// startPostgres starts a server that the end of the test stops.
func startPostgres(t *testing.T, o devstack.PostgresOptions) *devstack.Postgres {
	t.Helper()
	began := time.Now()
	p, err := devstack.StartPostgres(t.Context(), o)
	require.NoError(t, err)
	t.Logf("PostgreSQL started in %s", time.Since(began).Round(time.Millisecond))
	t.Cleanup(func() { require.NoError(t, p.Stop(context.Background())) })
	return p
}

// sql runs one statement and returns its first value as text.
func sql(t *testing.T, p *devstack.Postgres, statement string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), p.URL("postgres"))
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close(context.Background())) }()
	rows, err := conn.Query(t.Context(), statement)
	require.NoError(t, err)
	defer rows.Close()
	var text string
	for rows.Next() {
		values, err := rows.Values()
		require.NoError(t, err)
		if len(values) > 0 {
			text, _ = values[0].(string)
		}
	}
	require.NoError(t, rows.Err())
	return text
}

// gone waits until no process has the number pid.
func gone(t *testing.T, pid int) {
	t.Helper()
	require.Eventually(t, func() bool {
		stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
		if err == nil && strings.Contains(string(stat), ") Z") {
			return true
		}
		return syscall.Kill(pid, 0) == syscall.ESRCH
	}, 20*time.Second, 10*time.Millisecond, "process %d still runs", pid)
}

func TestThrowAwayPostgresLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	p, err := devstack.StartPostgres(t.Context(), devstack.PostgresOptions{})
	require.NoError(t, err)
	require.Equal(t, "UTF8", sql(t, p, "SHOW server_encoding"))
	require.Equal(t, "127.0.0.1", sql(t, p, "SHOW listen_addresses"))
	require.Empty(t, sql(t, p, "SHOW unix_socket_directories"))
	require.Equal(t, "off", sql(t, p, "SHOW fsync"))
	require.NoError(t, p.Err())

	require.NoError(t, p.Stop(t.Context()))
	gone(t, p.PID())
	require.NoDirExists(t, filepath.Dir(p.Dir()))
	require.Error(t, p.Err())
}

func TestKeptPostgresSurvivesStopCrashAndNewStart(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(reachableDir(t), "state", "postgres")
	first, err := devstack.StartPostgres(t.Context(), devstack.PostgresOptions{Dir: dir, Fsync: true})
	require.NoError(t, err)
	require.Equal(t, "on", sql(t, first, "SHOW fsync"))
	sql(t, first, "CREATE TABLE kept AS SELECT 'before the crash' AS said")

	url := first.URL("postgres")
	first.Kill()
	require.ErrorContains(t, first.Err(), "killed")
	require.NoError(t, first.Restart(t.Context()))
	require.Equal(t, url, first.URL("postgres"))
	require.Equal(t, "before the crash", sql(t, first, "SELECT said FROM kept"))

	require.NoError(t, first.Stop(t.Context()))
	second := startPostgres(t, devstack.PostgresOptions{Dir: dir, Fsync: true})
	require.Equal(t, "before the crash", sql(t, second, "SELECT said FROM kept"))
}

func TestSecondOwnerOfAClusterIsRefused(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(reachableDir(t), "postgres")
	startPostgres(t, devstack.PostgresOptions{Dir: dir})
	_, err := devstack.StartPostgres(t.Context(), devstack.PostgresOptions{Dir: dir})
	require.ErrorContains(t, err, "in use by another termijn")
}

func TestHalfMadeClusterIsMadeAnew(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(reachableDir(t), "postgres")
	require.NoError(t, os.MkdirAll(filepath.Join(dir+".init", "base"), 0o700))
	p := startPostgres(t, devstack.PostgresOptions{Dir: dir})
	require.NoDirExists(t, dir+".init")
	require.Equal(t, dir, p.Dir())
}

func TestDirectoryOfSomethingElseIsLeftAlone(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(reachableDir(t), "letters")
	require.NoError(t, os.Mkdir(dir, 0o755))
	letter := filepath.Join(dir, "letter.txt")
	require.NoError(t, os.WriteFile(letter, []byte("dear"), 0o600))
	_, err := devstack.StartPostgres(t.Context(), devstack.PostgresOptions{Dir: dir})
	require.ErrorContains(t, err, "neither empty nor a PostgreSQL cluster")
	require.FileExists(t, letter)
}

func TestStalePostmasterFileDoesNotPreventAStart(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(reachableDir(t), "postgres")
	p, err := devstack.StartPostgres(t.Context(), devstack.PostgresOptions{Dir: dir})
	require.NoError(t, err)
	require.NoError(t, p.Stop(t.Context()))
	// The number in the file now belongs to another live process: this one.
	stale := strconv.Itoa(os.Getpid()) + "\n" + dir + "\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "postmaster.pid"), []byte(stale), 0o644))
	again := startPostgres(t, devstack.PostgresOptions{Dir: dir})
	require.NotEqual(t, os.Getpid(), again.PID())
}

func TestTakenPortIsSaidOrAvoided(t *testing.T) {
	t.Parallel()
	other, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { require.NoError(t, other.Close()) }()
	port := other.Addr().(*net.TCPAddr).Port

	_, err = devstack.StartPostgres(t.Context(), devstack.PostgresOptions{Port: port})
	require.ErrorContains(t, err, "port "+strconv.Itoa(port)+" is taken by another program")

	p := startPostgres(t, devstack.PostgresOptions{Preferred: port})
	require.NotEqual(t, port, p.Port())
	require.NoError(t, p.CreateDatabase(t.Context(), "cases"))
	require.NoError(t, p.CreateDatabase(t.Context(), "cases"), "the second time it is there already")
}

func TestRootStartsPostgresAsAnotherUser(t *testing.T) {
	t.Parallel()
	var log lockedBuffer
	closed := reachableDir(t)
	require.NoError(t, os.Chmod(closed, 0o700))
	dir := filepath.Join(closed, "postgres")
	p := startPostgres(t, devstack.PostgresOptions{Dir: dir, Log: &log})

	status, err := os.ReadFile("/proc/" + strconv.Itoa(p.PID()) + "/status")
	require.NoError(t, err)
	if os.Geteuid() != 0 {
		require.Contains(t, string(status), "\nUid:\t"+strconv.Itoa(os.Geteuid())+"\t")
		require.Equal(t, dir, p.Dir())
		return
	}
	require.NotContains(t, string(status), "\nUid:\t0\t")
	// The user cannot enter the closed directory, so the cluster is elsewhere and we are told.
	require.NotEqual(t, dir, p.Dir())
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(filepath.Dir(p.Dir()))) })
	require.Contains(t, log.String(), "is kept in "+p.Dir()+" instead")
	target, err := os.Readlink(dir)
	require.NoError(t, err)
	require.Equal(t, p.Dir(), target)
}

// reachableDir is a temporary directory that an unprivileged server may enter,
// unlike t.TempDir when root runs the tests.
func reachableDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "devstack-test-")
	require.NoError(t, err)
	require.NoError(t, os.Chmod(dir, 0o755))
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	dir, err = filepath.EvalSymlinks(dir)
	require.NoError(t, err)
	return dir
}

// lockedBuffer collects what several processes print.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
