package portal_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
)

// reaches waits until the product's time has come to an instant.
func (s site) reaches(t *testing.T, at time.Time) {
	t.Helper()
	require.Eventually(t, func() bool { return !s.Service.Now().Before(at) }, time.Minute, 20*time.Millisecond)
}

// decides answers a task of a kind by its page.
func (s site) decides(t *testing.T, person, ref, kind, option, reason string) answer {
	t.Helper()
	task := s.taskOf(t, person, ref, kind)
	a := s.as(t, person).send("/tasks/"+task, "option", option, "reason", reason)
	require.Equal(t, http.StatusOK, a.Status, a.Text)
	require.Contains(t, a.Text, `class="flash done"`)
	return a
}

// approved brings an offered case to where it can be ordered.
func (s site) approved(t *testing.T, ref string) {
	t.Helper()
	s.decides(t, "noord-diensthoofd", ref, "approve_offer", "approve", "")
	s.decides(t, "noord-budget-1", ref, "approve_offer", "approve", "Binnen het budget.")
	s.decides(t, "noord-budget-2", ref, "approve_offer", "approve", "")
}

func TestTheWorkIsBookedBilledAndChanged(t *testing.T) {
	t.Parallel()
	// Some minutes before the end of March, ten times as fast: the month ends during the test.
	s := open(t, apptest.From(time.Date(2026, 3, 31, 21, 55, 0, 0, time.UTC)), apptest.Speed(10))
	agent, client := s.as(t, "alfa-medewerker"), s.as(t, "noord-projectleider")
	opened := client.send("/regie/new", append([]string{"start", "2026-03-31"}, without(orderFields, "start")...)...)
	ref := opened.Path[len("/cases/"):]
	agent.does(ref, "submit-offer", "plan", "Eén analist.", "validUntil", "2026-05-29", "lines[0].profile", "analist", "lines[0].candidate", "Analist A",
		"lines[0].cv", "CV-17", "lines[0].staff", "A-017", "lines[0].fte", "1", "lines[0].hours", "480", "lines[0].price", "92,50")
	client.does(ref, "request-approval")
	require.Contains(t, client.get("/cases/"+ref).Text, "Wacht op de goedkeuring van Diensthoofd Noord (stap 1 van 2: Diensthoofd).")
	s.approved(t, ref)
	a := client.send("/cases/"+ref+"/place-order", "reference", "BST-7", "ioNumbers[0]", "", "ioNumbers[1]", "IO-77", "committed", "")
	require.Equal(t, http.StatusUnprocessableEntity, a.Status)
	require.Contains(t, a.Text, linkTo("committed"))
	require.Contains(t, a.Text, `value="IO-77"`)
	page := client.does(ref, "place-order", "reference", "BST-7", "ioNumbers[0]", "", "ioNumbers[1]", "IO-77", "committed", "2026-03-30").Text
	require.Contains(t, page, "In uitvoering tot en met 29 juni 2026.")
	require.Contains(t, page, "IO-77")

	// A week of hours: what is impossible is said, with a comma it is read.
	form := "/cases/" + ref + "/submit-timesheet"
	a = agent.send(form, "days[1]", "7,6")
	require.Equal(t, http.StatusUnprocessableEntity, a.Status)
	require.Contains(t, a.Text, linkTo("days[1]"))
	require.Contains(t, a.Text, `value="7,6"`)
	require.Contains(t, agent.does(ref, "submit-timesheet", "days[1]", "7,5", "note", "Inwerken").Text, "7,5")
	s.decides(t, "noord-projectleider", ref, "approve_timesheet", "reject", "Was het niet 7 uur?")
	require.Contains(t, agent.get(form).Text, "Was het niet 7 uur?")
	agent.does(ref, "submit-timesheet", "days[1]", "7")
	s.decides(t, "noord-projectleider", ref, "approve_timesheet", "approve", "")

	// The month is over: the statement shows beforehand what it will bill.
	require.Equal(t, "/cases/"+ref, agent.get("/cases/"+ref+"/submit-statement").Path, "March is not over")
	s.reaches(t, time.Date(2026, 3, 31, 22, 0, 1, 0, time.UTC))
	require.Contains(t, agent.get("/cases/"+ref+"/submit-statement").Text, "€\u00a0647,50")
	agent.does(ref, "submit-statement")
	s.decides(t, "noord-projectleider", ref, "approve_statement", "approve", "")
	require.Contains(t, client.get("/cases/"+ref).Text, "keurde de prestatiestaat van maart 2026 goed: €\u00a0647,50")
	require.Contains(t, client.get("/regie").Text, "€\u00a0647,50")

	// Another person, fewer hours, an early end.
	agent.does(ref, "propose-replacement", "candidate", "Analist B", "cv", "CV-18", "staff", "A-018", "justification", "An verandert van werk.")
	client.does(ref, "request-interview", "remark", "")
	s.decides(t, "noord-projectleider", ref, "decide_replacement", "refuse", "Te weinig ervaring.")
	agent.does(ref, "propose-replacement", "candidate", "Analist C", "cv", "CV-19", "staff", "A-019", "justification", "Ervaren.")
	s.decides(t, "noord-projectleider", ref, "decide_replacement", "accept", "")
	client.does(ref, "propose-change", "kind", "adapt", "description", "Minder werk dan gedacht.", "hours.L2", "300")
	require.Contains(t, agent.get("/cases/"+ref+"/align-change?subject=C1").Text, "Minder werk dan gedacht.")
	agent.does(ref, "align-change", "impact", "Kan.")
	s.decides(t, "noord-projectleider", ref, "order_change", "order", "")
	a = client.send("/cases/"+ref+"/propose-change", "kind", "stop", "description", "Klaar.", "end", "")
	require.Equal(t, http.StatusUnprocessableEntity, a.Status)
	require.Contains(t, a.Text, linkTo("end"))
	page = agent.does(ref, "propose-change", "kind", "stop", "description", "Klaar.", "end", "2026-04-30").Text
	require.Contains(t, page, "stelde voor: Vroegtijdige stopzetting.")
	require.NotContains(t, page, "<no value>")
	require.NotContains(t, page, "vault:")
}

// without leaves a field out of pairs.
func without(pairs []string, name string) []string {
	var left []string
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] != name {
			left = append(left, pairs[i], pairs[i+1])
		}
	}
	return left
}
