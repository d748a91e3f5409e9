package portal

import (
	"maps"
	"slices"
	"testing"

	"github.com/jba/templatecheck"
	"github.com/stretchr/testify/require"

	"termijn/config"
	"termijn/internal/i18n"
	"termijn/internal/record"
)

func TestEveryTemplateFitsItsPage(t *testing.T) {
	t.Parallel()
	require.Greater(t, len(checked), 5)
	for _, name := range slices.Sorted(maps.Keys(checked)) {
		page := checked[name]
		for _, part := range []string{"layout", "fragment"} {
			require.NoError(t, templatecheck.CheckHTML(page.html.Lookup(part), page.page), "%s, %s", name, part)
		}
	}
}

// IDs that are put together at run time: every one that can come up has its text.
func TestTextsMadeUpAtRunTimeExist(t *testing.T) {
	t.Parallel()
	var ids []string
	for prefix, ends := range map[string][]string{
		"tasks.group.": {"late", "warn", "time", "paused", "none"},
		"flash.":       {"done", "note", "problem"},
		"nav.cases.":   {"client", "provider", "si", "board"},
		"cases.lead.":  {"client", "provider", "si", "board"},
		"org.":         orgOrder,
		"language.":    i18n.Languages,
		"task.state.":  {record.TaskDone, record.TaskCancelled},
		"task.arg.":    argOrder,
		"stage.regie.": regieProcess.stages,
	} {
		for _, end := range ends {
			ids = append(ids, prefix+end)
		}
	}
	for _, name := range []string{"notfound", "forbidden", "busy", "toolarge", "badform", "internal"} {
		ids = append(ids, "fail."+name+".title", "fail."+name+".lead", "fail."+name+".advice")
	}
	eco, err := config.Demonstration()
	require.NoError(t, err)
	for _, p := range eco.People {
		for _, role := range p.Roles {
			ids = append(ids, "does."+role)
		}
	}
	for _, id := range ids {
		require.True(t, i18n.For(i18n.Dutch).Has(id), id)
	}
}
