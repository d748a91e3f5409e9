package session_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/change"
	"termijn/workflows/session"
)

const (
	ref   = "ZIT-2026-000001"
	board = "CAB-2026-000001"
)

// The session is prepared on a Wednesday for the Tuesday after; its agenda closes at
// the end of the Friday.
var (
	prepared = casetest.When("2026-03-04 10:00")
	begins   = casetest.When("2026-03-10 10:00")
	cutoff   = casetest.When("2026-03-07 00:00")
)

// Who acts in the stories.
var (
	chair    = record.Actor{Person: "si-cab-voorzitter", Org: "si"}
	desk     = record.Actor{Person: "si-servicedesk", Org: "si"}
	manager  = record.Actor{Person: "alfa-verantwoordelijke", Org: "alfa"}
	delegate = record.Actor{Person: "alfa-medewerker", Org: "alfa"}
	beta     = record.Actor{Person: "beta-verantwoordelijke", Org: "beta"}
	member   = record.Actor{Person: "bestuurslid", Org: "board"}
)

func panel() change.Panel {
	return change.Panel{Board: board, Name: "CAB van het ecosysteem", Version: 1, Rule: change.RuleChair, Quorum: 2, Sides: [][]string{{change.SideChair}, {change.SideProvider}},
		Seats: map[string]change.Seat{
			"voorzitter": {ID: "voorzitter", Name: "Voorzitter", Side: change.SideChair, Holder: record.Recipient{Person: chair.Person, Org: "si"}},
			"desk":       {ID: "desk", Name: "Servicedesk", Side: change.SideSI, Holder: record.Recipient{Org: "si", Role: "service_desk"}},
			"alfa": {ID: "alfa", Name: "Alfa", Side: change.SideProvider, Holder: record.Recipient{Person: manager.Person},
				Delegates: []change.Delegate{{Person: delegate.Person, From: casetest.When("2026-03-09 00:00"), To: casetest.When("2026-03-11 00:00")}}},
			"beta":    {ID: "beta", Name: "Beta", Side: change.SideProvider, Holder: record.Recipient{Person: beta.Person}},
			"bestuur": {ID: "bestuur", Name: "Bestuur", Side: change.SideBoard, Holder: record.Recipient{Person: member.Person}, Advises: true},
		}}
}

func about() session.About {
	return session.About{Board: board, Panel: panel(), At: begins, Cutoff: cutoff, Minutes: 90, Each: 8}
}

// item is a change that waits, by its number: odd ones are Alfa's.
func item(n int, agreed bool, missing ...string) record.AgendaItem {
	return record.AgendaItem{Change: chg(n), Title: fmt.Sprintf("Wijziging %d", n), From: casetest.When(fmt.Sprintf("2026-03-%02d 20:00", 12+n)),
		Provider: []string{"beta", "alfa"}[n%2], Since: prepared.Add(-time.Hour), Agreed: agreed, Missing: missing}
}

func chg(n int) string { return fmt.Sprintf("CHG-2026-%06d", n) }

// waiting is what waits for the board in a story; a test changes it as it goes on.
type waiting struct {
	found atomic.Pointer[record.AgendaFound]
	asked atomic.Int32
}

func (w *waiting) are(items ...record.AgendaItem) { w.found.Store(&record.AgendaFound{Items: items}) }

func (w *waiting) answer(call record.ErrandCall) (any, error) {
	var asked record.AgendaAsked
	if err := json.Unmarshal(call.Input, &asked); err != nil || asked.Board != board {
		return nil, fmt.Errorf("asked of %q: %w", asked.Board, err)
	}
	w.asked.Add(1)
	return *w.found.Load(), nil
}

type caseOf = casetest.Case[session.State]

func options(t testing.TB, a session.About, w *waiting) casetest.Options[session.State] {
	return casetest.Options[session.State]{Workflow: session.Workflow, Name: session.Name, At: prepared, Calendars: casetest.Policy(t).Calendars,
		Start:   casetest.Opened[session.State](t, session.Opening(a, record.Parties{Providers: []string{"alfa", "beta"}}), ref, prepared),
		Errands: map[string]func(record.ErrandCall) (any, error){record.AgendaActivity: w.answer},
		// A step begins when what the case sent somebody out for has been answered.
		Ready: func(s casework.State[session.State]) bool { return len(s.Errands) == 0 }}
}

// preparing is a session with changes that wait for its board.
func preparing(t testing.TB, items ...record.AgendaItem) (*caseOf, *waiting) {
	t.Helper()
	w := &waiting{}
	w.are(items...)
	return casetest.New(t, options(t, about(), w)), w
}

// three wait: the second is agreed on.
func three() []record.AgendaItem {
	return []record.AgendaItem{item(1, false, "beta", "alfa"), item(2, true), item(3, false, "beta")}
}

// sent is a command whose answer is looked at when the case was lived.
func sent[B any](c *caseOf, when string, who record.Actor, cmd casework.Command[B], body B) **casetest.Answer {
	return casetest.Sent(c, casetest.When("2026-03-"+when), who, cmd, body)
}

// seen is the case as it stands at an hour of March.
func seen(c *caseOf, when string) *casework.State[session.State] {
	return c.SeenAt(casetest.When("2026-03-" + when))
}

// opens opens the session and takes seats.
func opens(c *caseOf, who ...record.Actor) {
	sent(c, "10 10:00", chair, session.Open, session.Nothing{})
	for _, x := range who {
		for seat, actor := range map[string]record.Actor{"voorzitter": chair, "desk": desk, "alfa": manager, "beta": beta, "bestuur": member} {
			if actor == x {
				sent(c, "10 10:01", x, session.Attend, session.Attendance{Seat: seat})
			}
		}
	}
}

func rules(n int, option string) session.Deciding {
	d := session.Deciding{Change: chg(n), Ballot: "B1", Content: "hash-" + chg(n), Option: option}
	switch option {
	case change.Reject, change.Defer:
		d.Reason = "Nog niet rijp"
	case change.Conditions:
		d.Conditions = "Buiten de kantooruren"
	}
	return d
}

// told are the commands that were sent to a case, with their bodies.
func told(t testing.TB, c *caseOf, command string) map[string][]json.RawMessage {
	t.Helper()
	all := map[string][]json.RawMessage{}
	for _, x := range c.Tellings {
		if x.Command == command {
			var m casework.Message[json.RawMessage]
			require.NoError(t, json.Unmarshal(x.Message, &m))
			require.Equal(t, record.System, m.Actor)
			all[x.Ref] = append(all[x.Ref], m.Body)
		}
	}
	return all
}

// agenda is the order of an agenda, by number, with the state of what does not wait.
func agenda(s session.State) string {
	var all []string
	for _, i := range s.Agenda() {
		x := strings.TrimLeft(strings.TrimPrefix(i.Change, "CHG-2026-"), "0")
		if i.State != session.ItemWaiting {
			x += ":" + i.State
		}
		all = append(all, x)
	}
	return strings.Join(all, " ")
}

// lines are the minutes by their codes and texts.
func lines(s session.State) []string {
	var all []string
	for n := range len(s.Minutes) {
		m := s.Minutes[fmt.Sprintf("M%d", n+1)]
		all = append(all, strings.TrimSpace(m.Code+m.Text+" "+m.Change))
	}
	return all
}

// mailed are the mails of a template, in order.
func mailed(c *caseOf, template string) []record.Mail {
	var all []record.Mail
	for _, e := range c.Ledger.Events() {
		for _, m := range e.Effects.Mails {
			if m.Template == template {
				all = append(all, m)
			}
		}
	}
	return all
}

func recipients(mails []record.Mail) []record.Recipient {
	var all []record.Recipient
	for _, m := range mails {
		all = append(all, m.To)
	}
	return slices.Clip(all)
}

// What became of a command that was sent.
var accepted, refused = casetest.Accepted, casetest.Refused

var face = casetest.Face
