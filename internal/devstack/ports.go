package devstack

import (
	"fmt"
	"net"
	"sync"
)

// handedOut keeps two servers of this process from being promised one port
// before either listens on it.
var handedOut struct {
	sync.Mutex
	ports map[int]bool
}

// FreePort returns preferred when nothing listens on it at 127.0.0.1, else
// another free port. No port is given twice in one process, save by asking
// for it by number. Another process may still take it first: the Start
// functions then try again.
func FreePort(preferred int) int {
	if preferred > 0 && portFree(preferred) == nil {
		return preferred
	}
	handedOut.Lock()
	defer handedOut.Unlock()
	if handedOut.ports == nil {
		handedOut.ports = map[int]bool{}
	}
	port := 0
	for range 100 {
		l, err := net.Listen("tcp4", "127.0.0.1:0")
		if err != nil {
			break
		}
		port = l.Addr().(*net.TCPAddr).Port
		_ = l.Close()
		if !handedOut.ports[port] {
			break
		}
	}
	handedOut.ports[port] = true
	return port
}

// portFree returns nil when port can be listened on at 127.0.0.1.
func portFree(port int) error {
	l, err := net.Listen("tcp4", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return fmt.Errorf("port %d on 127.0.0.1 is not free: %w", port, err)
	}
	return l.Close()
}
