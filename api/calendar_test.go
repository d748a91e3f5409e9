package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
	"termijn/internal/record"
)

type plannedEntry struct {
	Ref, Title, Kind, Sort, Stage, Provider string
	Services                                []string
	Hidden, All, Firm                       bool
	From, To                                time.Time
	Collisions                              []struct {
		Kind, Ref, Title string
		From, To         time.Time
	}
}

type calendarRead struct {
	From, To time.Time
	Items    []plannedEntry
}

// at is an hour of the second day, in Brussels.
func onTheSecond(hour int) time.Time {
	return apptest.Epoch.Add(24*time.Hour + time.Duration(hour-10)*time.Hour)
}

// plansOf writes down what is planned, as the cases do: two changes of beta that
// collide, one of alfa on a confidential item that collides with nothing, one that is
// only asked for.
func plansOf(t *testing.T, w *apptest.World) {
	t.Helper()
	for i, p := range []struct {
		title, provider, item string
		from, to              int
		firm                  bool
	}{{"Opslag uitbreiden", "beta", "opslag", 20, 23, true}, {"Postbussen verhuizen", "beta", "postbus", 22, 24, true},
		{"Firewallregels", "alfa", "grensfirewall", 20, 22, true}, {"Nog een idee", "alfa", "wifi", 12, 13, false}} {
		_, err := w.Store.Record(t.Context(), record.Batch{Event: record.Event{Case: fmt.Sprintf("CHG-2026-00090%d", i+1), Seq: 1, At: apptest.Epoch, Recorded: apptest.Epoch, Kind: "case.registered",
			Effects: record.Effects{Case: &record.CaseChange{Process: "change", Stage: "scheduled", Title: p.title, Parties: &record.Parties{Providers: []string{p.provider}},
				Plan: &record.Plan{Kind: record.PlanChange, Sort: "normal", Items: []string{p.item}, Provider: p.provider, From: onTheSecond(p.from), To: onTheSecond(p.to), Firm: p.firm}}}}})
		require.NoError(t, err)
	}
}

func TestTheForwardScheduleIsReadByEachAsFarAsTheyMay(t *testing.T) {
	t.Parallel()
	w, s := site(t, apptest.WithServiceMap())
	plansOf(t, w)
	chair := s.As(changeManager)
	freeze := apptest.Read[receipt](t, chair.Post(t, "/api/v1/freezes", object{"kind": "freeze", "title": "Verkiezingen", "reason": "Rust.",
		"from": onTheSecond(23), "to": onTheSecond(47)}), http.StatusCreated).Ref
	read := func(person, query string) calendarRead {
		t.Helper()
		return apptest.Read[calendarRead](t, s.As(person).Get(t, "/api/v1/calendar"+query), http.StatusOK)
	}
	titles := func(c calendarRead) (all []string) {
		for _, e := range c.Items {
			all = append(all, e.Title)
		}
		return all
	}

	whole := read(changeManager, "")
	require.Equal(t, "2026-03-02T00:00:00+01:00", whole.From.Format(time.RFC3339), "from today")
	require.Equal(t, []string{"Nog een idee", "Firewallregels", "Opslag uitbreiden", "Postbussen verhuizen", "Verkiezingen"}, titles(whole))
	storage := whole.Items[2]
	require.Equal(t, []any{"CHG-2026-000901", "change", "normal", "beta", true}, []any{storage.Ref, storage.Kind, storage.Sort, storage.Provider, storage.Firm})
	require.Equal(t, []string{"opslag"}, storage.Services)
	require.Len(t, storage.Collisions, 1)
	require.Equal(t, []any{"dependent", "CHG-2026-000902", "Postbussen verhuizen"}, []any{storage.Collisions[0].Kind, storage.Collisions[0].Ref, storage.Collisions[0].Title})
	require.True(t, storage.Collisions[0].From.Equal(onTheSecond(22)) && storage.Collisions[0].To.Equal(onTheSecond(23)), "when both are under way")
	require.Equal(t, "freeze", whole.Items[3].Collisions[1].Kind)
	last := whole.Items[4]
	require.Equal(t, []any{"freeze", freeze, true, ""}, []any{last.Kind, last.Ref, last.All, last.Provider})
	require.Equal(t, titles(whole), titles(read(boardMember, "")))

	// A provider: what is firm or its own; of another's confidential item only that there
	// is something.
	beta := read(foreignAgent, "")
	require.Equal(t, []string{"", "Opslag uitbreiden", "Postbussen verhuizen", "Verkiezingen"}, titles(beta))
	require.Equal(t, []any{true, "", "", []string{}}, []any{beta.Items[0].Hidden, beta.Items[0].Ref, beta.Items[0].Provider, beta.Items[0].Services})
	require.NotContains(t, string(s.As(foreignAgent).Get(t, "/api/v1/calendar").Body), "CHG-2026-000903")
	require.Equal(t, "CHG-2026-000901", beta.Items[1].Ref)
	alfa := read(providerAgent, "")
	require.Equal(t, titles(whole), titles(alfa))
	require.Empty(t, alfa.Items[2].Ref, "the case is another's")
	require.Empty(t, alfa.Items[2].Collisions[0].Ref)
	require.Equal(t, "Postbussen verhuizen", alfa.Items[2].Collisions[0].Title)
	// A Client: what is approved and touches services that users know.
	client := read(clientLead, "")
	require.NotContains(t, titles(client), "Nog een idee")
	require.Contains(t, titles(client), "Postbussen verhuizen")
	require.NotContains(t, string(s.As(clientLead).Get(t, "/api/v1/calendar").Body), "CHG-")

	// Narrowed, by service with its parts and by provider; a freeze of everything stays.
	require.Equal(t, []string{"Postbussen verhuizen", "Verkiezingen"}, titles(read(changeManager, "?service=e-mail")))
	require.Equal(t, []string{"Nog een idee", "Firewallregels", "Verkiezingen"}, titles(read(changeManager, "?provider=alfa")))
	require.Equal(t, []string{"Verkiezingen"}, titles(read(foreignAgent, "?provider=alfa")), "a filter does not tell what is hidden")
	day := url.Values{"from": {onTheSecond(24).Format(time.RFC3339)}, "to": {onTheSecond(30).Format(time.RFC3339)}}
	require.Equal(t, []string{"Verkiezingen"}, titles(read(changeManager, "?"+day.Encode())))

	for query, field := range map[string]string{"?from=2026-03-05T00:00:00Z&to=2026-03-04T00:00:00Z": "to", "?from=2026-03-05T00:00:00Z&to=2028-03-04T00:00:00Z": "to",
		"?service=onbekend": "service", "?provider=onbekend": "provider", "?provider=alfa-medewerker": "provider"} {
		p := refusedWith(t, chair.Get(t, "/api/v1/calendar"+query), http.StatusUnprocessableEntity, "invalid")
		require.Equal(t, field, p.Errors[0].Field, query)
	}
	hidden := refusedWith(t, s.As(foreignAgent).Get(t, "/api/v1/calendar?service=grensfirewall"), http.StatusUnprocessableEntity, "invalid")
	require.Equal(t, "unknown", hidden.Errors[0].Code, "it is not there for who may not know of it")
	require.Equal(t, http.StatusUnprocessableEntity, chair.Get(t, "/api/v1/calendar?from=gisteren").Status)
	require.Equal(t, http.StatusUnauthorized, s.As("").Get(t, "/api/v1/calendar").Status)
}
