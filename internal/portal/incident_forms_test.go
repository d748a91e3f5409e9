package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/workflows/incident"
)

// report fills in the form that reports an incident.
var report = []string{"title", "Mail komt niet aan", "description", "Sinds 9 uur komt er geen mail meer aan.", "service", "e-mail", "category", "verzenden",
	"item", "postbus", "impact", "medium", "urgency", "high"}

func TestAReportKeepsWhatWasTypedUntilItIsRight(t *testing.T) {
	t.Parallel()
	s := open(t)
	r := s.as(t, "noord-aanvrager")
	first := r.get("/incidents/new")
	require.Contains(t, first.Text, "Misschien is het al bekend")
	form := r.get("/incidents/new?service=e-mail&text=Mail+komt+niet+aan")
	require.Contains(t, form.Text, "Hierover is nog niets bekend")
	require.Contains(t, form.Text, `value="Mail komt niet aan"`, "what was typed first is the title")
	require.Contains(t, form.Text, "Verzenden en ontvangen", "the categories of the service")

	wrong := r.send("/incidents/new?full=1", "title", "", "description", "Een lang verhaal.", "service", "e-mail", "impact", "high")
	require.Equal(t, http.StatusUnprocessableEntity, wrong.Status)
	require.Contains(t, wrong.Text, "Een lang verhaal.")
	for _, field := range []string{"title", "urgency"} {
		require.Contains(t, wrong.Text, linkTo(field))
	}
	checked := r.send("/incidents/new?full=1", "do", "check", "impact", "medium", "urgency", "high")
	require.Contains(t, checked.Text, ">P2 – Hoog</output>", "the priority without a script")

	done := r.send("/incidents/new?full=1", report...)
	require.Equal(t, "/cases/INC-2026-000001", done.Path, done.Text)
	require.Contains(t, done.Text, "Uw melding is geregistreerd als INC-2026-000001.")
	require.Contains(t, done.Text, "P2 – Hoog")
	require.Contains(t, done.Text, "Verzenden en ontvangen")
	require.Equal(t, http.StatusForbidden, s.as(t, "bestuurslid").get("/incidents/new").Status)
}

func TestTheDeskReportsForAPersonOfAClientOrForACaller(t *testing.T) {
	t.Parallel()
	s := open(t)
	desk := s.as(t, "si-servicedesk")
	people := desk.send("/incidents/new?full=1", "do", "people", "client", "noord")
	require.Contains(t, people.Text, `<option value="noord-budget-1">`)
	for key, who := range map[string][]string{"account": {"reporter", "noord-aanvrager"}, "caller": {"contact", "toestel 4417"}} {
		a := desk.send("/incidents/new?full=1", append(append([]string{"client", "noord", "channel", "phone"}, report...), who...)...)
		require.Regexp(t, `^/cases/INC-`, a.Path, "%s: %s", key, a.Text)
		require.Contains(t, a.Text, map[string]string{"account": "Aanvrager Noord", "caller": "toestel 4417"}[key])
		if key != "caller" {
			continue
		}
		first := s.as(t, "beta-medewerker")
		require.Contains(t, first.get(a.Path).Text, "toestel 4417", "who handles it calls back")
		first.does(strings.TrimPrefix(a.Path, "/cases/"), "hand-over", "team", "alfa-werkplek", "reason", "Het is het toestel.")
		after := first.get(a.Path).Text
		require.NotContains(t, after, "toestel 4417", "who handed it over has no business with it")
		require.Contains(t, after, "(only for who handles it now)")
		require.NotContains(t, after, "(personal data erased)")
	}
	none := desk.send("/incidents/new?full=1", append([]string{"client", "noord", "channel", "phone"}, report...)...)
	require.Equal(t, http.StatusUnprocessableEntity, none.Status)
	require.Contains(t, none.Text, linkTo("reporter"))
}

func TestTheDeskSaysWhenAnEMailArrived(t *testing.T) {
	t.Parallel()
	s := open(t)
	desk := s.as(t, "si-servicedesk")
	mailed := func(channel, at string) answer {
		return desk.send("/incidents/new?full=1", append([]string{"client", "noord", "reporter", "noord-aanvrager", "channel", channel, "arrived", at}, report...)...)
	}
	require.NotContains(t, s.as(t, "noord-aanvrager").get("/incidents/new?full=1").Text, `name="arrived"`)
	for at, says := range map[string]string{"2026-03-03T09:45": "Dit tijdstip ligt in de toekomst", "2026-02-20T09:45": "in de laatste 7 dagen", "gisteren": "tijdstip"} {
		wrong := mailed("email", at)
		require.Equal(t, http.StatusUnprocessableEntity, wrong.Status, at)
		require.Contains(t, wrong.Text, linkTo("arrived"), at)
		require.Contains(t, wrong.Text, says)
	}
	require.Contains(t, mailed("phone", "2026-03-02T09:45").Text, "Alleen een melding per e-mail heeft een tijdstip van aankomst")
	done := mailed("email", "2026-03-02T09:45")
	require.Regexp(t, `^/cases/INC-`, done.Path, done.Text)
	require.Regexp(t, `Aangekomen op de mailserver</dt><dd class="typed">[^<]*9[.:]45`, done.Text)
}

// TestEveryCommandOfAnIncidentHasItsForm sends each form once, in the order of a story.
func TestEveryCommandOfAnIncidentHasItsForm(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.reported(t, "one", "Mail komt niet aan", "e-mail", "medium", "high")
	beta, desk, user, slm := s.as(t, "beta-medewerker"), s.as(t, "si-servicedesk"), s.as(t, "noord-aanvrager"), s.as(t, "si-dienstniveau")
	beta.post("/language", "language", "nl")
	as := func(r reader, command, want string, pairs ...string) {
		t.Helper()
		require.Contains(t, r.does(ref, command, pairs...).Text, want, command)
	}
	as(beta, "take", "Medewerker Beta (ICT-Dienstverlener Beta) werkt eraan", "remark", "Ik kijk ernaar.")
	as(beta, "assign", "Verantwoordelijke Beta (ICT-Dienstverlener Beta) werkt eraan", "agent", "beta-verantwoordelijke")
	as(beta, "wait", "op Aanvrager Noord; de klok staat stil", "reason", "user", "question", "Bij wie komt het niet aan?", "until", "2026-03-03T12:00")
	require.Contains(t, user.get("/cases/"+ref+"/answer").Text, "Bij wie komt het niet aan?")
	as(user, "answer", "Bij iedereen.", "text", "Bij iedereen.")
	as(beta, "wait", "op een leverancier. De klok loopt door", "reason", "supplier", "question", "Herstel van de lijn.")
	as(beta, "resume", "werkt eraan", "remark", "De lijn is hersteld.")
	as(beta, "note", "Het logboek is nagekeken.", "text", "Het logboek is nagekeken.")
	as(beta, "link", "CHG-7781", "kind", "caused_by", "ref", "CHG-7781", "note", "Wijziging van gisteren.")
	shown := beta.send("/cases/"+ref+"/prioritise", "do", "add", "impact", "low", "urgency", "low", "reason", "Maar één persoon.")
	require.Contains(t, shown.Text, "P4 – Laag, oplossen uiterlijk", "the new target stands beside the old one before anything is sent")
	require.Contains(t, shown.Text, "P2 – Hoog, oplossen uiterlijk")
	as(beta, "prioritise", "P4 – Laag", "impact", "low", "urgency", "low", "reason", "Maar één persoon.")
	as(beta, "hand-over", "Hosting", "team", "beta-hosting", "reason", "De server antwoordt niet.")
	as(beta, "resolve", "Wacht op de reactie van Aanvrager Noord", "solution", "Server herstart.", "code", "configuratie", "outside", "yes")
	as(user, "reopen", "werkt eraan", "reason", "Er komt nog altijd niets aan.")
	as(beta, "resolve", "Wacht op de reactie", "solution", "Wachtrij geleegd.")
	as(slm, "exclude", "Opgelost door een dienstverlener buiten het ecosysteem", "ground", "outside", "reason", "De lijn is van een ander.", "proof", "DMS-77")
	as(user, "confirm", "Dit dossier is afgesloten", "remark", "Dank u.")
	page := desk.get("/cases/" + ref).Text
	require.Contains(t, page, "De lijn is van een ander.")
	require.NotContains(t, page, "&lt;no value&gt;")

	other := s.reported(t, "two", "Vergissing", "e-mail", "low", "low")
	require.Contains(t, user.does(other, "withdraw", "reason", "Mijn vergissing.").Text, "Ingetrokken")
}

func TestAnIncidentThatBouncesIsFrozenUntilItIsCoordinated(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.reported(t, "one", "Netwerk valt uit", "netwerk", "medium", "medium")
	give := func(person, team string) {
		_, err := app.Send(t.Context(), s.Service, s.As(t, person), incident.Name, ref, "to-"+team, incident.HandOver, incident.HandingOver{Team: team, Reason: "Niet van ons."})
		require.NoError(t, err)
	}
	give("alfa-medewerker", "beta-hosting")
	s.as(t, "beta-medewerker").post("/language", "language", "nl")
	warned := s.as(t, "beta-medewerker").get("/cases/" + ref + "/hand-over")
	require.Contains(t, warned.Text, "Het ging al 1 keer van de ene organisatie naar de andere")
	give("beta-medewerker", "alfa-netwerk")
	alfa, desk := s.as(t, "alfa-medewerker"), s.as(t, "si-servicedesk")
	page := alfa.get("/cases/" + ref)
	require.Contains(t, page.Text, "geeft niemand het nog door")
	require.NotContains(t, page.Text, "/hand-over", "nobody hands it over any more")
	require.Contains(t, desk.get("/incidents").Text, "bevroren")
	require.Contains(t, desk.get("/cases/"+ref+"/coordinate").Text, "ICT-Dienstverlener Alfa → ICT-Dienstverlener Beta → ICT-Dienstverlener Alfa")
	done := desk.does(ref, "coordinate", "team", "alfa-netwerk", "reason", "Het is van het netwerk.")
	require.NotContains(t, done.Text, "geeft niemand het nog door")
}
