package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
)

func jsonOf(r apptest.Response, v any) error {
	if r.Status != http.StatusOK {
		return fmt.Errorf("status %d: %s", r.Status, r.Body)
	}
	return jsonFrom(r.Body, v)
}

func jsonFrom(text []byte, v any) error { return json.Unmarshal(text, v) }

func TestACriticalIncidentWithItsMeetingItsNewsAndItsProblem(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	client, alfa, desk := s.As(reporter), s.As(providerAgent), s.As(serviceDesk)
	template := approved(t, s)
	_, incident := reported(t, s, critical, object{"service": "netwerk"})

	// The meeting is there at once (B-29); providers work, nobody for another (G-02).
	meeting := "/api/v1/incident-meetings/" + linked(t, client, incident, "meeting")
	done(t, alfa, meeting+"/participants", object{"role": "Netwerk"})
	refusedWith(t, alfa.Post(t, meeting+"/participants", object{}), http.StatusConflict, "already_done")
	done(t, client, meeting+"/log", object{"text": "Ook het loket ligt plat."})
	action := object{"text": "Schakel over", "org": "beta", "date": "2026-03-02"}
	p := refusedWith(t, desk.Post(t, meeting+"/actions", action), http.StatusUnprocessableEntity, "invalid")
	require.Equal(t, "not_in_meeting", p.Errors[0].Code)
	done(t, desk, meeting+"/invitations", object{"org": "beta"})
	require.Equal(t, "A1", done(t, desk, meeting+"/actions", action).Subject)
	refusedWith(t, alfa.Post(t, meeting+"/results", object{"action": "A1", "result": "Gedaan."}), http.StatusForbidden, "forbidden")
	done(t, s.As(foreignAgent), meeting+"/results", object{"action": "A1", "result": "Overgeschakeld."})
	done(t, desk, meeting+"/decisions", object{"text": "Via zaal 2.", "reason": "Sneller."})
	require.Equal(t, "closed", done(t, desk, meeting+"/closing", object{"summary": "Opgelost via zaal 2."}).Stage)

	// News from an approved template (B-30) stands on the public page (E-06); another Client joins.
	draft := apptest.Read[struct {
		Version int
		Texts   map[string]struct{ Subject, Text string }
	}](t, desk.Get(t, "/api/v1/templates/"+template+"/draft?incident="+path.Base(incident)), http.StatusOK)
	require.Equal(t, "Storing: Netwerk en telefonie", draft.Texts["nl"].Subject)
	refusedWith(t, s.As(foreignClient).Post(t, incident+"/join", object{}), http.StatusNotFound, "not_found")
	done(t, desk, incident+"/communications", object{"template": template, "version": draft.Version, "subject": draft.Texts["nl"].Subject,
		"text": "Volgend bericht om 11 uur.", "public": true})
	require.Equal(t, path.Base(incident), done(t, s.As(foreignClient), incident+"/join", object{"remark": "Ook hier."}).Ref)
	refusedWith(t, s.As(foreignClient).Post(t, incident+"/join", object{}), http.StatusConflict, "already_done")
	status := s.As("").With("Accept-Language", "en").Get(t, "/api/v1/status")
	require.Contains(t, string(status.Body), "Volgend bericht om 11 uur.")
	require.Contains(t, string(status.Body), `"name":"Network and telephony"`)
	for _, inside := range []string{"Aanmelden lukt niet", "noord", "alfa", "Foutmelding"} {
		require.NotContains(t, string(status.Body), inside, "what was not written for the public stays inside")
	}

	// Resolving registers the problem (C-26); its term counts from the resolution (C-25).
	done(t, alfa, incident+"/resolution", object{"solution": "Omgeschakeld."})
	problem := "/api/v1/problems/" + linked(t, alfa, incident, "problem")
	require.Equal(t, "running", see(t, alfa, problem).clock(t, "rootcause"))
	done(t, alfa, problem+"/dates", object{"stage": "solution", "date": "2026-03-31", "reason": "Levertijd."})
	done(t, alfa, problem+"/root-cause", object{"cause": "Een kaart viel uit.", "kind": "hardware"})
	require.Equal(t, "met", see(t, alfa, problem).clock(t, "rootcause"))
	done(t, alfa, problem+"/known-error", object{"symptoms": "Geen netwerk", "workaround": "Gebruik wifi", "public": true})
	require.Contains(t, string(s.As("").Get(t, "/api/v1/status").Body), "Gebruik wifi")
	refusedWith(t, desk.Post(t, problem+"/solution", object{"solution": "Vervangen."}), http.StatusConflict, "not_yours")
	done(t, alfa, problem+"/solution", object{"solution": "Kaart vervangen."})
	refusedWith(t, s.As(serviceManager).Post(t, problem+"/overrun", object{"cause": "Geen.", "share": false, "proof": "x"}), http.StatusConflict, "no_overrun")
	require.Equal(t, "closed", done(t, desk, problem+"/closing", object{"result": "Geen uitval meer."}).Stage)
	rows := apptest.Read[struct{ Items []object }](t, alfa.Get(t, "/api/v1/problems?open=closed"), http.StatusOK)
	require.Len(t, rows.Items, 1)
	require.Equal(t, "netwerk", rows.Items[0]["service"])
}

func TestASurveyIsAnsweredByItsLinkWithoutSigningInOnce(t *testing.T) {
	t.Parallel()
	w, s := site(t)
	_, incident := reported(t, s)
	done(t, s.As(providerAgent), incident+"/resolution", object{"solution": "Klaar."})
	done(t, s.As(reporter), incident+"/confirmation", object{})
	ref := linked(t, s.As(reporter), incident, "survey")
	address := "/api/v1/surveys/" + ref + "/answer"
	signed, err := w.Service.SurveyLink(t.Context(), ref)
	require.NoError(t, err)
	nobody, mac := s.As(""), path.Base(signed)

	refusedWith(t, nobody.Post(t, address, object{"score": 2}), http.StatusUnauthorized, "unauthenticated")
	refusedWith(t, nobody.Post(t, address, object{"score": 2, "signature": "q0Zr3mYyT1mJb8p2Vw4xXg"}), http.StatusNotFound, "not_found")
	refusedWith(t, nobody.Post(t, "/api/v1/surveys/SRV-2026-999999/answer", object{"score": 2, "signature": mac}), http.StatusNotFound, "not_found")
	refusedWith(t, nobody.With("Authorization", "Bearer x").Post(t, address, object{"score": 2, "signature": mac}), http.StatusUnauthorized, "unauthenticated")
	p := refusedWith(t, nobody.Post(t, address, object{"score": 6, "signature": mac}), http.StatusUnprocessableEntity, "invalid")
	require.Equal(t, "score", p.Errors[0].Field)

	require.Equal(t, "contacting", done(t, nobody, address, object{"score": 2, "signature": mac}).Stage)
	done(t, nobody, address, object{"score": 2, "signature": mac})
	p = refusedWith(t, nobody.With("Accept-Language", "en").Post(t, address, object{"score": 5, "signature": mac}), http.StatusConflict, "already_done")
	require.NotEmpty(t, p.Detail)
	require.EqualValues(t, 2, see(t, s.As(reporter), "/api/v1/surveys/"+ref).State["answered"].(object)["score"])
	// The Service Desk contacts who was not satisfied (E-15).
	require.Equal(t, "contacted", done(t, s.As(serviceDesk), "/api/v1/surveys/"+ref+"/contact", object{"result": "Gebeld."}).Stage)
}
