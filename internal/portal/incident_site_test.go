package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/workflows/incident"
)

// reported registers an incident of Noord's, of a service, with impact and urgency.
func (s site) reported(t *testing.T, key, title, service, impact, urgency string) string {
	t.Helper()
	r, err := s.Service.OpenIncident(t.Context(), s.As(t, "noord-aanvrager"), "report-"+key, incident.Report{Title: title,
		Description: "Sinds vanmorgen werkt het niet meer.", Service: service, Impact: impact, Urgency: urgency, Channel: incident.Web})
	require.NoError(t, err)
	return r.Ref
}

func TestTheQueueIsForEachWhatTheyMayAct(t *testing.T) {
	t.Parallel()
	s := open(t)
	alfa, beta := s.reported(t, "one", "Laptop start niet", "werkplek", "low", "medium"), s.reported(t, "two", "Website traag", "burgerloket", "medium", "medium")
	desk := s.reported(t, "three", "Iets raars", "andere", "low", "low")
	shows := func(person, path string, refs ...string) answer {
		a := s.as(t, person).get(path)
		require.Equal(t, http.StatusOK, a.Status, a.Text)
		for _, ref := range []string{alfa, beta, desk} {
			require.Equal(t, strings.Contains(strings.Join(refs, " "), ref), strings.Contains(a.Text, `<tr id="`+ref+`"`), "%s %s: %s", person, path, ref)
		}
		return a
	}
	page := shows("si-servicedesk", "/incidents", alfa, beta, desk)
	require.Less(t, strings.Index(page.Text, desk), strings.Index(page.Text, beta), "what the desk has comes first")
	require.Contains(t, page.Text, "P3 – Gemiddeld")
	require.Contains(t, page.Text, "nog 20 min")
	require.Contains(t, page.Text, "nog niemand")
	shows("alfa-medewerker", "/incidents", alfa)
	shows("noord-aanvrager", "/incidents", alfa, beta, desk)
	shows("noord-projectleider", "/incidents?who=mine")
	shows("zuid-projectleider", "/incidents")
	shows("si-servicedesk", "/incidents?priority=P3", beta)
	shows("si-servicedesk", "/incidents?service=andere&sort=newest", desk)
	shows("si-servicedesk", "/incidents?team=alfa-werkplek", alfa)
	shows("si-servicedesk", "/incidents?text=traag", beta)
	shows("si-servicedesk", "/incidents?open=closed")
	require.Contains(t, s.as(t, "noord-aanvrager").get("/incidents").Text, "/incidents/new")
	require.NotContains(t, s.as(t, "noord-aanvrager").get("/incidents").Text, "/incidents/next")
}

func TestTakingTheNextOneLeadsToItAndTakesNothingTwice(t *testing.T) {
	t.Parallel()
	s := open(t)
	first, second := s.reported(t, "one", "Laptop start niet", "werkplek", "low", "medium"), s.reported(t, "two", "Printer hapert", "werkplek", "low", "medium")
	r := s.as(t, "alfa-medewerker")
	key := r.get("/incidents").hidden(t, "key")
	for range 2 {
		a := r.post("/incidents/next", "key", key)
		require.Equal(t, "/cases/"+first, a.Path)
		require.Contains(t, a.Text, "Medewerker Alfa (ICT-Dienstverlener Alfa) werkt eraan")
	}
	require.Contains(t, r.get("/incidents?who=unassigned").Text, second)
	require.NotContains(t, r.get("/incidents?who=unassigned").Text, first)
	require.Equal(t, "/cases/"+second, r.post("/incidents/next", "key", "another-key").Path)
	a := r.post("/incidents/next", "key", "a-third-key")
	require.Equal(t, "/incidents", a.Path)
	require.Contains(t, a.Text, "Alle incidenten hebben een medewerker")
}
