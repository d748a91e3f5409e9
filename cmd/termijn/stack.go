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
				ended <- fmt.Errorf("%s ended: %w", p.name, p.why())
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

// retry tries until it succeeds or ctx is done, with pauses that grow to ten
// seconds. say is told of each failure.
func retry(ctx context.Context, say func(error), try func() error) error {
	pause := 200 * time.Millisecond
	for {
		err := try()
		if err == nil {
			return nil
		}
		say(err)
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(pause):
		}
		pause = min(pause*2, 10*time.Second)
	}
}
