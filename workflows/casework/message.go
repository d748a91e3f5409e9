package casework

import (
	"errors"
	"slices"
	"time"

	"go.temporal.io/sdk/workflow"

	"termijn/internal/record"
)

// Wire names that every case uses.
const (
	UpdateRegistered = "registered"
	UpdateDecide     = "decide"
	QueryState       = "state"
)

// Event kinds that every case uses.
const (
	KindRegistered  = "case.registered"
	KindThreshold   = "clock.threshold"
	KindDue         = "clock.due"
	KindAlarm       = "case.alarm"
	KindDecided     = "task.decided"
	KindCancelled   = "case.cancelled"
	KindFailed      = "case.failed"
	KindOpened      = "case.opened"
	KindErrand      = "case.answered"
	KindTakenOver   = "case.taken_over"
	KindNotTaken    = "case.fact_refused"
	OutcomeCanceled = "cancelled"
	OutcomeFailed   = "failed"
)

// Command is the wire name of a command with the type of its body.
type Command[B any] struct{ Name string }

// Message is a command on its way to a case.
type Message[B any] struct {
	Actor record.Actor `json:"actor"`
	// Command is CommandKey of the sender's idempotency key and the request.
	Command string `json:"command,omitempty"`
	Body    B      `json:"body"`
}

// Handle makes a case answer to a command. check must be pure: it says whether
// the command is legal now. apply changes the case and cannot refuse.
func Handle[S, B any](ctx workflow.Context, c *Case[S], cmd Command[B],
	check func(*Situation[S], B) error, apply func(*Turn[S], B)) {
	legal := func(at time.Time, m Message[B]) error {
		if r, again := c.receipt(m.Command); again {
			if r.Command != m.Command {
				return Refuse(CodeKeyReused)
			}
			return nil
		}
		if err := c.allowed(cmd.Name); err != nil {
			return err
		}
		return check(&Situation[S]{State: &c.State, process: &c.process, At: at, Actor: m.Actor}, m.Body)
	}
	handler := func(ctx workflow.Context, m Message[B]) (Receipt, error) {
		if err := c.opened(ctx); err != nil {
			return Receipt{}, err
		}
		if err := c.turn.Lock(ctx); err != nil {
			return Receipt{}, err
		}
		defer c.turn.Unlock()
		for {
			if r, again := c.receipt(m.Command); again && r.Command == m.Command {
				return r, nil
			}
			// What was due before this command comes first.
			if err := c.fireDueLocked(ctx); err != nil {
				return Receipt{}, err
			}
			at := c.now(ctx)
			if err := legal(at, m); err != nil {
				return Receipt{}, onTheWire(err)
			}
			r, err := c.take(ctx, m.Actor, at, m.Command, func(t *Turn[S]) { apply(t, m.Body) })
			if !errors.Is(err, errTaken) {
				return r, err
			}
		}
	}
	validator := func(ctx workflow.Context, m Message[B]) error {
		if c.replaying {
			return nil // the case is not yet what it was in the other tool
		}
		if next, ok := c.next(); ok && !next.at.After(c.now(ctx)) {
			return nil // something comes first; the turn decides after it
		}
		return onTheWire(legal(c.now(ctx), m))
	}
	err := workflow.SetUpdateHandlerWithOptions(ctx, cmd.Name, handler, workflow.UpdateHandlerOptions{Validator: validator})
	if err != nil {
		panic("case: register command " + cmd.Name + ": " + err.Error())
	}
}

// allowed holds a command against the transition table.
func (c *Case[S]) allowed(command string) error {
	if c.Closed() {
		return Refuse(CodeClosed, "outcome", c.Outcome)
	}
	if command == UpdateDecide || slices.Contains(c.process.Transitions[Always], command) ||
		slices.Contains(c.process.Transitions[c.Stage], command) {
		return nil
	}
	return Refuse(CodeNotNow, "stage", c.Stage, "command", command)
}

// CommandKey names a command: who sent it, under which idempotency key, and
// which request it was.
func CommandKey(person, key string, request any) string {
	return record.ContentHash(person+"\n"+key) + "/" + record.ContentHash(request)
}
