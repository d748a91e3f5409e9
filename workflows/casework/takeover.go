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
		_, err := c.take(ctx, f.Actor, f.At, "", func(t *Turn[S]) { c.takeOver(t, f) })
		if err != nil && !errors.Is(err, errTaken) {
			return err
		}
	}
	if !c.Closed() {
		_, err := c.take(ctx, record.System, c.now(ctx), "", func(t *Turn[S]) {
			t.event.Source = taken.Source
			c.pass(t, true)
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

func (c *Case[S]) takeOver(t *Turn[S], f Fact) {
	t.event.Source, t.past = c.start.Taken.Source, true
	c.pass(t, false)
	err := errors.New("unknown kind of fact")
	if apply, ok := c.facts[f.Kind]; ok {
		err = apply(t, f.Body)
	}
	if err != nil {
		t.Say(KindNotTaken, map[string]string{"fact": f.Kind, "reason": err.Error()})
	}
}

// pass marks every instant up to the turn's as reached, without telling anybody.
// What follows from a term that ran out follows only when no fact of the other
// tool can contradict it any more.
func (c *Case[S]) pass(t *Turn[S], follows bool) {
	all := c.instants()
	slices.SortFunc(all, func(a, b instant) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.key(), b.key())) })
	for _, i := range all {
		if i.at.After(t.At) || c.Closed() {
			continue
		}
		if i.alarm != "" {
			if a, set := c.Alarms[i.alarm]; set && follows {
				t.ClearAlarm(a.ID)
				c.process.Alarm(t, a)
			}
			continue
		}
		k := c.Clocks[i.clock]
		k.Fired = append(slices.Clone(k.Fired), i.rung.Key)
		t.putClock(k)
		if i.rung.Key == record.RungDue && follows {
			c.process.Due(t, k)
		}
	}
}
