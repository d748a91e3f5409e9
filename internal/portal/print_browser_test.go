package portal_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
)

// The width of papers between their margins, in pixels of the style sheet: A4 is 180 mm
// wide, A3 on its side 396 mm.
const (
	paper  = 680
	wideA3 = 1496
)

// printed checks the page as it goes to a printer: nothing is wider than the paper,
// what only a screen can do is left out, and what is folded on a screen is there.
// Where TERMIJN_SHOTS says, it is kept as PDF.
func (w window) printed(name string, without, with []string) {
	w.t.Helper()
	w.printedOn(paper, name, without, with)
}

// printedOn is the same on a paper of a width.
func (w window) printedOn(width int64, name string, without, with []string) {
	w.t.Helper()
	w.keepPDF(name)
	_, err := chromedp.Call(w.ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 1000, DeviceScaleFactor: 1})
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
	if dir := os.Getenv("TERMIJN_SHOTS"); dir != "" {
		require.NoError(w.t, os.WriteFile(dir+"/"+name+".pdf", w.pdf(), 0o600))
	}
}

// pdf is the page on the paper that its style sheet asks for.
func (w window) pdf() []byte {
	w.t.Helper()
	as := true
	pdf, err := chromedp.Call(w.ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &as})
	require.NoError(w.t, err)
	return pdf.Data
}

// sheets are the sizes of a PDF's sheets in points, a 72nd of an inch.
func sheets(pdf []byte) (all []string) {
	for _, m := range regexp.MustCompile(`/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]`).FindAllSubmatch(pdf, -1) {
		all = append(all, string(m[1])+" x "+string(m[2]))
	}
	return all
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

// The plan of a programme goes on A3: every bar, every date beside it, and today.
func TestThePlanOfAProgrammeGoesOnA3(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.slipped(t)
	w := browse(t, s.URL, desktop)
	w.signIn("bestuurslid")
	w.open("/programmes/" + ref + "/plan?open=all")
	w.keepPDF("plan")
	got := sheets(w.pdf())
	require.Equal(t, []string{"1191.12 x 841.91998"}, got, "one sheet, A3 on its side")
	w.printedOn(wideA3, "plan", []string{".filters"}, []string{".gantt", ".gantt .expected", ".gantt .baseline", ".gantt .link", ".gantt .now-text", ".gantt text.level-3"})
	for _, milestone := range []string{"Platform ingericht", "Gebruikers gemigreerd", "In gebruik genomen", "Opleiding gegeven"} {
		require.Contains(t, w.text("main"), milestone)
	}
}
