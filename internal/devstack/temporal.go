package devstack

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// TemporalOptions say how to run a Temporal dev server.
type TemporalOptions struct {
	DBFile     string    // where state is kept; "" keeps it in memory, and a restart loses it
	Port       int       // gRPC port; 0 takes a free one
	Preferred  int       // port to take if it is free, when Port is 0
	Namespaces []string  // made at the start, with the retention of CreateNamespace
	Log        io.Writer // what the server prints; nil drops it
	UI         bool      // serve Temporal's own web pages too
}

// Temporal is a running Temporal dev server, reachable from this machine only.
type Temporal struct {
	options TemporalOptions
	binary  string

	mu     sync.Mutex
	port   int
	uiPort int
	child  *child
}

// dynamicConfig makes the dev server answer as fast as a real cluster and
// lifts the limits that a burst on one machine runs into. What a workflow
// itself meets (updates in flight, updates in total, history size) is left as
// it is in production, so that exceeding it shows here first.
var dynamicConfig = []string{
	// The single shard polls its queues 20 times a second by default, which
	// makes every step of a workflow wait.
	"history.transferProcessorMaxPollRPS=2000",
	"history.timerProcessorMaxPollRPS=2000",
	"history.visibilityProcessorMaxPollRPS=2000",
	// With more than one partition, tasks stall for seconds in an empty one.
	"matching.numTaskqueueReadPartitions=1",
	"matching.numTaskqueueWritePartitions=1",
	// A new namespace is usable at once instead of after two seconds.
	`system.namespaceCacheRefreshInterval="200ms"`,
	"frontend.rps=50000",
	"frontend.namespaceRPS=50000",
	"frontend.namespaceRPS.visibility=5000",
	"frontend.namespaceCount=20000", // long polls per namespace
	"history.rps=100000",
	"matching.rps=100000",
	"matching.persistenceMaxQPS=45000",
	"worker.persistenceMaxQPS=10000",
}

// StartTemporal starts the dev server. When it returns without error, the
// server answers in each of the namespaces.
func StartTemporal(ctx context.Context, o TemporalOptions) (*Temporal, error) {
	if o.Log == nil {
		o.Log = io.Discard
	}
	t := &Temporal{options: o}
	err := t.prepare(ctx)
	if err == nil {
		port := o.Port
		if port == 0 {
			port = FreePort(o.Preferred)
		}
		err = t.launch(ctx, port, o.Port == 0)
	}
	if err != nil {
		return nil, fmt.Errorf("start Temporal: %w", err)
	}
	return t, nil
}

func (t *Temporal) prepare(ctx context.Context) (err error) {
	if t.options.DBFile != "" {
		if t.options.DBFile, err = filepath.Abs(t.options.DBFile); err != nil {
			return err
		}
		if err := makeParents(filepath.Dir(t.options.DBFile)); err != nil {
			return err
		}
	}
	t.binary, err = FindTemporal(ctx)
	return err
}

// launch starts the server on port, or on another one if that is taken
// meanwhile and anyPort allows it.
func (t *Temporal) launch(ctx context.Context, port int, anyPort bool) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	for crashes := 0; ; {
		c, uiPort, err := t.attempt(ctx, port)
		if err == nil {
			t.mu.Lock()
			t.port, t.uiPort, t.child = port, uiPort, c
			t.mu.Unlock()
			return nil
		}
		text := err.Error()
		taken := strings.Contains(text, "address already in use") || strings.Contains(text, "is not free")
		// The dev server was seen to panic at its start beside another one; a lost race
		// for a port that it chooses itself would do it.
		crashed := strings.Contains(text, panicked)
		if crashed {
			crashes++
		}
		if !taken && (!crashed || crashes > 3) || ctx.Err() != nil {
			return err
		}
		if portFree(port) != nil {
			if !anyPort {
				return fmt.Errorf("port %d is taken by another program; stop it or choose another port: %w", port, err)
			}
			port = FreePort(0)
		}
		// Else one of the server's inner ports was taken; it will choose others.
	}
}

// attempt starts the server once and waits until its namespaces answer.
func (t *Temporal) attempt(ctx context.Context, port int) (*child, int, error) {
	if err := portFree(port); err != nil {
		return nil, 0, err
	}
	args := []string{
		"server", "start-dev", "--ip", "127.0.0.1", "--port", strconv.Itoa(port),
		"--http-port", strconv.Itoa(FreePort(0)), "--metrics-port", strconv.Itoa(FreePort(0)),
		"--log-level", "error", "--log-format", "text", "--color", "never",
	}
	uiPort := 0
	if t.options.UI {
		uiPort = FreePort(port + 1000)
		args = append(args, "--ui-port", strconv.Itoa(uiPort))
	} else {
		args = append(args, "--headless")
	}
	if t.options.DBFile != "" {
		args = append(args, "--db-filename", t.options.DBFile)
	}
	for _, setting := range dynamicConfig {
		args = append(args, "--dynamic-config-value", setting)
	}
	cmd := exec.Command(t.binary, args...)
	// No HOME: the CLI would read the user's own settings and write there.
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir(), "TZ=UTC"}
	// The files survive a kill at any moment, so nothing gentler is needed.
	c, err := startChild("temporal", cmd, syscall.SIGKILL, t.options.Log)
	if err != nil {
		return nil, 0, err
	}
	alive, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		select {
		case <-c.done:
			cancel(c.failure())
		case <-alive.Done():
		}
	}()
	if err := register(alive, address(port), t.options.Namespaces); err != nil {
		if c.exited() {
			return nil, 0, c.failure()
		}
		c.kill()
		return nil, 0, fmt.Errorf("temporal was not ready: %w%s", err, c.tail.quote())
	}
	return c, uiPort, nil
}

func address(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }

// Address is the host and port that clients connect to.
func (t *Temporal) Address() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return address(t.port)
}

// UIAddress is the URL of Temporal's own web pages; "" without TemporalOptions.UI.
func (t *Temporal) UIAddress() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.uiPort == 0 {
		return ""
	}
	return "http://" + address(t.uiPort)
}

// PID is the process of the server.
func (t *Temporal) PID() int { return t.current().pid() }

// Done is closed when the server that runs now has ended, for whatever reason.
func (t *Temporal) Done() <-chan struct{} { return t.current().done }

// Err describes the end of the server with the last lines it printed; nil
// while it runs.
func (t *Temporal) Err() error {
	if c := t.current(); c.exited() {
		return c.failure()
	}
	return nil
}

// Stop ends the server. An error means that it had to be killed, which loses
// nothing.
func (t *Temporal) Stop(ctx context.Context) error {
	c := t.current()
	if c.exited() {
		return nil
	}
	if t.options.DBFile == "" {
		c.kill() // there is nothing to put in order
		return nil
	}
	return c.politely(ctx, 15*time.Second, syscall.SIGTERM)
}

// Kill ends the server as a crash would, for tests of what follows. Restart
// brings it back.
func (t *Temporal) Kill() { t.current().kill() }

// Restart stops the server if it runs and starts it again on the same port.
// Without a DBFile its workflows are gone.
func (t *Temporal) Restart(ctx context.Context) error {
	if err := t.Stop(ctx); err != nil {
		return fmt.Errorf("restart Temporal: %w", err)
	}
	t.mu.Lock()
	port := t.port
	t.mu.Unlock()
	if err := t.launch(ctx, port, false); err != nil {
		return fmt.Errorf("restart Temporal: %w", err)
	}
	return nil
}

func (t *Temporal) current() *child {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.child
}
