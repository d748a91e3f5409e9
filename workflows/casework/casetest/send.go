package casetest

import (
	"go.temporal.io/sdk/temporal"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

// Answer is what came back to a command.
type Answer struct {
	// Done is true when an answer came; Accepted when the validator let it pass.
	Done, Accepted bool
	Receipt        casework.Receipt
	Refusal        *casework.Refusal
	Err            error
}

// Send sends a command under a key. It is called in a step; the answer is filled
// in before the next one.
func Send[S, B any](c *Case[S], actor record.Actor, cmd casework.Command[B], key string, body B) *Answer {
	a := &Answer{}
	if !c.live {
		a.Done, a.Refusal = true, casework.Refuse(casework.CodeClosed)
		return a
	}
	message := casework.Message[B]{Actor: actor, Body: body}
	if key != "" {
		message.Command = casework.CommandKey(actor.Person, key, []any{cmd.Name, body})
	}
	if c.o.Server != nil {
		sendToServer(c, a, cmd.Name, message)
		return a
	}
	c.sent++
	n := c.sent
	c.inflight[n] = func() {
		c.env.UpdateWorkflow(cmd.Name, "", callbacks{
			accept: func() { a.Accepted = true },
			end: func(result any, err error) {
				a.Done = true
				a.fill(result, err)
				c.done(n)
			},
		}, message)
	}
	c.inflight[n]()
	return a
}

func (a *Answer) fill(result any, err error) {
	if err == nil {
		a.Receipt, _ = result.(casework.Receipt)
		return
	}
	// As a client sees it: through the wire.
	f := temporal.GetDefaultFailureConverter()
	a.Err = f.FailureToError(f.ErrorToFailure(err))
	if r, ok := casework.RefusalOf(a.Err); ok {
		a.Refusal = r
	}
}

type callbacks struct {
	accept func()
	end    func(any, error)
}

func (c callbacks) Accept()                        { c.accept() }
func (c callbacks) Reject(err error)               { c.end(nil, err) }
func (c callbacks) Complete(result any, err error) { c.end(result, err) }
