package portal_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"
	"github.com/stretchr/testify/require"

	"termijn/internal/identity"
	"termijn/internal/portal"
)

// people are one person of each role, and of a foreign organisation.
var people = map[string]struct {
	home string
	// sees is true for those who may see Noord's case at Alfa.
	sees bool
	// decides is true for those who may decide the offer's first approval.
	decides bool
}{
	"noord-aanvrager":        {"/cases", true, false},
	"noord-projectleider":    {"/cases", true, false},
	"noord-diensthoofd":      {"/tasks", true, true},
	"noord-budget-1":         {"/tasks", true, false},
	"alfa-medewerker":        {"/cases", true, false},
	"alfa-verantwoordelijke": {"/cases", true, false},
	"si-dienstniveau":        {"/overview", true, false},
	"si-beheerder":           {"/overview", true, false},
	"bestuurslid":            {"/overview", true, false},
	"zuid-projectleider":     {"/cases", false, false},
	"beta-medewerker":        {"/cases", false, false},
}

func TestEveryRoleSeesWhatItMay(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.offered(t, "one", "Analist voor het zaaksysteem")
	task := "/tasks/" + s.taskOf(t, "noord-diensthoofd", ref, "approve_offer")
	for person, may := range people {
		t.Run(person, func(t *testing.T) {
			r := s.as(t, person)
			require.Equal(t, may.home, r.get("/").Path, "everybody lands on their own work")
			for _, path := range []string{"/tasks", "/cases", "/overview", "/search?q=zaaksysteem"} {
				a := r.get(path)
				require.Equal(t, http.StatusOK, a.Status, path)
				if path != "/tasks" && !may.sees {
					require.NotContains(t, a.Text, ref, "%s shows a foreign case", path)
				}
			}
			seen := http.StatusNotFound // not "forbidden": a foreign case is not there
			if may.sees {
				seen = http.StatusOK
			}
			require.Equal(t, seen, r.get("/cases/"+ref).Status)
			require.Equal(t, may.sees, r.get("/search?q="+strings.ToLower(ref)).Path == "/cases/"+ref, "by reference")
			page := r.get(task)
			require.Equal(t, seen, page.Status)
			require.Equal(t, may.decides, strings.Contains(page.Text, `name="option"`), "the answers are offered to whom they are asked of")
			if !may.decides {
				want := http.StatusForbidden
				if !may.sees {
					want = http.StatusNotFound
				}
				require.Equal(t, want, r.post(task, "key", "somebody-else", "option", "approve", "content", "x").Status)
			}
		})
	}
}

// public are the routes that need no sign-in.
var public = []string{"GET /static/*", "GET /sign-in", "POST /sign-in", "POST /sign-out", "POST /language",
	"GET /status", "GET /status/feed.xml", "GET /status/subscribed", "POST /status/subscribe",
	"GET /status/confirm/{id}/{mac}", "POST /status/confirm/{id}/{mac}", "GET /status/unsubscribe/{id}/{mac}", "POST /status/unsubscribe/{id}/{mac}",
	"GET /survey/{ref}/{mac}", "POST /survey/{ref}/{mac}",
	// By its signed link: schedule_site_test.go.
	"GET /calendar/feed/{person}/{mac}", "GET /programmes/{ref}/agenda/{person}/{mac}", "GET /boards/{ref}/agenda/{person}/{mac}"}

// commandsOf are the commands of support in regie for a route that takes one.
func commandsOf(route string) []string {
	if !strings.Contains(route, "{command}") {
		return []string{""}
	}
	var all []string
	for _, a := range identity.Actions() {
		if command, ok := strings.CutPrefix(string(a), "regie."); ok && a != identity.OpenRegie {
			all = append(all, command)
		}
	}
	return all
}

// TestEveryRouteIsGuarded walks the site map: nobody gets anywhere without signing
// in, a foreign organisation finds nothing of a case, and a command is for those
// whom the policy allows it.
func TestEveryRouteIsGuarded(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.offered(t, "one", "Geheim dossier")
	readers := map[string]reader{"": visitor(t, s.URL)}
	for person := range people {
		readers[person] = s.as(t, person)
	}
	site, ok := portal.New(portal.Options{Service: s.Service, Dev: true}).(chi.Routes)
	require.True(t, ok)
	walked := 0
	require.NoError(t, chi.Walk(site, func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		if slices.Contains(public, method+" "+route) {
			return nil
		}
		for _, command := range commandsOf(route) {
			walked++
			path := strings.NewReplacer("{ref}", ref, "{n}", "1", "{format}", "csv", "{command}", command, "{item}", "opslag").Replace(route)
			require.NotContains(t, path, "{", "the test fills in every part of %s", route)
			for person, r := range readers {
				name := method + " " + path
				a := r.get(path)
				if method == http.MethodPost {
					a = r.post(path, "key", "key-of-"+person)
				}
				require.Less(t, a.Status, http.StatusInternalServerError, "%s as %q", name, person)
				switch {
				case person == "":
					require.Equal(t, "/sign-in", strings.SplitN(a.Path, "?", 2)[0], name)
				case strings.Contains(route, "{ref}") && !people[person].sees:
					require.Equal(t, http.StatusNotFound, a.Status, "%s as %s", name, person)
					require.NotContains(t, a.Text, "Geheim dossier")
				case command != "" && !s.As(t, person).May(identity.Action("regie."+command), nil):
					require.Equal(t, http.StatusForbidden, a.Status, "%s as %s", name, person)
				case command != "":
					require.NotContains(t, []int{http.StatusForbidden, http.StatusNotFound}, a.Status, "%s as %s", name, person)
				}
			}
		}
		return nil
	}))
	require.Greater(t, walked, 30)
	require.Equal(t, 3, s.events(t, ref), "none of it did anything")
}

func TestNobodySeesAnythingBeforeSigningIn(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.ordered(t, "one", "Geheim")
	for _, path := range []string{"/", "/tasks", "/tasks/" + ref + "/1", "/cases", "/cases/" + ref, "/overview", "/search?q=" + ref} {
		a := visitor(t, s.URL).get(path)
		require.Equal(t, "/sign-in", strings.SplitN(a.Path, "?", 2)[0], path)
		require.NotContains(t, a.Text, "Geheim")
	}
	require.Equal(t, "/sign-in", visitor(t, s.URL).post("/tasks/"+ref+"/1", "key", "12345678", "option", "approve").Path)
	require.Equal(t, http.StatusUnauthorized, visitor(t, s.URL).get("/tasks", "HX-Request", "true", "HX-Target", "live").Status)
}

func TestSigningInGoesOnWhereOneWanted(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.ordered(t, "one", "Analist")
	r := visitor(t, s.URL)
	require.Contains(t, r.get("/cases/"+ref).Text, `<input type="hidden" name="next" value="/cases/`+ref+`">`)
	require.Equal(t, "/cases/"+ref, r.post("/sign-in", "person", "noord-aanvrager", "next", "/cases/"+ref).Path)
	// Never off the site.
	for _, next := range []string{"https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"} {
		require.Equal(t, "/cases", r.post("/sign-in", "person", "noord-aanvrager", "next", next).Path, next)
	}
	require.Equal(t, http.StatusUnprocessableEntity, visitor(t, s.URL).post("/sign-in", "person", "nobody").Status)
	require.Equal(t, "/sign-in", r.post("/sign-out").Path)
	require.Equal(t, "/sign-in", r.get("/").Path, "signed out")
}

func TestOutsideDevNobodySignsInAsAPersona(t *testing.T) {
	t.Parallel()
	s := open(t)
	r := visitor(t, serve(t, s.World, false))
	a := r.get("/sign-in")
	require.Equal(t, http.StatusServiceUnavailable, a.Status)
	require.Contains(t, a.Text, "nog niet ingesteld")
	require.NotContains(t, a.Text, "noord-aanvrager")
	require.Equal(t, http.StatusServiceUnavailable, r.post("/sign-in", "person", "noord-aanvrager").Status)
	require.Equal(t, "/sign-in", r.get("/tasks").Path[:8])
}

func TestARestartSignsNobodyOut(t *testing.T) {
	t.Parallel()
	s := open(t)
	r := s.as(t, "noord-aanvrager")
	r.base = serve(t, s.World, true) // another process, the same database; cookies do not tell ports apart
	require.Equal(t, "/cases", r.get("/").Path)
}

func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	t.Parallel()
	s := open(t)
	r := s.as(t, "noord-aanvrager")
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/language", strings.NewReader("language=en"))
	require.NoError(t, err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	require.Equal(t, http.StatusForbidden, r.do(req).Status)
	require.Contains(t, r.get("/cases").Text, `lang="nl"`, "nothing happened")
}

func TestHeadersKeepPagesSafe(t *testing.T) {
	t.Parallel()
	s := open(t)
	resp, err := http.Get(s.URL + "/sign-in")
	require.NoError(t, err)
	defer resp.Body.Close()
	csp := resp.Header.Get("Content-Security-Policy")
	require.Contains(t, csp, "default-src 'none'")
	require.Contains(t, csp, "frame-ancestors 'none'")
	require.NotContains(t, csp, "unsafe")
	require.Equal(t, "nosniff", resp.Header.Get("X-Content-Type-Options"))
	require.Equal(t, "no-store", resp.Header.Get("Cache-Control"))
	for _, c := range resp.Cookies() {
		require.True(t, c.HttpOnly)
	}
}
