package casetest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/i18n"
	"termijn/internal/identity"
	"termijn/internal/record"
)

// RequireWords wants that whatever stands in the events of a process's case has
// its words, in every language: the event, its tasks, its clocks, its stage.
func RequireWords(t testing.TB, process string, events []record.Event) {
	t.Helper()
	for _, lang := range i18n.Languages {
		p := i18n.For(lang)
		for _, e := range events {
			ids := []string{"event." + e.Kind}
			for _, task := range e.Effects.Tasks {
				ids = append(ids, "task."+task.Kind)
			}
			for _, k := range e.Effects.Clocks {
				ids = append(ids, "clock."+k.Definition)
			}
			if change := e.Effects.Case; change != nil && change.Stage != "" {
				ids = append(ids, "stage."+process+"."+change.Stage)
			}
			for _, id := range ids {
				require.True(t, p.Has(id), "%s lacks %s", lang, id)
			}
		}
	}
}

// RequireCommands wants that every command of a process stands in the policy, and
// has its words.
func RequireCommands(t testing.TB, process string, commands []string) {
	t.Helper()
	require.NotEmpty(t, commands)
	for _, lang := range i18n.Languages {
		p := i18n.For(lang)
		for _, command := range commands {
			require.Contains(t, identity.Actions(), identity.Action(process+"."+command))
			for _, what := range []string{"do", "send", "done"} {
				require.True(t, p.Has(process+"."+what+"."+command), "%s: %s.%s.%s", lang, process, what, command)
			}
		}
	}
}
