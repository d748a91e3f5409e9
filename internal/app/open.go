package app

import (
	"context"

	enums "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"

	"termijn/internal/calendar"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/record"
	"termijn/workflows/casework"
)

// open begins a case that somebody asks for: it gives the case its reference and
// returns when its first event is recorded. request is what was asked, as the
// sender wrote it: the key stands for it. start is the case's start; its process
// names the workflow, and what only the service knows is filled in here: reference,
// actor, command, product time and, unless start has some, SLA definitions. A state
// with personal texts in it (see personal) leaves them in the vault.
func open[S any](ctx context.Context, s *Service, p identity.Principal, key, prefix string, request any, start casework.Start[S]) (casework.Receipt, error) {
	date := calendar.DateOf(s.Time.Now(), s.zone())
	ref, err := s.Store.Claim(ctx, ledger.Claim{Person: p.Person, Key: key, Digest: record.ContentHash(request), Prefix: prefix, Year: date.Year})
	if err != nil {
		return casework.Receipt{}, err
	}
	start.Actor, start.Command = actor(p), casework.CommandKey(p.Person, key, request)
	start.State.Ref, start.State.Time = ref, s.Time
	if start.State.Own, err = withTexts(ctx, s, p, ref, start.State.Own); err != nil {
		return casework.Receipt{}, err
	}
	if start.State.Definitions == nil {
		start.State.Definitions = s.Policy.Definitions.For(start.State.Process, date)
	}
	op := s.Temporal.NewWithStartWorkflowOperation(client.StartWorkflowOptions{
		ID: WorkflowID(ref), TaskQueue: s.TaskQueue, StaticSummary: ref,
		WorkflowIDConflictPolicy: enums.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		WorkflowIDReusePolicy:    enums.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
	}, start.State.Process, start)
	handle, err := s.Temporal.UpdateWithStartWorkflow(ctx, client.UpdateWithStartWorkflowOptions{
		StartWorkflowOperation: op,
		UpdateOptions: client.UpdateWorkflowOptions{UpdateID: start.Command, UpdateName: casework.UpdateRegistered,
			WaitForStage: client.WorkflowUpdateStageCompleted},
	})
	return s.receipt(ctx, ledger.CaseRow{Ref: ref}, start.Command, handle, err)
}
