package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
	"termijn/internal/identity"
	"termijn/internal/ledger"
)

// newsPeople are one person of each role that meets these pages, and nobody.
var newsPeople = []string{"", "noord-aanvrager", "zuid-projectleider", "alfa-medewerker", "beta-medewerker", "si-servicedesk", "si-dienstniveau", "si-cab-voorzitter",
	"si-accountteam", "si-beheerder", "bestuurslid"}

// TestEveryFormOfTheseProcessesIsGuarded asks every person for every form: who
// may not see the case finds nothing, whom the policy denies is refused, and
// nobody gets anywhere without signing in.
func TestEveryFormOfTheseProcessesIsGuarded(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.WithStatus())
	desk := s.as(t, "si-servicedesk")
	cases := map[string]string{"survey": "SRV-2026-000001"}
	_, cases["meeting"] = s.critical(t)
	s.invited(t, cases["survey"])
	at := func(path string) string { return path[len("/cases/"):] }
	cases["problem"] = at(desk.send("/problems/new", "title", "Geheim", "description", "Elke maandag.", "service", "burgerloket").Path)
	cases["notice"] = at(desk.send("/notices/new", "service", "hosting", "title", "Geheim", "text", "Even weg.", "from", "2026-03-07T08:00", "to", "2026-03-07T12:00").Path)
	cases["template"] = at(desk.send("/templates/new", templateTexts...).Path)
	cases["standard"] = at(s.as(t, "alfa-medewerker").send("/standard-changes/new", standardText...).Path)
	rows, _, err := s.Service.Cases(t.Context(), s.As(t, "si-servicedesk"), ledger.CaseFilter{Process: "status"}, ledger.Page{})
	require.NoError(t, err)
	cases["status"] = rows[0].Ref

	walked := 0
	for _, person := range newsPeople {
		r := visitor(t, s.URL)
		if person != "" {
			r = s.as(t, person)
		}
		for _, action := range identity.Actions() {
			process, command, _ := strings.Cut(string(action), ".")
			ref, ours := cases[process]
			if !ours || command == "open" || command == "read" {
				continue
			}
			walked++
			path := "/cases/" + ref + "/" + command
			got, sent := r.get(path), r.post(path, "key", "key-of-"+person)
			if person == "" {
				require.True(t, strings.HasPrefix(got.Path, "/sign-in") && strings.HasPrefix(sent.Path, "/sign-in"), path)
				continue
			}
			p := s.As(t, person)
			row, err := s.Service.Case(t.Context(), p, ref)
			want := http.StatusForbidden
			if err != nil {
				want = http.StatusNotFound
			}
			if err == nil && p.May(action, &row.Parties) {
				// The case may still say no, with a reason; never that it is not there.
				require.NotContains(t, []int{http.StatusNotFound, http.StatusInternalServerError}, got.Status, "%s as %s", path, person)
				continue
			}
			require.Equal(t, want, got.Status, "%s as %s", path, person)
			require.Equal(t, want, sent.Status, "sending %s as %s", path, person)
		}
	}
	require.Greater(t, walked, 250)
}

func TestTheOwnPagesAreForTheirRoles(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.WithStatus())
	const all = "noord-aanvrager zuid-projectleider alfa-medewerker beta-medewerker si-servicedesk si-dienstniveau si-cab-voorzitter si-accountteam si-beheerder bestuurslid"
	may := map[string]string{"/problems": all, "/problems/new": "alfa-medewerker beta-medewerker si-servicedesk si-dienstniveau si-cab-voorzitter",
		"/incidents/daily": "alfa-medewerker beta-medewerker si-servicedesk si-dienstniveau si-cab-voorzitter si-accountteam si-beheerder bestuurslid",
		"/notices":         all, "/notices/new": "si-servicedesk si-cab-voorzitter",
		"/templates":            "alfa-medewerker beta-medewerker si-servicedesk si-dienstniveau si-cab-voorzitter si-accountteam si-beheerder bestuurslid",
		"/templates/new":        "si-servicedesk si-dienstniveau",
		"/verification":         all,
		"/standard-changes":     "alfa-medewerker beta-medewerker si-servicedesk si-dienstniveau si-cab-voorzitter si-accountteam si-beheerder bestuurslid",
		"/standard-changes/new": "alfa-medewerker beta-medewerker"}
	for _, person := range newsPeople {
		for path, those := range may {
			if person == "" {
				require.True(t, strings.HasPrefix(visitor(t, s.URL).get(path).Path, "/sign-in"), path)
				continue
			}
			want := http.StatusForbidden
			if strings.Contains(those, person) {
				want = http.StatusOK
			}
			require.Equal(t, want, s.as(t, person).get(path).Status, "%s as %s", path, person)
		}
		if person != "" {
			// What the navigation offers can be opened.
			page := s.as(t, person).get("/cases").Text
			for path, those := range may {
				if strings.Contains(page, `<li><a href="`+path+`"`) {
					require.Contains(t, those, person, path)
				}
			}
			require.Contains(t, page, `<a href="/status">`, "everybody finds the status page in the footer")
		}
	}
}
