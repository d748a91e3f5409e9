package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"termijn/internal/identity"
)

// handler answers an operation for who is signed in.
type handler[I, O any] func(ctx context.Context, who identity.Principal, in *I) (*O, error)

// adapt makes a handler one of huma's.
func adapt[I, O any](s *server, h handler[I, O]) func(context.Context, *I) (*O, error) {
	return func(ctx context.Context, in *I) (*O, error) {
		if _, ok := identity.From(ctx); !ok {
			return nil, s.problem(ctx, ErrUnauthenticated)
		}
		return adaptPublic(s, h)(ctx, in)
	}
}

// adaptPublic makes a handler that nobody need sign in for one of huma's.
func adaptPublic[I, O any](s *server, h handler[I, O]) func(context.Context, *I) (*O, error) {
	return func(ctx context.Context, in *I) (*O, error) {
		who, _ := identity.From(ctx)
		out, err := h(ctx, who, in)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return out, nil
	}
}

// get describes a read-only operation.
func get(path, id, tag, summary, description string) huma.Operation {
	return huma.Operation{Method: http.MethodGet, Path: path, OperationID: id, Tags: []string{tag}, Summary: summary, Description: description}
}

// post describes an operation that changes something.
func post(path, id, tag, summary, description string) huma.Operation {
	return huma.Operation{Method: http.MethodPost, Path: path, OperationID: id, Tags: []string{tag}, Summary: summary, Description: description}
}

// answer is a plain JSON answer.
type answer[B any] struct{ Body B }
