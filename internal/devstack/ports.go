package devstack

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
)

// claims are the locks on the ports that this process promised to its servers. They
// keep two servers, of this process or of another one of the same user, from being
// promised one port before either listens on it: whoever came second would take the
// other's server for its own. A lock goes with the process.
var claims struct {
	sync.Mutex
	held map[int]*os.File
}

// FreePort returns preferred when nothing listens on it at 127.0.0.1 and nobody was
// promised it, else another such port. A program that knows of no promises may still
// take it first: the Start functions then try again.
func FreePort(preferred int) int {
	claims.Lock()
	defer claims.Unlock()
	if preferred > 0 && portFree(preferred) == nil && claim(preferred) {
		return preferred
	}
	port := 0
	for range 100 {
		l, err := net.Listen("tcp4", "127.0.0.1:0")
		if err != nil {
			break
		}
		port = l.Addr().(*net.TCPAddr).Port
		_ = l.Close()
		if claim(port) {
			break
		}
	}
	return port
}

// claim promises a port; false when it has been promised already. Where no lock can be
// kept, nobody else's promises are known.
func claim(port int) bool {
	if claims.held == nil {
		claims.held = map[int]*os.File{}
	}
	if claims.held[port] != nil {
		return false
	}
	f, err := lockFile(port)
	if err != nil {
		return true
	}
	if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
		_ = f.Close()
		return false
	}
	claims.held[port] = f
	return true
}

func lockFile(port int) (*os.File, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(cache, "termijn", "ports")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	return os.OpenFile(filepath.Join(dir, strconv.Itoa(port)), os.O_CREATE|os.O_RDONLY, 0o600)
}

// portFree returns nil when port can be listened on at 127.0.0.1.
func portFree(port int) error {
	l, err := net.Listen("tcp4", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return fmt.Errorf("port %d on 127.0.0.1 is not free: %w", port, err)
	}
	return l.Close()
}
