package portal_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
)

// inspects looks at pages as a person in both languages, on a phone and a large
// screen, light and dark.
func (s site) inspects(t *testing.T, person string, pages map[string]string) {
	t.Helper()
	w := browse(t, s.URL, desktop)
	w.signIn(person)
	names := slices.Sorted(maps.Keys(pages))
	var paths []string
	for _, name := range names {
		paths = append(paths, pages[name])
	}
	w.inBothLanguages(paths, func(lang string, i int) {
		require.NotContains(t, w.text("main"), "<no value>", paths[i])
		l := lookOf(lang, i)
		w.resize(l)
		w.shot(fmt.Sprintf("%s-%s-%d-%t", names[i], lang, l.width, l.dark))
		w.accessible(fmt.Sprintf("%s as %s in %s, %d wide, dark %t", paths[i], person, lang, l.width, l.dark))
	})
}

func TestTheCasePageAndItsFormsAreAccessible(t *testing.T) {
	t.Parallel()
	s := open(t)
	agent := s.as(t, "alfa-medewerker")
	fresh, offered := s.ordered(t, "one", "Functioneel analist voor de migratie van het zaaksysteem"), s.offered(t, "two", "Architect voor het klantenportaal")
	paused := s.ordered(t, "three", "Testcoördinator")
	agent.does(paused, "ask-questions", "questions[0]", "Welke omgevingen zijn er?", "questions[1]", "Wie beheert ze?", "meeting", "yes", "meetingTopic", "Kennismaking")
	on := func(ref, command string) string { return "/cases/" + ref + "/" + command }
	s.inspects(t, "alfa-medewerker", map[string]string{"confirm": on(fresh, "confirm-complete"), "ask": on(fresh, "ask-questions"), "ask-late": on(paused, "ask-questions"),
		"offer": on(fresh, "submit-offer"), "duedate": on(fresh, "propose-due-date"), "replace": on(offered, "replace-candidate"), "case-provider": "/cases/" + paused})
	s.inspects(t, "noord-projectleider", map[string]string{"new": "/regie/new", "case-paused": "/cases/" + paused, "case-offered": "/cases/" + offered, "list": "/regie",
		"answer": on(paused, "answer-questions"), "meeting": on(paused, "hold-meeting"), "dispute": on(paused, "dispute-suspension"),
		"interview": on(offered, "request-interview"), "reject": on(offered, "reject-offer"), "withdraw": on(fresh, "withdraw")})
	s.inspects(t, "si-dienstniveau", map[string]string{"case-si": "/cases/" + offered, "list-si": "/regie"})
}

func TestTheWorkIsAccessible(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.From(time.Date(2026, 3, 31, 21, 58, 0, 0, time.UTC)), apptest.Speed(5))
	ref := s.executing(t)
	agent, client := s.as(t, "alfa-medewerker"), s.as(t, "noord-projectleider")
	s.inspects(t, "alfa-medewerker", map[string]string{"timesheet": "/cases/" + ref + "/submit-timesheet"})
	agent.does(ref, "submit-timesheet", "days[1]", "7,5", "note", "Inwerken")
	s.decides(t, "noord-projectleider", ref, "approve_timesheet", "approve", "")
	s.reaches(t, time.Date(2026, 3, 31, 22, 0, 1, 0, time.UTC))
	s.inspects(t, "alfa-medewerker", map[string]string{"statement": "/cases/" + ref + "/submit-statement",
		"replacement": "/cases/" + ref + "/propose-replacement", "change": "/cases/" + ref + "/propose-change"})
	agent.does(ref, "submit-statement")
	client.does(ref, "propose-change", "kind", "adapt", "description", "Minder werk.", "hours.L1", "300")
	agent.does(ref, "propose-replacement", "candidate", "Analist C", "cv", "CV-19", "staff", "A-019", "justification", "Ervaren.")
	s.inspects(t, "noord-projectleider", map[string]string{"case-working": "/cases/" + ref, "list-working": "/regie"})
	s.inspects(t, "alfa-medewerker", map[string]string{"align": "/cases/" + ref + "/align-change"})
}

// executing brings a case of Noord at Alfa to its work, by the forms.
func (s site) executing(t *testing.T) string {
	t.Helper()
	agent, client := s.as(t, "alfa-medewerker"), s.as(t, "noord-projectleider")
	opened := client.send("/regie/new", append([]string{"start", "2026-03-31"}, without(orderFields, "start")...)...)
	ref := opened.Path[len("/cases/"):]
	agent.does(ref, "submit-offer", "plan", "Eén analist.", "validUntil", "2026-05-29", "lines[0].profile", "analist", "lines[0].candidate", "Analist A",
		"lines[0].cv", "CV-17", "lines[0].staff", "A-017", "lines[0].fte", "1", "lines[0].hours", "480", "lines[0].price", "92,50")
	client.does(ref, "request-approval")
	s.approved(t, ref)
	client.does(ref, "place-order", "reference", "BST-7", "ioNumbers[0]", "IO-77", "committed", "2026-03-30")
	return ref
}

func TestAClientOrdersAndSeesTheClockStandStill(t *testing.T) {
	t.Parallel()
	// A day a second: a case of weeks in a minute.
	s := open(t, apptest.Speed(86400))
	w := browse(t, s.URL, desktop)
	w.signIn("noord-projectleider")
	w.open("/regie/new")
	// A form that lacks something says so on top, leads there, and keeps the rest.
	w.fill(`[name="title"]`, "Analist voor het zaaksysteem")
	w.click(`.actions button`)
	w.sees("#problems")
	w.until(`document.activeElement.id === "problems"`)
	w.shot("order-errors-1440")
	w.accessible("the order form with errors")
	require.Equal(t, "Analist voor het zaaksysteem", ask[string](w, `document.querySelector('[name="title"]').value`))
	w.click(`#problems a[href="#f-nature"]`)
	w.until(`document.activeElement.id === "f-nature"`)
	for name, text := range map[string]string{"nature": "Functionele analyse", "goal": "De migratie voorbereiden."} {
		w.fill(`[name="`+name+`"]`, text)
	}
	w.set("provider", "alfa")
	w.set("start", "2026-06-01")
	w.set("profiles[0].profile", "analist")
	w.click(`[name="do"][value="add"]`)
	w.sees(`[name="profiles[1].profile"]`)
	w.set("profiles[1].profile", "architect")
	w.set("profiles[1].fte", "0,5")
	w.click(`.actions button`)
	w.sees(".case-head")
	ref := w.text(".case-head .ref")
	require.Contains(t, w.text(".waiting"), "is de aanvraag volledig?")

	agent := s.as(t, "alfa-medewerker")
	agent.does(ref, "ask-questions", "questions[0]", "Welke omgevingen zijn er, en wie beheert ze?")
	// The page of the client follows by itself.
	w.until(`document.querySelector(".waiting").textContent.includes("de klok staat stil sinds")`)
	s.reaches(t, s.Service.Now().AddDate(0, 0, 3))
	w.open("/cases/" + ref)
	require.Contains(t, w.text(".waiting"), "Wacht op antwoord van Projectleider Noord")
	require.Contains(t, w.text(".now .primary"), "Beantwoord de vragen")
	w.pictures("paused")

	w.resize(desktop)
	w.click("#primary")
	w.sees(`textarea[name="answers.Q1.1"]`)
	w.fill(`textarea[name="answers.Q1.1"]`, "Test en productie; Alfa beheert ze.")
	w.click(`.actions button`)
	w.sees(".flash.done")
	w.until(`document.querySelector(".clock-state").textContent.includes("Loopt")`)
	require.Contains(t, w.text(".waiting"), "Wacht op de offerte van ICT-Dienstverlener Alfa")

	// Nobody offers in time: 15 working days and the pause go by.
	w.until(`document.querySelector(".clock.breached") !== null`)
	require.Contains(t, w.text(".waiting"), "De offerte van ICT-Dienstverlener Alfa is te laat")
	w.pictures("breached")
}

// set gives a field its value, as a choice in a list or a calendar does.
func (w window) set(name, value string) {
	w.t.Helper()
	ask[bool](w, fmt.Sprintf(`(() => { const f = document.querySelector('[name="%s"]'); f.value = %q; return f.value === %q; })()`, name, value, value))
}

// pictures checks the page in every look and keeps its pictures.
func (w window) pictures(name string) {
	w.t.Helper()
	for _, l := range slices.Concat(looks["nl"], looks["en"]) {
		w.resize(l)
		w.shot(fmt.Sprintf("story-%s-%d-%t", name, l.width, l.dark))
		w.accessible(fmt.Sprintf("the case while %s, %d wide, dark %t", name, l.width, l.dark))
	}
}
