package app_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/identity"
	"termijn/internal/ledger"
	"termijn/internal/topology"
	"termijn/workflows/casework"
	"termijn/workflows/servicemap"
)

// mapRef is the case of the service map.
func mapRef(t testing.TB, w *apptest.World) string {
	t.Helper()
	_, ref, err := w.Service.Topology(t.Context(), w.As(t, "si-beheerder"))
	require.NoError(t, err)
	return ref
}

func TestThereIsOneServiceMap(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.WithServiceMap())
	require.NoError(t, w.Service.EnsureServiceMap(t.Context()), "opened once")
	rows, _, err := w.Store.Cases(t.Context(), ledger.Scope{All: true}, ledger.CaseFilter{Process: servicemap.Name}, ledger.Page{})
	require.NoError(t, err)
	require.Len(t, rows, 1)
	own, err := app.ServiceMapOf(rows[0])
	require.NoError(t, err)
	require.EqualValues(t, w.Policy.ServiceMap, own.Items)
	require.Equal(t, rows[0].Ref, mapRef(t, w))
}

func TestWhoSeesWhatOfTheServiceMap(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.WithServiceMap())
	// The border firewall is Alfa's and confidential, the key vault Beta's.
	for person, want := range map[string]string{
		"si-servicedesk": "grensfirewall sleutelkluis", "bestuurslid": "grensfirewall sleutelkluis",
		"alfa-medewerker": "grensfirewall", "beta-medewerker": "sleutelkluis", "noord-aanvrager": "",
	} {
		on, ref, err := w.Service.Topology(t.Context(), w.As(t, person))
		require.NoError(t, err)
		var seen []string
		for _, i := range on.Items() {
			if i.Confidential {
				seen = append(seen, i.ID)
			}
			for _, x := range append([]string{i.Parent}, i.DependsOn...) {
				_, there := on.Item(x)
				require.True(t, x == "" || there, "%s learns of %s through %s", person, x, i.ID)
			}
		}
		require.Equal(t, want, strings.Join(seen, " "), person)
		require.Equal(t, strings.HasPrefix(person, "si-") || person == "bestuurslid", ref != "", person)
	}
	_, _, err := w.Service.Topology(t.Context(), identity.Principal{Kind: "stranger"})
	require.ErrorIs(t, err, app.ErrForbidden)
}

func TestTheAdministratorEditsTheServiceMap(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.WithServiceMap())
	ref := mapRef(t, w)
	e := servicemap.Edition{Seen: 1, Reason: "nieuw", Put: []servicemap.Item{{ID: "api", Kind: servicemap.CI, NL: "API", Parent: "burgerloket", Provider: "beta", Team: "beta-toepassingen"}}}
	for _, person := range []string{"si-servicedesk", "si-cab-voorzitter", "bestuurslid"} {
		_, err := w.Service.EditServiceMap(t.Context(), w.As(t, person), ref, "k", e)
		require.ErrorIs(t, err, app.ErrForbidden, person)
	}
	for _, person := range []string{"alfa-verantwoordelijke", "noord-projectleider"} {
		_, err := w.Service.EditServiceMap(t.Context(), w.As(t, person), ref, "k", e)
		require.ErrorIs(t, err, app.ErrNotFound, person)
	}
	admin := w.As(t, "si-beheerder")
	for _, wrong := range []struct{ provider, team, field string }{{"gamma", "", "put[0].provider"}, {"noord", "", "put[0].provider"},
		{"beta", "alfa-netwerk", "put[0].team"}, {"beta", "geen", "put[0].team"}} {
		bad := e
		bad.Put = []servicemap.Item{{ID: "api", Kind: servicemap.CI, NL: "API", Provider: wrong.provider, Team: wrong.team}}
		_, err := w.Service.EditServiceMap(t.Context(), admin, ref, "bad", bad)
		r, ok := casework.RefusalOf(err)
		require.True(t, ok)
		require.Equal(t, wrong.field, r.Fields[0].Field)
	}
	d, err := w.Service.PreviewEdition(t.Context(), admin, ref, e)
	require.NoError(t, err)
	require.Equal(t, topology.Difference{Added: []string{"api"}}, d)
	first, err := w.Service.EditServiceMap(t.Context(), admin, ref, "k", e)
	require.NoError(t, err)
	again, err := w.Service.EditServiceMap(t.Context(), admin, ref, "k", e)
	require.NoError(t, err)
	require.Equal(t, first, again, "a second click does nothing twice")
	_, err = w.Service.EditServiceMap(t.Context(), admin, ref, "other", e)
	r, ok := casework.RefusalOf(err)
	require.True(t, ok)
	require.Equal(t, casework.CodeStale, r.Code)
	on, _, err := w.Service.Topology(t.Context(), admin)
	require.NoError(t, err)
	require.Equal(t, "API", on.Name("api", "nl"), "whoever posts and then reads, reads it")
}

func TestAFileIsReadAgainstTheMap(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.WithServiceMap())
	ref, admin := mapRef(t, w), w.As(t, "si-beheerder")
	read := func(file string, whole bool) app.MapImport {
		m, err := w.Service.ReadMapImport(t.Context(), admin, ref, []byte(file), whole, "")
		require.NoError(t, err)
		return m
	}
	// What was exported changes nothing.
	on, _, err := w.Service.Topology(t.Context(), admin)
	require.NoError(t, err)
	var b strings.Builder
	require.NoError(t, topology.WriteCSV(&b, on.Items()))
	require.Equal(t, app.MapImport{}, read(b.String(), true))

	// A part: what is not in it stays.
	part := "id;kind;nl;parent;provider\napi;item;API;burgerloket;beta\nburgerloket-web;item;Webstek;api;beta\n"
	m := read(part, false)
	require.Empty(t, m.Faults)
	require.Equal(t, topology.Difference{Added: []string{"api"}, Changed: []string{"burgerloket-web"}}, m.Difference)
	require.Equal(t, 1, m.Edition.Seen)

	// The whole: what depends on what the file leaves out is said at its head, and
	// nothing of it is taken over.
	m = read("id;kind;nl;parent\nburgerloket;service;Loket;\nburgerloket-web;item;Webstek;burgerloket\nx;item;X;nergens\ny;item;;x\n", true)
	var said []string
	for _, f := range m.Faults {
		said = append(said, strings.TrimSpace(strings.Join([]string{string(rune('0' + f.Line)), f.Column, f.Code}, " ")))
	}
	require.Equal(t, []string{"4 parent no_such_item", "5 nl required"}, said)
	m = read("id;kind;nl;provider\nburgerloket;service;Loket;gamma\n", false)
	require.Equal(t, 2, m.Faults[0].Line)
	require.Equal(t, []string{"provider", "unknown"}, []string{m.Faults[0].Column, m.Faults[0].Code})
	m = read("id,kind\n", false)
	require.Equal(t, "csv_no_column", m.Faults[0].Code)

	// Of the whole map only one service is left.
	m = read("id;kind;nl\nburgerloket;service;Loket\n", true)
	require.Len(t, m.Difference.Removed, len(on.Items())-1)
	m.Edition.Reason = "opgeruimd"
	_, err = w.Service.EditServiceMap(t.Context(), admin, ref, "import", m.Edition)
	require.NoError(t, err)
	on, _, err = w.Service.Topology(t.Context(), admin)
	require.NoError(t, err)
	require.Len(t, on.Items(), 1)
	_, err = w.Service.ReadMapImport(t.Context(), w.As(t, "si-servicedesk"), ref, []byte(part), false, "")
	require.ErrorIs(t, err, app.ErrForbidden)
}
