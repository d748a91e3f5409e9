package mail

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"time"

	"termijn/internal/ledger"
	"termijn/internal/record"
)

// Dispatcher empties the outbox. Any number of them may run at once, in any
// number of processes.
type Dispatcher struct {
	Store    *ledger.Store
	Sender   Sender
	Composer Composer
	// Workers is how many mails are under way at once, each with a database
	// connection of its own; 4 by default. One slow server holds up one worker.
	Workers int
	// Poll is how often an idle dispatcher looks; 500 ms by default.
	Poll time.Duration
	// GiveUpAfter is how long a mail is tried; 5 days by default.
	GiveUpAfter time.Duration
	// Retry is the first pause after a failure; 1 minute by default. Each next
	// one is twice as long, up to 4 hours.
	Retry time.Duration
	// Grace is how long a mail under way may take once Run is told to stop; 5 s by default.
	Grace time.Duration
	Log   *slog.Logger
}

const longestRetry = 4 * time.Hour

// Run delivers until ctx is done. It returns when no mail is under way any more.
func (d Dispatcher) Run(ctx context.Context) {
	d = d.withDefaults()
	// A mail under way may finish after the signal to stop.
	work, hangUp := context.WithCancel(context.WithoutCancel(ctx))
	defer hangUp()
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(d.Grace, hangUp) })
	defer stop()

	wake := make(chan struct{}, d.Workers)
	var group sync.WaitGroup
	for n := range d.Workers {
		group.Go(func() {
			// Workers look in turn, so that an idle outbox is read once per Poll.
			pause := d.Poll * time.Duration(n)
			for {
				if !wait(ctx, pause, wake) {
					return
				}
				if d.drain(ctx, work, wake) {
					pause = d.Poll * time.Duration(d.Workers)
				} else {
					pause = 10 * d.Poll
				}
			}
		})
	}
	group.Wait()
}

func (d Dispatcher) withDefaults() Dispatcher {
	d.Workers = positive(d.Workers, 4)
	d.Poll = positive(d.Poll, 500*time.Millisecond)
	d.GiveUpAfter = positive(d.GiveUpAfter, 5*24*time.Hour)
	d.Retry = positive(d.Retry, time.Minute)
	d.Grace = positive(d.Grace, 5*time.Second)
	if d.Log == nil {
		d.Log = slog.Default()
	}
	return d
}

func positive[T int | time.Duration](v, otherwise T) T {
	if v > 0 {
		return v
	}
	return otherwise
}

// wait waits for the pause to end or for a call, and reports whether to go on.
func wait(ctx context.Context, pause time.Duration, wake <-chan struct{}) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
	case <-wake:
	}
	return ctx.Err() == nil
}

// drain delivers until nothing is due, calling an idle worker for each mail
// found. It reports whether the database and the mail server answered.
func (d Dispatcher) drain(ctx, work context.Context, wake chan<- struct{}) bool {
	for ctx.Err() == nil {
		reachable := true
		found, err := d.Store.DeliverNext(work, func(ctx context.Context, o ledger.Outgoing) ledger.Delivery {
			select {
			case wake <- struct{}{}:
			default:
			}
			var result ledger.Delivery
			result, reachable = d.deliver(ctx, o)
			return result
		})
		if err != nil {
			d.Log.WarnContext(ctx, "outbox not read", "error", err)
			return false
		}
		if !found || !reachable {
			return reachable
		}
	}
	return true
}

// deliver sends one mail and says what became of it.
func (d Dispatcher) deliver(ctx context.Context, o ledger.Outgoing) (result ledger.Delivery, reachable bool) {
	if why := obsolete(o); why != "" {
		return ledger.Delivery{Drop: true, Error: why}, true
	}
	m, err := d.Composer.Compose(o)
	if err == nil {
		err = d.Sender.Send(ctx, m)
	}
	if err == nil {
		return ledger.Delivery{}, true
	}
	pause, spent := schedule(d.Retry, o.Attempts)
	drop := errors.Is(err, ErrRefused) || spent >= d.GiveUpAfter
	text := withoutReader(err, o.Reader)
	d.Log.WarnContext(ctx, "mail not sent", "case", o.Case.Ref, "template", o.Template, "attempt", o.Attempts+1, "dropped", drop, "error", text)
	return ledger.Delivery{Error: text, Drop: drop, Retry: pause}, !errors.Is(err, ErrUnreachable)
}

// obsolete says why a mail need not go out any more, if so.
func obsolete(o ledger.Outgoing) string {
	switch {
	case !o.Reader.Active:
		return "the reader is not active any more"
	case o.Template == taskReminder && o.Task != nil && o.Task.State != record.TaskOpen:
		return "the task is not open any more"
	}
	return ""
}

// schedule returns the pause after an attempt, counted from 0, and how long the
// attempts before it took altogether.
func schedule(first time.Duration, attempt int) (pause, spent time.Duration) {
	pause = min(first, longestRetry)
	for range attempt {
		spent += pause
		pause = min(2*pause, longestRetry)
	}
	return pause, spent
}

// withoutReader is the error's text without the reader's address and ID: mail
// servers like to repeat the one, and the Message-ID holds the other.
func withoutReader(err error, r ledger.Reader) string {
	text := err.Error()
	for _, personal := range []string{r.Email, r.Person} {
		if personal != "" {
			text = strings.ReplaceAll(text, personal, "<reader>")
		}
	}
	return clean(text, 400)
}
