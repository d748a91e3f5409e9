package portal_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
	"termijn/internal/identity"
	"termijn/workflows/change"
)

// TestEveryCommandOfAChangeIsGuarded asks for every form and sends it, as one person of
// each role: who does not see the change finds nothing, whom the policy does not allow
// it is refused, and neither does anything.
func TestEveryCommandOfAChangeIsGuarded(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.WithServiceMap(), apptest.WithBoards())
	c := planned(s.Service.Now())
	c.Title, c.Providers = "Geheime wijziging", nil
	// The provider of another service holds a seat of the board, so that it reads what it
	// votes on; the other Client has nothing to do with it.
	ref := s.laid(t, "one", c)
	row, err := s.Service.Case(t.Context(), s.As(t, "si-cab-voorzitter"), ref)
	require.NoError(t, err)
	draft, err := s.Service.OpenChange(t.Context(), s.As(t, "beta-medewerker"), "draft", change.Request{Kind: change.Normal, Content: change.Content{Title: c.Title}})
	require.NoError(t, err)
	before, asked := s.events(t, ref), 0
	for person := range people {
		r, p := s.as(t, person), s.As(t, person)
		sees := !slices.Contains([]string{"zuid"}, p.Org)
		require.Equal(t, map[bool]int{true: http.StatusOK, false: http.StatusNotFound}[sees], r.get("/cases/"+ref).Status, person)
		require.Equal(t, map[bool]int{true: http.StatusOK, false: http.StatusNotFound}[slices.Contains([]string{"beta", "si", "board"}, p.Org)], r.get("/cases/"+draft.Ref).Status, "a draft, as %s", person)
		require.Equal(t, sees, strings.Contains(r.get("/changes").Text, `href="/cases/`+ref+`"`), person)
		require.Equal(t, http.StatusNotFound, r.get("/changes/"+ref+"/ecab").Status, "it is no emergency")
		require.Equal(t, map[bool]int{true: http.StatusOK, false: http.StatusForbidden}[p.May(identity.OpenChange, nil)], r.get("/changes/new").Status, person)
		require.Equal(t, map[bool]int{true: http.StatusOK, false: http.StatusForbidden}[p.May(identity.ReadChangeReport, nil)], r.get("/changes/caused").Status, person)
		for _, a := range identity.Actions() {
			command, ok := strings.CutPrefix(string(a), change.Name+".")
			if !ok || slices.Contains([]identity.Action{identity.OpenChange, identity.ReadChangeReport, identity.AskGate}, a) {
				continue
			}
			asked++
			path := "/cases/" + ref + "/" + command
			form := r.get(path)
			switch {
			case !sees:
				require.Equal(t, http.StatusNotFound, form.Status, "%s as %s", path, person)
				require.Equal(t, http.StatusNotFound, r.post(path, "key", "key-of-"+person).Status, "%s as %s", path, person)
				require.NotContains(t, form.Text, c.Title)
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

// Whoever sees a command on the page of a change can send it.
func TestActionsOfAChangeLeadToFormsThatCanBeSent(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.WithServiceMap(), apptest.WithBoards())
	agent := s.as(t, "beta-medewerker")
	a := agent.send("/changes/new?kind=normal", "title", "Switches vervangen", "reason", "Ze zijn oud.", "client", "noord")
	ref := strings.Split(a.Path, "/")[2]
	offers := func(ref, person string, want ...string) {
		t.Helper()
		page := s.as(t, person).get("/cases/" + ref).Text
		for _, command := range []string{"save", "submit", "assess", "reclassify", "revise", "revise-vote", "rule-emergency", "start", "finish-step", "complete", "review", "report-incident", "withdraw"} {
			require.Equal(t, strings.Contains(" "+strings.Join(want, " ")+" ", " "+command+" "), regexp.MustCompile(`href="/cases/`+ref+"/"+command+`["?]`).MatchString(page), "%s: %s", person, command)
		}
	}
	offers(ref, "beta-medewerker", "save", "submit", "reclassify", "withdraw")
	offers(ref, "si-cab-voorzitter", "reclassify")
	c := planned(s.Service.Now())
	laid := s.laid(t, "two", c)
	offers(laid, "beta-medewerker", "revise", "withdraw")
	offers(laid, "si-cab-voorzitter", "reclassify")
	offers(laid, "alfa-medewerker")
	offers(laid, "bestuurslid")
	s.votesFor(t, "alfa-verantwoordelijke", laid, change.VoteApprove)
	offers(laid, "alfa-verantwoordelijke", "revise-vote")
}
