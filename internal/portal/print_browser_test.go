package portal_test

import (
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
)

// paper is A4 between its margins, in pixels of the style sheet: 180 mm wide.
const paper = 680

// printed checks the page as it goes to a printer: nothing is wider than the paper,
// what only a screen can do is left out, and what is folded on a screen is there.
// Where TERMIJN_SHOTS says, it is kept as PDF.
func (w window) printed(name string, without, with []string) {
	w.t.Helper()
	w.keepPDF(name)
	_, err := chromedp.Call(w.ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: paper, Height: 1000, DeviceScaleFactor: 1})
	require.NoError(w.t, err)
	_, err = chromedp.Call(w.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	require.NoError(w.t, err)
	w.shot("print-" + name)
	require.Empty(w.t, ask[[]string](w, `[...document.querySelectorAll("body *")].filter(e => { const r = e.getBoundingClientRect(), s = getComputedStyle(e);
		return r.width > 2 && r.height > 2 && s.visibility !== "hidden" && (r.right > innerWidth + 1 || r.left < -1); }).map(e => e.outerHTML.slice(0, 120))`), "%s is cut off", name)
	seen := `[...document.querySelectorAll("%")].filter(e => e.checkVisibility() && e.getBoundingClientRect().width > 2).map(e => e.outerHTML.slice(0, 120))`
	for _, selector := range append([]string{"button", "textarea", "input", "select", "nav", ".skip", ".end", "main .button"}, without...) {
		require.Empty(w.t, ask[[]string](w, replaced(seen, selector)), "%s shows %s on paper", name, selector)
	}
	for _, selector := range with {
		require.NotEmpty(w.t, ask[[]string](w, replaced(seen, selector)), "%s lacks %s on paper", name, selector)
	}
	w.resize(desktop)
}

// replaced puts a selector where a script has a %.
func replaced(script, selector string) string { return strings.Replace(script, "%", selector, 1) }

// keepPDF prints the page for a person to look at.
func (w window) keepPDF(name string) {
	w.t.Helper()
	dir := os.Getenv("TERMIJN_SHOTS")
	if dir == "" {
		return
	}
	as := true
	pdf, err := chromedp.Call(w.ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &as})
	require.NoError(w.t, err)
	require.NoError(w.t, os.WriteFile(dir+"/"+name+".pdf", pdf.Data, 0o600))
}

func TestTheDailyListTheIncidentAndItsMeetingGoOnPaper(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.WithStatus())
	s.inForce(t)
	ref, meeting := s.critical(t)
	for i, service := range []string{"netwerk", "werkplek", "hosting", "e-mail", "burgerloket"} {
		s.reported(t, service, "Storing "+strings.Repeat("met een langere omschrijving ", i), service, "medium", "high")
	}
	desk, beta := s.as(t, "si-servicedesk"), s.as(t, "beta-medewerker")
	beta.does(ref, "take")
	beta.does(ref, "wait", "reason", "user", "question", "Op welke pagina verschijnt de fout?")
	desk.does(ref, "communicate", "heading", "Storing bij het burgerloket", "text", "Wij zoeken de oorzaak.", "public", "yes")
	for _, text := range []string{"Eerste meldingen komen binnen van het loket.", "De databank antwoordt niet.", "Beta herstart de databank."} {
		desk.does(meeting, "log", "text", text)
	}
	beta.does(meeting, "join", "role", "Databank")
	desk.does(meeting, "record-decision", "text", "Wij herstarten de databank.", "reason", "Er is geen snellere weg.")
	desk.does(meeting, "assign-action", "text", "Herstart de databank", "org", "beta/beta-medewerker", "due", "2026-03-02T12:00")

	w := browse(t, s.URL, desktop)
	w.signIn("si-servicedesk")
	w.open("/incidents/daily")
	w.printed("daily", []string{".daily-figures"}, []string{"table.daily thead", "table.daily tbody tr"})
	w.open("/cases/" + ref)
	w.printed("incident", []string{".others", ".primary"}, []string{".clock-picture", ".clock-table table", ".events"})
	w.open("/cases/" + meeting)
	w.printed("meeting", []string{".board-form", ".small-form", ".others"}, []string{".clock-picture", "#live li", "#meeting-actions li", "#meeting-decisions li", "#meeting-sent li", ".events"})
}
