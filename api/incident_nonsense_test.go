package api_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Every POST of the incidents and their kin, as the document lists them, gets all
// nonsense on cases that are open: nothing of it does anything.
func TestNonsenseOnIncidentsAndTheirKinGetsAClearNo(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	desk := s.As(serviceDesk)
	examples := examplesOf(t, s)
	ref, path := reported(t, s, critical)
	refs := map[string]string{"incidents": ref, "incident-meetings": linked(t, desk, path, "meeting")}
	for _, kind := range []string{"problems", "templates", "notices"} {
		var r receipt
		answer := desk.Post(t, "/api/v1/"+kind, examples["/api/v1/"+kind])
		require.Equal(t, 201, answer.Status, "%s", answer.Body)
		require.NoError(t, jsonFrom(answer.Body, &r))
		refs[kind] = r.Ref
	}
	stages := func() map[string]string {
		at := map[string]string{}
		for kind, ref := range refs {
			c := see(t, desk, "/api/v1/"+kind+"/"+ref)
			at[kind] = c.Stage + " " + string(rune('0'+len(c.Tasks)))
		}
		return at
	}
	before := stages()
	tried := 0
	for pattern := range examples {
		kind := strings.Split(pattern, "/")[3]
		if pattern == "/api/v1/incidents/next" || refs[kind] == "" {
			continue
		}
		address := strings.Replace(pattern, "{ref}", refs[kind], 1)
		for _, person := range []string{reporter, providerAgent, serviceDesk} {
			for name, body := range nonsense {
				checked(t, s.As(person).Post(t, address, body), address+" with "+name)
				tried++
			}
		}
	}
	require.Greater(t, tried, 2000, "the document lists them")
	require.Equal(t, before, stages(), "nothing of it did anything")
}
