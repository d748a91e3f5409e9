package devstack

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// superuser is the name of the only database user of a private cluster.
const superuser = "termijn"

// prepare makes the cluster of a claimed place unless it is there, and returns
// the server programs that fit it.
func (p *place) prepare(ctx context.Context, durable bool, log io.Writer) (bindir string, err error) {
	if version, err := os.ReadFile(filepath.Join(p.cluster, "PG_VERSION")); err == nil {
		return findPostgres(strings.TrimSpace(string(version)), os.Getenv("PATH"), postgresPlaces)
	}
	entries, err := os.ReadDir(p.cluster)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	if len(entries) > 0 {
		return "", fmt.Errorf("%s is neither empty nor a PostgreSQL cluster; choose another directory", p.cluster)
	}
	if bindir, err = FindPostgres(); err != nil {
		return "", err
	}
	return bindir, p.initdb(ctx, bindir, durable, log)
}

// initdb makes the cluster beside its place and then moves it there, so that
// a cluster exists whole or not at all, whenever we are killed.
func (p *place) initdb(ctx context.Context, bindir string, durable bool, log io.Writer) error {
	fresh := p.cluster + ".init"
	if err := os.RemoveAll(fresh); err != nil {
		return fmt.Errorf("clear a half-made cluster: %w", err)
	}
	args := []string{"--pgdata=" + fresh, "--username=" + superuser, "--auth=trust", "--encoding=UTF8"}
	if !durable {
		args = append(args, "--no-sync")
	}
	var err error
	for _, locale := range []string{"C.UTF-8", "C"} { // not every system has the first
		if err = errors.Join(os.Mkdir(fresh, 0o700), p.who.own(fresh)); err != nil {
			return fmt.Errorf("make a database cluster: %w", err)
		}
		if err = p.run(ctx, exec.Command(filepath.Join(bindir, "initdb"), append(args, "--locale="+locale)...), log); err == nil {
			break
		}
		if cleared := os.RemoveAll(fresh); cleared != nil || ctx.Err() != nil || !strings.Contains(err.Error(), "locale") {
			return errors.Join(err, cleared)
		}
	}
	if err != nil {
		return err
	}
	// An empty directory that stands there gives way; Rename would refuse it.
	if err := os.Remove(p.cluster); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("move the new cluster into place: %w", err)
	}
	if err := os.Rename(fresh, p.cluster); err != nil {
		return fmt.Errorf("move the new cluster into place: %w", err)
	}
	if !durable {
		return nil
	}
	parent, err := os.Open(filepath.Dir(p.cluster))
	if err != nil {
		return err
	}
	return errors.Join(parent.Sync(), parent.Close())
}

// run runs a program of PostgreSQL as the right user to its end.
func (p *place) run(ctx context.Context, cmd *exec.Cmd, log io.Writer) error {
	c, err := p.start(cmd, syscall.SIGKILL, log)
	if err != nil {
		return err
	}
	select {
	case <-c.done:
	case <-ctx.Done():
		c.kill()
		return fmt.Errorf("%s: %w", c.name, ctx.Err())
	}
	if c.err != nil {
		return c.failure()
	}
	return nil
}

// start starts a program of PostgreSQL as the right user, untouched by
// settings meant for other clusters.
func (p *place) start(cmd *exec.Cmd, onParentDeath syscall.Signal, log io.Writer) (*child, error) {
	cmd.SysProcAttr = p.who.attr()
	cmd.Dir = "/" // our own directory may be closed to that user
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "LD_LIBRARY_PATH=" + os.Getenv("LD_LIBRARY_PATH")}
	return startChild(filepath.Base(cmd.Path), cmd, onParentDeath, log)
}

// postmasterFile is what the server writes about itself: its process on line
// 1, "ready" on line 8.
func postmasterFile(cluster string) (pid int, ready bool) {
	text, err := os.ReadFile(filepath.Join(cluster, "postmaster.pid"))
	if err != nil {
		return 0, false
	}
	lines := bytes.Split(text, []byte("\n"))
	pid, err = strconv.Atoi(string(bytes.TrimSpace(lines[0])))
	if err != nil {
		return 0, false
	}
	return pid, len(lines) > 7 && string(bytes.TrimSpace(lines[7])) == "ready"
}

// stopOrphan stops a server that runs on a cluster whose lock we hold: its
// owner was killed and it was not. A file that names a process which has
// since become something else is removed, since PostgreSQL would not start.
func stopOrphan(cluster string, notice func(string)) {
	pid, _ := postmasterFile(cluster)
	if pid <= 0 || !alive(pid) {
		return
	}
	if !serves(pid, cluster) {
		_ = os.Remove(filepath.Join(cluster, "postmaster.pid"))
		return
	}
	notice(fmt.Sprintf("Stopping a PostgreSQL (process %d) that an earlier run left behind.", pid))
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT, syscall.SIGKILL} {
		_ = syscall.Kill(pid, sig)
		for range 500 { // ten seconds
			if !alive(pid) {
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
}

// alive says whether a process runs that is not a mere remainder (a zombie).
func alive(pid int) bool {
	if err := syscall.Kill(pid, 0); err != nil && !errors.Is(err, syscall.EPERM) {
		return false
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return true // no /proc here
	}
	_, state, _ := strings.Cut(string(stat), ") ")
	return !strings.HasPrefix(state, "Z")
}

// serves says whether a process is the server of cluster: a server works in
// its cluster's directory.
func serves(pid int, cluster string) bool {
	if _, err := os.Stat("/proc/self/cwd"); err == nil {
		cwd, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid))
		return err == nil && cwd == cluster
	}
	out, err := exec.Command("ps", "-o", "command=", "-p", strconv.Itoa(pid)).Output()
	return err == nil && bytes.Contains(out, []byte(cluster))
}
