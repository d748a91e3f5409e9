package portal_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The navigation is one line for everybody on a screen of 1440, in both languages,
// and leads to all that they work with; a second line leads to the pages of one part.
func TestTheNavigationIsOneLine(t *testing.T) {
	t.Parallel()
	s := open(t)
	w := browse(t, s.URL, desktop)
	for person, places := range map[string][]string{
		"si-servicedesk":         {"/overview", "/tasks", "/cases", "/regie", "/incidents", "/changes", "/programmes"},
		"bestuurslid":            {"/overview", "/tasks", "/cases", "/regie", "/incidents", "/changes", "/programmes"},
		"alfa-medewerker":        {"/cases", "/tasks", "/regie", "/incidents", "/changes", "/programmes"},
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
	for person, areas := range map[string]map[string][]string{
		"si-servicedesk":    {"/incidents": {"/incidents", "/problems", "/notices", "/templates"}, "/changes": {"/changes", "/calendar", "/freezes"}},
		"si-cab-voorzitter": {"/calendar": {"/changes", "/standard-changes", "/calendar"}, "/freezes": {"/calendar", "/freezes"}},
		"si-beheerder":      {"/servicemap": {"/changes", "/calendar", "/servicemap"}},
		"alfa-medewerker":   {"/problems": {"/incidents", "/problems"}},
	} {
		w.signIn(person)
		for path, places := range areas {
			w.open(path)
			require.Equal(t, path, ask[string](w, `document.querySelector('nav.area a[aria-current="page"]').getAttribute("href")`), "%s", person)
			require.Equal(t, 1, ask[int](w, `document.querySelectorAll('nav.main a[aria-current="page"]').length`), "%s on %s", person, path)
			require.Subset(t, ask[[]string](w, `[...document.querySelectorAll("nav.area a")].map(x => x.getAttribute("href"))`), places, "%s on %s", person, path)
		}
	}
	w.signIn("noord-aanvrager")
	w.open("/regie")
	require.Equal(t, 0, ask[int](w, `document.querySelectorAll("nav.area").length`), "regie stands alone")
	w.signIn("si-servicedesk")
	w.open("/incidents")
	for _, path := range []string{"/incidents/new", "/incidents/daily"} {
		w.sees(`.queue-do a[href="` + path + `"]`)
	}
}
