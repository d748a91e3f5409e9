package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/internal/apptest"
)

func TestOneKeyIsOneRequest(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	client, provider := s.As(clientLead).With("Idempotency-Key", "order-1"), s.As(providerAgent).With("Idempotency-Key", "ask-1")
	first := client.Post(t, "/api/v1/regie", request())
	again := client.Post(t, "/api/v1/regie", request())
	require.Equal(t, "order-1", first.Header.Get("Idempotency-Key"))
	require.Equal(t, http.StatusCreated, first.Status, "%s", first.Body)
	require.Equal(t, first.Status, again.Status, "%s", again.Body)
	require.JSONEq(t, string(first.Body), string(again.Body))
	refusedWith(t, client.Post(t, "/api/v1/regie", request(object{"title": "Iets anders"})), http.StatusUnprocessableEntity, "key_reused")

	ref := apptest.Read[receipt](t, first, http.StatusCreated).Ref
	path := "/api/v1/regie/" + ref
	one := provider.Post(t, path+"/questions", object{"questions": []string{"Waar?"}})
	two := provider.Post(t, path+"/questions", object{"questions": []string{"Waar?"}})
	require.Equal(t, http.StatusOK, one.Status, "%s", one.Body)
	require.JSONEq(t, string(one.Body), string(two.Body))
	refusedWith(t, provider.Post(t, path+"/questions", object{"questions": []string{"Wanneer?"}}), http.StatusUnprocessableEntity, "key_reused")
	// Personal texts go to the vault under a new reference each time; the request is still the same one.
	offering := s.As(providerAgent).With("Idempotency-Key", "offer-1")
	one = offering.Post(t, path+"/offers", offer())
	two = offering.Post(t, path+"/offers", offer())
	require.Equal(t, http.StatusOK, one.Status, "%s", one.Body)
	require.JSONEq(t, string(one.Body), string(two.Body))
	events := apptest.Read[struct{ Items []struct{ Kind string } }](t, client.Get(t, "/api/v1/cases/"+ref+"/events"), http.StatusOK)
	kinds := map[string]int{}
	for _, e := range events.Items {
		kinds[e.Kind]++
	}
	require.Equal(t, 1, kinds["regie.questions_asked"])
	require.Equal(t, 1, kinds["regie.offer_submitted"])

	// Keys hold for as long as the case does, and after it has ended.
	done(t, s.As(clientLead).With("Idempotency-Key", "end"), path+"/withdrawal", object{"reason": "Klaar"})
	done(t, s.As(clientLead).With("Idempotency-Key", "end"), path+"/withdrawal", object{"reason": "Klaar"})
	again = client.Post(t, "/api/v1/regie", request())
	require.Equal(t, ref, apptest.Read[receipt](t, again, http.StatusCreated).Ref)
	for _, key := range []string{strings.Repeat("k", 201), "a\xffb"} {
		p := refusedWith(t, s.As(clientLead).With("Idempotency-Key", key).Post(t, "/api/v1/regie", request()), http.StatusUnprocessableEntity, "invalid")
		require.Equal(t, "Idempotency-Key", p.Errors[0].Field)
	}
	require.Len(t, apptest.Read[struct{ Items []object }](t, client.Get(t, "/api/v1/cases"), http.StatusOK).Items, 1, fmt.Sprint("one case under ", ref))
}

func TestATimesheetSentAgainIsTheSameWhateverHappenedElsewhere(t *testing.T) {
	t.Parallel()
	_, s := site(t)
	_, one := ordered(t, s)
	_, two := ordered(t, s)
	sheet := object{"line": "L1", "week": "2026-03-02", "days": []any{"8", "0", "0", "0", "0", "0", "0"}}
	provider := s.As(providerAgent).With("Idempotency-Key", "week-10")
	first := provider.Post(t, one+"/timesheets", sheet)
	require.Equal(t, http.StatusOK, first.Status, "%s", first.Body)
	// The same person registers hours in another case too (B-23).
	done(t, s.As(providerAgent), two+"/timesheets", sheet)
	again := provider.Post(t, one+"/timesheets", sheet)
	require.Equal(t, http.StatusOK, again.Status, "%s", again.Body)
	require.JSONEq(t, string(first.Body), string(again.Body))
}
