package api

import (
	"context"
	"time"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/internal/ledger"
)

// Around is what the page of a case shows beside the process's own state.
type Around struct {
	Clocks []Clock    `json:"clocks"`
	Tasks  []Task     `json:"tasks" doc:"Open and closed, the open ones first."`
	Links  []CaseLink `json:"links" doc:"Related cases that the caller may see."`
	Now    time.Time  `json:"now" doc:"The instant that the clocks' values are of."`
}

// CaseLink is a case that another one links to, or that links to it.
type CaseLink struct {
	Kind     string `json:"kind" example:"meeting_about" doc:"What the relation is."`
	Ref      string `json:"ref" example:"CIM-2026-000007"`
	Process  string `json:"process" example:"meeting"`
	Title    string `json:"title"`
	Stage    string `json:"stage"`
	Outcome  string `json:"outcome,omitempty" doc:"How that case ended; absent while it is open."`
	Incoming bool   `json:"incoming" doc:"True when it is the other case that links to this one."`
}

func around(ctx context.Context, w app.Whole) Around {
	a := Around{Clocks: clocksOf(w.Clocks), Tasks: []Task{}, Links: []CaseLink{}, Now: local(w.Now)}
	for _, t := range w.Tasks {
		a.Tasks = append(a.Tasks, taskOf(ctx, t))
	}
	for _, l := range w.Links {
		a.Links = append(a.Links, CaseLink(l))
	}
	return a
}

// registerWhole adds what shows a whole case. read reads the process's own state,
// which refuses cases of other processes, and view puts the parts together.
func registerWhole[S, V any](s *server, at resource, summary, description string, read func(ledger.CaseRow) (S, error), view func(Case, S, Around) V) {
	register(s, get(at.path+"/{ref}", "get-"+at.process, at.tag, summary, description), func(ctx context.Context, who identity.Principal, in *Named) (*answer[V], error) {
		w, err := s.Service.Whole(ctx, who, in.Ref)
		if err != nil {
			return nil, err
		}
		own, err := read(w.CaseRow)
		if err != nil {
			return nil, err
		}
		show(&own, w.Texts)
		return &answer[V]{Body: view(caseOf(w.CaseRow), own, around(ctx, w))}, nil
	})
}

type listInput struct {
	Filters
	Paged
}

// registerList adds the list of a process's cases.
func registerList[S, V any](s *server, at resource, summary, description string, read func(ledger.CaseRow) (S, error), view func(Case, S) V) {
	register(s, get(at.path, "list-"+at.process, at.tag, summary, description), func(ctx context.Context, who identity.Principal, in *listInput) (*list[V], error) {
		rows, next, err := s.Service.Cases(ctx, who, in.filter(at.process), in.page())
		if err != nil {
			return nil, err
		}
		views := make([]V, 0, len(rows))
		for _, row := range rows {
			own, err := read(row)
			if err != nil {
				return nil, err
			}
			show(&own, nil)
			views = append(views, view(caseOf(row), own))
		}
		return listOf(in.Paged, views, next, func(v V) V { return v }), nil
	})
}
