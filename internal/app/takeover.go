package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	enums "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"termijn/internal/ledger"
	"termijn/internal/takeover"
	"termijn/workflows/casework"
	"termijn/workflows/incident"
)

// TakeOver takes another tool's incidents over as cases with their own history
// (N-09). It can be stopped at any point and run again: what is there already is
// left alone, what was half done is finished.
type TakeOver struct {
	Service *Service
	// Source names the tool, for example "servicenow".
	Source string
	// Parallel is how many cases are under way at once.
	Parallel int
	// Patience is how long nothing may be recorded before it gives up; 0: for ever.
	Patience time.Duration
	// Progress is told of every case that stands in the ledger; it may be nil.
	Progress func(done int)
	// Waits is told when nothing was recorded for a while, and for what it waits; it may be nil.
	Waits func(error)
}

// Taken is what a take-over did.
type Taken struct {
	// New cases, and those that an earlier run had taken over.
	New, Already int
	// Failed are the incidents that could not be taken over; the next run tries them again.
	Failed []NotTaken
}

// NotTaken is an incident that could not be taken over.
type NotTaken struct {
	Number, Ref string
	Reason      error
}

var (
	// ErrStalled: nothing was recorded for as long as the patience goes.
	ErrStalled = errors.New("nothing was recorded")
	// ErrTooManyFailed: something is wrong with all of them.
	ErrTooManyFailed = errors.New("too many incidents could not be taken over")
)

// mostFailed is how many incidents may fail before the others are not tried.
const mostFailed = 100

// Run takes the incidents over. One that fails stops none of the others; it is among
// the failed, which are no error. A server that does not answer is waited for. The
// error says why it stopped before the last incident.
func (t TakeOver) Run(ctx context.Context, incidents []takeover.Incident) (Taken, error) {
	done, err := t.Service.Store.TakenOver(ctx, t.claimant())
	if err != nil {
		return Taken{}, err
	}
	todo := slices.DeleteFunc(slices.Clone(incidents), func(inc takeover.Incident) bool { return done[inc.Number] })
	r := &running{TakeOver: t, taken: Taken{Already: len(incidents) - len(todo)}, underWay: map[string]bool{}}
	r.tell()
	if r.refs, err = t.claim(ctx, todo); err != nil {
		return r.taken, err
	}
	ctx, r.stop = context.WithCancelCause(ctx)
	defer r.stop(nil)
	r.last = time.Now()
	r.timer = time.AfterFunc(r.hush(), r.still)
	defer r.timer.Stop()
	queue := make(chan takeover.Incident)
	var workers sync.WaitGroup
	for range max(t.Parallel, 1) {
		workers.Go(func() {
			for inc := range queue {
				r.end(ctx, inc, r.take(ctx, inc))
			}
		})
	}
	for _, inc := range todo {
		select {
		case queue <- inc:
			continue
		case <-ctx.Done():
		}
		break
	}
	close(queue)
	workers.Wait()
	slices.SortFunc(r.taken.Failed, func(a, b NotTaken) int { return strings.Compare(a.Number, b.Number) })
	if r.taken.New+len(r.taken.Failed) == len(todo) {
		return r.taken, nil // whoever stopped it came too late
	}
	return r.taken, context.Cause(ctx)
}

// claimant is who claims references for a tool. No person is called that.
func (t TakeOver) claimant() string { return "import/" + t.Source }

// claimsAtATime bounds one statement.
const claimsAtATime = 1000

// claim gives the incidents their references, in their order.
func (t TakeOver) claim(ctx context.Context, incidents []takeover.Incident) (map[string]string, error) {
	refs := map[string]string{}
	for chunk := range slices.Chunk(incidents, claimsAtATime) {
		var claims []ledger.Claim
		for _, inc := range chunk {
			claims = append(claims, ledger.Claim{Person: t.claimant(), Key: inc.Number, Digest: inc.Number, Prefix: incident.Prefix,
				Year: inc.Opened.In(t.Service.zone()).Year()})
		}
		if err := t.Service.Store.ClaimAll(ctx, claims, refs); err != nil {
			return nil, err
		}
	}
	return refs, nil
}

// one takes an incident over and returns when all of it is recorded.
func (t TakeOver) one(ctx context.Context, ref string, inc takeover.Incident, start casework.Start[incident.State]) error {
	s := t.Service
	options := client.StartWorkflowOptions{
		ID: WorkflowID(ref), TaskQueue: s.TaskQueue, StaticSummary: ref,
		WorkflowIDConflictPolicy: enums.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		// What failed before it was all recorded begins anew; the ledger keeps what it has.
		WorkflowIDReusePolicy: enums.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY,
	}
	if closes(inc) {
		run, err := s.Temporal.ExecuteWorkflow(ctx, options, incident.Name, start)
		if err == nil {
			return run.Get(ctx, nil)
		}
		return t.outcome(ctx, ref, err)
	}
	h, err := s.Temporal.UpdateWithStartWorkflow(ctx, client.UpdateWithStartWorkflowOptions{
		StartWorkflowOperation: s.Temporal.NewWithStartWorkflowOperation(options, incident.Name, start),
		UpdateOptions:          client.UpdateWorkflowOptions{UpdateName: casework.UpdateRegistered, WaitForStage: client.WorkflowUpdateStageCompleted},
	})
	if err == nil {
		err = h.Get(ctx, nil)
	}
	return t.outcome(ctx, ref, err)
}

func closes(inc takeover.Incident) bool {
	n := len(inc.Facts)
	return n > 0 && inc.Facts[n-1].Kind == takeover.Closed
}

// outcome is how a case came out of which an error says that it has ended; other
// errors it returns.
func (t TakeOver) outcome(ctx context.Context, ref string, err error) error {
	var again *serviceerror.WorkflowExecutionAlreadyStarted
	var gone *serviceerror.NotFound
	var without *temporal.ApplicationError
	if errors.As(err, &again) || errors.As(err, &gone) || errors.As(err, &without) && without.Type() == endedUnanswered {
		return t.Service.Temporal.GetWorkflow(ctx, WorkflowID(ref), "").Get(ctx, nil)
	}
	return err
}

// endedUnanswered is the type of Temporal's error to an update whose workflow ended
// before it was answered.
const endedUnanswered = "AcceptedUpdateCompletedWorkflow"
