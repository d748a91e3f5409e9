package devstack

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// Names of the directories made outside the caller's own, so that they can be
// recognised: throw-away clusters, and kept ones that had to be moved.
const (
	throwAwayPrefix = "termijn-postgres-"
	movedPrefix     = "termijn-state-"
)

// place is a claimed cluster directory. Its lock tells a live owner from one
// that was killed.
type place struct {
	cluster string // absolute and without links
	temp    string // directory to remove in the end; "" when kept
	who     *account
	lock    *os.File
}

// claimKept claims the cluster directory dir, which need not exist yet.
func claimKept(dir string, notice func(string)) (*place, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if err := makeParents(filepath.Dir(abs)); err != nil {
		return nil, err
	}
	cluster, err := resolve(abs, notice)
	if err != nil {
		return nil, err
	}
	who, err := accountFor(cluster)
	if err != nil {
		return nil, err
	}
	if !who.reaches(filepath.Dir(cluster)) {
		if holdsCluster(cluster) {
			return nil, fmt.Errorf("user %s, who owns the database in %s, may not pass through the directories above it; "+
				"move it to a place all users can reach, such as /var/tmp", who.name, cluster)
		}
		if cluster, err = moveAway(abs, who); err != nil {
			return nil, err
		}
		notice(fmt.Sprintf("PostgreSQL does not run as root, and user %s may not enter %s. "+
			"The database is kept in %s instead; %s is a link to it.", who.name, filepath.Dir(abs), cluster, abs))
	}
	p := &place{cluster: cluster, who: who}
	return p, p.takeLock()
}

// makeParents makes dir and what is missing above it, open to the user whom
// PostgreSQL runs as whatever the umask.
func makeParents(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := makeParents(filepath.Dir(dir)); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return os.Chmod(dir, 0o755)
}

// resolve follows links; the last part of the path may be missing.
func resolve(abs string, notice func(string)) (string, error) {
	real, err := filepath.EvalSymlinks(abs)
	if err == nil || !errors.Is(err, os.ErrNotExist) {
		return real, err
	}
	if target, err := os.Readlink(abs); err == nil {
		notice(fmt.Sprintf("The database that was kept in %s is gone; an empty one takes its place.", target))
		if err := os.Remove(abs); err != nil {
			return "", err
		}
	}
	parent, err := filepath.EvalSymlinks(filepath.Dir(abs))
	return filepath.Join(parent, filepath.Base(abs)), err
}

// moveAway makes a cluster directory that who can reach, and a link to it at abs.
func moveAway(abs string, who *account) (string, error) {
	base, err := reachableBase(who, "/var/tmp", os.TempDir(), "/tmp")
	if err != nil {
		return "", err
	}
	outer, err := os.MkdirTemp(base, movedPrefix)
	if err != nil {
		return "", err
	}
	cluster := filepath.Join(outer, "postgres")
	err = errors.Join(os.Chmod(outer, 0o711), os.Mkdir(cluster, 0o700), who.own(cluster))
	if removed := os.Remove(abs); removed != nil && !errors.Is(removed, os.ErrNotExist) {
		err = errors.Join(err, fmt.Errorf("make room for a link: %w", removed))
	}
	return cluster, errors.Join(err, os.Symlink(cluster, abs))
}

// claimTemp makes a throw-away cluster directory, after removing those that
// killed processes left behind.
func claimTemp() (*place, error) {
	who, err := accountFor("")
	if err != nil {
		return nil, err
	}
	base, err := reachableBase(who, os.TempDir(), "/var/tmp", "/tmp")
	if err != nil {
		return nil, err
	}
	sweep(base)
	temp, err := os.MkdirTemp(base, throwAwayPrefix)
	if err != nil {
		return nil, err
	}
	p := &place{cluster: filepath.Join(temp, "postgres"), temp: temp, who: who}
	return p, errors.Join(os.Chmod(temp, 0o711), p.takeLock())
}

// sweep removes throw-away clusters in base whose owner was killed. A minute's
// grace is for one that has been made but not locked yet.
func sweep(base string) {
	found, _ := filepath.Glob(filepath.Join(base, throwAwayPrefix+"*"))
	for _, dir := range found {
		info, err := os.Lstat(dir)
		if err != nil || !info.IsDir() || time.Since(info.ModTime()) < time.Minute ||
			int(info.Sys().(*syscall.Stat_t).Uid) != os.Geteuid() {
			continue
		}
		p := &place{cluster: filepath.Join(dir, "postgres"), temp: dir}
		if p.takeLock() == nil {
			stopOrphan(p.cluster, func(string) {})
			// What cannot be removed now is tried again at the next start.
			_ = p.release()
		}
	}
}

// reachableBase is the first of the directories that who can reach.
func reachableBase(who *account, bases ...string) (string, error) {
	for _, base := range bases {
		if real, err := filepath.EvalSymlinks(base); err == nil && who.reaches(real) {
			return real, nil
		}
	}
	return "", fmt.Errorf("user %s, whom PostgreSQL runs as, may enter none of %q", who.name, slices.Compact(bases))
}

// holdsCluster says whether dir is a database cluster.
func holdsCluster(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "PG_VERSION"))
	return err == nil
}

// takeLock marks the place as ours for as long as this process lives.
func (p *place) takeLock() error {
	f, err := os.OpenFile(p.cluster+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("claim %s: %w", p.cluster, err)
	}
	if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
		_ = f.Close()
		return fmt.Errorf("the database in %s is in use by another termijn; stop that one first or choose another directory", p.cluster)
	}
	p.lock = f
	return nil
}

// release gives the place up, and removes it when it is a throw-away.
func (p *place) release() error {
	var err error
	if p.temp != "" {
		// Processes of a crashed server may still write for a moment.
		for range 50 {
			if err = os.RemoveAll(p.temp); err == nil {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
	if p.lock != nil {
		err = errors.Join(err, p.lock.Close())
		p.lock = nil
	}
	return err
}
