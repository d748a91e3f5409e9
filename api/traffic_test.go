package api_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/api"
	"termijn/internal/apptest"
	"termijn/internal/identity"
)

// authenticator is one whose answer a test decides.
type authenticator func(*http.Request) (identity.Principal, error)

func (a authenticator) Authenticate(r *http.Request) (identity.Principal, error) { return a(r) }

func served(t *testing.T, o api.Options) apptest.Site {
	t.Helper()
	o.Log = slog.New(slog.DiscardHandler)
	return apptest.Serve(t, api.New(o))
}

func TestACrowdIsSentAwayAndNotKept(t *testing.T) {
	t.Parallel()
	entered, release := make(chan struct{}, 8), make(chan struct{})
	s := served(t, api.Options{InFlight: 1, Queued: 1, Authenticator: authenticator(func(*http.Request) (identity.Principal, error) {
		entered <- struct{}{}
		<-release
		return identity.Principal{}, api.ErrUnauthenticated
	})})
	var crowd sync.WaitGroup
	answers := make(chan apptest.Response, 8)
	ask := func() { crowd.Go(func() { answers <- s.As("").Get(t, "/api/v1/me") }) }
	ask()
	<-entered
	for range 5 {
		ask()
	}
	// One works; of the others one waits its second, the rest is told at once.
	for range 5 {
		r := <-answers
		refusedWith(t, r, http.StatusServiceUnavailable, "overloaded")
		require.NotEmpty(t, r.Header.Get("Retry-After"))
	}
	close(release)
	refusedWith(t, <-answers, http.StatusUnauthorized, "unauthenticated")
	crowd.Wait()
	// The place is free again.
	refusedWith(t, s.As("").Get(t, "/api/v1/me"), http.StatusUnauthorized, "unauthenticated")
}

func TestARequestThatTakesTooLongIsGivenUp(t *testing.T) {
	t.Parallel()
	s := served(t, api.Options{Timeout: 20 * time.Millisecond, Authenticator: authenticator(func(r *http.Request) (identity.Principal, error) {
		<-r.Context().Done()
		return identity.Principal{}, r.Context().Err()
	})})
	r := s.As("").Get(t, "/api/v1/me")
	refusedWith(t, r, http.StatusServiceUnavailable, "too_slow")
	require.NotEmpty(t, r.Header.Get("Retry-After"))
}

func TestAFaultOfOursSaysNothingOfItself(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	s := apptest.Serve(t, api.New(api.Options{Log: slog.New(slog.NewTextHandler(&log, nil)), Authenticator: authenticator(func(*http.Request) (identity.Principal, error) {
		panic("the password is 1234")
	})}))
	p := refusedWith(t, s.As("").Get(t, "/api/v1/me"), http.StatusInternalServerError, "internal")
	require.NotContains(t, p.Detail+p.Title, "1234")
	require.Contains(t, log.String(), p.TraceID, "the record has the fault under its trace ID")
	require.Contains(t, log.String(), "1234")
}

func TestWithoutWorkersARequestWaitsAndIsDoneOnce(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.WithoutWorker())
	s := apptest.Serve(t, api.New(api.Options{Service: w.Service, Authenticator: api.DevTokens{Store: w.Store, Dev: true},
		Timeout: time.Second, Log: slog.New(slog.DiscardHandler)}))
	client := s.As(clientLead).With("Idempotency-Key", "patience")
	r := client.Post(t, "/api/v1/regie", request())
	refusedWith(t, r, http.StatusServiceUnavailable, "busy")
	require.NotEmpty(t, r.Header.Get("Retry-After"))
	require.Equal(t, "patience", r.Header.Get("Idempotency-Key"))

	w.Work(t)
	var ref string
	require.Eventually(t, func() bool {
		r = client.Post(t, "/api/v1/regie", request())
		if r.Status == http.StatusCreated {
			ref = apptest.Read[receipt](t, r, http.StatusCreated).Ref
		}
		return ref != ""
	}, time.Minute, 10*time.Millisecond)
	list := apptest.Read[struct{ Items []struct{ Ref string } }](t, client.Get(t, "/api/v1/cases"), http.StatusOK)
	require.Len(t, list.Items, 1)
	require.Equal(t, ref, list.Items[0].Ref)
}

func TestTheDescriptionIsAPageThatLoadsNothing(t *testing.T) {
	t.Parallel()
	s := served(t, api.Options{Version: "1.2.3"})
	r := s.As("").Get(t, "/api/docs")
	require.Equal(t, http.StatusOK, r.Status)
	page := string(r.Body)
	for _, part := range []string{"1.2.3", "/api/v1/regie/{ref}/offers", "Idempotency-Key", "Analist A", `id="type-RegieOfferDraft"`, `href="#type-RegieLineDraft"`} {
		require.Contains(t, page, part)
	}
	for _, part := range []string{"<script", "<link", `="http`, `='http`, "src=", "@import", "url("} {
		require.NotContains(t, page, part)
	}
	require.Contains(t, r.Header.Get("Content-Security-Policy"), "default-src 'none'")
	require.Equal(t, "application/openapi+json", s.As("").Get(t, "/api/openapi.json").Header.Get("Content-Type"))
	// Every reference leads somewhere.
	for _, link := range strings.Split(page, `href="#`)[1:] {
		target, _, _ := strings.Cut(link, `"`)
		require.Contains(t, page, `id="`+target+`"`)
	}
}
