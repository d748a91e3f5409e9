// Command withservers runs a command with a private PostgreSQL and a private
// Temporal server, which the tests that it runs find through the environment:
//
//	withservers go test ./...
//
// It ends with the command's exit status and leaves nothing behind.
// `withservers -check postgres` and `-check temporal` only say whether the
// machine has what is needed, for scripts.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"termijn/internal/devstack"
	"termijn/internal/devstack/devtest"
)

func main() {
	check := flag.String("check", "", "only say whether `postgres` or temporal is there")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: withservers COMMAND [ARGUMENT…]   for example: withservers go test ./...")
		flag.PrintDefaults()
	}
	flag.Parse()
	status, err := 0, error(nil)
	switch {
	case *check != "":
		err = found(*check)
	case flag.NArg() == 0:
		flag.Usage()
		os.Exit(2)
	default:
		status, err = run(flag.Args())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "withservers:", err)
		status = max(status, 1)
	}
	os.Exit(status)
}

// found prints where a server program is.
func found(what string) error {
	var where string
	var err error
	switch what {
	case "postgres":
		where, err = devstack.FindPostgres()
	case "temporal":
		where, err = devstack.FindTemporal(context.Background())
	default:
		err = fmt.Errorf("-check %s: want postgres or temporal", what)
	}
	if err == nil {
		fmt.Println(where)
	}
	return err
}

// run starts the servers, runs the command to its end and stops them. The
// command has a process group of its own, so that an interruption of ours
// reaches what it started too: `go test` alone would wait for its tests.
func run(command []string) (status int, err error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	postgres, err := devstack.StartPostgres(ctx, devstack.PostgresOptions{})
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, postgres.Stop(context.Background())) }()
	temporal, err := devstack.StartTemporal(ctx, devstack.TemporalOptions{})
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, temporal.Stop(context.Background())) }()

	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(),
		devtest.PostgresVariable+"="+postgres.URL("postgres"), devtest.TemporalVariable+"="+temporal.Address())
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGINT) }
	cmd.WaitDelay = 10 * time.Second
	err = cmd.Run()
	if ctx.Err() != nil && cmd.Process != nil {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // whatever ignored the interruption
	}
	return ended(err)
}

// ended turns the end of a command into our own exit status; only a command
// that did not run at all is an error of ours.
func ended(err error) (int, error) {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0, nil
	case errors.As(err, &exit) && exit.Exited():
		return exit.ExitCode(), nil
	case errors.As(err, &exit):
		if s, ok := exit.Sys().(syscall.WaitStatus); ok && s.Signaled() {
			return 128 + int(s.Signal()), nil
		}
		return 1, nil
	case errors.Is(err, context.Canceled):
		return 130, nil
	default:
		return 127, err
	}
}
