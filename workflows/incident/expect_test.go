package incident_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
)

// expect holds one expectation against the case:
//
//	stage NAME · outcome NAME
//	clock ID STATE [actual N] [corrected N] [suspended N] [due WHEN] [breached WHEN]
//	task KIND [about S] [to WHO] [due WHEN] [for COMMAND] [priority P] · no task KIND [about S]
//	rung CLOCK KEY at WHEN to WHO,… · no rung CLOCK KEY
//	event KIND at WHEN · events KIND N
//	mail TEMPLATE to WHO · no mail TEMPLATE [to WHO] · mails TEMPLATE N
//	told EVENT TEMPLATE WHO,… : exactly these got this mail with the last such event
//	opened PROCESS N · opened PROCESS PATH is VALUE, of the last one's own state
//	link KIND REF · provider ORG · waits-for SENTENCE
//	PATH is VALUE, a path into the process's own state, with colons
func (s *story) expect(w []string) {
	s.t.Helper()
	state := s.State()
	switch {
	case w[0] == "stage":
		require.Equal(s.t, w[1], state.Stage, s.line)
	case w[0] == "outcome":
		require.Equal(s.t, w[1], state.Outcome, s.line)
	case w[0] == "clock":
		s.expectClock(w[1:])
	case w[0] == "task":
		require.NotEmpty(s.t, matching(state.Tasks, w[1:]), "%s; open: %s", s.line, described(state.Tasks))
	case w[0] == "no" && w[1] == "task":
		require.Empty(s.t, matching(state.Tasks, w[2:]), s.line)
	case w[0] == "rung":
		s.expectRung(w[1:])
	case w[0] == "no" && w[1] == "rung":
		require.Empty(s.t, s.rungs(w[2], w[3]), s.line)
	case w[0] == "event":
		require.True(s.t, slices.ContainsFunc(s.Ledger.Events(), func(e record.Event) bool {
			return e.Kind == w[1] && clockFace(e.At) == w[3]+" "+w[4]
		}), "%s; there are %s", s.line, s.told())
	case w[0] == "events":
		n := 0
		for _, e := range s.Ledger.Events() {
			if e.Kind == w[1] {
				n++
			}
		}
		require.Equal(s.t, w[2], fmt.Sprint(n), s.line)
	case w[0] == "mail":
		require.NotZero(s.t, s.mails(w[1], w[3]), s.line)
	case w[0] == "no" && w[1] == "mail":
		require.Zero(s.t, s.mails(w[2], append(w, "", "")[4]), s.line)
	case w[0] == "mails":
		require.Equal(s.t, w[2], fmt.Sprint(s.mails(w[1], "")), s.line)
	case w[0] == "told":
		s.expectTold(w[1], w[2], w[3])
	case w[0] == "opened":
		s.expectOpened(w[1:])
	case w[0] == "link":
		require.True(s.t, slices.ContainsFunc(s.Ledger.Events(), func(e record.Event) bool {
			return e.Effects.Case != nil && slices.Contains(e.Effects.Case.Links, record.Link{Kind: w[1], Ref: w[2]})
		}), s.line)
	case w[0] == "provider":
		require.Contains(s.t, state.Parties.Providers, w[1], s.line)
	case len(w) > 2 && w[1] == "is":
		require.Equal(s.t, strings.Join(w[2:], " "), lookUp(s.t, state.Own, w[0]), s.line)
	default:
		require.Fail(s.t, "no such expectation", s.line)
	}
}

func clockFace(t time.Time) string { return t.In(casetest.Brussels).Format("2006-01-02 15:04") }

// clock is a clock as it was last recorded.
func (s *story) clock(id string) (found record.Clock, ok bool) {
	for _, e := range s.Ledger.Events() {
		for _, k := range e.Effects.Clocks {
			if k.ID == id {
				found, ok = k, true
			}
		}
	}
	return found, ok
}

// expectRung wants a rung at its instant, and mails to exactly these people.
func (s *story) expectRung(w []string) {
	s.t.Helper()
	found := s.rungs(w[0], w[1])
	require.Len(s.t, found, 1, "%s; there are %s", s.line, s.told())
	require.Equal(s.t, w[3]+" "+w[4], clockFace(found[0].At), s.line)
	var told []string
	for _, m := range found[0].Effects.Mails {
		if m.Args["rung"] == w[1] {
			told = append(told, who(m.To))
		}
	}
	slices.Sort(told)
	want := slices.Sorted(slices.Values(strings.Split(w[6], ",")))
	require.Equal(s.t, want, told, s.line)
}

func (s *story) rungs(clock, rung string) []record.Event {
	var found []record.Event
	for _, e := range s.Ledger.Events() {
		for _, k := range e.Effects.Clocks {
			// The turn of a rung adds it, last, to those that were reached.
			if k.ID == clock && e.Actor == record.System && e.Source == "" && len(k.Fired) > 0 && k.Fired[len(k.Fired)-1] == rung && len(found) == 0 {
				found = append(found, e)
			}
		}
	}
	return found
}

// mails counts those of a template, to somebody or to anybody.
func (s *story) mails(template, to string) int {
	n := 0
	for _, e := range s.Ledger.Events() {
		for _, m := range e.Effects.Mails {
			if m.Template == template && (to == "" || who(m.To) == to) {
				n++
			}
		}
	}
	return n
}

func (s *story) expectTold(kind, template, people string) {
	s.t.Helper()
	var told []string
	for _, e := range s.Ledger.Events() {
		if e.Kind != kind {
			continue
		}
		told = nil
		for _, m := range e.Effects.Mails {
			if m.Template == template {
				told = append(told, who(m.To))
			}
		}
	}
	require.ElementsMatch(s.t, strings.Split(people, ","), told, s.line)
}

func (s *story) expectOpened(w []string) {
	s.t.Helper()
	var all []record.Opening
	for _, e := range s.Ledger.Events() {
		for _, x := range e.Effects.Errands {
			var o record.Opening
			if !x.Done && json.Unmarshal(x.Input, &o) == nil && o.Process == w[0] {
				all = append(all, o)
			}
		}
	}
	if len(w) == 2 {
		require.Equal(s.t, w[1], fmt.Sprint(len(all)), s.line)
		return
	}
	require.NotEmpty(s.t, all, s.line)
	var start map[string]any
	require.NoError(s.t, json.Unmarshal(all[len(all)-1].Start, &start))
	require.Equal(s.t, strings.Join(w[3:], " "), lookUp(s.t, start, w[1]), s.line)
}

// told lists the events. Those of other cases that were opened come when they
// come: they are counted at the end.
func (s *story) told() string {
	var all []string
	opened := 0
	for _, e := range s.Ledger.Events() {
		if e.Kind == casework.KindOpened {
			opened++
			continue
		}
		all = append(all, fmt.Sprintf("%s %s", e.Kind, clockFace(e.At)))
	}
	return strings.Join(append(all, fmt.Sprint(opened, " opened")), ", ")
}

func who(r record.Recipient) string {
	if r.Person != "" {
		return r.Person
	}
	if r.Subscribers != "" {
		return "subscribers"
	}
	return r.Org + "." + r.Role
}

func tasksOf(all map[string]record.Task) []record.Task {
	var list []record.Task
	for _, id := range slices.Sorted(maps.Keys(all)) {
		list = append(list, all[id])
	}
	return list
}

func described(all map[string]record.Task) string {
	var list []string
	for _, task := range tasksOf(all) {
		list = append(list, strings.TrimSpace(fmt.Sprintf("%s about %s to %s due %v", task.Kind, task.Subject, who(task.Assignee), task.Due)))
	}
	return strings.Join(list, "; ")
}

func matching(all map[string]record.Task, w []string) []record.Task {
	return slices.DeleteFunc(tasksOf(all), func(task record.Task) bool {
		if task.Kind != w[0] {
			return true
		}
		for i := 1; i+1 < len(w); i += 2 {
			switch w[i] {
			case "about":
				if task.Subject != w[i+1] {
					return true
				}
			case "to":
				if who(task.Assignee) != w[i+1] {
					return true
				}
			case "priority":
				if task.Args["priority"] != w[i+1] {
					return true
				}
			case "for":
				if task.Command != w[i+1] {
					return true
				}
			case "due":
				if task.Due == nil || clockFace(*task.Due) != w[i+1]+" "+w[i+2] {
					return true
				}
				i++
			}
		}
		return false
	})
}

// lookUp finds a value in the JSON of a state; "absent" when there is none. An
// instant is as a clock in Brussels shows it.
func lookUp(t require.TestingT, own any, path string) string {
	raw, err := json.Marshal(own)
	require.NoError(t, err)
	var at any
	require.NoError(t, json.Unmarshal(raw, &at))
	for _, key := range strings.Split(path, ":") {
		switch v := at.(type) {
		case map[string]any:
			at = v[key]
		case []any:
			var n int
			_, err := fmt.Sscan(key, &n)
			require.NoError(t, err)
			if n >= len(v) {
				return "absent"
			}
			at = v[n]
		default:
			return "absent"
		}
	}
	if at == nil {
		return "absent"
	}
	if instant, err := time.Parse(time.RFC3339, fmt.Sprint(at)); err == nil {
		return clockFace(instant)
	}
	return fmt.Sprint(at)
}
