package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
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
	timer *time.Timer // until somebody is told that nothing is recorded

	mu       sync.Mutex
	taken    Taken
	underWay map[string]bool
	// last is when a case was recorded, or it began; since then trouble is what a server
	// answered, and told says that somebody knows.
	last    time.Time
	trouble error
	told    bool
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
		r.mu.Lock()
		r.trouble = err
		r.mu.Unlock()
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

// end counts an incident.
func (r *running) end(ctx context.Context, inc takeover.Incident, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil && !ofCase(err) && ctx.Err() != nil {
		return // it was stopped
	}
	delete(r.underWay, inc.Number)
	r.last, r.trouble, r.told = time.Now(), nil, false
	r.timer.Reset(r.hush())
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

// noticed is how long nothing is recorded before somebody is told.
const noticed = 5 * time.Second

func (r *running) hush() time.Duration {
	if r.Patience > 0 {
		return min(noticed, r.Patience)
	}
	return noticed
}

// still is called while nothing is recorded: to tell somebody, and to give up.
func (r *running) still() {
	r.mu.Lock()
	defer r.mu.Unlock()
	since := time.Since(r.last)
	if r.Patience > 0 && since >= r.Patience {
		r.stop(r.silence(r.Patience))
		return
	}
	if !r.told && since >= r.hush() && r.Waits != nil {
		r.told = true
		r.Waits(r.silence(since))
	}
	if r.Patience > 0 {
		r.timer.Reset(r.Patience - since)
	}
}

// named is how many of the incidents under way an error names.
const named = 3

// silence says for what it waits.
func (r *running) silence(since time.Duration) error {
	waiting := slices.Sorted(maps.Keys(r.underWay))
	text := strings.Join(waiting[:min(named, len(waiting))], ", ")
	if n := len(waiting) - named; n > 0 {
		text += fmt.Sprintf(" and %d more", n)
	}
	if r.trouble != nil {
		return fmt.Errorf("%w for %s (waiting for %s): %w", ErrStalled, since.Round(time.Second), text, r.trouble)
	}
	return fmt.Errorf("%w for %s (waiting for %s); see that the product runs, with its workers and its servers", ErrStalled, since.Round(time.Second), text)
}
