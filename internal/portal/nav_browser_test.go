package portal_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The navigation is one line for everybody on a screen of 1440, in both languages,
// and leads to all that they work with.
func TestTheNavigationIsOneLine(t *testing.T) {
	t.Parallel()
	s := open(t)
	w := browse(t, s.URL, desktop)
	for person, places := range map[string][]string{
		"si-servicedesk":         {"/overview", "/tasks", "/cases", "/regie", "/incidents", "/problems", "/notices", "/templates"},
		"bestuurslid":            {"/overview", "/tasks", "/cases", "/regie", "/incidents", "/templates"},
		"alfa-medewerker":        {"/cases", "/tasks", "/regie", "/incidents", "/problems"},
		"noord-aanvrager":        {"/cases", "/tasks", "/regie", "/incidents", "/incidents/new"},
		"noord-projectleider":    {"/cases", "/tasks", "/regie", "/regie/new", "/incidents", "/incidents/new"},
		"noord-diensthoofd":      {"/tasks", "/cases", "/regie", "/incidents"},
		"si-dienstniveau":        {"/overview", "/tasks", "/cases", "/incidents"},
		"si-cab-voorzitter":      {"/overview", "/tasks", "/cases"},
		"si-klachten":            {"/overview", "/tasks", "/cases"},
		"si-beheerder":           {"/overview", "/tasks", "/cases"},
		"alfa-verantwoordelijke": {"/cases", "/tasks", "/incidents"},
		"si-accountteam":         {"/overview", "/tasks", "/cases"},
	} {
		w.signIn(person)
		w.inBothLanguages([]string{"/tasks"}, func(lang string, _ int) {
			require.Equal(t, 1, ask[int](w, `new Set([...document.querySelectorAll("nav.main li")].map(x => Math.round(x.getBoundingClientRect().top))).size`), "%s in %s", person, lang)
			require.Subset(t, ask[[]string](w, `[...document.querySelectorAll("nav.main a")].map(x => x.getAttribute("href"))`), places, "%s", person)
		})
	}
	w.signIn("si-servicedesk")
	w.open("/incidents")
	for _, path := range []string{"/incidents/new", "/incidents/daily"} {
		w.sees(`.queue-do a[href="` + path + `"]`)
	}
}
