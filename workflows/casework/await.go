package casework

import "go.temporal.io/sdk/workflow"

// HandleAwait makes a case answer, under a name, as soon as it has recorded that
// something holds, or has ended. It changes nothing and needs no check. What is
// waited for must come soon: a case does not continue as new while somebody waits.
func HandleAwait[S any](ctx workflow.Context, c *Case[S], name string, holds func(*State[S]) bool) {
	handler := func(ctx workflow.Context) (Receipt, error) {
		for {
			if err := workflow.Await(ctx, func() bool { return c.Seq > 0 && (holds(&c.State) || c.Closed()) || c.broken != nil }); err != nil {
				return Receipt{}, err
			}
			// A turn holds the lock until it is recorded, and undoes what is not.
			if err := c.turn.Lock(ctx); err != nil {
				return Receipt{}, err
			}
			done := holds(&c.State) || c.Closed() || c.broken != nil
			r := Receipt{Ref: c.Ref, Seq: c.Seq, Stage: c.Stage, At: c.At}
			c.turn.Unlock()
			if done {
				return r, nil
			}
		}
	}
	if err := workflow.SetUpdateHandler(ctx, name, handler); err != nil {
		panic("case: register " + name + ": " + err.Error())
	}
}
