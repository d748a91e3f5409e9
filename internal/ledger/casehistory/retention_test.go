package casehistory_test

import (
	"context"

	enums "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
)

// forgetful is a client to a server whose retention removed some runs: a real one
// takes minutes to do so. all stands for every run.
type forgetful struct {
	client.Client
	gone string
	all  bool
}

func (f forgetful) DescribeWorkflowExecution(ctx context.Context, id, run string) (*workflowservice.DescribeWorkflowExecutionResponse, error) {
	if f.all {
		return nil, serviceerror.NewNotFound("workflow not found")
	}
	return f.Client.DescribeWorkflowExecution(ctx, id, run)
}

func (f forgetful) GetWorkflowHistory(ctx context.Context, id, run string, poll bool, filter enums.HistoryEventFilterType) client.HistoryEventIterator {
	if run == f.gone {
		return removed{}
	}
	return f.Client.GetWorkflowHistory(ctx, id, run, poll, filter)
}

type removed struct{}

func (removed) HasNext() bool { return true }

func (removed) Next() (*historypb.HistoryEvent, error) {
	return nil, serviceerror.NewNotFound("workflow execution already removed")
}
