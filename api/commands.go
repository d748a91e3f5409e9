package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"termijn/internal/app"
	"termijn/internal/identity"
	"termijn/workflows/casework"
)

// resource is where the cases of a process stand in the API.
type resource struct {
	// process is its name on the wire, after which its operations are named; tag is
	// their group in the document.
	process, path, tag string
}

// commandRoute is one command of a process as a sub-resource of its case.
type commandRoute struct {
	// command is its name on the wire, path what follows the case's address.
	command, path string
	register      func(*server, resource)
}

// commandInput is the input of a command with a body of type B.
type commandInput[B any] struct {
	Named
	Idempotent
	Body B
}

// command makes the route of a command. An example stands for its body in the document.
func command[B any](cmd casework.Command[B], path, summary, description string, example B) commandRoute {
	return commandRoute{command: cmd.Name, path: path, register: func(s *server, at resource) {
		registerCommand(s, at, cmd.Name, path, summary, description, example, func(ctx context.Context, who identity.Principal, ref string, b B) (casework.Receipt, error) {
			return app.Send(ctx, s.Service, who, at.process, ref, keyOf(ctx), cmd, b)
		})
	}}
}

// served makes the route of a command that the service checks or completes before
// it sends it.
func served[B any](name, path, summary, description string, example B,
	do func(s *app.Service, ctx context.Context, who identity.Principal, ref, key string, b B) (casework.Receipt, error)) commandRoute {
	return commandRoute{command: name, path: path, register: func(s *server, at resource) {
		registerCommand(s, at, name, path, summary, description, example, func(ctx context.Context, who identity.Principal, ref string, b B) (casework.Receipt, error) {
			return do(s.Service, ctx, who, ref, keyOf(ctx), b)
		})
	}}
}

func registerCommand[B any](s *server, at resource, name, path, summary, description string, example B,
	do func(context.Context, identity.Principal, string, B) (casework.Receipt, error)) {
	op := post(at.path+"/{ref}/"+path, at.process+"-"+name, at.tag, summary, description)
	op.RequestBody = bodyLike(example)
	op.DefaultStatus = http.StatusOK
	register(s, op, func(ctx context.Context, who identity.Principal, in *commandInput[B]) (*answer[Receipt], error) {
		r, err := do(ctx, who, in.Ref, in.Body)
		if err != nil {
			return nil, s.explainedIn(ctx, who, at.process, in.Ref, err)
		}
		return &answer[Receipt]{Body: receiptOf(ctx, r)}, nil
	})
}

// registerCommands adds the commands of a process, in the order of its story.
func (s *server) registerCommands(at resource, commands []commandRoute) {
	for _, c := range commands {
		c.register(s, at)
	}
}

// bodyLike is a body of which the document shows an example.
func bodyLike(example any) *huma.RequestBody {
	return &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/json": {Example: example}}}
}

// openInput is the input of what opens a case.
type openInput[B any] struct {
	Idempotent
	Body B
}

// registerOpen adds what opens a case of a process.
func registerOpen[B any](s *server, at resource, summary, description string, example B,
	do func(context.Context, identity.Principal, string, B) (casework.Receipt, error)) {
	op := post(at.path, "open-"+at.process, at.tag, summary, description)
	op.RequestBody = bodyLike(example)
	op.DefaultStatus = http.StatusCreated
	register(s, op, func(ctx context.Context, who identity.Principal, in *openInput[B]) (*opened, error) {
		r, err := do(ctx, who, keyOf(ctx), in.Body)
		if err != nil {
			return nil, err
		}
		return &opened{Location: at.path + "/" + r.Ref, Body: receiptOf(ctx, r)}, nil
	})
}
