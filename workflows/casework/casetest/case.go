package casetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/workflow"

	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
)

// Options say which case is lived.
type Options[S any] struct {
	// Workflow is the process under its wire Name.
	Workflow any
	Name     string
	Start    casework.Start[S]
	// At is when the case begins, in real time; without a scale in Start it is
	// product time too.
	At        time.Time
	Calendars *calendar.Book
	// ContinueEvery makes the case continue as new after so many events of a run;
	// 0 means never.
	ContinueEvery int
	// Errands answer the activities that the case sends somebody out for, by wire
	// name, beside the opening of other cases.
	Errands map[string]func(record.ErrandCall) (any, error)
	// Ready, when set, says of the case whether the next step can begin: for cases
	// that are not done with a turn when it is recorded.
	Ready func(casework.State[S]) bool
	// Server is where the case is lived instead of in skipped time.
	Server *Server
}

// Case is a case under test.
type Case[S any] struct {
	Ledger *Ledger
	// Timers are those that the case started, in order.
	Timers []Timer
	// Runs counts the runs: one more than it continued as new.
	Runs int
	// Openings are the cases that the case opened, in order; the nth got the
	// reference PREFIX-2026-00000n.
	Openings []record.Opening
	// Tellings are the commands that the case sent to others, in order. Refuse, when
	// set, says why another case refuses one; empty when it does not.
	Tellings []record.Telling
	Refuse   func(record.Telling) string
	opened   map[string]record.Opened
	// Err is what the last run ended with; nil when the case ended by its process.
	Err error

	mu       sync.Mutex
	t        testing.TB
	o        Options[S]
	env      *testsuite.TestWorkflowEnvironment
	steps    []step
	next     int
	inStep   bool
	inflight map[int]func()
	sent     int
	written  int
	heard    int
	live     bool
}

// Timer is a timer that a case started: when, in real time, and for how long.
type Timer struct {
	Started  time.Time
	Duration time.Duration
}

type step struct {
	at time.Time
	do func()
}

// New prepares a case. Nothing happens before Run.
func New[S any](t testing.TB, o Options[S]) *Case[S] {
	return &Case[S]{t: t, o: o, Ledger: NewLedger(o.Calendars), inflight: map[int]func(){}, opened: map[string]record.Opened{}}
}

// At adds a step: at a real instant, do is called. What it sends is answered
// before the next step begins.
func (c *Case[S]) At(at time.Time, do func()) { c.steps = append(c.steps, step{at, do}) }

// Now is the real time in the environment.
func (c *Case[S]) Now() time.Time {
	if c.o.Server != nil {
		return c.o.Start.State.Time.Now()
	}
	return c.env.Now()
}

// State asks the case for its state.
func (c *Case[S]) State() casework.State[S] {
	c.t.Helper()
	var s casework.State[S]
	v, err := c.query()
	require.NoError(c.t, err)
	require.NoError(c.t, v.Get(&s))
	return s
}

func (c *Case[S]) query() (converter.EncodedValue, error) {
	if c.o.Server != nil {
		return c.o.Server.Client.QueryWorkflow(c.t.Context(), c.o.Server.WorkflowID, "", casework.QueryState)
	}
	return c.env.QueryWorkflow(casework.QueryState)
}

// Cancel asks Temporal to cancel the case.
func (c *Case[S]) Cancel() { c.env.CancelWorkflow() }

// Run lives the case to the end of its steps and checks every event.
func (c *Case[S]) Run() {
	c.t.Helper()
	if c.o.Server != nil {
		c.runOnServer()
		require.Empty(c.t, c.Ledger.Faults())
		return
	}
	start, now := c.o.Start, c.o.At
	for {
		c.Runs++
		c.begin(now)
		c.env.ExecuteWorkflow(c.o.Name, start)
		c.live = false
		c.Err = c.env.GetWorkflowError()
		var again *workflow.ContinueAsNewError
		if !errors.As(c.Err, &again) {
			break
		}
		start = casework.Start[S]{}
		require.NoError(c.t, converter.GetDefaultDataConverter().FromPayloads(again.Input, &start))
		now = c.env.Now()
	}
	for ; c.next < len(c.steps); c.next++ { // the case has ended; what is left can only look
		c.steps[c.next].do()
	}
	require.Empty(c.t, c.Ledger.Faults())
}

func (c *Case[S]) begin(now time.Time) {
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(log.NewStructuredLogger(slog.New(slog.NewTextHandler(io.Discard, nil))))
	env := suite.NewTestWorkflowEnvironment()
	env.SetStartTime(now)
	env.SetTestTimeout(time.Minute)
	env.RegisterWorkflowWithOptions(c.o.Workflow, workflow.RegisterOptions{Name: c.o.Name})
	env.RegisterActivityWithOptions(c.Ledger.RecordEvent, activity.RegisterOptions{Name: record.Activity})
	env.RegisterActivityWithOptions(c.openCase, activity.RegisterOptions{Name: record.OpenCaseActivity})
	env.RegisterActivityWithOptions(c.tellCase, activity.RegisterOptions{Name: record.TellCaseActivity})
	for name, do := range c.o.Errands {
		env.RegisterActivityWithOptions(func(_ context.Context, call record.ErrandCall) (any, error) { return do(call) },
			activity.RegisterOptions{Name: name})
	}
	env.SetOnTimerScheduledListener(func(_ string, d time.Duration) {
		c.Timers = append(c.Timers, Timer{Started: env.Now(), Duration: d})
	})
	c.written, c.heard = 0, int(c.Ledger.began.Load())
	env.SetOnLocalActivityCompletedListener(func(*activity.Info, converter.EncodedValue, error) {
		c.heard++
		if c.written++; c.written == c.o.ContinueEvery {
			env.SetContinueAsNewSuggested(true)
		}
	})
	c.env, c.live = env, true
	// Commands that the last run did not take are sent to this one.
	for n := 1; n <= c.sent; n++ {
		if again, open := c.inflight[n]; open {
			env.RegisterDelayedCallback(again, 0)
		}
	}
	if len(c.inflight) == 0 {
		c.schedule(now)
	}
}

// openCase answers as the activity that opens cases does: once per errand.
func (c *Case[S]) openCase(_ context.Context, call record.ErrandCall) (record.Opened, error) {
	var o record.Opening
	if err := json.Unmarshal(call.Input, &o); err != nil {
		return record.Opened{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	made, again := c.opened[call.ID]
	if !again {
		c.Openings = append(c.Openings, o)
		made = record.Opened{Process: o.Process, Ref: fmt.Sprintf("%s-2026-%06d", o.Prefix, len(c.Openings))}
		c.opened[call.ID] = made
	}
	return made, nil
}

// tellCase answers as the activity that sends commands to other cases does.
func (c *Case[S]) tellCase(_ context.Context, call record.ErrandCall) (record.Told, error) {
	var m record.Telling
	if err := json.Unmarshal(call.Input, &m); err != nil {
		return record.Told{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.Tellings = append(c.Tellings, m)
	if c.Refuse != nil {
		return record.Told{Refused: c.Refuse(m)}, nil
	}
	return record.Told{}, nil
}

// moment is how long a step waits that could come at once: what the case does of
// itself at that instant comes first.
const moment = 5 * time.Millisecond

func (c *Case[S]) schedule(now time.Time) {
	if c.next == len(c.steps) {
		c.env.RegisterDelayedCallback(func() { c.cancel(patientMoments) }, moment)
		return
	}
	s := c.steps[c.next]
	c.env.RegisterDelayedCallback(func() { c.begun(s) }, max(moment, s.at.Sub(now)))
}

// patientMoments are how many moments a case that has ended may still need for the
// errands of its last turn, which the environment runs by the wall clock.
const patientMoments = 400

// cancel ends a case that goes on after its last step, not in the midst of a turn; one
// that has ended by itself is left to complete.
func (c *Case[S]) cancel(left int) {
	var state casework.State[S]
	v, err := c.env.QueryWorkflow(casework.QueryState)
	if err == nil {
		require.NoError(c.t, v.Get(&state))
	}
	if midst := err != nil || c.Ledger.began.Load() != int64(c.heard); left > 0 && (midst || state.Outcome != "") {
		c.env.RegisterDelayedCallback(func() { c.cancel(left - 1) }, moment)
		return
	}
	c.env.CancelWorkflow()
}

// begun does a step as soon as the case runs and is not in the midst of a turn:
// while an activity runs, the environment lets short timers go by the wall clock.
func (c *Case[S]) begun(s step) {
	v, err := c.env.QueryWorkflow(casework.QueryState)
	ready := err == nil && c.Ledger.began.Load() == int64(c.heard)
	if ready && c.o.Ready != nil {
		var state casework.State[S]
		require.NoError(c.t, v.Get(&state))
		ready = c.o.Ready(state)
	}
	if !ready {
		c.env.RegisterDelayedCallback(func() { c.begun(s) }, 0)
		return
	}
	c.inStep = true
	s.do()
	c.inStep = false
	c.done(0)
}

func (c *Case[S]) done(n int) {
	delete(c.inflight, n)
	if len(c.inflight) == 0 && !c.inStep {
		c.next++
		c.schedule(c.env.Now())
	}
}
