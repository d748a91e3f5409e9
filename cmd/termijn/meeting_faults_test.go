package main

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/ledger"
	"termijn/workflows/change"
	"termijn/workflows/session"
)

// In the middle of a board's meeting its processes are killed one after the other, each
// while somebody sends something. The meeting goes on where it was: who is present, what
// is in front, the minutes, and one decision.
func TestAMeetingGoesOnWhereItWasAfterKills(t *testing.T) {
	t.Parallel()
	i := install(t, 1)
	c := &careful{url: "http://" + i.address}
	m := &meeting{installation: i, c: c}
	m.prepare(t)
	told := &story{name: "meeting"}
	at := "/api/v1/cab/meetings/" + m.ref
	told.tell(t, c, m.step("opening", "si-cab-voorzitter", at+"/opening", object{}), nil)
	told.tell(t, c, m.step("chair", "si-cab-voorzitter", at+"/presence", object{"seat": "voorzitter"}), nil)
	eventually(t, "the meeting looks what waits still", func() bool { return m.state(t).Asking == "" })

	_, own := m.change(t)
	steps := []step{
		m.step("alfa", "alfa-verantwoordelijke", at+"/presence", object{"seat": "alfa"}),
		m.step("beta", "beta-verantwoordelijke", at+"/presence", object{"seat": "beta"}),
		m.step("front", "si-cab-voorzitter", at+"/front", object{"change": m.ordered}),
		m.step("minutes", "si-cab-voorzitter", at+"/minutes", object{"text": "De wacht is gevraagd."}),
		m.step("ruling", "si-cab-voorzitter", at+"/rulings", object{"change": m.ordered, "ballot": own.Ballot.ID, "content": own.Ballot.Content,
			"option": change.Conditions, "conditions": "Met wacht ter plaatse."}),
	}
	for n, one := range steps {
		part := parts[n%len(parts)]
		before := i.recorded(t.Context())
		told.tell(t, c, one, func(sent, answered <-chan struct{}) {
			<-sent
			i.awaitEvent(t.Context(), before, answered)
			i.kill(part)
			i.restart(t, part)
		})
	}
	require.NotEmpty(t, c.failures(), "the kills were felt")
	eventually(t, "the change has answered the meeting", func() bool { return m.state(t).Items[m.ordered].State == session.ItemDecided })
	// What is sent again is not done again; that the decision is still under way is said
	// only for as long as it is.
	for _, request := range told.told {
		again, err := c.send(t.Context(), request.as, http.MethodPost, request.path, request.key, request.body)
		require.NoError(t, err)
		require.Equal(t, read[receipt](t, request.answer, request.answer.Status), read[receipt](t, again, request.answer.Status), request.key)
	}
	told.tell(t, c, m.step("closing", "si-cab-voorzitter", at+"/closing", object{"summary": "Eén wijziging goedgekeurd."}), nil)

	held := m.state(t)
	for seat, person := range map[string]string{"voorzitter": "si-cab-voorzitter", "alfa": "alfa-verantwoordelijke", "beta": "beta-verantwoordelijke"} {
		require.Equal(t, person, held.Present[seat].Person)
	}
	count := map[string]int{}
	for _, line := range held.Minutes {
		count[line.Code]++
	}
	require.Equal(t, []int{1, 1, 3}, []int{count["decided"], count[""], count["present"]}, "%v", held.Minutes)
	stage, own := m.change(t)
	require.Equal(t, []string{change.Scheduled, "Met wacht ter plaatse."}, []string{stage, own.Decision.Conditions})
	i.provable(t)
}

// meeting is a meeting of the board with one change on its agenda.
type meeting struct {
	*installation
	c *careful
	// ref of the meeting, ordered of the change.
	ref, ordered string
}

// prepare opens a change and puts it on the agenda of the next meeting, which is closed
// to others by now.
func (m *meeting) prepare(t *testing.T) {
	t.Helper()
	opened := &story{name: "change"}
	opened.tell(t, m.c, m.step("change", providerAgent, "/api/v1/changes", object{"kind": change.Normal, "submit": true, "content": object{
		"title": "Kernrouter vervangen", "reason": "De router krijgt geen updates meer.", "items": []string{"kernrouter"}, "team": "alfa-netwerk",
		"from": "2026-03-24T20:00:00+01:00", "to": "2026-03-25T06:00:00+01:00", "impact": "Een half uur geen netwerk.",
		"risk": object{"likelihood": "low", "effect": "high", "text": "Beproefd."}, "testPlan": "In de testopstelling.",
		"backOut": object{"plan": "De oude router aansluiten.", "always": true}, "communication": "Aankondiging, een week vooraf.",
		"unavailability": object{"none": true}, "steps": []string{"Plaatsen"}}}), nil)
	m.ordered = opened.ref
	_, own := m.change(t)
	opened.tell(t, m.c, m.step("assessment", "si-cab-voorzitter", "/api/v1/changes/"+m.ordered+"/assessment", object{"seen": own.Hash, "conform": true}), nil)
	eventually(t, "the board has a meeting", func() bool {
		list := get[struct{ Items []struct{ Ref, Title string } }](t, m.c, "si-cab-voorzitter", "/api/v1/cab/meetings")
		for _, x := range list.Items {
			if x.Title == "CAB van het ecosysteem" {
				m.ref = x.Ref
			}
		}
		return m.ref != ""
	})
	opened.tell(t, m.c, m.step("item", "si-cab-voorzitter", "/api/v1/cab/meetings/"+m.ref+"/items", object{"change": m.ordered, "reason": "Dringend."}), nil)
}

// step is a request whose path and body are known.
func (m *meeting) step(name, as, path string, body object) step {
	return step{name, as, func(*testing.T, *careful, string) (string, any) { return path, body }}
}

func (m *meeting) row(t *testing.T, ref string) (row ledger.CaseRow) {
	t.Helper()
	eventually(t, ref+" can be read", func() bool {
		var err error
		row, err = m.store.Case(t.Context(), ledger.Scope{All: true}, ref)
		return err == nil
	})
	return row
}

func (m *meeting) state(t *testing.T) session.State {
	t.Helper()
	own, err := app.SessionOf(m.row(t, m.ref))
	require.NoError(t, err)
	return own
}

func (m *meeting) change(t *testing.T) (string, change.State) {
	t.Helper()
	row := m.row(t, m.ordered)
	own, err := app.ChangeOf(row)
	require.NoError(t, err)
	return row.Stage, own
}
