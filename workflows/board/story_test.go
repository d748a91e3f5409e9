package board_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/workflows/board"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/change"
	"termijn/workflows/session"
)

const ref = "CAB-2026-000001"

// setUp is a Wednesday morning.
var setUp = casetest.When("2026-03-04 10:00")

var (
	chair = record.Actor{Person: "si-cab-voorzitter", Org: "si"}
)

func weekly() board.Definition {
	return board.Definition{Name: " CAB van het ecosysteem ", Kind: board.Regular, Rule: change.RuleChair, Quorum: 2, Sides: [][]string{{change.SideChair}},
		Cron: "0 10  * * 2", Minutes: 90, Cutoff: 2, Each: 8, Seats: map[string]change.Seat{
			"voorzitter": {ID: "voorzitter", Name: "Voorzitter", Side: change.SideChair, Holder: record.Recipient{Person: chair.Person, Org: "si"}},
			"alfa":       {ID: "alfa", Name: "Alfa", Side: change.SideProvider, Holder: record.Recipient{Org: "alfa", Role: "manager"}},
		}}
}

// tuesdays answers as the activity does for a board of Tuesdays at 10, and remembers
// what it was asked.
type tuesdays struct{ asked []record.MeetingsAsked }

func (x *tuesdays) answer(call record.ErrandCall) (any, error) {
	var asked record.MeetingsAsked
	if err := json.Unmarshal(call.Input, &asked); err != nil {
		return nil, err
	}
	x.asked = append(x.asked, asked)
	planned := record.MeetingsPlanned{CalendarVersion: 1}
	hour := 10
	if asked.Cron != "0 10 * * 2" {
		hour = 14
	}
	for day := asked.From; len(planned.Meetings) < asked.Count; day = day.AddDate(0, 0, 1) {
		local := day.In(casetest.Brussels)
		at := time.Date(local.Year(), local.Month(), local.Day(), hour, 0, 0, 0, casetest.Brussels)
		if at.Weekday() == time.Tuesday && at.After(asked.From) {
			planned.Meetings = append(planned.Meetings, record.MeetingPlanned{At: at.UTC(), Cutoff: at.AddDate(0, 0, -3).UTC()})
		}
	}
	return planned, nil
}

type caseOf = casetest.Case[board.State]

func options(t testing.TB, d board.Definition, x *tuesdays) casetest.Options[board.State] {
	return casetest.Options[board.State]{Workflow: board.Workflow, Name: board.Name, At: setUp, Calendars: casetest.Policy(t).Calendars,
		Start: casework.Start[board.State]{Actor: chair, State: casework.State[board.State]{Ref: ref, Process: board.Name, Version: board.Version,
			Title: "CAB van het ecosysteem", Parties: record.Parties{Providers: []string{"alfa"}}, Own: board.Opened(d)}},
		Errands: map[string]func(record.ErrandCall) (any, error){record.MeetingsActivity: x.answer},
		Ready:   func(s casework.State[board.State]) bool { return len(s.Errands) == 0 }}
}

func sitting(t testing.TB) (*caseOf, *tuesdays) {
	t.Helper()
	x := &tuesdays{}
	return casetest.New(t, options(t, weekly(), x)), x
}

// sent is a command whose answer is looked at when the case was lived.
func sent[B any](c *caseOf, when string, who record.Actor, cmd casework.Command[B], body B) **casetest.Answer {
	return casetest.Sent(c, casetest.When("2026-03-"+when), who, cmd, body)
}

func seen(c *caseOf, when string) *casework.State[board.State] {
	return c.SeenAt(casetest.When("2026-03-" + when))
}

// ends is what the nth meeting that was opened sends when it is over.
func ends(c *caseOf, when string, n int, held bool) **casetest.Answer {
	return sent(c, when, record.System, board.MeetingEnded, session.Ended{Meeting: zit(n), Held: held})
}

func zit(n int) string { return fmt.Sprintf("ZIT-2026-%06d", n) }

// at is an instant of March 2026 on the wall in Brussels.
func at(when string) time.Time { return casetest.When("2026-03-" + when) }

// plan is the calendar of a board, a line a meeting.
func plan(s board.State) []string {
	var all []string
	for _, key := range s.Meetings() {
		p := s.Planned[key]
		line := casetest.Face(p.At)
		for word, is := range map[string]bool{" skipped": p.Skipped, " extra": p.Extra, " ended": p.Ended} {
			if is {
				line += word
			}
		}
		if p.Moved != nil {
			line += " moved from " + casetest.Face(*p.Moved)
		}
		if p.Meeting != "" {
			line += " " + p.Meeting
		}
		all = append(all, line)
	}
	return all
}

// told are the commands of a name that were sent to meetings, in order: to whom.
func told(t testing.TB, c *caseOf, command string) (refs []string, bodies []json.RawMessage) {
	t.Helper()
	for _, x := range c.Tellings {
		if x.Command == command {
			var m casework.Message[json.RawMessage]
			require.NoError(t, json.Unmarshal(x.Message, &m))
			refs, bodies = append(refs, x.Ref), append(bodies, m.Body)
		}
	}
	return refs, bodies
}

// What became of a command that was sent.
var accepted, refused = casetest.Accepted, casetest.Refused
