package portal_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

// pages are the pages of the frame, by who looks at them.
func (s site) pages(task, done string) map[string][]string {
	one := task[:strings.LastIndex(task, "/")]
	of := "/cases" + strings.TrimPrefix(one, "/tasks")
	return map[string][]string{
		"":                    {"/sign-in", "/nowhere"},
		"noord-diensthoofd":   {"/tasks", "/tasks?kind=approve_offer", task, done},
		"noord-projectleider": {"/cases", "/cases?text=nothing", "/tasks", of, "/regie/new"},
		"alfa-medewerker":     {"/cases", "/tasks", task, of},
		"si-dienstniveau":     {"/overview", "/cases", "/search?q=analist", "/cases/NONE", "/regie"},
	}
}

func TestEveryPageIsAccessible(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.offered(t, "one", "Functioneel analist voor de migratie van het zaaksysteem")
	s.offered(t, "two", "Architect voor het klantenportaal")
	decided := s.offered(t, "three", "Testcoördinator")
	done := "/tasks/" + s.taskOf(t, "noord-diensthoofd", decided, "approve_offer")
	s.decide(t, "noord-diensthoofd", decided, "approve")
	s.ordered(t, "four", "Servicemanager")
	task := "/tasks/" + s.taskOf(t, "noord-diensthoofd", ref, "approve_offer")
	for person, paths := range s.pages(task, done) {
		t.Run("as "+person, func(t *testing.T) {
			t.Parallel()
			w := browse(t, s.URL, desktop)
			if person != "" {
				w.signIn(person)
			}
			w.inBothLanguages(paths, func(lang string, i int) {
				l := lookOf(lang, i)
				w.resize(l)
				w.shot(fmt.Sprintf("%s-%d-%s-%d-%t", person, i, lang, l.width, l.dark))
				w.accessible(fmt.Sprintf("%s as %s in %s, %d wide, dark %t", paths[i], person, lang, l.width, l.dark))
			})
		})
	}
}

// looks pair every width with every colour scheme.
var looks = map[string][]look{
	"nl": {{width: 360, height: 780}, {width: 1440, height: 1000, dark: true}},
	"en": {{width: 1440, height: 1000}, {width: 360, height: 780, dark: true}},
}

// lookOf is how a page is looked at in a language: in one language narrow and in the
// other wide, in one light and in the other dark, and the next page the other way
// round. So each page is seen in every one of these, without every pair of them.
func lookOf(lang string, page int) look {
	l := look{width: 360, height: 780, dark: lang == "en"}
	if (lang == "nl") != (page%2 == 0) {
		l.width, l.height = 1440, 1000
	}
	return l
}

// inBothLanguages goes to each page in Dutch and in English.
func (w window) inBothLanguages(paths []string, visit func(lang string, i int)) {
	w.t.Helper()
	for _, lang := range []string{"nl", "en"} {
		w.open(paths[0])
		if ask[string](w, `document.documentElement.lang`) != lang {
			w.resize(desktop)
			w.click(`button[name="language"]`)
			w.sees(`html[lang="` + lang + `"]`)
		}
		for i, path := range paths {
			w.open(path)
			visit(lang, i)
		}
	}
}

func TestSigningInAndDecidingByKeyboardAlone(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.offered(t, "one", "Analist")
	w := browse(t, s.URL, desktop)
	w.open("/sign-in")
	w.tabTo(`document.activeElement.value === "noord-diensthoofd"`)
	w.press(kb.Enter)
	w.sees("nav.main")

	// The skip link is first and goes past the navigation.
	w.open("/tasks")
	w.press(kb.Tab)
	w.until(`document.activeElement.className === "skip"`)
	w.press(kb.Enter)
	w.until(`document.activeElement.id === "main"`)

	w.tabTo(`(document.activeElement.getAttribute("href") || "").startsWith("/tasks/` + ref + `")`)
	w.press(kb.Enter)
	w.sees(`input[name="option"]`)
	w.tabTo(`document.activeElement.name === "option"`)
	w.press(" ")
	w.until(`document.querySelector('input[value="approve"]').checked`)
	w.tabTo(`document.activeElement.tagName === "BUTTON" && document.activeElement.closest("form.next") !== null`)
	w.press(kb.Enter)
	w.sees(".flash.done")
	require.Contains(t, w.text(".flash.done"), "Goedkeuren")
}

// tabTo presses Tab until the page says that the focus is where it should be.
func (w window) tabTo(condition string) {
	w.t.Helper()
	for range 100 {
		w.press(kb.Tab)
		if ask[bool](w, condition) {
			return
		}
	}
	require.Failf(w.t, "not reached", "100 times Tab never came to: %s", condition)
}

func TestEverythingWorksWithoutJavaScript(t *testing.T) {
	t.Parallel()
	s := open(t)
	refs := []string{s.offered(t, "one", "Analist"), s.offered(t, "two", "Architect")}
	l := desktop
	l.noScript = true
	w := browse(t, s.URL, l)
	w.signIn("noord-diensthoofd")
	w.click(`a[href="/tasks?kind=approve_offer"]`)
	w.sees(".bulk")
	for _, ref := range refs {
		w.click(`input[name="task"][value^="` + ref + `"]`)
	}
	w.click(`input[name="option"][value="approve"]`)
	w.click(`.bulk button`)
	w.sees("#results-title")
	require.Equal(t, "2 taken beslist.", w.text("#results-title"))
	w.click(`button[name="language"]`)
	w.sees(`html[lang="en"]`)
	require.Contains(t, w.text("h1"), "My tasks")
}

func TestARefreshTakesNothingOutOfTheReadersHands(t *testing.T) {
	t.Parallel()
	s := open(t)
	first := s.ordered(t, "one", "Analist")
	w := browse(t, s.URL, desktop)
	w.signIn("alfa-medewerker")
	w.open("/tasks")
	// Somebody types a filter and is far down the page when a new task arrives.
	w.fill("#f-text", "half getypt")
	second := s.ordered(t, "two", "Architect")
	w.until(`document.querySelector("#live").textContent.includes("` + second + `")`)
	require.Equal(t, "4", strings.TrimSpace(w.first("#task-count")), "the count follows")
	require.Equal(t, "half getypt", ask[string](w, `document.querySelector("#f-text").value`))
	require.Equal(t, "f-text", ask[string](w, `document.activeElement.id`))

	// A link inside the list has the focus: the list waits until it is let go.
	ask[bool](w, `document.querySelector('#live a[href*="`+first+`"]').focus(), true`)
	third := s.ordered(t, "three", "Tester")
	// A refresh that was asked for before the focus came is not put in either.
	ask[bool](w, `htmx.ajax("GET", location.pathname, {target: "#live", source: "#live"}).then(() => true)`)
	require.False(t, ask[bool](w, `document.querySelector("#live").textContent.includes("`+third+`")`), "the list stays as it is while somebody is in it")
	require.True(t, ask[bool](w, `document.querySelector("#live").contains(document.activeElement)`))
	ask[bool](w, `document.activeElement.blur(), true`)
	w.until(`document.querySelector("#live").textContent.includes("` + third + `")`)
}

// first is the first text inside an element, without what only screen readers hear.
func (w window) first(selector string) string {
	w.t.Helper()
	return ask[string](w, `document.querySelector("`+selector+`").firstChild.textContent`)
}
