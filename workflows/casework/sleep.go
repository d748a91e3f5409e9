package casework

import (
	"cmp"
	"slices"
	"time"

	"go.temporal.io/sdk/workflow"

	"termijn/internal/record"
)

// instant is a moment at which the case has something to do.
type instant struct {
	at    time.Time
	clock string
	rung  record.Rung
	alarm string
}

func (i instant) key() string { return i.clock + "|" + i.rung.Key + "|" + i.alarm }

// instants lists what the case's clocks and alarms still have to do.
func (c *Case[S]) instants() []instant {
	var all []instant
	for _, id := range sortedKeys(c.Clocks) {
		k := c.Clocks[id]
		if k.Stopped() {
			continue
		}
		for _, r := range k.Rungs {
			if !k.HasFired(r.Key) {
				all = append(all, instant{at: r.At, clock: id, rung: r})
			}
		}
	}
	for _, id := range sortedKeys(c.Alarms) {
		all = append(all, instant{at: c.Alarms[id].At, alarm: id})
	}
	return all
}

// next returns the earliest instant of the case's clocks and alarms.
func (c *Case[S]) next() (instant, bool) {
	all := c.instants()
	if len(all) == 0 {
		return instant{}, false
	}
	return slices.MinFunc(all, func(a, b instant) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.key(), b.key()))
	}), true
}

// sleep waits for the next instant, or until something changes it.
func (c *Case[S]) sleep(ctx workflow.Context) error {
	workflow.SetCurrentDetails(ctx, c.process.Waiting(&c.State))
	awake := func() bool { return c.Closed() || c.errandWaits() || c.shouldContinue(ctx) }
	next, ok := c.next()
	if !ok {
		return workflow.Await(ctx, func() bool { _, some := c.next(); return some || awake() })
	}
	due := c.timer(ctx, next)
	err := workflow.Await(ctx, func() bool {
		now, some := c.next()
		return due.IsReady() || !some || now.key() != next.key() || !now.at.Equal(next.at) || awake()
	})
	if err == nil {
		err = ctx.Err() // a cancelled case's timer is ready, before its instant
	}
	return err
}

// timer is a Temporal timer that has been started for an instant.
type timer struct {
	at     time.Time
	future workflow.Future
	stop   workflow.CancelFunc
}

// timer returns the timer of an instant. One that was started before is kept as
// long as something happens at its instant, even when an earlier one comes in
// between: that costs the history less than to stop it and start it again.
func (c *Case[S]) timer(ctx workflow.Context, next instant) workflow.Future {
	all := c.instants()
	var kept []timer
	for _, t := range c.timers {
		stands := slices.ContainsFunc(all, func(i instant) bool { return i.at.Equal(t.at) })
		switch {
		case t.future.IsReady():
		case stands:
			kept = append(kept, t)
		default:
			t.stop()
		}
	}
	c.timers = kept
	for _, t := range kept {
		if t.at.Equal(next.at) {
			return t.future
		}
	}
	timerCtx, stop := workflow.WithCancel(ctx)
	wait := c.Time.Wait(next.at.Sub(c.now(ctx)))
	future := workflow.NewTimerWithOptions(timerCtx, wait, workflow.TimerOptions{Summary: next.key()})
	c.timers = append(c.timers, timer{at: next.at, future: future, stop: stop})
	return future
}
