package portal_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/workflows/incident"
)

func TestThePagesOfIncidentsAreAccessible(t *testing.T) {
	t.Parallel()
	s := open(t)
	fresh := s.reported(t, "one", "Laptop van de dienst start niet meer op na de update", "werkplek", "low", "medium")
	critical := s.reported(t, "two", "Digitaal burgerloket geeft een foutmelding", "burgerloket", "high", "high")
	waiting := s.reported(t, "three", "Telefooncentrale valt weg", "netwerk", "medium", "high")
	s.reported(t, "four", "Iets raars met het scherm", "andere", "low", "low")
	alfa, beta, user := s.as(t, "alfa-medewerker"), s.as(t, "beta-medewerker"), s.as(t, "noord-aanvrager")
	alfa.does(waiting, "take")
	alfa.does(waiting, "wait", "reason", "user", "question", "Op welke verdieping valt het weg?")
	for _, give := range [][2]string{{"beta-medewerker", "alfa-netwerk"}, {"alfa-medewerker", "beta-hosting"}} {
		_, err := app.Send(t.Context(), s.Service, s.As(t, give[0]), incident.Name, critical, "to-"+give[1], incident.HandOver, incident.HandingOver{Team: give[1], Reason: "Hoort hier niet."})
		require.NoError(t, err)
	}
	s.inForce(t)
	desk := s.as(t, "si-servicedesk")
	desk.does(critical, "communicate", "heading", "Storing bij het burgerloket", "text", "Wij zoeken de oorzaak.", "client.zuid", "yes", "public", "yes")
	beta.does(critical, "resolve", "solution", "De databank is herstart.", "remote", "onsite")
	user.does(critical, "reopen", "reason", "De foutmelding is er nog.")
	on := func(ref, command string) string { return "/cases/" + ref + "/" + command }
	s.inspects(t, "si-servicedesk", map[string]string{"inc-queue-desk": "/incidents", "inc-queue-none": "/incidents?text=nietsvanditalles", "inc-new-desk": "/incidents/new?full=1&service=e-mail&client=noord",
		"inc-case-critical": "/cases/" + critical, "inc-communicate": on(critical, "communicate"), "inc-weigh": on(fresh, "prioritise")})
	s.inspects(t, "alfa-medewerker", map[string]string{"inc-queue-provider": "/incidents", "inc-case-waiting": "/cases/" + waiting, "inc-handover": on(fresh, "hand-over"),
		"inc-wait": on(fresh, "wait"), "inc-resolve": on(fresh, "resolve"), "inc-assign": on(fresh, "assign")})
	s.inspects(t, "noord-aanvrager", map[string]string{"inc-queue-client": "/incidents", "inc-new": "/incidents/new", "inc-new-known": "/incidents/new?service=burgerloket&text=fout",
		"inc-answer": on(waiting, "answer"), "inc-case-client": "/cases/" + fresh})
}

func TestReportingAnIncidentInABrowserWithAndWithoutScript(t *testing.T) {
	t.Parallel()
	s := open(t)
	for _, script := range []bool{true, false} {
		l := desktop
		l.noScript = !script
		w := browse(t, s.URL, l)
		w.signIn("noord-aanvrager")
		w.open("/incidents/new")
		w.fill(`[name="text"]`, "Mail komt niet aan")
		w.click(`main form.filters button`)
		w.sees(`#f-description`)
		w.fill(`[name="description"]`, "Sinds 9 uur.")
		require.True(t, ask[bool](w, `document.getElementById("parts").checkVisibility()`), "no service is chosen yet")
		w.fill(`select[name="service"]`, "E-mail")
		w.click(`#parts`)
		w.sees(`#f-category`)
		require.False(t, ask[bool](w, `document.getElementById("parts").checkVisibility()`), "the categories are there")
		if script {
			w.fill(`select[name="service"]`, "Netwerk")
			w.until(`document.getElementById("parts").checkVisibility()`)
			w.fill(`select[name="service"]`, "E-mail")
		}
		w.click(`input[name="impact"][value="high"]`)
		w.click(`input[name="urgency"][value="high"]`)
		if !script {
			w.click(`button[name="do"][value="check"]`)
			w.sees(`input[name="impact"][checked]`)
		}
		w.until(`document.getElementById("priority").textContent === "P1 – Kritiek"`)
		w.click(`.actions button`)
		w.sees(".flash.done")
		require.Contains(t, w.text(".case-head h1"), "Mail komt niet aan")
	}
}
