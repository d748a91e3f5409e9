package portal_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/identity"
	"termijn/workflows/incident"
)

// TestEveryCommandOfAnIncidentIsGuarded asks for every form and sends it, as one
// person of each role: who does not see the incident finds nothing, whom the policy
// does not allow it is refused, and neither does anything.
func TestEveryCommandOfAnIncidentIsGuarded(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.reported(t, "one", "Geheime storing", "werkplek", "medium", "medium")
	row, err := s.Service.Case(t.Context(), s.As(t, "si-servicedesk"), ref)
	require.NoError(t, err)
	before, asked := s.events(t, ref), 0
	for person, who := range people {
		r, p := s.as(t, person), s.As(t, person)
		for _, a := range identity.Actions() {
			command, ok := strings.CutPrefix(string(a), incident.Name+".")
			if !ok || a == identity.OpenIncident {
				continue
			}
			asked++
			path := "/cases/" + ref + "/" + command
			form := r.get(path)
			switch {
			case !who.sees:
				require.Equal(t, http.StatusNotFound, form.Status, "%s as %s", path, person)
				require.Equal(t, http.StatusNotFound, r.post(path, "key", "key-of-"+person).Status, "%s as %s", path, person)
				require.NotContains(t, form.Text, "Geheime storing")
			case !p.May(a, &row.Parties):
				require.Equal(t, http.StatusForbidden, form.Status, "%s as %s", path, person)
				require.Equal(t, http.StatusForbidden, r.post(path, "key", "key-of-"+person).Status, "%s as %s", path, person)
			default:
				require.Equal(t, http.StatusOK, form.Status, "%s as %s", path, person)
			}
		}
	}
	require.Greater(t, asked, 150)
	require.Equal(t, before, s.events(t, ref), "none of it did anything")
}

// Whoever sees a command on the page can send it: no action leads to a form that
// can only refuse.
func TestActionsOfAnIncidentLeadToFormsThatCanBeSent(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.reported(t, "one", "Laptop start niet", "werkplek", "medium", "medium")
	offers := func(person string, want ...string) {
		t.Helper()
		page := s.as(t, person).get("/cases/" + ref).Text
		for _, command := range []string{"take", "assign", "hand-over", "coordinate", "wait", "answer", "resume", "prioritise", "communicate", "join", "resolve", "confirm", "reopen", "withdraw", "exclude"} {
			require.Equal(t, strings.Contains(" "+strings.Join(want, " ")+" ", " "+command+" "), regexp.MustCompile(`href="/cases/`+ref+"/"+command+`["?]`).MatchString(page), "%s: %s", person, command)
		}
	}
	offers("alfa-medewerker", "take", "assign", "hand-over", "wait", "prioritise", "resolve")
	offers("si-servicedesk", "coordinate", "prioritise", "communicate", "withdraw")
	offers("noord-aanvrager", "withdraw")
	offers("si-dienstniveau", "coordinate", "prioritise", "communicate", "withdraw", "exclude")
	alfa := s.as(t, "alfa-medewerker")
	alfa.does(ref, "take")
	offers("alfa-medewerker", "assign", "hand-over", "wait", "prioritise", "resolve")
	alfa.does(ref, "wait", "reason", "user", "question", "Welk toestel?")
	offers("noord-aanvrager", "answer", "withdraw")
	offers("alfa-medewerker", "assign", "hand-over", "wait", "resume", "prioritise", "resolve")
	alfa.does(ref, "resolve", "solution", "Batterij vervangen.")
	offers("noord-aanvrager", "confirm", "reopen")
	offers("bestuurslid")
}
