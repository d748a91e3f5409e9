package app_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/ledger"
	"termijn/workflows/casework"
	"termijn/workflows/freeze"
)

// stop is a freeze of some items, a week from the beginning.
func stop(items ...string) freeze.Announcement {
	return freeze.Announcement{Kind: freeze.Freeze, Title: "Verkiezingen", Reason: "Rust", Items: items,
		From: apptest.Epoch.AddDate(0, 0, 7), To: apptest.Epoch.AddDate(0, 0, 9)}
}

func upkeep(items ...string) freeze.Announcement {
	a := stop(items...)
	a.Kind, a.Title = freeze.Maintenance, "Onderhoud"
	return a
}

func TestWhoAnnouncesWhat(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.WithServiceMap())
	for i, c := range []struct {
		person string
		a      freeze.Announcement
		want   string
	}{
		{"si-cab-voorzitter", stop(), ""},
		{"si-cab-voorzitter", stop("grensfirewall", "burgerloket"), ""},
		{"si-cab-voorzitter", upkeep("gos"), ""},
		{"beta-medewerker", upkeep("opslag", "sleutelkluis"), ""},
		{"beta-medewerker", stop("opslag"), "forbidden"},
		{"beta-medewerker", upkeep("kernrouter"), "no_such_item"},
		{"beta-medewerker", upkeep("grensfirewall"), "no_such_item"},
		{"si-cab-voorzitter", stop("nergens"), "no_such_item"},
		{"si-servicedesk", stop(), "forbidden"},
		{"noord-projectleider", upkeep("gos"), "forbidden"},
		{"bestuurslid", stop(), "forbidden"},
	} {
		_, err := w.Service.OpenFreeze(t.Context(), w.As(t, c.person), fmt.Sprint("announce-", i), c.a)
		got := ""
		if r, refused := casework.RefusalOf(err); refused {
			got = r.Fields[0].Code
		} else if err != nil {
			require.ErrorIs(t, err, app.ErrForbidden)
			got = "forbidden"
		}
		if got == "" && c.want == "" {
			continue
		}
		require.Equal(t, c.want, got, "%s: %v", c.person, c.a)
	}
}

func TestWhoSeesAFreeze(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.WithServiceMap())
	opened := func(person, key string, a freeze.Announcement) string {
		r, err := w.Service.OpenFreeze(t.Context(), w.As(t, person), key, a)
		require.NoError(t, err)
		return r.Ref
	}
	all := opened("si-cab-voorzitter", "all", stop())
	firewall := opened("si-cab-voorzitter", "firewall", stop("grensfirewall", "opslag"))
	beta := opened("beta-medewerker", "beta", upkeep("opslag"))
	for person, want := range map[string]map[string][]string{
		"si-servicedesk":  {all: nil, firewall: {"grensfirewall", "opslag"}, beta: {"opslag"}},
		"alfa-medewerker": {all: nil, firewall: {"grensfirewall", "opslag"}},
		"beta-medewerker": {all: nil, firewall: {"opslag", app.HiddenItem}, beta: {"opslag"}},
		"noord-aanvrager": {},
	} {
		p := w.As(t, person)
		for _, ref := range []string{all, firewall, beta} {
			items, sees := want[ref]
			row, err := w.Service.Case(t.Context(), p, ref)
			if !sees {
				require.ErrorIs(t, err, app.ErrNotFound, "%s %s", person, ref)
				continue
			}
			require.NoError(t, err)
			own, err := app.FreezeOf(row)
			require.NoError(t, err)
			require.Equal(t, items, own.Items, "%s %s", person, ref)
			rows, _, err := w.Service.Cases(t.Context(), p, ledger.CaseFilter{Process: freeze.Name}, ledger.Page{})
			require.NoError(t, err)
			for _, row := range rows {
				if row.Ref == ref {
					listed, err := app.FreezeOf(row)
					require.NoError(t, err)
					require.Equal(t, items, listed.Items)
				}
			}
			whole, err := w.Service.Whole(t.Context(), p, ref)
			require.NoError(t, err)
			if person == "beta-medewerker" {
				for _, e := range whole.Events {
					require.NotContains(t, string(mustJSON(t, e)), "grensfirewall")
				}
			}
		}
	}
}

func TestAFreezeIsChangedByItsAnnouncer(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.WithServiceMap())
	chair, agent := w.As(t, "si-cab-voorzitter"), w.As(t, "beta-medewerker")
	r, err := w.Service.OpenFreeze(t.Context(), agent, "beta", upkeep("opslag"))
	require.NoError(t, err)
	later := freeze.Update{To: apptest.Epoch.AddDate(0, 0, 10), Reason: "langer"}
	_, err = w.Service.UpdateFreeze(t.Context(), chair, r.Ref, "k", later)
	refusal, ok := casework.RefusalOf(err)
	require.True(t, ok)
	require.Equal(t, casework.CodeForbidden, refusal.Code, "nobody of the Service Integrator acts for a provider (G-02)")
	_, err = w.Service.UpdateFreeze(t.Context(), agent, r.Ref, "k", freeze.Update{Items: []string{"kernrouter"}, Reason: "x"})
	refusal, ok = casework.RefusalOf(err)
	require.True(t, ok)
	require.Equal(t, "no_such_item", refusal.Fields[0].Code)
	_, err = w.Service.UpdateFreeze(t.Context(), agent, r.Ref, "k2", later)
	require.NoError(t, err)
	_, err = w.Service.UpdateFreeze(t.Context(), w.As(t, "alfa-medewerker"), r.Ref, "k", later)
	require.ErrorIs(t, err, app.ErrNotFound)

	// Who is drawn in by an update sees it; what is confidential stays so in its story.
	r, err = w.Service.OpenFreeze(t.Context(), chair, "storage", stop("opslag"))
	require.NoError(t, err)
	alfa := w.As(t, "alfa-medewerker")
	_, err = w.Service.Case(t.Context(), alfa, r.Ref)
	require.ErrorIs(t, err, app.ErrNotFound)
	_, err = w.Service.UpdateFreeze(t.Context(), chair, r.Ref, "wider", freeze.Update{Items: []string{"opslag", "grensfirewall"}, Reason: "ook de firewall"})
	require.NoError(t, err)
	for person, want := range map[string]string{"alfa-medewerker": `["opslag","grensfirewall"]`, "beta-medewerker": `["opslag","hidden"]`} {
		whole, err := w.Service.Whole(t.Context(), w.As(t, person), r.Ref)
		require.NoError(t, err, person)
		var says struct{ Items json.RawMessage }
		for _, e := range whole.Events {
			if e.Kind == "freeze.updated" {
				require.NoError(t, json.Unmarshal(e.Body, &says))
			}
		}
		require.JSONEq(t, want, string(says.Items), person)
	}
	_, err = w.Service.UpdateFreeze(t.Context(), chair, r.Ref, "all", freeze.Update{Everything: true, Reason: "alles"})
	require.NoError(t, err)
	row, err := w.Service.Case(t.Context(), alfa, r.Ref)
	require.NoError(t, err)
	own, err := app.FreezeOf(row)
	require.NoError(t, err)
	require.True(t, own.Everything())

	// One that begins at once.
	now := stop("mail")
	now.Items, now.From = nil, time.Time{}
	r, err = w.Service.OpenFreeze(t.Context(), chair, "now", now)
	require.NoError(t, err)
	again, err := w.Service.OpenFreeze(t.Context(), chair, "now", now)
	require.NoError(t, err)
	require.Equal(t, r.Ref, again.Ref, "a second click announces nothing twice")
	require.Eventually(t, func() bool {
		row, err := w.Service.Case(t.Context(), chair, r.Ref)
		require.NoError(t, err)
		return row.Stage == freeze.Underway
	}, 20*time.Second, 50*time.Millisecond)
}

func mustJSON(t testing.TB, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return b
}
