package portal_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/producttime"
	"termijn/workflows/regie"
)

// at moves the product's present to an instant. The cases' workflows keep their
// own time, so nothing fires; readers see the clocks as they stand then.
func (s site) at(t *testing.T, now time.Time) {
	t.Helper()
	scale, err := producttime.Start(time.Now(), now, 1)
	require.NoError(t, err)
	s.Service.Time = scale
}

func TestTheOverviewShowsWhichPromisesAreAtRisk(t *testing.T) {
	t.Parallel()
	s := open(t)
	soon, paused := s.ordered(t, "one", "Functioneel analist voor het zaaksysteem"), s.ordered(t, "two", "Architect voor het klantenportaal")
	_, err := app.Send(t.Context(), s.Service, s.As(t, "alfa-medewerker"), regie.Name, soon, "complete", regie.ConfirmComplete, regie.Confirmation{})
	require.NoError(t, err)
	_, err = app.Send(t.Context(), s.Service, s.As(t, "alfa-medewerker"), regie.Name, paused, "ask", regie.AskQuestions,
		regie.Questions{Questions: []string{"Welke systemen zijn betrokken?"}})
	require.NoError(t, err)
	r := s.as(t, "si-dienstniveau")

	quiet := r.get("/overview").Text
	require.NotContains(t, section(quiet, "soon"), soon)
	require.Contains(t, section(quiet, "paused"), paused)

	// The answer time is 15 working days: until the end of 23 March.
	s.at(t, apptest.Epoch.AddDate(0, 0, 17)) // 19 March: two working days are left
	page := r.get("/overview").Text
	require.Contains(t, section(page, "soon"), soon)
	require.Contains(t, section(page, "soon"), "nog 2 werkdagen")
	require.Contains(t, section(page, "late"), "Geen enkele termijn is verstreken.")
	s.at(t, apptest.Epoch.AddDate(0, 0, 23)) // 25 March
	page = r.get("/overview").Text
	require.Contains(t, section(page, "late"), soon)
	require.Contains(t, section(page, "late"), "2 werkdagen te laat")
	require.Contains(t, section(page, "paused"), paused, "a clock that stands still is not late")

	list := s.as(t, "alfa-medewerker").get("/tasks")
	require.Equal(t, http.StatusOK, list.Status)
	require.Equal(t, 1, strings.Count(list.Text, "2 werkdagen te laat"))
	require.Equal(t, 1, strings.Count(list.Text, `class="badge paused"`), "the task of a clock that stands still says so")
	w := browse(t, s.URL, desktop)
	w.signIn("si-dienstniveau")
	w.accessible("an overview with work")
	w.shot("overview-late")
	w.signIn("alfa-medewerker")
	w.open("/tasks")
	w.accessible("tasks that are late")
	w.shot("tasks-late")
	w.open("/cases")
	w.shot("cases-late")
	w.resize(look{width: 360, height: 780, dark: true})
	w.shot("cases-late-phone")
}

// section is the part of a page with an ID.
func section(page, id string) string {
	_, rest, _ := strings.Cut(page, `id="`+id+`"`)
	part, _, _ := strings.Cut(rest, "</section>")
	return part
}
