package casework

import (
	"encoding/json"
	"errors"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"termijn/internal/record"
)

// Send asks for something to be done outside the case, without waiting: the
// answer comes in a turn of its own (Process.Returned). What was taken over from
// another tool sends nobody anywhere.
func (t *Turn[S]) Send(id, activity string, input any) {
	if t.past {
		return
	}
	t.errands = append(t.errands, record.Errand{ID: id, Activity: activity, Input: encode(input)})
}

// Opening is another case that a case opens.
type Opening struct {
	// Process and Prefix are the wire names of the process that is opened.
	Process, Prefix string
	Version         int
	Title           string
	Parties         record.Parties
	// Links of the new case, for example to the one that opens it.
	Links []record.Link
	// Own is the new case's state at first.
	Own any
}

// OpenCase opens another case. Its reference comes back in an event of this one,
// when it still runs then; the new case links itself.
func (t *Turn[S]) OpenCase(id string, o Opening) {
	start := Start[json.RawMessage]{Links: o.Links, State: State[json.RawMessage]{
		Process: o.Process, Version: o.Version, Title: o.Title, Parties: o.Parties, Time: t.Time, Own: encode(o.Own)}}
	t.Send(id, record.OpenCaseActivity, record.Opening{Process: o.Process, Prefix: o.Prefix, At: t.At, Start: encode(start)})
}

// TellCase sends a command to another case, as the product itself. Its answer, or
// why the other case refused, comes back as a record.Told.
func TellCase[S, B any](t *Turn[S], id, ref string, cmd Command[B], body B) {
	key := CommandKey("case/"+t.Ref, id, []any{cmd.Name, ref, body})
	t.Send(id, record.TellCaseActivity, record.Telling{Ref: ref, Command: cmd.Name, Key: key,
		Message: encode(Message[B]{Actor: record.System, Command: key, Body: body})})
}

// errandWaits reports whether nobody is out for some errand yet.
func (c *Case[S]) errandWaits() bool { return len(c.Errands) > len(c.busy) }

// runErrands sends somebody out for every errand for which nobody is out.
func (c *Case[S]) runErrands(ctx workflow.Context) {
	for _, id := range sortedKeys(c.Errands) {
		if c.busy[id] {
			continue
		}
		c.busy[id] = true
		e := c.Errands[id]
		workflow.Go(ctx, func(ctx workflow.Context) {
			defer delete(c.busy, id)
			c.runErrand(ctx, e)
		})
	}
}

// runErrand does an errand, for as long as it takes, and takes the turn of its answer.
func (c *Case[S]) runErrand(ctx workflow.Context, e record.Errand) {
	var answer json.RawMessage
	before := c.answered[e.ID]
	out := workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: 30 * time.Second,
		RetryPolicy:         &temporal.RetryPolicy{InitialInterval: 200 * time.Millisecond, BackoffCoefficient: 2, MaximumInterval: time.Minute},
		Summary:             e.ID,
	})
	err := workflow.ExecuteActivity(out, e.Activity, record.ErrandCall{Case: c.Ref, ID: e.ID, Input: e.Input}).Get(ctx, &answer)
	if err != nil && ctx.Err() == nil {
		workflow.GetLogger(ctx).Error("errand given up", "case", c.Ref, "errand", e.ID, "error", err)
	}
	if err == nil {
		err = c.turn.Lock(ctx)
	}
	if err != nil {
		delete(c.Errands, e.ID) // the case is being cancelled, or no other try can help
		return
	}
	defer c.turn.Unlock()
	// An answer that a worker recorded before it died is found in the ledger. What
	// follows from it can be another errand of the same name.
	for {
		if err := c.fireDueLocked(ctx); err != nil || c.answered[e.ID] != before {
			return
		}
		if c.Closed() {
			delete(c.Errands, e.ID)
			return
		}
		_, err := c.take(ctx, record.System, c.now(ctx), "", func(t *Turn[S]) { t.returned(e, answer) })
		if !errors.Is(err, errTaken) {
			return
		}
	}
}

// returned is the turn of an errand's answer.
func (t *Turn[S]) returned(e record.Errand, answer json.RawMessage) {
	e.Input, e.Done = nil, true
	t.errands = append(t.errands, e)
	t.Say(KindErrand, map[string]string{"errand": e.ID})
	if e.Activity == record.OpenCaseActivity {
		var made record.Opened
		if err := decode(answer, &made); err == nil {
			t.Say(KindOpened, made)
		}
	}
	if t.process.Returned != nil {
		t.process.Returned(t, e, answer)
	}
}
