package casework

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"termijn/internal/record"
)

// errTaken: the ledger held another event under the number of a turn. The case
// has taken that event over; whoever took the turn looks again at what to do.
var errTaken = errors.New("case: another event stands under this number")

// take runs one turn and records it. Nothing else changes the case meanwhile:
// the caller holds the turn lock, or is the only one (the opening).
func (c *Case[S]) take(ctx workflow.Context, actor record.Actor, at time.Time, command string, apply func(*Turn[S])) (Receipt, error) {
	if at.Before(c.At) {
		at = c.At // a fact does not hold before the one that it follows from
	}
	before := c.State.copy()
	t := &Turn[S]{
		Situation: Situation[S]{State: &c.State, process: &c.process, At: at, Actor: actor},
		tasks:     map[string]bool{}, clocks: map[string]bool{},
		receipt: Receipt{Command: command, Ref: c.Ref},
	}
	t.event = record.Event{Case: c.Ref, Seq: c.Seq + 1, At: at, Recorded: c.now(ctx), Actor: actor, Prev: c.Head}
	apply(t)
	r, err := c.record(ctx, t, before)
	if err != nil && !errors.Is(err, errTaken) {
		// What is not recorded has not happened.
		return Receipt{}, errors.Join(err, c.undo(before))
	}
	return r, err
}

// record writes the turn down and takes over what the ledger made of it.
func (c *Case[S]) record(ctx workflow.Context, t *Turn[S], before State[S]) (Receipt, error) {
	r := t.receipt
	r.Seq, r.Stage, r.At = t.event.Seq, c.Stage, t.event.At
	c.remember(r)
	view := c.State.view()
	patch, err := patch(c.view, view)
	if err != nil {
		return Receipt{}, err
	}
	if patch != nil {
		t.change().View = patch
	}
	batch := record.Batch{Event: t.event, View: view, Command: r.Command, Ladders: map[string][]record.Step{}}
	fx := &batch.Event.Effects
	for _, id := range sortedKeys(t.clocks) {
		k := c.Clocks[id]
		fx.Clocks = append(fx.Clocks, k)
		batch.Ladders[id] = ladder(c.Definitions[k.Definition], k)
	}
	fx.Tasks = t.closed
	for _, id := range sortedKeys(t.tasks) {
		if task, open := c.Tasks[id]; open {
			fx.Tasks = append(fx.Tasks, task)
		}
	}
	fx.Alarms = t.alarms
	fx.Errands = t.errands

	written, err := recordEvent(ctx, batch)
	if err != nil {
		return Receipt{}, err
	}
	if !same(batch.Event, written) {
		if err := c.adopt(before, written); err != nil {
			return Receipt{}, err
		}
		return Receipt{}, errTaken
	}
	c.absorb(written)
	c.view = view
	return r, nil
}

// same reports whether the ledger wrote the event that was sent, and not one
// that stood there already.
func same(sent, written record.Event) bool {
	return written.At.Equal(sent.At) && written.Recorded.Equal(sent.Recorded) && written.Actor == sent.Actor &&
		written.Kind == sent.Kind && bytes.Equal(written.Body, sent.Body) && bytes.Equal(viewPatch(written), viewPatch(sent))
}

func viewPatch(e record.Event) json.RawMessage {
	if e.Effects.Case == nil {
		return nil
	}
	return e.Effects.Case.View
}

// adopt takes over an event of the ledger that the case does not know. A worker
// that died between the ledger and the history leaves one behind: when the work
// is done again, another command or another instant may come first. The ledger
// is right, because somebody may have read it.
func (c *Case[S]) adopt(before State[S], e record.Event) error {
	view, err := merge(c.view, viewPatch(e))
	if err != nil {
		return err
	}
	c.view = view
	if err := c.undo(before); err != nil {
		return err
	}
	if change := e.Effects.Case; change != nil {
		if change.Stage != "" {
			c.Stage = change.Stage
		}
		if change.Outcome != "" {
			c.Outcome = change.Outcome
		}
		if change.Title != "" {
			c.Title = change.Title
		}
		if change.Parties != nil {
			c.Parties = *change.Parties
		}
	}
	c.absorb(e)
	return c.rememberAdopted(e)
}

// rememberAdopted finds the answer to the command of an adopted event.
func (c *Case[S]) rememberAdopted(e record.Event) error {
	var changed, last struct {
		Answer answer `json:"answer"`
	}
	if err := decode(viewPatch(e), &changed); err != nil {
		return err
	}
	if changed.Answer.Command == "" {
		return nil // a timer's
	}
	// What the answer has in common with the one before is not in the patch.
	if err := decode(c.view, &last); err != nil {
		return err
	}
	c.remember(Receipt{Command: last.Answer.Command, Subject: last.Answer.Subject, Notes: last.Answer.Notes,
		Ref: c.Ref, Seq: e.Seq, Stage: c.Stage, At: e.At})
	return nil
}

// undo brings back the state before a turn. Own comes from the recorded view:
// the turn may have changed what it shares with the state.
func (c *Case[S]) undo(before State[S]) error {
	c.State = before
	if c.view == nil {
		return nil // the opening, which nothing follows
	}
	var own S
	if err := decode(c.view, &own); err != nil {
		return err
	}
	c.Own = own
	return nil
}

// absorb takes the recorded event's facts into the state: the chain's head, and
// what the ledger computed for clocks, tasks and alarms.
func (c *Case[S]) absorb(e record.Event) {
	c.Seq, c.Head, c.At = e.Seq, e.Hash, e.At
	for _, task := range e.Effects.Tasks {
		c.Issued = max(c.Issued, number(c.Ref, task.ID))
		delete(c.Tasks, task.ID)
		if task.State == record.TaskOpen {
			c.Tasks[task.ID] = task
		}
	}
	for _, k := range e.Effects.Clocks {
		c.Clocks[k.ID] = k
		for _, id := range sortedKeys(c.Tasks) {
			if task := c.Tasks[id]; task.Clock == k.ID {
				task.Due = k.Result.Due
				c.Tasks[id] = task
			}
		}
		if k.Stopped() && strings.Contains(k.ID, "/") {
			delete(c.Clocks, k.ID)
		}
	}
	for _, x := range e.Effects.Errands {
		if x.Done {
			c.answered[x.ID]++
			delete(c.Errands, x.ID)
			continue
		}
		c.Errands[x.ID] = x
	}
	for _, a := range e.Effects.Alarms {
		if a.Off {
			delete(c.Alarms, a.ID)
			continue
		}
		c.Alarms[a.ID] = a
	}
}

// recordEvent runs the ledger's local activity until it has succeeded.
func recordEvent(ctx workflow.Context, b record.Batch) (record.Event, error) {
	// A case that is being cancelled still records: with a context of its own.
	ctx, _ = workflow.NewDisconnectedContext(ctx)
	ctx = workflow.WithLocalActivityOptions(ctx, workflow.LocalActivityOptions{
		StartToCloseTimeout:    10 * time.Second,
		ScheduleToCloseTimeout: 100 * 365 * 24 * time.Hour,
		RetryPolicy: &temporal.RetryPolicy{
			InitialInterval:    100 * time.Millisecond,
			BackoffCoefficient: 2,
			// Each try of a long outage leaves six events in the history. At two
			// minutes a case can wait for the database for ten days.
			MaximumInterval: 2 * time.Minute,
		},
		Summary: b.Event.Kind,
	})
	var e record.Event
	err := workflow.ExecuteLocalActivity(ctx, record.Activity, b).Get(ctx, &e)
	return e, err
}
