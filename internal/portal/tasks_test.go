package portal_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/ledger"
	"termijn/internal/portal"
	"termijn/workflows/regie"
)

func TestADecisionIsDoneOnceHoweverOftenItIsSent(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.offered(t, "one", "Analist")
	path := "/tasks/" + s.taskOf(t, "noord-diensthoofd", ref, "approve_offer")
	r := s.as(t, "noord-diensthoofd")
	page := r.get(path)
	require.Contains(t, page.Text, "Analist A")
	require.Contains(t, page.Text, "€\u00a044.400,00")
	fields := []string{"key", page.hidden(t, "key"), "content", page.hidden(t, "content"), "option", "approve"}

	a := r.post(path, fields...)
	require.Equal(t, "/tasks", a.Path)
	require.Contains(t, a.Text, "Uw antwoord is vastgelegd: Goedkeuren.")
	require.NotContains(t, r.get("/tasks").Text, "Uw antwoord is vastgelegd", "said once")
	before := s.events(t, ref)

	// The same form again: the same answer, and no second event.
	require.Equal(t, "/tasks", r.post(path, fields...).Path)
	require.Equal(t, before, s.events(t, ref))
	// Another decision on the same task is refused.
	page = r.get(path)
	require.Contains(t, page.Text, "Deze taak is afgehandeld")
	again := r.post(path, "key", "another-key", "content", "x", "option", "reject", "reason", "toch niet")
	require.Equal(t, http.StatusConflict, again.Status)
	require.Contains(t, again.Text, "Dat is al gebeurd")
	require.Equal(t, before, s.events(t, ref))
}

func (s site) events(t *testing.T, ref string) int {
	t.Helper()
	events, err := s.Store.Events(t.Context(), ref, 0, 1000)
	require.NoError(t, err)
	return len(events)
}

func TestAFailedFormKeepsItsText(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.offered(t, "one", "Analist")
	path := "/tasks/" + s.taskOf(t, "noord-diensthoofd", ref, "approve_offer")
	r := s.as(t, "noord-diensthoofd")
	page := r.get(path)
	key := page.hidden(t, "key")

	// A rejection without a reason.
	a := r.post(path, "key", key, "content", page.hidden(t, "content"), "option", "reject")
	require.Equal(t, http.StatusUnprocessableEntity, a.Status)
	require.Contains(t, a.Text, `href="#f-reason"`, "the summary leads to the field")
	require.Contains(t, a.Text, `value="reject" checked`)
	require.Equal(t, key, a.hidden(t, "key"), "the key stays over a failed attempt")
	// No answer at all.
	a = r.post(path, "key", key, "content", page.hidden(t, "content"), "reason", "Eerst <b>overleggen</b>")
	require.Equal(t, http.StatusUnprocessableEntity, a.Status)
	require.Contains(t, a.Text, "Kies een antwoord.")
	require.Contains(t, a.Text, "Eerst &lt;b&gt;overleggen&lt;/b&gt;</textarea>")
	// And now it goes through.
	require.Equal(t, "/tasks", r.post(path, "key", key, "content", page.hidden(t, "content"), "option", "reject", "reason", "Te duur.").Path)
}

func TestADeciderSeesWhatChangedSince(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref := s.offered(t, "one", "Analist")
	path := "/tasks/" + s.taskOf(t, "noord-diensthoofd", ref, "approve_offer")
	r := s.as(t, "noord-diensthoofd")
	seen := r.get(path)
	_, err := app.Send(t.Context(), s.Service, s.As(t, "alfa-medewerker"), regie.Name, ref, "swap", regie.ReplaceCandidate,
		regie.Substitution{Line: "L1", Candidate: "Kandidaat B", CV: "CV-2026-18", Staff: "A-018", Justification: "ziekte"})
	require.NoError(t, err)
	path = "/tasks/" + s.taskOf(t, "noord-diensthoofd", ref, "approve_offer")
	a := r.post(path, "key", seen.hidden(t, "key"), "content", seen.hidden(t, "content"), "option", "approve", "reason", "akkoord")
	require.Equal(t, http.StatusConflict, a.Status)
	require.Contains(t, a.Text, "De inhoud is intussen gewijzigd")
	require.Contains(t, a.Text, "Wat er veranderd is")
	require.Contains(t, a.Text, "Kandidaat B")
	require.Contains(t, a.Text, "akkoord</textarea>")
	require.NotEqual(t, seen.hidden(t, "content"), a.hidden(t, "content"))
}

func TestSeveralTasksAreDecidedTogether(t *testing.T) {
	t.Parallel()
	s := open(t)
	refs := []string{s.offered(t, "one", "Analist"), s.offered(t, "two", "Architect"), s.offered(t, "three", "Tester")}
	r := s.as(t, "noord-diensthoofd")
	require.Contains(t, r.get("/tasks").Text, `href="/tasks?kind=approve_offer"`, "the list says that several can be decided at once")
	list := r.get("/tasks?kind=approve_offer")
	require.Equal(t, 3, strings.Count(list.Text, `type="checkbox" name="task"`))
	key := list.hidden(t, "key")
	var chosen []string
	for _, ref := range refs[:2] {
		chosen = append(chosen, "task", s.selection(t, "noord-diensthoofd", ref))
	}

	// Nothing chosen, no answer: nothing is done and it says so.
	a := r.post("/tasks?kind=approve_offer", "key", key)
	require.Equal(t, http.StatusUnprocessableEntity, a.Status)
	require.Contains(t, a.Text, "Kies minstens één taak.")
	require.Contains(t, a.Text, "Kies een antwoord.")
	// A rejection without a reason is refused as a whole and stays as typed.
	a = r.post("/tasks?kind=approve_offer", append(chosen, "key", key, "option", "reject")...)
	require.Equal(t, http.StatusUnprocessableEntity, a.Status)
	require.Equal(t, 2, strings.Count(a.Text, `class="chosen"`))
	require.Equal(t, 3, s.open(t, "noord-diensthoofd"))

	// One was decided elsewhere meanwhile: the other goes through, each says what became of it.
	s.decide(t, "noord-diensthoofd", refs[0], "approve")
	a = r.post("/tasks?kind=approve_offer", append(chosen, "key", key, "option", "reject", "reason", "Geen budget.")...)
	require.Equal(t, "/tasks?kind=approve_offer", a.Path)
	require.Contains(t, a.Text, "1 taak beslist. 1 taak niet beslist.")
	require.Contains(t, a.Text, "Dat is al gebeurd")
	require.Equal(t, 1, s.open(t, "noord-diensthoofd"))

	// Sent again it does nothing twice.
	before := s.events(t, refs[1])
	r.post("/tasks?kind=approve_offer", append(chosen, "key", key, "option", "reject", "reason", "Geen budget.")...)
	require.Equal(t, before, s.events(t, refs[1]))
}

// selection is what the box of a task in a bulk decision sends.
func (s site) selection(t *testing.T, person, ref string) string {
	t.Helper()
	id := s.taskOf(t, person, ref, "approve_offer")
	row, err := s.Service.Task(t.Context(), s.As(t, person), id)
	require.NoError(t, err)
	return id + " " + row.Content
}

func (s site) decide(t *testing.T, person, ref, option string) {
	t.Helper()
	id, content, _ := strings.Cut(s.selection(t, person, ref), " ")
	_, err := s.Service.Decide(t.Context(), s.As(t, person), id, "elsewhere", app.Decision{Option: option, Content: content})
	require.NoError(t, err)
}

func (s site) open(t *testing.T, person string) int {
	t.Helper()
	rows, _, err := s.Service.Tasks(t.Context(), s.As(t, person), ledger.TaskFilter{}, ledger.Page{})
	require.NoError(t, err)
	return len(rows)
}

func TestTasksAreFilteredAndCounted(t *testing.T) {
	t.Parallel()
	s := open(t)
	first, second := s.ordered(t, "one", "Analist zaaksysteem"), s.ordered(t, "two", "Architect portaal")
	r := s.as(t, "alfa-medewerker")
	all := r.get("/tasks")
	require.Contains(t, all.Text, `id="task-count" class="count">4<`)
	require.Contains(t, all.Text, "nog 5 werkdagen")
	require.Less(t, strings.Index(all.Text, "Bevestig dat de aanvraag volledig is"), strings.LastIndex(all.Text, "Dien een offerte in"), "the most urgent first")
	byKind := r.get("/tasks?kind=submit_offer")
	require.Equal(t, 2, strings.Count(byKind.Text, `class="title"`))
	byWord := r.get("/tasks?text=portaal")
	require.Contains(t, byWord.Text, second)
	require.NotContains(t, byWord.Text, first)
	require.Contains(t, r.get("/tasks?overdue=yes").Text, "Geen enkele taak past bij deze filter.")
	require.Equal(t, http.StatusNotFound, r.get("/tasks?from=nonsense").Status)
	fragment := r.get("/tasks", "HX-Request", "true", "HX-Target", "live")
	require.NotContains(t, fragment.Text, "<html")
	require.Contains(t, fragment.Text, `hx-swap-oob="true"`)
	require.Contains(t, fragment.Text, first)
}

func TestAReaderIsToldWhenTheProductIsBusy(t *testing.T) {
	t.Parallel()
	s := site{World: apptest.Start(t, apptest.WithoutWorker())}
	server := httptest.NewServer(portal.New(portal.Options{Service: s.Service, Dev: true, Patience: 4 * time.Second}))
	t.Cleanup(server.Close)
	s.URL = server.URL
	r := s.as(t, "noord-projectleider")
	// Nobody works on the cases: what was typed is kept, and its key.
	a := r.post("/regie/new", append([]string{"key", "sent-while-busy"}, orderFields...)...)
	require.Contains(t, a.Text, "Het systeem kan uw vraag nu niet afwerken.")
	require.Contains(t, a.Text, "Analist voor het zaaksysteem")
	require.Equal(t, "sent-while-busy", a.hidden(t, "key"))
	// The database is away as well.
	s.Store.Pool().Close()
	a = r.get("/cases")
	require.Equal(t, http.StatusServiceUnavailable, a.Status)
	require.Contains(t, a.Text, "Er is niets verloren")
}
