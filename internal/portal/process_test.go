package portal

import (
	"strings"
	"testing"

	"github.com/alexedwards/scs/v2"
	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/i18n"
	"termijn/internal/identity"
)

// site is the portal with everything that registers in the site map, on no database.
func site() *portal {
	p := &portal{service: &app.Service{}, sessions: scs.New(), forms: map[string]commandHandlers{}}
	p.routes()
	return p
}

// Every process that registers: its names, stages and actions have their words in
// both languages, each action leads to a form, and each form is for somebody.
func TestEveryProcessHasItsWordsAndForms(t *testing.T) {
	t.Parallel()
	p := site()
	require.NotEmpty(t, p.processes)
	actions := identity.Actions()
	offered := map[string]bool{}
	for _, lang := range i18n.Languages {
		say := i18n.For(lang)
		for _, x := range p.processes {
			require.True(t, say.Has("process."+x.name), "%s in %s", x.name, lang)
			require.Equal(t, x.name, p.process(x.name).name)
			for _, stage := range x.stages {
				require.True(t, say.Has("stage."+x.name+"."+stage), "%s %s in %s", x.name, stage, lang)
				for _, command := range x.allows(stage) {
					offered[x.name+"."+command] = true
				}
			}
		}
		for name := range offered {
			process, command, _ := strings.Cut(name, ".")
			if say.Has(process + ".do." + command) {
				require.Contains(t, p.forms, name, "the action leads nowhere")
			}
		}
		for name := range p.forms {
			process, command, _ := strings.Cut(name, ".")
			require.True(t, say.Has(process+".do."+command), "%s in %s", name, lang)
			require.Contains(t, actions, identity.Action(name), "nobody may send it")
			require.True(t, offered[name], "no stage of %s allows %s", process, command)
		}
	}
}
