package devstack

import (
	"context"
	"errors"
	"fmt"
	"time"

	commonpb "go.temporal.io/api/common/v1"
	namespacepb "go.temporal.io/api/namespace/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/durationpb"
)

// Retention is how long Temporal keeps a closed case's history in a private
// namespace: ten years, so that nothing of a demonstration is removed. The
// server takes up to a hundred.
const Retention = 10 * 365 * 24 * time.Hour

// CreateNamespace makes a namespace unless it is there, with Retention, and
// waits until workflows can be started in it.
func (t *Temporal) CreateNamespace(ctx context.Context, name string) error {
	return register(ctx, t.Address(), []string{name})
}

// CreateNamespace does the same on a dev server that another process started.
func CreateNamespace(ctx context.Context, address, name string) error {
	return register(ctx, address, []string{name})
}

// register makes the namespaces and waits until they answer. A server that is
// still starting is waited for as long as ctx lasts.
func register(ctx context.Context, address string, names []string) error {
	conn, err := grpc.NewClient("passthrough:///"+address, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithConnectParams(impatient))
	if err != nil {
		return fmt.Errorf("connect to Temporal at %s: %w", address, err)
	}
	defer func() { _ = conn.Close() }()
	service := workflowservice.NewWorkflowServiceClient(conn)
	// Also without names of ours: the built-in namespace shows that the server works.
	if err := until(ctx, func(ctx context.Context) error { return usable(ctx, service, "default") }); err != nil {
		return err
	}
	for _, name := range names {
		err := until(ctx, func(ctx context.Context) error { return ensure(ctx, service, name) })
		if err == nil {
			err = until(ctx, func(ctx context.Context) error { return usable(ctx, service, name) })
		}
		if err != nil {
			return fmt.Errorf("create namespace %s: %w", name, err)
		}
	}
	return nil
}

func ensure(ctx context.Context, service workflowservice.WorkflowServiceClient, name string) error {
	_, err := service.RegisterNamespace(ctx, &workflowservice.RegisterNamespaceRequest{
		Namespace: name, WorkflowExecutionRetentionPeriod: durationpb.New(Retention),
	})
	var exists *serviceerror.NamespaceAlreadyExists
	if !errors.As(serviceerror.FromStatus(statusOf(err)), &exists) {
		return err
	}
	now, err := service.DescribeNamespace(ctx, &workflowservice.DescribeNamespaceRequest{Namespace: name})
	if err != nil || now.GetConfig().GetWorkflowExecutionRetentionTtl().AsDuration() == Retention {
		return err
	}
	// The built-in namespace keeps histories for a day only.
	_, err = service.UpdateNamespace(ctx, &workflowservice.UpdateNamespaceRequest{
		Namespace: name,
		Config:    &namespacepb.NamespaceConfig{WorkflowExecutionRetentionTtl: durationpb.New(Retention)},
	})
	return err
}

// usable asks for a workflow that does not exist. That it is missed shows that
// the question went through the front end to the shard that holds cases.
func usable(ctx context.Context, service workflowservice.WorkflowServiceClient, name string) error {
	_, err := service.DescribeWorkflowExecution(ctx, &workflowservice.DescribeWorkflowExecutionRequest{
		Namespace: name, Execution: &commonpb.WorkflowExecution{WorkflowId: "devstack-probe"},
	})
	var missing *serviceerror.NotFound
	if errors.As(serviceerror.FromStatus(statusOf(err)), &missing) {
		return nil
	}
	return err
}
