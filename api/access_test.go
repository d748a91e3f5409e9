package api_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"
	"github.com/stretchr/testify/require"

	"termijn/api"
	"termijn/config"
	"termijn/internal/apptest"
)

// access says who may use a route and what they then get. The cases in the
// addresses are of noord with alfa, and have ended: who may send a command hears
// that the case is closed.
type access struct {
	status int
	// only are the people who get the status; the others get 403. Nil means everybody.
	only []string
	// open routes answer whoever asks, signed in or not.
	open bool
}

var (
	orderers  = []string{"noord-aanvrager", "noord-projectleider"}
	agents    = []string{"alfa-medewerker", "alfa-verantwoordelijke"}
	bothSides = append(slices.Clone(orderers), agents...)
)

var routes = map[string]access{
	"GET /api/openapi.json": {status: 200, open: true},
	"GET /api/docs":         {status: 200, open: true},

	"GET /api/v1/me":                   {status: 200},
	"GET /api/v1/cases":                {status: 200},
	"GET /api/v1/cases/{ref}":          {status: 200},
	"GET /api/v1/cases/{ref}/events":   {status: 200},
	"GET /api/v1/cases/{ref}/clocks":   {status: 200},
	"GET /api/v1/tasks":                {status: 200},
	"GET /api/v1/tasks/{id}":           {status: 200},
	"POST /api/v1/tasks/{id}/decision": {status: 409, only: []string{"noord-diensthoofd"}},
	"GET /api/v1/calendars":            {status: 200},
	"GET /api/v1/definitions":          {status: 200},
	"GET /api/v1/profiles":             {status: 200},
	"GET /api/v1/reports/sla":          {status: 200},
	"GET /api/v1/regie":                {status: 200},
	"GET /api/v1/regie/export":         {status: 200},
	"GET /api/v1/regie/{ref}":          {status: 200},
	// The body lacks something: who may order hears what.
	"POST /api/v1/regie": {status: 422, only: append(slices.Clone(orderers), "zuid-projectleider")},

	"POST /api/v1/regie/{ref}/completeness":         {status: 409, only: agents},
	"POST /api/v1/regie/{ref}/questions":            {status: 409, only: agents},
	"POST /api/v1/regie/{ref}/answers":              {status: 409, only: orderers},
	"POST /api/v1/regie/{ref}/meetings":             {status: 409, only: bothSides},
	"POST /api/v1/regie/{ref}/disputes":             {status: 409, only: orderers},
	"POST /api/v1/regie/{ref}/due-dates":            {status: 409, only: bothSides},
	"POST /api/v1/regie/{ref}/offers":               {status: 409, only: agents},
	"POST /api/v1/regie/{ref}/interviews":           {status: 409, only: orderers},
	"POST /api/v1/regie/{ref}/interview-reports":    {status: 409, only: bothSides},
	"POST /api/v1/regie/{ref}/replacement-requests": {status: 409, only: orderers},
	"POST /api/v1/regie/{ref}/candidates":           {status: 409, only: agents},
	"POST /api/v1/regie/{ref}/revision-requests":    {status: 409, only: orderers},
	"POST /api/v1/regie/{ref}/rejection":            {status: 409, only: orderers},
	"POST /api/v1/regie/{ref}/approval-requests":    {status: 409, only: orderers},
	"POST /api/v1/regie/{ref}/order":                {status: 409, only: orderers},
	"POST /api/v1/regie/{ref}/timesheets":           {status: 409, only: agents},
	"POST /api/v1/regie/{ref}/statements":           {status: 409, only: agents},
	"POST /api/v1/regie/{ref}/changes":              {status: 409, only: bothSides},
	"POST /api/v1/regie/{ref}/alignments":           {status: 409, only: agents},
	"POST /api/v1/regie/{ref}/replacements":         {status: 409, only: agents},
	"POST /api/v1/regie/{ref}/withdrawal":           {status: 409, only: orderers},
}

// outside reports whether an organisation has no part in the case of an address,
// so that to its people it does not exist.
func outside(pattern, org string) bool {
	parts := []string{"si", "board", "noord", "alfa"}
	switch {
	case !strings.Contains(pattern, "{"), strings.HasSuffix(pattern, "/join"):
		return false // no case, or one that everybody may know of (E-06)
	case strings.HasPrefix(pattern, "/api/v1/surveys"):
		parts = parts[:3] // a provider sees no single answer (E-14)
	case strings.HasPrefix(pattern, "/api/v1/templates") && !strings.HasSuffix(pattern, "/draft"):
		parts = parts[:2]
	}
	if of, own := changeOwners["/api/v1/"+resourceOf(pattern)]; own {
		parts = of
	}
	return !slices.Contains(parts, org)
}

func TestEveryRouteWithEveryRole(t *testing.T) {
	t.Parallel()
	w := apptest.Start(t, apptest.WithServiceMap())
	h := handler(w)
	s := apptest.Serve(t, h)
	ref, approval := endedCase(t, s)
	refs := endedCases(t, s)
	refs["regie"], refs["cases"] = ref, ref
	routes := maps.Clone(routes)
	maps.Copy(routes, incidentRoutes)
	withChanges(t, s, routes, refs)
	withProgrammes(t, s, routes, refs)
	examples := examplesOf(t, s)
	eco, err := config.Demonstration()
	require.NoError(t, err)

	walked := map[string]bool{}
	require.NoError(t, chi.Walk(h.(chi.Routes), func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		walked[method+" "+route] = true
		return nil
	}))
	for route := range routes {
		require.True(t, walked[route], "the table has %s, the router does not", route)
	}
	for route := range walked {
		rule, ok := routes[route]
		require.True(t, ok, "the table lacks %s", route)
		method, pattern, _ := strings.Cut(route, " ")
		path := strings.NewReplacer("{ref}", refs[resourceOf(pattern)], "{id}", approval.ID).Replace(pattern)
		ask := func(person string) apptest.Response {
			if method == http.MethodGet {
				return s.As(person).Get(t, path+map[bool]string{true: "?version=1&incident=" + refs["incidents"]}[strings.HasSuffix(path, "/draft")])
			}
			body := bodyFor(pattern, person, examples[pattern], refs)
			if pattern == "/api/v1/tasks/{id}/decision" {
				body = object{"option": "approve", "content": approval.Content}
			}
			require.NotNil(t, body, "an example of %s", route)
			return s.As(person).Post(t, path, body)
		}
		nobody := http.StatusUnauthorized
		if rule.open {
			nobody = rule.status
		}
		require.Equal(t, nobody, ask("").Status, "%s by nobody", route)
		for _, p := range eco.People {
			want := rule.status
			switch {
			case outside(pattern, p.Org):
				want = http.StatusNotFound
			case rule.only != nil && !slices.Contains(rule.only, p.ID):
				want = http.StatusForbidden
			}
			r := ask(p.ID)
			require.Equal(t, want, r.Status, "%s by %s: %s", route, p.ID, r.Body)
		}
	}
}

// endedCase is a case of noord with alfa that was withdrawn, with a task that
// was the head of department's.
func endedCase(t *testing.T, s apptest.Site) (ref string, approval task) {
	t.Helper()
	ref, path := opened(t, s)
	done(t, s.As(providerAgent), path+"/offers", offer())
	content := shown(t, s.As(clientLead), path).State.Offer.Content
	done(t, s.As(clientLead), path+"/approval-requests", object{"content": content})
	approval = openTask(t, s.As("noord-diensthoofd"), ref, "approve_offer")
	r := done(t, s.As(clientLead), path+"/withdrawal", object{"reason": "Niet meer nodig"})
	require.Equal(t, "withdrawn", r.Stage)
	return ref, approval
}

// examplesOf are the bodies that the document shows, by path: so they are tried too.
func examplesOf(t *testing.T, s apptest.Site) map[string]any {
	t.Helper()
	var doc struct {
		Paths map[string]struct {
			Post *struct {
				RequestBody struct {
					Content map[string]struct{ Example any }
				}
			}
		}
	}
	require.NoError(t, json.Unmarshal(s.As("").Get(t, "/api/openapi.json").Body, &doc))
	found := map[string]any{}
	for path, item := range doc.Paths {
		if item.Post != nil {
			found[path] = item.Post.RequestBody.Content["application/json"].Example
		}
	}
	return found
}

func TestNoListShowsACaseOfAnother(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	north, northPath := ordered(t, s)
	done(t, s.As(providerAgent), northPath+"/timesheets", object{"line": "L1", "week": "2026-03-02", "days": []any{"8", "0", "0", "0", "0", "0", "0"}})
	south := apptest.Read[receipt](t, s.As(foreignClient).Post(t, "/api/v1/regie",
		request(object{"representative": foreignClient, "provider": "beta"})), http.StatusCreated).Ref

	sees := map[string][]string{"noord": {north}, "alfa": {north}, "zuid": {south}, "beta": {south}, "si": {north, south}, "board": {north, south}}
	eco, err := config.Demonstration()
	require.NoError(t, err)
	for _, p := range eco.People {
		for _, path := range []string{"/api/v1/cases", "/api/v1/cases?sort=due", "/api/v1/cases?text=analist&open=open", "/api/v1/regie", "/api/v1/regie/export"} {
			r := s.As(p.ID).Get(t, path)
			require.Equal(t, http.StatusOK, r.Status, "%s", r.Body)
			for _, ref := range []string{north, south} {
				require.Equal(t, slices.Contains(sees[p.Org], ref), strings.Contains(string(r.Body), ref), "%s of %s and %s", path, p.ID, ref)
			}
		}
		// An inbox holds the person's own tasks: of visible cases at most.
		r := s.As(p.ID).Get(t, "/api/v1/tasks?limit=500")
		for _, ref := range []string{north, south} {
			require.False(t, strings.Contains(string(r.Body), ref) && !slices.Contains(sees[p.Org], ref), "tasks of %s and %s", p.ID, ref)
		}
		// Figures too are about what the person may see.
		report := apptest.Read[struct{ Quarters []struct{ Client string } }](t, s.As(p.ID).Get(t, "/api/v1/reports/sla"), http.StatusOK)
		require.NotEmpty(t, report.Quarters, "%s", p.ID)
		for _, row := range report.Quarters {
			own := map[string][]string{"noord": {"noord"}, "alfa": {"noord"}, "zuid": {"zuid"}, "beta": {"zuid"}, "si": {"noord", "zuid"}, "board": {"noord", "zuid"}}
			require.Contains(t, own[p.Org], row.Client, "report of %s", p.ID)
		}
	}
}

func TestSomebodyUnknownIsNobody(t *testing.T) {
	t.Parallel()
	w, s := site(t)
	for _, header := range []string{"", "Bearer", "Bearer dev-", "Bearer dev-nobody", "Bearer eyJhbGciOiJub25lIn0.e30.", "Basic ZGV2LW5vb3Jk", "dev-" + clientLead} {
		r := s.As("").With("Authorization", header).Get(t, "/api/v1/me")
		refusedWith(t, r, http.StatusUnauthorized, "unauthenticated")
		require.NotEmpty(t, r.Header.Get("WWW-Authenticate"))
	}
	// Outside dev the token of a persona counts for nothing.
	prod := apptest.Serve(t, api.New(api.Options{Service: w.Service, Authenticator: api.DevTokens{Store: w.Store}}))
	refusedWith(t, prod.As(clientLead).Get(t, "/api/v1/me"), http.StatusUnauthorized, "unauthenticated")
	// Who left is nobody any more.
	_, err := w.Store.Pool().Exec(t.Context(), `UPDATE people SET active = false WHERE id = $1`, foreignAgent)
	require.NoError(t, err)
	refusedWith(t, s.As(foreignAgent).Get(t, "/api/v1/me"), http.StatusUnauthorized, "unauthenticated")
}
