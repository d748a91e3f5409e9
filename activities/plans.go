package activities

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/worker"
	"golang.org/x/sync/errgroup"

	"termijn/internal/collision"
	"termijn/internal/ledger"
	"termijn/internal/record"
)

// Plans holds what cases plan against one another (B-36).
type Plans struct {
	Store    *ledger.Store
	Temporal client.Client
}

// Collisions finds with what a case's plan collides, as plans are recorded now, and
// tells the changes concerned to look again. It is idempotent: who is told twice of
// one event of the case does so once.
func (p *Plans) Collisions(ctx context.Context, call record.ErrandCall) (record.CollisionsFound, error) {
	var asked record.CollisionsAsked
	if err := json.Unmarshal(call.Input, &asked); err != nil {
		return record.CollisionsFound{}, fmt.Errorf("collisions of %s: %w", call.Case, err)
	}
	on, _, err := p.Store.ServiceMap(ctx)
	if err != nil {
		return record.CollisionsFound{}, err
	}
	around, err := p.Store.LookAround(ctx, call.Case, on, nil, "")
	if err != nil {
		return record.CollisionsFound{}, err
	}
	found := record.CollisionsFound{Seq: around.Seq}
	var touched []string
	if around.Plan != nil {
		look := collision.Of(*around.Plan, on)
		found.Found, found.More = look.List(around.Others)
		touched = look.Touched(around.Others)
	}
	if !asked.Tell {
		return found, nil
	}
	tell := append(touched, asked.Before...)
	for _, was := range asked.Was {
		// Another case may have read this plan and not been found from here since.
		before, err := p.Store.LookAround(ctx, call.Case, on, &was, "")
		if err != nil {
			return found, err
		}
		tell = append(tell, collision.Of(was, on).Touched(before.OthersWas)...)
	}
	return found, p.recheck(ctx, call.Case, around.Seq, tell)
}

// mostTouched bounds the changes that something is told to touch. All of them look
// again, however many.
const mostTouched = 200

// Touched finds which changes a freeze, a notice or an edited item touches, and tells
// them, and those that it touched before, to look again. It is idempotent.
func (p *Plans) Touched(ctx context.Context, call record.ErrandCall) (record.TouchedFound, error) {
	var asked record.TouchedAsked
	if err := json.Unmarshal(call.Input, &asked); err != nil {
		return record.TouchedFound{}, fmt.Errorf("touched by %s: %w", call.Case, err)
	}
	on, _, err := p.Store.ServiceMap(ctx)
	if err != nil {
		return record.TouchedFound{}, err
	}
	around, err := p.Store.LookAround(ctx, call.Case, on, asked.Was, record.PlanChange)
	if err != nil {
		return record.TouchedFound{}, err
	}
	found := record.TouchedFound{Seq: around.Seq}
	if around.Plan != nil {
		found.Touched = collision.Of(*around.Plan, on).Touched(around.Others)
	}
	tell := slices.Clone(found.Touched)
	if asked.Was != nil {
		tell = append(tell, collision.Of(*asked.Was, on).Touched(around.OthersWas)...)
	}
	if len(asked.Items) > 0 {
		refs, err := p.Store.Planning(ctx, record.PlanChange, asked.Items)
		if err != nil {
			return found, err
		}
		tell = append(tell, refs...)
	}
	if n := len(found.Touched); n > mostTouched {
		found.Touched, found.More = found.Touched[:mostTouched], n-mostTouched
	}
	return found, p.recheck(ctx, call.Case, around.Seq, tell)
}

// toldAtOnce is how many changes are told at the same time.
const toldAtOnce = 8

// changePrefix begins the reference of a change: nothing else looks again.
const changePrefix = "CHG-"

// recheck tells changes to look again because of a case's event.
func (p *Plans) recheck(ctx context.Context, because string, seq int64, refs []string) error {
	refs = slices.Clone(refs)
	slices.Sort(refs)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(toldAtOnce)
	for _, ref := range slices.Compact(refs) {
		if ref == because || !strings.HasPrefix(ref, changePrefix) {
			continue
		}
		group.Go(func() error { return p.tell(ctx, because, seq, ref) })
	}
	return group.Wait()
}

// tell sends one change the command and waits until its case has taken it: what it
// then does is written in its history. One that has ended, or is about to look again
// anyway, is told enough.
func (p *Plans) tell(ctx context.Context, because string, seq int64, ref string) error {
	body := record.Rechecking{Because: because}
	key := record.ContentHash(fmt.Sprintf("case/%s\n%d", because, seq)) + "/" + record.ContentHash([]any{record.CommandRecheck, ref, body})
	_, err := p.Temporal.UpdateWorkflow(ctx, client.UpdateWorkflowOptions{
		WorkflowID: record.WorkflowID(ref), UpdateID: key, UpdateName: record.CommandRecheck, WaitForStage: client.WorkflowUpdateStageAccepted,
		Args: []any{struct {
			Actor   record.Actor      `json:"actor"`
			Command string            `json:"command"`
			Body    record.Rechecking `json:"body"`
		}{record.System, key, body}},
	})
	var refused *temporal.ApplicationError
	var gone *serviceerror.NotFound
	if err == nil || errors.As(err, &gone) || errors.As(err, &refused) && refused.NonRetryable() {
		return nil
	}
	return fmt.Errorf("tell %s to look again for %s: %w", ref, because, err)
}

// Register makes a worker look for collisions.
func (p *Plans) Register(w worker.Worker) {
	w.RegisterActivityWithOptions(p.Collisions, activity.RegisterOptions{Name: record.CollisionsActivity})
	w.RegisterActivityWithOptions(p.Touched, activity.RegisterOptions{Name: record.TouchedActivity})
}
