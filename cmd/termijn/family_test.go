package main

import (
	"fmt"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// family are the processes that a program started, directly or not, by name.
func (p *program) family(t testing.TB) map[int]string {
	t.Helper()
	out, err := exec.Command("ps", "-axo", "pid=,ppid=,comm=").Output()
	require.NoError(t, err)
	parents, names := map[int]int{}, map[int]string{}
	for line := range strings.Lines(string(out)) {
		var pid, parent int
		var name string
		if n, _ := fmt.Sscan(line, &pid, &parent, &name); n == 3 {
			parents[pid], names[pid] = parent, name
		}
	}
	family := map[int]string{}
	for pid := range parents {
		for above := parents[pid]; above > 1; above = parents[above] {
			if above == p.cmd.Process.Pid {
				family[pid] = names[pid]
			}
		}
	}
	return family
}

// member is the process of a family whose name begins with a text, and which
// the program itself started first.
func member(t testing.TB, family map[int]string, name string) int {
	t.Helper()
	first := 0
	for pid, called := range family {
		if strings.HasPrefix(called, name) && (first == 0 || pid < first) {
			first = pid
		}
	}
	require.NotZero(t, first, "no %s in %v", name, family)
	return first
}

// gone waits until no process of a family is left.
func gone(t testing.TB, family map[int]string) {
	t.Helper()
	require.NotEmpty(t, family)
	eventually(t, "the servers are gone", func() bool {
		for pid := range family {
			if syscall.Kill(pid, 0) == nil {
				return false
			}
		}
		return true
	})
}
