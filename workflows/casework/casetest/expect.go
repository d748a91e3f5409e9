package casetest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
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
//	link KIND REF · provider ORG
//	PATH is VALUE, a path into the process's own state, with colons
func (s *Story[S]) expect(w []string) {
	s.T.Helper()
	state := s.State()
	switch {
	case w[0] == "stage":
		require.Equal(s.T, w[1], state.Stage, s.Line)
	case w[0] == "outcome":
		require.Equal(s.T, w[1], state.Outcome, s.Line)
	case w[0] == "clock":
		s.expectClock(w[1:])
	case w[0] == "task":
		require.NotEmpty(s.T, s.matching(state.Tasks, w[1:]), "%s; open: %s", s.Line, described(state.Tasks))
	case w[0] == "no" && w[1] == "task":
		require.Empty(s.T, s.matching(state.Tasks, w[2:]), s.Line)
	case w[0] == "rung":
		s.expectRung(w[1:])
	case w[0] == "no" && w[1] == "rung":
		require.Empty(s.T, s.rungs(w[2], w[3]), s.Line)
	case w[0] == "event":
		require.True(s.T, slices.ContainsFunc(s.Ledger.Events(), func(e record.Event) bool {
			return e.Kind == w[1] && s.at(e.At, w[3]+" "+w[4])
		}), "%s; there are %s", s.Line, s.Told())
	case w[0] == "events":
		n := 0
		for _, e := range s.Ledger.Events() {
			if e.Kind == w[1] {
				n++
			}
		}
		require.Equal(s.T, w[2], fmt.Sprint(n), s.Line)
	case w[0] == "mail":
		require.NotZero(s.T, s.mails(w[1], w[3]), s.Line)
	case w[0] == "no" && w[1] == "mail":
		require.Zero(s.T, s.mails(w[2], append(w, "", "")[4]), s.Line)
	case w[0] == "mails":
		require.Equal(s.T, w[2], fmt.Sprint(s.mails(w[1], "")), s.Line)
	case w[0] == "told":
		s.expectTold(w[1], w[2], w[3])
	case w[0] == "opened":
		s.expectOpened(w[1:])
	case w[0] == "link":
		require.True(s.T, slices.ContainsFunc(s.Ledger.Events(), func(e record.Event) bool {
			return e.Effects.Case != nil && slices.Contains(e.Effects.Case.Links, record.Link{Kind: w[1], Ref: w[2]})
		}), s.Line)
	case w[0] == "provider":
		require.Contains(s.T, state.Parties.Providers, w[1], s.Line)
	case len(w) > 2 && w[1] == "is":
		require.Equal(s.T, strings.Join(w[2:], " "), lookUp(s.T, state.Own, w[0]), s.Line)
	default:
		require.Fail(s.T, "no such expectation", s.Line)
	}
}

// at reports whether an instant is the one of a line.
func (s *Story[S]) at(got time.Time, want string) bool {
	if s.language.ToTheMinute {
		return Face(got) == want
	}
	return got.Equal(When(want))
}

func (s *Story[S]) expectTold(kind, template, people string) {
	s.T.Helper()
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
	require.ElementsMatch(s.T, strings.Split(people, ","), told, s.Line)
}

func (s *Story[S]) expectOpened(w []string) {
	s.T.Helper()
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
		require.Equal(s.T, w[1], fmt.Sprint(len(all)), s.Line)
		return
	}
	require.NotEmpty(s.T, all, s.Line)
	var start map[string]any
	require.NoError(s.T, json.Unmarshal(all[len(all)-1].Start, &start))
	require.Equal(s.T, strings.Join(w[3:], " "), lookUp(s.T, start, w[1]), s.Line)
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
		return Face(instant)
	}
	return fmt.Sprint(at)
}
