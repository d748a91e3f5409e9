package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/config"
	"termijn/internal/apptest"
)

type mapRead struct {
	Ref, Since string
	Version    int
	Items      []struct{ ID, NL, Parent string }
}

// A map goes out as a file and comes in as one: first what it would change, with all
// that is wrong by its line, then all of it or nothing.
func TestTheServiceMapGoesOutAndComesInAsAFile(t *testing.T) {
	t.Parallel()
	_, s := site(t, apptest.WithServiceMap())
	admin := s.As("si-beheerder").With("Accept-Language", "en").With("Content-Type", "text/csv")
	read := func() mapRead {
		return apptest.Read[mapRead](t, s.As("si-beheerder").Get(t, "/api/v1/servicemap"), http.StatusOK)
	}
	before := read()
	require.Equal(t, 1, before.Version)
	require.NotEmpty(t, before.Since)
	provider := apptest.Read[mapRead](t, s.As(foreignAgent).Get(t, "/api/v1/servicemap"), http.StatusOK)
	require.Zero(t, provider.Version, "the map's case is not for a provider")
	require.Empty(t, provider.Ref)

	exported := s.As("si-beheerder").Get(t, "/api/v1/servicemap/export")
	require.Equal(t, "text/csv; charset=utf-8", exported.Header.Get("Content-Type"))
	require.Contains(t, string(exported.Body), "grensfirewall")
	require.NotContains(t, string(s.As(foreignAgent).Get(t, "/api/v1/servicemap/export").Body), "grensfirewall", "another's confidential item")

	type difference struct {
		Version                 int
		Added, Changed, Removed []string
	}
	check := func(file, query string) difference {
		t.Helper()
		return apptest.Read[difference](t, admin.Post(t, "/api/v1/servicemap/check"+query, file), http.StatusOK)
	}
	require.Equal(t, difference{Added: []string{}, Changed: []string{}, Removed: []string{}}, check(string(exported.Body), "?whole=true"), "what was exported changes nothing")

	wrong := "id;kind;nl;parent;endToEnd\napi;item;;burgerloket;\nx;ding;X;nergens;misschien\ny;item\n"
	for _, path := range []string{"/check", "/import?seen=1&reason=x"} {
		p := refusedWith(t, admin.Post(t, "/api/v1/servicemap"+path, wrong), http.StatusUnprocessableEntity, "invalid")
		var places []string
		for _, e := range p.Errors {
			places = append(places, e.Field)
			require.NotContains(t, e.Message, "<no value>")
		}
		require.Equal(t, []string{"Line 3, endToEnd", "Line 4"}, places, "what cannot be read comes first")
	}
	wrong = "id;kind;nl;parent\napi;item;;burgerloket\nx;ding;X;nergens\n"
	p := refusedWith(t, admin.Post(t, "/api/v1/servicemap/check", wrong), http.StatusUnprocessableEntity, "invalid")
	require.Len(t, p.Errors, 3)
	require.Equal(t, "Line 2, nl", p.Errors[0].Field)
	require.Equal(t, before, read(), "nothing was taken over")

	good := "id;kind;nl;parent;provider\napi;item;API van het loket;burgerloket;beta\n"
	require.Equal(t, difference{Version: 1, Added: []string{"api"}, Changed: []string{}, Removed: []string{}}, check(good, ""))
	query := "?" + url.Values{"seen": {"1"}, "reason": {"Nieuwe API"}}.Encode()
	refusedWith(t, admin.Post(t, "/api/v1/servicemap/import?seen=1", good), http.StatusUnprocessableEntity, "invalid")
	once := admin.With("Idempotency-Key", "map-file-one")
	taken := apptest.Read[receipt](t, once.Post(t, "/api/v1/servicemap/import"+query, good), http.StatusOK)
	require.Equal(t, before.Ref, taken.Ref)
	require.Equal(t, taken, apptest.Read[receipt](t, once.Post(t, "/api/v1/servicemap/import"+query, good), http.StatusOK), "sent again it is done once")
	after := read()
	require.Equal(t, 2, after.Version)
	require.Len(t, after.Items, len(before.Items)+1)
	refusedWith(t, admin.Post(t, "/api/v1/servicemap/import"+query, strings.Replace(good, "API van", "De API van", 1)), http.StatusConflict, "stale")
	require.Equal(t, after, read())
	refusedWith(t, admin.Post(t, "/api/v1/servicemap/import?seen=2&reason=x", good), http.StatusUnprocessableEntity, "invalid")
}

// Maintenance is announced by the agents and managers of providers, and by the change
// manager; a freeze by the change manager alone.
func TestWhoAnnouncesMaintenance(t *testing.T) {
	t.Parallel()
	_, s := site(t, apptest.WithServiceMap())
	eco, err := config.Demonstration()
	require.NoError(t, err)
	for _, p := range eco.People {
		want := http.StatusForbidden
		if p.ID == changeManager || strings.HasPrefix(p.Org, "alfa") || strings.HasPrefix(p.Org, "beta") {
			want = http.StatusUnprocessableEntity // it lacks a title
		}
		r := s.As(p.ID).Post(t, "/api/v1/freezes", object{"kind": "maintenance", "title": " ", "reason": "x"})
		require.Equal(t, want, r.Status, "%s: %s", p.ID, r.Body)
	}
}
