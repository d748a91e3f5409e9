package devstack

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// ownerVariable makes the test program act as an owner of servers instead of
// running tests; its value is the directory to keep them in.
const ownerVariable = "DEVSTACK_TEST_OWNER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(ownerVariable); dir != "" {
		if err := ownServers(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// ownServers starts both servers, prints their processes and waits to be killed.
func ownServers(dir string) error {
	ctx := context.Background()
	p, err1 := StartPostgres(ctx, PostgresOptions{Dir: filepath.Join(dir, "postgres")})
	s, err2 := StartTemporal(ctx, TemporalOptions{DBFile: filepath.Join(dir, "temporal.db")})
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	fmt.Println(p.PID(), s.PID())
	select {}
}

func TestServersDieWithAKilledOwnerAndTheStateOpensAgain(t *testing.T) {
	t.Parallel()
	dir, err := os.MkdirTemp("/tmp", "devstack-test-")
	require.NoError(t, err)
	require.NoError(t, os.Chmod(dir, 0o755))
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })

	self, err := os.Executable()
	require.NoError(t, err)
	owner := exec.CommandContext(t.Context(), self)
	owner.Env = append(os.Environ(), ownerVariable+"="+dir)
	owner.Stderr = os.Stderr
	out, err := owner.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, owner.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	var postgres, temporal int
	_, err = fmt.Sscan(line, &postgres, &temporal)
	require.NoError(t, err)

	require.NoError(t, owner.Process.Kill())
	require.Error(t, owner.Wait())
	if dieWithParentWorks {
		require.Eventually(t, func() bool { return !alive(postgres) && !alive(temporal) }, 20*time.Second, 10*time.Millisecond,
			"processes %s outlive their owner", line)
	}
	p, err := StartPostgres(t.Context(), PostgresOptions{Dir: filepath.Join(dir, "postgres")})
	require.NoError(t, err)
	require.NoError(t, p.Stop(context.Background()))
}

func TestServerLeftBehindIsStoppedAtTheNextStart(t *testing.T) {
	t.Parallel()
	dir, err := os.MkdirTemp("/tmp", "devstack-test-")
	require.NoError(t, err)
	require.NoError(t, os.Chmod(dir, 0o755))
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })

	left, err := StartPostgres(t.Context(), PostgresOptions{Dir: filepath.Join(dir, "postgres")})
	require.NoError(t, err)
	require.NoError(t, left.place.lock.Close()) // as when its owner is gone

	var said []string
	next, err := StartPostgres(t.Context(), PostgresOptions{
		Dir: filepath.Join(dir, "postgres"), Notice: func(s string) { said = append(said, s) },
	})
	require.NoError(t, err)
	require.Error(t, left.Err(), "it has ended")
	require.Contains(t, strings.Join(said, "\n"), "that an earlier run left behind")
	require.NoError(t, next.Stop(context.Background()))
}

func TestSweepRemovesOnlyWhatNobodyOwns(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	longAgo := time.Now().Add(-time.Hour)
	oldDir := func(name string) string {
		dir := filepath.Join(base, name)
		require.NoError(t, os.MkdirAll(filepath.Join(dir, "postgres"), 0o755))
		require.NoError(t, os.Chtimes(dir, longAgo, longAgo))
		return dir
	}
	abandoned, owned, stranger := oldDir(throwAwayPrefix+"1"), oldDir(throwAwayPrefix+"2"), oldDir("letters")
	p := &place{cluster: filepath.Join(owned, "postgres"), temp: owned}
	require.NoError(t, p.takeLock())
	require.NoError(t, os.Chtimes(owned, longAgo, longAgo))
	fresh := filepath.Join(base, throwAwayPrefix+"3")
	require.NoError(t, os.Mkdir(fresh, 0o755))

	sweep(base)
	require.NoDirExists(t, abandoned)
	require.DirExists(t, owned)
	require.DirExists(t, stranger)
	require.DirExists(t, fresh, "it may just not be locked yet")
	require.NoError(t, p.release())
}
