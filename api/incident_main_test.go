package api_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
)

// People of the demonstration ecosystem that incidents are about.
const (
	reporter    = clientLead
	serviceDesk = "si-servicedesk"
	boardMember = "bestuurslid"
)

// reportOf is an incident that lacks nothing; P3 by default.
func reportOf(changes ...object) object {
	return merged(object{"title": "Aanmelden lukt niet", "description": "Foutmelding na het wachtwoord.", "service": "werkplek", "impact": "medium", "urgency": "medium"}, changes...)
}

// critical makes a report one of a critical incident.
var critical = object{"impact": "high", "urgency": "high"}

type link struct{ Kind, Ref, Process, Stage string }

// shownCase is any case as its own resource shows it.
type shownCase struct {
	Ref, Stage, Outcome string
	Client              string
	Providers           []string
	State               object
	Clocks              []struct {
		ID, State, Definition string
		Pauses                []struct{ Reason string }
	}
	Tasks []task
	Links []link
}

func (c shownCase) clock(t testing.TB, id string) string {
	t.Helper()
	for _, k := range c.Clocks {
		if k.ID == id {
			return k.State
		}
	}
	require.Failf(t, "no clock", "%s of %s", id, c.Ref)
	return ""
}

// see reads a case of an incident's kin.
func see(t testing.TB, c apptest.Caller, path string) shownCase {
	t.Helper()
	return apptest.Read[shownCase](t, c.Get(t, path), http.StatusOK)
}

// reported registers an incident and returns its address.
func reported(t testing.TB, s apptest.Site, changes ...object) (ref, path string) {
	t.Helper()
	r := apptest.Read[receipt](t, s.As(reporter).Post(t, "/api/v1/incidents", reportOf(changes...)), http.StatusCreated)
	return r.Ref, "/api/v1/incidents/" + r.Ref
}

// linked waits until a case that another one opens by itself is linked to it.
func linked(t testing.TB, c apptest.Caller, path, process string) (ref string) {
	t.Helper()
	require.Eventually(t, func() bool {
		links := see(t, c, path).Links
		i := slices.IndexFunc(links, func(l link) bool { return l.Process == process })
		if i >= 0 {
			ref = links[i].Ref
		}
		return i >= 0
	}, 20*time.Second, 50*time.Millisecond, "%s opens a %s", path, process)
	return ref
}

// approved is a template for communication that the Board approved.
func approved(t testing.TB, s apptest.Site) string {
	t.Helper()
	texts := object{"nl": object{"subject": "Storing: {{service}}", "text": "Sinds {{since}}, zie {{ref}}. Volgend bericht: {{next}}."},
		"en": object{"subject": "Disruption: {{service}}", "text": "Since {{since}}, see {{ref}}. Next news: {{next}}."}}
	r := apptest.Read[receipt](t, s.As(serviceDesk).Post(t, "/api/v1/templates", object{"kind": "communication", "name": "Storing", "texts": texts}), http.StatusCreated)
	draft := see(t, s.As(serviceDesk), "/api/v1/templates/"+r.Ref).State["draft"].(object)
	done(t, s.As(serviceDesk), "/api/v1/templates/"+r.Ref+"/submission", object{"content": draft["content"]})
	decide(t, s.As(boardMember), openTask(t, s.As(boardMember), r.Ref, "approve_template"), "approve", "")
	return r.Ref
}

// endedCases are ended cases of each kind around a critical incident of noord that
// alfa had and that was published, by the last part of their resource's address.
func endedCases(t *testing.T, s apptest.Site) map[string]string {
	t.Helper()
	client, provider, desk := s.As(reporter), s.As(providerAgent), s.As(serviceDesk)
	refs := map[string]string{"templates": approved(t, s)}
	ref, path := reported(t, s, critical)
	refs["incidents"] = ref
	refs["incident-meetings"] = linked(t, client, path, "meeting")
	done(t, desk, path+"/communications", object{"template": refs["templates"], "version": 1, "subject": "Storing", "text": "We zoeken.", "public": true})
	done(t, provider, path+"/resolution", object{"solution": "Herstart."})
	refs["problems"] = linked(t, client, path, "problem")
	done(t, client, path+"/confirmation", object{})
	refs["surveys"] = linked(t, client, path, "survey")
	done(t, client, "/api/v1/surveys/"+refs["surveys"]+"/answer", object{"score": 5})
	done(t, desk, "/api/v1/incident-meetings/"+refs["incident-meetings"]+"/closing", object{"summary": "Opgelost."})
	done(t, desk, "/api/v1/problems/"+refs["problems"]+"/withdrawal", object{"reason": "Geen probleem."})
	refs["notices"] = apptest.Read[receipt](t, desk.Post(t, "/api/v1/notices", object{"service": "werkplek", "title": "Onderhoud", "text": "Even niet.",
		"from": "2026-03-07T06:00:00+01:00", "to": "2026-03-07T12:00:00+01:00", "clients": []string{"noord"}}), http.StatusCreated).Ref
	done(t, desk, "/api/v1/notices/"+refs["notices"]+"/cancellation", object{"reason": "Uitgesteld."})
	done(t, desk, "/api/v1/templates/"+refs["templates"]+"/retirement", object{"reason": "Vervangen."})
	return refs
}
