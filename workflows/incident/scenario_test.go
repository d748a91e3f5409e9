package incident_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"termijn/internal/i18n"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/incident"
)

// A scenario is the story of one case as a service manager would tell it, a
// line a step: when, who, what; and what is expected then. verbs_test.go has the
// words for what people do, expect_test.go those for what is expected.
func TestScenarios(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/scenarios/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			story := string(txtar.Parse(text).Comment)
			whole := play(t, story, 0)
			// Continuing as new after every second event changes nothing.
			cut := play(t, story, 2)
			if here := slices.DeleteFunc(whole.Ledger.Events(), func(e record.Event) bool { return e.Source != "" }); len(here) > 3 {
				require.Greater(t, cut.Runs, 1)
			}
			require.Equal(t, whole.told(), cut.told())
			for _, e := range whole.Ledger.Events() {
				require.True(t, i18n.For("nl").Has("event."+e.Kind), "%s has no words", e.Kind)
				for _, task := range e.Effects.Tasks {
					require.True(t, i18n.For("nl").Has("task."+task.Kind), "%s has no words", task.Kind)
				}
			}
		})
	}
}

// story is a scenario that is being played.
type story struct {
	*casetest.Case[incident.State]
	t    *testing.T
	line string
}

// play plays a scenario and returns its case. continueEvery forces it to
// continue as new after so many events; 0 lets it be.
func play(t *testing.T, text string, continueEvery int) *story {
	t.Helper()
	s := tell(t, nil, text, continueEvery)
	s.Run()
	return s
}

// tell prepares a scenario, on a real server when one is given; there
// continueEvery bounds the history events of a run.
func tell(t *testing.T, server *casetest.Server, text string, continueEvery int) *story {
	t.Helper()
	s := &story{t: t}
	var at time.Time
	var facts []casework.Fact
	process := incident.Workflow
	if server != nil && continueEvery > 0 {
		process = incident.Continuing(continueEvery)
	}
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		words := split(line)
		switch words[0] {
		case "fact":
			facts = append(facts, fact(t, words[1:]))
			continue
		case "start":
			at = casetest.When(words[1] + " " + words[2])
			s.Case = casetest.New(t, casetest.Options[incident.State]{Workflow: process, Name: incident.Name, At: at,
				Start: opening(t, at, words[3:], facts), Calendars: policy(t).Calendars, ContinueEvery: continueEvery, Server: server,
				Ready: s.ready})
			continue
		}
		if isDate.MatchString(words[0]) {
			at = casetest.When(words[0] + " " + words[1])
			words = words[2:]
		}
		// What came back is looked at in a step of its own: then the answer is there.
		look := func() {}
		s.At(at, func() {
			s.line = fmt.Sprintf("line %d: %s", n+1, line)
			look = s.step(words)
		})
		s.At(at, func() { look() })
	}
	return s
}

var isDate = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)

// ready holds a step back until the case has heard of those that it opened, and is
// taken over.
func (s *story) ready(state casework.State[incident.State]) bool {
	events := s.Ledger.Events()
	past := len(events) > 0 && events[len(events)-1].Source != "" && events[len(events)-1].Kind != casework.KindTakenOver
	return len(state.Errands) == 0 && (!past || state.Closed())
}

// split cuts a line into words; a text in quotes is one word.
func split(line string) []string {
	var words []string
	for _, m := range regexp.MustCompile(`"([^"]*)"|(\S+)`).FindAllStringSubmatch(line, -1) {
		words = append(words, m[1]+m[2])
	}
	return words
}

// step does what a line says and returns what there is to check afterwards.
func (s *story) step(words []string) func() {
	s.t.Helper()
	if words[0] == "expect" {
		s.expect(words[1:])
		return func() {}
	}
	var outcome []string
	for i, w := range words {
		if w == "=>" {
			words, outcome = words[:i], words[i+1:]
			break
		}
	}
	do, ok := verbs[words[1]]
	require.True(s.t, ok, "%s: no such verb", s.line)
	answer := do(s, actorOf(words[0]), words[2:])
	if answer == nil {
		return func() {}
	}
	line := s.line
	return func() { s.compare(line, answer, outcome) }
}

// compare holds an answer against what the line says after "=>".
func (s *story) compare(line string, a *casetest.Answer, outcome []string) {
	s.t.Helper()
	require.True(s.t, a.Done, "%s: no answer", line)
	if len(outcome) == 0 {
		require.NoError(s.t, a.Err, line)
		require.Nil(s.t, a.Refusal, line)
		return
	}
	switch outcome[0] {
	case "refused":
		require.NotNil(s.t, a.Refusal, "%s: not refused; error %v", line, a.Err)
		require.Equal(s.t, outcome[1], a.Refusal.Code, "%s: %v", line, a.Refusal)
		for _, field := range outcome[2:] {
			name, code, _ := strings.Cut(field, "=")
			require.Contains(s.t, a.Refusal.Fields, casework.FieldError{Field: name, Code: code, Args: argsOf(a.Refusal, name, code)}, line)
		}
	case "note":
		require.NoError(s.t, a.Err, line)
		require.Contains(s.t, a.Receipt.Notes, outcome[1], line)
	case "makes":
		require.NoError(s.t, a.Err, line)
		require.Equal(s.t, outcome[1], a.Receipt.Subject, line)
	default:
		require.Fail(s.t, "no such outcome", line)
	}
}

func argsOf(r *casework.Refusal, field, code string) map[string]string {
	for _, f := range r.Fields {
		if f.Field == field && f.Code == code {
			return f.Args
		}
	}
	return nil
}
