package portal_test

import (
	"fmt"
	"html"
	"regexp"
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

// approvedInAMeeting holds the meeting in which the chair approves a change.
func (s site) approvedInAMeeting(t *testing.T, ref string) {
	t.Helper()
	ctx, chair := t.Context(), s.As(t, "si-cab-voorzitter")
	row, err := s.Service.Case(ctx, chair, s.changeOf(t, ref).own.Ballot.Panel.Board)
	require.NoError(t, err)
	of, err := app.BoardOf(row)
	require.NoError(t, err)
	_, err = s.Service.AddItem(ctx, chair, of.Current, ref+"-add", session.Adding{Change: ref, Reason: "Dringend."})
	if err != nil { // the rules put it there already
		require.ErrorContains(t, err, "on_agenda")
	}
	_, err = app.Send(ctx, s.Service, chair, session.Name, of.Current, ref+"-open", session.Open, session.Nothing{})
	require.NoError(t, err)
	for _, seat := range []string{"voorzitter", "alfa", "beta"} {
		_, err = s.Service.Attend(ctx, chair, of.Current, ref+"-"+seat, session.Attendance{Seat: seat, Person: map[string]string{"voorzitter": chair.Person, "alfa": "alfa-medewerker", "beta": "beta-verantwoordelijke"}[seat]})
		require.NoError(t, err)
	}
	_, err = app.Send(ctx, s.Service, chair, session.Name, of.Current, ref+"-front", session.Front, session.Fronting{Change: ref})
	require.NoError(t, err)
	b := s.changeOf(t, ref).own.Ballot
	_, err = s.Service.RuleOn(ctx, chair, of.Current, ref+"-rule", session.Deciding{Change: ref, Ballot: b.ID, Content: b.Content, Option: change.Approve})
	require.NoError(t, err)
}
