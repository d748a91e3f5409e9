package api

import (
	"context"
	"time"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/workflows/casework"
)

// Receipt is the answer to a command: its event is recorded.
type Receipt struct {
	Ref     string     `json:"ref" example:"REG-2026-000042"`
	Seq     int64      `json:"seq" doc:"The number of the command's event."`
	Stage   string     `json:"stage" doc:"The stage after it."`
	Subject string     `json:"subject,omitempty" example:"Q1" doc:"What the command made, for example a round of questions or an offer."`
	At      *time.Time `json:"at,omitempty" doc:"When it was done; absent in the repeated answer of a case that has ended."`
	Notes   []Note     `json:"notes" doc:"Remarks for the sender, for example that a question came too late to suspend the term."`
}

// Note is a remark on a command that was done.
type Note struct {
	Code    string `json:"code" example:"question_without_suspension"`
	Message string `json:"message"`
}

func receiptOf(ctx context.Context, r casework.Receipt) Receipt {
	v := Receipt{Ref: r.Ref, Seq: r.Seq, Stage: r.Stage, Subject: r.Subject, Notes: []Note{}}
	if !r.At.IsZero() {
		v.At = localOrNil(&r.At)
	}
	for _, code := range r.Notes {
		v.Notes = append(v.Notes, Note{Code: code, Message: app.ExplainNote(printer(ctx), code)})
	}
	return v
}

// explained is the problem of a command that was not done, in the words of the
// case's process.
func (s *server) explained(ctx context.Context, who identity.Principal, ref string, err error) error {
	if _, ok := casework.RefusalOf(err); !ok {
		return err
	}
	row, readErr := s.Service.Case(ctx, who, ref)
	if readErr != nil {
		return readErr
	}
	return s.explainedIn(ctx, who, row.Process, ref, err)
}

// explainedIn is explained for a case of a known process, which the sender may act
// on without seeing it. Stale content comes with its difference.
func (s *server) explainedIn(ctx context.Context, who identity.Principal, process, ref string, err error) error {
	refusal, ok := casework.RefusalOf(err)
	if !ok {
		return err
	}
	p := refused(ctx, process, refusal)
	if refusal.Code != casework.CodeStale {
		return p
	}
	changes, err := s.Service.Difference(ctx, who, ref, refusal.Args["seen"])
	if err != nil {
		return err
	}
	for _, c := range changes {
		p.Difference = append(p.Difference, Difference(c))
	}
	return p
}
