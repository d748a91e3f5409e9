// Command termijn runs the service-management processes of an ICT ecosystem
// as durable cases whose promises about time can be proved.
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
	Dev   DevCmd   `cmd:"" help:"Run everything on this machine, with a demonstration ecosystem."`
	Serve ServeCmd `cmd:"" help:"Run the API, the portal and the workers against given servers."`
	Clock ClockCmd `cmd:"" help:"Evaluate SLA clocks without a database or Temporal."`

	Version kong.VersionFlag `help:"Print the version and stop."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var cli commands
	parser := kong.Parse(&cli,
		kong.Name("termijn"),
		kong.Description("Service-management processes with time limits that can be proved."),
		kong.UsageOnError(),
		kong.Vars{"version": version},
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	if err := parser.Run(); err != nil {
		// Bad lines were reported where they stood; the status alone is left to give.
		if !errors.Is(err, errBadLines) {
			fmt.Fprintln(os.Stderr, "termijn:", err)
		}
		os.Exit(1)
	}
}
