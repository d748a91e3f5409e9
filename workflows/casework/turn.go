package casework

import (
	"encoding/json"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"termijn/internal/record"
)

// Situation is a case as it stands at an instant, with who acts. Checks read
// it and change nothing.
type Situation[S any] struct {
	*State[S]
	process *Process[S]
	// At is the product instant of the command or of the clock's instant, in UTC.
	At    time.Time
	Actor record.Actor
}

// Turn is one fact with all that follows from it. Its methods change the
// case's state and note the effects; recording ends it.
type Turn[S any] struct {
	Situation[S]
	event   record.Event
	tasks   map[string]bool
	closed  []record.Task
	clocks  map[string]bool
	alarms  []record.Alarm
	receipt Receipt
}

// Say sets the kind and the body of the turn's event. The last one stands.
func (t *Turn[S]) Say(kind string, body any) {
	t.event.Kind = kind
	t.event.Body = nil
	if body != nil {
		t.event.Body = encode(body)
	}
}

// Note adds a remark for the sender of the command.
func (t *Turn[S]) Note(code string) { t.receipt.Notes = append(t.receipt.Notes, code) }

// Made names what the command made.
func (t *Turn[S]) Made(subject string) { t.receipt.Subject = subject }

// Move brings the case to a stage.
func (t *Turn[S]) Move(stage string) {
	t.State.Stage = stage
	t.change().Stage = stage
}

// End ends the case with an outcome: open tasks are cancelled, running clocks too.
func (t *Turn[S]) End(stage, outcome string) {
	t.Move(stage)
	t.State.Outcome = outcome
	t.change().Outcome = outcome
	for _, id := range sortedKeys(t.Tasks) {
		t.cancelTask(id)
	}
	for _, id := range sortedKeys(t.Clocks) {
		if c := t.Clocks[id]; !c.Stopped() {
			t.CancelClock(id)
		}
	}
	for _, id := range sortedKeys(t.Alarms) {
		t.ClearAlarm(id)
	}
}

// Mail asks for a message.
func (t *Turn[S]) Mail(m record.Mail) { t.event.Effects.Mails = append(t.event.Effects.Mails, m) }

func (t *Turn[S]) change() *record.CaseChange {
	if t.event.Effects.Case == nil {
		t.event.Effects.Case = &record.CaseChange{}
	}
	return t.event.Effects.Case
}

// take runs one turn and records it. Nothing else changes the case meanwhile:
// the caller holds the turn lock, or is the only one (the opening).
func (c *Case[S]) take(ctx workflow.Context, actor record.Actor, at time.Time, command string, apply func(*Turn[S])) (Receipt, error) {
	t := &Turn[S]{
		Situation: Situation[S]{State: &c.State, process: &c.process, At: at, Actor: actor},
		tasks:     map[string]bool{}, clocks: map[string]bool{},
		receipt: Receipt{Command: command, Ref: c.Ref},
	}
	t.event = record.Event{Case: c.Ref, Seq: c.Seq + 1, At: at, Recorded: c.now(ctx), Actor: actor, Prev: c.Head}
	apply(t)
	return c.record(ctx, t)
}

// record writes the turn down and takes over what the ledger made of it.
func (c *Case[S]) record(ctx workflow.Context, t *Turn[S]) (Receipt, error) {
	view := encode(c.Own)
	patch, err := record.Patch(c.view, view)
	if err != nil {
		return Receipt{}, err
	}
	if patch != nil {
		t.change().View = patch
	}
	batch := record.Batch{Event: t.event, View: view, Command: t.receipt.Command, Ladders: map[string][]record.Step{}}
	fx := &batch.Event.Effects
	for _, id := range sortedKeys(t.clocks) {
		k := c.Clocks[id]
		fx.Clocks = append(fx.Clocks, k)
		batch.Ladders[id] = c.Definitions[k.Definition].Ladder
	}
	fx.Tasks = t.closed
	for _, id := range sortedKeys(t.tasks) {
		if task, open := c.Tasks[id]; open {
			fx.Tasks = append(fx.Tasks, task)
		}
	}
	fx.Alarms = t.alarms

	written, err := recordEvent(ctx, batch)
	if err != nil {
		return Receipt{}, err
	}
	c.absorb(written)
	c.view = view
	r := t.receipt
	r.Seq, r.Stage, r.At = written.Seq, c.Stage, written.At
	c.remember(r)
	return r, nil
}

// absorb takes the recorded event's facts into the state: the chain's head, and
// what the ledger computed for clocks, tasks and alarms.
func (c *Case[S]) absorb(e record.Event) {
	c.Seq, c.Head = e.Seq, e.Hash
	for _, k := range e.Effects.Clocks {
		c.Clocks[k.ID] = k
	}
	for _, task := range e.Effects.Tasks {
		if task.State == record.TaskOpen {
			c.Tasks[task.ID] = task
		}
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
			MaximumInterval:    15 * time.Second,
		},
		Summary: b.Event.Kind,
	})
	var e record.Event
	err := workflow.ExecuteLocalActivity(ctx, record.Activity, b).Get(ctx, &e)
	return e, err
}

func encode(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic("case: cannot be encoded: " + err.Error())
	}
	return b
}
