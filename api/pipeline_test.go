package api_test

import (
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"termijn/internal/apptest"
	"termijn/internal/i18n"
	"termijn/workflows/change"
)

const gateScript = "../docs/pipeline/deploy-gate.sh"

// pipeline runs the script of docs/pipeline.md as alfa's pipeline does.
type pipeline struct {
	url, dir string
	// env beside the address and the token.
	env []string
}

func pipelineOf(t testing.TB, s apptest.Site, env ...string) pipeline {
	return pipeline{s.URL, t.TempDir(), env}
}

// run runs it and returns its exit status and all that it printed.
func (p pipeline) run(t testing.TB, args ...string) (int, string) {
	t.Helper()
	script, err := filepath.Abs(gateScript)
	require.NoError(t, err)
	c := exec.CommandContext(t.Context(), "sh", append([]string{script}, args...)...)
	c.Dir = p.dir
	c.Env = append(os.Environ(), append([]string{"TERMIJN_URL=" + p.url, "TERMIJN_TOKEN=dev-" + providerAgent}, p.env...)...)
	out, err := c.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	return c.ProcessState.ExitCode(), string(out)
}

// ask asks for a deployment of the loket with some evidence.
func (p pipeline) ask(t testing.TB, commit string, evidence ...string) (int, string) {
	t.Helper()
	args := []string{"ask", "--service", "burgerloket", "--environment", "productie", "--commit", commit, "--minutes", "20", "--pipeline", "https://ci.alfa.example/117"}
	for _, e := range evidence {
		args = append(args, "--evidence", e)
	}
	return p.run(t, args...)
}

// changeIn is the change that the script printed.
func changeIn(t testing.TB, printed string) string {
	t.Helper()
	ref := regexp.MustCompile(`CHG-\d{4}-\d{6}`).FindString(printed)
	require.NotEmpty(t, ref, printed)
	return ref
}

func TestTheScriptOfADocumentedPipelinePassesAndReports(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	standardInForce(t, s, frame())
	p := pipelineOf(t, s)
	status, printed := p.ask(t, `4f1c "quoted" \ commit`, "unit:passed:https://ci.alfa.example/117/tests")
	require.Zero(t, status, printed)
	require.Regexp(t, `^deploy-gate: CHG-\d{4}-\d{6} is allowed until 2026-03-02T10:20:\d\d\+01:00\n$`, printed)
	ref := changeIn(t, printed)
	asked, ok := see(t, s.As(changeManager), "/api/v1/changes/"+ref).State["gate"].(map[string]any)["deployment"].(map[string]any)
	require.True(t, ok)
	require.Equal(t, []any{`4f1c "quoted" \ commit`, 20.0, "https://ci.alfa.example/117"}, []any{asked["commit"], asked["minutes"], asked["pipeline"]})
	require.Equal(t, []any{object{"kind": "unit", "passed": true, "link": "https://ci.alfa.example/117/tests"}}, asked["evidence"])

	status, printed = p.run(t, "report", "rolled_back")
	require.Equal(t, 3, status, printed)
	require.Contains(t, printed, "termijn answers 422")
	require.Contains(t, printed, "  - text\n", "it names the field that lacks")
	status, printed = p.run(t, "report", "rolled_back", "Fouten op de \"aanmelding\"", "https://ci.alfa.example/117/log")
	require.Zero(t, status, printed)
	require.Equal(t, "rolled_back", apptest.Read[gateAnswer](t, s.As(changeManager).Get(t, "/api/v1/changes/"+ref+"/gate"), http.StatusOK).Outcome)
	// What failed is reviewed first: the same commit does not pass a second time.
	status, printed = p.ask(t, `4f1c "quoted" \ commit`, "unit:passed")
	require.Equal(t, 1, status, printed)
	require.Contains(t, printed, "did not succeed and is still being reviewed")
	status, printed = p.run(t, "report", "success")
	require.Equal(t, 3, status)
	require.Contains(t, printed, "there is nothing to report")
}

func TestTheScriptOfADocumentedPipelineIsRefused(t *testing.T) {
	t.Parallel()
	w, s := site(t, apptest.WithServiceMap())
	p := pipelineOf(t, s, "GATE_LANGUAGE=nl")
	status, printed := p.ask(t, "eerste", "unit:passed")
	require.Equal(t, 1, status, printed)
	require.Contains(t, printed, "  - Geen enkel kader dat van kracht is, geldt voor burgerloket in de omgeving productie.")

	standardInForce(t, s, frame(object{"evidence": []string{"unit", "security-scan"}}))
	p.env = nil
	status, printed = p.ask(t, "tweede", "unit:failed")
	require.Equal(t, 1, status, printed)
	require.Contains(t, printed, "is refused\n  - The evidence unit did not pass.")
	require.Contains(t, printed, "\n  - There is no evidence of the kind security-scan.")

	now := w.Service.Time.Now()
	apptest.Read[receipt](t, s.As(changeManager).Post(t, "/api/v1/freezes", object{"kind": "freeze", "title": "Verkiezingen", "reason": "Rust.",
		"items": []string{"burgerloket"}, "from": now.Add(5 * time.Minute), "to": now.Add(48 * time.Hour)}), http.StatusCreated)
	status, printed = p.ask(t, "derde", "unit:passed", "security-scan:passed")
	require.Equal(t, 1, status, printed)
	require.Contains(t, printed, "  - Nothing may be changed (FRZ-")
	require.NoFileExists(t, filepath.Join(p.dir, ".deploy-gate"), "there is nothing to report")
}

func TestTheScriptOfADocumentedPipelineWaitsForADecision(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	standardInForce(t, s, frame(object{"decide": "always"}))
	p := pipelineOf(t, s, "GATE_TIMEOUT=1")
	status, printed := p.ask(t, "4f1c2a9b0d3e", "unit:passed")
	require.Equal(t, 2, status, printed)
	require.Contains(t, printed, "waits for a decision\n  - The Service Integrator decides on every deployment")
	ref := changeIn(t, printed)

	// Asked again it waits for the same decision, and hears of it at once.
	p.env = []string{"GATE_TIMEOUT=60"}
	type end struct {
		status  int
		printed string
	}
	ended := make(chan end)
	go func() {
		status, printed := p.ask(t, "4f1c2a9b0d3e", "unit:passed")
		ended <- end{status, printed}
	}()
	decide(t, s.As(changeManager), openTask(t, s.As(changeManager), ref, "decide_deployment"), "approve", "")
	select {
	case e := <-ended:
		require.Zero(t, e.status, e.printed)
		require.Equal(t, ref, changeIn(t, e.printed))
	case <-time.After(20 * time.Second):
		require.Fail(t, "the script hears nothing")
	}
	status, printed = p.run(t, "report", "success")
	require.Zero(t, status, printed)
	require.Equal(t, "done", apptest.Read[gateAnswer](t, s.As(changeManager).Get(t, "/api/v1/changes/"+ref+"/gate"), http.StatusOK).Ended)
}

// Whatever is wrong that is not the gate's word has a status of its own.
func TestTheScriptOfADocumentedPipelineSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	for name, c := range map[string]struct {
		env  []string
		args string
		says string
	}{
		"nothing":    {nil, "", "deploy-gate.sh ask --service ID"},
		"no commit":  {nil, "ask --service burgerloket --environment productie", "deploy-gate.sh ask --service ID"},
		"evidence":   {nil, "ask --service burgerloket --environment productie --commit x --evidence unit", "KIND:passed or KIND:failed, not unit"},
		"minutes":    {nil, "ask --service burgerloket --environment productie --commit x --minutes lang", "a whole number, not lang"},
		"service":    {nil, "ask --service onbekend --environment productie --commit x", "termijn answers 422"},
		"token":      {[]string{"TERMIJN_TOKEN=wrong"}, "ask --service burgerloket --environment productie --commit x", "termijn answers 401"},
		"no token":   {[]string{"TERMIJN_TOKEN="}, "ask --service x --environment y --commit z", "set TERMIJN_TOKEN"},
		"no address": {[]string{"TERMIJN_URL="}, "ask --service x --environment y --commit z", "set TERMIJN_URL"},
		"away":       {[]string{"TERMIJN_URL=nowhere://x"}, "ask --service x --environment y --commit z", "cannot be reached"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, printed := pipelineOf(t, s, c.env...).run(t, strings.Fields(c.args)...)
			require.Equal(t, 3, status, printed)
			require.Contains(t, printed, c.says)
		})
	}
}

// The page for pipelines knows every reason, each has words, and its examples are what
// they say they are.
func TestThePageForPipelinesIsWholeAndRight(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../docs/pipeline.md")
	require.NoError(t, err)
	page := string(text)
	for _, code := range change.GateReasons {
		require.Contains(t, page, "`"+code+"`")
		for _, language := range i18n.Languages {
			require.True(t, i18n.For(language).Has("gate.reason."+code), "%s in %s", code, language)
		}
	}
	script, err := os.ReadFile(gateScript)
	require.NoError(t, err)
	for _, option := range regexp.MustCompile(`\s--[a-z]+`).FindAllString(page, -1) {
		if option = strings.TrimSpace(option); option != "--no" {
			require.Contains(t, string(script), option+") ", "an option of the script")
		}
	}
	examples := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(page, -1)
	require.Len(t, examples, 2)
	for _, e := range examples {
		var file map[string]any
		require.NoError(t, yaml.Unmarshal([]byte(e[1]), &file), e[1])
		require.Contains(t, e[1], "deploy-gate.sh ask")
		require.Contains(t, e[1], "deploy-gate.sh report rolled_back")
	}
}
