package api_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
)

// atOnce lets several people post the same at the same time.
func atOnce(t *testing.T, s apptest.Site, path string, body any, people ...string) map[string]apptest.Response {
	t.Helper()
	answers := make([]apptest.Response, len(people))
	var all sync.WaitGroup
	for i, p := range people {
		all.Go(func() { answers[i] = s.As(p).Post(t, path, body) })
	}
	all.Wait()
	by := map[string]apptest.Response{}
	for i, p := range people {
		by[p] = answers[i]
	}
	return by
}

func TestOfTwoAgentsWhoTakeAtOnceOneWins(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	_, path := reported(t, s)
	answers := atOnce(t, s, path+"/take", object{"free": true}, agents...)
	winner := see(t, s.As(reporter), path).State["handler"].(object)["agent"]
	for person, r := range answers {
		if person == winner {
			require.Equal(t, http.StatusOK, r.Status, "%s", r.Body)
			continue
		}
		refusedWith(t, r, http.StatusConflict, "already_done")
	}

	// Of the queue each gets another one, and who comes too late hears that nothing waits.
	want := map[string]bool{}
	for range 2 {
		ref, _ := reported(t, s)
		want[ref] = true
	}
	got := map[string]bool{}
	for person, r := range atOnce(t, s, "/api/v1/incidents/next", "", agents...) {
		require.Equal(t, http.StatusOK, r.Status, "%s: %s", person, r.Body)
		got[apptest.Read[receipt](t, r, http.StatusOK).Ref] = true
	}
	require.Equal(t, want, got)
	p := refusedWith(t, s.As(providerAgent).Post(t, "/api/v1/incidents/next", ""), http.StatusConflict, "none_left")
	require.Equal(t, "Er wacht niets", p.Title)
}

func TestTheSameKeyIsOneIncidentAndOneCommand(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	client, alfa := s.As(reporter).With("Idempotency-Key", "call-1"), s.As(providerAgent)
	first := client.Post(t, "/api/v1/incidents", reportOf())
	again := client.Post(t, "/api/v1/incidents", reportOf())
	require.Equal(t, http.StatusCreated, again.Status, "%s", again.Body)
	require.JSONEq(t, string(first.Body), string(again.Body))
	refusedWith(t, client.Post(t, "/api/v1/incidents", reportOf(object{"urgency": "low"})), http.StatusUnprocessableEntity, "key_reused")
	reported(t, s)

	// Two wait; the same key takes one of them.
	next := alfa.With("Idempotency-Key", "next-1")
	took := apptest.Read[receipt](t, next.Post(t, "/api/v1/incidents/next", ""), http.StatusOK).Ref
	require.Equal(t, took, apptest.Read[receipt](t, next.Post(t, "/api/v1/incidents/next", ""), http.StatusOK).Ref)
	require.Len(t, queued(t, alfa, "unassigned=true"), 1)

	path := "/api/v1/incidents/" + took
	noting := alfa.With("Idempotency-Key", "note-1")
	one, two := noting.Post(t, path+"/notes", object{"text": "Gebeld."}), noting.Post(t, path+"/notes", object{"text": "Gebeld."})
	require.Equal(t, http.StatusOK, one.Status, "%s", one.Body)
	require.JSONEq(t, string(one.Body), string(two.Body))
	require.Len(t, see(t, alfa, path).State["notes"], 1)
	refusedWith(t, noting.Post(t, path+"/notes", object{"text": "Gemaild."}), http.StatusUnprocessableEntity, "key_reused")
}

func TestAReportThatLacksSomethingIsToldWhatInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	for name, c := range map[string]struct {
		person           string
		change           object
		field, code      string
		dutch, inEnglish string
	}{
		"no title":         {change: object{"title": nil}, field: "title", code: "required", dutch: "Vul dit veld in.", inEnglish: "Fill in this field."},
		"an empty title":   {change: object{"title": " "}, field: "title", code: "required"},
		"a long title":     {change: object{"title": strings.Repeat("a", 201)}, field: "title", code: "too_long", dutch: "Gebruik hoogstens 200 tekens."},
		"unknown impact":   {change: object{"impact": "huge"}, field: "impact", code: "choose_option"},
		"unknown service":  {change: object{"service": "toverij"}, field: "service", code: "unknown"},
		"unknown category": {change: object{"category": "verbinding"}, field: "category", code: "unknown"},
		"another channel":  {change: object{"channel": "phone"}, field: "channel", code: "choose_option"},
		"an unknown field": {change: object{"prio": 1}, field: "prio", code: "unknown_field"},
		"a number":         {change: object{"title": 5}, field: "title", code: "expected_text"},
		"nobody to reach":  {person: serviceDesk, change: object{"client": "noord", "channel": "phone"}, field: "reporter", code: "reporter_or_contact"},
		"a foreign person": {person: serviceDesk, change: object{"client": "noord", "channel": "phone", "reporter": foreignClient}, field: "reporter", code: "unknown_reporter"},
		"no such client":   {person: serviceDesk, change: object{"client": "west", "channel": "phone", "contact": "tel"}, field: "client", code: "unknown"},
	} {
		person := c.person
		if person == "" {
			person = reporter
		}
		for lang, says := range map[string]string{"nl": c.dutch, "en": c.inEnglish} {
			p := refusedWith(t, s.As(person).With("Accept-Language", lang).Post(t, "/api/v1/incidents", reportOf(c.change)), http.StatusUnprocessableEntity, "invalid")
			require.NotEmpty(t, p.Errors, name)
			require.Equal(t, c.field, p.Errors[0].Field, "%s: %v", name, p.Errors)
			require.Equal(t, c.code, p.Errors[0].Code, name)
			require.NotContains(t, p.Errors[0].Message, "field."+c.code, name)
			if says != "" {
				require.Equal(t, says, p.Errors[0].Message, name)
			}
		}
	}
	require.Empty(t, queued(t, s.As(serviceDesk), ""), "nothing was opened")
}

// Examples of opening are tried as they stand: who copies one from the document
// begins with something that works.
func TestTheExamplesOfOpeningOpen(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	examples := examplesOf(t, s)
	by := map[string]string{"/api/v1/incidents": reporter, "/api/v1/problems": serviceDesk, "/api/v1/templates": serviceDesk, "/api/v1/notices": serviceDesk}
	for _, path := range slices.Sorted(maps.Keys(by)) {
		r := s.As(by[path]).Post(t, path, examples[path])
		require.Equal(t, http.StatusCreated, r.Status, "%s: %s", path, r.Body)
	}
	// A contact of somebody without an account is a personal text: kept apart, and shown.
	path := apptest.Read[receipt](t, s.As(serviceDesk).Post(t, "/api/v1/incidents",
		reportOf(object{"client": "noord", "channel": "phone", "contact": "02 000 00 00"})), http.StatusCreated).Ref
	require.Equal(t, "02 000 00 00", see(t, s.As(serviceDesk), "/api/v1/incidents/"+path).State["report"].(object)["contact"])
}
