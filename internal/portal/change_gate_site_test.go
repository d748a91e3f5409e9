package portal_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/i18n"
	"termijn/workflows/change"
	"termijn/workflows/standard"
)

// framed brings a frame of Alfa for the loket into force, whose deployments somebody
// decides on each time.
func (s site) framed(t *testing.T) (ref string) {
	t.Helper()
	agent := s.as(t, "alfa-medewerker")
	opened := agent.send("/standard-changes/new?kind=frame", "kind", "frame", "text.name", "Uitrol van het loket", "text.why", "Volledig getest.", "text.items", "burgerloket",
		"text.minutes", "30", "text.risk.likelihood", "low", "text.risk.effect", "medium", "text.backOut", "De vorige versie uitrollen.", "text.communication", "Aan de servicedesk.",
		"text.environments", "productie", "text.evidence", "unit\nsecurity-scan", "text.decide", "always")
	require.Regexp(t, `^/cases/STD-`, opened.Path, opened.Text)
	ref = strings.TrimPrefix(opened.Path, "/cases/")
	agent.does(ref, standard.Submit.Name)
	s.decides(t, "si-cab-voorzitter", ref, "approve_standard", "approve", "")
	return ref
}

// knocks asks the gate as Alfa's pipeline.
func (s site) knocks(t *testing.T, commit string, evidence ...change.Evidence) app.GateAnswer {
	t.Helper()
	a, err := s.Service.AskGate(t.Context(), s.As(t, "alfa-medewerker"), "pipeline-"+commit, change.Deployment{Service: "burgerloket", Environment: "productie",
		Commit: commit, Pipeline: "https://ci.alfa.example/117", Minutes: 20, Evidence: evidence})
	require.NoError(t, err)
	return a
}

func TestTheGateIsInSightOnThePageOfAChange(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.WithServiceMap())
	frame := s.framed(t)
	chair := s.as(t, "si-cab-voorzitter")
	unit := change.Evidence{Kind: "unit", Passed: true, Total: 200, Link: "https://ci.alfa.example/117/tests"}
	has := func(text string, all ...string) {
		t.Helper()
		for _, one := range all {
			require.Contains(t, text, one)
		}
	}

	refused := s.knocks(t, "4f1c2a9b0d3e", unit, change.Evidence{Kind: "security-scan", Failed: 2, Total: 40, Link: "javascript:alert(1)"})
	page := chair.get("/cases/" + refused.Ref)
	require.Equal(t, http.StatusOK, page.Status)
	has(page.Text, "Wat de pijplijn vroeg", "4f1c2a9b0d3e", "productie", "20 minuten", "Medewerker Alfa", `href="https://ci.alfa.example/117"`, "Waarom niet",
		"Het bewijs security-scan is niet geslaagd. Los dat op en vraag opnieuw.", "200 van 200 geslaagd", "38 van 40 geslaagd", `href="/cases/`+frame+`"`, frame+", versie 1",
		"vroeg om Digitaal burgerloket (4f1c2a9b0d3e) uit te rollen")
	require.Equal(t, 2, strings.Count(page.Text, "Los dat op en vraag opnieuw."), "above, and in the timeline")
	require.NotContains(t, page.Text, `href="javascript`, "an address that is none leads nowhere")

	waits := s.knocks(t, "9a8b7c6d5e4f", unit, change.Evidence{Kind: "security-scan", Passed: true})
	page = chair.get("/cases/" + waits.Ref)
	has(page.Text, "wacht op een beslissing", "De Service Integrator beslist, ten laatste op", "Over elke uitrol binnen dit kader beslist de Service Integrator.")
	task := chair.get("/tasks/" + s.taskOf(t, "si-cab-voorzitter", waits.Ref, "decide_deployment")).Text
	has(task, "9a8b7c6d5e4f", "200 van 200 geslaagd", "Waarom er een beslissing nodig is")
	s.decides(t, "si-cab-voorzitter", waits.Ref, "decide_deployment", "approve", "Buiten de piek.")
	page = chair.get("/cases/" + waits.Ref)
	has(page.Text, "toegelaten", "Uitrollen kan tot", "Waarover beslist is", "Buiten de piek.")
	agent := s.as(t, "alfa-medewerker")
	agent.does(waits.Ref, change.ReportOutcome.Name, "result", change.RolledBack, "text", "Fouten bij het aanmelden", "link", "https://ci.alfa.example/117/log")
	has(agent.get("/cases/"+waits.Ref).Text, "Wat ervan werd", "Fouten bij het aanmelden", "https://ci.alfa.example/117/log")

	// Every reason has words in both languages; nothing is left of its places.
	args := map[string]string{"service": "loket", "environment": "productie", "kind": "unit", "minutes": "40", "max": "30", "from": "8", "to": "18", "ref": "CHG-2026-000001",
		"until": "2026-03-02T10:00:00Z", "reason": "nee"}
	for _, language := range []string{"nl", "en"} {
		for _, code := range change.GateReasons {
			text := app.ExplainGate(i18n.For(language), change.GateReason{Code: code, Args: args})
			require.NotContains(t, text, "gate.reason", fmt.Sprint(language, code))
			require.NotContains(t, text, "<no value>", fmt.Sprint(language, code))
		}
	}
}

func TestTheGateIsAccessible(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.WithServiceMap())
	s.framed(t)
	gate := s.knocks(t, "9a8b7c6d5e4f", change.Evidence{Kind: "unit", Passed: true, Total: 200, Link: "https://ci.alfa.example/117/tests"}, change.Evidence{Kind: "security-scan", Passed: true})
	paths := []string{"/cases/" + gate.Ref, "/tasks/" + s.taskOf(t, "si-cab-voorzitter", gate.Ref, "decide_deployment")}
	w := browse(t, s.URL, desktop)
	w.signIn("si-cab-voorzitter")
	w.inBothLanguages(paths, func(lang string, i int) {
		for _, l := range looks[lang] {
			w.resize(l)
			w.shot(fmt.Sprintf("gate-%d-%s-%d-%t", i, lang, l.width, l.dark))
			w.accessible(fmt.Sprintf("%s in %s, %d wide, dark %t", paths[i], lang, l.width, l.dark))
		}
	})
}
