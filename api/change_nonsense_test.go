package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
)

// Every POST of changes and what belongs to them, as the document lists them, gets
// all nonsense on cases that are open: nothing of it does anything.
func TestNonsenseOnChangesAndTheirKinGetsAClearNo(t *testing.T) {
	t.Parallel()
	_, s := site(t, apptest.WithServiceMap())
	agent, chair := s.As(providerAgent), s.As(changeManager)
	examples := examplesOf(t, s)
	opens := func(c apptest.Caller, path string) string {
		return apptest.Read[receipt](t, c.Post(t, path, examples[path]), http.StatusCreated).Ref
	}
	refs := map[string]string{"changes": opens(agent, "/api/v1/changes"), "standard-changes": opens(agent, "/api/v1/standard-changes"),
		"cab/boards": opens(chair, "/api/v1/cab/boards"), "freezes": opens(chair, "/api/v1/freezes"),
		"servicemap": apptest.Read[struct{ Ref string }](t, chair.Get(t, "/api/v1/servicemap"), http.StatusOK).Ref}
	refs["cab/meetings"] = linked(t, chair, "/api/v1/cab/boards/"+refs["cab/boards"], "session")
	stages := func() map[string]string {
		at := map[string]string{}
		for kind, ref := range refs {
			if kind != "servicemap" {
				at[kind] = see(t, chair, "/api/v1/"+kind+"/"+ref).Stage
			}
		}
		return at
	}
	before, tried := stages(), 0
	for pattern := range examples {
		ref := refs[resourceOf(pattern)]
		// Two commands of a meeting have no body: nothing is no nonsense there.
		if ref == "" || strings.HasSuffix(pattern, "/opening") || strings.HasSuffix(pattern, "/refill") {
			continue
		}
		address := strings.Replace(pattern, "{ref}", ref, 1)
		for _, person := range []string{providerAgent, changeManager, "si-beheerder"} {
			for name, body := range nonsense {
				checked(t, s.As(person).Post(t, address, body), address+" with "+name)
				tried++
			}
		}
	}
	require.Greater(t, tried, 2000, "the document lists them")
	require.Equal(t, before, stages(), "nothing of it did anything")
}
