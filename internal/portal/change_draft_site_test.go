package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
)

// Two people of a provider write one draft: what only one of them changed is kept, and
// of what both did, the second sees both and loses nothing.
func TestTwoPeopleWriteOneDraft(t *testing.T) {
	t.Parallel()
	s := open(t)
	one, two := s.as(t, "alfa-medewerker"), s.as(t, "alfa-verantwoordelijke")
	require.Contains(t, one.get("/changes/new").Text, "De nood-CAB wordt meteen opgeroepen.", "each kind is explained")
	a := one.send("/changes/new?kind=normal", "title", "Switches vervangen", "reason", "Ze zijn oud.")
	require.Equal(t, http.StatusOK, a.Status, a.Text)
	require.Regexp(t, `^/cases/CHG-[0-9-]+/save\?step=scope$`, a.Path)
	ref := strings.Split(a.Path, "/")[2]
	step := "/cases/" + ref + "/save?step=impact"

	page := two.get(step)
	mine := []string{"key", page.hidden(t, "key"), "seen", page.hidden(t, "seen"), "step", "impact", "go", "stay", "risk.text", "Er is een reserve."}
	a = one.send(step, "impact", "Een kwartier zonder netwerk.", "go", "stay")
	require.Equal(t, http.StatusOK, a.Status, a.Text)
	a = two.post("/cases/"+ref+"/save", mine...)
	require.Equal(t, http.StatusOK, a.Status, a.Text)
	require.Contains(t, a.Text, "Iemand anders wijzigde intussen: Impactanalyse", "the second is told")
	own := s.planOf(t, ref)
	require.Equal(t, "Een kwartier zonder netwerk.", own.Impact)
	require.Equal(t, "Er is een reserve.", own.Risk.Text)

	page = two.get(step)
	mine = []string{"key", page.hidden(t, "key"), "seen", page.hidden(t, "seen"), "step", "impact", "go", "stay", "impact", "Een uur zonder netwerk.", "risk.text", "Er is een reserve."}
	require.Equal(t, http.StatusOK, one.send(step, "impact", "Niemand merkt iets.", "risk.text", "Er is een reserve.", "go", "stay").Status)
	a = two.post("/cases/"+ref+"/save", mine...)
	require.Equal(t, http.StatusConflict, a.Status)
	require.Contains(t, a.Text, "Niemand merkt iets.", "what the other one wrote")
	require.Contains(t, a.Text, "Een uur zonder netwerk.</textarea>", "what was typed stays")
	require.Equal(t, "Niemand merkt iets.", s.planOf(t, ref).Impact)

	check := one.get("/cases/" + ref + "/submit").Text
	for _, lacks := range []string{"Wat nog ontbreekt", "Diensten en onderdelen", "Terugdraaiplan"} {
		require.Contains(t, check, lacks)
	}
	require.Equal(t, http.StatusForbidden, s.as(t, "si-servicedesk").get("/changes/new").Status, "the Service Integrator acts for no provider (G-02)")
	require.Equal(t, http.StatusNotFound, s.as(t, "beta-medewerker").get(step).Status)
}

// planOf is the content of a change as it stands.
func (s site) planOf(t *testing.T, ref string) (c struct {
	Impact string
	Risk   struct{ Text string }
}) {
	t.Helper()
	row, err := s.Service.Case(t.Context(), s.As(t, "si-cab-voorzitter"), ref)
	require.NoError(t, err)
	own, err := app.ChangeOf(row)
	require.NoError(t, err)
	c.Impact, c.Risk.Text = own.Content.Impact, own.Content.Risk.Text
	return c
}
