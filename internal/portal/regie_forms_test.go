package portal_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var hiddenField = regexp.MustCompile(`<input type="hidden" name="([a-z]+)" value="([^"]*)">`)

// send fills in a form: its hidden fields come from the page, the others are typed.
func (r reader) send(path string, pairs ...string) answer {
	r.t.Helper()
	page := r.get(path)
	require.Equal(r.t, http.StatusOK, page.Status, page.Text)
	for _, m := range hiddenField.FindAllStringSubmatch(page.Text, -1) {
		if m[1] != "next" {
			pairs = append(pairs, m[1], m[2])
		}
	}
	return r.post(strings.SplitN(path, "?", 2)[0], pairs...)
}

// does sends a form that must be done and lead back to the case.
func (r reader) does(ref, command string, pairs ...string) answer {
	r.t.Helper()
	a := r.send("/cases/"+ref+"/"+command, pairs...)
	require.Equal(r.t, http.StatusOK, a.Status, a.Text)
	require.Equal(r.t, "/cases/"+ref, a.Path, "%s leads back to the case: %s", command, a.Text)
	require.Contains(r.t, a.Text, `class="flash done"`, command)
	return a
}

// linkTo is how the summary of what is wrong leads to a field.
func linkTo(field string) string {
	return `href="#f-` + strings.NewReplacer("[", "%5b", "]", "%5d").Replace(field) + `"`
}

var orderFields = []string{"title", "Analist voor het zaaksysteem", "nature", "Functionele analyse", "goal", "De migratie voorbereiden.",
	"provider", "alfa", "representative", "noord-projectleider", "start", "2026-04-01", "months", "3",
	"profiles[0].profile", "analist", "profiles[0].fte", "0,8"}

func TestAnOrderKeepsWhatWasTypedUntilItIsRight(t *testing.T) {
	t.Parallel()
	s := open(t)
	r := s.as(t, "noord-projectleider")
	a := r.send("/regie/new", "title", "", "goal", "Een lang verhaal dat niet verloren mag gaan.", "provider", "alfa", "start", "2026-04-01", "months", "drie",
		"profiles[0].profile", "analist", "profiles[0].fte", "veel")
	require.Equal(t, http.StatusUnprocessableEntity, a.Status)
	require.Contains(t, a.Text, "Een lang verhaal dat niet verloren mag gaan.")
	require.Contains(t, a.Text, `value="drie"`)
	for _, field := range []string{"title", "nature", "representative", "months", "profiles[0].fte"} {
		require.Contains(t, a.Text, linkTo(field), "everything that is wrong is said at once")
	}

	// What can be read is judged by the process itself, under the same key.
	a = r.send("/regie/new", "title", "", "goal", "Doel", "provider", "alfa", "months", "3", "profiles[0].profile", "", "profiles[0].fte", "1,5", "start", "2020-01-01")
	require.Equal(t, http.StatusUnprocessableEntity, a.Status)
	for _, field := range []string{"title", "nature", "representative", "start", "profiles[0].profile", "profiles[0].fte"} {
		require.Contains(t, a.Text, linkTo(field))
	}

	// Rows come and go without a script, and nothing typed is lost.
	a = r.send("/regie/new", append(orderFields, "do", "add")...)
	require.Equal(t, http.StatusOK, a.Status)
	require.Contains(t, a.Text, `name="profiles[1].profile"`)
	require.Contains(t, a.Text, `value="0,8"`)
	a = r.send("/regie/new", append(orderFields, "profiles[1].profile", "architect", "profiles[1].fte", "0.5", "do", "remove:0")...)
	require.NotContains(t, a.Text, `name="profiles[1].profile"`)
	require.Contains(t, a.Text, `value="0.5"`, "the second row moved up")
}

func TestAnOrderSentTwiceIsOneOrder(t *testing.T) {
	t.Parallel()
	s := open(t)
	r := s.as(t, "noord-projectleider")
	fields := append([]string{"key", "pressed-twice"}, orderFields...)
	first, second := r.post("/regie/new", fields...), r.post("/regie/new", fields...)
	require.Equal(t, "/cases/REG-2026-000001", first.Path)
	require.Equal(t, first.Path, second.Path)
	require.Contains(t, r.get(first.Path).Text, "0,8 van voltijds")
	// The same key under another form is another request: the reader is told.
	other := r.post("/regie/new", append([]string{"key", "pressed-twice", "expectations", "Anders"}, orderFields...)...)
	require.Equal(t, http.StatusUnprocessableEntity, other.Status)
	require.Contains(t, other.Text, "Anders")
}

func TestAQuestionStopsTheClockAndTheAnswerStartsIt(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.ordered(t, "one", "Analist")
	client, agent := s.as(t, "noord-projectleider"), s.as(t, "alfa-medewerker")
	require.Contains(t, client.get("/cases/"+ref).Text, "Wacht op ICT-Dienstverlener Alfa: is de aanvraag volledig?")

	require.Contains(t, agent.get("/cases/"+ref+"/ask-questions").Text, "De klok staat stil tot de klant antwoordt.")
	agent.does(ref, "ask-questions", "questions[0]", "Welke omgevingen zijn er?", "questions[1]", "", "questions[2]", "Wie beheert ze?")
	page := client.get("/cases/" + ref).Text
	require.Contains(t, page, "Wacht op antwoord van Projectleider Noord – de klok staat stil sinds ma 2 maart 2026.")
	require.Contains(t, page, "Welke omgevingen zijn er?")
	require.Contains(t, page, `class="still"`, "the picture shows it")
	require.Contains(t, page, `href="/cases/`+ref+`/answer-questions?subject=Q1"`, "answering is the client's next step")
	require.Contains(t, s.as(t, "noord-budget-2").get("/cases/"+ref).Text, "the clock has stood still since Mon 2 March 2026", "in the reader's language")

	// An incomplete answer keeps what was typed and says what is missing.
	a := client.send("/cases/"+ref+"/answer-questions", "answers.Q1.1", "Test en productie.")
	require.Equal(t, http.StatusUnprocessableEntity, a.Status)
	require.Contains(t, a.Text, "Test en productie.")
	require.Contains(t, a.Text, linkTo("answers.Q1.2"))
	client.does(ref, "dispute-suspension", "source", "CMDB", "ground", "Staat er al jaren in.")
	client.does(ref, "answer-questions", "answers.Q1.1", "Test en productie.", "answers.Q1.2", "Alfa zelf.")
	page = client.get("/cases/" + ref).Text
	require.Contains(t, page, "Wacht op de offerte van ICT-Dienstverlener Alfa")
	require.Contains(t, page, "Betwist door de klant")

	// The answer was given: there is nothing more to answer.
	again := client.get("/cases/" + ref + "/answer-questions?subject=Q1")
	require.Equal(t, "/cases/"+ref, again.Path)
	require.Contains(t, again.Text, `class="flash problem"`)

	// A question after the confirmation: said beforehand, and afterwards.
	other := s.ordered(t, "two", "Architect")
	agent.does(other, "confirm-complete", "remark", "")
	require.Contains(t, agent.get("/cases/"+other+"/ask-questions").Text, "Uw vraag zet de klok niet meer stil")
	late := agent.does(other, "ask-questions", "questions[0]", "Toch nog dit?")
	require.Contains(t, late.Text, "de antwoordtermijn loopt daarom gewoon door")
	require.Contains(t, late.Text, "De vraag kwam te laat om de klok stil te zetten")
	require.Contains(t, late.Text, "stelde te laat vragen: de klok loopt door")
}

func TestAnOfferShowsMaximaAndAddsUp(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.ordered(t, "one", "Analist")
	agent := s.as(t, "alfa-medewerker")
	lines := []string{"plan", "Eén analist.", "validUntil", "2026-05-29", "lines[0].profile", "analist", "lines[0].candidate", "Analist A",
		"lines[0].cv", "CV-17", "lines[0].staff", "A-017", "lines[0].fte", "1", "lines[0].hours", "480", "lines[0].price"}
	page := agent.get("/cases/" + ref + "/submit-offer").Text
	require.Contains(t, page, "hoogstens €\u00a098,00 per uur")
	a := agent.send("/cases/"+ref+"/submit-offer", append(lines, "92,50", "do", "total")...)
	require.Contains(t, a.Text, "€\u00a044.400,00")
	a = agent.send("/cases/"+ref+"/submit-offer", append(lines, "112,50")...)
	require.Equal(t, http.StatusUnprocessableEntity, a.Status, "above the profile's maximum")
	require.Contains(t, a.Text, linkTo("lines[0].price"))
	require.Contains(t, a.Text, "Analist A")
	done := agent.does(ref, "submit-offer", append(lines, "92,50")...)
	require.Contains(t, done.Text, "diende offerte O1 in van €\u00a044.400,00, geldig tot en met vr 29 mei 2026")

	// The client sees the people, and asks for one of them.
	client := s.as(t, "noord-projectleider")
	client.does(ref, "request-interview", "remark", "Ervaring met migraties?")
	require.Contains(t, agent.get("/cases/"+ref+"/report-interview?subject=L1").Text, "Ervaring met migraties?")
	agent.does(ref, "report-interview", "report", "Goed gesprek.")
	client.does(ref, "request-replacement", "reason", "Liever iemand met ervaring.")
	agent.does(ref, "replace-candidate", "candidate", "Analist B", "cv", "CV-18", "staff", "A-018", "justification", "Meer ervaring.")
	require.Contains(t, client.get("/cases/"+ref).Text, "Analist B")

	// An offer that changed since the form was shown is not sent to the approvers.
	form := client.get("/cases/" + ref + "/request-approval")
	agent.does(ref, "replace-candidate", "candidate", "Analist C", "cv", "CV-19", "staff", "A-019", "justification", "Ziek.")
	stale := client.post("/cases/"+ref+"/request-approval", "key", form.hidden(t, "key"), "content", form.hidden(t, "content"))
	require.Equal(t, http.StatusUnprocessableEntity, stale.Status)
	require.Contains(t, stale.Text, "De inhoud is intussen gewijzigd")
	require.Contains(t, stale.Text, "Persoon 1 – Persoon", "the difference is shown")
	require.Contains(t, stale.Text, "Analist C")
	require.NotEqual(t, form.hidden(t, "content"), stale.hidden(t, "content"), "sending again is bound to what is shown now")
	client.does(ref, "request-revision", "reason", "Kan het goedkoper?")
	client.does(ref, "withdraw", "reason", "Niet meer nodig.")
	require.Contains(t, client.get("/cases/"+ref).Text, "Dit dossier is afgesloten: Ingetrokken.")
	require.Contains(t, client.get("/cases/"+ref+"/withdraw").Text, "Het dossier is afgesloten (Ingetrokken).")
}

func TestNobodyFillsInSomebodyElsesForm(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.ordered(t, "one", "Analist")
	for _, c := range []struct {
		person, command string
		want            int
	}{
		{"noord-projectleider", "confirm-complete", http.StatusForbidden},
		{"alfa-medewerker", "withdraw", http.StatusForbidden},
		{"noord-diensthoofd", "withdraw", http.StatusForbidden},
		{"si-dienstniveau", "submit-offer", http.StatusForbidden},
		{"beta-medewerker", "submit-offer", http.StatusNotFound},
		{"zuid-projectleider", "withdraw", http.StatusNotFound},
	} {
		require.Equal(t, c.want, s.as(t, c.person).get("/cases/"+ref+"/"+c.command).Status, "%s %s", c.person, c.command)
	}
	early := s.as(t, "noord-projectleider").get("/cases/" + ref + "/place-order")
	require.Equal(t, "/cases/"+ref, early.Path, "what cannot be done now leads to the case")
	require.Contains(t, early.Text, "Het dossier staat in de fase “Aangevraagd”.")
	require.Equal(t, http.StatusForbidden, s.as(t, "alfa-medewerker").get("/regie/new").Status)
	require.Equal(t, http.StatusForbidden, s.as(t, "alfa-medewerker").post("/cases/"+ref+"/withdraw", "key", "12345678", "reason", "x").Status)
}

func TestTheListExports(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.ordered(t, "one", "Analist")
	r := s.as(t, "noord-projectleider")
	page := r.get("/regie")
	require.Contains(t, page.Text, ref)
	require.Contains(t, page.Text, "/regie/export.csv")
	require.Contains(t, r.get("/regie/export.csv").Text, ref)
	require.True(t, strings.HasPrefix(r.get("/regie/export.xlsx").Text, "PK"))
	require.Equal(t, http.StatusNotFound, r.get("/regie/export.pdf").Status)
	require.NotContains(t, s.as(t, "zuid-projectleider").get("/regie/export.csv").Text, ref)
	require.NotContains(t, r.get("/regie?text=architect").Text, ref)
}
