package portal_test

import (
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCasesAreFoundByReferenceAndByWords(t *testing.T) {
	t.Parallel()
	s := open(t)
	first, second := s.ordered(t, "one", "Analist zaaksysteem"), s.ordered(t, "two", "Architect portaal")
	r := s.as(t, "si-dienstniveau")
	for _, typed := range []string{first, strings.ToLower(first), "reg 2026 1", "REG-2026-1"} {
		require.Equal(t, "/cases/"+first, r.get("/search?q="+strings.ReplaceAll(typed, " ", "+")).Path, typed)
	}
	words := r.get("/search?q=port")
	require.Contains(t, words.Text, second)
	require.NotContains(t, words.Text, first)
	require.Contains(t, r.get("/search?q=REG-2026-999999").Text, "Geen enkel dossier past")
	require.Equal(t, http.StatusOK, r.get("/search?q=%00%27%22%26%7C").Status, "odd characters find nothing")
}

func TestAListShowsTheClockThatPresses(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.ordered(t, "one", "Analist zaaksysteem")
	a := s.as(t, "alfa-medewerker").get("/cases")
	require.Contains(t, a.Text, "Termijn om de volledigheid te bevestigen")
	require.Contains(t, a.Text, "nog 5 werkdagen")
	require.Contains(t, a.Text, "ma 9 maart 2026, einde van de dag")
	require.NotContains(t, a.Text, "Ondersteuning bestellen", "a provider orders nothing")
	require.Contains(t, s.as(t, "noord-aanvrager").get("/cases").Text, "Ondersteuning bestellen")
}

func TestTheLanguageStaysWithThePerson(t *testing.T) {
	t.Parallel()
	s := open(t)
	r := s.as(t, "noord-aanvrager")
	require.Contains(t, r.get("/cases").Text, `<html lang="nl">`)
	a := r.post("/language", "language", "en", "next", "/cases?open=all")
	require.Equal(t, "/cases?open=all", a.Path)
	require.Contains(t, a.Text, `<html lang="en">`)
	require.Contains(t, a.Text, "Our cases")
	require.Contains(t, s.as(t, "noord-aanvrager").get("/").Text, `<html lang="en">`, "also from another machine")
	require.Equal(t, http.StatusBadRequest, r.post("/language", "language", "fr").Status)
	// Before signing in the browser's wish counts.
	require.Contains(t, visitor(t, s.URL).get("/sign-in", "Accept-Language", "en-GB").Text, `<html lang="en">`)
	require.Contains(t, visitor(t, s.URL).get("/nowhere", "Accept-Language", "fr").Text, "Niet gevonden")
}

func TestALongListComesInPages(t *testing.T) {
	t.Parallel()
	s := open(t)
	for i := range 27 {
		s.ordered(t, fmt.Sprint("case-", i), fmt.Sprintf("Opdracht %d", i))
	}
	r := s.as(t, "si-servicedesk")
	first := r.get("/cases?sort=opened&open=all")
	require.Equal(t, 25, strings.Count(first.Text, `class="title"`))
	require.NotContains(t, first.Text, "Naar het begin")
	second := r.get(linkNamed(t, first.Text, "Volgende"))
	require.Equal(t, 2, strings.Count(second.Text, `class="title"`))
	require.NotContains(t, second.Text, ">Volgende<")
	require.Contains(t, second.Text, `<option value="opened" selected>`, "the filter stays")
	require.Equal(t, "/cases?open=all&sort=opened", linkNamed(t, second.Text, "Naar het begin"))
	// The same for tasks: each of the agent's 54 is on exactly one page.
	agent := s.as(t, "alfa-medewerker")
	seen, path := 0, "/tasks"
	for range 3 {
		page := agent.get(path)
		seen += strings.Count(page.Text, `class="title"`)
		if strings.Contains(page.Text, ">Volgende<") {
			path = linkNamed(t, page.Text, "Volgende")
		}
	}
	require.Equal(t, 54, seen)
}

// linkNamed is where the link with a text leads.
func linkNamed(t *testing.T, page, text string) string {
	t.Helper()
	m := regexp.MustCompile(`href="([^"]*)">` + text + `<`).FindStringSubmatch(page)
	require.NotNil(t, m, "no link %s", text)
	return html.UnescapeString(m[1])
}
