package portal_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
	"termijn/internal/signedlink"
)

func TestThePublicPagesAreAccessible(t *testing.T) {
	t.Parallel()
	s := open(t)
	survey := s.invited(t, "SRV-2026-000001")
	late := s.invited(t, "SRV-2026-000002")
	require.Contains(t, visitor(t, s.URL).post(late, "score", "4").Text, "Bedankt")
	key, err := s.Store.LinkKey(t.Context())
	require.NoError(t, err)
	w := browse(t, s.URL, desktop)
	look := func(name string, paths ...string) {
		w.inBothLanguages(paths, func(lang string, i int) {
			l := lookOf(lang, i)
			w.resize(l)
			w.shot(name + string(rune('a'+i)) + "-" + lang + "-" + map[bool]string{true: "dark", false: "light"}[l.dark])
			w.accessible(paths[i])
		})
	}
	look("public-quiet", "/status")
	s.news(t)
	look("public", "/status", "/status?ref=INC-2026-000901", "/status?ref=INC-2026-000777", "/status/subscribed", signedlink.UnsubscribePath(key, "x"),
		survey+"?score=4", late, survey+"x")
	// The survey by keyboard alone, without a script.
	l := desktop
	l.noScript = true
	w.resize(l)
	w.open(survey)
	w.tabTo(`document.activeElement.name === "score"`)
	w.press(" ")
	w.tabTo(`document.activeElement.tagName === "BUTTON" && document.activeElement.closest("main") !== null`)
	w.press("\r")
	w.sees(`main:not(:has(form)) h1`)
	require.Contains(t, w.text("h1"), "Thank you", "in the language that was chosen before")
}

func TestTheProblemPagesAreAccessible(t *testing.T) {
	t.Parallel()
	s := open(t)
	found := s.reported(t, "one", "Het loket is traag", "burgerloket", "medium", "medium")
	desk := s.as(t, "si-servicedesk")
	opened := desk.send("/problems/new", "title", "Het loket is traag", "description", "Elke maandag.", "service", "burgerloket", "incidents", found)
	ref := opened.Path[len("/cases/"):]
	desk.does(ref, "plan-stage", "stage", "solution", "date", "2026-03-20", "reason", "Afgesproken met het loket")
	desk.does(ref, "identify-root-cause", "cause", "Een index ontbrak.", "kind", "change", "change", "CHG-77", "changeBy", "provider", "finding", "provider_deviated", "proof", "Verslag")
	desk.does(ref, "record-known-error", "symptoms", "Traag.", "workaround", "Na 10 uur.", "public", "yes")
	on := func(command string) string { return "/cases/" + ref + "/" + command }
	s.inspects(t, "si-servicedesk", map[string]string{"problem": "/cases/" + ref, "problems": "/problems", "problem-new": "/problems/new", "problem-cause": on("identify-root-cause"),
		"problem-plan": on("plan-stage"), "problem-assign": on("assign"), "problem-known": on("record-known-error")})
}

func TestTheCriticalIncidentIsAccessible(t *testing.T) {
	t.Parallel()
	s := open(t)
	_, meeting := s.critical(t)
	desk, beta := s.as(t, "si-servicedesk"), s.as(t, "beta-medewerker")
	for _, text := range []string{"Eerste meldingen komen binnen van het loket.", "De databank antwoordt niet.", "Beta herstart de databank."} {
		desk.does(meeting, "log", "text", text)
	}
	beta.does(meeting, "join", "role", "Databank")
	desk.does(meeting, "record-decision", "text", "Wij herstarten de databank.", "reason", "Er is geen snellere weg.")
	desk.does(meeting, "assign-action", "text", "Herstart de databank", "org", "beta/beta-medewerker", "due", "2026-03-02T12:00")
	desk.does(meeting, "assign-action", "text", "Informeer het loket", "org", "si", "date", "2026-03-03")
	s.inspects(t, "si-servicedesk", map[string]string{"meeting": "/cases/" + meeting, "meeting-close": "/cases/" + meeting + "/close", "meeting-drop": "/cases/" + meeting + "/drop-action"})
	s.inspects(t, "beta-medewerker", map[string]string{"meeting-beta": "/cases/" + meeting, "meeting-finish": "/cases/" + meeting + "/finish-action"})
}

func TestAnnouncementsTemplatesAndTheDailyMeetingAreAccessible(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.WithStatus())
	desk := s.as(t, "si-servicedesk")
	notice := desk.send("/notices/new", "service", "hosting", "title", "Onderhoud van de serverzaal", "text", "Alles is even weg.", "from", "2026-03-07T08:00", "to", "2026-03-07T12:00").Path
	template := desk.send("/templates/new", templateTexts...).Path
	ref := template[len("/cases/"):]
	desk.does(ref, "submit")
	s.decides(t, "bestuurslid", ref, "approve_template", "approve", "")
	desk.does(ref, "revise", append([]string{"texts.nl.text", "Sinds {{since}} hapert {{service}}."}, without(templateTexts[2:], "texts.nl.text")...)...)
	s.inspects(t, "si-servicedesk", map[string]string{"template-submit": template + "/submit", "template-revise": template + "/revise", "template-new": "/templates/new"})
	desk.does(ref, "submit")
	s.reported(t, "one", "Wifi valt weg", "netwerk", "medium", "high")
	s.reported(t, "two", "Loket onbereikbaar", "burgerloket", "high", "medium")
	s.inspects(t, "si-servicedesk", map[string]string{"notice": notice, "notice-update": notice + "/update", "notice-new": "/notices/new", "notices": "/notices",
		"template": template, "templates": "/templates", "daily": "/incidents/daily"})
	task := "/tasks/" + s.taskOf(t, "bestuurslid", ref, "approve_template")
	s.inspects(t, "bestuurslid", map[string]string{"template-task": task, "daily-board": "/incidents/daily"})
}
