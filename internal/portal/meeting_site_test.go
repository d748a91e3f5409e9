package portal_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
)

// critical registers a critical incident and waits for its meeting.
func (s site) critical(t *testing.T) (ref, meeting string) {
	t.Helper()
	ref = s.reported(t, "critical", "Het burgerloket is onbereikbaar", "burgerloket", "high", "high")
	require.Eventually(t, func() bool {
		whole, err := s.Service.Whole(t.Context(), s.As(t, "si-servicedesk"), ref)
		require.NoError(t, err)
		for _, l := range whole.Links {
			if l.Process == "meeting" {
				meeting = l.Ref
			}
		}
		return meeting != ""
	}, 30*time.Second, 50*time.Millisecond, "a critical incident opens its meeting (B-29)")
	return ref, meeting
}

func TestACriticalIncidentIsWorkedOnFromOneScreen(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref, meeting := s.critical(t)
	desk, beta := s.as(t, "si-servicedesk"), s.as(t, "beta-medewerker")
	beta.post("/language", "language", "nl")
	page := desk.get("/cases/" + meeting)
	require.Equal(t, http.StatusOK, page.Status)
	for _, text := range []string{"Oplossingstijd van het incident", `class="clock-picture"`, "/cases/" + ref, "/cases/" + ref + "/communicate", "het incident is kritiek", "uiterlijk 11.30 uur"} {
		require.Contains(t, page.Text, text)
	}
	for _, command := range []string{"log", "record-decision", "assign-action", "join"} {
		require.Contains(t, page.Text, `action="/cases/`+meeting+`/`+command+`"`)
	}
	require.NotContains(t, beta.get("/cases/"+meeting).Text, "/record-decision", "who leads decides")

	beta.does(meeting, "join", "role", "Databank")
	beta.does(meeting, "log", "text", "De databank is vol.")
	desk.does(meeting, "record-decision", "text", "Wij ruimen op.", "reason", "Het snelst.")
	page = desk.does(meeting, "assign-action", "text", "Ruim de databank op", "org", "beta/beta-medewerker", "due", "2026-03-02T12:00")
	for _, text := range []string{"De databank is vol.", "Wij ruimen op.", "Ruim de databank op", "Medewerker Beta – ICT-Dienstverlener Beta", "Databank"} {
		require.Contains(t, page.Text, text)
	}
	require.Contains(t, beta.get("/cases/"+meeting).Text, "/finish-action?subject=A1")
	require.NotContains(t, page.Text, "/finish-action?subject=A1", "nobody acts for a provider (G-02)")
	twice := desk.send("/cases/"+meeting+"/assign-action", "text", "x", "org", "beta", "due", "2026-03-02T12:00", "date", "2026-03-03")
	require.Equal(t, http.StatusUnprocessableEntity, twice.Status)
	warned := desk.get("/cases/" + meeting + "/close")
	require.Contains(t, warned.Text, "nog open: A1")
	beta.does(meeting, "finish-action", "result", "Opgeruimd.")
	done := desk.does(meeting, "close", "summary", "De databank was vol en is opgeruimd.")
	require.Contains(t, done.Text, "De databank was vol en is opgeruimd.")
	require.NotContains(t, done.Text, `action="/cases/`+meeting+`/log"`)

	// Only the part that changes is sent to a page that is open already.
	part := desk.get("/cases/"+meeting, "HX-Request", "true", "HX-Target", "live")
	require.NotContains(t, part.Text, "<html")
	require.Contains(t, part.Text, `id="meeting-actions" hx-swap-oob="true"`)
}

func TestWhatIsCarriedOverOfAMeetingIsFollowedUpElsewhere(t *testing.T) {
	t.Parallel()
	s := open(t)
	_, meeting := s.critical(t)
	desk, beta := s.as(t, "si-servicedesk"), s.as(t, "beta-medewerker")
	desk.does(meeting, "assign-action", "text", "Ruim de databank op", "org", "beta/beta-medewerker", "due", "2026-03-02T12:00")
	require.Contains(t, beta.get("/tasks").Text, meeting)
	form := desk.get("/cases/" + meeting + "/close").Text
	require.NotContains(t, form, "lopen door")
	require.Contains(t, form, "Hun taken en klokken stoppen hier")
	done := desk.does(meeting, "close", "summary", "De databank is nog vol.", "carryOver", "yes").Text
	require.Contains(t, done, "Ruim de databank op", "it stays listed")
	require.Contains(t, done, "Overgedragen, om buiten dit overleg op te volgen: 1.")
	require.NotContains(t, beta.get("/tasks").Text, meeting, "its task has ended")
}

func TestAnInvitedProviderSeesTheMeetingWithoutTheIncident(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref, meeting := s.critical(t)
	alfa := s.as(t, "alfa-medewerker")
	require.Equal(t, http.StatusNotFound, alfa.get("/cases/"+meeting).Status)
	s.as(t, "si-servicedesk").does(meeting, "invite", "org", "alfa")
	page := alfa.get("/cases/" + meeting)
	require.Equal(t, http.StatusOK, page.Status)
	require.Contains(t, page.Text, "De klok van het incident is hier niet te zien.")
	require.NotContains(t, page.Text, "/cases/"+ref)
	_, err := s.Service.Case(t.Context(), s.As(t, "alfa-medewerker"), ref)
	require.ErrorIs(t, err, app.ErrNotFound)
}

func TestSeveralPeopleWorkInAMeetingAtOnce(t *testing.T) {
	t.Parallel()
	s := open(t)
	_, meeting := s.critical(t)
	desk, beta := browse(t, s.URL, desktop), browse(t, s.URL, desktop)
	desk.signIn("si-servicedesk")
	beta.signIn("beta-medewerker")
	desk.open("/cases/" + meeting)
	beta.open("/cases/" + meeting)
	// The one types; the other is faster.
	desk.fill("#f-log-text", "Wij zijn half")
	beta.fill("#f-log-text", "De databank is vol.")
	beta.click(`form[action$="/log"] button`)
	beta.sees(".flash.done")
	desk.until(`document.querySelector("#live").textContent.includes("De databank is vol.")`)
	require.Equal(t, "Wij zijn half", ask[string](desk, `document.querySelector("#f-log-text").value`))
	require.Equal(t, "f-log-text", ask[string](desk, `document.activeElement.id`))
	s.as(t, "si-servicedesk").does(meeting, "assign-action", "text", "Ruim de databank op", "org", "beta", "due", "2026-03-02T12:00")
	beta.until(`document.querySelector("#meeting-actions").textContent.includes("Ruim de databank op")`)
	desk.until(`document.querySelector("#meeting-actions").textContent.includes("Ruim de databank op")`)
	require.Equal(t, "Wij zijn half", ask[string](desk, `document.querySelector("#f-log-text").value`))
	desk.fill("#f-log-text", " klaar.")
	desk.click(`form[action$="/log"] button`)
	desk.sees(".flash.done")
	require.Contains(t, desk.text("#live"), "Wij zijn half klaar.")
	require.True(t, ask[bool](desk, `document.querySelector(".board").getBoundingClientRect().width > 1200`))
}

func TestSendingOneFormOfTheBoardKeepsWhatIsTypedInTheOthers(t *testing.T) {
	t.Parallel()
	s := open(t)
	_, meeting := s.critical(t)
	w := browse(t, s.URL, desktop)
	w.signIn("si-servicedesk")
	w.open("/cases/" + meeting)
	ask[bool](w, `window.came = performance.timeOrigin, true`)
	w.click("#new-decision summary")
	w.fill("#f-record-decision-text", "Wij herstarten half")
	w.fill("#f-log-text", "De databank is vol.")
	w.click(`#form-log button`)
	w.until(`document.querySelector("#live").textContent.includes("De databank is vol.")`)
	w.sees(".flash.done")
	w.until(`document.activeElement.id === "f-log-text" && document.activeElement.value === ""`)
	half := func() {
		t.Helper()
		require.Equal(t, "Wij herstarten half", ask[string](w, `document.querySelector("#f-record-decision-text").value`))
		require.True(t, ask[bool](w, `document.querySelector("#new-decision").open`))
		require.True(t, ask[bool](w, `window.came === performance.timeOrigin`), "no page was loaded")
	}
	half()
	w.accessible("a board after a form was sent")

	// What is refused comes back in its place, with what was typed.
	w.click("#new-action summary")
	w.fill("#f-assign-action-text", "Ruim op")
	w.click("#form-assign-action button")
	w.sees("#form-assign-action .error")
	w.until(`document.activeElement.id === "f-assign-action-org"`)
	require.Equal(t, "Ruim op", ask[string](w, `document.querySelector("#f-assign-action-text").value`))
	w.accessible("a board with a form that was refused")
	half()
	w.set("org", "beta")
	ask[bool](w, `document.querySelector("#f-assign-action-due").value = "2026-03-02T12:00", true`)
	w.click("#form-assign-action button")
	w.until(`document.querySelector("#meeting-actions").textContent.includes("Ruim op")`)
	half()
	w.fill("#f-record-decision-text", " klaar")
	w.fill("#f-record-decision-reason", "Het snelst.")
	w.click("#form-record-decision button")
	w.until(`document.querySelector("#meeting-decisions").textContent.includes("Wij herstarten half klaar")`)

	// What does not reach the server is kept, and that is said.
	w.fill("#f-log-text", "Nog ")
	ask[bool](w, `(() => { window.sends = XMLHttpRequest.prototype.send; XMLHttpRequest.prototype.send = function () { this.onerror(); }; return true; })()`)
	w.click(`#form-log button`)
	w.until(`!document.querySelector("#form-log .unsent").hidden`)
	ask[bool](w, `XMLHttpRequest.prototype.send = window.sends, true`)

	// Who is signed out meanwhile is asked to sign in, not left with a dead form.
	w.fill("#f-log-text", "iets")
	require.True(t, ask[bool](w, `fetch("/sign-out", {method: "POST"}).then(r => r.ok)`))
	w.click(`#form-log button`)
	w.sees(`button[value="si-servicedesk"]`)
}

func TestTheBoardsFormsWorkWithoutAScript(t *testing.T) {
	t.Parallel()
	s := open(t)
	_, meeting := s.critical(t)
	l := desktop
	l.noScript = true
	w := browse(t, s.URL, l)
	w.signIn("si-servicedesk")
	w.open("/cases/" + meeting)
	w.fill("#f-log-text", "De databank is vol.")
	w.click(`#form-log button`)
	w.sees(".flash.done")
	require.Contains(t, w.text("#live"), "De databank is vol.")
	w.click(`#form-log button`)
	w.sees("#problems")
	require.Contains(t, w.text("#problems"), "Tekst: Vul dit veld in.")
}
