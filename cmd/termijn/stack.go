package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"termijn/internal/devstack"
)

// stack is what was started, to be stopped in the opposite order.
type stack struct {
	parts    []part
	postgres *devstack.Postgres
	temporal *devstack.Temporal
}

// part is something that runs. ended and why are nil for what cannot end by itself.
type part struct {
	name  string
	ended <-chan struct{}
	why   func() error
	stop  func() error
}

func (s *stack) push(name string, ended <-chan struct{}, why, stop func() error) {
	s.parts = append(s.parts, part{name, ended, why, stop})
}

// stop stops everything and returns what went wrong.
func (s *stack) stop() error {
	var all error
	for i := len(s.parts) - 1; i >= 0; i-- {
		if err := s.parts[i].stop(); err != nil {
			all = errors.Join(all, fmt.Errorf("stop %s: %w", s.parts[i].name, err))
		}
	}
	s.parts = nil
	return all
}

// close stops everything after a command that ended with err, and returns what
// its user should hear. Who is told to stop while it starts has not failed,
// whatever that interrupted; and when a part has ended by itself, that is why.
func (s *stack) close(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		err = nil
	}
	if err != nil {
		if ended := s.ended(); ended != nil {
			err = ended
		}
	}
	return errors.Join(err, s.stop())
}

// ended says which part has ended by itself, if one has.
func (s *stack) ended() error {
	for _, p := range s.parts {
		if p.ended == nil {
			continue
		}
		select {
		case <-p.ended:
			return p.failure()
		default:
		}
	}
	return nil
}

func (p part) failure() error { return fmt.Errorf("%s has gone: %w", p.name, p.why()) }

// wait returns when ctx is done, or with an error when a part ended by itself.
func (s *stack) wait(ctx context.Context) error {
	ended := make(chan error, len(s.parts))
	watch, cancel := context.WithCancel(ctx)
	defer cancel()
	for _, p := range s.parts {
		if p.ended == nil {
			continue
		}
		go func() {
			select {
			case <-p.ended:
				ended <- p.failure()
			case <-watch.Done():
			}
		}()
	}
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
		fmt.Println("\nStopping…")
		return nil
	}
}

// longestPause is how long after its return a server is noticed at the latest.
const longestPause = 2 * time.Second

// retry tries until it succeeds or ctx is done, with pauses that grow. say is
// told of each failure.
func retry(ctx context.Context, say func(error), try func() error) error {
	pause := 200 * time.Millisecond
	for {
		err := try()
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return errors.Join(ctx.Err(), err)
		}
		say(err)
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(pause):
		}
		pause = min(pause*2, longestPause)
	}
}
