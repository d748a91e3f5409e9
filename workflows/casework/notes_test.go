package casework_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/workflow"

	"termijn/config"
	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/internal/sla"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
)

// notes is the smallest process that uses everything: people write notes, a
// clock runs, somebody can be asked to decide, and an alarm can be set.
type notes struct {
	Notes []string `json:"notes,omitempty"`
}

type note struct {
	Text string `json:"text"`
	// What else the note does.
	Ask   bool           `json:"ask,omitempty"`
	Pause bool           `json:"pause,omitempty"`
	Agree *calendar.Date `json:"agree,omitempty"`
	Alarm *calendar.Date `json:"alarm,omitempty"`
}

var (
	write = casework.Command[note]{Name: "write"}
	end   = casework.Command[note]{Name: "close"}
	annul = casework.Command[note]{Name: "annul"}
)

var definitions = map[string]record.Definition{
	"term": {ID: "term", Version: 1, Calendar: "workdays", Target: sla.Target{WorkingDays: 10}, Ladder: []record.Step{
		{Percent: 50, Notify: []string{"assignee"}}, {Percent: 100, Notify: []string{"client.requester"}},
		{WorkingDaysBefore: 2, Notify: []string{"client.representative"}}}},
	"decision": {ID: "decision", Version: 1, Calendar: "workdays", Target: sla.Target{WorkingDays: 5}},
}

var process = casework.Process[notes]{
	Initial:     "open",
	Transitions: map[string][]string{"open": {"write"}, casework.Always: {"close", "annul"}},
	Opened: func(t *casework.Turn[notes]) {
		t.StartClock("term", "term")
		t.OpenTask(casework.Ask{Kind: "finish", To: record.Recipient{Person: "ann"}, Clock: "term", Command: "close"})
	},
	Due: func(t *casework.Turn[notes], k record.Clock) { append1(t, "due "+k.ID) },
	Alarm: func(t *casework.Turn[notes], a record.Alarm) {
		append1(t, "alarm "+a.ID)
	},
	Decided: func(t *casework.Turn[notes], task record.Task, d casework.Decision) {
		append1(t, "decided "+d.Option)
		t.StopClock(task.Clock)
	},
	Waiting: func(*casework.State[notes]) string { return "waits for notes" },
}

// append1 never changes a slice that an earlier state shares.
func append1(t *casework.Turn[notes], text string) {
	t.Own.Notes = append(append([]string(nil), t.Own.Notes...), text)
}

// run lives a case of the process p.
func run(p casework.Process[notes]) func(workflow.Context, casework.Start[notes]) error {
	return func(ctx workflow.Context, start casework.Start[notes]) error {
		c, err := casework.New(ctx, start, p)
		if err != nil {
			return err
		}
		check := func(_ *casework.Situation[notes], n note) error {
			var v casework.Invalid
			v.Check(n.Text != "", "text", "required")
			return v.Err()
		}
		casework.Handle(ctx, c, write, check, func(t *casework.Turn[notes], n note) {
			append1(t, n.Text)
			t.Say("note", n)
			t.Made(fmt.Sprintf("N%d", len(t.Own.Notes)))
			if n.Ask {
				id := fmt.Sprintf("decision/%d", t.Issued+1)
				t.StartClock(id, "decision")
				t.OpenTask(casework.Ask{Kind: "decide", Subject: id, To: record.Recipient{Person: "bob"}, Clock: id,
					Options: []string{"yes", "reject"}, Content: "c1"})
			}
			if n.Pause {
				t.PauseClock("term", n.Text, "question", n.Text)
				t.Note("paused")
			}
			if n.Agree != nil {
				t.AgreeDate("term", *n.Agree)
			}
			if n.Alarm != nil {
				t.SetAlarm("bell", *n.Alarm)
			}
		})
		casework.Handle(ctx, c, annul, check, func(t *casework.Turn[notes], n note) {
			t.Say("annulled", n)
			t.AnnulPause("term", n.Text)
		})
		casework.Handle(ctx, c, end, check, func(t *casework.Turn[notes], n note) {
			t.Say("closed", n)
			t.FinishTasks("finish", "")
			t.StopClock("term")
			t.End("closed", "done")
		})
		return c.Run(ctx, "notes")
	}
}

var (
	ann = record.Actor{Person: "ann", Org: "noord"}
	bob = record.Actor{Person: "bob", Org: "noord"}
)

func start() casework.Start[notes] {
	return casework.Start[notes]{Actor: ann, Command: casework.CommandKey("ann", "opening", 1),
		State: casework.State[notes]{Ref: "NOT-2026-000001", Process: "notes", Title: "Nota's", Definitions: definitions,
			Parties: record.Parties{Client: "noord", Requester: "ann", Representative: "bob"}}}
}

func calendars(t testing.TB) *calendar.Book {
	p, err := config.Load("")
	require.NoError(t, err)
	return p.Calendars
}

// monday is when the cases of these tests begin.
var monday = casetest.When("2026-03-02 10:00")

func newCase(t testing.TB) *casetest.Case[notes] {
	return casetest.New(t, options(t))
}

func options(t testing.TB) casetest.Options[notes] {
	return casetest.Options[notes]{Workflow: run(process), Name: "notes", Start: start(), At: monday, Calendars: calendars(t)}
}

func days(n int) time.Time { return monday.AddDate(0, 0, n) }

func kinds(events []record.Event) []string {
	var all []string
	for _, e := range events {
		all = append(all, e.Kind)
	}
	return all
}
