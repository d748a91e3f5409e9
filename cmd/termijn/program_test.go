package main

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// patience is how long a test waits for what must come: far longer than it takes.
const patience = 60 * time.Second

// program is a termijn that runs in a process of its own.
type program struct {
	cmd       *exec.Cmd
	out, errs printed
	ended     chan struct{}
}

// printed is what a program printed so far.
type printed struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (p *printed) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Write(b)
}

func (p *printed) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String()
}

// launch starts termijn. It is killed when the test ends, if it still runs.
func launch(t testing.TB, as string, environment []string, args ...string) *program {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	p := &program{cmd: exec.Command(self, args...), ended: make(chan struct{})}
	for _, set := range os.Environ() {
		if !strings.HasPrefix(set, "TERMIJN_") { // whoever runs the tests may have an installation
			p.cmd.Env = append(p.cmd.Env, set)
		}
	}
	p.cmd.Env = append(append(p.cmd.Env, programVariable+"="+as), environment...)
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.errs
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	require.NoError(t, p.cmd.Start())
	go func() {
		_ = p.cmd.Wait() // the state says how it ended
		close(p.ended)
	}()
	t.Cleanup(func() {
		p.kill()
		if t.Failed() {
			t.Logf("termijn %s\nprinted:\n%s\nand on standard error:\n%s", strings.Join(args, " "), tail(p.out.String()), tail(p.errs.String()))
		}
	})
	return p
}

func tail(text string) string { return text[max(0, len(text)-4000):] }

// kill ends the program as a crash would.
func (p *program) kill() {
	_ = p.cmd.Process.Kill()
	<-p.ended
}

// says waits until the program has printed a text on standard output.
func (p *program) says(t testing.TB, text string) {
	t.Helper()
	p.until(t, func() bool { return strings.Contains(p.out.String(), text) }, "says "+text)
}

// warns waits until the program has printed a text on standard error.
func (p *program) warns(t testing.TB, text string) {
	t.Helper()
	p.until(t, func() bool { return strings.Contains(p.errs.String(), text) }, "warns of "+text)
}

func (p *program) until(t testing.TB, happened func() bool, what string) {
	t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !happened() {
		select {
		case <-p.ended:
			if !happened() {
				require.Failf(t, "ended before it "+what, "%s\n%s", tail(p.out.String()), tail(p.errs.String()))
			}
		case <-deadline:
			require.Failf(t, "it never "+what, "%s\n%s", tail(p.out.String()), tail(p.errs.String()))
		case <-tick.C:
		}
	}
}

// signal sends a signal, as a terminal or a service manager does.
func (p *program) signal(t testing.TB, sig syscall.Signal) {
	t.Helper()
	require.NoError(t, p.cmd.Process.Signal(sig))
}

// status waits for the end and returns the exit status.
func (p *program) status(t testing.TB) int {
	t.Helper()
	select {
	case <-p.ended:
	case <-time.After(patience):
		require.Fail(t, "it does not end", "%s\n%s", tail(p.out.String()), tail(p.errs.String()))
	}
	return p.cmd.ProcessState.ExitCode()
}

// eventually waits for a condition.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	require.Eventually(t, holds, patience, 10*time.Millisecond, what)
}
