package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"

	"termijn/config"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/producttime"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/transition"
)

// Errors of the service, beside casework.Refusal (a clear no from a case).
var (
	// ErrNotFound: there is no such thing, or the principal may not know of it.
	ErrNotFound = ledger.ErrNotFound
	// ErrForbidden: the principal sees it but may not do this.
	ErrForbidden = errors.New("forbidden")
	// ErrBusy: the request could not be finished now. Sending it again under the
	// same idempotency key is safe: nothing is done twice.
	ErrBusy = errors.New("busy")
)

// Service is the application service.
type Service struct {
	Store    *ledger.Store
	Temporal client.Client
	Policy   *config.Policy
	// Time is the product's time.
	Time producttime.Scale
	// TaskQueue is where the cases' workers listen.
	TaskQueue string
	// PublicFor is how long public news is answered from what was read before; zero
	// reads it for everybody who asks.
	PublicFor time.Duration

	public newsKept
}

// Send sends a command to a case and returns when its event is recorded. key is
// the sender's idempotency key: the same command under the same key is done once.
func Send[B any](ctx context.Context, s *Service, p identity.Principal, process, ref, key string, cmd casework.Command[B], body B) (casework.Receipt, error) {
	return sendAs(ctx, s, p, process, ref, key, cmd, body, body)
}

// sendAs is Send for a body that the service completed: asked is the body as the
// sender wrote it, which is what the key stands for.
func sendAs[B any](ctx context.Context, s *Service, p identity.Principal, process, ref, key string, cmd casework.Command[B], asked any, body B) (casework.Receipt, error) {
	row, err := s.commanded(ctx, p, process, ref, cmd.Name)
	if err != nil {
		return casework.Receipt{}, err
	}
	return send(ctx, s, p, row, key, cmd, asked, body)
}

// commanded is the case that a command is for, when the principal may give it.
func (s *Service) commanded(ctx context.Context, p identity.Principal, process, ref, command string) (ledger.CaseRow, error) {
	row, err := s.Store.Case(ctx, p.Scope(), ref)
	if err != nil {
		return row, err
	}
	if row.Process != process {
		return row, ErrNotFound
	}
	if !p.May(identity.Action(row.Process+"."+command), &row.Parties) {
		return row, ErrForbidden
	}
	return row, nil
}

func send[B any](ctx context.Context, s *Service, p identity.Principal, row ledger.CaseRow, key string, cmd casework.Command[B], asked any, body B) (casework.Receipt, error) {
	if err := plain(body); err != nil {
		return casework.Receipt{}, err
	}
	command := casework.CommandKey(p.Person, key, []any{cmd.Name, row.Ref, asked})
	if row.Outcome != "" {
		return s.late(ctx, row, command)
	}
	if row.Process == transition.Name {
		if err := s.checkProgramme(ctx, body); err != nil {
			return casework.Receipt{}, err
		}
	}
	body, err := withTexts(ctx, s, p, row.Ref, body)
	if err != nil {
		return casework.Receipt{}, err
	}
	handle, err := s.Temporal.UpdateWorkflow(ctx, client.UpdateWorkflowOptions{
		WorkflowID: WorkflowID(row.Ref), UpdateID: command, UpdateName: cmd.Name, WaitForStage: client.WorkflowUpdateStageCompleted,
		Args: []any{casework.Message[B]{Actor: actor(p), Command: command, Body: body}},
	})
	r, err := s.receipt(ctx, row, command, handle, err)
	if err == nil && row.Process == transition.Name {
		r = s.carriedThrough(ctx, r)
	}
	return r, err
}

// receipt waits for a command's answer and reads what went wrong.
func (s *Service) receipt(ctx context.Context, row ledger.CaseRow, command string, handle client.WorkflowUpdateHandle, err error) (casework.Receipt, error) {
	var r casework.Receipt
	if err == nil {
		err = handle.Get(ctx, &r)
	}
	if err == nil {
		return r, nil
	}
	if refusal, ok := casework.RefusalOf(err); ok {
		return casework.Receipt{}, refusal
	}
	var gone *serviceerror.NotFound
	if errors.As(err, &gone) {
		return s.late(ctx, row, command)
	}
	return casework.Receipt{}, unavailable(err)
}

// late answers a command for a case that has ended: with the answer it had when
// it was sent before, else with a refusal.
func (s *Service) late(ctx context.Context, row ledger.CaseRow, command string) (casework.Receipt, error) {
	seq, err := s.Store.Answered(ctx, row.Ref, command)
	if err == nil {
		return casework.Receipt{Command: command, Ref: row.Ref, Seq: seq, Stage: row.Stage}, nil
	}
	if !errors.Is(err, ledger.ErrNotFound) {
		return casework.Receipt{}, err
	}
	return casework.Receipt{}, casework.Refuse(casework.CodeClosed, "outcome", row.Outcome)
}

// unavailable marks errors that another try can mend.
func unavailable(err error) error {
	var (
		away     *serviceerror.Unavailable
		slow     *serviceerror.DeadlineExceeded
		full     *serviceerror.ResourceExhausted
		stopped  *serviceerror.Canceled
		timedOut *client.WorkflowUpdateServiceTimeoutOrCanceledError
	)
	if errors.As(err, &away) || errors.As(err, &slow) || errors.As(err, &full) || errors.As(err, &stopped) ||
		errors.As(err, &timedOut) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%w: %w", ErrBusy, err)
	}
	return err
}

// Decision is somebody's answer to a task.
type Decision struct {
	Option string `json:"option"`
	// Content is the hash of what the decider saw.
	Content string `json:"content"`
	Reason  string `json:"reason,omitempty"`
}

// Decide answers a task. A task that is not in the principal's inbox cannot be
// decided; one of a case that the principal may not see does not exist.
func (s *Service) Decide(ctx context.Context, p identity.Principal, task, key string, d Decision) (casework.Receipt, error) {
	t, err := s.Store.Task(ctx, p.Scope(), task)
	if err != nil {
		return casework.Receipt{}, err
	}
	if !p.MayDecide(t.Task, t.Parties) {
		return casework.Receipt{}, ErrForbidden
	}
	row := ledger.CaseRow{Ref: t.Case, Process: t.Process, Stage: t.Stage, Outcome: t.Outcome, Parties: t.Parties}
	body := casework.Decision{Task: task, Option: d.Option, Content: d.Content, Reason: d.Reason}
	return send(ctx, s, p, row, key, casework.Decide, body, body)
}

// WorkflowID is the workflow of a case.
func WorkflowID(ref string) string { return record.WorkflowID(ref) }

func actor(p identity.Principal) record.Actor { return record.Actor{Person: p.Person, Org: p.Org} }

// personal is a command body with personal texts in it.
type personal[B any] interface {
	// Hide returns the body with every personal text replaced by what keep returns.
	Hide(keep func(field, text string) string) B
}

// withTexts moves a body's personal texts to the vault, so that neither Temporal
// nor the ledger holds them.
func withTexts[B any](ctx context.Context, s *Service, p identity.Principal, ref string, body B) (B, error) {
	hider, ok := any(body).(personal[B])
	if !ok {
		return body, nil
	}
	var texts []ledger.Text
	body = hider.Hide(func(field, text string) string {
		if text == "" {
			return ""
		}
		t := ledger.NewText(field, text)
		texts = append(texts, t)
		return t.Ref
	})
	return body, s.Store.Keep(ctx, ref, p.Person, texts)
}
