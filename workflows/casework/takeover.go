package casework

import (
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"go.temporal.io/sdk/workflow"

	"termijn/internal/record"
)

// Taken is the history of a case in another tool. The case is opened at Opened
// and takes a turn for every fact at the fact's own instant, so that clocks and
// pauses come out as if they had happened here. Nobody is told of it, and what
// would have been escalated in the past counts as passed.
type Taken struct {
	// Source names the tool, for example "servicenow".
	Source string    `json:"source"`
	Opened time.Time `json:"opened"`
	// Facts in the order in which they happened.
	Facts []Fact `json:"facts"`
}

// Fact is something that happened in another tool.
type Fact struct {
	At    time.Time       `json:"at"`
	Actor record.Actor    `json:"actor,omitzero"`
	Kind  string          `json:"kind"`
	Body  json.RawMessage `json:"body,omitempty"`
}

// HandleFact makes a case take over facts of a kind. apply changes the case or
// says why the fact does not fit; it must then change nothing.
func HandleFact[S, B any](c *Case[S], kind string, apply func(*Turn[S], B) error) {
	c.facts[kind] = func(t *Turn[S], raw json.RawMessage) error {
		var body B
		if len(raw) > 0 {
			if err := decode(raw, &body); err != nil {
				return err
			}
		}
		return apply(t, body)
	}
}

// replay records what was taken over. An event that stands in the ledger already
// was written by this same loop before its worker died.
func (c *Case[S]) replay(ctx workflow.Context) error {
	taken := c.start.Taken
	for _, f := range taken.Facts {
		if c.Closed() {
			break
		}
		at, now := f.At, c.now(ctx)
		if at.After(now) {
			at = now
		}
		_, err := c.take(ctx, f.Actor, at, "", func(t *Turn[S]) { c.takeOver(t, f, now) })
		if err != nil && !errors.Is(err, errTaken) {
			return err
		}
	}
	if !c.Closed() {
		_, err := c.take(ctx, record.System, c.now(ctx), "", func(t *Turn[S]) {
			t.event.Source = taken.Source
			c.follow(t)
			t.Say(KindTakenOver, map[string]any{"source": taken.Source, "facts": len(taken.Facts)})
			if c.process.TakenOver != nil && !c.Closed() {
				c.process.TakenOver(t)
			}
		})
		if err != nil && !errors.Is(err, errTaken) {
			return err
		}
	}
	c.replaying = false
	return nil
}

func (c *Case[S]) takeOver(t *Turn[S], f Fact, now time.Time) {
	t.event.Source, t.past = c.start.Taken.Source, true
	for _, i := range c.passed(t) {
		// The term may not have ended in the other tool; its later facts say so.
		if i.alarm == "" && (i.rung.Key != record.RungDue || !c.Clocks[i.clock].Lapse) {
			t.reached(i)
		}
	}
	if err := c.apply(t, f, now); err != nil {
		t.Say(KindNotTaken, map[string]string{"fact": f.Kind, "reason": err.Error()})
	}
}

func (c *Case[S]) apply(t *Turn[S], f Fact, now time.Time) error {
	apply, ok := c.facts[f.Kind]
	switch {
	case !ok:
		return errors.New("unknown kind of fact")
	case f.At.After(now):
		return errors.New("it lies in the future")
	}
	return apply(t, f.Body)
}

// passed lists the instants up to the turn's, the earliest first. At the due
// instant of a target in time the promise can still be kept.
func (c *Case[S]) passed(t *Turn[S]) []instant {
	all := slices.DeleteFunc(c.instants(), func(i instant) bool {
		target := c.Clocks[i.clock].Facts.Target
		kept := i.rung.Key == record.RungDue && (target.Elapsed > 0 || target.WorkingTime > 0) && i.at.Equal(t.At)
		return i.at.After(t.At) || kept
	})
	slices.SortFunc(all, func(a, b instant) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.key(), b.key())) })
	return all
}

// reached marks a clock's instant as reached, without telling anybody.
func (t *Turn[S]) reached(i instant) {
	k := t.Clocks[i.clock]
	k.Fired = append(slices.Clone(k.Fired), i.rung.Key)
	t.putClock(k)
}

// follow lets happen what follows from terms and alarms of the past that still
// stand: no fact of the other tool can contradict them any more.
func (c *Case[S]) follow(t *Turn[S]) {
	all := c.passed(t)
	// Promises that were broken before a fact are marked so already.
	for _, id := range sortedKeys(c.Clocks) {
		if k := c.Clocks[id]; !c.Closed() && !k.Stopped() && k.HasFired(record.RungDue) {
			c.process.Due(t, k)
		}
	}
	for _, i := range all {
		if c.Closed() {
			return
		}
		if i.alarm != "" {
			if a, set := c.Alarms[i.alarm]; set {
				t.ClearAlarm(a.ID)
				c.process.Alarm(t, a)
			}
			continue
		}
		if k := c.Clocks[i.clock]; k.ID == "" || k.Stopped() {
			continue // by what followed from an earlier one
		}
		t.reached(i)
		if i.rung.Key == record.RungDue {
			c.process.Due(t, c.Clocks[i.clock])
		}
	}
}
