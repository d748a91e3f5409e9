package casework_test

import (
	"encoding/json"
	"testing"
	"time"

	"go.temporal.io/sdk/workflow"

	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
)

// act is something that a test lets a case do, by a command or as a fact of
// another tool.
type act func(*casework.Turn[notes]) error

type what struct {
	Do string `json:"do"`
}

// do does an act by its name; reopen and done are commands of one stage each.
var (
	doIt   = casework.Command[what]{Name: "do"}
	reopen = casework.Command[what]{Name: "reopen"}
)

var labDefinitions = map[string]record.Definition{
	"term": definitions["term"],
	"lapse": {ID: "lapse", Version: 1, Calendar: "workdays", Lapse: true, Target: sla.Target{WorkingDays: 5},
		Ladder: []record.Step{{Percent: 60, Notify: []string{"assignee"}}}},
	"hours": {ID: "hours", Version: 1, Calendar: "24x7", Target: sla.Target{Elapsed: sla.Duration(4 * time.Hour)},
		Ladder: []record.Step{{Percent: 50, Notify: []string{"handler.agent", "si.slm"}}, {Percent: 100, Notify: []string{"handler.manager"}}}},
}

// lab is a process that does what a test names. What comes back stands in its notes.
func lab() casework.Process[notes] {
	return casework.Process[notes]{
		Initial:     "open",
		Transitions: map[string][]string{casework.Always: {"do"}, "resolved": {"reopen"}},
		Opened:      func(t *casework.Turn[notes]) { t.StartClock("term", "term") },
		Due:         func(t *casework.Turn[notes], k record.Clock) { append1(t, "due "+k.ID) },
		Alarm:       func(t *casework.Turn[notes], a record.Alarm) { append1(t, "alarm "+a.ID) },
		Decided:     func(*casework.Turn[notes], record.Task, casework.Decision) {},
		Returned: func(t *casework.Turn[notes], e record.Errand, answer json.RawMessage) {
			append1(t, e.ID+" "+string(answer))
		},
		Waiting: func(*casework.State[notes]) string { return "waits" },
	}
}

// runLab lives a case of a process with acts.
func runLab(p casework.Process[notes], acts map[string]act) func(workflow.Context, casework.Start[notes]) error {
	return func(ctx workflow.Context, start casework.Start[notes]) error {
		c, err := casework.New(ctx, start, p)
		if err != nil {
			return err
		}
		anything := func(*casework.Situation[notes], what) error { return nil }
		apply := func(t *casework.Turn[notes], w what) {
			t.Say("did", w)
			if err := acts[w.Do](t); err != nil {
				t.Say("did not", w)
			}
		}
		casework.Handle(ctx, c, doIt, anything, apply)
		casework.Handle(ctx, c, reopen, anything, apply)
		for name := range acts { //workflowcheck:ignore registering has no order
			casework.HandleFact(c, name, func(t *casework.Turn[notes], w what) error {
				t.Say("did", w)
				return acts[name](t)
			})
		}
		return c.Run(ctx, "lab")
	}
}

func labOptions(t testing.TB, p casework.Process[notes], acts map[string]act) casetest.Options[notes] {
	s := start()
	s.State.Definitions = labDefinitions
	return casetest.Options[notes]{Workflow: runLab(p, acts), Name: "lab", Start: s, At: monday, Calendars: calendars(t)}
}

// does sends the command to do something.
func does(c *casetest.Case[notes], name string) *casetest.Answer {
	return casetest.Send(c, ann, doIt, "", what{Do: name})
}

// bodies are the bodies of the events of a kind.
func bodies(events []record.Event, kind string) []string {
	var all []string
	for _, e := range events {
		if e.Kind == kind {
			all = append(all, string(e.Body))
		}
	}
	return all
}
