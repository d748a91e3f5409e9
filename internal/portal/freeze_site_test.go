package portal_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func wallOf(at time.Time) string { return at.Format("2006-01-02T15:04") }

func TestAFreezeIsAnnouncedChangedAndLifted(t *testing.T) {
	t.Parallel()
	s := calendarOf(t)
	chair := s.as(t, "si-cab-voorzitter")
	typed := []string{"kind", "freeze", "title", "Jaarafsluiting", "reason", "De boekhouding sluit.", "emergencies", "yes",
		"from", wallOf(evening(1, 0)), "to", wallOf(evening(2, 0)), "item.opslag", "yes"}
	checked := chair.send("/freezes/new", append(typed, "do", "check")...)
	require.Contains(t, checked.Text, "2 geplande wijzigingen")
	require.Contains(t, checked.Text, "Opslag uitbreiden")
	require.Contains(t, checked.Text, "Postbussen verhuizen", "it does not work without")
	require.Contains(t, checked.Text, `value="Jaarafsluiting"`, "what was typed stays")
	opened := chair.send("/freezes/new", typed...)
	require.Regexp(t, `^/cases/FRZ-`, opened.Path, opened.Text)
	ref := strings.TrimPrefix(opened.Path, "/cases/")
	require.Contains(t, opened.Text, "Noodwijzigingen mogen doorgaan")
	require.Contains(t, opened.Text, "Opslag uitbreiden")
	require.Contains(t, chair.get(week()).Text, "wijzigingsstop")
	require.Contains(t, chair.get("/freezes").Text, ref)

	changed := chair.does(ref, "update", "from", wallOf(evening(1, 0)), "to", wallOf(evening(1, 12)), "reason", "Korter", "item.opslag", "yes")
	require.Contains(t, changed.Text, "Geen enkele geplande wijziging.")
	bad := chair.post("/cases/"+ref+"/update", "key", "some-other-key", "from", wallOf(evening(1, 0)), "to", wallOf(evening(1, 12)), "reason", "", "item.opslag", "yes")
	require.Equal(t, http.StatusUnprocessableEntity, bad.Status)
	require.Contains(t, bad.Text, "Vul dit veld in")
	chair.does(ref, "lift", "reason", "Niet meer nodig")
	require.NotContains(t, chair.get("/freezes").Text, ref)
	require.Contains(t, chair.get("/freezes?open=all").Text, ref)
}

// A freeze can be widened to everything and narrowed; what has left the map meanwhile is
// named in the form; the list goes by the windows.
func TestAFreezeIsWidenedInSight(t *testing.T) {
	t.Parallel()
	s := calendarOf(t)
	chair, admin := s.as(t, "si-cab-voorzitter"), s.as(t, "si-beheerder")
	require.Equal(t, "/servicemap", admin.send("/servicemap/new", "seen", "1", "id", "oudje", "kind", "item", "nl", "Oud toestel", "provider", "beta", "reason", "test").Path)
	form := chair.get("/freezes/new").Text
	require.Regexp(t, `(?s)<legend>ICT-Dienstverlener Alfa</legend>.*<legend>ICT-Dienstverlener Beta</legend>.*Oud toestel`, form, "provider by provider")
	opened := chair.send("/freezes/new", "kind", "freeze", "title", "Vroege stop", "reason", "Rust.", "from", wallOf(evening(1, 0)), "to", wallOf(evening(2, 0)), "item.oudje", "yes", "item.opslag", "yes")
	ref := strings.TrimPrefix(opened.Path, "/cases/")
	require.Equal(t, "/servicemap", admin.send("/servicemap/items/oudje", "seen", "2", "do", "remove", "reason", "weg").Path)
	edit := chair.get("/cases/" + ref + "/update").Text
	require.Regexp(t, `(?s)<legend>Niet meer op de kaart</legend>.*Oud toestel`, edit)
	kept := chair.does(ref, "update", "from", wallOf(evening(1, 0)), "to", wallOf(evening(2, 6)), "reason", "Langer", "item.opslag", "yes", "item.oudje", "yes")
	require.Contains(t, kept.Text, "Oud toestel", "it stays until somebody takes it off")
	none := chair.send("/cases/"+ref+"/update", "from", wallOf(evening(1, 0)), "to", wallOf(evening(2, 6)), "reason", "Niets meer")
	require.Equal(t, http.StatusUnprocessableEntity, none.Status)
	require.Contains(t, none.Text, "Duid minstens één dienst of item aan.")
	wide := chair.does(ref, "update", "from", wallOf(evening(1, 0)), "to", wallOf(evening(2, 6)), "reason", "Alles dicht", "everything", "yes", "item.opslag", "yes")
	require.Contains(t, wide.Text, "Diensten en items: Alles", "its story says so")
	require.Contains(t, s.as(t, "alfa-medewerker").get("/cases/"+ref).Text, "Alles")
	narrow := chair.does(ref, "update", "from", wallOf(evening(1, 0)), "to", wallOf(evening(2, 6)), "reason", "Minder", "item.opslag", "yes")
	require.Contains(t, narrow.Text, "Diensten en items: Centrale opslag")
	list := chair.get("/freezes").Text
	require.Less(t, strings.Index(list, "Vroege stop"), strings.Index(list, "Verkiezingen"), "by when they begin")
}

func TestAProviderAnnouncesItsOwnMaintenance(t *testing.T) {
	t.Parallel()
	s := calendarOf(t)
	beta := s.as(t, "beta-medewerker")
	page := beta.get("/freezes/new")
	require.Contains(t, page.Text, "Central storage")
	require.NotContains(t, page.Text, "Core router", "only its own")
	opened := beta.send("/freezes/new", "title", "Disks", "reason", "Worn out.", "from", wallOf(evening(1, 20)), "to", wallOf(evening(1, 22)), "item.opslag", "yes", "kind", "freeze")
	require.Regexp(t, `^/cases/FRZ-`, opened.Path, opened.Text)
	require.Contains(t, opened.Text, "Maintenance window", "it cannot announce a freeze")
	none := beta.send("/freezes/new", "title", "Disks", "reason", "Worn out.", "from", wallOf(evening(1, 20)), "to", wallOf(evening(1, 22)))
	require.Equal(t, http.StatusUnprocessableEntity, none.Status)
	require.Contains(t, none.Text, "Choose at least one service or item.")
	foreign := beta.send("/freezes/new", "title", "Disks", "reason", "Worn out.", "from", wallOf(evening(1, 20)), "to", wallOf(evening(1, 22)), "item.kernrouter", "yes")
	require.Equal(t, http.StatusUnprocessableEntity, foreign.Status)
	chair := s.as(t, "si-cab-voorzitter").get(opened.Path)
	require.NotContains(t, chair.Text, opened.Path+"/update", "nobody acts for another (G-02)")
}

func TestWhoSeesThePagesOfWhatIsPlanned(t *testing.T) {
	t.Parallel()
	s := calendarOf(t)
	const everybody = "noord-aanvrager alfa-medewerker beta-verantwoordelijke si-servicedesk si-cab-voorzitter si-beheerder bestuurslid"
	for path, those := range map[string]string{
		"/calendar": everybody, "/freezes": everybody, "/servicemap": everybody, "/servicemap/export.csv": everybody,
		"/freezes/new":    "alfa-medewerker beta-verantwoordelijke si-cab-voorzitter",
		"/servicemap/new": "si-beheerder", "/servicemap/items/opslag": "si-beheerder", "/servicemap/import": "si-beheerder",
	} {
		require.True(t, strings.HasPrefix(visitor(t, s.URL).get(path).Path, "/sign-in"), path)
		for _, person := range strings.Fields(everybody) {
			want := http.StatusForbidden
			if strings.Contains(those, person) {
				want = http.StatusOK
			}
			require.Equal(t, want, s.as(t, person).get(path).Status, "%s as %s", path, person)
		}
	}
}
