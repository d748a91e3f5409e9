package portal_test

import (
	"fmt"
	"html"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/ledger"
	"termijn/workflows/change"
	"termijn/workflows/session"
)

// sessionOf is a session as it stands.
func (s site) sessionOf(t *testing.T, ref string) session.State {
	t.Helper()
	row, err := s.Store.Case(t.Context(), ledger.Scope{All: true}, ref)
	require.NoError(t, err)
	own, err := app.SessionOf(row)
	require.NoError(t, err)
	return own
}

// changeIs is a change as it stands.
func (s site) changeIs(t *testing.T, ref string) (string, change.State) {
	t.Helper()
	row, err := s.Store.Case(t.Context(), ledger.Scope{All: true}, ref)
	require.NoError(t, err)
	own, err := app.ChangeOf(row)
	require.NoError(t, err)
	return row.Stage, own
}

// work is a change that comes before the board of the demonstration.
type work struct {
	title, provider, item string
	// day counts from two weeks ahead.
	day int
}

// works are ten changes of which the first two collide: one does not work without the
// other's item, in the same night.
var works = []work{
	{"Databank van het burgerloket vernieuwen", "beta", "burgerloket-databank", 0}, {"Centrale opslag uitbreiden", "beta", "opslag", 0},
	{"Kernrouter van versie veranderen", "alfa", "kernrouter", 2}, {"Certificaten van het draadloos netwerk vervangen", "alfa", "wifi", 4},
	{"Telefooncentrale verhuizen", "alfa", "telefooncentrale", 6}, {"Printers in de wachtrij groeperen", "alfa", "printer", 8},
	{"Postbussen naar een nieuwe server brengen", "beta", "postbus", 10}, {"Serverzaal 2 van stroomkring veranderen", "beta", "serverzaal-2", 12},
	{"Laptops versleutelen", "alfa", "laptop", 14}, {"Sleutelkluis bijwerken", "beta", "sleutelkluis", 16},
}

// content is what the change says.
func (w work) content(now time.Time) change.Content {
	c := planned(now)
	c.Title, c.Items, c.Team, c.Providers, c.Client = w.title, []string{w.item}, "", nil, ""
	c.From, c.To = c.From.AddDate(0, 0, w.day), c.To.AddDate(0, 0, w.day)
	c.Unavailability = change.Unavailability{None: true}
	limit := c.BackOut.NoReturn.AddDate(0, 0, w.day)
	c.BackOut.NoReturn = &limit
	return c
}

// meeting opens changes that wait for the board, and returns its session with all of
// them on the agenda, by title.
func (s site) meeting(t *testing.T, all []work) (ref string, changes map[string]string) {
	t.Helper()
	board, own := s.boardCalled(t, theCAB)
	chair, ref := s.As(t, "si-cab-voorzitter"), own.Current
	require.Eventually(t, func() bool {
		_, err := s.Store.Case(t.Context(), ledger.Scope{All: true}, ref)
		return err == nil
	}, time.Minute, 20*time.Millisecond, "the board names its session before the session is written down")
	require.Equal(t, board, s.sessionOf(t, ref).About.Board)
	changes = map[string]string{}
	for n, w := range all {
		r, err := s.Service.OpenChange(t.Context(), s.As(t, w.provider+"-medewerker"), fmt.Sprint("change-", n), change.Request{Kind: change.Normal, Content: w.content(s.Service.Now()), Submit: true})
		require.NoError(t, err)
		changes[w.title] = r.Ref
	}
	for _, c := range changes {
		_, of := s.changeIs(t, c)
		_, err := s.Service.AssessChange(t.Context(), chair, c, "assess-"+c, change.Assessment{Seen: of.Hash, Conform: true})
		require.NoError(t, err)
	}
	require.Eventually(t, func() bool { return len(s.sessionOf(t, ref).Agenda()) == len(all) }, time.Minute, 50*time.Millisecond, "all of them come on the agenda")
	return ref, changes
}

// votes gives a seat's vote by its task.
func (s site) votes(t *testing.T, person, ref, option, reason string) {
	t.Helper()
	id := s.taskOf(t, person, ref, "vote_change")
	task, err := s.Service.Task(t.Context(), s.As(t, person), id)
	require.NoError(t, err)
	_, err = s.Service.Decide(t.Context(), s.As(t, person), id, "vote-"+id, app.Decision{Option: option, Content: task.Content, Reason: reason})
	require.NoError(t, err)
}

// agrees lets every seat whose vote counts approve.
func (s site) agrees(t *testing.T, ref string) {
	t.Helper()
	for _, person := range []string{"si-cab-voorzitter", "si-servicedesk", "alfa-verantwoordelijke", "beta-verantwoordelijke"} {
		s.votes(t, person, ref, change.VoteApprove, "")
	}
}

// formOn are the hidden fields of a form on a page.
func (a answer) formOn(t *testing.T, id string) []string {
	t.Helper()
	m := regexp.MustCompile(`(?s)<form method="post" action="([^"]+)"[^>]*id="` + regexp.QuoteMeta(id) + `".*?</form>`).FindStringSubmatch(a.Text)
	require.NotNil(t, m, "no form %s on %s", id, a.Path)
	pairs := []string{"action", m[1]}
	for _, h := range regexp.MustCompile(`type="hidden" name="([^"]+)" value="([^"]*)"`).FindAllStringSubmatch(m[0], -1) {
		pairs = append(pairs, h[1], html.UnescapeString(h[2]))
	}
	return pairs
}

// sendsOn sends a form that stands on a page.
func (r reader) sendsOn(a answer, id string, pairs ...string) answer {
	r.t.Helper()
	form := a.formOn(r.t, id)
	return r.post(form[1], append(pairs, form[2:]...)...)
}

// fills a form of the session's page as it is now.
func (r reader) fills(ref, id string, pairs ...string) answer {
	r.t.Helper()
	return r.sendsOn(r.get("/cases/"+ref), id, pairs...)
}

// withMeeting has the boards of the demonstration, a few days before the next meeting.
func withMeeting(t *testing.T) site {
	t.Helper()
	return open(t, apptest.WithServiceMap(), apptest.WithBoards(), apptest.From(onWall(t, "2026-03-04T10:00")))
}

// What goes wrong in a meeting: the quorum is lost, one member votes from two tabs,
// principal and delegate vote at once, a change is edited while the chair decides.
func TestWhatGoesWrongInAMeetingIsSaidAndNothingIsLost(t *testing.T) {
	t.Parallel()
	s := withMeeting(t)
	ref, changes := s.meeting(t, works[:3])
	first, second, third := changes[works[0].title], changes[works[1].title], changes[works[2].title]
	chair, alfa, delegate, beta := s.as(t, "si-cab-voorzitter"), s.as(t, "alfa-verantwoordelijke"), s.as(t, "alfa-medewerker"), s.as(t, "beta-verantwoordelijke")
	beta.post("/language", "language", "nl")
	chair.does(ref, "open-session")
	require.Contains(t, chair.get("/cases/"+ref).Text, "Geen quorum")

	// A holder and a delegate take one seat.
	require.Contains(t, chair.fills(ref, "form-attend-voorzitter").Text, `class="flash done"`)
	late := delegate.get("/cases/" + ref)
	require.Contains(t, alfa.fills(ref, "form-attend-alfa").Text, "Verantwoordelijke Alfa, sinds")
	taken := delegate.sendsOn(late, "form-attend-alfa")
	require.Equal(t, http.StatusUnprocessableEntity, taken.Status)
	require.Contains(t, taken.Text, "Verantwoordelijke Alfa neemt de zetel ICT-Dienstverlener Alfa al in")
	beta.fills(ref, "form-attend-beta")
	require.Contains(t, chair.get("/cases/"+ref).Text, "Er is quorum")

	chair.fills(ref, "form-front-"+first)
	// One member, two tabs: the second is told, and keeps what was typed.
	vote := "form-vote-" + first + "-alfa"
	tab, other := alfa.get("/cases/"+ref), alfa.get("/cases/"+ref)
	deputy := delegate.get("/cases/" + ref)
	require.Contains(t, alfa.sendsOn(tab, vote, "option", "approve").Text, "Uw antwoord is vastgelegd")
	twice := alfa.sendsOn(other, vote, "option", "reject", "reason", "Toch niet zeker.")
	require.Equal(t, http.StatusUnprocessableEntity, twice.Status)
	require.Contains(t, twice.Text, "Toch niet zeker.</textarea>")
	// So is the delegate.
	shared := delegate.sendsOn(deputy, vote, "option", "reject", "reason", "Ik dacht van niet.")
	require.Equal(t, http.StatusUnprocessableEntity, shared.Status)
	require.Contains(t, shared.Text, "Verantwoordelijke Alfa")
	_, own := s.changeIs(t, first)
	require.Equal(t, []any{change.VoteApprove, 1}, []any{own.Ballot.Votes["alfa"].Option, own.Ballot.Cast})
	// Whoever sees the vote that stands can put another in its place.
	require.Equal(t, http.StatusOK, delegate.sendsOn(shared, vote, "option", "abstain", "reason", "In overleg.").Status)
	_, own = s.changeIs(t, first)
	require.Equal(t, []any{change.VoteAbstain, "alfa-medewerker"}, []any{own.Ballot.Votes["alfa"].Option, own.Ballot.Votes["alfa"].By.Person})

	// The quorum is lost: nothing is decided, and the item stays.
	decide := "form-rule-" + first
	seen := chair.get("/cases/" + ref)
	require.Contains(t, beta.fills(ref, "form-attend-beta").Text, "Geen quorum")
	refused := chair.sendsOn(seen, decide, "option", "reject", "reason", "Te veel risico.")
	require.Equal(t, http.StatusUnprocessableEntity, refused.Status)
	require.Contains(t, refused.Text, "Er is geen quorum")
	require.Contains(t, refused.Text, "Te veel risico.</textarea>")
	require.True(t, s.sessionOf(t, ref).Items[first].Open())
	require.Equal(t, first, s.sessionOf(t, ref).Front)
	beta.fills(ref, "form-attend-beta")

	// The change is edited under the chair's eyes: it refuses, and she sees what differs.
	content := works[0].content(s.Service.Now())
	content.Impact = "Het burgerloket is een halve dag niet beschikbaar."
	_, err := s.Service.ReviseChange(t.Context(), s.As(t, "beta-medewerker"), first, "edit", change.Revision{Seen: own.Hash, Content: content, Why: "De test duurde langer."})
	require.NoError(t, err)
	stale := chair.sendsOn(seen, decide, "option", "defer", "reason", "Eerst het andere.")
	require.Equal(t, http.StatusUnprocessableEntity, stale.Status, stale.Text)
	for _, text := range []string{"nam de beslissing niet over", "de inhoud is intussen gewijzigd", "een halve dag niet beschikbaar", "Eerst het andere.</textarea>"} {
		require.Contains(t, stale.Text, text)
	}
	require.Equal(t, session.ItemRefused, s.sessionOf(t, ref).Items[first].State)
	again := chair.sendsOn(stale, decide, "option", "defer", "reason", "Eerst het andere.")
	require.Equal(t, http.StatusOK, again.Status, again.Text)
	require.Equal(t, session.ItemDecided, s.sessionOf(t, ref).Items[first].State)

	// A second click decides nothing twice; what is not in front is not decided.
	twicePage := chair.fills(ref, "form-front-"+second)
	form := twicePage.formOn(t, "form-rule-"+second)
	for range 2 {
		require.Equal(t, http.StatusOK, chair.post(form[1], append([]string{"option", "reject", "reason", "Botst."}, form[2:]...)...).Status)
	}
	stage, _ := s.changeIs(t, second)
	require.Equal(t, change.Rejected, stage)
	chair.fills(ref, "form-front-"+third)
	closed := chair.fills(ref, "form-close", "summary", "Twee van de drie.")
	require.Contains(t, closed.Text, "Twee van de drie.")
	require.Contains(t, closed.Text, "doorgeschoven")
	require.NotContains(t, closed.Text, `id="form-close"`)
}

// The product's worker is stopped in the middle of a meeting, and the web server with
// it: what was answered stands, what was under way is done once, and the meeting goes on
// where it was. Both are stopped in the process; kill tests of whole processes are in
// cmd/termijn.
func TestAMeetingGoesOnWhereItWas(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.WithoutWorker(), apptest.From(onWall(t, "2026-03-04T10:00")))
	stop := s.Work(t)
	require.NoError(t, s.Service.EnsureServiceMap(t.Context()))
	require.NoError(t, s.Service.EnsureBoards(t.Context()))
	ref, changes := s.meeting(t, works[2:5])
	chair, alfa, beta := s.as(t, "si-cab-voorzitter"), s.as(t, "alfa-verantwoordelijke"), s.as(t, "beta-verantwoordelijke")
	chair.does(ref, "open-session")
	chair.fills(ref, "form-attend-voorzitter")
	alfa.fills(ref, "form-attend-alfa")
	beta.fills(ref, "form-attend-beta")
	first := changes[works[2].title]
	page := chair.fills(ref, "form-front-"+first)
	before := s.sessionOf(t, ref)

	stop()
	form := page.formOn(t, "form-rule-"+first)
	answered := make(chan answer)
	go func() {
		answered <- chair.post(form[1], append([]string{"option", "approve_with_conditions", "conditions", "Met wacht ter plaatse."}, form[2:]...)...)
	}()
	live := chair.get("/sessions/"+ref+"/live", "HX-Request", "true", "HX-Target", "session")
	require.Equal(t, http.StatusOK, live.Status, "whoever looks still sees the meeting")
	require.Contains(t, live.Text, "Kernrouter")
	s.Work(t)
	require.Equal(t, http.StatusOK, (<-answered).Status)
	// A server that took over knows the same people and the same meeting.
	chair.base = serve(t, s.World, true)
	now := chair.get("/cases/" + ref)
	require.Contains(t, now.Text, "Er is quorum")
	after := s.sessionOf(t, ref)
	require.Equal(t, before.Present, after.Present)
	require.Equal(t, session.ItemDecided, after.Items[first].State)
	_, own := s.changeIs(t, first)
	require.Equal(t, "Met wacht ter plaatse.", own.Decision.Conditions)
	decided := 0
	for _, m := range after.Minutes {
		if m.Code == "decided" {
			decided++
		}
	}
	require.Equal(t, 1, decided, "it was done once")
	require.Contains(t, chair.fills(ref, "form-close", "summary", "Verder op de volgende.").Text, "Met wacht ter plaatse.")
}

// TestEveryFormOfASessionIsGuarded asks for every form of a session, and sends it, as
// one person of each role.
func TestEveryFormOfASessionIsGuarded(t *testing.T) {
	t.Parallel()
	s := withMeeting(t)
	ref, changes := s.meeting(t, works[2:4])
	s.as(t, "si-cab-voorzitter").does(ref, "open-session")
	require.Eventually(t, func() bool { return s.sessionOf(t, ref).Asking == "" }, time.Minute, 20*time.Millisecond, "it looks what waits still")
	before := s.sessionOf(t, ref)
	commands := []string{"add-item", "take-off", "order", "refill", "front", "rule", "deal-agreed", "minute", "close", "attend"}
	for person, sees := range map[string]bool{"": false, "noord-aanvrager": false, "zuid-goedkeurder": false, "alfa-medewerker": true, "beta-verantwoordelijke": true, "si-servicedesk": true, "si-beheerder": true, "bestuurslid": true} {
		r := visitor(t, s.URL)
		if person != "" {
			r = s.as(t, person)
		}
		for _, command := range commands {
			path := "/cases/" + ref + "/" + command
			got, sent := r.get(path), r.post(path, "key", "key-of-"+person, "summary", "x", "text", "x", "changes", strings.Join(sorted(changes), "\n"))
			switch {
			case person == "":
				require.True(t, strings.HasPrefix(got.Path, "/sign-in") && strings.HasPrefix(sent.Path, "/sign-in"), path)
			case !sees:
				require.Equal(t, []int{http.StatusNotFound, http.StatusNotFound}, []int{got.Status, sent.Status}, "%s as %s", path, person)
			case command == "attend":
				require.NotContains(t, []int{http.StatusNotFound, http.StatusInternalServerError}, got.Status, "%s as %s", path, person)
			default:
				require.Equal(t, []int{http.StatusForbidden, http.StatusForbidden}, []int{got.Status, sent.Status}, "%s as %s", path, person)
			}
		}
		if person == "" {
			continue
		}
		want := http.StatusNotFound
		if sees {
			want = http.StatusOK
		}
		require.Equal(t, want, r.get("/sessions/"+ref+"/live", "HX-Request", "true", "HX-Target", "session").Status, person)
		// Nobody takes another's seat, nor votes for it.
		stranger := r.post("/cases/"+ref+"/attend", "key", "seat-of-"+person, "subject", "voorzitter")
		require.Contains(t, []int{http.StatusForbidden, http.StatusNotFound}, stranger.Status, person)
		task := changes[works[2].title] + "/1"
		vote := r.post("/cases/"+ref+"/vote", "key", "vote-of-"+person, "change", changes[works[2].title], "seat", "voorzitter", "task", task, "option", "approve", "content", "x")
		require.NotEqual(t, http.StatusOK, vote.Status, person)
		require.Less(t, vote.Status, http.StatusInternalServerError, person)
	}
	require.Equal(t, before, s.sessionOf(t, ref), "none of it did anything")
}

func sorted(m map[string]string) []string {
	var all []string
	for _, v := range m {
		all = append(all, v)
	}
	slices.Sort(all)
	return all
}
