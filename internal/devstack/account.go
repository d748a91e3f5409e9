package devstack

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// account is the unprivileged user that PostgreSQL runs as when we are root,
// since it refuses root. A nil account stands for the current user.
type account struct {
	name     string
	uid, gid uint32
}

// accountFor picks the account for a cluster directory: its owner if it holds
// a cluster already, else postgres, else nobody.
func accountFor(cluster string) (*account, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	if holdsCluster(cluster) {
		info, err := os.Stat(cluster)
		if err != nil {
			return nil, fmt.Errorf("find the owner of %s: %w", cluster, err)
		}
		if st := info.Sys().(*syscall.Stat_t); st.Uid != 0 {
			return &account{name: "number " + strconv.Itoa(int(st.Uid)), uid: st.Uid, gid: st.Gid}, nil
		}
	}
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
			gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
			if err1 == nil && err2 == nil {
				return &account{name: name, uid: uint32(uid), gid: uint32(gid)}, nil
			}
		}
	}
	return nil, errors.New("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as; " +
		"type: useradd --system postgres")
}

// attr makes a command run as the account.
func (a *account) attr() *syscall.SysProcAttr {
	if a == nil {
		return nil
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: a.uid, Gid: a.gid}}
}

// own gives path to the account.
func (a *account) own(path string) error {
	if a == nil {
		return nil
	}
	return os.Chown(path, int(a.uid), int(a.gid))
}

// reaches says whether the account may pass through dir, an absolute path
// without links, and through everything above it.
func (a *account) reaches(dir string) bool {
	if a == nil {
		return true
	}
	for {
		info, err := os.Stat(dir)
		if err != nil {
			return false
		}
		st, pass := info.Sys().(*syscall.Stat_t), os.FileMode(0o001)
		switch {
		case st.Uid == a.uid:
			pass = 0o100
		case st.Gid == a.gid:
			pass = 0o010
		}
		if info.Mode()&pass == 0 {
			return false
		}
		if parent := filepath.Dir(dir); parent != dir {
			dir = parent
			continue
		}
		return true
	}
}
