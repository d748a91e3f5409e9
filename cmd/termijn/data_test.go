package main

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// browser is somebody who signed in on the portal.
type browser struct{ http.Client }

func (b *browser) page(t testing.TB, address string) (status int, text string) {
	t.Helper()
	answer, err := b.Get(address)
	require.NoError(t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.StatusCode, string(body)
}

// newBrowser is one that follows no redirects, so that being sent away shows.
func newBrowser(t testing.TB) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	return &browser{http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// productTime is the instant that dev announces, at its speed.
func productTime(t testing.TB, p *program) time.Time {
	t.Helper()
	_, after, found := strings.Cut(p.out.String(), "Product time   ")
	require.True(t, found, "%s", p.out.String())
	at, err := time.Parse("Mon 2006-01-02 15:04", after[:len("Mon 2006-01-02 15:04")])
	require.NoError(t, err)
	return at
}

func TestDevKeepsCasesSignInAndMailsInItsDirectory(t *testing.T) {
	t.Parallel()
	// Not below the test's own directory, which the database's user may not enter.
	dir, err := os.MkdirTemp("/tmp", "termijn-test-")
	require.NoError(t, err)
	require.NoError(t, os.Chmod(dir, 0o755))
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	state := filepath.Join(dir, "made", "for it")

	p, address := dev(t, "--data", state, "--speed", "600", "--start", "2026-03-02", "--empty", "--port", "0")
	b := newBrowser(t)
	status, _ := b.page(t, address+"/tasks")
	require.Equal(t, http.StatusSeeOther, status, "not signed in yet")
	answer, err := b.PostForm(address+"/sign-in", url.Values{"person": {providerAgent}})
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, http.StatusSeeOther, answer.StatusCode)
	c := &careful{url: address}
	r, err := c.send(t.Context(), clientLead, http.MethodPost, "/api/v1/regie", "kept", request("Bewaarde aanvraag"))
	require.NoError(t, err)
	ref := read[receipt](t, r, http.StatusCreated).Ref
	eventually(t, "the mail arrives", func() bool { _, mails := b.page(t, address+"/dev/mail"); return strings.Contains(mails, ref) })
	began := productTime(t, p)
	require.Equal(t, "2026-03-02", began.Format(time.DateOnly))

	// Nobody else may have the directory meanwhile, and trying does no harm.
	second := launch(t, plain, nil, "dev", "--data", state, "--speed", "600")
	require.Equal(t, statusFailed, second.status(t))
	require.Contains(t, second.errs.String(), "is in use by another termijn; stop that one first")
	require.Equal(t, http.StatusOK, statusOf(t, b, address+"/readyz"))
	p.signal(t, syscall.SIGINT)
	require.Zero(t, p.status(t), "%s", p.errs.String())

	for args, want := range map[string]string{
		"":                               "runs at speed 600; use --speed 600, or another --data directory",
		"--speed 60":                     "runs at speed 600; use --speed 600, or another --data directory",
		"--speed 600 --start 2026-05-04": "began on 2026-03-02 and goes on from there; leave --start out",
	} {
		other := launch(t, plain, nil, append([]string{"dev", "--data", state, "--port", "0"}, strings.Fields(args)...)...)
		require.Equal(t, statusFailed, other.status(t))
		require.Contains(t, other.errs.String(), want)
		require.Empty(t, other.out.String())
	}

	p, address = dev(t, "--data", state, "--speed", "600", "--port", "0")
	status, tasks := b.page(t, address+"/tasks")
	require.Equal(t, http.StatusOK, status, "still signed in")
	require.Contains(t, tasks, "Bewaarde aanvraag")
	_, mails := b.page(t, address+"/dev/mail")
	require.Contains(t, mails, ref)
	require.True(t, productTime(t, p).After(began))
	c = &careful{url: address}
	r, err = c.send(t.Context(), providerAgent, http.MethodPost, "/api/v1/regie/"+ref+"/questions", "asked", object{"questions": []string{"Hoeveel?"}})
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, r.Status, "the case goes on: %s", r.Body)
	p.signal(t, syscall.SIGINT)
	require.Zero(t, p.status(t), "%s", p.errs.String())
}

func statusOf(t testing.TB, b *browser, address string) int {
	t.Helper()
	status, _ := b.page(t, address)
	return status
}
