package casework

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"termijn/internal/record"
)

// Situation is a case as it stands at an instant, with who acts. Checks read
// it and change nothing.
type Situation[S any] struct {
	*State[S]
	process *Process[S]
	// At is the product instant of the command or of the clock's instant, in UTC.
	At    time.Time
	Actor record.Actor
}

// Turn is one fact with all that follows from it. Its methods change the
// case's state and note the effects; recording ends it.
type Turn[S any] struct {
	Situation[S]
	event   record.Event
	tasks   map[string]bool
	closed  []record.Task
	clocks  map[string]bool
	alarms  []record.Alarm
	errands []record.Errand
	receipt Receipt
	// past is true while facts of another tool are recorded.
	past bool
}

// InPast reports whether the turn is a fact of another tool that others follow:
// nothing can be asked of anybody any more.
func (t *Turn[S]) InPast() bool { return t.past }

// Say sets the kind and the body of the turn's event. The last one stands.
func (t *Turn[S]) Say(kind string, body any) {
	t.event.Kind = kind
	t.event.Body = nil
	if body != nil {
		t.event.Body = encode(body)
	}
}

// SayAlso sets the kind of the turn's event and adds fields to what its body says
// already; a field that is there is replaced.
func (t *Turn[S]) SayAlso(kind string, more map[string]any) {
	body := map[string]any{}
	if len(t.event.Body) > 0 {
		_ = json.Unmarshal(t.event.Body, &body) // a body that is no object is replaced
	}
	maps.Copy(body, more)
	t.Say(kind, body)
}

// Note adds a remark for the sender of the command.
func (t *Turn[S]) Note(code string) { t.receipt.Notes = append(t.receipt.Notes, code) }

// Made names what the command made.
func (t *Turn[S]) Made(subject string) { t.receipt.Subject = subject }

// Move brings the case to a stage.
func (t *Turn[S]) Move(stage string) {
	t.State.Stage = stage
	t.change().Stage = stage
}

// End ends the case with an outcome: open tasks are cancelled, running clocks too.
func (t *Turn[S]) End(stage, outcome string) {
	t.Move(stage)
	t.State.Outcome = outcome
	t.change().Outcome = outcome
	for _, id := range sortedKeys(t.Tasks) {
		t.cancelTask(id)
	}
	for _, id := range sortedKeys(t.Clocks) {
		if c := t.Clocks[id]; !c.Stopped() {
			t.CancelClock(id)
		}
	}
	for _, id := range sortedKeys(t.Alarms) {
		t.ClearAlarm(id)
	}
	// Nor does the case wake for what this turn planned before it ended.
	t.alarms = slices.DeleteFunc(t.alarms, func(a record.Alarm) bool { return !a.Off })
}

// Mail asks for a message. Nobody is told of what was taken over from another tool.
func (t *Turn[S]) Mail(m record.Mail) {
	if t.event.Source != "" {
		return
	}
	t.event.Effects.Mails = append(t.event.Effects.Mails, m)
}

// Link relates the case to another one.
func (t *Turn[S]) Link(kind, ref string) {
	change := t.change()
	change.Links = append(change.Links, record.Link{Kind: kind, Ref: ref})
}

// Plan says what the case plans from now on (B-36); one without a kind takes back
// what it planned.
func (t *Turn[S]) Plan(p record.Plan) { t.change().Plan = &p }

// Involve adds an organisation of a provider to the case's parties.
func (t *Turn[S]) Involve(provider string) {
	if provider == "" || slices.Contains(t.Parties.Providers, provider) {
		return
	}
	t.State.Parties.Providers = append(slices.Clone(t.Parties.Providers), provider)
	t.partiesChanged()
}

// ForClient makes the case one of a Client's, or with an empty one of none.
func (t *Turn[S]) ForClient(client string) {
	if t.Parties.Client == client {
		return
	}
	t.State.Parties.Client = client
	t.partiesChanged()
}

// partiesChanged says so in the turn's event, which keeps them as they are now.
func (t *Turn[S]) partiesChanged() {
	now := t.State.Parties
	t.change().Parties = &now
}

// Rename gives the case another title.
func (t *Turn[S]) Rename(title string) {
	t.State.Title = title
	t.change().Title = title
}

func (t *Turn[S]) change() *record.CaseChange {
	if t.event.Effects.Case == nil {
		t.event.Effects.Case = &record.CaseChange{}
	}
	return t.event.Effects.Case
}
