// Package casehistory reads the events of cases from Temporal's workflow
// histories, without the ledger: each stands there as the result of the local
// activity that recorded it. An audit compares the two; and if the ledger were
// lost, the events could be had from here.
package casehistory

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	commonpb "go.temporal.io/api/common/v1"
	enums "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"

	"termijn/internal/ledger"
	"termijn/internal/record"
)

// Reader reads histories through a client.
type Reader struct {
	Client client.Client
	// Converter opens the payloads; it must be the one that the client seals with.
	Converter converter.DataConverter
	// Prefix and the case's reference make the workflow ID.
	Prefix string
}

// The Go SDK's wire format of a local activity's outcome: a marker of this name
// whose details hold the activity's type and, when it succeeded, its result.
const (
	markerName     = "LocalActivity"
	detailActivity = "data"
	detailResult   = "result"
)

// Recorded returns the events in a case's workflow history, over all its runs
// that are still there. A history that is gone is not an error.
func (r Reader) Recorded(ctx context.Context, ref string) (ledger.Recorded, error) {
	var h ledger.Recorded
	d, err := r.Client.DescribeWorkflowExecution(ctx, r.Prefix+ref, "")
	if isGone(err) {
		h.Gone = true
		return h, nil
	}
	if err != nil {
		return h, fmt.Errorf("workflow of %s: %w", ref, err)
	}
	info := d.GetWorkflowExecutionInfo()
	h.Running = info.GetStatus() == enums.WORKFLOW_EXECUTION_STATUS_RUNNING
	h.Busy = d.GetPendingWorkflowTask() != nil
	h.Status = info.GetStatus().String()
	var runs [][]record.Event
	for run := info.GetExecution().GetRunId(); run != ""; {
		events, started, err := r.run(ctx, ref, run)
		if isGone(err) && len(runs) > 0 {
			break
		}
		if isGone(err) {
			return ledger.Recorded{Gone: true}, nil
		}
		if err != nil {
			return h, fmt.Errorf("history of %s: %w", ref, err)
		}
		runs = append(runs, events)
		h.After = started.seq
		run = started.previous
	}
	slices.Reverse(runs)
	h.Events = slices.Concat(runs...)
	return h, nil
}

// origin is where a run began.
type origin struct {
	// previous is the run that it continues, if any.
	previous string
	// seq is the number of the case's last event before it.
	seq int64
}

func (r Reader) run(ctx context.Context, ref, run string) (events []record.Event, from origin, err error) {
	iter := r.Client.GetWorkflowHistory(ctx, r.Prefix+ref, run, false, enums.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for iter.HasNext() {
		e, err := iter.Next()
		if err != nil {
			return nil, from, err
		}
		if started := e.GetWorkflowExecutionStartedEventAttributes(); started != nil {
			if from, err = r.origin(started); err != nil {
				return nil, from, err
			}
		}
		if m := e.GetMarkerRecordedEventAttributes(); m.GetMarkerName() == markerName {
			event, ok, err := r.event(m.GetDetails())
			if err != nil {
				return nil, from, fmt.Errorf("marker %d: %w", e.GetEventId(), err)
			}
			if ok {
				events = append(events, event)
			}
		}
	}
	return events, from, nil
}

func (r Reader) origin(started *historypb.WorkflowExecutionStartedEventAttributes) (origin, error) {
	o := origin{previous: started.GetContinuedExecutionRunId()}
	if o.previous == "" {
		return o, nil
	}
	var input struct {
		State struct {
			Seq int64 `json:"seq"`
		} `json:"state"`
	}
	if err := r.Converter.FromPayloads(started.GetInput(), &input); err != nil {
		return o, fmt.Errorf("input: %w", err)
	}
	o.seq = input.State.Seq
	return o, nil
}

// event decodes a marker; ok is false when it is not that of a recorded event.
func (r Reader) event(details map[string]*commonpb.Payloads) (e record.Event, ok bool, err error) {
	var activity struct{ ActivityType string }
	if err := r.Converter.FromPayloads(details[detailActivity], &activity); err != nil {
		return e, false, err
	}
	result, succeeded := details[detailResult]
	if activity.ActivityType != record.Activity || !succeeded {
		return e, false, nil
	}
	return e, true, r.Converter.FromPayloads(result, &e)
}

// Cases lists the cases that have a workflow history.
func (r Reader) Cases(ctx context.Context) ([]string, error) {
	var refs []string
	req := &workflowservice.ListWorkflowExecutionsRequest{
		PageSize: 1000, Query: fmt.Sprintf("WorkflowId STARTS_WITH %q", r.Prefix),
	}
	for {
		page, err := r.Client.ListWorkflow(ctx, req)
		if err != nil {
			return nil, fmt.Errorf("list workflows: %w", err)
		}
		for _, w := range page.GetExecutions() {
			refs = append(refs, strings.TrimPrefix(w.GetExecution().GetWorkflowId(), r.Prefix))
		}
		if req.NextPageToken = page.GetNextPageToken(); len(req.NextPageToken) == 0 {
			slices.Sort(refs)
			return slices.Compact(refs), nil
		}
	}
}

// isGone: retention removed it, or it never was.
func isGone(err error) bool {
	var missing *serviceerror.NotFound
	return errors.As(err, &missing)
}
