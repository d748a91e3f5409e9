package portal_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"termijn/internal/app"
	"termijn/internal/apptest"
	"termijn/internal/ledger"
	"termijn/workflows/board"
	"termijn/workflows/casework"
)

// boardCalled waits until a board of the demonstration has its next meeting in
// preparation, when it has a rhythm.
func (s site) boardCalled(t *testing.T, name string) (ref string, own board.State) {
	t.Helper()
	require.Eventually(t, func() bool {
		rows, err := s.Store.Boards(t.Context())
		require.NoError(t, err)
		for _, row := range rows {
			if row.Title == name {
				ref = row.Ref
				own, err = app.BoardOf(row)
				require.NoError(t, err)
			}
		}
		return ref != "" && (own.Definition.Cron == "" || own.Current != "")
	}, time.Minute, 20*time.Millisecond)
	return ref, own
}

// boardOf is a board as it stands.
func (s site) boardOf(t *testing.T, ref string) board.State {
	t.Helper()
	row, err := s.Store.Case(t.Context(), ledger.Scope{All: true}, ref)
	require.NoError(t, err)
	own, err := app.BoardOf(row)
	require.NoError(t, err)
	return own
}

const theCAB = "CAB van het ecosysteem"

func TestABoardShowsWhoSitsOnItAndWhenItMeets(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.WithBoards(), apptest.From(onWall(t, "2026-03-04T10:00")))
	ref, own := s.boardCalled(t, theCAB)
	chair := s.as(t, "si-cab-voorzitter")
	list := chair.get("/boards").Text
	for _, text := range []string{theCAB, "GOS CAB", "E-CAB", "Elke dinsdag om 10.00 uur", "Elke donderdag om 14.00 uur", "Komt samen zodra een noodwijziging dat vraagt", "di 10 maart 2026, 10.00 uur", `href="/cases/` + own.Current + `"`, `href="/boards/new"`} {
		require.Contains(t, list, text)
	}
	page := chair.get("/cases/" + ref).Text
	for _, text := range []string{"de voorzitter beslist na advies", "3 zetels, voorzitter, dienstverlener", "op het einde van de 2e werkdag ervoor", "90 minuten, 8 per punt", "Verantwoordelijke Alfa", "Medewerker Alfa",
		"De servicedesk van Service Integrator", "het venster, de plannen en de botsingen", "geeft advies", "alles wat geen andere raad heeft", "di 28 april 2026", "In voorbereiding"} {
		require.Contains(t, page, text)
	}
	// What is odd is said: a meeting on a day without work.
	require.Contains(t, chair.does(ref, "move", "subject", own.Meetings()[1], "content", own.Planned[own.Meetings()[1]].At.Format(time.RFC3339), "to", "2026-03-21T09:00", "reason", "Zaal bezet").Text, "geen werkdag")
	skipped := own.Meetings()[2]
	form := chair.get("/cases/" + ref + "/skip?subject=" + skipped)
	require.Contains(t, form.Text, "di 24 maart 2026, 10.00 uur")
	chair.does(ref, "skip", "subject", skipped, "content", form.hidden(t, "content"), "reason", "Niemand kan")
	page = chair.get("/cases/" + ref).Text
	for _, text := range []string{"verplaatst van di 17 maart 2026, 10.00 uur", "za 21 maart 2026, 09.00 uur", "geschrapt", "Niemand kan"} {
		require.Contains(t, page, text)
	}
	// Who is late finds the meeting gone, and what was typed.
	gone := chair.post("/cases/"+ref+"/skip", "key", "late-skip", "subject", skipped, "content", form.hidden(t, "content"), "reason", "Ook niet")
	require.Equal(t, http.StatusUnprocessableEntity, gone.Status)
	require.Contains(t, gone.Text, "Ook niet")

	s.feedTells(t, chair, ref)

	chair.does(ref, "call-extra", "at", "2026-03-05T15:00", "reason", "Achterstand")
	require.Eventually(t, func() bool { return s.boardOf(t, ref).Planned["2026-03-05T14:00:00Z"].Meeting != "" }, time.Minute, 20*time.Millisecond)
	require.Contains(t, chair.get("/cases/"+ref).Text, "extra vergadering")
	require.Contains(t, chair.get("/cases/"+ref+"/close").Text, "vervalt mee")
}

// feedTells reads the board's meetings by the link that stands on its page.
func (s site) feedTells(t *testing.T, chair reader, ref string) {
	t.Helper()
	link := regexp.MustCompile(`href="http://[^/]+(/boards/[^"]+\.ics)"`).FindStringSubmatch(chair.get("/cases/" + ref).Text)
	require.NotNil(t, link)
	nobody := visitor(t, s.URL)
	feed := strings.ReplaceAll(nobody.get(link[1]).Text, "\r\n ", "")
	require.Equal(t, 8, strings.Count(feed, "BEGIN:VEVENT"))
	require.Regexp(t, `(?s)SEQUENCE:1\r\nDTSTART:20260321T080000Z\r\nDTEND:20260321T093000Z.*?verplaatst van di 17 maart 2026.*?STATUS:CONFIRMED`, feed)
	require.Regexp(t, `(?s)SEQUENCE:1\r\nDTSTART:20260324T090000Z\r\n.*?Geschrapt: CAB van het ecosysteem.*?STATUS:CANCELLED`, feed)
	again := strings.ReplaceAll(nobody.get(link[1]).Text, "\r\n ", "")
	require.Equal(t, feed, again, "nothing changed")
	for _, bad := range []string{strings.Replace(link[1], "si-cab-voorzitter", "beta-medewerker", 1), strings.Replace(link[1], ref, "CAB-2026-000099", 1), strings.Replace(link[1], ".ics", "x.ics", 1)} {
		require.Equal(t, http.StatusNotFound, nobody.get(bad).Status, bad)
	}
}

// A meeting stays in the calendar of whoever follows its board when it is past.
func TestAPastMeetingStaysInTheFeedOfItsBoard(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.WithServiceMap(), apptest.WithBoards(), apptest.From(onWall(t, "2026-03-04T10:00")), apptest.Speed(100_000))
	ref, own := s.boardCalled(t, theCAB)
	first := own.Planned[own.Meetings()[0]]
	path, err := s.Service.MeetingsLink(t.Context(), s.As(t, "si-cab-voorzitter"), ref)
	require.NoError(t, err)
	event := func() []string {
		feed := strings.ReplaceAll(visitor(t, s.URL).get(path).Text, "\r\n ", "")
		return regexp.MustCompile(`(?s)UID:(\S+)\r\n[^B]*?DTSTART:` + first.At.UTC().Format("20060102T150405Z") + `.*?STATUS:(\w+)`).FindStringSubmatch(feed)
	}
	planned := event()
	require.NotNil(t, planned)
	require.Eventually(t, func() bool {
		_, now := s.boardCalled(t, theCAB)
		_, still := now.Planned[own.Meetings()[0]]
		return !still
	}, time.Minute, 50*time.Millisecond, "the board does not plan it any more")
	require.Equal(t, []string{planned[1], "CANCELLED"}, event()[1:], "nobody opened it")
}

// onWall is an instant as the wall clock in Brussels shows it.
func onWall(t testing.TB, face string) time.Time {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Brussels")
	require.NoError(t, err)
	at, err := time.ParseInLocation("2006-01-02T15:04", face, loc)
	require.NoError(t, err)
	return at
}

// newBoard is a small board as its form has it.
var newBoard = []string{"kind", "cab", "name", "Kleine raad", "rule", "all", "quorum", "2", "sides.0", "provider", "cron", "0 10 * * 2", "cutoff", "1", "minutes", "60", "each", "5",
	"seats[0].id", "", "seats[0].name", "Voorzitter", "seats[0].side", "chair", "seats[0].holder", "person:si-cab-voorzitter",
	"seats[1].id", "", "seats[1].name", "Alfa", "seats[1].side", "provider", "seats[1].holder", "role:alfa/manager", "seats[1].covers", "window", "seats[1].covers", "collisions",
	"seats[1].delegate0.person", "alfa-medewerker", "seats[1].delegate0.from", "2026-03-02T08:00", "seats[1].delegate0.to", "2026-04-01T08:00"}

func TestABoardIsSetUpAndChangedByItsChair(t *testing.T) {
	t.Parallel()
	s := open(t)
	chair, other := s.as(t, "si-cab-voorzitter"), s.as(t, "si-cab-voorzitter")
	// The form grows by a seat, shows the rhythm, and keeps what was typed when it is refused.
	grown := chair.send("/boards/new", with(newBoard, "do", "add")...)
	require.Contains(t, grown.Text, `name="seats[2].name"`)
	require.Contains(t, grown.Text, `value="Kleine raad"`)
	shown := chair.send("/boards/new", with(newBoard, "do", "check", "cron", "30 2 * * 0")...)
	require.Contains(t, shown.Text, "Elke zondag om 02.30 uur")
	require.Contains(t, shown.Text, "geen werkdag")
	for field, bad := range map[string]string{"cron": "dinsdag 10 uur", "quorum": "9", "seats[1].holder": "person:beta-medewerker", "seats[1].side": "chair", "seats[1].delegate0.person": "beta-medewerker"} {
		refused := chair.send("/boards/new", with(newBoard, field, bad)...)
		require.Equal(t, http.StatusUnprocessableEntity, refused.Status, field)
		require.Contains(t, refused.Text, `value="Kleine raad"`, field)
		require.Contains(t, refused.Text, `class="error"`, field)
	}
	made := chair.send("/boards/new", newBoard...)
	require.Regexp(t, `^/cases/CAB-`, made.Path, made.Text)
	ref := strings.TrimPrefix(made.Path, "/cases/")
	own := s.boardOf(t, ref)
	require.Equal(t, []any{"Kleine raad", "all", 2, 2, "0 10 * * 2"}, []any{own.Definition.Name, own.Definition.Rule, own.Definition.Quorum, len(own.Definition.Seats), own.Definition.Cron})
	alfa := own.Definition.Seats["alfa"]
	require.Equal(t, []string{"window", "collisions"}, alfa.Covers)
	require.True(t, alfa.Delegates[0].To.Equal(onWall(t, "2026-04-01T08:00")))
	require.Contains(t, chair.get("/cases/"+ref).Text, "Medewerker Alfa (")

	// The form of a change shows what there is, and two who write at once lose nothing.
	path := "/cases/" + ref + "/redefine"
	form := other.get(path)
	require.Contains(t, form.Text, `name="seats[0].id" value="voorzitter"`)
	typed := with(newBoard, "seats[0].id", "voorzitter", "seats[1].id", "alfa", "seen", form.hidden(t, "seen"), "reason", "Een groter quorum", "quorum", "1", "key", form.hidden(t, "key"))
	moved := chair.send(path, with(newBoard, "seats[0].id", "voorzitter", "seats[1].id", "alfa", "seen", "1", "reason", "Een uur later", "cron", "0 11 * * 2", "name", "Raad van dinsdag")...)
	require.Equal(t, http.StatusOK, moved.Status, moved.Text)
	stale := other.post(path, typed...)
	require.Equal(t, http.StatusConflict, stale.Status)
	for _, text := range []string{"Iemand anders wijzigde de raad intussen", "Elke dinsdag om 11.00 uur", "Raad van dinsdag", "Een groter quorum</textarea>", `name="seen" value="2"`} {
		require.Contains(t, stale.Text, text)
	}
	require.Equal(t, 2, s.boardOf(t, ref).Number)
	require.Equal(t, http.StatusOK, other.post(path, with(typed, "seen", "2", "key", stale.hidden(t, "key"))...).Status)
	own = s.boardOf(t, ref)
	require.Equal(t, []any{3, 1, "0 10 * * 2", "Een groter quorum"}, []any{own.Number, own.Definition.Quorum, own.Definition.Cron, own.Reason})
	// A seat is taken out.
	without := other.post(path, with(typed, "do", "remove:1")...)
	require.NotContains(t, without.Text, `name="seats[1].name"`)
	require.Equal(t, http.StatusForbidden, s.as(t, "si-servicedesk").get("/boards/new").Status)
}

// TestEveryCommandOfABoardIsGuarded asks for every form of a board and sends it, as one
// person of each role.
func TestEveryCommandOfABoardIsGuarded(t *testing.T) {
	t.Parallel()
	s := open(t, apptest.WithBoards())
	ref, _ := s.boardCalled(t, theCAB)
	row, err := s.Store.Case(t.Context(), ledger.Scope{All: true}, ref)
	require.NoError(t, err)
	before := s.boardOf(t, ref)
	for person, sees := range map[string]bool{"": false, "noord-aanvrager": false, "zuid-goedkeurder": false, "alfa-medewerker": true, "beta-verantwoordelijke": true, "si-servicedesk": true, "si-beheerder": true, "bestuurslid": true, "si-cab-voorzitter": true} {
		r := visitor(t, s.URL)
		if person != "" {
			r = s.as(t, person)
		}
		require.Equal(t, person == "" || sees, person == "" || r.get("/cases/"+ref).Status == http.StatusOK, person)
		for _, command := range []casework.Command[struct{}]{{Name: "redefine"}, {Name: "skip"}, {Name: "move"}, {Name: "call-extra"}, {Name: "close"}} {
			path := fmt.Sprintf("/cases/%s/%s", ref, command.Name)
			got, sent := r.get(path), r.post(path, "key", "key-of-"+person)
			switch {
			case person == "":
				require.True(t, strings.HasPrefix(got.Path, "/sign-in") && strings.HasPrefix(sent.Path, "/sign-in"), path)
			case person == "si-cab-voorzitter":
				require.Equal(t, http.StatusOK, got.Status, "%s as %s", path, person)
				require.Equal(t, http.StatusUnprocessableEntity, sent.Status, "%s as %s", path, person)
			case sees:
				require.Equal(t, []int{http.StatusForbidden, http.StatusForbidden}, []int{got.Status, sent.Status}, "%s as %s", path, person)
			default:
				require.Equal(t, []int{http.StatusNotFound, http.StatusNotFound}, []int{got.Status, sent.Status}, "%s as %s", path, person)
				require.NotContains(t, got.Text, row.Title)
			}
		}
		if person != "" {
			page := r.get("/boards")
			require.Equal(t, http.StatusOK, page.Status)
			require.Equal(t, sees, strings.Contains(page.Text, theCAB), person)
			require.Equal(t, person == "si-cab-voorzitter", strings.Contains(page.Text, `href="/boards/new"`), person)
			require.Equal(t, person != "si-cab-voorzitter", r.post("/boards/new", append([]string{"key", "key-of-new-" + person}, newBoard...)...).Status == http.StatusForbidden, person)
		}
	}
	require.Equal(t, before.Number, s.boardOf(t, ref).Number)
}
