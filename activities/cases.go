package activities

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	enums "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/worker"

	"termijn/config"
	"termijn/internal/calendar"
	"termijn/internal/ledger"
	"termijn/internal/record"
)

// Cases opens cases that other cases ask for.
type Cases struct {
	Store     *ledger.Store
	Temporal  client.Client
	Policy    *config.Policy
	TaskQueue string
}

// OpenCase gives the case its reference and starts its workflow. It is idempotent
// on the asking case and the errand's ID.
func (c *Cases) OpenCase(ctx context.Context, call record.ErrandCall) (record.Opened, error) {
	var o record.Opening
	if err := json.Unmarshal(call.Input, &o); err != nil {
		return record.Opened{}, fmt.Errorf("open case for %s/%s: %w", call.Case, call.ID, err)
	}
	cal, err := c.Policy.Calendars.Current("workdays", calendar.DateOf(o.At, time.UTC))
	if err != nil {
		return record.Opened{}, err
	}
	date := cal.DateOf(o.At)
	// No person is called that: a person's ID holds no slash.
	ref, err := c.Store.Claim(ctx, ledger.Claim{Person: "case/" + call.Case, Key: call.ID, Digest: o.Process, Prefix: o.Prefix, Year: date.Year})
	if err != nil {
		return record.Opened{}, err
	}
	start, err := complete(o.Start, ref, c.Policy.Definitions.For(o.Process, date))
	if err != nil {
		return record.Opened{}, fmt.Errorf("open %s for %s: %w", ref, call.Case, err)
	}
	_, err = c.Temporal.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID: record.WorkflowID(ref), TaskQueue: c.TaskQueue, StaticSummary: ref,
		WorkflowIDConflictPolicy: enums.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		WorkflowIDReusePolicy:    enums.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
	}, o.Process, start)
	var again *serviceerror.WorkflowExecutionAlreadyStarted
	if err != nil && !errors.As(err, &again) {
		return record.Opened{}, fmt.Errorf("open %s for %s: %w", ref, call.Case, err)
	}
	return record.Opened{Process: o.Process, Ref: ref}, nil
}

// TellCase sends a command to a case for another one. The command's key makes it
// done once; a refusal, or that the case has ended, is an answer.
func (c *Cases) TellCase(ctx context.Context, call record.ErrandCall) (record.Told, error) {
	var m record.Telling
	if err := json.Unmarshal(call.Input, &m); err != nil {
		return record.Told{}, fmt.Errorf("tell for %s/%s: %w", call.Case, call.ID, err)
	}
	handle, err := c.Temporal.UpdateWorkflow(ctx, client.UpdateWorkflowOptions{
		WorkflowID: record.WorkflowID(m.Ref), UpdateID: m.Key, UpdateName: m.Command, WaitForStage: client.WorkflowUpdateStageCompleted,
		Args: []any{m.Message},
	})
	if err == nil {
		err = handle.Get(ctx, nil)
	}
	var refused *temporal.ApplicationError
	var gone *serviceerror.NotFound
	switch {
	case errors.As(err, &refused) && refused.NonRetryable():
		return record.Told{Refused: refused.Message()}, nil
	case errors.As(err, &gone):
		return record.Told{Refused: "closed"}, nil
	case err != nil:
		return record.Told{}, fmt.Errorf("tell %s for %s: %w", m.Ref, call.Case, err)
	}
	return record.Told{}, nil
}

// complete fills in what only the outside knows.
func complete(start json.RawMessage, ref string, definitions map[string]record.Definition) (map[string]json.RawMessage, error) {
	var whole, state map[string]json.RawMessage
	if err := json.Unmarshal(start, &whole); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(whole["state"], &state); err != nil {
		return nil, fmt.Errorf("state: %w", err)
	}
	for field, value := range map[string]any{"ref": ref, "definitions": definitions} {
		raw, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		state[field] = raw
	}
	raw, err := json.Marshal(state)
	whole["state"] = raw
	return whole, err
}

// Register makes a worker open cases.
func (c *Cases) Register(w worker.Worker) {
	w.RegisterActivityWithOptions(c.OpenCase, activity.RegisterOptions{Name: record.OpenCaseActivity})
	w.RegisterActivityWithOptions(c.TellCase, activity.RegisterOptions{Name: record.TellCaseActivity})
}
