// Command termijn runs the service-management processes of an ICT ecosystem
// as durable cases whose promises about time can be proved.
//
// Exit statuses: 0 when it did what was asked, also when it was stopped by
// Ctrl-C or SIGTERM; 1 when something went wrong or a line of input was
// impossible; 2 when the command line can never work. Errors go to standard
// error only.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// version is set at build time with -ldflags.
var version = "dev"

// commands is the command line: one field per command, one file per command.
type commands struct {
	Dev       DevCmd       `cmd:"" help:"Run everything on this machine, with a demonstration ecosystem."`
	Serve     ServeCmd     `cmd:"" help:"Run the API, the portal and the workers against given servers."`
	Migrate   MigrateCmd   `cmd:"" help:"Bring the database's schema up to date, or one version back."`
	Import    ImportCmd    `cmd:"" help:"Take another tool's cases over, with their history."`
	Reproject ReprojectCmd `cmd:"" help:"Rebuild what lists and pages show from the ledger."`
	Audit     AuditCmd     `cmd:"" help:"Hold ledger, lists, personal texts and workflow histories against one another."`
	Person    PersonCmd    `cmd:"" help:"Export or forget what is held on a person."`
	Clock     ClockCmd     `cmd:"" help:"Evaluate SLA clocks without a database or Temporal."`

	Version kong.VersionFlag `help:"Print the version and stop."`
}

const about = `Service-management processes with time limits that can be proved.

Example:

  termijn dev

starts everything on this machine and prints the address. Exit status: 0 when it did what was asked, 1 when something went wrong, 2 when the command line is wrong.`

// Exit statuses.
const (
	statusFailed = 1
	statusUsage  = 2
)

// usageError is a command line that can never work, whatever the machine.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// misuse is a usageError in words.
func misuse(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

func main() { os.Exit(run(os.Args[1:], &commands{})) }

// run runs one command line and returns the exit status.
func run(args []string, cli *commands) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// The second Ctrl-C ends the program at once.
	context.AfterFunc(ctx, stop)
	parser, err := kong.New(cli, kong.Name("termijn"), kong.Description(about),
		kong.Vars{"version": version}, kong.BindTo(ctx, (*context.Context)(nil)))
	if err != nil {
		panic("the command line does not fit together: " + err.Error())
	}
	command, err := parser.Parse(args)
	if err != nil {
		return explain(usageError{err}, hint(err))
	}
	return explain(command.Run(), command.Selected().FullPath())
}

// explain says what went wrong and returns the status for it. command is whose
// help tells more.
func explain(err error, command string) int {
	var usage usageError
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errBadLines):
		return statusFailed // they were reported where they stood
	case errors.As(err, &usage):
		fmt.Fprintf(os.Stderr, "termijn: %v\nFor help type: %s --help\n", err, command)
		return statusUsage
	default:
		fmt.Fprintln(os.Stderr, "termijn:", err)
		return statusFailed
	}
}

// hint is the command that a wrong command line was about.
func hint(err error) string {
	var parse *kong.ParseError
	if errors.As(err, &parse) && parse.Context.Selected() != nil {
		return parse.Context.Selected().FullPath()
	}
	return "termijn"
}
