package devstack

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.temporal.io/api/serviceerror"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/status"
)

// impatient has a connection tried again quickly: the server is on this
// machine and about to listen.
var impatient = grpc.ConnectParams{
	Backoff:           backoff.Config{BaseDelay: 20 * time.Millisecond, Multiplier: 1.2, Jitter: 0.1, MaxDelay: 100 * time.Millisecond},
	MinConnectTimeout: time.Second,
}

// until repeats ask until it succeeds, says that the request itself is wrong,
// or ctx ends; the last refusal is then part of the error.
func until(ctx context.Context, ask func(context.Context) error) error {
	for {
		one, cancel := context.WithTimeout(ctx, 5*time.Second)
		err := ask(one)
		cancel()
		if err == nil {
			return nil
		}
		var wrong *serviceerror.InvalidArgument
		if errors.As(serviceerror.FromStatus(statusOf(err)), &wrong) {
			return err
		}
		timer := time.NewTimer(20 * time.Millisecond)
		select {
		case <-ctx.Done():
			timer.Stop()
			return fmt.Errorf("%w (last answer: %w)", context.Cause(ctx), err)
		case <-timer.C:
		}
	}
}

// statusOf gives the gRPC status of an error for serviceerror.FromStatus.
func statusOf(err error) *status.Status {
	s, _ := status.FromError(err) // an error without one becomes "unknown", which is what it is
	return s
}
