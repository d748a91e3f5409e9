package api

import (
	"context"
	"maps"
	"strings"
	"time"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/internal/ledger"
)

// Task is something that somebody is asked for.
type Task struct {
	ID      string            `json:"id" example:"REG-2026-000042.3" doc:"The case's reference, a dot and a number. Events write a slash for the dot; both are understood."`
	Case    string            `json:"case"`
	Process string            `json:"process"`
	Title   string            `json:"title" doc:"The case's title."`
	Asks    string            `json:"asks" doc:"What is asked, in the reader's language."`
	Kind    string            `json:"kind" example:"approve_offer"`
	Subject string            `json:"subject,omitempty" doc:"What in the case it is about."`
	State   string            `json:"state" enum:"open,done,cancelled"`
	Person  string            `json:"person,omitempty" doc:"Who is asked; else organisation and role say who."`
	Org     string            `json:"organisation,omitempty"`
	Role    string            `json:"role,omitempty"`
	Opened  time.Time         `json:"opened"`
	Due     *time.Time        `json:"due,omitempty"`
	Clock   string            `json:"clock,omitempty" doc:"The clock that limits it."`
	Options []string          `json:"options" doc:"The answers that a decision can give; empty when a command does the task."`
	Command string            `json:"command,omitempty" doc:"The command that does the task when it has no options."`
	Content string            `json:"content,omitempty" doc:"The hash of what is decided on; a decision must carry it."`
	Args    map[string]string `json:"args" doc:"Details of what is asked."`
	Closed  *time.Time        `json:"closed,omitempty"`
	By      string            `json:"by,omitempty" doc:"Who did it."`
	For     string            `json:"for,omitempty" doc:"On whose behalf."`
	Option  string            `json:"option,omitempty" doc:"The decision."`
	Reason  string            `json:"reason,omitempty"`
}

// taskID and its reverse translate between the ledger's IDs, which have a slash,
// and those of addresses.
func taskID(id string) string { return strings.Replace(id, "/", ".", 1) }

func ledgerID(id string) string { return strings.Replace(id, ".", "/", 1) }

func taskOf(ctx context.Context, t ledger.TaskRow) Task {
	v := Task{ID: taskID(t.ID), Case: t.Case, Process: t.Process, Title: t.Title, Asks: printer(ctx).T("task." + t.Kind), Kind: t.Kind, Subject: t.Subject,
		State: t.State, Person: t.Assignee.Person, Org: t.Assignee.Org, Role: t.Assignee.Role, Opened: local(t.Opened), Due: localOrNil(t.Due),
		Clock: t.Clock, Options: append([]string{}, t.Options...), Command: t.Command, Content: t.Content, Args: map[string]string{},
		Closed: localOrNil(t.Closed), Option: t.Option, Reason: t.Reason}
	maps.Copy(v.Args, t.Args)
	if t.By != nil {
		v.By, v.For = t.By.Person, t.By.For
	}
	return v
}

type tasksInput struct {
	Kind    string `query:"kind" example:"approve_offer" doc:"Only tasks of this kind."`
	Process string `query:"process" doc:"Only tasks of this process."`
	Case    string `query:"case" doc:"Only tasks of this case."`
	Overdue bool   `query:"overdue" doc:"Only tasks whose due time is past."`
	Text    string `query:"text" maxLength:"200" doc:"Words, or beginnings of words, of the case's reference and title."`
	Paged
}

type TaskInput struct {
	ID string `path:"id" example:"REG-2026-000042.3" doc:"The task's ID."`
}

// Decision is somebody's answer to a task.
type Decision struct {
	Option  string `json:"option" example:"approve" doc:"One of the task's options."`
	Content string `json:"content" example:"5f1c0a7b9d2e4c68" doc:"The task's content: the hash of what the decider saw. If the content has changed since, the decision is refused (409, stale) with the difference."`
	Reason  string `json:"reason,omitempty" maxLength:"4000" doc:"Required with a negative answer."`
}

type decisionInput struct {
	TaskInput
	Idempotent
	Body Decision
}

func (s *server) registerTasks() {
	register(s, get("/api/v1/tasks", "list-tasks", "Tasks", "List my tasks", "The caller's own open tasks by due time: those given to the person, and to a role in the organisation."),
		func(ctx context.Context, who identity.Principal, in *tasksInput) (*list[Task], error) {
			f := ledger.TaskFilter{Kind: in.Kind, Process: in.Process, Case: in.Case, Text: in.Text}
			if in.Overdue {
				now := s.Service.Now()
				f.Overdue = &now
			}
			rows, next, err := s.Service.Tasks(ctx, who, f, in.page())
			if err != nil {
				return nil, err
			}
			return listOf(in.Paged, rows, next, func(t ledger.TaskRow) Task { return taskOf(ctx, t) }), nil
		})
	register(s, get("/api/v1/tasks/{id}", "get-task", "Tasks", "Show a task", "Any task of a case that the caller may see, open or closed."),
		func(ctx context.Context, who identity.Principal, in *TaskInput) (*answer[Task], error) {
			t, err := s.Service.Task(ctx, who, ledgerID(in.ID))
			return &answer[Task]{Body: taskOf(ctx, t)}, err
		})
	register(s, post("/api/v1/tasks/{id}/decision", "decide-task", "Tasks", "Decide a task", "Answers a task that has options and stands in the caller's own inbox."), s.decide)
}

func (s *server) decide(ctx context.Context, who identity.Principal, in *decisionInput) (*answer[Receipt], error) {
	id := ledgerID(in.ID)
	r, err := s.Service.Decide(ctx, who, id, keyOf(ctx), app.Decision{Option: in.Body.Option, Content: in.Body.Content, Reason: in.Body.Reason})
	if err != nil {
		ref, _, _ := strings.Cut(id, "/")
		return nil, s.explained(ctx, who, ref, err)
	}
	return &answer[Receipt]{Body: receiptOf(ctx, r)}, nil
}
