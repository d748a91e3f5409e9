package casetest

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/record"
	"termijn/workflows/casework"
)

// Story is a case told a line a step: when, who, what; and what is expected then.
//
//	start 2026-03-02 10:00 …
//	2026-03-05 11:00 provider asks-questions "Welke omgeving?"
//	client withdraws => refused not_now
//	expect stage clarifying
//
// A line without a time follows the one before at once. After "=>" stands what is
// answered: "refused CODE FIELD=CODE…", "note CODE" or "makes SUBJECT".
type Story[S any] struct {
	*Case[S]
	T testing.TB
	// Line is the one that is being played.
	Line string
	// Seen are tasks that a verb looked at, for a later one, by person.
	Seen map[string]record.Task

	language Language[S]
}

// Verb sends what somebody does to the case; nil when there is nothing to send.
type Verb[S any] func(s *Story[S], who record.Actor, args []string) *Answer

// Language is what a process's stories are told in.
type Language[S any] struct {
	// Open is the case that the words of a "start" line begin.
	Open func(s *Story[S], at time.Time, words []string) Options[S]
	// Before are the words for lines before the start.
	Before map[string]func(words []string)
	Actor  func(who string) record.Actor
	Verbs  map[string]Verb[S]
	// ToTheMinute expects events in their minute and seconds of a clock within one:
	// the environment's time moves a little while a turn is recorded. Without it
	// they are expected exactly.
	ToTheMinute bool
}

// Tell prepares a story. Nothing happens before Run.
func Tell[S any](t testing.TB, language Language[S], text string) *Story[S] {
	t.Helper()
	s := &Story[S]{T: t, Seen: map[string]record.Task{}, language: language}
	var at time.Time
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		words := Words(line)
		if before, ok := language.Before[words[0]]; ok {
			before(words[1:])
			continue
		}
		if words[0] == "start" {
			at = When(words[1] + " " + words[2])
			s.Case = New(t, language.Open(s, at, words[3:]))
			continue
		}
		if isDate.MatchString(words[0]) {
			at = When(words[0] + " " + words[1])
			words = words[2:]
		}
		// What came back is looked at in a step of its own: then the answer is there.
		look := func() {}
		s.At(at, func() {
			s.Line = fmt.Sprintf("line %d: %s", n+1, line)
			look = s.step(words)
		})
		s.At(at, func() { look() })
	}
	return s
}

var (
	isDate = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)
	word   = regexp.MustCompile(`"([^"]*)"|(\S+)`)
)

// Words cuts a line into words; a text in quotes is one word.
func Words(line string) []string {
	var words []string
	for _, m := range word.FindAllStringSubmatch(line, -1) {
		words = append(words, m[1]+m[2])
	}
	return words
}

// step does what a line says and returns what there is to check afterwards.
func (s *Story[S]) step(words []string) func() {
	s.T.Helper()
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
	do, ok := s.language.Verbs[words[1]]
	require.True(s.T, ok, "%s: no such verb", s.Line)
	answer := do(s, s.language.Actor(words[0]), words[2:])
	if answer == nil {
		return func() {}
	}
	line := s.Line
	return func() { s.compare(line, answer, outcome) }
}

// compare holds an answer against what the line says after "=>".
func (s *Story[S]) compare(line string, a *Answer, outcome []string) {
	s.T.Helper()
	require.True(s.T, a.Done, "%s: no answer", line)
	if len(outcome) == 0 {
		require.NoError(s.T, a.Err, line)
		require.Nil(s.T, a.Refusal, line)
		return
	}
	switch outcome[0] {
	case "refused":
		require.NotNil(s.T, a.Refusal, "%s: not refused; error %v", line, a.Err)
		require.Equal(s.T, outcome[1], a.Refusal.Code, "%s: %v", line, a.Refusal)
		for _, field := range outcome[2:] {
			name, code, _ := strings.Cut(field, "=")
			require.Contains(s.T, a.Refusal.Fields, casework.FieldError{Field: name, Code: code, Args: argsOf(a.Refusal, name, code)}, line)
		}
	case "note":
		require.NoError(s.T, a.Err, line)
		require.Contains(s.T, a.Receipt.Notes, outcome[1], line)
	case "makes":
		require.NoError(s.T, a.Err, line)
		require.Equal(s.T, outcome[1], a.Receipt.Subject, line)
	default:
		require.Fail(s.T, "no such outcome", line)
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
