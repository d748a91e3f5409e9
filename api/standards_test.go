package api_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
)

type standardsInForce struct {
	Items []struct {
		Ref, Provider string
		Version       int
		Text          struct{ Kind, Name string }
	}
}

// A provider proposes a standard change, the Service Integrator decides on exactly
// what was seen, and sets it back when it does harm (B-35).
func TestAStandardChangeFromCandidateToNormalAgain(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	agent, chair := s.As(providerAgent), s.As(changeManager)
	ref, path := standardInForce(t, s, template())
	list := func(c apptest.Caller, query string) standardsInForce {
		return apptest.Read[standardsInForce](t, c.Get(t, "/api/v1/standard-changes/in-force"+query), http.StatusOK)
	}
	require.Equal(t, ref, list(agent, "").Items[0].Ref)
	require.Equal(t, 1, list(agent, "?kind=template").Items[0].Version)
	require.Empty(t, list(agent, "?kind=frame").Items)
	standardInForce(t, s, frame())
	require.Equal(t, "Uitrol van het loket", list(agent, "?kind=frame").Items[0].Text.Name)
	refusedWith(t, agent.Post(t, "/api/v1/standard-changes", object{"text": frame(object{"evidence": nil})}), http.StatusUnprocessableEntity, "invalid")
	require.Empty(t, list(s.As(foreignAgent), "").Items, "another provider's is not there")
	require.Len(t, list(chair, "").Items, 2)
	require.Equal(t, http.StatusNotFound, s.As(foreignAgent).Get(t, path).Status)

	done(t, agent, path+"/revisions", object{"text": template(object{"minutes": 45})})
	refusedWith(t, agent.Post(t, path+"/submission", object{"content": "other"}), http.StatusConflict, "stale")
	done(t, agent, path+"/submission", object{"content": draftOf(t, s, path), "record": object{"success": 99}})
	draft := see(t, agent, path).State["draft"].(map[string]any)
	require.NotContains(t, draft, "record", "what the sender claims counts for nothing")

	refusedWith(t, chair.Post(t, path+"/setting-back", object{}), http.StatusUnprocessableEntity, "invalid")
	r := done(t, chair, path+"/setting-back", object{"reason": "Drie storingen."})
	require.Equal(t, "set_back", r.Stage)
	require.Empty(t, list(agent, "?kind=template").Items)
	row := apptest.Read[struct {
		Items []struct{ Ref, SetBack, Stage string }
	}](t, chair.Get(t, "/api/v1/standard-changes?stage=set_back"), http.StatusOK)
	require.Equal(t, "Drie storingen.", row.Items[0].SetBack)
	require.Equal(t, http.StatusForbidden, agent.Post(t, path+"/setting-back", object{"reason": "x"}).Status)
}
