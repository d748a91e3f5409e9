package api_test

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"termijn/api"
	"termijn/internal/apptest"
	"termijn/internal/devstack/devtest"
)

func TestMain(m *testing.M) { os.Exit(devtest.Main(m)) }

// The people of the demonstration ecosystem that most tests are about.
const (
	clientLead     = "noord-projectleider"
	providerAgent  = "alfa-medewerker"
	foreignClient  = "zuid-projectleider"
	foreignAgent   = "beta-medewerker"
	serviceManager = "si-dienstniveau"
)

// site is a world with the API in front.
func site(t testing.TB, options ...apptest.Option) (*apptest.World, apptest.Site) {
	t.Helper()
	w := apptest.Start(t, options...)
	return w, apptest.Serve(t, handler(w))
}

func handler(w *apptest.World) http.Handler {
	return api.New(api.Options{Service: w.Service, Authenticator: api.DevTokens{Store: w.Store, Dev: true}, Version: "test"})
}

type object = map[string]any

// request is an order of support that lacks nothing.
func request(changes ...object) object {
	r := object{"title": "Functioneel analist voor de migratie", "nature": "Analyse", "goal": "Migratie van het loket", "provider": "alfa",
		"representative": clientLead, "start": "2026-03-02", "months": 3, "profiles": []object{{"profile": "analist", "fte": "0.8"}}}
	return merged(r, changes...)
}

// offer is an offer that lacks nothing.
func offer(changes ...object) object {
	return merged(object{"plan": "Eén analist", "validUntil": "2026-04-30", "lines": []object{line()}}, changes...)
}

func line(changes ...object) object {
	return merged(object{"profile": "analist", "candidate": "Analist A", "cv": "cv/an.pdf", "staff": "A-1001", "hours": "400", "price": "92.50", "fte": "0.8"}, changes...)
}

func merged(o object, changes ...object) object {
	for _, c := range changes {
		for k, v := range c {
			if v == nil {
				delete(o, k)
				continue
			}
			o[k] = v
		}
	}
	return o
}

type receipt struct {
	Ref, Stage, Subject string
	Seq                 int64
	Notes               []struct{ Code, Message string }
}

type problem struct {
	Type, Title, Detail, TraceID, Seen, Current string
	Status                                      int
	Errors                                      []struct{ Field, Code, Message string }
	Difference                                  []struct{ Field, Before, Now string }
}

func (p problem) code() string { return strings.TrimPrefix(p.Type, "urn:termijn:problem:") }

// opened opens a case and returns its address.
func opened(t testing.TB, s apptest.Site) (ref, path string) {
	t.Helper()
	r := apptest.Read[receipt](t, s.As(clientLead).Post(t, "/api/v1/regie", request()), http.StatusCreated)
	return r.Ref, "/api/v1/regie/" + r.Ref
}

// refusedWith reads a problem document that must have a status and a code.
func refusedWith(t testing.TB, r apptest.Response, status int, code string) problem {
	t.Helper()
	require.Equal(t, "application/problem+json", r.Header.Get("Content-Type"), "%s", r.Body)
	p := apptest.Read[problem](t, r, status)
	require.Equal(t, code, p.code(), "%s", r.Body)
	require.Equal(t, status, p.Status)
	require.Len(t, p.TraceID, 32)
	require.NotEmpty(t, p.Title)
	require.NotEmpty(t, p.Detail)
	return p
}

type regieCase struct {
	Stage string
	State struct {
		Offer *struct {
			ID, Content string
			Lines       map[string]struct{ Candidate, Price string }
		}
		Rounds map[string]struct {
			Suspends  bool
			Questions []struct{ ID, Text, Answer string }
		}
		Timesheets map[string]struct{ State string }
	}
	Clocks []struct {
		ID, State, Start, Due string
		Pauses                []struct{ ID, Reason, To string }
	}
	Tasks []task
}

type task struct {
	ID, Kind, State, Content, Person, Asks, Due string
	Options                                     []string
}

func shown(t testing.TB, c apptest.Caller, path string) regieCase {
	t.Helper()
	return apptest.Read[regieCase](t, c.Get(t, path), http.StatusOK)
}

// openTask is the caller's open task of a kind in a case.
func openTask(t testing.TB, c apptest.Caller, ref, kind string) task {
	t.Helper()
	page := apptest.Read[struct{ Items []task }](t, c.Get(t, "/api/v1/tasks?case="+ref+"&kind="+kind), http.StatusOK)
	require.Len(t, page.Items, 1, "open tasks %s of %s", kind, c.Person)
	return page.Items[0]
}

func decide(t testing.TB, c apptest.Caller, task task, option, reason string) receipt {
	t.Helper()
	return apptest.Read[receipt](t, c.Post(t, "/api/v1/tasks/"+task.ID+"/decision",
		object{"option": option, "content": task.Content, "reason": reason}), http.StatusOK)
}

// done posts a command that must be done.
func done(t testing.TB, c apptest.Caller, path string, body any) receipt {
	t.Helper()
	return apptest.Read[receipt](t, c.Post(t, path, body), http.StatusOK)
}

// ordered brings a case to its execution.
func ordered(t testing.TB, s apptest.Site) (ref, path string) {
	t.Helper()
	ref, path = opened(t, s)
	client, provider := s.As(clientLead), s.As(providerAgent)
	done(t, provider, path+"/offers", offer())
	content := shown(t, client, path).State.Offer.Content
	done(t, client, path+"/approval-requests", object{"content": content})
	for _, approver := range []string{"noord-diensthoofd", "noord-budget-1", "noord-budget-3"} {
		decide(t, s.As(approver), openTask(t, s.As(approver), ref, "approve_offer"), "approve", "")
	}
	r := done(t, client, path+"/order", object{"content": content, "reference": "BB-117", "ioNumbers": []string{"IO-1"}, "committed": "2026-03-02"})
	require.Equal(t, "executing", r.Stage)
	return ref, path
}
