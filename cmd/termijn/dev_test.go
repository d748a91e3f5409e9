package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/devstack"
)

// dev starts `termijn dev` and waits for its address.
func dev(t testing.TB, args ...string) (p *program, url string) {
	t.Helper()
	p = launch(t, plain, nil, append([]string{"dev"}, args...)...)
	p.says(t, "Ctrl-C stops it.")
	m := regexp.MustCompile(`termijn runs at  (http://127\.0\.0\.1:\d+)   \((started in [0-9.]+ s)\)`).FindStringSubmatch(p.out.String())
	require.NotNil(t, m, "%s", p.out.String())
	t.Log(m[2])
	return p, m[1]
}

// occupied is a port that somebody listens on.
func occupied(t testing.TB, port int) int {
	t.Helper()
	l, err := net.Listen("tcp4", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil && port != 0 {
		return port // somebody else does
	}
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	return l.Addr().(*net.TCPAddr).Port
}

// status asks for a page without following where it leads.
func status(t testing.TB, url string) int {
	t.Helper()
	answer, err := http.DefaultTransport.RoundTrip(must(http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)))
	if err != nil {
		return 0
	}
	require.NoError(t, answer.Body.Close())
	return answer.StatusCode
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestDevTakesFreePortsAndStopsWhatItStartedAndNothingElse(t *testing.T) {
	t.Parallel()
	other, err := devstack.StartPostgres(t.Context(), devstack.PostgresOptions{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, other.Stop(context.Background())) })
	port := occupied(t, 0)
	occupied(t, 5432)
	occupied(t, 7233)

	p, url := dev(t, "--port", fmt.Sprint(port))
	require.NotContains(t, url, fmt.Sprintf(":%d", port))
	require.Contains(t, p.out.String(), "choose a persona")
	require.Contains(t, p.out.String(), url+"/api/docs")
	require.Equal(t, http.StatusOK, status(t, url+"/healthz"))
	require.Equal(t, http.StatusOK, status(t, url+"/readyz"))
	require.Equal(t, http.StatusOK, status(t, url+"/dev/mail"))
	p.says(t, "has a few cases to look at")
	c := &careful{url: url}
	list := get[struct{ Items []object }](t, c, clientLead, "/api/v1/regie")
	require.NotEmpty(t, list.Items)

	family := p.family(t)
	p.signal(t, syscall.SIGINT)
	require.Zero(t, p.status(t))
	require.Empty(t, p.errs.String())
	gone(t, family)
	require.Zero(t, status(t, url+"/healthz"))
	select {
	case <-other.Done():
		require.Fail(t, "another PostgreSQL was stopped")
	default:
	}
}

func TestDevStopsWhileItStarts(t *testing.T) {
	t.Parallel()
	p := launch(t, plain, nil, "dev", "--port", "0")
	var family map[int]string
	p.until(t, func() bool { family = p.family(t); return len(family) > 0 }, "started a server")
	p.signal(t, syscall.SIGINT)
	require.Zero(t, p.status(t), "%s", p.errs.String())
	gone(t, family)
	require.Empty(t, p.errs.String())
}

func TestAKilledDevLeavesNoProcessBehind(t *testing.T) {
	t.Parallel()
	p, _ := dev(t, "--empty", "--port", "0")
	family := p.family(t)
	p.kill()
	gone(t, family)
}

func TestDevSaysWhichServerHasGone(t *testing.T) {
	t.Parallel()
	for program, name := range map[string]string{"postgres": "PostgreSQL", "temporal": "Temporal"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, _ := dev(t, "--empty", "--port", "0")
			family := p.family(t)
			require.NoError(t, syscall.Kill(member(t, family, program), syscall.SIGKILL))
			require.Equal(t, statusFailed, p.status(t))
			require.Regexp(t, `(?m)^termijn: `+name+` has gone: `, p.errs.String())
			gone(t, family)
		})
	}
}

const briefly = `title: A request in brief
steps:
  - as: noord-projectleider
    do: POST /regie
    body: {title: Kort, nature: Advies, goal: Overgang, provider: alfa, representative: noord-projectleider, start: "{day 8}", months: 1, profiles: [{profile: analist, fte: "1"}]}
    save: {case: ref}
  - as: alfa-medewerker
    expect: GET /regie/{case}
    that: {stage: %s}
`

func TestDevPlaysAScenario(t *testing.T) {
	t.Parallel()
	for stage, want := range map[string]struct {
		says, warns string
		status      int
	}{
		"submitted": {"The scenario has been played to its end.", "", 0},
		"ordered":   {"Playing: A request in brief", `stage is "submitted", expected "ordered"`, statusFailed},
	} {
		t.Run(stage, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "brief.yaml")
			require.NoError(t, os.WriteFile(file, fmt.Appendf(nil, briefly, stage), 0o600))
			p, _ := dev(t, "--port", "0", "--scenario", file)
			p.says(t, want.says)
			p.warns(t, want.warns)
			p.signal(t, syscall.SIGTERM)
			require.Equal(t, want.status, p.status(t), "%s", p.errs.String())
			require.False(t, strings.Contains(p.out.String(), "a few cases"), "a scenario begins on an empty installation")
		})
	}
}
