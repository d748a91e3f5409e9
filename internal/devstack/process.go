package devstack

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// child is a server process that belongs to this one.
type child struct {
	name string
	cmd  *exec.Cmd
	tail *tail
	done chan struct{} // closed when the process has ended
	err  error         // why it ended; valid after done
}

// startChild starts cmd in a process group of its own, so that a terminal's
// Ctrl-C reaches only us and we can stop the servers in order. What it prints
// goes to log and, for error messages, its last lines are kept.
func startChild(name string, cmd *exec.Cmd, onParentDeath syscall.Signal, log io.Writer) (*child, error) {
	c := &child{name: name, cmd: cmd, tail: &tail{next: log}, done: make(chan struct{})}
	cmd.Stdout, cmd.Stderr = c.tail, c.tail
	// A lingering grandchild must not keep Wait from returning.
	cmd.WaitDelay = 2 * time.Second
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Setpgid = true
	dieWithParent(cmd.SysProcAttr, onParentDeath)

	started := make(chan error, 1)
	go func() {
		// The death signal is sent when the starting thread ends, not the
		// process: this thread must last exactly as long as the child.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err != nil {
			return
		}
		c.err = cmd.Wait()
		close(c.done)
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	return c, nil
}

func (c *child) pid() int { return c.cmd.Process.Pid }

// exited says whether the process has ended.
func (c *child) exited() bool {
	select {
	case <-c.done:
		return true
	default:
		return false
	}
}

// failure describes an end that nobody asked for, with the last lines printed.
func (c *child) failure() error {
	return fmt.Errorf("%s ended: %w%s", c.name, orExited(c.err), c.tail.quote())
}

func orExited(err error) error {
	if err == nil {
		return fmt.Errorf("exit status 0")
	}
	return err
}

// politely asks the process to end with the given signals in turn, waiting at
// most patience after each, and kills it after the last or when ctx ends. It
// returns an error only when the process had to be killed.
func (c *child) politely(ctx context.Context, patience time.Duration, signals ...syscall.Signal) error {
	for _, sig := range signals {
		_ = c.cmd.Process.Signal(sig)
		timer := time.NewTimer(patience)
		select {
		case <-c.done:
			timer.Stop()
			return nil
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			c.kill()
			return fmt.Errorf("stop %s: killed: %w", c.name, ctx.Err())
		}
	}
	c.kill()
	return fmt.Errorf("stop %s: it did not end within %s and was killed%s", c.name, patience, c.tail.quote())
}

// kill ends the process at once, as a crash would, and waits until it is gone.
func (c *child) kill() {
	_ = c.cmd.Process.Kill()
	<-c.done
}

// tail passes writes on and remembers the last lines.
type tail struct {
	next io.Writer
	mu   sync.Mutex
	text []byte
}

// tailBytes is enough for the traces of all goroutines before the last lines.
const tailBytes = 256 << 10

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, p...)
	if over := len(t.text) - tailBytes; over > 0 {
		t.text = append([]byte(nil), t.text[over:]...)
	}
	if t.next != nil {
		// A full disk or a closed log is no reason to stop a server.
		_, _ = t.next.Write(p)
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.TrimSpace(string(t.text))
}

// panicked is how a Go program says why it crashed, long before its last line.
const panicked = "panic: "

// quote gives the last lines as the end of an error message; of a crash, its reason.
func (t *tail) quote() string {
	lines := strings.Split(t.String(), "\n")
	crash := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, panicked) })
	switch {
	case crash >= 0:
		lines = lines[crash:min(crash+4, len(lines))]
	case len(lines) > 12:
		lines = lines[len(lines)-12:]
	}
	if text := strings.Join(lines, "\n  "); text != "" {
		return "; it last said:\n  " + text
	}
	return ""
}
