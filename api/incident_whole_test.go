package api_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
)

func TestAnIncidentThroughTheAPIFromItsOpeningToItsClosing(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	client, alfa, beta, desk := s.As(reporter), s.As(providerAgent), s.As(foreignAgent), s.As(serviceDesk)
	answer := client.Post(t, "/api/v1/incidents", reportOf())
	ref := apptest.Read[receipt](t, answer, http.StatusCreated).Ref
	path := "/api/v1/incidents/" + ref
	require.Equal(t, path, answer.Header.Get("Location"))
	c := see(t, client, path)
	require.Equal(t, "P3", c.State["priority"])
	require.Equal(t, []string{"alfa"}, c.Providers)
	require.Equal(t, "running", c.clock(t, "response"))
	require.Equal(t, []string{ref}, queued(t, alfa, "unassigned=true&service=werkplek&priority=P3&handler=alfa&team=alfa-werkplek&text=aanm"))
	require.Empty(t, queued(t, beta, ""), "what another provider has does not exist")

	// An agent takes it up (E-26), and asks the user something: the clock stands still (B-11).
	require.Equal(t, "working", done(t, alfa, path+"/take", object{"free": true}).Stage)
	require.Empty(t, queued(t, alfa, "unassigned=true"))
	done(t, alfa, path+"/waits", object{"reason": "user", "question": "Welk toestel?"})
	c = see(t, client, path)
	require.Equal(t, "met", c.clock(t, "response"))
	require.Equal(t, "waiting", c.Stage)
	require.Equal(t, "paused", c.clock(t, "resolution-1"))
	done(t, client, path+"/answers", object{"text": "Mijn laptop."})
	require.Equal(t, "running", see(t, client, path).clock(t, "resolution-1"))

	// It goes to and fro; then nobody hands it over until the Service Integrator decides (B-28).
	done(t, alfa, path+"/hand-overs", object{"team": "beta-hosting", "reason": "De server."})
	refusedWith(t, alfa.Post(t, path+"/notes", object{"text": " "}), http.StatusUnprocessableEntity, "invalid")
	refusedWith(t, alfa.Post(t, path+"/resolution", object{"solution": "Klaar."}), http.StatusConflict, "not_yours")
	done(t, beta, path+"/hand-overs", object{"team": "alfa-werkplek", "reason": "Toch het toestel."})
	require.Equal(t, "returned", see(t, desk, path).State["frozen"].(object)["because"])
	p := refusedWith(t, alfa.Post(t, path+"/hand-overs", object{"team": "beta-hosting", "reason": "Nee."}), http.StatusConflict, "frozen")
	require.Equal(t, "Het incident kan niet doorgegeven worden", p.Title)
	done(t, desk, path+"/coordination", object{"team": "alfa-werkplek", "reason": "Alfa houdt het."})
	c = see(t, client, path)
	require.NotContains(t, c.State, "frozen")
	require.EqualValues(t, 2, c.State["handOvers"])

	// Resolved, not after all, resolved, confirmed (E-14).
	done(t, alfa, path+"/take", object{})
	done(t, alfa, path+"/resolution", object{"solution": "Profiel hersteld.", "code": "configuration"})
	require.Equal(t, "met", see(t, client, path).clock(t, "resolution-1"))
	require.Equal(t, "working", done(t, client, path+"/reopening", object{"reason": "De fout is terug."}).Stage)
	done(t, alfa, path+"/resolution", object{"solution": "Toestel vervangen."})
	require.Equal(t, "closed", done(t, client, path+"/confirmation", object{"remark": "Dank."}).Stage)
	require.Equal(t, []string{ref}, queued(t, client, "state=closed"))
	refusedWith(t, alfa.Post(t, path+"/take", object{}), http.StatusConflict, "closed")

	// Its survey is found through its links, and counts: the Service Desk did something by hand (E-20).
	survey := linked(t, client, path, "survey")
	require.Equal(t, "alfa", see(t, client, "/api/v1/surveys/"+survey).State["about"].(object)["solver"])
	refusedWith(t, s.As("noord-aanvrager").Post(t, "/api/v1/surveys/"+survey+"/answer", object{"score": 5}), http.StatusForbidden, "forbidden")
	require.Equal(t, "answered", done(t, client, "/api/v1/surveys/"+survey+"/answer", object{"score": 4, "comment": "Vlot."}).Stage)
	scores := apptest.Read[struct{ Items []object }](t, desk.Get(t, "/api/v1/reports/surveys?from=2026-03&until=2026-03"), http.StatusOK)
	require.Len(t, scores.Items, 2, "all Clients together, and noord")
	require.Equal(t, object{"month": "2026-03", "client": "noord", "number": 1.0, "mean": 4.0, "scores": []any{0.0, 0.0, 0.0, 1.0, 0.0}, "reached": true}, scores.Items[1])
	south := apptest.Read[struct{ Items []object }](t, s.As(foreignClient).Get(t, "/api/v1/reports/surveys"), http.StatusOK)
	require.Empty(t, south.Items)
}

// queued are the references that a caller's queue holds.
func queued(t testing.TB, c apptest.Caller, query string) []string {
	t.Helper()
	page := apptest.Read[struct{ Items []struct{ Ref string } }](t, c.Get(t, "/api/v1/incidents?"+query), http.StatusOK)
	var refs []string
	for _, x := range page.Items {
		refs = append(refs, x.Ref)
	}
	return refs
}

func TestWhatNeedsActionTodayIsPerOrganisation(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	ref, _ := reported(t, s, object{"impact": "high"})       // P2: 4 hours of today
	_, other := reported(t, s, object{"service": "hosting"}) // P3: 8 hours, into tomorrow
	done(t, s.As(foreignAgent), other+"/take", object{})
	daily := func(person string) (d struct {
		Count, Today  int
		Organisations []struct {
			Organisation string
			Items        []struct{ Ref, State, Needs string }
		}
	}) {
		require.NoError(t, jsonOf(s.As(person).Get(t, "/api/v1/incidents/daily"), &d))
		return d
	}
	require.Equal(t, 2, daily(serviceDesk).Count)
	require.Equal(t, 1, daily(serviceDesk).Today)
	alfa := daily(providerAgent)
	require.Equal(t, 1, alfa.Today)
	require.Equal(t, "alfa", alfa.Organisations[0].Organisation)
	require.Equal(t, ref, alfa.Organisations[0].Items[0].Ref)
	require.Equal(t, "take", alfa.Organisations[0].Items[0].Needs)
	beta := daily(foreignAgent)
	require.Equal(t, 1, beta.Count)
	require.Equal(t, "soon", beta.Organisations[0].Items[0].State)
}
