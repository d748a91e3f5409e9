package portal_test

import (
	"context"
	netmail "net/mail"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
	"termijn/internal/mail"
)

// reads has a person's window show pages in a language.
func (s site) reads(t *testing.T, person, lang string) window {
	t.Helper()
	w := browse(t, s.URL, desktop)
	w.signIn(person)
	if ask[string](w, `document.documentElement.lang`) != lang {
		w.click(`button[name="language"]`)
		w.sees(`html[lang="` + lang + `"]`)
	}
	return w
}

// sends presses the button of the page's form and waits until it is done.
func (w window) sends() {
	w.t.Helper()
	w.click(`main .actions button`)
	w.sees(".flash.done")
}

// letters are the mails that a dispatcher sends.
type letters chan mail.Message

func (l letters) Send(ctx context.Context, m mail.Message) error {
	select {
	case l <- m:
	case <-ctx.Done():
	}
	return nil
}

// post delivers the outbox until the test ends.
func (s site) post(t *testing.T) letters {
	t.Helper()
	key, err := s.Store.LinkKey(t.Context())
	require.NoError(t, err)
	sent := make(letters, 100)
	d := mail.Dispatcher{Store: s.Store, Sender: sent, Poll: 50 * time.Millisecond,
		Composer: mail.Composer{BaseURL: s.URL, From: netmail.Address{Name: "termijn", Address: "termijn@si.example"}, Links: key}}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); d.Run(ctx) }()
	t.Cleanup(func() { stop(); <-done })
	return sent
}

// find waits for a mail to somebody with a link of a kind, and returns the link's path.
func (l letters) find(t *testing.T, to string, link *regexp.Regexp) string {
	t.Helper()
	late := time.After(time.Minute)
	for {
		select {
		case m := <-l:
			if found := link.FindStringSubmatch(m.Text); m.To.Address == to && found != nil {
				return found[1]
			}
		case <-late:
			require.Failf(t, "no mail", "nothing to %s with %s", to, link)
		}
	}
}

// clockSaid is what a clock on a page says in its table.
type clockSaid struct {
	Title, State, Table string
}

func (w window) clocks() []clockSaid {
	w.t.Helper()
	return ask[[]clockSaid](w, `[...document.querySelectorAll("article.clock, details.past")].map(c => ({Title: c.querySelector("h3, summary .name").textContent,
		State: c.querySelector(".clock-state").textContent.trim(), Table: c.querySelector(".clock-table").textContent}))`)
}

// The whole story, as those who play it see it; half of them read Dutch, half English.
func TestACriticalIncidentFromTheReportToTheContactAfterItsSurvey(t *testing.T) {
	t.Parallel()
	// A minute a second: the clocks have something to measure.
	s := open(t, apptest.Speed(60))
	s.inForce(t)
	sent := s.post(t)
	user, beta, desk := s.reads(t, "noord-aanvrager", "nl"), s.reads(t, "beta-medewerker", "en"), s.reads(t, "si-servicedesk", "en")

	ref := user.reports("Geheim: de salarissen staan nog open", "Ons bestand met salarissen is niet te openen.")
	beta.takesNext(ref)
	meeting := desk.leads(ref)
	desk.informs(ref)

	passer := browse(t, s.URL, desktop)
	passer.open("/status?lang=en")
	for _, text := range []string{ref, "Storing: Hosting", "Disruption: Hosting"} {
		require.Contains(t, passer.text("main"), text)
	}
	require.NotContains(t, passer.text("body"), "salarissen", "the reporter's words are the reporter's")

	beta.open("/cases/" + ref + "/resolve")
	beta.fill(`[name="solution"]`, "De schijf is vervangen.")
	beta.sends()
	require.Contains(t, beta.text(".waiting"), "Aanvrager Noord")
	problem := user.confirms(ref)
	desk.open(problem)
	require.Contains(t, desk.text(".case-head"), "PRB-")
	require.Contains(t, desk.text("main"), ref, "the problem says which incident it explains (C-26)")
	desk.open("/cases/" + meeting)
	require.Contains(t, desk.text("#live"), "Eerste meldingen van Hosting.")

	link := sent.find(t, "aanvrager@noord.example", regexp.MustCompile(regexp.QuoteMeta(s.URL)+`(/survey/\S+)\?score=2`))
	passer.answers(link)
	survey := "/cases/" + regexp.MustCompile(`SRV-[0-9-]+`).FindString(link)
	desk.open(survey)
	require.Contains(t, desk.text("main"), "2 – little satisfied")
	desk.open(survey + "/report-contact")
	desk.fill(`[name="result"]`, "Uitgelegd en verontschuldigd.")
	desk.sends()
	require.Contains(t, desk.text("main"), "Uitgelegd en verontschuldigd.")

	user.open("/cases/" + ref)
	require.Contains(t, user.text(".waiting"), "Dit dossier is afgesloten")
	said := user.clocks()
	require.GreaterOrEqual(t, len(said), 2, "the response and the resolution")
	for _, c := range said {
		require.Contains(t, []string{"Gehaald", "Overschreden"}, c.State, c.Title)
		require.Regexp(t, `Termijn\d`, c.Table, c.Title)
		require.Regexp(t, `Gecorrigeerde duur \(telt voor de SLA\)[^(]*\d+ (min|werkdagen) \(\d+(,\d)? % van de termijn\)`, c.Table, c.Title)
	}
}

// reports fills in the report of a critical incident on Hosting and returns its reference.
func (w window) reports(title, description string) string {
	w.t.Helper()
	w.open("/incidents/new")
	w.fill(`[name="text"]`, title)
	w.set("service", "hosting")
	w.click(`main form.filters button`)
	w.sees(`#f-description`)
	w.fill(`[name="description"]`, description)
	w.click(`input[name="impact"][value="high"]`)
	w.click(`input[name="urgency"][value="high"]`)
	w.until(`document.getElementById("priority").textContent === "P1 – Kritiek"`)
	w.sends()
	return w.text(".case-head .ref")
}

// takesNext takes what stands first in the queue.
func (w window) takesNext(ref string) {
	w.t.Helper()
	w.open("/incidents")
	require.Contains(w.t, w.text("#queue tbody tr"), ref)
	w.click(`form[action="/incidents/next"] button`)
	w.sees(".case-head")
	require.Equal(w.t, ref, w.text(".case-head .ref"))
	require.Contains(w.t, w.text(".waiting"), "Medewerker Beta")
}

// leads opens the meeting from the incident's banner, writes in its log and gives
// an action. It returns the meeting's reference.
func (w window) leads(ref string) string {
	w.t.Helper()
	w.open("/cases/" + ref)
	// The meeting comes by itself (B-29), and with it the way to it.
	w.until(`document.querySelector(".banners a") !== null`)
	w.click(`.banners a`)
	w.sees(".board")
	w.fill("#f-log-text", "Eerste meldingen van Hosting.")
	w.click(`#form-log button`)
	w.until(`document.querySelector("#live").textContent.includes("Eerste meldingen van Hosting.")`)
	w.click("#new-action summary")
	w.fill("#f-assign-action-text", "Vervang de schijf")
	w.fill("#f-assign-action-org", "ICT-Dienstverlener Beta")
	ask[bool](w, `document.querySelector("#f-assign-action-due").value = "2026-03-03T12:00", true`)
	w.click(`#form-assign-action button`)
	w.until(`document.querySelector("#meeting-actions").textContent.includes("Vervang de schijf")`)
	return w.text(".case-head .ref")
}

// informs tells the clients and everybody what the approved template says.
func (w window) informs(ref string) {
	w.t.Helper()
	w.click(`.board-sent a.button`)
	w.sees("#f-heading")
	w.click(`input[name="public"]`)
	w.sends()
	require.Equal(w.t, ref, w.text(".case-head .ref"))
}

// confirms says that the solution works, and returns where the problem is (C-26).
func (w window) confirms(ref string) string {
	w.t.Helper()
	w.open("/cases/" + ref)
	w.until(`document.querySelector('.links a[href*="PRB-"]') !== null`)
	problem := ask[string](w, `document.querySelector('.links a[href*="PRB-"]').getAttribute("href")`)
	w.open("/cases/" + ref + "/confirm")
	w.sends()
	return problem
}

// answers fills in a survey with a 2, once.
func (w window) answers(link string) {
	w.t.Helper()
	w.open(link + "?lang=nl")
	w.click(`input[name="score"][value="2"]`)
	w.click(`main .actions button`)
	w.sees(`main:not(:has(form))`)
	require.Equal(w.t, "Bedankt voor uw antwoord", w.text("h1"))
	w.open(link + "?lang=nl")
	require.Equal(w.t, "Deze bevraging is al beantwoord", w.text("h1"))
}
