package portal_test

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

// forecasts states on the provider's page when a milestone comes, with two clicks.
func (w window) forecasts(ref, milestone, day, why string) {
	w.t.Helper()
	w.open("/programmes/" + ref)
	form := "#forecast-" + milestone
	w.click(form + " summary")
	ask[bool](w, `document.querySelector('`+form+` [name="date"]').value = "`+day+`", true`)
	w.fill(form+` [name="reason"]`, why)
	w.click(form + " button")
}

// A delay at one provider is seen by the Board at once, with what it makes late and who
// must act; and when who must act holds its date, the Board reads that.
func TestTheBoardSeesASlipAndWhoMustActAndWhatTheyAnswered(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.programme(t)
	board, alfa, beta := browse(t, s.URL, desktop), browse(t, s.URL, desktop), browse(t, s.URL, desktop)
	board.signIn("bestuurslid")
	board.open("/programmes/" + ref)
	require.Contains(t, board.text("main"), "Geen enkele mijlpaal is te laat of in gevaar.")

	alfa.signIn("alfa-verantwoordelijke")
	alfa.forecasts(ref, "M1", "2026-04-22", "De servers komen later.")
	alfa.sees(".flash.done")
	alfa.shot("slip-alfa")

	board.open("/programmes/" + ref)
	board.shot("slip-board")
	page := board.text("main")
	for _, says := range []string{"Platform ingericht", "De servers komen later.", "Gebruikers gemigreerd", "Komt door", "ICT-Dienstverlener Beta"} {
		require.Contains(t, page, says)
	}
	require.Regexp(t, `(?s)bevestigen.*ICT-Dienstverlener Beta`, page, "who must act now")

	beta.signIn("beta-verantwoordelijke")
	beta.inDutch()
	beta.open("/programmes/" + ref)
	beta.sees("#requests")
	beta.shot("slip-beta")
	require.Equal(t, "29 april 2026", ask[string](beta, `[...document.querySelectorAll("table.trend-table tbody tr")].find(r => r.textContent.includes("Gebruikers gemigreerd")).cells[2].textContent.trim()`), "the trend says what the page says")
	beta.click(`.requests .button`)
	beta.click(`input[name="answer.M2"][value="hold"]`)
	beta.fill(`[name="reason.M2"]`, "Wij migreren eerst wie het platform niet nodig heeft.")
	beta.click(`.actions button`)
	beta.sees(".flash.done")

	board.open("/programmes/" + ref)
	board.shot("slip-answered")
	page = board.text("main")
	require.Contains(t, page, "Wij migreren eerst wie het platform niet nodig heeft.")
	require.NotRegexp(t, `(?s)bevestigen.*ICT-Dienstverlener Beta, uiterlijk`, page, "nobody has to answer any more")
}

// Two colleagues state another date for one milestone: the second is told what the first
// said, and keeps what was typed.
func TestTwoWhoForecastOneMilestone(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.programme(t)
	first, second := browse(t, s.URL, desktop), browse(t, s.URL, desktop)
	first.signIn("alfa-verantwoordelijke")
	second.signIn("alfa-medewerker")
	second.open("/programmes/" + ref)
	second.click("#forecast-M1 summary")
	ask[bool](second, `document.querySelector('#forecast-M1 [name="date"]').value = "2026-04-29", true`)
	second.fill(`#forecast-M1 [name="reason"]`, "De koeling is nog niet gekeurd.")

	first.forecasts(ref, "M1", "2026-04-22", "De servers komen later.")
	first.sees(".flash.done")
	second.click("#forecast-M1 button")
	second.sees(".problems")
	second.shot("forecast-stale")
	page := second.text("main")
	require.Regexp(t, `(?s)22 april 2026.*Verantwoordelijke Alfa, ma 2 maart 2026.*: De servers komen later\.`, page, "what the first said, and why")
	require.Equal(t, "De koeling is nog niet gekeurd.", ask[string](second, `document.querySelector('[name="reason"]').value`))
	require.Equal(t, "2026-04-29", ask[string](second, `document.querySelector('[name="date"]').value`))

	// Knowing it, the second sends again, and the last word counts.
	second.click(`.actions button`)
	second.sees(".flash.done")
	require.Contains(t, second.text("main"), "29 april 2026")
}

// The provider's forecast, and the plan as a table, by keyboard alone.
func TestAForecastIsStatedByKeyboardAlone(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.programme(t)
	w := browse(t, s.URL, desktop)
	w.signIn("alfa-verantwoordelijke")
	w.open("/programmes/" + ref)
	w.tabTo(`document.activeElement.matches("#forecast-M1 summary")`)
	w.press(kb.Enter)
	w.tabTo(`document.activeElement.matches('#forecast-M1 [name="date"]')`)
	w.press("04222026")
	w.tabTo(`document.activeElement.matches('#forecast-M1 [name="reason"]')`)
	w.press("De servers komen later.")
	w.tabTo(`document.activeElement.matches("#forecast-M1 button")`)
	w.press(kb.Enter)
	w.sees(".flash.done")
	require.Contains(t, w.text("main"), "22 april 2026")

	w.open("/programmes/" + ref + "/plan")
	w.tabTo(`(document.activeElement.getAttribute("href") || "").includes("/milestone?id=M2")`)
	w.press(kb.Enter)
	w.sees("body:not(:has(.plan-page)) main h1")
	require.Contains(t, w.text("h1"), "Gebruikers gemigreerd")
}
