package regie_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"termijn/config"
	"termijn/internal/calendar"
	"termijn/internal/record"
	"termijn/workflows/casework"
	"termijn/workflows/casework/casetest"
	"termijn/workflows/regie"
)

// A scenario is the story of one case as a contract manager would tell it, a
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
			if len(whole.Ledger.Events()) > 3 {
				require.Greater(t, cut.Runs, 1)
			}
			require.Equal(t, whole.told(), cut.told())
		})
	}
}

const ref = "REG-2026-000001"

// story is a scenario that is being played.
type story struct {
	*casetest.Case[regie.State]
	t    *testing.T
	line string
	seen map[string]record.Task
}

// play plays a scenario and returns its case. continueEvery forces it to
// continue as new after so many events; 0 lets it be.
func play(t *testing.T, text string, continueEvery int) *story {
	t.Helper()
	s := tell(t, nil, text, continueEvery)
	s.Run()
	return s
}

// tell prepares a scenario, on a real server when one is given.
func tell(t *testing.T, server *casetest.Server, text string, continueEvery int) *story {
	t.Helper()
	s := &story{t: t, seen: map[string]record.Task{}}
	var at time.Time
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		words := split(line)
		if words[0] == "start" {
			at = casetest.When(words[1] + " " + words[2])
			s.Case = casetest.New(t, casetest.Options[regie.State]{Workflow: regie.Workflow, Name: regie.Name, At: at,
				Start: opening(t, at, words[3:]), Calendars: policy(t).Calendars, ContinueEvery: continueEvery, Server: server})
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

// policy is the product's own.
func policy(t testing.TB) *config.Policy {
	p, err := config.Load("")
	require.NoError(t, err)
	return p
}

// opening is the request that opens the case; words are "period DATE N months",
// "flow STEP…" with steps as all:person,person or number2:person,…, and
// "profiles NAME,…".
func opening(t testing.TB, at time.Time, words []string) casework.Start[regie.State] {
	p := policy(t)
	today := calendar.DateOf(at, casetest.Brussels)
	r := regie.Request{Title: "Analist voor het nieuwe loket", Nature: "functionele analyse", Goal: "eisen voor het loket",
		Provider: "alfa", Representative: "projectleider", Start: calendar.Date{Year: 2026, Month: 4, Day: 1}, Months: 3,
		Profiles: []regie.Wish{{Profile: "analist", FTE: decimal.NewFromInt(1)}}}
	own := regie.State{Policy: regie.Policy{Version: 1, WeekHours: p.Regie.WeekHours, Maxima: map[string]decimal.Decimal{}}}
	for _, profile := range p.Regie.Profiles {
		own.Policy.Maxima[profile.ID] = profile.Maximum
	}
	own.Policy.Flow = []regie.Step{{Name: "Diensthoofd", Approvers: []string{"diensthoofd"}, Rule: "any"}}
	for len(words) > 0 {
		switch words[0] {
		case "period":
			var err error
			r.Start, err = calendar.ParseDate(words[1])
			require.NoError(t, err)
			_, err = fmt.Sscan(words[2], &r.Months)
			require.NoError(t, err)
			words = words[4:]
		case "flow":
			own.Policy.Flow = nil
			for words = words[1:]; len(words) > 0 && strings.Contains(words[0], ":"); words = words[1:] {
				own.Policy.Flow = append(own.Policy.Flow, flowStep(words[0]))
			}
		default:
			require.Fail(t, "no such opening word", words[0])
		}
	}
	require.NoError(t, r.Check(own.Policy, today))
	own.Request = r
	return casework.Start[regie.State]{Actor: actorOf("client"), Command: casework.CommandKey("projectleider", "opening", r),
		State: casework.State[regie.State]{Ref: ref, Process: regie.Name, Version: regie.Version, Title: r.Title,
			Parties:     record.Parties{Client: "noord", Providers: []string{"alfa"}, Requester: "aanvrager", Representative: "projectleider"},
			Definitions: p.Definitions.Current(today), Own: own}}
}

func flowStep(text string) regie.Step {
	rule, people, _ := strings.Cut(text, ":")
	step := regie.Step{Name: text, Approvers: strings.Split(people, ","), Rule: rule}
	if n, numbered := strings.CutPrefix(rule, "number"); numbered {
		step.Rule = "number"
		_, _ = fmt.Sscan(n, &step.Number)
	}
	return step
}

// actorOf is who a scenario means; whoever is not a side works for the Client.
func actorOf(who string) record.Actor {
	switch who {
	case "client":
		return record.Actor{Person: "projectleider", Org: "noord"}
	case "provider":
		return record.Actor{Person: "medewerker", Org: "alfa"}
	case "si":
		return record.Actor{Person: "dienstniveau", Org: "si"}
	}
	return record.Actor{Person: who, Org: "noord"}
}
