package main

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

// story is a case of support in regie as it is told, request by request.
type story struct {
	name string // makes its idempotency keys its own
	ref  string
	told []told
}

// told is a request with the answer that counted.
type told struct {
	as, path, key string
	body          any
	answer        response
}

const (
	clientLead    = "noord-projectleider"
	providerAgent = "alfa-medewerker"
)

// step is one request of the story. What it needs to know, it reads first.
type step struct {
	name, as string
	ask      func(t *testing.T, c *careful, ref string) (path string, body any)
}

// post is a step whose request is known beforehand.
func post(name, as, path string, body object) step {
	return step{name, as, func(_ *testing.T, _ *careful, ref string) (string, any) { return "/api/v1/regie/" + ref + path, body }}
}

// decide is a step that decides on somebody's open task.
func decide(as, kind, option, reason string) step {
	return step{kind + " by " + as, as, func(t *testing.T, c *careful, ref string) (string, any) {
		page := get[struct {
			Items []struct{ ID, Content string }
		}](t, c, as, "/api/v1/tasks?kind="+kind+"&case="+url.QueryEscape(ref))
		require.Len(t, page.Items, 1, "%s has a task %s", as, kind)
		return "/api/v1/tasks/" + page.Items[0].ID + "/decision", object{"option": option, "content": page.Items[0].Content, "reason": reason}
	}}
}

// offered is a step whose body needs the content of the offer.
func offered(name, path string, body object) step {
	return step{name, clientLead, func(t *testing.T, c *careful, ref string) (string, any) {
		shown := get[struct {
			State struct{ Offer struct{ Content string } }
		}](t, c, clientLead, "/api/v1/regie/"+ref)
		body["content"] = shown.State.Offer.Content
		return "/api/v1/regie/" + ref + path, body
	}}
}

func request(title string) object {
	return object{"title": title, "nature": "Analyse", "goal": "Migratie van het loket", "provider": "alfa", "representative": clientLead,
		"start": "2026-03-02", "months": 3, "profiles": []object{{"profile": "analist", "fte": "0.8"}}}
}

// steps are the whole story, from the request to an approved timesheet.
func steps() []step {
	return []step{
		{"request", clientLead, func(*testing.T, *careful, string) (string, any) {
			return "/api/v1/regie", request("Functioneel analist")
		}},
		post("questions", providerAgent, "/questions", object{"questions": []string{"Welke omgevingen?"}}),
		post("answers", clientLead, "/answers", object{"round": "Q1", "answers": object{"Q1.1": "Test en productie"}}),
		post("due date", providerAgent, "/due-dates", object{"date": "2026-04-10", "reason": "Vakantie"}),
		decide(clientLead, "agree_due_date", "decline", "Liever vroeger"),
		post("offer", providerAgent, "/offers", object{"plan": "Eén analist", "validUntil": "2026-04-30", "lines": []object{{"profile": "analist",
			"candidate": "Analist A", "cv": "cv/a.pdf", "staff": "A-1001", "hours": "400", "price": "92.50", "fte": "0.8"}}}),
		offered("approval", "/approval-requests", object{}),
		decide("noord-diensthoofd", "approve_offer", "approve", ""),
		decide("noord-budget-1", "approve_offer", "approve", ""),
		decide("noord-budget-3", "approve_offer", "approve", ""),
		offered("order", "/order", object{"reference": "BB-117", "ioNumbers": []string{"IO-1"}, "committed": "2026-03-02"}),
		post("timesheet", providerAgent, "/timesheets", object{"line": "L1", "week": "2026-03-02", "days": []string{"7.5", "0", "0", "0", "0", "0", "0"}}),
		decide(clientLead, "approve_timesheet", "approve", ""),
	}
}

// tell tells one step; during, when set, runs while its request is under way and
// is told by a channel when the request has been sent, and by one when it is answered.
func (s *story) tell(t *testing.T, c *careful, one step, during func(sent, answered <-chan struct{})) receipt {
	t.Helper()
	path, body := one.ask(t, c, s.ref)
	key := s.name + "/" + one.name
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	sent, answered := make(chan struct{}, 100), make(chan struct{})
	sender := &careful{url: c.url, written: func() {
		select {
		case sent <- struct{}{}:
		default:
		}
	}}
	var answer response
	var err error
	go func() {
		defer close(answered)
		answer, err = sender.send(ctx, one.as, http.MethodPost, path, key, body)
	}()
	if during != nil {
		during(sent, answered)
	}
	<-answered
	c.mu.Lock()
	c.failed, c.mute = append(c.failed, sender.failed...), c.mute+sender.mute
	c.mu.Unlock()
	require.NoError(t, err, "step %s", one.name)
	require.Less(t, answer.Status, 300, "step %s: %s", one.name, answer.Body)
	s.told = append(s.told, told{one.as, path, key, body, answer})
	r := read[receipt](t, answer, answer.Status)
	s.ref = r.Ref
	return r
}

// toldAgain sends every request of the story once more, under its own key.
func (s *story) toldAgain(t *testing.T, c *careful) {
	t.Helper()
	for _, request := range s.told {
		again, err := c.send(t.Context(), request.as, http.MethodPost, request.path, request.key, request.body)
		require.NoError(t, err)
		require.Equal(t, request.answer.Status, again.Status, "%s: %s", request.key, again.Body)
		require.JSONEq(t, string(request.answer.Body), string(again.Body), "%s is answered as it was", request.key)
	}
}
