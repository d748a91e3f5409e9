package portal_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/calendar"
	"termijn/internal/devstack/devtest"
	"termijn/internal/portal"
	"termijn/workflows/regie"
)

func TestMain(m *testing.M) {
	status := devtest.Main(m)
	closeBrowser()
	os.Exit(status)
}

// site is the portal of one test, over HTTP.
type site struct {
	*apptest.World
	URL string
}

func open(t *testing.T, options ...apptest.Option) site {
	t.Helper()
	w := apptest.Start(t, options...)
	return site{w, serve(t, w, true)}
}

func serve(t *testing.T, w *apptest.World, dev bool) string {
	t.Helper()
	server := httptest.NewServer(portal.New(portal.Options{Service: w.Service, Dev: dev, Patience: patience}))
	t.Cleanup(server.Close)
	return server.URL
}

// reader is somebody with a browser that has no JavaScript.
type reader struct {
	t    *testing.T
	http *http.Client
	base string
}

// answer is a page as it came back, after redirects.
type answer struct {
	Status int
	Path   string
	Text   string
}

func visitor(t *testing.T, base string) reader {
	t.Helper()
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	return reader{t, &http.Client{Jar: jar}, base}
}

// as signs a person in.
func (s site) as(t *testing.T, person string) reader {
	t.Helper()
	r := visitor(t, s.URL)
	a := r.post("/sign-in", "person", person)
	require.Equal(t, http.StatusOK, a.Status, a.Text)
	return r
}

func (r reader) get(path string, headers ...string) answer {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), http.MethodGet, r.base+path, nil)
	require.NoError(r.t, err)
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	return r.do(req)
}

func (r reader) post(path string, pairs ...string) answer {
	r.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	req, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, r.base+path, strings.NewReader(form.Encode()))
	require.NoError(r.t, err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r.do(req)
}

func (r reader) do(req *http.Request) answer {
	r.t.Helper()
	resp, err := r.http.Do(req)
	require.NoError(r.t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(r.t, err)
	return answer{resp.StatusCode, resp.Request.URL.RequestURI(), string(b)}
}

// hidden is the value of a hidden field on a page.
func (a answer) hidden(t *testing.T, name string) string {
	t.Helper()
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(a.Text)
	require.NotNil(t, m, "no field %s on %s", name, a.Path)
	return m[1]
}

// offered opens a case of Noord with Alfa's offer waiting for the Client's approvers.
func (s site) offered(t *testing.T, key, title string) string {
	t.Helper()
	ctx, client, agent := t.Context(), s.As(t, "noord-projectleider"), s.As(t, "alfa-medewerker")
	r := s.ordered(t, key, title)
	d := decimal.RequireFromString
	_, err := app.Send(ctx, s.Service, agent, regie.Name, r, key+"-offer", regie.SubmitOffer, regie.OfferDraft{Plan: "Eén analist, voltijds.",
		ValidUntil: calendar.Date{Year: 2026, Month: 5, Day: 29}, Lines: []regie.LineDraft{{Profile: "analist", Candidate: "Analist A",
			CV: "CV-2026-17", Staff: "A-017", Hours: d("480"), Price: d("92.50"), FTE: d("1")}}})
	require.NoError(t, err)
	whole, err := s.Service.Whole(ctx, client, r)
	require.NoError(t, err)
	own, err := whole.Regie()
	require.NoError(t, err)
	_, err = app.Send(ctx, s.Service, client, regie.Name, r, key+"-approval", regie.RequestApproval, regie.ApprovalRequest{Content: own.Offer.Content})
	require.NoError(t, err)
	return r
}

// ordered opens a case of Noord at Alfa.
func (s site) ordered(t *testing.T, key, title string) string {
	t.Helper()
	client := s.As(t, "noord-projectleider")
	r, err := s.Service.OpenRegie(t.Context(), client, key, regie.Request{
		Title: title, Nature: "Functionele analyse", Goal: "De migratie van het zaaksysteem voorbereiden.", Provider: "alfa",
		Representative: client.Person, Start: calendar.Date{Year: 2026, Month: 4, Day: 1}, Months: 3,
		Profiles: []regie.Wish{{Profile: "analist", FTE: decimal.NewFromInt(1)}},
	})
	require.NoError(t, err)
	return r.Ref
}

// taskOf is the ID of the open task of a kind that a person has in a case.
func (s site) taskOf(t *testing.T, person, ref, kind string) string {
	t.Helper()
	p := s.As(t, person)
	whole, err := s.Service.Whole(t.Context(), p, ref)
	require.NoError(t, err)
	for _, task := range whole.Tasks {
		if task.Kind == kind && task.State == "open" && p.Inbox().Holds(task.Assignee) {
			return task.ID
		}
	}
	require.Failf(t, "no task", "%s has no %s in %s", person, kind, ref)
	return ""
}
