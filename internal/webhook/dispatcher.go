package webhook

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"termijn/internal/ledger"
)

// Target is where calls of a name go.
type Target struct {
	URL    string
	Secret []byte
}

// Dispatcher delivers the calls that are due. Any number of them may run at once,
// in any number of processes.
type Dispatcher struct {
	Store *ledger.Store
	// Targets by name; a call to another one is dropped.
	Targets map[string]Target
	// Workers is how many calls are under way at once; 4 by default. Each holds a
	// connection to the database for as long as the other program takes, at most Timeout.
	Workers int
	// Poll is how often an idle worker looks; 500 ms by default.
	Poll time.Duration
	// Retry is the first pause after a failure; 30 s by default. Each next one is
	// twice as long, up to an hour. After Attempts, 24 by default, a call is given up.
	Retry    time.Duration
	Attempts int
	// Timeout of one call; 10 s by default.
	Timeout time.Duration
	Log     *slog.Logger

	client *http.Client
}

const longestRetry = time.Hour

func (d Dispatcher) withDefaults() Dispatcher {
	if d.Workers == 0 {
		d.Workers = 4
	}
	if d.Poll == 0 {
		d.Poll = 500 * time.Millisecond
	}
	if d.Retry == 0 {
		d.Retry = 30 * time.Second
	}
	if d.Attempts == 0 {
		d.Attempts = 24
	}
	if d.Timeout == 0 {
		d.Timeout = 10 * time.Second
	}
	if d.Log == nil {
		d.Log = slog.Default()
	}
	// A redirect would lead to an address that nobody configured.
	d.client = &http.Client{Timeout: d.Timeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return d
}

// Run delivers until ctx is done. A call under way is hung up then, and comes again.
func (d Dispatcher) Run(ctx context.Context) {
	d = d.withDefaults()
	var group sync.WaitGroup
	for range d.Workers {
		group.Go(func() {
			for ctx.Err() == nil {
				found, err := d.Store.DeliverNextCall(ctx, d.deliver)
				if err != nil && ctx.Err() == nil {
					d.Log.WarnContext(ctx, "webhooks not read", "error", err)
				}
				if !found || err != nil {
					pause(ctx, d.Poll)
				}
			}
		})
	}
	group.Wait()
}

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// deliver makes one call and says what became of it.
func (d Dispatcher) deliver(ctx context.Context, c ledger.Call) ledger.Delivery {
	target, ok := d.Targets[c.Target]
	if !ok {
		return d.failed(ctx, c, "the target is not configured", true)
	}
	status, err := d.call(ctx, target, c)
	switch {
	case err != nil:
		return d.failed(ctx, c, err.Error(), false)
	case status >= 200 && status < 300:
		return ledger.Delivery{}
	case status == http.StatusGone:
		return d.failed(ctx, c, "the program does not want to be called any more (410)", true)
	}
	return d.failed(ctx, c, fmt.Sprintf("answered %d", status), false)
}

func (d Dispatcher) call(ctx context.Context, t Target, c ledger.Call) (status int, err error) {
	body := []byte(c.Body)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, t.URL, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "termijn")
	r.Header.Set(HeaderKey, c.Key)
	r.Header.Set(HeaderEvent, c.Event)
	// A receiver refuses an old signature: the clock on the wall counts, not the product's.
	r.Header.Set(HeaderSignature, Sign(t.Secret, body, time.Now()))
	answer, err := d.client.Do(r)
	if err != nil {
		return 0, err
	}
	defer func() { _ = answer.Body.Close() }() // what it says beyond its status is not read
	_, _ = io.CopyN(io.Discard, answer.Body, 4<<10)
	return answer.StatusCode, nil
}

// failed notes a failure: dropped, or tried again later unless that was the last attempt.
func (d Dispatcher) failed(ctx context.Context, c ledger.Call, why string, drop bool) ledger.Delivery {
	again := min(d.Retry, longestRetry)
	for range c.Attempts {
		again = min(2*again, longestRetry)
	}
	drop = drop || c.Attempts+1 >= d.Attempts
	d.Log.WarnContext(ctx, "webhook not delivered", "case", c.Case, "target", c.Target, "attempt", c.Attempts+1, "dropped", drop, "error", why)
	return ledger.Delivery{Error: why, Drop: drop, Retry: again}
}
