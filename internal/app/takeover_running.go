package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/temporal"

	"termijn/internal/takeover"
)

// running is a take-over under way.
type running struct {
	TakeOver
	refs  map[string]string
	stop  context.CancelCauseFunc
	timer *time.Timer

	mu       sync.Mutex
	taken    Taken
	underWay map[string]bool
	// trouble is why cases wait, since the last one that was recorded.
	trouble error
}

func (r *running) tell() {
	if r.Progress != nil {
		r.Progress(r.taken.Already + r.taken.New)
	}
}

// between is how long a case waits before it asks a server again.
const between = time.Second

// take takes an incident over, and asks again while a server does not answer.
func (r *running) take(ctx context.Context, inc takeover.Incident) error {
	ref := r.refs[inc.Number]
	r.mu.Lock()
	r.underWay[inc.Number] = true
	r.mu.Unlock()
	start, err := r.start(ref, inc)
	if err != nil {
		return err
	}
	pause := time.NewTimer(0)
	defer pause.Stop()
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-pause.C:
		}
		err := r.one(ctx, ref, inc, start)
		if err == nil || ofCase(err) || ctx.Err() != nil {
			return err
		}
		r.waits(err)
		pause.Reset(between)
	}
}

// ofCase says whether an error is of one case, and not of a server.
func ofCase(err error) bool {
	var workflow *temporal.WorkflowExecutionError
	var update *temporal.ApplicationError
	var refused *serviceerror.InvalidArgument
	return errors.As(err, &workflow) || errors.As(err, &update) || errors.As(err, &refused)
}

func (r *running) waits(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	first := r.trouble == nil
	r.trouble = err
	if first && r.Waits != nil {
		r.Waits(err)
	}
}

// end counts an incident.
func (r *running) end(ctx context.Context, inc takeover.Incident, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil && !ofCase(err) && ctx.Err() != nil {
		return // it was stopped
	}
	delete(r.underWay, inc.Number)
	if r.timer != nil {
		r.timer.Reset(r.Patience)
	}
	r.trouble = nil
	if err == nil {
		r.taken.New++
		r.tell()
		return
	}
	r.taken.Failed = append(r.taken.Failed, NotTaken{inc.Number, r.refs[inc.Number], err})
	if len(r.taken.Failed) == mostFailed {
		r.stop(ErrTooManyFailed)
	}
}

// named is how many of the incidents under way an error names.
const named = 3

func (r *running) stalled() {
	r.mu.Lock()
	defer r.mu.Unlock()
	var waiting []string
	for number := range r.underWay {
		waiting = append(waiting, number)
	}
	slices.Sort(waiting)
	text := strings.Join(waiting[:min(named, len(waiting))], ", ")
	if n := len(waiting) - named; n > 0 {
		text += fmt.Sprintf(" and %d more", n)
	}
	if r.trouble != nil {
		r.stop(fmt.Errorf("%w for %s (waiting for %s): %w", ErrStalled, r.Patience, text, r.trouble))
		return
	}
	r.stop(fmt.Errorf("%w for %s (waiting for %s); see that the product runs with its workers and its database", ErrStalled, r.Patience, text))
}
