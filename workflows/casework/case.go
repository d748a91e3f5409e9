package casework

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"termijn/internal/record"
)

// Process is what a process package contributes to its cases.
type Process[S any] struct {
	// Version is the newest version of the process that this program knows; 0
	// means 1. A case follows the one that it was opened with (State.Version).
	Version int
	// Initial is the stage of a new case.
	Initial string
	// Transitions says which commands each stage allows. A command that stands
	// under Always is allowed in every stage until the case has ended.
	Transitions map[string][]string
	// Opened adds to the first turn what the process needs from the start.
	Opened func(*Turn[S])
	// Due is called in the turn of a clock that reached its due time, Alarm in
	// the turn of an alarm, Decided in the turn of a task's decision.
	Due     func(*Turn[S], record.Clock)
	Alarm   func(*Turn[S], record.Alarm)
	Decided func(*Turn[S], record.Task, Decision)
	// Returned is called in the turn of an errand's answer; TakenOver in the turn
	// that ends the take-over of an open case. Both may be nil.
	Returned  func(*Turn[S], record.Errand, json.RawMessage)
	TakenOver func(*Turn[S])
	// Reached is called in the turn of a step of a clock's ladder before its due
	// time. It may be nil.
	Reached func(*Turn[S], record.Clock, record.Rung)
	// Recipients resolves parts of the process's own, such as "handler.agent"; nil
	// means that it has none.
	Recipients func(s *Situation[S], part string) ([]record.Recipient, bool)
	// Letters writes to a part of a clock's ladder where whom and what depends on what
	// the clock is of; args are what every such mail says. Nil, or false, leaves it to
	// Recipients.
	Letters func(s *Situation[S], k record.Clock, part string, args map[string]string) ([]record.Mail, bool)
	// Waiting says in one English sentence what the case waits for, for operators.
	Waiting func(*State[S]) string
	// CheckDecision refuses a decision that the process does not allow now.
	CheckDecision func(*Situation[S], record.Task, Decision) error
	// Gone says more about a task that is decided on although it was closed: who
	// decided, and what. Nil, or a nil error, leaves it at CodeDone.
	Gone func(*Situation[S], Decision) error
	// ContinueAfter bounds the history events of one run; 0 means 4000, well below
	// the server's own limit.
	ContinueAfter int
}

// Always is the key of Transitions for commands that every open stage allows.
const Always = "*"

// Case is a running case.
type Case[S any] struct {
	State[S]
	process Process[S]
	start   Start[S]
	turn    workflow.Mutex
	// view is the process's state as it was last recorded.
	view   json.RawMessage
	timers []timer
	// facts are what can be taken over from another tool, by kind.
	facts map[string]func(*Turn[S], json.RawMessage) error
	// replaying is true until the facts of another tool are recorded.
	replaying bool
	// busy are the errands that somebody is out for in this run; answered counts
	// the answers by errand.
	busy     map[string]bool
	answered map[string]int
	// broken is why the case ended without its process.
	broken error
}

// New registers what every case answers to. The process registers its own
// commands with Handle and then calls Run; nothing blocks before that.
func New[S any](ctx workflow.Context, start Start[S], p Process[S]) (*Case[S], error) {
	if newest := max(p.Version, 1); start.State.Version > newest {
		// Fails the workflow task, not the case: a newer worker takes it up.
		panic(fmt.Sprintf("case %s follows version %d of its process; this worker knows %d", start.State.Ref, start.State.Version, newest))
	}
	c := &Case[S]{State: start.State, process: p, start: start, turn: workflow.NewMutex(ctx),
		facts: map[string]func(*Turn[S], json.RawMessage) error{}, busy: map[string]bool{}, answered: map[string]int{},
		replaying: start.Taken != nil && start.State.Seq == 0}
	if c.Clocks == nil {
		c.Clocks = map[string]record.Clock{}
	}
	if c.Tasks == nil {
		c.Tasks = map[string]record.Task{}
	}
	if c.Alarms == nil {
		c.Alarms = map[string]record.Alarm{}
	}
	if c.Errands == nil {
		c.Errands = map[string]record.Errand{}
	}
	if c.Stage == "" {
		c.Stage = p.Initial
	}
	if c.Seq > 0 {
		c.view = c.State.view()
	}
	if err := workflow.SetQueryHandler(ctx, QueryState, func() (State[S], error) { return c.State, nil }); err != nil {
		return nil, err
	}
	if err := workflow.SetUpdateHandler(ctx, UpdateRegistered, c.registered); err != nil {
		return nil, err
	}
	Handle(ctx, c, Decide, checkDecision[S], decide[S])
	return c, nil
}

// registered answers the opener as soon as the first event is recorded.
func (c *Case[S]) registered(ctx workflow.Context) (Receipt, error) {
	if err := c.opened(ctx); err != nil {
		return Receipt{}, err
	}
	if r, ok := c.receipt(c.start.Command); ok {
		return r, nil
	}
	return Receipt{Ref: c.Ref, Seq: c.Seq, Stage: c.Stage, At: c.now(ctx)}, nil
}

// opened waits until the first event is recorded, and with it what was taken over.
func (c *Case[S]) opened(ctx workflow.Context) error {
	if err := workflow.Await(ctx, func() bool { return c.Seq > 0 && !c.replaying || c.broken != nil }); err != nil {
		return err
	}
	if c.Seq == 0 {
		return c.broken
	}
	return nil
}

// Run lives the case until it ends or continues as new.
func (c *Case[S]) Run(ctx workflow.Context, self any) error {
	err := c.live(ctx, self)
	if err == nil || workflow.IsContinueAsNewError(err) {
		return err
	}
	return c.terminate(ctx, err)
}

func (c *Case[S]) live(ctx workflow.Context, self any) error {
	if c.Seq == 0 {
		if err := c.open(ctx); err != nil {
			return err
		}
	}
	if c.replaying {
		if err := c.replay(ctx); err != nil {
			return err
		}
	}
	for {
		// The lock that this takes waits for a turn to be recorded: an end that is
		// not recorded is none, and its errands are not known yet.
		if err := c.fireDue(ctx); err != nil {
			return err
		}
		if c.Closed() {
			break
		}
		if c.shouldContinue(ctx) {
			if err := c.rest(ctx); err != nil {
				return err
			}
			if c.Closed() {
				c.turn.Unlock()
				break
			}
			// What was said while the handlers finished is in the state too.
			next := c.State
			next.Version = c.process.Version // a new run has no history to agree with
			return workflow.NewContinueAsNewError(ctx, self, Start[S]{State: next, Actor: c.start.Actor, Command: c.start.Command})
		}
		c.runErrands(ctx)
		if err := c.sleep(ctx); err != nil {
			return err
		}
	}
	c.runErrands(ctx)
	return workflow.Await(ctx, func() bool { return workflow.AllHandlersFinished(ctx) && len(c.busy) == 0 })
}

// rest waits until nobody is answered any more and no turn is taken, and keeps it
// so: it returns with the turn lock. Who is out for an errand is not waited for,
// which could take long; the next run sends somebody again.
func (c *Case[S]) rest(ctx workflow.Context) error {
	for {
		if err := workflow.Await(ctx, func() bool { return workflow.AllHandlersFinished(ctx) }); err != nil {
			return err
		}
		if err := c.turn.Lock(ctx); err != nil {
			return err
		}
		if workflow.AllHandlersFinished(ctx) {
			return nil
		}
		c.turn.Unlock()
	}
}

func (c *Case[S]) open(ctx workflow.Context) error {
	at := c.now(ctx)
	if c.replaying {
		at = c.start.Taken.Opened
		if now := c.now(ctx); at.After(now) {
			at = now
		}
	}
	_, err := c.take(ctx, c.start.Actor, at, c.start.Command, func(t *Turn[S]) {
		if c.replaying {
			t.event.Source, t.past = c.start.Taken.Source, true
		}
		t.Say(KindRegistered, map[string]string{"title": c.Title})
		change := t.change()
		change.Process, change.Title, change.Parties, change.Links = c.Process, c.Title, &c.State.Parties, c.start.Links
		t.Move(c.Stage)
		c.process.Opened(t)
	})
	if errors.Is(err, errTaken) {
		return nil // nothing but the opening can be a case's first event
	}
	return err
}

const continueAfter = 4000

func (c *Case[S]) shouldContinue(ctx workflow.Context) bool {
	i := workflow.GetInfo(ctx)
	return i.GetContinueAsNewSuggested() || i.GetCurrentHistoryLength() > cmp.Or(c.process.ContinueAfter, continueAfter)
}

// now is the product's present instant.
func (c *Case[S]) now(ctx workflow.Context) time.Time { return c.Time.At(workflow.Now(ctx)) }

// terminate records that the case ended by cancellation or failure. It works
// although the workflow's own context is cancelled.
func (c *Case[S]) terminate(ctx workflow.Context, cause error) error {
	ctx, _ = workflow.NewDisconnectedContext(ctx)
	kind, outcome := KindFailed, OutcomeFailed
	if temporal.IsCanceledError(cause) {
		kind, outcome = KindCancelled, OutcomeCanceled
	}
	if err := c.turn.Lock(ctx); err != nil {
		return cause
	}
	for !c.Closed() && c.Seq > 0 {
		_, err := c.take(ctx, record.System, c.now(ctx), "", func(t *Turn[S]) {
			t.Say(kind, nil)
			t.End(outcome, outcome)
		})
		if err != nil && !errors.Is(err, errTaken) {
			c.turn.Unlock()
			return err
		}
	}
	c.broken = cause
	c.turn.Unlock()
	// Commands that came meanwhile hear that the case has ended.
	_ = workflow.Await(ctx, func() bool { return workflow.AllHandlersFinished(ctx) })
	return cause
}

// sortedKeys lists a map's keys in order.
//
//workflowcheck:ignore the order in which the map is walked does not matter: the keys are sorted
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
