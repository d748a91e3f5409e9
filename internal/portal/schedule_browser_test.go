package portal_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/workflows/freeze"
)

func TestThePagesOfWhatIsPlannedAreAccessible(t *testing.T) {
	t.Parallel()
	s := calendarOf(t)
	r, err := s.Service.OpenFreeze(t.Context(), s.As(t, "si-cab-voorzitter"), "freeze-two", freeze.Announcement{Kind: freeze.Freeze, Title: "Jaarafsluiting", Reason: "Rust",
		Items: []string{"opslag"}, From: evening(1, 0), To: evening(2, 0)})
	require.NoError(t, err)
	for person, paths := range map[string][]string{
		"si-cab-voorzitter": {week(), "/calendar?view=day&date=" + evening(1, 12).Format("2006-01-02"), "/calendar?view=month", "/freezes", "/freezes/new", "/cases/" + r.Ref, "/cases/" + r.Ref + "/update"},
		"si-beheerder":      {"/servicemap", "/servicemap/items/opslag", "/servicemap/import"},
	} {
		t.Run(person, func(t *testing.T) {
			t.Parallel()
			w := browse(t, s.URL, desktop)
			w.signIn(person)
			w.inBothLanguages(paths, func(lang string, i int) {
				l := lookOf(lang, i)
				w.resize(l)
				w.shot(fmt.Sprintf("plans-%s-%d-%s-%d-%t", person, i, lang, l.width, l.dark))
				w.accessible(fmt.Sprintf("%s as %s in %s, %d wide, dark %t", paths[i], person, lang, l.width, l.dark))
			})
		})
	}
}

func TestTheCalendarGoesOnPaper(t *testing.T) {
	t.Parallel()
	s := calendarOf(t)
	w := browse(t, s.URL, desktop)
	w.signIn("si-cab-voorzitter")
	w.open("/calendar?view=month&date=" + evening(1, 12).Format("2006-01-02"))
	w.printed("calendar-month", []string{".feed", ".filters"}, []string{".month thead", ".month td li", ".month .clash", ".schedule tbody tr"})
	w.open(week())
	w.printed("calendar-week", []string{".feed", ".filters"}, []string{".schedule tbody tr", ".schedule .clashes"})
}
